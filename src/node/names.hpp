/// The names by which people know a node.
#pragma once

#include <string>
#include <string_view>

namespace serinus::node {

/// "adjective-noun-1234", as the reference makes them. `random` picks: the same number, the same name.
std::string random_name(uint64_t random);

/// Why a name is not taken; empty for a good one. Observed: polkadot-stable2407: is_node_name_valid of the reference
std::string complaint_about_name(std::string_view name);

/// Characters, ours and the reference's.
inline constexpr size_t kMaxNameCharacters = 63;

}  // namespace serinus::node
