/// What of disputes is kept over a restart, under which keys. Sessions are big-endian in keys, so that old ones are a
/// range.
#pragma once

#include "parachain/disputes/facts.hpp"

namespace serinus::parachain {

struct StoredDispute {
    DisputeStatus status;
    bool has_byzantine_against = false;
};

/// Of a `StoredDispute`.
Bytes dispute_key(const DisputeKey& dispute);
/// Of a record whose key begins with DisputeCoordinator::kDisputeKeys. nullopt: it is damaged.
std::optional<std::pair<DisputeKey, StoredDispute>> read_dispute(BytesView key, BytesView value);
/// Of the `CandidateVotes` that came first; an earlier release wrote all votes there, anew with each. Later votes have
/// keys of their own, which begin with this one.
Bytes votes_key(const DisputeKey& dispute);
/// The changes that store the votes, which are new. `is_first`: nothing of the candidate is stored.
std::vector<std::pair<Bytes, std::optional<Bytes>>> store_votes(const DisputeKey& dispute, const CandidateVotes& votes,
                                                                bool is_first);
/// Of all records whose keys begin with `votes_key`, in their order. nullopt: there are none. The error is a sentence:
/// they are damaged.
Result<std::optional<CandidateVotes>, std::string> read_votes(const DisputeKey& dispute, const StoredRecords& records);

}  // namespace serinus::parachain
