// BEEFY's messages, justifications and records: what is decoded is written again as it was, the front of a message says
// what the whole does, and nothing is found good that nobody signed.
#include "base/assert.hpp"
#include "consensus/beefy/voter.hpp"

namespace {

using namespace serinus;
using namespace serinus::consensus::beefy;

template <class T>
std::optional<T> check_round_trip(BytesView input) {
    auto value = scale::decode<T>(input);
    if (!value) return std::nullopt;
    SERINUS_ASSERT(equal(scale::encode(*value), input));
    return *std::move(value);
}

/// The keys are of nobody.
ValidatorSet set_of(SetId id, size_t count) {
    ValidatorSet set{.validators = {}, .id = id};
    for (size_t i = 0; i < std::min<size_t>(count, 64); ++i) {
        AuthorityId key;
        key.bytes.fill(static_cast<uint8_t>(i + 1));
        set.validators.push_back(key);
    }
    return set;
}

struct NoChain final : VoterChain {
    std::optional<Hash256> mmr_root(BlockNumber) const override { return std::nullopt; }
    std::optional<AuthorityId> own_key(const ValidatorSet&) const override { return std::nullopt; }
};

void check_full(const SignedCommitment& proof) {
    SERINUS_ASSERT(proof.signatures.size() <= UINT32_MAX);
    const auto again = decode_proof(encode_proof(proof));
    SERINUS_ASSERT(again && *again == proof);
    const ValidatorSet set = set_of(proof.commitment.validator_set_id, proof.signatures.size());
    SERINUS_ASSERT(!check_proof(proof, proof.commitment.block_number, set).is_valid);
}

void check_message(BytesView input) {
    const auto place = find_place(input);
    const auto message = check_round_trip<GossipMessage>(input);
    if (!message) return;
    SERINUS_ASSERT(place.has_value());
    const auto* vote = std::get_if<VoteMessage>(&*message);
    SERINUS_ASSERT(place->is_vote == (vote != nullptr));
    const auto& compact = [&]() -> const CompactSignedCommitment& {
        return std::get<CompactSignedCommitment>(std::get<VersionedFinalityProof>(*message));
    };
    const Commitment& commitment = vote != nullptr ? vote->commitment : compact().commitment;
    SERINUS_ASSERT(place->block == commitment.block_number && place->set_id == commitment.validator_set_id);

    const NoChain chain;
    const VoterRecord record{
        .best_grandpa = commitment.block_number,
        .own_vote = {},
        .sessions = {{.block = commitment.block_number, .set = set_of(commitment.validator_set_id, 4)}}};
    Voter voter(chain, record, 0, {});
    std::vector<VoterEffect> effects;
    if (vote != nullptr) {
        voter.handle(VoteReceived{*vote, 1}, 0, effects);
    } else {
        const SignedCommitment full = from_compact(compact());
        check_full(full);
        voter.handle(ProofReceived{full, 1}, 0, effects);
    }
    for (const VoterEffect& effect : effects) {
        SERINUS_ASSERT(!std::holds_alternative<Prove>(effect) && !std::holds_alternative<PassOnVote>(effect));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const BytesView input(data + 1, size - 1);
    switch (data[0] % 6) {
        case 0:
            check_message(input);
            return 0;
        case 1:
            if (const auto proof = decode_proof(input)) check_full(*proof);
            return 0;
        case 2:
            (void)check_round_trip<ConsensusLog>(input);
            return 0;
        case 3:
            if (const auto proof = check_round_trip<EquivocationProof>(input)) (void)check_equivocation(*proof);
            return 0;
        case 4: {
            const auto record = check_round_trip<VoterRecord>(input);
            if (!record || !is_sound(*record)) return 0;
            const NoChain chain;
            Voter voter(chain, *record, 0, {});
            std::vector<VoterEffect> effects;
            voter.handle(GrandpaFinalized{.block = record->best_grandpa}, 1, effects);
            SERINUS_ASSERT(is_sound(voter.record()));
            return 0;
        }
        default:
            if (const auto block = decode_proof_request(input)) {
                SERINUS_ASSERT(equal(encode_proof_request(*block), input));
            }
            return 0;
    }
}
