/// Places in the space of Kademlia: SHA-256 of a peer id or of a record's key, at a distance that is their exclusive
/// or. Spec: libp2p kad-dht
#pragma once

#include <bit>

#include "hashing/hashing.hpp"
#include "libp2p/wire/peer_id.hpp"

namespace serinus::network::kademlia {

/// A place, or the distance between two places as a big-endian number.
using Key = FixedBytes<32, struct KademliaKeyTag>;

inline constexpr size_t kKeyBits = 8 * Key::kSize;

/// Of a record's key, or of the target of FIND_NODE.
inline Key key_of(BytesView name) noexcept { return Key{hashing::sha2_256(name).bytes}; }
inline Key key_of(const wire::PeerId& peer) noexcept { return key_of(peer.bytes()); }

inline Key distance(const Key& a, const Key& b) noexcept {
    Key out;
    for (size_t i = 0; i < out.size(); ++i) out[i] = a[i] ^ b[i];
    return out;
}

/// How many bits both have in common from the front; kKeyBits: they are equal.
inline size_t common_bits(const Key& a, const Key& b) noexcept {
    for (size_t i = 0; i < a.size(); ++i) {
        const uint8_t difference = a[i] ^ b[i];
        if (difference != 0) return 8 * i + static_cast<size_t>(std::countl_zero(difference));
    }
    return kKeyBits;
}

}  // namespace serinus::network::kademlia
