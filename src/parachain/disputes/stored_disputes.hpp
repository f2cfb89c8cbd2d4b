/// What of disputes is kept over a restart, under which keys. Sessions are big-endian in keys, so that old ones are a
/// range.
#pragma once

#include "parachain/disputes/votes.hpp"

namespace serinus::parachain {

struct StoredDispute {
    DisputeStatus status;
    bool has_byzantine_against = false;
};

/// Of a `StoredDispute`.
Bytes dispute_key(const DisputeKey& dispute);
/// nullopt: it is no key of a dispute.
std::optional<DisputeKey> read_dispute_key(BytesView key);
/// Of `CandidateVotes`.
Bytes votes_key(const DisputeKey& dispute);

}  // namespace serinus::parachain
