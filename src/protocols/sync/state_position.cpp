#include "protocols/sync/state_position.hpp"

#include "trie/child_tries.hpp"

namespace serinus::network::sync {
namespace {

/// An odd nibble is followed by a zero one: all keys below the position are that or greater.
Bytes key_of(BytesView nibbles) {
    Bytes out;
    for (size_t i = 0; i < nibbles.size(); i += 2) {
        const uint8_t low = i + 1 < nibbles.size() ? nibbles[i + 1] : 0;
        out.push_back(static_cast<uint8_t>(nibbles[i] << 4 | low));
    }
    return out;
}

bool begins_with(BytesView text, BytesView prefix) {
    return text.size() >= prefix.size() && equal(text.first(prefix.size()), prefix);
}

}  // namespace

StatePosition position_of(const state::OpenPart& part) {
    if (!part.child) return {part.position};
    StatePosition out{{}, part.position};
    for (const uint8_t byte : trie::default_child_root_key(*part.child)) {
        out.top.push_back(byte >> 4);
        out.top.push_back(byte & 0x0f);
    }
    return out;
}

std::vector<Bytes> range_start(const StatePosition& position) {
    std::vector<Bytes> out;
    if (position.child || !position.top.empty()) out.push_back(key_of(position.top));
    if (position.child) out.push_back(key_of(*position.child));
    return out;
}

bool is_below(const StatePosition& position, const StatePosition& above) {
    if (!above.child) return begins_with(position.top, above.top);
    return position.top == above.top && position.child && begins_with(*position.child, *above.child);
}

}  // namespace serinus::network::sync
