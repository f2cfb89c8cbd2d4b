#include "chain/client/import_queue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <latch>
#include <mutex>

#include "chain/client/client_test_support.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/import/refusal_test_support.hpp"
#include "platform/threaded_scheduler.hpp"
#include "platform/virtual_scheduler.hpp"
#include "tests/support/random.hpp"

namespace serinus::chain {
namespace {

using primitives::Block;
using test::put_extrinsic;
using test::TestChain;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = ImportOutcome::Kind;
using Pushed = ImportQueue::Pushed;

/// What left the queue.
struct Outcomes {
    std::mutex mutex;
    std::map<Hash256, std::string> by_block;

    ImportQueue::Done writer() {
        return [this](const BlockId& block, const Result<ImportOutcome, ChainError>& outcome) {
            const std::lock_guard lock(mutex);
            if (!outcome) {
                by_block[block.hash] = "failure: " + outcome.error().reason;
            } else if (outcome->kind == Kind::kRefused) {
                by_block[block.hash] = text_of(outcome->refusal);
            } else {
                by_block[block.hash] = outcome->kind == Kind::kKnown ? "known" : "imported";
            }
        };
    }
    std::string of(const Block& block) {
        const std::lock_guard lock(mutex);
        const auto found = by_block.find(primitives::header_hash(block.header));
        return found == by_block.end() ? "nothing" : found->second;
    }
};

class ImportQueueTest : public testing::Test {
  protected:
    /// Good blocks on top of another, which `chain` does not have.
    std::vector<Block> blocks(size_t count) {
        std::vector<Block> out;
        Hash256 parent = source->genesis().hash;
        for (size_t i = 0; i < count; ++i) {
            out.push_back(source.build(parent, {.extrinsic = put_extrinsic("a", std::to_string(i))}).block);
            parent = source.import(out.back()).block.hash;
        }
        return out;
    }
    /// Until nothing more can be done: the queue is empty, or all that is left waits for parents.
    void run() {
        while (time.run_next()) {
        }
    }
    static Pushed push(ImportQueue& queue, const Block& block) {
        return queue.push({block, std::nullopt}, BlockOrigin::kNetworkInitialSync);
    }

    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    TestChain source;
    TestChain chain;
    Outcomes outcomes;
};

TEST_F(ImportQueueTest, BlocksComeInAnyOrder) {
    auto all = blocks(40);
    const Block last = all.back();
    auto random = test::seeded_random();
    std::shuffle(all.begin(), all.end(), random);
    test::RecordedEvents events(*chain);
    ImportQueue queue(*chain, *scheduler, outcomes.writer());
    for (const Block& block : all) EXPECT_EQ(push(queue, block), Pushed::kTaken);
    run();
    EXPECT_EQ(queue.size(), 0u);
    EXPECT_EQ(queue.bytes(), 0u);
    EXPECT_EQ(chain->best().hash, primitives::header_hash(last.header));
    for (const Block& block : all) EXPECT_EQ(outcomes.of(block), "imported");
    ASSERT_THAT(events.imported, SizeIs(40));
    EXPECT_EQ(events.imported[0].origin, BlockOrigin::kNetworkInitialSync);
    EXPECT_EQ(push(queue, last), Pushed::kTaken);
    run();
    EXPECT_EQ(outcomes.of(last), "known");
}

TEST_F(ImportQueueTest, ABlockWaitsForItsParent) {
    const auto all = blocks(3);
    ImportQueue queue(*chain, *scheduler, outcomes.writer());
    EXPECT_EQ(push(queue, all[2]), Pushed::kTaken);
    EXPECT_EQ(push(queue, all[1]), Pushed::kTaken);
    EXPECT_EQ(push(queue, all[1]), Pushed::kTwice);
    run();
    EXPECT_EQ(queue.size(), 2u);
    EXPECT_EQ(outcomes.of(all[1]), "nothing");
    chain.import(all[0]);  // by another way
    run();
    EXPECT_EQ(outcomes.of(all[2]), "imported");
}

TEST_F(ImportQueueTest, WhatIsBuiltOnARefusedBlockIsRefused) {
    auto all = blocks(4);
    Block bad = all[1];
    bad.body[0].back() ^= 1;  // the header is good
    Block heavy = source.build(primitives::header_hash(all[0].header), {.weight = 255}).block;
    Block child = all[2];
    child.header.parent_hash = primitives::header_hash(heavy.header);
    ImportQueue queue(*chain, *scheduler, outcomes.writer());
    for (const Block& block : {all[3], all[2], bad, child, heavy, all[0]}) push(queue, block);
    run();
    EXPECT_EQ(queue.size(), 0u);
    EXPECT_EQ(outcomes.of(all[0]), "imported");
    EXPECT_THAT(outcomes.of(bad), HasSubstr("its extrinsics root is"));
    EXPECT_THAT(outcomes.of(all[2]), HasSubstr("is refused"));
    EXPECT_THAT(outcomes.of(all[3]), HasSubstr("is refused"));
    EXPECT_THAT(outcomes.of(heavy), HasSubstr("too heavy"));
    EXPECT_THAT(outcomes.of(child), HasSubstr("is refused"));
    EXPECT_EQ(chain->best().number, 1u);
}

TEST_F(ImportQueueTest, BlocksAreJudgedAlikeWhetherOrNotTheyAreExecutedAhead) {
    const auto all = blocks(30);
    Block bad = all[20];
    bad.header.state_root[0] ^= 1;
    Block child = all[21];
    child.header.parent_hash = primitives::header_hash(bad.header);
    const auto threads = platform::make_threaded_scheduler();
    for (const bool ahead : {true, false}) {
        for (platform::Scheduler* const with : {scheduler.get(), threads.get()}) {
            TestChain importing;
            Outcomes seen;
            {
                ImportQueue queue(*importing, *with, seen.writer(), {.executes_ahead = ahead});
                for (size_t i = 0; i < 20; ++i) push(queue, all[i]);
                // The child first: if its parent was refused before it comes, it would wait for one for ever.
                for (const Block& block : {child, bad}) push(queue, block);
                for (size_t i = 20; i < 30; ++i) push(queue, all[i]);
                while (queue.size() > 0) {
                    if (with == scheduler.get()) time.run_next();
                }
            }
            for (const Block& block : all) EXPECT_EQ(seen.of(block), "imported");
            EXPECT_THAT(seen.of(bad), HasSubstr("its state root is"));
            EXPECT_THAT(seen.of(child), HasSubstr("is refused"));
            EXPECT_EQ(importing->best().hash, primitives::header_hash(all.back().header));
        }
    }
}

TEST_F(ImportQueueTest, BlocksWithoutAParentMakeRoom) {
    const auto all = blocks(6);
    ImportQueue queue(*chain, *scheduler, outcomes.writer(), {.limits = {.max_blocks = 3}});
    for (const size_t i : {5, 4, 3}) EXPECT_EQ(push(queue, all[i]), Pushed::kTaken);
    EXPECT_EQ(push(queue, all[2]), Pushed::kFull);
    EXPECT_EQ(push(queue, all[0]), Pushed::kTaken);
    run();
    EXPECT_EQ(outcomes.of(all[0]), "imported");
    EXPECT_EQ(queue.size(), 2u);
    EXPECT_THAT(outcomes.of(all[5]), HasSubstr("failure: its parent is not known"));
}

TEST_F(ImportQueueTest, WhoFoundTheQueueFullIsCalledBack) {
    const auto all = blocks(5);
    ImportQueue queue(*chain, *scheduler, outcomes.writer(), {.limits = {.max_blocks = 4}});
    for (size_t i = 0; i < 4; ++i) EXPECT_EQ(push(queue, all[i]), Pushed::kTaken);
    EXPECT_EQ(push(queue, all[4]), Pushed::kFull);
    size_t calls = 0;
    queue.when_room(100, [&] {
        ++calls;
        EXPECT_EQ(push(queue, all[4]), Pushed::kTaken);
    });
    EXPECT_EQ(calls, 0u);
    run();
    EXPECT_EQ(calls, 1u);
    EXPECT_EQ(outcomes.of(all[4]), "imported");
    EXPECT_EQ(queue.size(), 0u);
}

TEST_F(ImportQueueTest, BodiesCountByTheirSize) {
    Block large =
        source.build(source->genesis().hash, {.extrinsic = put_extrinsic("a", std::string(60'000, 'x'))}).block;
    ImportQueue queue(*chain, *scheduler, outcomes.writer(), {.limits = {.max_bytes = 50'000}});
    EXPECT_EQ(push(queue, large), Pushed::kTooLarge);
    EXPECT_EQ(queue.size(), 0u);
}

TEST_F(ImportQueueTest, AQueueMayEndBeforeItsBlocksAreThrough) {
    const auto all = blocks(30);
    {
        ImportQueue queue(*chain, *scheduler, outcomes.writer());
        for (const Block& block : all) push(queue, block);
    }
    const auto best = chain->best();
    EXPECT_EQ(chain.value_of(best.hash, "a"), best.number == 0 ? "0" : std::to_string(best.number - 1));
    EXPECT_EQ(chain.import(all[best.number < 30 ? best.number : 29]).refusal, std::nullopt);
}

/// Leaves the check of seals to other threads, and finds those with weight 7 bad.
class LateVerifier final : public HeaderVerifier {
  public:
    Result<HeaderVerdict, ChainError> check(const HeaderToCheck& what, Ancestry& ancestry) override {
        TRY_ASSIGN(auto verdict, begin(what, ancestry));
        if (verdict.good()) verdict.finish();
        return verdict;
    }
    Result<HeaderVerdict, ChainError> begin(const HeaderToCheck& what, Ancestry& ancestry) override {
        TRY_ASSIGN(auto verdict, weighing.check(what, ancestry));
        const bool bad = what.header.digest == primitives::Digest{primitives::digest::Other{{7}}};
        verdict.rest = [bad]() -> MaybeRefusal {
            if (!bad) return std::nullopt;
            return Refusal{RefusalReason::kBadSeal, "its seal is bad"};
        };
        return verdict;
    }

  private:
    test::WeighingVerifier weighing;
};

class LateEngine final : public EngineFactory {
  public:
    Result<Engine, ChainError> of_genesis(RuntimeSource& runtimes, state::Backend& genesis) override {
        return weighing.of_genesis(runtimes, genesis);
    }
    Result<Engine, ChainError> of_record(BytesView record) override { return weighing.of_record(record); }
    Result<std::unique_ptr<HeaderVerifier>, ChainError> make_verifier(const Engine&,
                                                                      std::function<uint64_t()>) override {
        return std::unique_ptr<HeaderVerifier>(new LateVerifier);
    }
    std::unique_ptr<ForkChoice> make_fork_choice() override { return std::make_unique<test::Heaviest>(); }

  private:
    test::WeighingEngine weighing;
};

TEST_F(ImportQueueTest, WhatIsLeftOfAHeaderIsCheckedBeforeTheBlockIsExecuted) {
    LateEngine engines;
    const auto client = TestChain::get(Client::open(test::put_chain_spec(), {}, engines));
    const Hash256 genesis = source->genesis().hash;
    const Block good = source.build(genesis).block;
    const Hash256 first = source.import(good).block.hash;
    const Block bad = source.build(first, {.weight = 7}).block;
    const Block child = source.build(source.import(bad).block.hash).block;
    {
        ImportQueue queue(*client, *scheduler, outcomes.writer());
        for (const Block& block : {child, bad, good}) push(queue, block);
        run();
    }
    EXPECT_EQ(outcomes.of(good), "imported");
    EXPECT_EQ(outcomes.of(bad), "its seal is bad");
    EXPECT_THAT(outcomes.of(child), HasSubstr("is refused"));
    EXPECT_THAT(TestChain::get(client->import({bad, std::nullopt}, BlockOrigin::kFile)).refusal,
                IsRefused(RefusalReason::kBadSeal, "its seal is bad"));
    EXPECT_EQ(client->best(), (BlockId{first, 1}));
}

/// Lets the execution of a block end only when the header of its child is being checked.
struct ImportOrder final : ClientListener {
    Hash256 first, sibling, child;
    std::latch all_are_there{1}, first_is_written{1}, child_is_looked_at{1};
    Bytes record_for_child;

    void on_header(const HeaderToCheck& what) {
        if (what.hash == first) all_are_there.wait();
        if (what.hash == sibling) first_is_written.wait();
        if (what.hash != child) return;
        record_for_child = to_bytes(what.parent_record);
        child_is_looked_at.count_down();
    }
    void on_imported(const ImportedBlock& block) override {
        if (block.id.hash != first) return;
        first_is_written.count_down();
        child_is_looked_at.wait();
    }
};

class OrderedEngine final : public EngineFactory {
  public:
    explicit OrderedEngine(ImportOrder& order) : order_(&order) {}
    Result<Engine, ChainError> of_genesis(RuntimeSource& runtimes, state::Backend& genesis) override {
        return weighing_.of_genesis(runtimes, genesis);
    }
    Result<Engine, ChainError> of_record(BytesView record) override { return weighing_.of_record(record); }
    Result<std::unique_ptr<HeaderVerifier>, ChainError> make_verifier(const Engine&,
                                                                      std::function<uint64_t()>) override {
        class Verifier final : public HeaderVerifier {
          public:
            explicit Verifier(ImportOrder& order) : order_(&order) {}
            Result<HeaderVerdict, ChainError> check(const HeaderToCheck& what, Ancestry& ancestry) override {
                order_->on_header(what);
                return weighing_.check(what, ancestry);
            }

          private:
            ImportOrder* order_;
            test::WeighingVerifier weighing_;
        };
        return std::unique_ptr<HeaderVerifier>(new Verifier(*order_));
    }
    std::unique_ptr<ForkChoice> make_fork_choice() override { return std::make_unique<test::Heaviest>(); }

  private:
    ImportOrder* order_;
    test::WeighingEngine weighing_;
};

// While the parent is executed it is in the queue still, and so is what its child needs of it.
TEST_F(ImportQueueTest, AHeaderIsCheckedWhileItsParentIsExecuted) {
    const Hash256 genesis = source->genesis().hash;
    const Block first = source.build(genesis, {.weight = 3}).block;
    const Block sibling = source.build(genesis, {.extrinsic = put_extrinsic("b", "1")}).block;
    const Block child = source.build(source.import(first).block.hash).block;
    ImportOrder order;
    order.first = primitives::header_hash(first.header);
    order.sibling = primitives::header_hash(sibling.header);
    order.child = primitives::header_hash(child.header);
    OrderedEngine engines(order);
    const auto client = TestChain::get(Client::open(test::put_chain_spec(), {}, engines));
    client->add_listener(&order);
    const auto threads = platform::make_threaded_scheduler();
    {
        std::latch all_are_through(3);
        const auto done = [&, write = outcomes.writer()](const BlockId& block, const auto& outcome) {
            write(block, outcome);
            all_are_through.count_down();
        };
        ImportQueue queue(*client, *threads, done, {.check_lanes = 1});
        for (const Block& block : {first, sibling, child}) EXPECT_EQ(push(queue, block), Pushed::kTaken);
        order.all_are_there.count_down();
        all_are_through.wait();
    }
    client->remove_listener(&order);
    EXPECT_EQ(order.record_for_child, scale::encode(uint64_t{3}));
    EXPECT_EQ(outcomes.of(child), "imported");
    EXPECT_EQ(client->best().hash, order.child);
}

}  // namespace
}  // namespace serinus::chain
