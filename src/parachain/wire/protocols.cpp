#include "parachain/wire/protocols.hpp"

#include <array>

namespace serinus::parachain {
namespace {

constexpr size_t kMebibyte = size_t{1024} * 1024;
constexpr size_t kProofSize = 16 * kMebibyte;  // of the network's largest response: what a proof may take

constexpr std::array<NotificationProtocol, 5> kNotificationProtocols{{
    {PeerSet::kValidation, 3, "validation/3", ""},
    {PeerSet::kCollation, 4, "collation/4", ""},
    {PeerSet::kCollation, 3, "collation/3", ""},
    {PeerSet::kCollation, 2, "collation/2", ""},
    {PeerSet::kCollation, 1, "collation/1", "/polkadot/collation/1"},
}};

constexpr std::array<RequestProtocol, 9> kRequestProtocols{{
    {RequestKind::kChunkV1, "req_chunk/1", "/polkadot/req_chunk/1", 1000, kProofSize, 100},
    {RequestKind::kChunkV2, "req_chunk/2", "", 1000, kProofSize, 100},
    {RequestKind::kPov, "req_pov/1", "/polkadot/req_pov/1", 2000, kProofSize, 10},
    {RequestKind::kAvailableData, "req_available_data/1", "/polkadot/req_available_data/1", 2000, kProofSize, 100},
    {RequestKind::kAttestedCandidate, "req_attested_candidate/2", "", 2500, 8 * kMebibyte, 5},
    {RequestKind::kCollationV1, "req_collation/1", "/polkadot/req_collation/1", 2000, kProofSize, 10},
    {RequestKind::kCollationV2, "req_collation/2", "", 2000, kProofSize, 10},
    {RequestKind::kCollationV3, "req_collation/3", "", 2000, kProofSize, 10},
    {RequestKind::kDispute, "send_dispute/1", "/polkadot/send_dispute/1", 12'000, 100, 100},
}};

}  // namespace

std::span<const NotificationProtocol> notification_protocols() noexcept { return kNotificationProtocols; }

const NotificationProtocol* find_notification_protocol(std::string_view name) noexcept {
    for (const NotificationProtocol& one : kNotificationProtocols) {
        if (name == one.name || (name == one.legacy_name && !name.empty())) return &one;
    }
    return nullptr;
}

std::span<const RequestProtocol> request_protocols() noexcept { return kRequestProtocols; }

const RequestProtocol& request_protocol(RequestKind kind) noexcept {
    return kRequestProtocols[static_cast<size_t>(kind)];
}

}  // namespace serinus::parachain
