/// `serinus new pallet`
#pragma once

#include <string>

#include "base/result.hpp"
#include "tools/scaffold/templates.hpp"

namespace serinus::scaffold {

/// The name in the line serinus_runtime(NAME mychain …) of a CMakeLists.txt. The error is a sentence.
Result<std::string, std::string> chain_name_of(std::string_view cmake_lists);

/// runtime/pallets.hpp with one more pallet: its declaration, its alias, and its place at the end of Places, with the
/// lowest index from 10 on that is free. Errors: a line is missing; no index below 256 is free.
/// The error says which line is not where it is expected, and what to write by hand.
Result<std::string, std::string> with_pallet(std::string pallets_hpp, const std::string& name);

/// runtime/runtime.hpp with one more configuration included. The error likewise.
Result<std::string, std::string> with_configuration(std::string runtime_hpp, const std::string& name);

/// Adds a pallet to the chain in `folder`. The chain is changed only if nothing stands in the way. The error is a
/// sentence for the user: a bad or taken name, a folder without a chain, a file that is not as expected.
Result<void, std::string> add_pallet(const std::string& sdk, const std::string& folder, const std::string& name);

}  // namespace serinus::scaffold
