// A justification of 1000 authorities, and a round of as many votes. The counter "ratio" is our time over that of
// checking the 1000 signatures one by one, measured in the same run: below 1 is faster. For a warp proof it is the time
// of the same signatures in batches over ours, by the CPU time of the thread; the aim: 0.8.
#include <benchmark/benchmark.h>

#include <chrono>
#include <ctime>

#include "base/assert.hpp"
#include "consensus/grandpa/justification.hpp"
#include "consensus/grandpa/voter.hpp"
#include "consensus/grandpa/warp_proof.hpp"

namespace serinus::consensus::grandpa {
namespace {

constexpr size_t kAuthorities = 1000;
constexpr RoundNumber kRound = 1;
constexpr SetId kSet = 1;

/// A chain of blocks, each with its number as hash.
class Line final : public VoterChain {
  public:
    static BlockId block(BlockNumber number) {
        Hash256 hash;
        store_le(hash.data(), number);
        return {hash, number};
    }
    std::optional<BlockLink> find(const Hash256& hash) const override {
        const auto number = load_le<BlockNumber>(hash.data());
        return BlockLink{number == 0 ? Hash256{} : block(number - 1).hash, number};
    }
    std::optional<BlockId> best_vote(const BlockId&) const override { return block(10); }
};

struct Votes {
    Votes() {
        AuthorityList authorities;
        for (size_t i = 0; i < kAuthorities; ++i) {
            ByteArray<32> seed{};
            store_le(seed.data(), i);
            const crypto::ed25519::Seed secret(seed);
            const auto id = crypto::ed25519::public_key_of(secret);
            authorities.push_back({id, 1});
            for (const auto kind : {VoteKind::kPrevote, VoteKind::kPrecommit}) {
                const Message message{kind, Line::block(10)};
                const SignedMessage vote{message, crypto::ed25519::sign(secret, signed_bytes(message, kRound, kSet)),
                                         id};
                (kind == VoteKind::kPrevote ? prevotes : precommits).push_back(vote);
            }
        }
        voters = std::make_shared<const VoterSet>(*VoterSet::from(authorities));
        justification = {kRound, {Line::block(10), {}}, {}};
        for (const auto& vote : precommits) {
            justification.commit.precommits.push_back({vote.message.target, vote.signature, vote.id});
        }
    }
    void check_one_by_one() const {
        for (const auto& vote : precommits) SERINUS_ASSERT(check_signature(vote, kRound, kSet));
    }

    std::shared_ptr<const VoterSet> voters;
    std::vector<SignedMessage> prevotes;
    std::vector<SignedMessage> precommits;
    Justification justification;
};

const Votes& votes() {
    static const Votes all;
    return all;
}

template <class Ours>
void compare(benchmark::State& state, Ours ours) {
    using Clock = std::chrono::steady_clock;
    double ours_s = 0, bare_s = 0;
    votes();
    for (auto _ : state) {
        const auto start = Clock::now();
        ours();
        const auto middle = Clock::now();
        votes().check_one_by_one();
        const auto end = Clock::now();
        const double seconds = std::chrono::duration<double>(middle - start).count();
        ours_s += seconds;
        bare_s += std::chrono::duration<double>(end - middle).count();
        state.SetIterationTime(seconds);
    }
    state.counters["ratio"] = ours_s / bare_s;
}

void verify_justification(benchmark::State& state) {
    const auto bytes = scale::encode(votes().justification);
    compare(state, [&] {
        const auto decoded = scale::decode<Justification>(bytes);
        SERINUS_ASSERT(check_justification(*decoded, kSet, votes().voters, ByteArray<32>{1, 2, 3}) == std::nullopt);
    });
}
BENCHMARK(verify_justification)->UseManualTime()->Unit(benchmark::kMillisecond);

/// 2000 votes whose signatures are checked already: the round is complete and its block final.
void import_round(benchmark::State& state) {
    const Line line;
    compare(state, [&] {
        PeerViews peers;
        Voter voter(line, peers, votes().voters, {}, {}, Line::block(0), 0, {.set_id = kSet});
        std::vector<VoterEffect> effects;
        voter.handle(TimePassed{}, 10'000, effects);
        for (const auto& vote : votes().prevotes) voter.handle(VoteReceived{kRound, vote}, 10'000, effects);
        for (const auto& vote : votes().precommits) voter.handle(VoteReceived{kRound, vote}, 10'000, effects);
        SERINUS_ASSERT(
            std::ranges::any_of(effects, [](const auto& one) { return std::holds_alternative<Finalize>(one); }));
    });
}
BENCHMARK(import_round)->UseManualTime()->Unit(benchmark::kMillisecond);

double cpu_of_thread() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

constexpr size_t kFragmentVotes = 667;  // more than two thirds, as many as a reference's commit needs

/// Handovers of a thousand authorities to themselves.
struct Handovers {
    explicit Handovers(size_t count) {
        for (size_t i = 0; i < kAuthorities; ++i) first.authorities.push_back({votes().precommits[i].id, 1});
        first.set_id = kSet;
        for (size_t set = 0; set < count; ++set) {
            WarpFragment fragment;
            fragment.header.number = static_cast<BlockNumber>(100 * (set + 1));
            const ConsensusLog log = ScheduledChange{first.authorities, 0};
            fragment.header.digest.push_back(
                primitives::digest::Consensus{primitives::kGrandpaEngine, scale::encode(log)});
            const BlockId id{primitives::header_hash(fragment.header), fragment.header.number.value};
            fragment.justification = {kRound, {id, {}}, {}};
            for (size_t i = 0; i < kFragmentVotes; ++i) {
                ByteArray<32> seed{};
                store_le(seed.data(), i);
                const auto signature = crypto::ed25519::sign(
                    crypto::ed25519::Seed(seed), signed_bytes({VoteKind::kPrecommit, id}, kRound, kSet + set));
                fragment.justification.commit.precommits.push_back({id, signature, votes().precommits[i].id});
            }
            proof.fragments.push_back(std::move(fragment));
        }
    }
    WarpAuthorities first;
    WarpProof proof;
};

/// All that a node does with an answer to a warp request but writing: decode, follow the sets, check who voted.
void verify_warp_proof(benchmark::State& state) {
    const Handovers handovers(8);
    const Bytes bytes = scale::encode(handovers.proof);
    const ByteArray<32> randomness{1, 2, 3};
    double ours = 0;
    double batches = 0;
    for (auto _ : state) {
        const double start = cpu_of_thread();
        const auto proof = scale::decode<WarpProof>(bytes);
        const auto plan = plan_warp(*proof, handovers.first, std::nullopt, {});
        SERINUS_ASSERT(plan && plan->steps.size() == proof->fragments.size());
        for (size_t i = 0; i < proof->fragments.size(); ++i) {
            SERINUS_ASSERT(!check_fragment(proof->fragments[i], *plan->steps[i].voters, randomness));
        }
        const double middle = cpu_of_thread();
        SetId set = kSet;
        for (const WarpFragment& fragment : handovers.proof.fragments) {
            const auto& precommits = fragment.justification.commit.precommits;
            SERINUS_ASSERT(check_signatures(precommits, VoteKind::kPrecommit, kRound, set++, randomness));
        }
        ours += middle - start;
        batches += cpu_of_thread() - middle;
        state.SetIterationTime(middle - start);
    }
    state.counters["ratio"] = batches / ours;
    state.counters["signatures_per_s"] = static_cast<double>(state.iterations()) * 8 * kFragmentVotes / ours;
}
BENCHMARK(verify_warp_proof)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(5);

}  // namespace
}  // namespace serinus::consensus::grandpa
