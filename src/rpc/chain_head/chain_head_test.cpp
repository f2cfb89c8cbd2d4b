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
        ChainHead head({.pinned_blocks = 1000}, chain.head());
        Audience audience;
        std::vector<Output> outputs;
        SubscriptionId next_id = 1;
        for (int step = 0; step < 300; ++step) {
            const uint64_t choice = random() % 20;
            if (choice < 12) {
                const KnownBlock child = chain.grow(random);
                head.imported(child, chain.best == child.id, 0, outputs);
                if (random() % 8 == 0)
                    head.imported(child, chain.best == child.id, 0, outputs);  // twice changes nothing
            } else if (choice < 15 && !chain.tree.empty()) {
                const auto path = chain.finalize(random_block(random, chain));
                head.finalized(path, chain.best.hash, 0, outputs);
            } else if (choice < 17) {
                const bool followed = head.follow(next_id, next_id, true, 0, outputs);
                ASSERT_TRUE(followed);
                audience.clients[next_id++];
            } else if (choice < 18 && !audience.clients.empty()) {
                head.unfollow(audience.clients.begin()->first);
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
            audience.deliver(outputs);
            std::set<Hash256> held;
            for (const auto& [id, client] : audience.clients) {
                ASSERT_FALSE(client.stopped);
                expect_same(client, chain);
                held.insert(client.pinned.begin(), client.pinned.end());
            }
            ASSERT_EQ(held.size(), head.pins().size()) << "pinned is what a client holds";
        }
    }
}

// A block whose parent the clients do not know cannot be reported.
TEST(ChainHead, IgnoresBlocksBesideTheFinalChainAndStopsAtAGap) {
    ModelChain chain;
    ChainHead head({}, chain.head());
    std::vector<Output> outputs;
    head.follow(1, 1, false, 0, outputs);
    outputs.clear();
    head.imported(block(7, 0, hash_of(6)), false, 0, outputs);
    EXPECT_TRUE(outputs.empty());
    head.imported(block(7, 1, hash_of(6)), true, 0, outputs);
    ASSERT_EQ(outputs.size(), 1u);
    EXPECT_EQ(outputs[0].event, Event(Stop{}));
    EXPECT_EQ(head.state(), ChainHead::State::kGap);

    // Until the view is replaced, new followers are stopped.
    outputs.clear();
    EXPECT_TRUE(head.follow(2, 1, false, 0, outputs));
    ASSERT_EQ(outputs.size(), 1u);
    EXPECT_EQ(outputs[0].event, Event(Stop{}));
    outputs.clear();
    head.replace(chain.head(), outputs);
    EXPECT_TRUE(head.follow(3, 1, false, 0, outputs));
    EXPECT_TRUE(head.is_following(3));
}

// Finality decides for another branch than the best one, and no block above it is known.
TEST(ChainHead, ABestBlockThatIsPrunedIsReplacedBeforeThat) {
    ModelChain chain;
    ChainHead head({}, chain.head());
    std::vector<Output> outputs;
    const Hash256 genesis = hash_of(0);
    head.imported(block(1, 1, genesis), true, 0, outputs);
    head.imported(block(2, 1, hash_of(1, 1)), true, 0, outputs);
    head.imported(block(1, 2, genesis), false, 0, outputs);
    head.follow(1, 1, false, 0, outputs);
    outputs.clear();
    head.finalized({hash_of(1, 2)}, std::nullopt, 0, outputs);
    ASSERT_EQ(outputs.size(), 2u);
    EXPECT_EQ(outputs[0].event, Event(BestBlockChanged{hash_of(1, 2)}));
    EXPECT_EQ(outputs[1].event, Event(Finalized{{hash_of(1, 2)}, {hash_of(1, 1), hash_of(2, 1)}}));
}

TEST(ChainHead, IntroducesTheLastFinalizedBlocksAndTheRuntimeOfTheLast) {
    Head start{{}, std::make_shared<std::string>("old"), {}, hash_of(29)};
    for (uint32_t i = 0; i < 30; ++i) start.finalized.push_back({hash_of(i), i});
    ChainHead head({}, start);
    std::vector<Output> outputs;
    KnownBlock upgraded = block(30, 0, hash_of(29));
    upgraded.runtime = std::make_shared<std::string>("new");
    head.imported(upgraded, true, 0, outputs);
    head.follow(1, 1, true, 0, outputs);
    ASSERT_EQ(outputs.size(), 3u);
    const auto& first = std::get<Initialized>(outputs[0].event);
    EXPECT_EQ(first.finalized.size(), 16u);
    EXPECT_EQ(first.finalized.back(), hash_of(29));
    EXPECT_EQ(*first.runtime, "old");
    EXPECT_EQ(*std::get<NewBlock>(outputs[1].event).runtime, "new");

    head.finalized({hash_of(30)}, std::nullopt, 0, outputs);
    outputs.clear();
    head.follow(2, 1, true, 0, outputs);
    EXPECT_EQ(*std::get<Initialized>(outputs[0].event).runtime, "new");
}

TEST(ChainHead, AConnectionHasFourSubscriptions) {
    ChainHead head({}, ModelChain().head());
    std::vector<Output> outputs;
    for (SubscriptionId id = 1; id <= 4; ++id) EXPECT_TRUE(head.follow(id, 7, true, 0, outputs));
    EXPECT_FALSE(head.follow(5, 7, true, 0, outputs));
    EXPECT_TRUE(head.follow(6, 8, true, 0, outputs));
    head.unfollow(1);
    EXPECT_TRUE(head.follow(5, 7, true, 0, outputs));
}

TEST(ChainHead, TheLongestPinsAreStoppedFirstIfThereAreTooMany) {
    ChainHead head({.pinned_blocks = 20, .pin_ms = 1000, .introduced = 4}, ModelChain().head());
    std::vector<Output> outputs;
    head.follow(1, 1, true, 0, outputs);
    for (uint32_t number = 1; number < 20; ++number) {
        head.imported(block(number, 0, hash_of(number - 1)), true, number, outputs);
    }
    outputs.clear();
    head.follow(2, 2, true, 900, outputs);  // holds the same blocks
    for (const Output& output : outputs) EXPECT_EQ(output.to, 2u);
    outputs.clear();
    head.imported(block(20, 0, hash_of(19)), true, 1001, outputs);
    EXPECT_FALSE(head.is_following(1));
    // The other one holds as many, if not for so long: there is no room even so.
    EXPECT_FALSE(head.is_following(2));
    EXPECT_TRUE(head.pins().empty());

    outputs.clear();
    head.finalized({hash_of(1), hash_of(2), hash_of(3), hash_of(4), hash_of(5)}, std::nullopt, 1002, outputs);
    head.follow(1, 1, true, 2000, outputs);
    ASSERT_TRUE(head.is_following(1));
    std::vector<Hash256> most;
    for (uint32_t number = 6; number <= 20; ++number) most.push_back(hash_of(number));
    ASSERT_EQ(head.unpin(1, most), Verdict::kGood);
    for (uint32_t number = 21; number <= 30; ++number) {
        head.imported(block(number, 0, hash_of(number - 1)), true, 4000, outputs);
    }
    EXPECT_TRUE(head.is_following(1));
}

TEST(ChainHead, StopsAllWhenFinalityLagsTooFarBehind) {
    ChainHead head({.lag = 10}, ModelChain().head());
    std::vector<Output> outputs;
    head.follow(1, 1, true, 0, outputs);
    for (uint32_t number = 1; number <= 10; ++number) {
        head.imported(block(number, 0, hash_of(number - 1)), true, 0, outputs);
    }
    EXPECT_TRUE(head.is_following(1));
    head.imported(block(11, 0, hash_of(10)), true, 0, outputs);
    EXPECT_FALSE(head.is_following(1));
    EXPECT_EQ(outputs.back().event, Event(Stop{}));
    EXPECT_EQ(head.state(), ChainHead::State::kTooLong);
    outputs.clear();
    head.follow(2, 1, true, 0, outputs);
    EXPECT_EQ(outputs.size(), 1u);
    EXPECT_FALSE(head.is_following(2));

    Head closer{{{hash_of(1), 1}, {hash_of(2), 2}}, nullptr, {}, hash_of(11)};
    for (uint32_t number = 3; number <= 11; ++number) {
        closer.unfinalized.push_back(block(number, 0, hash_of(number - 1)));
    }
    head.replace(closer, outputs);
    head.follow(3, 1, true, 0, outputs);
    EXPECT_TRUE(head.is_following(3));
}

// Counts the blocks that are looked at, not time: it is constant for each block, and nothing is kept.
TEST(ChainHead, FiftyThousandBlocksWithoutFinalityCostConstantTimeAndMemory) {
    ChainHead head({}, ModelChain().head());
    std::vector<Output> outputs;
    head.follow(1, 1, true, 0, outputs);
    constexpr uint32_t kBlocks = 50'000;
    std::vector<Hash256> all;
    size_t most = 0;
    for (uint32_t number = 1; number <= kBlocks; ++number) {
        all.push_back(hash_of(number));
        const uint64_t before = head.view().visited();
        head.imported(block(number, 0, hash_of(number - 1)), true, number, outputs);
        if (number % 100 == 0) head.follow(number, 1, true, number, outputs);
        outputs.clear();
        ASSERT_LE(head.view().visited() - before, 1u) << "at block " << number;
        most = std::max(most, head.view().unfinalized_count());
    }
    EXPECT_LE(most, head.limits().lag + 1);
    EXPECT_EQ(head.view().unfinalized_count(), 0u);
    const uint64_t before = head.view().visited();
    head.finalized(all, std::nullopt, kBlocks, outputs);
    EXPECT_EQ(head.view().visited(), before) << "the caller reads the head again, which is short then";
    EXPECT_EQ(head.state(), ChainHead::State::kTooLong);
}

TEST(ChainHead, FinalityLooksAtEachUnfinalizedBlockOnce) {
    ChainHead head({.lag = 5000, .unfinalized = 10'000}, ModelChain().head());
    std::vector<Output> outputs;
    std::vector<Hash256> trunk;
    for (uint32_t number = 1; number <= 2000; ++number) {
        head.imported(block(number, 0, hash_of(number - 1)), true, 0, outputs);
        head.imported(block(number, 1, hash_of(number - 1)), false, 0, outputs);
        trunk.push_back(hash_of(number));
    }
    const uint64_t before = head.view().visited();
    head.finalized(trunk, std::nullopt, 0, outputs);
    EXPECT_EQ(head.view().unfinalized_count(), 0u);
    EXPECT_LE(head.view().visited() - before, 2 * 4000u);
}

TEST(ChainHead, ManyForksSuspendTheView) {
    ChainHead head({.unfinalized = 20}, ModelChain().head());
    std::vector<Output> outputs;
    head.follow(1, 1, true, 0, outputs);
    for (uint64_t salt = 1; salt <= 20; ++salt) head.imported(block(1, salt, hash_of(0)), false, 0, outputs);
    EXPECT_TRUE(head.is_following(1));
    head.imported(block(1, 21, hash_of(0)), false, 0, outputs);
    EXPECT_FALSE(head.is_following(1));
    EXPECT_EQ(head.state(), ChainHead::State::kTooLong);
}

TEST(ChainHead, UnpinsAllOrNone) {
    ChainHead head({}, ModelChain().head());
    std::vector<Output> outputs;
    head.imported(block(1, 0, hash_of(0)), true, 0, outputs);
    head.follow(1, 1, true, 0, outputs);
    EXPECT_EQ(head.unpin(1, {hash_of(0), hash_of(9)}), Verdict::kNotPinned);
    EXPECT_EQ(head.unpin(1, {hash_of(0), hash_of(0)}), Verdict::kTwice);
    EXPECT_EQ(head.check_pinned(1, hash_of(0)), Verdict::kGood);
    EXPECT_EQ(head.unpin(1, {hash_of(0), hash_of(1)}), Verdict::kGood);
    EXPECT_EQ(head.check_pinned(1, hash_of(0)), Verdict::kNotPinned);
    EXPECT_EQ(head.unpin(1, {hash_of(0)}), Verdict::kNotPinned);
    EXPECT_EQ(head.unpin(2, {hash_of(0)}), Verdict::kNoSubscription);
}

TEST(ChainHead, ABlockThatCannotBeReadAnyMoreStopsTheSubscriptionsThatPinIt) {
    ChainHead head({}, ModelChain().head());
    std::vector<Output> outputs;
    head.follow(1, 1, true, 0, outputs);
    head.follow(2, 1, true, 0, outputs);
    ASSERT_EQ(head.unpin(2, {hash_of(0)}), Verdict::kGood);
    outputs.clear();
    head.lost(hash_of(0), outputs);
    EXPECT_FALSE(head.is_following(1));
    EXPECT_TRUE(head.is_following(2));
    ASSERT_EQ(outputs.size(), 1u);
    EXPECT_EQ(outputs[0].to, 1u);
}

TEST(ChainHead, SixteenOperationsAtOnce) {
    ChainHead head({}, ModelChain().head());
    std::vector<Output> outputs;
    head.follow(1, 1, false, 0, outputs);
    EXPECT_EQ(head.begin(1, hash_of(0), 1, true).verdict, Verdict::kNoRuntime);
    EXPECT_EQ(head.begin(1, hash_of(1), 1, false).verdict, Verdict::kNotPinned);
    EXPECT_EQ(head.begin(2, hash_of(0), 1, false).verdict, Verdict::kNoSubscription);

    const auto one = head.begin(1, hash_of(0), 1, false);
    const auto many = head.begin(1, hash_of(0), 20, false);
    EXPECT_EQ(one.operation.slots, 1u);
    EXPECT_EQ(many.operation.slots, 15u);
    EXPECT_EQ(head.begin(1, hash_of(0), 1, false).verdict, Verdict::kLimitReached);
    Operations& operations = *head.operations(1);
    operations.end(one.operation.id);
    EXPECT_EQ(operations.free_slots(), 1u);

    // Work that was stopped takes its slots until it is over: stopping operations gains a client nothing.
    EXPECT_FALSE(operations.stop(many.operation.id));
    EXPECT_FALSE(operations.is_wanted(many.operation.id));
    EXPECT_EQ(operations.free_slots(), 1u);
    operations.end(many.operation.id);
    EXPECT_EQ(operations.free_slots(), 16u);
}

TEST(ChainHead, AnOperationContinuesOnlyIfItWaits) {
    ChainHead head({}, ModelChain().head());
    std::vector<Output> outputs;
    head.follow(1, 1, false, 0, outputs);
    const std::string id = head.begin(1, hash_of(0), 1, false).operation.id;
    EXPECT_EQ(head.continue_(1, "none"), Verdict::kNoSubscription);
    EXPECT_EQ(head.continue_(1, id), Verdict::kNotWaiting);
    EXPECT_TRUE(head.operations(1)->wait(id));
    EXPECT_EQ(head.continue_(1, id), Verdict::kGood);
    EXPECT_EQ(head.continue_(1, id), Verdict::kNotWaiting);
    EXPECT_TRUE(head.operations(1)->wait(id));
    EXPECT_TRUE(head.operations(1)->stop(id)) << "it ends at once";
    EXPECT_EQ(head.operations(1)->free_slots(), 16u);
    EXPECT_FALSE(head.operations(1)->wait(id));
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
