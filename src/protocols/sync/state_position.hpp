/// Places in a state, in the order in which ranges bring what is there.
#pragma once

#include "state/state_download.hpp"

namespace serinus::network::sync {

/// In nibbles, one a byte. A child trie stands where its root does in the top trie.
struct StatePosition {
    Bytes top;
    std::optional<Bytes> child = {};  ///< within the child trie whose root is at `top`

    friend bool operator==(const StatePosition&, const StatePosition&) = default;
    friend auto operator<=>(const StatePosition&, const StatePosition&) = default;
};

StatePosition position_of(const state::OpenPart& part);

/// Where a range begins that has all from the position on. As state::RangeStart.
std::vector<Bytes> range_start(const StatePosition& position);

/// Whether `position` lies at or below `above`.
bool is_below(const StatePosition& position, const StatePosition& above);

/// In nibbles: the names of a pallet and of one of its items, behind which the keys of a map are.
inline constexpr size_t kMapPrefixNibbles = 64;

}  // namespace serinus::network::sync
