/// What BEEFY validators sign and send, and what proves that a set of them signed a block: plain data and its SCALE
/// form.
///
/// Observed: sp-consensus-beefy, polkadot v1.0.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "codec/scale.hpp"
#include "crypto/ecdsa.hpp"
#include "crypto/key_type.hpp"
#include "primitives/header.hpp"
#include "runtime_api/beefy/beefy.hpp"

namespace serinus::consensus::beefy {

using primitives::BlockNumber;

using runtime_api::beefy::AuthorityId;
using runtime_api::beefy::SetId;
using runtime_api::beefy::ValidatorSet;

using Signature = crypto::ecdsa::Signature;

/// Of the keys in a keystore, which are ECDSA.
inline constexpr crypto::KeyType kKeyType = crypto::key_types::of("beef");

/// How many signatures prove a block: all but a third of those without one.
constexpr size_t threshold(size_t validator_count) noexcept {
    return validator_count - (validator_count == 0 ? 0 : (validator_count - 1) / 3);
}

using PayloadId = ByteArray<2>;
inline constexpr PayloadId kMmrRootPayload{{'m', 'h'}};

/// What is signed about a block.
struct Commitment {
    std::vector<std::pair<PayloadId, Bytes>> payload;  ///< sorted by its ids
    BlockNumber block_number = 0;
    SetId validator_set_id = 0;

    friend bool operator==(const Commitment&, const Commitment&) = default;
};

/// What the signature of a commitment is made for: keccak-256 of its encoding.
Hash256 signed_hash(const Commitment& commitment);
Commitment mmr_root_commitment(const Hash256& mmr_root, BlockNumber block_number, SetId set_id);

struct VoteMessage {
    Commitment commitment;
    AuthorityId id;
    Signature signature;

    friend bool operator==(const VoteMessage&, const VoteMessage&) = default;
};

/// The signature alone, not whether the key is in a set.
bool check_signature(const VoteMessage& vote);

/// A commitment with the signatures of a set, by the places of the validators.
struct SignedCommitment {
    Commitment commitment;
    std::vector<std::optional<Signature>> signatures;

    friend bool operator==(const SignedCommitment&, const SignedCommitment&) = default;
};

/// A signed commitment as it is sent and kept: who signed as bits, the highest bit of a byte first, and a last byte of
/// zeros if the validators fill all bytes; then the signatures that there are.
struct CompactSignedCommitment {
    Commitment commitment;
    Bytes signatures_from;
    uint32_t validator_set_len = 0;
    std::vector<Signature> signatures_compact;

    friend bool operator==(const CompactSignedCommitment&, const CompactSignedCommitment&) = default;
};
CompactSignedCommitment to_compact(const SignedCommitment& commitment);
/// Total: bits without signatures count as none, signatures without bits are dropped, and there are no more places than
/// bits. Observed: the decoder of polkadot v1.0.0 is as lenient.
SignedCommitment from_compact(const CompactSignedCommitment& commitment);

/// The justification of a block for the engine "BEEF", on the wire and in the database.
using VersionedFinalityProof = scale::Enum<scale::At<1, CompactSignedCommitment>>;
Bytes encode_proof(const SignedCommitment& commitment);
/// nullopt: no proof of a version that is known, or bytes follow it.
std::optional<SignedCommitment> decode_proof(BytesView encoded);

struct ProofVerdict {
    bool is_valid = false;
    size_t signatures_checked = 0;
};
/// Whether enough validators of the set signed this block. Wrong signatures beside enough good ones do not matter.
/// Cost: one check of a signature for each that there is, at most as many as the set has validators.
ProofVerdict check_proof(const SignedCommitment& proof, BlockNumber block, const ValidatorSet& set);

/// Two votes of one validator for one block of a set, with different payloads: the runtime takes it as a proof.
struct EquivocationProof {
    VoteMessage first;
    VoteMessage second;

    friend bool operator==(const EquivocationProof&, const EquivocationProof&) = default;
};
bool check_equivocation(const EquivocationProof& proof);

/// A notification of the protocol beefy/2.
using GossipMessage = scale::Enum<scale::At<0, VoteMessage>, scale::At<1, VersionedFinalityProof>>;

/// What a notification is about, from its front alone: of a proof, the signatures are not looked at.
struct MessagePlace {
    BlockNumber block = 0;
    SetId set_id = 0;
    bool is_vote = false;

    friend bool operator==(const MessagePlace&, const MessagePlace&) = default;
};
/// nullopt: the front cannot be decoded. The whole message may still be malformed.
std::optional<MessagePlace> find_place(BytesView message);

/// A request of the protocol beefy/justifications/1, for the proof of a block: its number alone. The answer is the
/// justification as it is kept.
inline Bytes encode_proof_request(BlockNumber block) { return scale::encode(block); }
std::optional<BlockNumber> decode_proof_request(BytesView request);

// Digest items of the engine "BEEF".
struct OnDisabled {
    uint32_t authority_index = 0;
    friend bool operator==(const OnDisabled&, const OnDisabled&) = default;
};
struct MmrRoot {
    Hash256 hash;
    friend bool operator==(const MmrRoot&, const MmrRoot&) = default;
};
using ConsensusLog = scale::Enum<scale::At<1, ValidatorSet>, scale::At<2, OnDisabled>, scale::At<3, MmrRoot>>;

/// The set that signs from this block on, which is a mandatory one then: the first that the digest names.
std::optional<ValidatorSet> find_authorities_change(const primitives::Header& header);
std::optional<Hash256> find_mmr_root(const primitives::Header& header);

}  // namespace serinus::consensus::beefy
