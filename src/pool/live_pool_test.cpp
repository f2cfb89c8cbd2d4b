#include "pool/live_pool.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "platform/threaded_scheduler.hpp"
#include "platform/virtual_scheduler.hpp"
#include "pool/fake_chain.hpp"

namespace serinus::pool {
namespace {

using test::FakeChain, test::Transfer;
using Kind = TransactionStatus::Kind;
using Kinds = std::vector<Kind>;
using Error = PoolError::Kind;

class LivePoolTest : public testing::Test {
  protected:
    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    FakeChain chain;
    LivePool pool{chain, *scheduler, {}};
    std::map<Hash256, std::vector<TransactionStatus>> heard;

    Hash256 watch(const Transfer& transfer) {
        const auto bytes = transfer.encode();
        const Hash256 hash = hash_of(bytes);
        uint64_t id = 0;
        const auto submitted = pool.submit(
            bytes, TransactionSource::kExternal,
            [this, hash](const TransactionStatus& status) { heard[hash].push_back(status); }, &id);
        EXPECT_TRUE(submitted) << submitted.error().reason;
        run();
        return hash;
    }
    PoolError refused(const Transfer& transfer) {
        const auto submitted = pool.submit(transfer.encode(), TransactionSource::kExternal);
        EXPECT_FALSE(submitted);
        return submitted ? PoolError{} : submitted.error();
    }
    void run() {
        while (time.run_next()) {
        }
    }
    void make_best(const chain::BlockId& block) {
        pool.on_change({.route = chain.set_best(block), .finalized = {}});
        run();
    }
    chain::BlockId add_best(const std::vector<Transfer>& transfers) {
        return add_best_on(chain.best().hash, transfers);
    }
    chain::BlockId add_best_on(const Hash256& parent, const std::vector<Transfer>& transfers) {
        std::vector<primitives::Extrinsic> body;
        for (const auto& one : transfers) body.push_back(one.encode());
        const auto block = chain.build(parent, body);
        make_best(block);
        return block;
    }
    void finalize(const chain::BlockId& block) {
        pool.on_change({.route = std::nullopt, .finalized = chain.finalize(block.hash)});
        run();
    }
    Kinds kinds(const Hash256& hash) {
        Kinds out;
        for (const auto& status : heard[hash]) out.push_back(status.kind);
        return out;
    }
    std::vector<uint32_t> ready_nonces() {
        std::vector<uint32_t> out;
        for (const auto& one : pool.ready()) out.push_back(Transfer::decode(*one.extrinsic).nonce);
        return out;
    }
};

// Spec: algo-validate-transactions
TEST_F(LivePoolTest, AGoodTransactionIsReadyThenInABlockThenFinal) {
    const Hash256 hash = watch({.account = 1});
    const auto block = add_best({{.account = 1}});
    finalize(block);
    ASSERT_EQ(kinds(hash), (Kinds{Kind::kReady, Kind::kInBlock, Kind::kFinalized}));
    EXPECT_EQ(heard[hash][1].block, block.hash);
    EXPECT_EQ(heard[hash][1].index, 1u);  // after the inherent
    EXPECT_EQ(heard[hash][2].block, block.hash);
    EXPECT_EQ(heard[hash][2].index, 1u);
    EXPECT_EQ(pool.read([](const PoolCore& core) { return core.tracker().tracked_count(); }), 0u);
}

TEST_F(LivePoolTest, BadOnesAreRefusedWithTheRuntimesReasonAndBannedForAWhile) {
    const Transfer bad{.account = 1, .signature_is_good = false};
    const auto error = refused(bad);
    EXPECT_EQ(error.kind, Error::kInvalid);
    EXPECT_EQ(error.validity, (ValidityError{false, invalid::kBadProof, 0}));
    EXPECT_EQ(error.reason, "Transaction has a bad signature");
    EXPECT_EQ(refused(bad).kind, Error::kTemporarilyBanned);
    EXPECT_EQ(chain.validations, 1u);
    time.run_until_ms(time.now_ms() + 30 * 60 * 1000 - 1);
    EXPECT_EQ(refused(bad).kind, Error::kTemporarilyBanned);
    time.run_until_ms(time.now_ms() + 1);
    EXPECT_EQ(refused(bad).kind, Error::kInvalid);
}

// Nodes whose offchain workers find the same thing have the same transaction, and some send it although they must not.
// Observed: polkadot v1.1.0, submit_local of the transaction pool
TEST_F(LivePoolTest, WhatIsRefusedFromOthersIsTakenFromThisNode) {
    const Transfer solution{.account = Transfer::kLocal};
    EXPECT_EQ(refused(solution).kind, Error::kInvalid);
    EXPECT_EQ(refused(solution).kind, Error::kTemporarilyBanned);
    EXPECT_TRUE(pool.submit(solution.encode(), TransactionSource::kLocal));
    ASSERT_EQ(pool.ready().size(), 1u);
    EXPECT_FALSE(pool.ready()[0].propagate);
    EXPECT_EQ(refused(solution).kind, Error::kTemporarilyBanned);
    EXPECT_EQ(pool.ready().size(), 1u);
}

TEST_F(LivePoolTest, WhatIsUnknownIsRefusedWithoutABan) {
    const Transfer inherent{.account = Transfer::kInherent};
    EXPECT_EQ(refused(inherent).kind, Error::kUnknownValidity);
    EXPECT_EQ(refused(inherent).validity, (ValidityError{true, unknown::kNoUnsignedValidator, 0}));
}

TEST_F(LivePoolTest, AFailureOfOursIsNoVerdict) {
    chain.fail = true;
    EXPECT_EQ(refused({.account = 1}).kind, Error::kInternal);
    chain.fail = false;
    watch({.account = 1});
}

TEST_F(LivePoolTest, WhatTakesTooLongToValidateIsBanned) {
    chain.is_slow = true;
    EXPECT_EQ(refused({.account = 1}).kind, Error::kTookTooLong);
    chain.is_slow = false;
    EXPECT_EQ(refused({.account = 1}).kind, Error::kTemporarilyBanned);
    EXPECT_EQ(chain.validations, 1u);
}

TEST_F(LivePoolTest, WhatIsThereIsNotTakenTwiceAndWhatWasIncludedIsBanned) {
    const Hash256 hash = watch({.account = 1});
    const auto error = refused({.account = 1});
    EXPECT_EQ(error.kind, Error::kAlreadyImported);
    EXPECT_EQ(error.hash, hash);
    add_best({{.account = 1}});
    EXPECT_EQ(refused({.account = 1}).kind, Error::kTemporarilyBanned);
}

TEST_F(LivePoolTest, AGapInTheNoncesWaitsAndIsFilled) {
    const Hash256 second = watch({.account = 1, .nonce = 1});
    EXPECT_EQ(pool.status().future, 1u);
    watch({.account = 1, .nonce = 0});
    EXPECT_EQ(kinds(second), (Kinds{Kind::kFuture, Kind::kReady}));
    EXPECT_EQ(ready_nonces(), (std::vector<uint32_t>{0, 1}));
}

TEST_F(LivePoolTest, AHigherPriorityUsurps) {
    const Hash256 cheap = watch({.account = 1, .priority = 1});
    EXPECT_EQ(refused({.account = 1, .priority = 1, .salt = 1}).kind, Error::kTooLowPriority);
    const Hash256 dear = watch({.account = 1, .priority = 2});
    ASSERT_EQ(kinds(cheap), (Kinds{Kind::kReady, Kind::kUsurped}));
    EXPECT_EQ(heard[cheap][1].usurper, dear);
}

// Spec: algo-maintain-transaction-pool
TEST_F(LivePoolTest, ARetractedBlocksTransactionsComeBackInTheirOrder) {
    const Hash256 first = watch({.account = 1, .nonce = 0}), second = watch({.account = 1, .nonce = 1}),
                  third = watch({.account = 1, .nonce = 2});
    const Hash256 genesis = chain.best().hash;
    const auto block = add_best({{.account = 1, .nonce = 0}, {.account = 1, .nonce = 1}});
    EXPECT_EQ(ready_nonces(), (std::vector<uint32_t>{2}));
    const auto empty = chain.build(genesis, {});
    make_best(chain.build(empty.hash, {}));
    EXPECT_EQ(kinds(first), (Kinds{Kind::kReady, Kind::kInBlock, Kind::kRetracted, Kind::kReady}));
    EXPECT_EQ(heard[first][2].block, block.hash);
    EXPECT_EQ(kinds(second), (Kinds{Kind::kReady, Kind::kInBlock, Kind::kRetracted, Kind::kReady}));
    EXPECT_EQ(kinds(third), (Kinds{Kind::kReady}));  // it waited only for a moment that nobody saw
    EXPECT_EQ(ready_nonces(), (std::vector<uint32_t>{0, 1, 2}));
}

TEST_F(LivePoolTest, ATransactionOfBothBranchesIsInABlockAgain) {
    const Hash256 hash = watch({.account = 1});
    const Hash256 genesis = chain.best().hash;
    add_best({{.account = 1}});
    const auto sibling = chain.build(genesis, {});
    const auto other = add_best_on(sibling.hash, {{.account = 2}, {.account = 1}});
    EXPECT_EQ(kinds(hash), (Kinds{Kind::kReady, Kind::kInBlock, Kind::kRetracted, Kind::kInBlock}));
    EXPECT_EQ(heard[hash][3].block, other.hash);
    EXPECT_EQ(heard[hash][3].index, 2u);
}

TEST_F(LivePoolTest, OnesThatWereNeverHereComeFromRetractedBlocksToo) {
    const Hash256 genesis = chain.best().hash;
    add_best({{.account = 7, .nonce = 0}, {.account = 7, .nonce = 1}});
    const auto sibling = chain.build(genesis, {});
    make_best(chain.build(sibling.hash, {}));
    EXPECT_EQ(ready_nonces(), (std::vector<uint32_t>{0, 1}));
    EXPECT_EQ(pool.status().ready, 2u);  // and not the inherent
}

TEST_F(LivePoolTest, TheyComeBackEvenIfTheBlockIsGone) {
    const Hash256 hash = watch({.account = 1});
    const Hash256 genesis = chain.best().hash;
    add_best({{.account = 1}});
    const auto sibling = chain.build(genesis, {});
    chain.bodies_are_gone = true;
    make_best(chain.build(sibling.hash, {}));
    EXPECT_EQ(kinds(hash).back(), Kind::kReady);
}

TEST_F(LivePoolTest, WhatARetractionMakesInvalidEndsSo) {
    const Hash256 hash = watch({.account = 1});
    const Hash256 genesis = chain.best().hash;
    add_best({{.account = 1}});
    const auto sibling = chain.build(genesis, {Transfer{.account = 1, .salt = 9}.encode()});
    make_best(chain.build(sibling.hash, {}));
    ASSERT_EQ(kinds(hash), (Kinds{Kind::kReady, Kind::kInBlock, Kind::kRetracted, Kind::kInvalid}));
    EXPECT_EQ(heard[hash].back().reason, "Transaction is outdated");
}

TEST_F(LivePoolTest, ARivalInABlockMakesOursInvalidAndFreesWhatWaitedForIt) {
    const Hash256 ours = watch({.account = 1, .nonce = 0}), next = watch({.account = 1, .nonce = 1});
    add_best({{.account = 1, .nonce = 0, .salt = 5}});
    ASSERT_EQ(kinds(ours), (Kinds{Kind::kReady, Kind::kInvalid}));
    EXPECT_EQ(heard[ours].back().reason, "Transaction is outdated");
    EXPECT_EQ(kinds(next), (Kinds{Kind::kReady}));
    EXPECT_EQ(ready_nonces(), (std::vector<uint32_t>{1}));
}

TEST_F(LivePoolTest, AMortalOneLeavesWithItsLastBlock) {
    const Hash256 hash = watch({.account = 1, .last_block = 2}), next = watch({.account = 1, .nonce = 1});
    add_best({});
    EXPECT_EQ(kinds(hash), (Kinds{Kind::kReady}));
    add_best({});
    ASSERT_EQ(kinds(hash), (Kinds{Kind::kReady, Kind::kInvalid}));
    EXPECT_EQ(heard[hash].back().reason, "it was valid until block 2");
    EXPECT_EQ(kinds(next), (Kinds{Kind::kReady, Kind::kInvalid}));
}

TEST_F(LivePoolTest, ReadyOnesAreValidatedAgainABatchForEachBlock) {
    for (uint8_t account = 1; account <= 100; ++account) watch({.account = account});
    const uint64_t before = chain.validations;
    const auto block = chain.build(chain.best().hash, {});
    for (uint8_t account = 1; account <= 100; ++account) chain.make_poor(block.hash, account);
    make_best(block);
    EXPECT_EQ(chain.validations - before, 26u);  // a quarter, and the block's inherent
    EXPECT_EQ(pool.status().ready, 75u);
    for (int i = 0; i < 10; ++i) add_best({});
    EXPECT_EQ(pool.status().ready, 0u);
    for (const auto& [hash, statuses] : heard) {
        EXPECT_EQ(statuses.back().reason, "Inability to pay some fees (e.g. account balance too low)");
    }
}

TEST_F(LivePoolTest, AFailureWhileValidatingAgainKeepsTheTransaction) {
    watch({.account = 1});
    chain.fail = true;
    add_best({});
    EXPECT_EQ(pool.status().ready, 1u);
}

TEST_F(LivePoolTest, FinalityThatDoesNotComeTimesOutAfter512Blocks) {
    const Hash256 hash = watch({.account = 1});
    const auto block = add_best({{.account = 1}});
    watch({.account = 2});  // so that the pool is not idle
    for (size_t i = 1; i < kMaxBlocksToFinality; ++i) add_best({});
    EXPECT_EQ(kinds(hash).back(), Kind::kInBlock);
    add_best({});
    EXPECT_EQ(kinds(hash).back(), Kind::kFinalityTimeout);
    EXPECT_EQ(heard[hash].back().block, block.hash);
}

TEST_F(LivePoolTest, RemovedOnesAreInvalidAndBannedWithWhatNeedsThem) {
    const Hash256 first = watch({.account = 1}), second = watch({.account = 1, .nonce = 1});
    EXPECT_EQ(pool.remove({first}, "the author found it bad"), (std::vector<Hash256>{first, second}));
    run();
    EXPECT_EQ(kinds(first), (Kinds{Kind::kReady, Kind::kInvalid}));
    EXPECT_EQ(heard[first].back().reason, "the author found it bad");
    EXPECT_EQ(kinds(second), (Kinds{Kind::kReady, Kind::kInvalid}));
    EXPECT_EQ(refused({.account = 1}).kind, Error::kTemporarilyBanned);
    watch({.account = 1, .nonce = 1});  // only what was named is banned
}

// A developer sets the head: nothing comes back, and all may be sent again.
TEST_F(LivePoolTest, AResetLeavesAnEmptyPoolAtTheNewBlock) {
    const auto base = chain.best();
    const Hash256 included = watch({.account = 1});
    const Hash256 waiting = watch({.account = 2});
    const Transfer bad{.account = 3, .signature_is_good = false};
    EXPECT_EQ(refused(bad).kind, Error::kInvalid);
    (void)watch({.account = 4, .nonce = 5});
    add_best({{.account = 1}});
    pool.on_change({.route = chain.set_best(base), .finalized = {}, .is_reset = true});
    EXPECT_EQ(pool.status(), PoolStatus{}) << "at once";
    EXPECT_TRUE(pool.submit(Transfer{.account = 1}.encode(), TransactionSource::kExternal)) << "the same once more";
    run();
    EXPECT_EQ(kinds(included), (Kinds{Kind::kReady, Kind::kInBlock, Kind::kDropped}));
    EXPECT_EQ(kinds(waiting), (Kinds{Kind::kReady, Kind::kDropped}));
    EXPECT_EQ(refused(bad).kind, Error::kInvalid) << "no ban";
    EXPECT_EQ(pool.status().ready, 1u);
    EXPECT_EQ(pool.status().future, 0u);
    const auto next = add_best({{.account = 1}});
    EXPECT_EQ(pool.read([](const PoolCore& core) { return core.best(); }), next);
    EXPECT_EQ(pool.status().ready, 0u);
}

TEST_F(LivePoolTest, AResetWhileAChangeIsProcessedEndsThat) {
    const auto base = chain.best();
    for (uint32_t nonce = 0; nonce < 3; ++nonce) (void)watch({.account = 1, .nonce = nonce});
    (void)watch({.account = 2});
    for (size_t steps = 0; steps < 12; ++steps) {
        const auto block = chain.build(base.hash, {Transfer{.account = 2}.encode()});
        pool.on_change({.route = chain.set_best(block), .finalized = {}});
        for (size_t i = 0; i < steps; ++i) (void)time.run_next();
        pool.on_change({.route = chain.set_best(base), .finalized = {}, .is_reset = true});
        EXPECT_EQ(pool.status(), PoolStatus{});
        run();
        EXPECT_EQ(pool.status(), PoolStatus{});
        EXPECT_EQ(pool.read([](const PoolCore& core) { return core.best(); }), base);
        for (uint32_t nonce = 0; nonce < 3; ++nonce) (void)watch({.account = 1, .nonce = nonce});
        (void)watch({.account = 2});
        EXPECT_EQ(pool.status().ready, 4u);
    }
}

TEST_F(LivePoolTest, AWatcherThatIsRemovedHearsNoMore) {
    uint64_t id = 0;
    int calls = 0;
    ASSERT_TRUE(pool.submit(
        Transfer{.account = 1}.encode(), TransactionSource::kLocal, [&](const TransactionStatus&) { ++calls; }, &id));
    run();
    pool.watchers().remove(id);
    add_best({{.account = 1}});
    EXPECT_EQ(calls, 1);
}

TEST_F(LivePoolTest, AWatcherMayUseThePool) {
    uint64_t id = 0;
    Kinds inner;
    const auto watcher = [&](const TransactionStatus& status) {
        if (status.kind != Kind::kReady) return;
        uint64_t inner_id = 0;
        EXPECT_TRUE(pool.submit(
            Transfer{.account = 2}.encode(), TransactionSource::kLocal,
            [&](const TransactionStatus& of) { inner.push_back(of.kind); }, &inner_id));
        pool.watchers().remove(id);
    };
    ASSERT_TRUE(pool.submit(Transfer{.account = 1}.encode(), TransactionSource::kLocal, watcher, &id));
    run();
    EXPECT_EQ(inner, (Kinds{Kind::kReady}));
}

TEST_F(LivePoolTest, WhoWantsToKnowOfReadyOnesHearsOfEach) {
    std::vector<Hash256> ready;
    pool.watchers().on_ready([&](const Hash256& hash) { ready.push_back(hash); });
    const Hash256 second = watch({.account = 1, .nonce = 1});
    const Hash256 first = watch({.account = 1, .nonce = 0});
    EXPECT_EQ(ready, (std::vector<Hash256>{first, second}));
}

TEST_F(LivePoolTest, TooLargeOnesAreNotEvenValidated) {
    LivePool small{chain, *scheduler, {.ready_bytes = 100}};
    const auto submitted = small.submit(Transfer{.account = 1, .padding = 200}.encode(), TransactionSource::kExternal);
    ASSERT_FALSE(submitted);
    EXPECT_EQ(submitted.error().kind, Error::kTooLarge);
    EXPECT_EQ(chain.validations, 0u);
}

TEST_F(LivePoolTest, TheLeastOfAFullPoolIsDropped) {
    LivePool small{chain, *scheduler, {.ready_count = 2}};
    Kinds first;
    uint64_t id = 0;
    ASSERT_TRUE(small.submit(
        Transfer{.account = 1, .priority = 5}.encode(), TransactionSource::kExternal,
        [&](const TransactionStatus& status) { first.push_back(status.kind); }, &id));
    ASSERT_TRUE(small.submit(Transfer{.account = 2, .priority = 9}.encode(), TransactionSource::kExternal));
    const auto least = small.submit(Transfer{.account = 3, .priority = 1}.encode(), TransactionSource::kExternal);
    ASSERT_FALSE(least);
    EXPECT_EQ(least.error().kind, Error::kImmediatelyDropped);
    ASSERT_TRUE(small.submit(Transfer{.account = 4, .priority = 6}.encode(), TransactionSource::kExternal));
    run();
    EXPECT_EQ(first, (Kinds{Kind::kReady, Kind::kDropped}));
}

TEST_F(LivePoolTest, ManySubmittersAtOnceLoseNothing) {
    constexpr uint8_t kThreads = 8;
    constexpr uint32_t kEach = 200;
    const auto threads_of_node = platform::make_threaded_scheduler();
    LivePool shared{chain, *threads_of_node, {}};
    std::atomic<uint32_t> ready = 0;
    std::promise<void> all_ready;
    shared.watchers().on_ready([&](const Hash256&) {
        if (++ready == kThreads * kEach) all_ready.set_value();
    });
    std::vector<std::thread> threads;
    for (uint8_t account = 0; account < kThreads; ++account) {
        threads.emplace_back([&shared, account] {
            for (uint32_t nonce = 0; nonce < kEach; ++nonce) {
                const Transfer transfer{.account = account, .nonce = nonce};
                EXPECT_TRUE(shared.submit(transfer.encode(), TransactionSource::kExternal));
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(shared.status().ready, kThreads * kEach);
    all_ready.get_future().wait();
}

// Garbage costs a validation each, and room for its ban at most.
TEST_F(LivePoolTest, GarbageLeavesNothingBehindButBoundedBans) {
    watch({.account = 1});
    uint64_t after_many = 0;
    for (uint32_t i = 0; i < 200'000; ++i) {
        const Transfer garbage{.account = 2, .nonce = i, .signature_is_good = false};
        ASSERT_FALSE(pool.submit(garbage.encode(), TransactionSource::kExternal));
        if (i == 50'000) after_many = pool.memory_bytes();
    }
    EXPECT_EQ(pool.memory_bytes(), after_many);
    EXPECT_LT(after_many, size_t{4} << 20);
    EXPECT_EQ(pool.status().ready, 1u);
    EXPECT_EQ(pool.read([](const PoolCore& core) { return core.tracker().tracked_count(); }), 1u);
}

// Valid transactions of many accounts, and ones that never get ready.
TEST_F(LivePoolTest, FloodsStayWithinTheLimits) {
    for (uint32_t i = 0; i < 20'000; ++i) {
        const Transfer transfer{.account = static_cast<uint8_t>(i % 200), .nonce = i / 200 + i % 2, .padding = 4000};
        static_cast<void>(pool.submit(transfer.encode(), TransactionSource::kExternal));
    }
    const PoolStatus status = pool.status();
    EXPECT_LE(status.ready_bytes, size_t{20} << 20);
    EXPECT_LE(status.future_bytes, size_t{2} << 20);
    EXPECT_LE(status.ready, 8192u);
    EXPECT_LE(status.future, 819u);
    EXPECT_LT(pool.memory_bytes(), size_t{40} << 20);
}

}  // namespace
}  // namespace serinus::pool
