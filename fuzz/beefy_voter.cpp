// A voter of BEEFY that hears anything, is killed between any two effects and starts again from its record: it signs
// one commitment for a block, after that is on the disk, calls nothing proven that two thirds did not sign, blames
// nobody for an honest message, and proves all sets as soon as others answer.
#include <bit>
#include <map>
#include <tuple>

#include "base/assert.hpp"
#include "consensus/beefy/test_keys.hpp"
#include "consensus/beefy/voter.hpp"

namespace {

using namespace serinus;
using namespace serinus::consensus::beefy;

constexpr size_t kVoters = 4;  // three prove; the first one is ours, and beyond the last one there is a stranger
constexpr BlockNumber kSessionLength = 6;
constexpr BlockNumber kLastBlock = 36;
constexpr GossipPeer kPeer = 7;

SetId set_of(BlockNumber block) { return block / kSessionLength + 1; }
BlockNumber start_of(SetId set) {
    return std::max<BlockNumber>(1, static_cast<BlockNumber>((set - 1) * kSessionLength));
}
ValidatorSet set_with(SetId id) {
    static const test::Keys keys(kVoters);
    return {.validators = keys.set.validators, .id = id};
}

/// Signing costs more than all else here.
const VoteMessage& vote_of(size_t validator, BlockNumber block, SetId set, bool is_lie) {
    static std::map<std::tuple<size_t, BlockNumber, SetId, bool>, VoteMessage> known;
    const auto [at, is_new] = known.try_emplace({validator, block, set, is_lie});
    if (is_new) {
        Hash256 root = test::Keys::root(block);
        root.bytes[31] = is_lie ? 1 : 0;
        at->second = test::Keys::sign(mmr_root_commitment(root, block, set), validator);
    }
    return at->second;
}

/// `signers`: a bit for each validator.
SignedCommitment proof_of(BlockNumber block, SetId set, uint8_t signers, bool is_lie) {
    SignedCommitment out{.commitment = vote_of(1, block, set, is_lie).commitment, .signatures = {}};
    for (size_t i = 0; i < kVoters; ++i) {
        const bool signs = signers >> i & 1;
        out.signatures.push_back(signs ? std::optional(vote_of(i, block, set, is_lie).signature) : std::nullopt);
    }
    return out;
}

struct Chain final : VoterChain {
    bool has_roots = true;
    std::optional<Hash256> mmr_root(BlockNumber block) const override {
        return has_roots ? std::optional(test::Keys::root(block)) : std::nullopt;
    }
    std::optional<AuthorityId> own_key(const ValidatorSet& set) const override { return set.validators[0]; }
};

struct Scene {
    Chain chain;
    VoterRecord disk{
        .pallet_genesis = 1, .best_grandpa = 1, .own_vote = {}, .sessions = {{.block = 1, .set = set_with(1)}}};
    std::optional<Voter> voter;
    Millis now = 0;
    BlockNumber finalized = 1;
    std::map<BlockNumber, Commitment> own;
    std::vector<BlockNumber> requested;

    void begin() { voter.emplace(chain, disk, now, VoterOptions{.min_block_delta = 2, .repeat_period = 100}); }

    /// A kill leaves what the first `until_kill` effects have done. `may_blame`: the input has a fault that can be
    /// seen.
    void handle(VoterInput first, bool may_blame = false, size_t until_kill = SIZE_MAX) {
        std::vector<VoterInput> inputs{std::move(first)};
        for (size_t i = 0; i < inputs.size(); ++i) {
            std::vector<VoterEffect> effects;
            voter->handle(VoterInput(inputs[i]), now, effects);
            for (const VoterEffect& effect : effects) {
                if (until_kill-- == 0) return begin();
                apply(effect, may_blame, inputs);
            }
            check();
        }
    }

    void apply(const VoterEffect& effect, bool may_blame, std::vector<VoterInput>& inputs) {
        if (const auto* keep = std::get_if<KeepRecord>(&effect)) {
            SERINUS_ASSERT(is_sound(keep->record) && keep->record.best_beefy >= disk.best_beefy);
            SERINUS_ASSERT(keep->record.best_voted >= disk.best_voted);
            disk = keep->record;
        } else if (const auto* cast = std::get_if<CastVote>(&effect)) {
            const BlockNumber block = cast->commitment.block_number;
            SERINUS_ASSERT(disk.own_vote == cast->commitment && disk.best_voted >= block && block <= finalized);
            SERINUS_ASSERT(own.try_emplace(block, cast->commitment).first->second == cast->commitment);
            inputs.push_back(VoteReceived{vote_of(0, block, cast->commitment.validator_set_id, false), std::nullopt});
        } else if (const auto* pass_on = std::get_if<PassOnVote>(&effect)) {
            SERINUS_ASSERT(set_with(1).contains(pass_on->vote.id) && check_signature(pass_on->vote));
        } else if (const auto* prove = std::get_if<Prove>(&effect)) {
            const BlockNumber block = prove->proof.commitment.block_number;
            SERINUS_ASSERT(block <= finalized && check_proof(prove->proof, block, set_with(set_of(block))).is_valid);
        } else if (const auto* report = std::get_if<ReportEquivocation>(&effect)) {
            SERINUS_ASSERT(check_equivocation(report->proof) && report->proof.first.id != set_with(1).validators[0]);
        } else if (const auto* request = std::get_if<RequestProof>(&effect)) {
            SERINUS_ASSERT(request->block == start_of(request->set.id));
            requested.push_back(request->block);
        } else if (const auto* judged = std::get_if<Judged>(&effect)) {
            SERINUS_ASSERT(judged->peer == kPeer && (may_blame || !is_fault(judged->verdict)));
        }
    }

    void check() const {
        SERINUS_ASSERT(is_sound(voter->record()) && voter->record().best_grandpa <= finalized);
        SERINUS_ASSERT(voter->waiting_vote_count() <= Voter::kMaxWaitingVotes);
        SERINUS_ASSERT(voter->waiting_proof_count() <= Voter::kMaxWaitingProofs);
        SERINUS_ASSERT(voter->vote_count() <= kVoters * (kSessionLength + 1));
    }

    void finalize(BlockNumber block, size_t until_kill = SIZE_MAX) {
        finalized = std::max(finalized, block);
        GrandpaFinalized out{.block = finalized};
        for (SetId set = set_of(voter->record().best_grandpa) + 1; start_of(set) <= finalized; ++set) {
            out.sessions.push_back({.block = start_of(set), .set = set_with(set)});
        }
        handle(out, false, until_kill);
    }

    /// The peers answer again, and time passes: no set stays without its proof, whatever was before.
    void recover() {
        voter->set_syncing(false);
        chain.has_roots = true;
        requested.clear();  // those were lost
        finalize(kLastBlock);
        for (SetId set = 1; set <= set_of(kLastBlock); ++set) {
            now = std::max(now, voter->next_timer());
            handle(TimePassed{});
            for (const BlockNumber block : std::exchange(requested, {})) {
                handle(ProofReceived{proof_of(block, set_of(block), 0b1110, false), std::nullopt, true});
            }
        }
        SERINUS_ASSERT(voter->record().sessions.size() == 1 && voter->record().sessions[0].mandatory_done);
        SERINUS_ASSERT(voter->record().best_beefy >= start_of(set_of(kLastBlock)));
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    Scene scene;
    scene.begin();
    size_t at = 0;
    const auto next = [&]() -> uint8_t { return at < size ? data[at++] : 0; };
    for (int step = 0; at < size && step < 200; ++step) {
        const uint8_t what = next();
        const size_t until_kill = what >> 4 == 15 ? next() % 8 : SIZE_MAX;
        const auto block = [&] { return static_cast<BlockNumber>(next() % (kLastBlock + 1)); };
        switch (what & 7) {
            case 0:
            case 1:
            case 2: {
                const BlockNumber number = block();
                const uint8_t how = next();
                // Anybody signs anything, also somebody who has the key of this node.
                const size_t validator = how % (kVoters + 1);
                const bool is_lie = how >> 4 & 1;
                const SetId set = set_of(number) + (what >> 3 & 1) - (how >> 5 & 1);
                VoteMessage vote = vote_of(validator, number, set, is_lie);
                const bool is_forged = how >> 6 == 3;
                if (is_forged) vote.signature.bytes[next() % 64] ^= 1;
                scene.handle(VoteReceived{vote, kPeer}, is_forged || validator == kVoters, until_kill);
                break;
            }
            case 3: {
                const BlockNumber number = block();
                const uint8_t how = next();
                const auto proof = proof_of(number, set_of(number), how & 15, how >> 4 & 1);
                scene.handle(ProofReceived{proof, kPeer}, std::popcount(how & 15U) < 3, until_kill);
                break;
            }
            case 4: {
                // With an imported block, which may be ahead.
                const BlockNumber number = block();
                scene.handle(ProofReceived{proof_of(number, set_of(number), 0b1110, false), std::nullopt, true}, false,
                             until_kill);
                break;
            }
            case 5:
                scene.finalize(std::min<BlockNumber>(kLastBlock, scene.finalized + next() % 8), until_kill);
                break;
            case 6:
                scene.now += next();
                scene.handle(TimePassed{}, false, until_kill);
                break;
            default:
                scene.voter->set_syncing(what >> 4 & 1);
                scene.chain.has_roots = !(what >> 5 & 1);
                break;
        }
    }
    scene.recover();
    return 0;
}
