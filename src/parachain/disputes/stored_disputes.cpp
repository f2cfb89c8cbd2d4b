#include "parachain/disputes/stored_disputes.hpp"

#include <span>

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

/// Of one vote: `votes_key`, the side, the validator (big-endian).
constexpr size_t kVoteKeySize = kStoredKeySize + 1 + 4;
constexpr uint8_t kForSide = 0;
constexpr uint8_t kAgainstSide = 1;

Bytes vote_key(const DisputeKey& dispute, uint8_t side, ValidatorIndex validator) {
    Bytes out = stored_key(kVotesKeys, dispute);
    out.push_back(side);
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<uint8_t>(validator._0 >> shift));
    return out;
}

template <class Side>
bool read_vote(BytesView value, ValidatorIndex validator, Side& side) {
    auto vote = scale::decode<typename Side::mapped_type>(value);
    if (!vote) return false;
    side.insert_or_assign(validator, std::move(vote).value());
    return true;
}

}  // namespace

Bytes dispute_key(const DisputeKey& dispute) { return stored_key(DisputeCoordinator::kDisputeKeys, dispute); }
Bytes votes_key(const DisputeKey& dispute) { return stored_key(kVotesKeys, dispute); }

std::optional<std::pair<DisputeKey, StoredDispute>> read_dispute(BytesView key, BytesView value) {
    if (key.size() != kStoredKeySize || key[0] != DisputeCoordinator::kDisputeKeys) return std::nullopt;
    auto record = scale::decode<StoredDispute>(value);
    if (!record) return std::nullopt;
    DisputeKey out;
    for (size_t i = 0; i < 4; ++i) out.first = out.first << 8 | key[1 + i];
    out.second._0 = *Hash256::from(key.subspan(5));
    return std::pair(out, *std::move(record));
}

std::vector<std::pair<Bytes, std::optional<Bytes>>> store_votes(const DisputeKey& dispute, const CandidateVotes& votes,
                                                                bool is_first) {
    std::vector<std::pair<Bytes, std::optional<Bytes>>> out;
    if (is_first) {
        out.emplace_back(votes_key(dispute), scale::encode(votes));
        return out;
    }
    for (const auto& [validator, vote] : votes.valid) {
        out.emplace_back(vote_key(dispute, kForSide, validator), scale::encode(vote));
    }
    for (const auto& [validator, vote] : votes.invalid) {
        out.emplace_back(vote_key(dispute, kAgainstSide, validator), scale::encode(vote));
    }
    return out;
}

Result<std::optional<CandidateVotes>, std::string> read_votes(const DisputeKey& dispute, const StoredRecords& records) {
    if (records.empty()) return std::nullopt;
    const Err damaged(std::string("the votes on a candidate are damaged"));
    if (records.front().first.size() != kStoredKeySize) return damaged;
    auto first = scale::decode<CandidateVotes>(records.front().second);
    if (!first || first->receipt.hash() != dispute.second) return damaged;
    CandidateVotes out = std::move(first).value();
    for (const auto& [key, value] : std::span(records).subspan(1)) {
        if (key.size() != kVoteKeySize) return damaged;
        ValidatorIndex validator;
        for (size_t i = 1; i <= 4; ++i) validator._0 = validator._0 << 8 | key[kStoredKeySize + i];
        const bool is_for = key[kStoredKeySize] == kForSide;
        if (!(is_for ? read_vote(value, validator, out.valid) : read_vote(value, validator, out.invalid))) {
            return damaged;
        }
    }
    return out;
}

}  // namespace serinus::parachain
