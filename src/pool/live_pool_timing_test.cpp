// The pool while it is behind the chain: authors who wait for a block, submissions, batches.
#include <gtest/gtest.h>

#include "platform/virtual_scheduler.hpp"
#include "pool/fake_chain.hpp"
#include "pool/live_pool.hpp"

namespace serinus::pool {
namespace {

using test::FakeChain, test::Transfer;
using Kind = TransactionStatus::Kind;
using Kinds = std::vector<Kind>;
using Verdict = SubmissionVerdict::Kind;

class LivePoolTiming : public testing::Test {
  protected:
    struct Answer {
        uint64_t at_ms = 0;
        std::vector<uint32_t> nonces = {};
    };

    std::shared_ptr<std::optional<Answer>> when_ready(const Hash256& parent, uint64_t timeout_ms) {
        auto answer = std::make_shared<std::optional<Answer>>();
        pool.when_ready(parent, timeout_ms, lane, [this, answer](const std::vector<ReadyTransaction>& ready) {
            EXPECT_FALSE(answer->has_value()) << "it is answered once";
            *answer = Answer{.at_ms = time.now_ms()};
            for (const auto& one : ready) (*answer)->nonces.push_back(Transfer::decode(*one.extrinsic).nonce);
        });
        return answer;
    }
    void run() {
        while (time.run_next()) {
        }
    }
    void run_for_ms(uint64_t ms) { time.run_until_ms(time.now_ms() + ms); }
    void submit(const Transfer& transfer) {
        const auto submitted = pool.submit(transfer.encode(), TransactionSource::kExternal);
        EXPECT_TRUE(submitted) << submitted.error().reason;
    }
    chain::BlockId build(const std::vector<Transfer>& transfers) {
        std::vector<primitives::Extrinsic> body;
        for (const auto& one : transfers) body.push_back(one.encode());
        return chain.build(chain.best().hash, body);
    }

    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    std::shared_ptr<platform::Lane> lane = scheduler->make_lane({.name = "author"});
    FakeChain chain;
    const PoolOptions options{.max_ready_requests = 3, .max_batched = 6, .max_batched_bytes = 1000};
    LivePool pool{chain, *scheduler, options};
};

TEST_F(LivePoolTiming, AnAuthorGetsWhatIsReadyOnAProcessedBlockAtOnce) {
    submit({.account = 1});
    const auto answer = when_ready(chain.best().hash, 1000);
    run_for_ms(1);
    ASSERT_TRUE(*answer);
    EXPECT_EQ((*answer)->nonces, std::vector<uint32_t>{0});
}

TEST_F(LivePoolTiming, AnAuthorWaitsUntilTheBestBlockIsProcessed) {
    submit({.account = 1, .nonce = 0});
    submit({.account = 1, .nonce = 1});
    run();
    const auto block = build({{.account = 1, .nonce = 0}});
    const auto route = chain.set_best(block);
    // The client has imported the block, and has not notified the pool yet.
    const auto answer = when_ready(block.hash, 1000);
    run_for_ms(100);
    EXPECT_FALSE(*answer);
    pool.on_change({.route = route, .finalized = {}});
    EXPECT_FALSE(*answer);
    run_for_ms(10);
    ASSERT_TRUE(*answer);
    EXPECT_EQ((*answer)->nonces, std::vector<uint32_t>{1});
    run();  // and is not answered again at the timeout
}

TEST_F(LivePoolTiming, AnAuthorGetsWhatThereIsAfterTheTimeout) {
    submit({.account = 1});
    run();
    const auto block = build({{.account = 1}});
    (void)chain.set_best(block);
    const auto answer = when_ready(block.hash, 300);
    run_for_ms(299);
    EXPECT_FALSE(*answer);
    run_for_ms(2);
    ASSERT_TRUE(*answer);
    EXPECT_EQ((*answer)->nonces, std::vector<uint32_t>{0});
}

TEST_F(LivePoolTiming, AnAuthorOnAForkWaitsForTheChangesUntilNow) {
    submit({.account = 1, .nonce = 0});
    submit({.account = 1, .nonce = 1});
    run();
    const auto fork = build({});
    pool.on_change({.route = chain.set_best(build({{.account = 1, .nonce = 0}})), .finalized = {}});
    const auto answer = when_ready(fork.hash, 1000);
    EXPECT_FALSE(*answer);
    run_for_ms(10);
    ASSERT_TRUE(*answer);
    EXPECT_EQ((*answer)->nonces, std::vector<uint32_t>{1});
}

TEST_F(LivePoolTiming, AnAuthorWhoseBlockIsOvertakenIsAnsweredWithTheBlockThatOvertookIt) {
    submit({.account = 1, .nonce = 0});
    run();
    const auto first = build({});
    const auto to_first = chain.set_best(first);
    const auto answer = when_ready(first.hash, 1000);
    pool.on_change({.route = to_first, .finalized = {}});
    pool.on_change({.route = chain.set_best(build({{.account = 1, .nonce = 0}})), .finalized = {}});
    run_for_ms(10);
    ASSERT_TRUE(*answer);
    EXPECT_TRUE((*answer)->nonces.empty());
}

TEST_F(LivePoolTiming, AStoppedAuthorIsNotCalled) {
    (void)chain.set_best(build({}));
    const auto answer = when_ready(chain.best().hash, 300);
    lane->close();
    run();
    EXPECT_FALSE(*answer);
    lane.reset();
    (void)when_ready(chain.best().hash, 0);
}

TEST_F(LivePoolTiming, TooManyWhoWaitAreAnsweredAtOnce) {
    submit({.account = 1});
    run();
    (void)chain.set_best(build({}));
    for (size_t i = 0; i < options.max_ready_requests; ++i) (void)when_ready(chain.best().hash, 1000);
    const auto last = when_ready(chain.best().hash, 1000);
    run_for_ms(1);
    EXPECT_TRUE(*last);
}

// A client that has seen the block submits what is valid after it; the pool has not processed the block.
TEST_F(LivePoolTiming, APoolBehindTheChainTakesWhatIsValidOnTheBestBlock) {
    submit({.account = 1, .nonce = 0});
    run();
    const auto route = chain.set_best(build({{.account = 1, .nonce = 0}}));
    Kinds kinds;
    uint64_t id = 0;
    ASSERT_TRUE(pool.submit(
        Transfer{.account = 1, .nonce = 1}.encode(), TransactionSource::kExternal,
        [&](const TransactionStatus& status) { kinds.push_back(status.kind); }, &id));
    run();
    EXPECT_EQ(kinds, Kinds{Kind::kReady});
    pool.on_change({.route = route, .finalized = {}});
    run();
    EXPECT_EQ(kinds, Kinds{Kind::kReady});
    EXPECT_EQ(pool.status().ready, 1u);
}

TEST_F(LivePoolTiming, WhatTheBestBlockTookWhileItWasValidatedIsValidatedAgain) {
    submit({.account = 2});  // so that blocks are looked at
    run();
    const Transfer transfer{.account = 1};
    chain.on_validate = [&](const Transfer& validated) {
        if (validated.account != 1) return;
        chain.on_validate = nullptr;
        pool.on_change({.route = chain.set_best(build({transfer})), .finalized = {}});
        run();
    };
    const auto submitted = pool.submit(transfer.encode(), TransactionSource::kExternal);
    ASSERT_FALSE(submitted);
    EXPECT_EQ(submitted.error().validity, (ValidityError{false, invalid::kStale, 0}));
}

TEST_F(LivePoolTiming, ABatchIsAnsweredWithAVerdictForEach) {
    submit({.account = 9});
    std::vector<primitives::Extrinsic> batch;
    for (const Transfer& one :
         {Transfer{.account = 1}, Transfer{.account = 9}, Transfer{.account = 2, .signature_is_good = false},
          Transfer{.account = 1, .salt = 7}, Transfer{.account = 2, .signature_is_good = false},
          Transfer{.account = Transfer::kInherent}}) {
        batch.push_back(one.encode());
    }
    std::vector<SubmissionVerdict> verdicts;
    ASSERT_TRUE(pool.submit_batch(batch, TransactionSource::kExternal,
                                  [&](std::vector<SubmissionVerdict> given) { verdicts = std::move(given); }));
    EXPECT_TRUE(verdicts.empty());
    run();
    std::vector<Verdict> kinds;
    for (const auto& one : verdicts) kinds.push_back(one.kind);
    EXPECT_EQ(kinds, (std::vector<Verdict>{Verdict::kNew, Verdict::kKnown, Verdict::kInvalid, Verdict::kPoolFull,
                                           Verdict::kBanned, Verdict::kInvalid}));
    ASSERT_EQ(verdicts.size(), 6u);
    EXPECT_EQ(verdicts[0].hash, hash_of(batch[0]));
    EXPECT_EQ(verdicts[2].error.validity, (ValidityError{false, invalid::kBadProof, 0}));
}

TEST_F(LivePoolTiming, AFailureOfTheNodeIsNotThePeersFault) {
    chain.fail = true;
    std::optional<SubmissionVerdict> verdict;
    ASSERT_TRUE(pool.submit_batch({Transfer{.account = 1}.encode()}, TransactionSource::kExternal,
                                  [&](const std::vector<SubmissionVerdict>& given) { verdict = given.at(0); }));
    run();
    EXPECT_EQ(verdict->kind, Verdict::kUndecided);
}

TEST_F(LivePoolTiming, BatchesAreBounded) {
    const std::vector<primitives::Extrinsic> many(options.max_batched, Transfer{.account = 1}.encode());
    size_t answered = 0;
    const auto count = [&](const std::vector<SubmissionVerdict>& verdicts) { answered += verdicts.size(); };
    EXPECT_TRUE(pool.submit_batch(many, TransactionSource::kExternal, count));
    EXPECT_FALSE(pool.submit_batch({Transfer{.account = 1}.encode()}, TransactionSource::kExternal, count));
    run();
    EXPECT_EQ(answered, many.size());
    EXPECT_FALSE(
        pool.submit_batch({primitives::Extrinsic(options.max_batched_bytes + 1)}, TransactionSource::kExternal, count));
    EXPECT_TRUE(pool.submit_batch({Transfer{.account = 1}.encode()}, TransactionSource::kExternal, count));
}

}  // namespace
}  // namespace serinus::pool
