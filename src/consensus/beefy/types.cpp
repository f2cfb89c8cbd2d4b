#include "consensus/beefy/types.hpp"

#include <algorithm>

#include "consensus/digest_item.hpp"
#include "hashing/hashing.hpp"

namespace serinus::consensus::beefy {
namespace {

constexpr size_t kBitsOfByte = 8;

template <class T>
std::optional<T> find_log(const primitives::Header& header) {
    for (const auto& item : header.digest) {
        const auto log = find_in_item<ConsensusLog, primitives::digest::Consensus>(item, primitives::kBeefyEngine);
        if (!log) continue;
        if (const auto* found = std::get_if<T>(&*log)) return *found;
    }
    return std::nullopt;
}

}  // namespace

Hash256 signed_hash(const Commitment& commitment) { return hashing::keccak_256(scale::encode(commitment)); }

Commitment mmr_root_commitment(const Hash256& mmr_root, BlockNumber block_number, SetId set_id) {
    const BytesView root(mmr_root.bytes);
    return {{{kMmrRootPayload, Bytes(root.begin(), root.end())}}, block_number, set_id};
}

bool check_signature(const VoteMessage& vote) {
    return crypto::ecdsa::verify_prehashed(vote.signature, signed_hash(vote.commitment), vote.id);
}

CompactSignedCommitment to_compact(const SignedCommitment& commitment) {
    CompactSignedCommitment out{.commitment = commitment.commitment,
                                .signatures_from = Bytes(commitment.signatures.size() / kBitsOfByte + 1),
                                .validator_set_len = static_cast<uint32_t>(commitment.signatures.size()),
                                .signatures_compact = {}};
    for (size_t i = 0; i < commitment.signatures.size(); ++i) {
        if (!commitment.signatures[i]) continue;
        out.signatures_from[i / kBitsOfByte] |= static_cast<uint8_t>(0x80U >> (i % kBitsOfByte));
        out.signatures_compact.push_back(*commitment.signatures[i]);
    }
    return out;
}

SignedCommitment from_compact(const CompactSignedCommitment& commitment) {
    SignedCommitment out{.commitment = commitment.commitment, .signatures = {}};
    out.signatures.resize(
        std::min(size_t{commitment.validator_set_len}, commitment.signatures_from.size() * kBitsOfByte));
    size_t next = 0;
    for (size_t i = 0; i < out.signatures.size() && next < commitment.signatures_compact.size(); ++i) {
        if (((commitment.signatures_from[i / kBitsOfByte] << (i % kBitsOfByte)) & 0x80) == 0) continue;
        out.signatures[i] = commitment.signatures_compact[next++];
    }
    return out;
}

Bytes encode_proof(const SignedCommitment& commitment) {
    return scale::encode(VersionedFinalityProof(to_compact(commitment)));
}

std::optional<SignedCommitment> decode_proof(BytesView encoded) {
    const auto proof = scale::decode<VersionedFinalityProof>(encoded);
    if (!proof) return std::nullopt;
    return from_compact(std::get<CompactSignedCommitment>(*proof));
}

std::optional<MessagePlace> find_place(BytesView message) {
    constexpr uint8_t kVote = 0, kProof = 1, kVersion = 1;
    if (message.empty() || message[0] > kProof) return std::nullopt;
    const bool is_vote = message[0] == kVote;
    if (!is_vote && (message.size() < 2 || message[1] != kVersion)) return std::nullopt;
    scale::Decoder in(message.subspan(is_vote ? 1 : 2));
    Commitment commitment;
    if (!scale::decode_into(in, commitment)) return std::nullopt;
    return MessagePlace{commitment.block_number, commitment.validator_set_id, is_vote};
}

std::optional<BlockNumber> decode_proof_request(BytesView request) {
    const auto block = scale::decode<BlockNumber>(request);
    return block ? std::optional(*block) : std::nullopt;
}

ProofVerdict check_proof(const SignedCommitment& proof, BlockNumber block, const ValidatorSet& set) {
    if (proof.signatures.size() != set.validators.size() || set.validators.empty() ||
        proof.commitment.validator_set_id != set.id || proof.commitment.block_number != block) {
        return {};
    }
    const Hash256 hash = signed_hash(proof.commitment);
    ProofVerdict out;
    size_t good = 0;
    for (size_t i = 0; i < set.validators.size(); ++i) {
        if (!proof.signatures[i]) continue;
        ++out.signatures_checked;
        if (crypto::ecdsa::verify_prehashed(*proof.signatures[i], hash, set.validators[i])) ++good;
    }
    out.is_valid = good >= threshold(set.validators.size());
    return out;
}

bool check_equivocation(const EquivocationProof& proof) {
    const Commitment& first = proof.first.commitment;
    const Commitment& second = proof.second.commitment;
    return proof.first.id == proof.second.id && first.block_number == second.block_number &&
           first.validator_set_id == second.validator_set_id && first.payload != second.payload &&
           check_signature(proof.first) && check_signature(proof.second);
}

std::optional<ValidatorSet> find_authorities_change(const primitives::Header& header) {
    return find_log<ValidatorSet>(header);
}

std::optional<Hash256> find_mmr_root(const primitives::Header& header) {
    const auto found = find_log<MmrRoot>(header);
    return found ? std::optional(found->hash) : std::nullopt;
}

}  // namespace serinus::consensus::beefy
