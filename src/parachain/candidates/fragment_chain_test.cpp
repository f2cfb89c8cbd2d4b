// The candidates of one para that may follow its head.
// Observed: polkadot-node-core-prospective-parachains 35.0.0, fragment_chain
#include "parachain/candidates/fragment_chain.hpp"

#include <gtest/gtest.h>

#include "parachain/candidates/candidates_test_support.hpp"
#include "tests/support/random.hpp"

namespace serinus::parachain {
namespace {

using Hashes = std::vector<CandidateHash>;
using Backable = FragmentChain::Backable;

const NoPotential kGood{};

/// At relay block 10, with blocks 8 and 9 in scope; the para is at head "a" and has three cores.
class Chain : public testing::Test {
  protected:
    Chain() {
        scheduling.add_ancestor(block_hash(8));
        scheduling.add_ancestor(block_hash(9));
    }
    FragmentChain make(size_t max_backable = 3, BlockNumber min_relay_parent = 8) const {
        return {scheduling, {wide_constraints("a", min_relay_parent), {}, max_backable}, {}};
    }
    NoPotential add(FragmentChain& chain, const TestCandidate& candidate) const {
        const auto added = chain.add_seconded(scheduling, candidate.entry());
        return added ? kGood : added.error();
    }
    void back(FragmentChain& chain, const TestCandidate& candidate) const {
        chain.mark_backed(scheduling, candidate.hash());
    }
    void add_backed(FragmentChain& chain, const TestCandidate& candidate) const {
        EXPECT_EQ(add(chain, candidate), kGood);
        back(chain, candidate);
    }

    SchedulingScope scheduling{block_hash(10)};
    RelayParent relay = relay_block(10);
};

TEST_F(Chain, GrowsByBackedCandidatesAlone) {
    FragmentChain chain = make();
    const auto ab = candidate_between("a", "b", relay);
    EXPECT_EQ(add(chain, ab), kGood);
    EXPECT_EQ(chain.size(), 0u);
    EXPECT_TRUE(chain.contains(ab.hash()));
    EXPECT_FALSE(chain.is_backed(ab.hash()));
    EXPECT_EQ(add(chain, ab), NoPotential::kKnown);
    back(chain, ab);
    EXPECT_EQ(chain.candidates(), Hashes{ab.hash()});
    EXPECT_TRUE(chain.is_backed(ab.hash()));
    EXPECT_EQ(add(chain, ab), NoPotential::kKnown);
    back(chain, ab);
    EXPECT_EQ(chain.size(), 1u);
}

TEST_F(Chain, IsCompletedByTheCandidateThatWasMissing) {
    FragmentChain chain = make();
    const auto ab = candidate_between("a", "b", relay), bc = candidate_between("b", "c", relay),
               cd = candidate_between("c", "d", relay);
    add_backed(chain, cd);
    add_backed(chain, bc);
    EXPECT_EQ(chain.size(), 0u);
    EXPECT_TRUE(chain.is_backed(cd.hash()));
    add_backed(chain, ab);
    EXPECT_EQ(chain.candidates(), (Hashes{ab.hash(), bc.hash(), cd.hash()}));
    EXPECT_EQ(chain.unconnected().size(), 0u);
}

TEST_F(Chain, HasAsManyCandidatesAsTheParaHasCores) {
    FragmentChain chain = make(2);
    const auto ab = candidate_between("a", "b", relay), bc = candidate_between("b", "c", relay),
               cd = candidate_between("c", "d", relay);
    for (const auto& one : {ab, bc, cd}) add_backed(chain, one);
    EXPECT_EQ(chain.candidates(), (Hashes{ab.hash(), bc.hash()}));
    EXPECT_TRUE(chain.unconnected().contains(cd.hash()));
}

// Of two forks the one with the lower hash wins, whichever was backed first.
TEST_F(Chain, PrefersTheForkWithTheLowerHash) {
    const auto [low, high] = forks_between("a", "b", "x", relay);
    FragmentChain chain = make();
    add_backed(chain, high);
    EXPECT_EQ(chain.candidates(), Hashes{high.hash()});
    EXPECT_EQ(add(chain, low), kGood) << "it may win yet";
    EXPECT_EQ(chain.candidates(), Hashes{high.hash()});
    back(chain, low);
    EXPECT_EQ(chain.candidates(), Hashes{low.hash()});
    EXPECT_FALSE(chain.contains(high.hash())) << "it has no potential any more";
    EXPECT_EQ(add(chain, high), NoPotential::kForkNotPreferred);
}

TEST_F(Chain, LosesWhatStandsOnTheForkThatLost) {
    const auto [low, high] = forks_between("a", "b", "x", relay);
    const std::string_view high_head = as_text(high.receipt.commitments.head_data._0);
    const auto behind = candidate_between(high_head, "y", relay), further = candidate_between("y", "z", relay);
    FragmentChain chain = make();
    add_backed(chain, high);
    add_backed(chain, behind);
    EXPECT_EQ(add(chain, further), kGood);
    EXPECT_EQ(chain.size(), 2u);
    add_backed(chain, low);
    EXPECT_EQ(chain.candidates(), Hashes{low.hash()});
    EXPECT_EQ(chain.unconnected().size(), 0u);
}

TEST_F(Chain, TakesNoCycles) {
    FragmentChain chain = make();
    const auto ab = candidate_between("a", "b", relay), bc = candidate_between("b", "c", relay);
    add_backed(chain, ab);
    add_backed(chain, bc);
    EXPECT_EQ(add(chain, candidate_between("c", "a", relay)), NoPotential::kCycle);
    EXPECT_EQ(add(chain, candidate_between("c", "b", relay)), NoPotential::kCycle);
    EXPECT_EQ(add(chain, candidate_between("x", "c", relay)), NoPotential::kTwoPaths);
    const auto same = candidate_between("c", "c", relay);
    EXPECT_EQ(make_entry(same.hash(), same.receipt, same.data).error(), EntryFault::kSameHead);
    EXPECT_EQ(chain.check_potential(scheduling, {{}, block_hash(10), hash_of_head("c"), hash_of_head("c")}).error(),
              NoPotential::kSameHead);
}

TEST_F(Chain, KeepsCyclesBesideItselfAndEnds) {
    FragmentChain chain = make();
    for (const auto& one :
         {candidate_between("x", "y", relay), candidate_between("y", "z", relay), candidate_between("z", "x", relay)}) {
        add_backed(chain, one);
    }
    EXPECT_EQ(chain.size(), 0u);
    EXPECT_EQ(chain.unconnected().size(), 3u);
    add_backed(chain, candidate_between("a", "x", relay));
    EXPECT_EQ(chain.size(), 3u) << "a x y z; back to x is a cycle";
    EXPECT_EQ(chain.unconnected().size(), 0u);
}

TEST_F(Chain, AsksForBlocksInScope) {
    FragmentChain chain = make();
    auto old = candidate_between("a", "b", relay_block(7));
    EXPECT_EQ(add(chain, old), NoPotential::kSchedulingParentNotInScope);
    FragmentChain strict = make(3, 9);
    EXPECT_EQ(add(strict, candidate_between("a", "b", relay_block(8))), NoPotential::kRelayParentNotInScope);
    EXPECT_EQ(add(strict, candidate_between("a", "b", relay_block(9))), kGood);
}

// Version 3: the block that decides the group is another one than that of the execution, which may be much older.
TEST_F(Chain, TakesOldRelayParentsWithANewSchedulingParent) {
    auto candidate = candidate_between("a", "b", relay_block(5));
    using namespace polkadot_primitives::v9;
    set_versioned_fields(candidate.receipt.descriptor, {.version = 1, .scheduling_parent = block_hash(9)});
    EXPECT_EQ(candidate.entry().scheduling_parent, block_hash(9));
    FragmentChain strict = make(3, 6), wide = make(3, 5);
    EXPECT_EQ(add(strict, candidate), NoPotential::kRelayParentNotInScope);
    add_backed(wide, candidate);
    EXPECT_EQ(wide.find_backable({}, 1), (std::vector<Backable>{{candidate.hash(), block_hash(9)}}));
}

TEST_F(Chain, DoesNotGoBackToOlderRelayParents) {
    FragmentChain chain = make();
    add_backed(chain, candidate_between("a", "b", relay_block(9)));
    EXPECT_EQ(add(chain, candidate_between("b", "c", relay_block(8))), NoPotential::kRelayParentGoesBack);
    EXPECT_EQ(add(chain, candidate_between("b", "c", relay_block(9))), kGood);
    // An unconnected one may turn out to do so only when its place is known.
    const auto late = candidate_between("d", "e", relay_block(8));
    add_backed(chain, late);
    add_backed(chain, candidate_between("b", "d", relay_block(10)));
    EXPECT_EQ(chain.size(), 2u);
    EXPECT_FALSE(chain.contains(late.hash()));
}

TEST_F(Chain, ChecksConstraintsThatAddUp) {
    using polkadot_primitives::v5::UpwardMessages;
    const auto sending = [&](std::string_view from, std::string_view to, size_t messages) {
        auto out = candidate_between(from, to, relay);
        out.receipt.commitments.upward_messages = *UpwardMessages::from(std::vector<Bytes>(messages, Bytes{1}));
        return out;
    };
    FragmentChain chain = make();
    add_backed(chain, sending("a", "b", 6));
    EXPECT_EQ(add(chain, sending("b", "c", 5)), NoPotential::kConstraints) << "11 messages for a queue that takes 10";
    EXPECT_EQ(add(chain, sending("b", "c", 4)), kGood);
    EXPECT_EQ(add(chain, sending("x", "y", 8)), kGood) << "its place is not known";
}

// --- candidates that wait for their availability ---

class ChainWithPending : public Chain {
  protected:
    ChainWithPending() {
        CandidateStorage storage;
        for (const auto& one : {ab, bc}) {
            storage.add(one.backed_entry());
            scope.pending.push_back({one.hash(), one.entry().relay_parent});
        }
        pending = storage;
    }
    FragmentChain make() const { return {scheduling, scope, pending}; }

    // Their relay parents are out of scope.
    TestCandidate ab = candidate_between("a", "b", relay_block(5)), bc = candidate_between("b", "c", relay_block(6));
    ChainScope scope{wide_constraints("a", 6), {}, 1};
    CandidateStorage pending;
};

TEST_F(ChainWithPending, BeginsWithThem) {
    FragmentChain chain = make();
    EXPECT_EQ(chain.candidates(), (Hashes{ab.hash(), bc.hash()}));
    EXPECT_TRUE(chain.find_backable({}, 5).empty()) << "the first is on a core";
    const auto cd = candidate_between("c", "d", relay), de = candidate_between("d", "e", relay);
    add_backed(chain, cd);
    add_backed(chain, de);
    EXPECT_EQ(chain.candidates(), (Hashes{ab.hash(), bc.hash(), cd.hash()})) << "one core: one more";
    EXPECT_EQ(chain.find_backable({ab.hash(), bc.hash()}, 5), (std::vector<Backable>{{cd.hash(), block_hash(10)}}));
}

TEST_F(ChainWithPending, AllowsNoForksOfThem) {
    FragmentChain chain = make();
    for (uint8_t variant = 0; variant < 8; ++variant) {
        EXPECT_EQ(add(chain, candidate_between("b", "x", relay, variant)), NoPotential::kForkOfPending);
    }
}

TEST_F(ChainWithPending, TakesNoRelayParentBeforeTheirs) {
    FragmentChain chain = make();
    scheduling.add_ancestor(block_hash(5));
    EXPECT_EQ(add(chain, candidate_between("x", "y", relay_block(5))), NoPotential::kRelayParentGoesBack);
}

TEST_F(ChainWithPending, ForgetsThemWhenTheyAreIncluded) {
    FragmentChain chain = make();
    const auto cd = candidate_between("c", "d", relay);
    add_backed(chain, cd);
    FragmentChain next{scheduling, {wide_constraints("c", 6), {}, 1}, {}};
    next.take_over(scheduling, chain);
    EXPECT_EQ(next.candidates(), Hashes{cd.hash()});
    EXPECT_EQ(next.unconnected().size(), 0u);
}

TEST_F(ChainWithPending, KeepsWhatStandsOnThemWhileTheyWait) {
    FragmentChain chain = make();
    const auto cd = candidate_between("c", "d", relay), de = candidate_between("d", "e", relay);
    add_backed(chain, cd);
    EXPECT_EQ(add(chain, de), kGood);
    FragmentChain next = make();
    next.take_over(scheduling, chain);
    EXPECT_EQ(next.candidates(), (Hashes{ab.hash(), bc.hash(), cd.hash()}));
    EXPECT_TRUE(next.unconnected().contains(de.hash()));
}

TEST_F(ChainWithPending, TakesOneThatTimedOutForGone) {
    FragmentChain chain = make();
    const auto cd = candidate_between("c", "d", relay);
    add_backed(chain, cd);
    FragmentChain next{scheduling, {wide_constraints("a", 6), {}, 3}, {}};
    next.take_over(scheduling, chain);
    EXPECT_EQ(next.size(), 0u);
    EXPECT_TRUE(next.unconnected().contains(cd.hash())) << "its parent is unknown again";
}

// --- questions ---

TEST_F(Chain, SaysWhatMayBeBackedNext) {
    FragmentChain chain = make(4);
    std::vector<TestCandidate> all;
    for (const auto& [from, to] : {std::pair{"a", "b"}, {"b", "c"}, {"c", "d"}, {"d", "e"}}) {
        all.push_back(candidate_between(from, to, relay));
        add_backed(chain, all.back());
    }
    const auto found = [&](std::set<CandidateHash> ancestors, size_t count) {
        Hashes out;
        for (const auto& one : chain.find_backable(std::move(ancestors), count)) out.push_back(one.hash);
        return out;
    };
    EXPECT_EQ(found({}, 0), Hashes{});
    EXPECT_EQ(found({}, 2), (Hashes{all[0].hash(), all[1].hash()}));
    EXPECT_EQ(found({}, 10), (Hashes{all[0].hash(), all[1].hash(), all[2].hash(), all[3].hash()}));
    EXPECT_EQ(found({all[1].hash(), all[0].hash()}, 1), Hashes{all[2].hash()});
    EXPECT_EQ(found({all[1].hash()}, 1), Hashes{all[0].hash()}) << "no beginning of the chain";
    EXPECT_EQ(found({all[0].hash(), CandidateHash{}}, 1), Hashes{all[1].hash()}) << "an unknown one beside it";
    EXPECT_EQ(found({all[0].hash(), all[1].hash(), all[2].hash(), all[3].hash()}, 1), Hashes{});
}

TEST_F(Chain, KnowsHeads) {
    FragmentChain chain = make();
    add_backed(chain, candidate_between("a", "b", relay));
    EXPECT_EQ(add(chain, candidate_between("x", "y", relay)), kGood);
    for (const char* head : {"a", "b", "x", "y"}) {
        ASSERT_NE(chain.find_head(hash_of_head(head)), nullptr) << head;
        EXPECT_EQ(*chain.find_head(hash_of_head(head)), head_of(head));
    }
    EXPECT_EQ(chain.find_head(hash_of_head("z")), nullptr);
    EXPECT_EQ(chain.known_output_heads(), (std::set<Hash256>{hash_of_head("a"), hash_of_head("b"), hash_of_head("y")}));
}

TEST_F(Chain, JudgesAdvertisementsByWhatTheySay) {
    FragmentChain chain = make();
    const auto [low, high] = forks_between("a", "b", "x", relay);
    add_backed(chain, low);
    const auto judge = [&](const HypotheticalCandidate& candidate) {
        const auto checked = chain.check_potential(scheduling, candidate);
        return checked ? kGood : checked.error();
    };
    EXPECT_EQ(judge({low.hash(), block_hash(10), hash_of_head("a"), {}}), NoPotential::kKnown);
    EXPECT_EQ(judge({high.hash(), block_hash(10), hash_of_head("a"), {}}), NoPotential::kForkNotPreferred);
    EXPECT_EQ(judge({CandidateHash{}, block_hash(10), hash_of_head("a"), {}}), kGood) << "the lowest hash of all";
    EXPECT_EQ(judge({high.hash(), block_hash(7), hash_of_head("q"), {}}), NoPotential::kSchedulingParentNotInScope);
    EXPECT_EQ(judge({high.hash(), block_hash(10), hash_of_head("q"), {}}), kGood);
    EXPECT_EQ(judge({high.hash(), block_hash(10), hash_of_head("q"), hash_of_head("a")}), NoPotential::kCycle);
}

// --- at random ---

// Candidates form a tree whose heads differ. Whatever the order in which they come and are backed, the chain is the
// path that always takes the backed child with the lowest hash.
TEST_F(Chain, IsThePathOfLowestHashesInAnyOrder) {
    auto random = test::seeded_random();
    for (int round = 0; round < 60; ++round) {
        std::vector<std::string> heads{"a"};
        std::vector<TestCandidate> tree;
        for (int i = 0; i < 14; ++i) {
            const std::string parent = heads[random() % heads.size()];
            heads.push_back("h" + std::to_string(i));
            tree.push_back(candidate_between(parent, heads.back(), relay));
        }
        std::shuffle(tree.begin(), tree.end(), random);
        FragmentChain chain = make(4);
        std::set<CandidateHash> backed;
        for (const auto& one : tree) {
            const auto added = add(chain, one);
            // A fork of a chain that wins already is not taken, and would not win either.
            ASSERT_TRUE(added == kGood || added == NoPotential::kForkNotPreferred) << to_string(added);
            if (random() % 2) {
                back(chain, one);
                if (added == kGood) backed.insert(one.hash());
            }
        }
        std::shuffle(tree.begin(), tree.end(), random);
        for (const auto& one : tree) {
            if (random() % 3 == 0 || !chain.contains(one.hash())) continue;
            back(chain, one);
            backed.insert(one.hash());
        }
        Hashes expected;
        for (HeadData head = head_of("a"); expected.size() < 4;) {
            const TestCandidate* best = nullptr;
            for (const auto& one : tree) {
                if (one.data.parent_head != head || !backed.contains(one.hash())) continue;
                if (best == nullptr || one.hash() < best->hash()) best = &one;
            }
            if (best == nullptr) break;
            expected.push_back(best->hash());
            head = best->receipt.commitments.head_data;
        }
        ASSERT_EQ(chain.candidates(), expected) << "round " << round;
    }
}

// With few heads there are cycles, and many paths to one head: the chain is one all the same, and all ends.
TEST_F(Chain, IsAChainAmongAnyCandidates) {
    auto random = test::seeded_random();
    for (int round = 0; round < 60; ++round) {
        const size_t heads = 2 + random() % 6;
        FragmentChain chain = make(1 + random() % 5);
        std::map<CandidateHash, TestCandidate> known;
        for (int step = 0; step < 60; ++step) {
            const std::string from(1, static_cast<char>('a' + random() % heads));
            const std::string to(1, static_cast<char>('a' + random() % heads));
            if (from == to) continue;
            const auto one = candidate_between(from, to, relay_block(static_cast<uint8_t>(8 + random() % 3)),
                                               static_cast<uint8_t>(random() % 3));
            if (add(chain, one) == kGood) known.emplace(one.hash(), one);
            if (!known.empty()) {
                const auto chosen = std::next(known.begin(), static_cast<ptrdiff_t>(random() % known.size()));
                back(chain, chosen->second);
            }
            if (random() % 10 == 0) {
                FragmentChain next = make(1 + random() % 5);
                next.take_over(scheduling, chain);
                chain = std::move(next);
            }
            HeadData head = head_of("a");
            BlockNumber relay_parent = 8;
            std::set<Bytes> seen{head._0};
            for (const CandidateHash& hash : chain.candidates()) {
                const TestCandidate& candidate = known.at(hash);
                ASSERT_EQ(candidate.data.parent_head, head);
                ASSERT_GE(candidate.data.relay_parent_number, relay_parent);
                head = candidate.receipt.commitments.head_data;
                relay_parent = candidate.data.relay_parent_number;
                ASSERT_TRUE(seen.insert(head._0).second) << "a cycle";
                ASSERT_FALSE(chain.unconnected().contains(hash));
            }
            ASSERT_LE(chain.size(), chain.scope().max_backable);
            for (const auto& [hash, entry] : chain.unconnected().all()) {
                if (chain.size() == chain.scope().max_backable || !entry.is_backed) continue;
                const bool extends = entry.parent_head_hash == hashing::blake2b_256(head._0) &&
                                     entry.relay_parent.number >= relay_parent;
                ASSERT_FALSE(extends) << "a backed candidate that fits is left out";
            }
        }
    }
}

// 40 heads in a row with two candidates from each to the next: 2^40 paths.
TEST_F(Chain, IsTrimmedInTimeThatDoesNotGrowWithPaths) {
    FragmentChain chain = make(1);
    for (int i = 0; i < 40; ++i) {
        for (uint8_t variant = 0; variant < 2; ++variant) {
            const auto from = "h" + std::to_string(i), to = "h" + std::to_string(i + 1);
            EXPECT_EQ(add(chain, candidate_between(from, to, relay, variant)), kGood);
        }
    }
    add_backed(chain, candidate_between("a", "h0", relay));
    EXPECT_EQ(chain.size(), 1u);
    EXPECT_EQ(chain.unconnected().size(), 80u);
}

TEST_F(Chain, HasABoundForCandidatesBesideIt) {
    FragmentChain chain = make();
    for (size_t i = 0; i < FragmentChain::kMaxUnconnected; ++i) {
        ASSERT_EQ(add(chain, candidate_between("x" + std::to_string(i), "y" + std::to_string(i), relay)), kGood);
    }
    EXPECT_EQ(add(chain, candidate_between("a", "b", relay)), NoPotential::kTooMany);
}

}  // namespace
}  // namespace serinus::parachain
