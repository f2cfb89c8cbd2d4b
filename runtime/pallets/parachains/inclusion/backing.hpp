/// Signatures of those who back a candidate, checked.
/// Observed: polkadot-primitives 20.0.0, v8: check_candidate_backing
#pragma once

#include "runtime/pallets/parachains/inclusion/candidates.hpp"
#include "runtime/pallets/parachains/versioned_types.hpp"

namespace serinus::polkadot_runtime_parachains::inclusion {

/// How many of the group have signed; nullopt if bits and signatures do not fit, or a signature is wrong. A core behind
/// the bits is left out. `key_of(i)`: the key of the group's member i, nullptr if there is none.
template <class KeyOf>
std::optional<size_t> count_backing(const polkadot_primitives::vstaging::BackedCandidate& backed,
                                    const polkadot_primitives::v5::SigningContext& context, size_t group_size,
                                    KeyOf&& key_of) {
    const auto bits = backed.backers().group;
    const auto& votes = backed.validity_votes;
    if (bits.size() != group_size || votes.size() > group_size) return std::nullopt;
    const polkadot_primitives::CandidateHash hash = backed.hash();
    size_t counted = 0;
    for (size_t i = 0; i < bits.size() && counted < votes.size(); ++i) {
        if (!bits[i]) continue;
        const auto* const key = key_of(i);
        const auto& vote = votes[counted];
        if (!key || !polkadot_primitives::v5::verifies(vote.signature(), vote.signing_payload(hash, context), *key)) {
            return std::nullopt;
        }
        ++counted;
    }
    if (counted != votes.size()) return std::nullopt;
    return counted;
}

}  // namespace serinus::polkadot_runtime_parachains::inclusion
