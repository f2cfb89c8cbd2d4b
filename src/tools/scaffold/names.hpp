/// Names of chains and pallets: C++ identifiers, and what follows from them.
#pragma once

#include <string>
#include <string_view>

namespace serinus::scaffold {

/// What is wrong with the name of a chain, as a sentence for the user; empty if it is good: words of two or more small
/// letters and digits that begin with a letter, joined by underscores, 32 characters at most; no keyword of C++ and no
/// namespace of the SDK.
std::string complaint_about_chain(std::string_view name);

/// The same for a pallet, which must not have the name of a type that every runtime has either.
std::string complaint_about_pallet(std::string_view name);

/// "price_feed" is the pallet PriceFeed.
std::string type_name_of(std::string_view name);

}  // namespace serinus::scaffold
