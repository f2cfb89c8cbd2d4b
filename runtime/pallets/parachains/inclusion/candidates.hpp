/// Signatures of candidates, of bitfields and in disputes, checked.
/// Source: polkadot_primitives 1.0.0, v5 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/parachains/types.hpp"

namespace serinus::polkadot_primitives::v5 {

inline bool verifies(const ValidatorSignature& signature, BytesView message, const ValidatorId& key) {
    return sdk::host::sr25519_verify(signature._0._0, message, key._0._0);
}

inline bool collator_has_signed(const CandidateDescriptor& candidate) {
    return sdk::host::sr25519_verify(candidate.signature._0._0, candidate.signing_payload(), candidate.collator._0._0);
}

template <class Payload>
bool has_signed(const UncheckedSigned<Payload>& statement, const ValidatorId& key, const SigningContext& context) {
    return verifies(statement.signature, statement.signing_payload(context), key);
}

/// How many of the group have signed; nullopt if bits and signatures do not fit, or a signature is wrong.
/// `key_of(i)`: the key of the group's member i, nullptr if there is none.
template <class KeyOf>
std::optional<size_t> count_backing(const BackedCandidate& backed, const SigningContext& context, size_t group_size,
                                    KeyOf&& key_of) {
    const auto& bits = backed.validator_indices;
    const auto& votes = backed.validity_votes;
    if (bits.size() != group_size || votes.size() > group_size) return std::nullopt;
    const CandidateHash hash = backed.hash();
    size_t counted = 0;
    for (size_t i = 0; i < bits.size() && counted < votes.size(); ++i) {
        if (!bits[i]) continue;
        const ValidatorId* const key = key_of(i);
        const ValidityAttestation& vote = votes[counted];
        if (!key || !verifies(vote.signature(), vote.signing_payload(hash, context), *key)) return std::nullopt;
        ++counted;
    }
    if (counted != votes.size()) return std::nullopt;
    return counted;
}

/// A bitfield whose signature was checked: only who has checked it makes one.
struct SignedAvailabilityBitfield {
    AvailabilityBitfield payload;
    ValidatorIndex validator_index;
};
using SignedAvailabilityBitfields = std::vector<SignedAvailabilityBitfield>;

}  // namespace serinus::polkadot_primitives::v5
