// The head of the chain at the receiver: random trees with forks, reorganizations and finality, sent to clients that
// check the specification's promises.
#include <gtest/gtest.h>

#include "rpc/chain_head/chain_head_test_model.hpp"
#include "tests/support/random.hpp"

namespace serinus::rpc::chain_head {
namespace {

using serinus::test::random_between;
using serinus::test::seeded_random;
using test::Audience;
using test::Driver;
using test::ModelClient;

Hash256 hash_of(uint64_t number, uint64_t salt = 0) {
    Hash256 hash;
    store_le(hash.data(), number);
    store_le(hash.data() + 8, salt);
    hash[31] = 1;
    return hash;
}

KnownBlock block(uint32_t number, uint64_t salt, const Hash256& parent) {
    return {{hash_of(number, salt), number}, parent, nullptr};
}

/// A chain as a node has it: the longest branch above the last finalized block is the best.
class ModelChain {
  public:
    struct Block {
        KnownBlock known;
        uint64_t age = 0;
    };
    std::map<Hash256, Block> tree;
    chain::BlockId finalized{hash_of(0), 0};
    chain::BlockId best{hash_of(0), 0};
    std::vector<chain::BlockId> final_chain{finalized};
    uint64_t next = 1;

    const KnownBlock& grow(std::mt19937_64& random) {
        chain::BlockId parent = best;
        if (random() % 3 == 0) {
            const uint64_t at = random_between(random, 0, tree.size());
            parent =
                at == tree.size() ? finalized : std::next(tree.begin(), static_cast<ptrdiff_t>(at))->second.known.id;
        }
        KnownBlock child = block(parent.number + 1, next++, parent.hash);
        if (random() % 10 == 0) child.runtime = std::make_shared<std::string>("{}");
        tree[child.id.hash] = {child, next};
        if (child.id.number > best.number) best = child.id;
        return tree[child.id.hash].known;
    }

    /// Makes a block final; the path to it, ascending.
    std::vector<Hash256> finalize(Hash256 hash) {
        std::vector<Hash256> path;
        for (Hash256 at = hash; at != finalized.hash; at = tree.at(at).known.parent) path.insert(path.begin(), at);
        for (const Hash256& at : path) {
            finalized = tree.at(at).known.id;
            final_chain.push_back(finalized);
            tree.erase(at);
        }
        std::erase_if(tree, [&](const auto& entry) { return !descends(entry.second.known, finalized.hash); });
        if (!tree.contains(best.hash)) {
            best = finalized;
            for (const auto& [name, other] : tree) {
                if (other.known.id.number > best.number) best = other.known.id;
            }
        }
        return path;
    }

    Head head() const {
        Head out{final_chain, nullptr, {}, best.hash};
        std::map<uint64_t, const KnownBlock*> by_age;
        for (const auto& [hash, entry] : tree) by_age[entry.age] = &entry.known;
        for (const auto& [age, known] : by_age) out.unfinalized.push_back(*known);
        return out;
    }

  private:
    bool descends(const KnownBlock& from, const Hash256& ancestor) const {
        for (const KnownBlock* at = &from;;) {
            if (at->parent == ancestor) return true;
            const auto parent = tree.find(at->parent);
            if (parent == tree.end()) return false;
            at = &parent->second.known;
        }
    }
};

Hash256 random_block(std::mt19937_64& random, const ModelChain& chain) {
    return std::next(chain.tree.begin(), static_cast<ptrdiff_t>(random() % chain.tree.size()))->first;
}

void expect_same(const ModelClient& client, const ModelChain& chain) {
    EXPECT_EQ(client.finalized, chain.finalized.hash);
    EXPECT_EQ(client.best, chain.best.hash);
    std::set<Hash256> expected, known;
    for (const auto& [hash, entry] : chain.tree) expected.insert(hash);
    for (const auto& [hash, parent] : client.tree) known.insert(hash);
    EXPECT_EQ(known, expected);
}

TEST(ChainHead, ClientsKnowTheChainWhateverItDoes) {
    auto random = seeded_random();
    for (int round = 0; round < 40; ++round) {
        ModelChain chain;
        for (uint64_t i = random_between(random, 0, 20); i > 0; --i) chain.grow(random);
        Driver head({.pinned_blocks = 1000}, chain.head());
        Audience audience;
        SubscriptionId next_id = 1;
        for (int step = 0; step < 300; ++step) {
            const uint64_t choice = random() % 20;
            if (choice < 12) {
                const KnownBlock child = chain.grow(random);
                head.import(child, chain.best == child.id);
                if (random() % 8 == 0) head.import(child, chain.best == child.id);  // twice changes nothing
            } else if (choice < 15 && !chain.tree.empty()) {
                const auto path = chain.finalize(random_block(random, chain));
                head.finalize(path, chain.best.hash, 0);
            } else if (choice < 17) {
                const bool followed = head.follow(next_id, next_id, true, 0);
                ASSERT_TRUE(followed);
                audience.clients[next_id++];
            } else if (choice < 18 && !audience.clients.empty()) {
                head.handle(input::Unfollow{audience.clients.begin()->first});
                audience.clients.erase(audience.clients.begin());
            } else {
                // Unpins what is behind the last finalized block, as clients do.
                for (auto& [id, client] : audience.clients) {
                    std::vector<Hash256> old;
                    for (const Hash256& hash : client.pinned) {
                        if (hash != client.finalized && !client.tree.contains(hash)) old.push_back(hash);
                    }
                    ASSERT_EQ(head.unpin(id, old), Verdict::kGood);
                    for (const Hash256& hash : old) client.pinned.erase(hash);
                }
            }
            audience.deliver(head.sent);
            std::set<Hash256> held;
            for (const auto& [id, client] : audience.clients) {
                ASSERT_FALSE(client.stopped);
                expect_same(client, chain);
                held.insert(client.pinned.begin(), client.pinned.end());
            }
            ASSERT_EQ(held.size(), head.core.pins().size()) << "pinned is what a client holds";
        }
    }
}

// A block whose parent the clients do not know cannot be reported.
TEST(ChainHead, IgnoresBlocksBesideTheFinalChainAndStopsAtAGap) {
    ModelChain chain;
    Driver head({}, chain.head());
    head.follow(1, 1, false, 0);
    head.sent.clear();
    head.import(block(7, 0, hash_of(6)), false);
    EXPECT_TRUE(head.sent.empty());
    head.import(block(7, 1, hash_of(6)), true);
    ASSERT_EQ(head.sent.size(), 1u);
    EXPECT_EQ(head.sent[0].event, Event(Stop{}));
    EXPECT_EQ(head.core.state(), ChainHead::State::kGap);

    // Until the view is replaced, new followers are stopped.
    head.sent.clear();
    EXPECT_TRUE(head.follow(2, 1, false, 0));
    ASSERT_EQ(head.sent.size(), 1u);
    EXPECT_EQ(head.sent[0].event, Event(Stop{}));
    head.sent.clear();
    head.handle(input::HeadRead{chain.head(), false});
    EXPECT_TRUE(head.follow(3, 1, false, 0));
    EXPECT_TRUE(head.core.is_following(3));
}

// Finality decides for another branch than the best one, and no block above it is known.
TEST(ChainHead, ABestBlockThatIsPrunedIsReplacedBeforeThat) {
    ModelChain chain;
    Driver head({}, chain.head());
    const Hash256 genesis = hash_of(0);
    head.import(block(1, 1, genesis), true);
    head.import(block(2, 1, hash_of(1, 1)), true);
    head.import(block(1, 2, genesis), false);
    head.follow(1, 1, false, 0);
    head.sent.clear();
    head.finalize({hash_of(1, 2)}, std::nullopt, 0);
    ASSERT_EQ(head.sent.size(), 2u);
    EXPECT_EQ(head.sent[0].event, Event(BestBlockChanged{hash_of(1, 2)}));
    EXPECT_EQ(head.sent[1].event, Event(Finalized{{hash_of(1, 2)}, {hash_of(1, 1), hash_of(2, 1)}}));
}

TEST(ChainHead, IntroducesTheLastFinalizedBlocksAndTheRuntimeOfTheLast) {
    Head start{{}, std::make_shared<std::string>("old"), {}, hash_of(29)};
    for (uint32_t i = 0; i < 30; ++i) start.finalized.push_back({hash_of(i), i});
    Driver head({}, start);
    KnownBlock upgraded = block(30, 0, hash_of(29));
    upgraded.runtime = std::make_shared<std::string>("new");
    head.import(upgraded, true);
    head.follow(1, 1, true, 0);
    ASSERT_EQ(head.sent.size(), 3u);
    const auto& first = std::get<Initialized>(head.sent[0].event);
    EXPECT_EQ(first.finalized.size(), 16u);
    EXPECT_EQ(first.finalized.back(), hash_of(29));
    EXPECT_EQ(*first.runtime, "old");
    EXPECT_EQ(*std::get<NewBlock>(head.sent[1].event).runtime, "new");

    head.finalize({hash_of(30)}, std::nullopt, 0);
    head.sent.clear();
    head.follow(2, 1, true, 0);
    EXPECT_EQ(*std::get<Initialized>(head.sent[0].event).runtime, "new");
}

TEST(ChainHead, AConnectionHasFourSubscriptions) {
    Driver head({}, ModelChain().head());
    for (SubscriptionId id = 1; id <= 4; ++id) EXPECT_TRUE(head.follow(id, 7, true, 0));
    EXPECT_FALSE(head.follow(5, 7, true, 0));
    EXPECT_TRUE(head.follow(6, 8, true, 0));
    head.handle(input::Unfollow{1});
    EXPECT_TRUE(head.follow(5, 7, true, 0));
}

TEST(ChainHead, TheLongestPinsAreStoppedFirstIfThereAreTooMany) {
    Driver head({.pinned_blocks = 20, .pin_ms = 1000, .introduced = 4}, ModelChain().head());
    head.follow(1, 1, true, 0);
    for (uint32_t number = 1; number < 20; ++number) {
        head.import(block(number, 0, hash_of(number - 1)), true, number);
    }
    head.sent.clear();
    head.follow(2, 2, true, 900);  // holds the same blocks
    for (const effect::Send& output : head.sent) EXPECT_EQ(output.to, 2u);
    head.sent.clear();
    head.import(block(20, 0, hash_of(19)), true, 1001);
    EXPECT_FALSE(head.core.is_following(1));
    // The other one holds as many, if not for so long: there is no room even so.
    EXPECT_FALSE(head.core.is_following(2));
    EXPECT_TRUE(head.core.pins().empty());

    head.sent.clear();
    head.finalize({hash_of(1), hash_of(2), hash_of(3), hash_of(4), hash_of(5)}, std::nullopt, 1002);
    head.follow(1, 1, true, 2000);
    ASSERT_TRUE(head.core.is_following(1));
    std::vector<Hash256> most;
    for (uint32_t number = 6; number <= 20; ++number) most.push_back(hash_of(number));
    ASSERT_EQ(head.unpin(1, most), Verdict::kGood);
    for (uint32_t number = 21; number <= 30; ++number) {
        head.import(block(number, 0, hash_of(number - 1)), true, 4000);
    }
    EXPECT_TRUE(head.core.is_following(1));
}

TEST(ChainHead, StopsAllWhenFinalityLagsTooFarBehind) {
    Driver head({.lag = 10}, ModelChain().head());
    head.follow(1, 1, true, 0);
    for (uint32_t number = 1; number <= 10; ++number) {
        head.import(block(number, 0, hash_of(number - 1)), true);
    }
    EXPECT_TRUE(head.core.is_following(1));
    head.import(block(11, 0, hash_of(10)), true);
    EXPECT_FALSE(head.core.is_following(1));
    EXPECT_EQ(head.sent.back().event, Event(Stop{}));
    EXPECT_EQ(head.core.state(), ChainHead::State::kTooLong);
    head.sent.clear();
    head.follow(2, 1, true, 0);
    EXPECT_EQ(head.sent.size(), 1u);
    EXPECT_FALSE(head.core.is_following(2));

    Head closer{{{hash_of(1), 1}, {hash_of(2), 2}}, nullptr, {}, hash_of(11)};
    for (uint32_t number = 3; number <= 11; ++number) {
        closer.unfinalized.push_back(block(number, 0, hash_of(number - 1)));
    }
    head.handle(input::HeadRead{closer, false});
    head.follow(3, 1, true, 0);
    EXPECT_TRUE(head.core.is_following(3));
}

// Counts the blocks that are looked at, not time: it is constant for each block, and nothing is kept.
TEST(ChainHead, FiftyThousandBlocksWithoutFinalityCostConstantTimeAndMemory) {
    Driver head({}, ModelChain().head());
    head.follow(1, 1, true, 0);
    constexpr uint32_t kBlocks = 50'000;
    std::vector<Hash256> all;
    size_t most = 0;
    for (uint32_t number = 1; number <= kBlocks; ++number) {
        all.push_back(hash_of(number));
        const uint64_t before = head.core.view().visited();
        head.import(block(number, 0, hash_of(number - 1)), true, number);
        if (number % 100 == 0) head.follow(number, 1, true, number);
        head.sent.clear();
        ASSERT_LE(head.core.view().visited() - before, 1u) << "at block " << number;
        most = std::max(most, head.core.view().unfinalized_count());
    }
    EXPECT_LE(most, head.core.limits().lag + 1);
    EXPECT_EQ(head.core.view().unfinalized_count(), 0u);
    const uint64_t before = head.core.view().visited();
    head.finalize(all, std::nullopt, kBlocks);
    EXPECT_EQ(head.core.view().visited(), before) << "the caller reads the head again, which is short then";
    EXPECT_EQ(head.core.state(), ChainHead::State::kTooLong);
}

TEST(ChainHead, FinalityLooksAtEachUnfinalizedBlockOnce) {
    Driver head({.lag = 5000, .unfinalized = 10'000}, ModelChain().head());
    std::vector<Hash256> trunk;
    for (uint32_t number = 1; number <= 2000; ++number) {
        head.import(block(number, 0, hash_of(number - 1)), true);
        head.import(block(number, 1, hash_of(number - 1)), false);
        trunk.push_back(hash_of(number));
    }
    const uint64_t before = head.core.view().visited();
    head.finalize(trunk, std::nullopt, 0);
    EXPECT_EQ(head.core.view().unfinalized_count(), 0u);
    EXPECT_LE(head.core.view().visited() - before, 2 * 4000u);
}

TEST(ChainHead, ManyForksSuspendTheView) {
    Driver head({.unfinalized = 20}, ModelChain().head());
    head.follow(1, 1, true, 0);
    for (uint64_t salt = 1; salt <= 20; ++salt) head.import(block(1, salt, hash_of(0)), false);
    EXPECT_TRUE(head.core.is_following(1));
    head.import(block(1, 21, hash_of(0)), false);
    EXPECT_FALSE(head.core.is_following(1));
    EXPECT_EQ(head.core.state(), ChainHead::State::kTooLong);
}

TEST(ChainHead, UnpinsAllOrNone) {
    Driver head({}, ModelChain().head());
    head.import(block(1, 0, hash_of(0)), true);
    head.follow(1, 1, true, 0);
    EXPECT_EQ(head.unpin(1, {hash_of(0), hash_of(9)}), Verdict::kNotPinned);
    EXPECT_EQ(head.unpin(1, {hash_of(0), hash_of(0)}), Verdict::kTwice);
    EXPECT_EQ(head.core.check_pinned(1, hash_of(0)), Verdict::kGood);
    EXPECT_EQ(head.unpin(1, {hash_of(0), hash_of(1)}), Verdict::kGood);
    EXPECT_EQ(head.core.check_pinned(1, hash_of(0)), Verdict::kNotPinned);
    EXPECT_EQ(head.unpin(1, {hash_of(0)}), Verdict::kNotPinned);
    EXPECT_EQ(head.unpin(2, {hash_of(0)}), Verdict::kNoSubscription);
}

TEST(ChainHead, ABlockThatCannotBeReadAnyMoreStopsTheSubscriptionsThatPinIt) {
    Driver head({}, ModelChain().head());
    head.follow(1, 1, true, 0);
    head.follow(2, 1, true, 0);
    ASSERT_EQ(head.unpin(2, {hash_of(0)}), Verdict::kGood);
    head.sent.clear();
    head.handle(input::BlockLost{hash_of(0)});
    EXPECT_FALSE(head.core.is_following(1));
    EXPECT_TRUE(head.core.is_following(2));
    ASSERT_EQ(head.sent.size(), 1u);
    EXPECT_EQ(head.sent[0].to, 1u);
}

TEST(ChainHead, SixteenOperationsAtOnce) {
    Driver head({}, ModelChain().head());
    head.follow(1, 1, false);
    const auto begin = [&](SubscriptionId id, const Hash256& at, size_t slots, bool needs_runtime = false) {
        return *head.handle(input::BeginOperation{id, at, slots, needs_runtime});
    };
    EXPECT_EQ(begin(1, hash_of(0), 1, true).verdict, Verdict::kNoRuntime);
    EXPECT_EQ(begin(1, hash_of(1), 1).verdict, Verdict::kNotPinned);
    EXPECT_EQ(begin(2, hash_of(0), 1).verdict, Verdict::kNoSubscription);

    const auto one = begin(1, hash_of(0), 1);
    const auto many = begin(1, hash_of(0), 20);
    EXPECT_EQ(one.operation.slots, 1u);
    EXPECT_EQ(many.operation.slots, 15u);
    EXPECT_EQ(begin(1, hash_of(0), 1).verdict, Verdict::kLimitReached);
    EXPECT_EQ(head.verdict(input::EndOperation{1, one.operation.id}), Verdict::kGood);
    EXPECT_EQ(head.core.free_slots(1), 1u);

    // Work that was stopped takes its slots until it is over: stopping operations gains a client nothing.
    EXPECT_FALSE(head.handle(input::StopOperation{1, many.operation.id}));
    EXPECT_EQ(head.core.free_slots(1), 1u);
    EXPECT_EQ(head.verdict(input::EndOperation{1, many.operation.id}), Verdict::kNoOperation) << "nobody wants it";
    EXPECT_EQ(head.core.free_slots(1), 16u);
    EXPECT_EQ(head.verdict(input::EndOperation{2, "0"}), Verdict::kNoSubscription);
}

TEST(ChainHead, AnOperationContinuesOnlyIfItWaits) {
    Driver head({}, ModelChain().head());
    head.follow(1, 1, false);
    const std::string id = head.handle(input::BeginOperation{1, hash_of(0)})->operation.id;
    EXPECT_EQ(head.verdict(input::ContinueOperation{2, id}), Verdict::kNoSubscription);
    EXPECT_EQ(head.verdict(input::ContinueOperation{1, "none"}), Verdict::kNoOperation);
    EXPECT_EQ(head.verdict(input::ContinueOperation{1, id}), Verdict::kNotWaiting);
    EXPECT_EQ(head.verdict(input::PauseOperation{1, id}), Verdict::kGood);
    EXPECT_EQ(head.verdict(input::ContinueOperation{1, id}), Verdict::kGood);
    EXPECT_EQ(head.verdict(input::ContinueOperation{1, id}), Verdict::kNotWaiting);
    EXPECT_EQ(head.verdict(input::PauseOperation{1, id}), Verdict::kGood);
    head.handle(input::StopOperation{1, id});
    EXPECT_EQ(head.core.free_slots(1), 16u) << "it ends at once";
    EXPECT_EQ(head.verdict(input::PauseOperation{1, id}), Verdict::kNoOperation);
}

TEST(ChainHead, AnOperationThatIsStoppedWhileItRunsEndsWhenItWouldPause) {
    Driver head({}, ModelChain().head());
    head.follow(1, 1, false);
    const std::string id = head.handle(input::BeginOperation{1, hash_of(0)})->operation.id;
    head.handle(input::StopOperation{1, id});
    EXPECT_EQ(head.core.free_slots(1), 15u);
    EXPECT_EQ(head.verdict(input::PauseOperation{1, id}), Verdict::kNoOperation);
    EXPECT_EQ(head.core.free_slots(1), 16u);
}

TEST(ChainHead, TheHeadIsWantedAfterAGapAndAgainWhenFinalityMovesWhileItIsTooLong) {
    Driver head({.lag = 2}, ModelChain().head());
    head.import(block(1, 0, hash_of(0)), true);
    EXPECT_FALSE(head.wants_head);
    head.import(block(7, 0, hash_of(6)), true);
    EXPECT_TRUE(head.wants_head) << "the parent is not known";
    head.import(block(8, 0, hash_of(7)), true);
    EXPECT_FALSE(head.wants_head) << "once is enough";
    head.handle(input::HeadRead{ModelChain().head(), true});
    EXPECT_EQ(head.core.state(), ChainHead::State::kTooLong);
    head.import(block(9, 0, hash_of(8)), true);
    EXPECT_FALSE(head.wants_head);
    head.finalize({hash_of(1)});
    EXPECT_TRUE(head.wants_head);
}

TEST(ChainHead, BlocksThatForksCouldPruneAreThoseBelowNotAllLeaves) {
    ChainView view(ModelChain().head(), 16);
    std::vector<Event> events;
    view.imported(block(1, 0, hash_of(0)), true, events);
    view.imported(block(2, 1, hash_of(1)), true, events);
    EXPECT_FALSE(view.is_contested(hash_of(2, 1)));
    view.imported(block(2, 2, hash_of(1)), false, events);
    view.imported(block(3, 1, hash_of(2, 1)), false, events);
    EXPECT_FALSE(view.is_contested(hash_of(0))) << "it is final";
    EXPECT_FALSE(view.is_contested(hash_of(1)));
    EXPECT_TRUE(view.is_contested(hash_of(2, 1)));
    EXPECT_TRUE(view.is_contested(hash_of(2, 2)));
    EXPECT_TRUE(view.is_contested(hash_of(3, 1)));
    view.finalized({hash_of(1), hash_of(2, 1)}, std::nullopt, events);
    EXPECT_FALSE(view.is_contested(hash_of(3, 1))) << "the fork is pruned";
}

}  // namespace
}  // namespace serinus::rpc::chain_head
