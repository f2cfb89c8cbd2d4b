#include "parachain/disputes/stored_disputes.hpp"

#include "parachain/disputes/coordinator.hpp"

namespace serinus::parachain {
namespace {

constexpr uint8_t kVotesKeys = 'v';
constexpr size_t kStoredKeySize = 1 + 4 + 32;

Bytes stored_key(uint8_t kind, const DisputeKey& dispute) {
    Bytes out(kStoredKeySize);
    out[0] = kind;
    for (size_t i = 0; i < 4; ++i) out[1 + i] = static_cast<uint8_t>(dispute.first >> (24 - 8 * i));
    std::copy(dispute.second._0.begin(), dispute.second._0.end(), out.begin() + 5);
    return out;
}

}  // namespace

Bytes dispute_key(const DisputeKey& dispute) { return stored_key(DisputeCoordinator::kDisputeKeys, dispute); }
Bytes votes_key(const DisputeKey& dispute) { return stored_key(kVotesKeys, dispute); }

std::optional<DisputeKey> read_dispute_key(BytesView key) {
    if (key.size() != kStoredKeySize || key[0] != DisputeCoordinator::kDisputeKeys) return std::nullopt;
    DisputeKey out;
    for (size_t i = 0; i < 4; ++i) out.first = out.first << 8 | key[1 + i];
    out.second._0 = *Hash256::from(key.subspan(5));
    return out;
}

}  // namespace serinus::parachain
