// A voter that hears anything: it survives, votes once, and finalizes only what two thirds have precommitted to.
#include <map>
#include <set>

#include "base/assert.hpp"
#include "consensus/grandpa/voter.hpp"

namespace {

using namespace serinus;
using namespace serinus::consensus::grandpa;

constexpr size_t kVoters = 4;  // three decide
constexpr BlockNumber kLength = 6;

/// Two branches from block 2 on: hashes are {branch, number}; the voter knows them up to a number that grows.
class Chain final : public VoterChain {
  public:
    static BlockId block(uint8_t branch, BlockNumber number) {
        Hash256 hash;
        hash[0] = number <= 2 ? 0 : branch;
        hash[1] = static_cast<uint8_t>(number);
        return {hash, number};
    }
    std::optional<BlockLink> find(const Hash256& hash) const override {
        const BlockNumber number = hash[1];
        if (number > known || hash[0] > 1 || block(hash[0], number).hash != hash) return std::nullopt;
        return BlockLink{number == 0 ? Hash256{} : block(hash[0], number - 1).hash, number};
    }
    std::optional<BlockId> best_vote(const BlockId& base) const override {
        return base.number <= known ? std::optional(block(base.hash[0], known)) : std::nullopt;
    }

    BlockNumber known = 3;
};

AuthorityId voter_id(uint8_t number) { return AuthorityId{{static_cast<uint8_t>(number + 1)}}; }

struct Scene {
    Chain chain;
    PeerViews peers{{.neighbor_period = 50, .answer_period = 50, .max_peers = 2}};
    std::optional<Voter> voter;
    Millis now = 0;
    BlockId finalized = Chain::block(0, 0);
    /// By round: who precommitted to what, in any message.
    std::map<RoundNumber, std::map<AuthorityId, std::set<std::pair<BlockNumber, Hash256>>>> precommits;
    std::map<std::pair<RoundNumber, VoteKind>, BlockId> own;
    RoundsRecord rounds;
    CastRecord cast;

    void note(RoundNumber round, const SignedMessage& vote) {
        if (vote.message.kind == VoteKind::kPrecommit && vote.id[0] <= kVoters) {
            precommits[round][vote.id].insert({vote.message.target.number, vote.message.target.hash});
        }
    }
    void begin() {
        AuthorityList authorities;
        for (uint8_t i = 0; i < kVoters; ++i) authorities.push_back({voter_id(i), 1});
        const auto voters = std::make_shared<const VoterSet>(*VoterSet::from(authorities));
        voter.emplace(chain, peers, voters, rounds, cast, finalized, now,
                      VoterOptions{.set_id = 1, .identity = voter_id(0), .gossip_duration = 10});
    }
    /// Simple on purpose: who voted for the block or above it, or twice.
    size_t supporters(RoundNumber round, const BlockId& block) {
        size_t count = 0;
        for (const auto& [id, targets] : precommits[round]) {
            bool supports = targets.size() > 1;
            for (const auto& [number, hash] : targets) supports |= chain.is_same_or_above(block, {hash, number});
            count += supports ? 1 : 0;
        }
        return count;
    }
    void handle(const VoterInput& first) {
        std::vector<VoterInput> inputs{first};
        for (size_t i = 0; i < inputs.size(); ++i) {
            std::vector<VoterEffect> effects;
            voter->handle(VoterInput(inputs[i]), now, effects);
            for (const VoterEffect& effect : effects) {
                if (const auto* keep = std::get_if<KeepRecords>(&effect)) {
                    cast = keep->cast;
                    if (keep->rounds) rounds = *keep->rounds;
                } else if (const auto* vote = std::get_if<CastVote>(&effect)) {
                    const auto [at, is_new] = own.try_emplace({vote->round, vote->message.kind}, vote->message.target);
                    SERINUS_ASSERT(at->second == vote->message.target);
                    const SignedMessage message{vote->message, {}, voter_id(0)};
                    note(vote->round, message);
                    inputs.push_back(VoteReceived{vote->round, message});
                } else if (const auto* what = std::get_if<Finalize>(&effect)) {
                    SERINUS_ASSERT(supporters(what->round, what->commit.target) >= 3);
                    SERINUS_ASSERT(what->commit.target.number > finalized.number);
                    finalized = what->commit.target;
                }
            }
        }
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    Scene scene;
    scene.begin();
    size_t at = 0;
    const auto next = [&]() -> uint8_t { return at < size ? data[at++] : 0; };
    // 1 in 8 names a block that does not exist, or with another number.
    const auto block = [&] {
        const uint8_t byte = next();
        BlockId out = Chain::block(byte & 1, (byte >> 1) % (kLength + 1));
        if (byte >> 5 == 7) out.number += byte >> 4 & 1;
        return out;
    };
    const auto signed_vote = [&] { return SignedVote{block(), {}, voter_id(1 + next() % (kVoters + 1))}; };

    // Others sign for themselves only: voter 0 is ours, and beyond the last one there is a stranger.
    for (int step = 0; at < size && step < 400; ++step) {
        const RoundNumber best = scene.voter->best_round().number();
        const uint8_t what = next();
        const RoundNumber round = best + (what >> 6) - std::min<RoundNumber>(best, 1);
        switch (what % 10) {
            case 0:
            case 1:
            case 2: {
                const auto vote = signed_vote();
                const SignedMessage message{{static_cast<VoteKind>(next() % 3), vote.target}, {}, vote.id};
                scene.note(round, message);
                scene.handle(VoteReceived{round, message});
                break;
            }
            case 3: {
                Commit commit{block(), {}};
                for (int votes = next() % 6; votes > 0; --votes) commit.precommits.push_back(signed_vote());
                for (const auto& vote : commit.precommits) {
                    scene.note(round, {{VoteKind::kPrecommit, vote.target}, {}, vote.id});
                }
                scene.handle(CommitReceived{round, commit});
                break;
            }
            case 4: {
                CatchUp catch_up{round + 1, {}, {}, block()};
                for (int votes = next() % 6; votes > 0; --votes) catch_up.prevotes.push_back(signed_vote());
                for (int votes = next() % 6; votes > 0; --votes) catch_up.precommits.push_back(signed_vote());
                for (const auto& vote : catch_up.precommits) {
                    scene.note(catch_up.round, {{VoteKind::kPrecommit, vote.target}, {}, vote.id});
                }
                scene.handle(CatchUpReceived{catch_up});
                break;
            }
            case 5:
                scene.handle(CatchUpRequested{next(), round});
                break;
            case 6:
                scene.handle(NeighborReceived{next() % 3u, {round + next() % 4u, 1, next()}});
                break;
            case 7:
                scene.chain.known = std::min(scene.chain.known + 1, kLength);
                scene.handle(BlocksImported{});
                break;
            case 8:
                scene.begin();
                break;  // after a crash
            default:
                scene.now += next();
                scene.handle(TimePassed{});
                break;
        }
    }
    return 0;
}
