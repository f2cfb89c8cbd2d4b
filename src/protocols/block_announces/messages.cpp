#include "protocols/block_announces/messages.hpp"

#include "codec/scale.hpp"

namespace serinus::network::gossip {
namespace {

struct WireHandshake {
    uint8_t roles = 0;
    primitives::BlockNumber best_number = 0;
    Hash256 best_hash;
    Hash256 genesis;
};

constexpr uint8_t kAuthorityBits = 4, kLightBits = 2;

}  // namespace

Bytes encode(const AnnounceHandshake& handshake) {
    return scale::encode(WireHandshake{.roles = static_cast<uint8_t>(handshake.role),
                                       .best_number = handshake.best.number,
                                       .best_hash = handshake.best.hash,
                                       .genesis = handshake.genesis});
}

std::optional<AnnounceHandshake> decode_announce_handshake(BytesView encoded) {
    const auto wire = scale::decode<WireHandshake>(encoded);
    if (!wire) return std::nullopt;
    AnnounceHandshake out{.role = Role::kFull, .best = {wire->best_hash, wire->best_number}, .genesis = wire->genesis};
    if ((wire->roles & kAuthorityBits) != 0) {
        out.role = Role::kAuthority;
    } else if ((wire->roles & kLightBits) != 0) {
        out.role = Role::kLight;
    }
    return out;
}

Bytes encode(const Announcement& announcement) {
    Bytes out = scale::encode(announcement.header);
    out.push_back(announcement.is_best ? 1 : 0);
    out.push_back(0);  // no data
    return out;
}

std::optional<Announcement> decode_announcement(BytesView encoded) {
    auto header = scale::take<primitives::Header>(encoded);
    if (!header) return std::nullopt;
    return Announcement{.header = *std::move(header), .is_best = !encoded.empty() && encoded.front() == 1};
}

}  // namespace serinus::network::gossip
