// Finality that comes late: what is counted is work, reads and writes of the store, not time.
#include <gmock/gmock.h>

#include "chain/client/client_test_support.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/import/refusal_test_support.hpp"

namespace serinus::chain {
namespace {

using storage::Column;
using storage::StoreError;
using test::put_extrinsic;
using test::TestChain;

struct Work {
    uint64_t reads = 0;
    uint64_t writes = 0;

    Work operator-(const Work& before) const { return {reads - before.reads, writes - before.writes}; }
};

class CountingCursor final : public storage::StoreCursor {
  public:
    CountingCursor(std::unique_ptr<StoreCursor> inner, Work& work) : inner_(std::move(inner)), work_(&work) {}
    Result<bool, StoreError> seek(BytesView key) override {
        ++work_->reads;
        return inner_->seek(key);
    }
    Result<bool, StoreError> next() override {
        ++work_->reads;
        return inner_->next();
    }
    BytesView key() const override { return inner_->key(); }
    BytesView value() const override { return inner_->value(); }

  private:
    std::unique_ptr<StoreCursor> inner_;
    Work* work_;
};

class CountingSnapshot final : public storage::Snapshot {
  public:
    CountingSnapshot(std::unique_ptr<Snapshot> inner, Work& work) : inner_(std::move(inner)), work_(&work) {}
    Result<std::optional<BytesView>, StoreError> get(Column column, BytesView key) override {
        ++work_->reads;
        return inner_->get(column, key);
    }
    std::unique_ptr<storage::StoreCursor> cursor(Column column) override {
        return std::make_unique<CountingCursor>(inner_->cursor(column), *work_);
    }

  private:
    std::unique_ptr<Snapshot> inner_;
    Work* work_;
};

class CountingBatch final : public storage::WriteBatch {
  public:
    CountingBatch(std::unique_ptr<WriteBatch> inner, Work& work) : inner_(std::move(inner)), work_(&work) {}
    void put(Column column, BytesView key, BytesView value) override {
        ++work_->writes;
        inner_->put(column, key, value);
    }
    void remove(Column column, BytesView key) override {
        ++work_->writes;
        inner_->remove(column, key);
    }
    std::unique_ptr<WriteBatch> take_inner() { return std::move(inner_); }

  private:
    std::unique_ptr<WriteBatch> inner_;
    Work* work_;
};

class CountingStore final : public storage::Store {
  public:
    explicit CountingStore(Work& work) : work_(&work) {}
    std::unique_ptr<storage::WriteBatch> batch() override {
        return std::make_unique<CountingBatch>(inner_->batch(), *work_);
    }
    Result<void, StoreError> commit(std::unique_ptr<storage::WriteBatch> batch, storage::Durability how) override {
        return inner_->commit(static_cast<CountingBatch&>(*batch).take_inner(), how);
    }
    Result<std::unique_ptr<storage::Snapshot>, StoreError> snapshot() override {
        auto inner = inner_->snapshot();
        if (!inner) return Err(inner.error());
        return std::unique_ptr<storage::Snapshot>(std::make_unique<CountingSnapshot>(*std::move(inner), *work_));
    }

  private:
    std::unique_ptr<storage::Store> inner_ = storage::make_memory_store();
    Work* work_;
};

class ClientLateFinality : public testing::Test {
  protected:
    ClientOptions options(uint32_t canonical_depth) {
        ClientOptions out;
        out.database.canonical_depth = canonical_depth;
        out.database.state_pruning = Pruning{Pruning::Mode::kLast, 16};
        out.database.open_store = [this]() -> Result<std::unique_ptr<storage::Store>, StoreError> {
            return std::unique_ptr<storage::Store>(std::make_unique<CountingStore>(work));
        };
        return out;
    }
    /// The work for so many more blocks on the best one.
    Work grow(TestChain& chain, size_t count) {
        const Work before = work;
        for (const Hash256& hash : chain.add_many(chain->best().hash, count)) blocks.push_back(hash);
        return work - before;
    }

    Work work;
    std::vector<Hash256> blocks;  ///< of the best chain, without the genesis block
};

TEST_F(ClientLateFinality, ABlockCostsTheSameHoweverManyAreNotFinal) {
    TestChain chain(options(32));
    grow(chain, 128);
    const Work early = grow(chain, 64);
    grow(chain, 1500);
    const Work late = grow(chain, 64);
    EXPECT_LE(late.reads, early.reads + early.reads / 10);
    EXPECT_LE(late.writes, early.writes + early.writes / 10);
}

Bytes map_key(std::string_view map, uint64_t number) {
    return concat(as_bytes(map), scale::encode(number * 0x9E3779B97F4A7C15));
}

/// One entry of a map comes with each block, and that of the block before goes: what a queue of one item does. In
/// another map, beside an entry that stays, one comes and goes within the block.
void grow_queue(TestChain& chain, size_t count) {
    for (size_t i = 0; i < count; ++i) {
        const BlockId best = chain->best();
        BuiltBlock built = chain.build(best.hash);
        auto& changes = built.effects.changes.top;
        changes[map_key("queue", best.number + 1)] = concat(Bytes(40, 1), scale::encode(best.number));
        if (best.number > 0) changes[map_key("queue", best.number)] = std::nullopt;
        if (best.number == 0) changes[concat(as_bytes("visits"), Bytes(9, 0xff))] = Bytes(40, 1);
        if (best.number > 0) changes[map_key("visits", best.number)] = std::nullopt;
        const auto root = TestChain::get(chain->state_of(best.hash))->root_with(built.effects.changes, {});
        ASSERT_TRUE(root.has_value());
        built.block.header.state_root = *root;
        built.effects.version = {};
        ASSERT_EQ(TestChain::get(chain->import_built(std::move(built))).kind, ImportOutcome::Kind::kImported);
    }
}

TEST_F(ClientLateFinality, ABlockCostsTheSameHoweverManyStatesAreKept) {
    constexpr size_t kBlocks = 128;
    const auto work_of = [&](TestChain& chain) {
        const Work before = work;
        grow_queue(chain, kBlocks);
        return work - before;
    };
    // No state moves yet.
    TestChain deep(options(kCanonicalDepth));
    grow_queue(deep, 1000);
    const Work early = work_of(deep);
    grow_queue(deep, 2700);
    const Work late = work_of(deep);
    EXPECT_LE(late.reads, early.reads + early.reads / 50);
    EXPECT_EQ(late.writes, early.writes);

    // A state of an old block moves with each block.
    grow_queue(deep, 4000);
    const Work moving = work_of(deep);
    TestChain flat(options(32));
    grow_queue(flat, 1000);
    const Work expected = work_of(flat);
    EXPECT_LE(moving.reads, expected.reads + expected.reads / 50);
    EXPECT_LE(moving.writes, expected.writes + expected.writes / 50);
}

TEST_F(ClientLateFinality, FinalityOfManyBlocksMovesNoStates) {
    constexpr size_t kBlocks = 1000;
    TestChain chain(options(kCanonicalDepth));
    grow(chain, kBlocks);
    const Work before = work;
    EXPECT_TRUE(TestChain::get(chain->finalize(blocks[kBlocks - 2], std::nullopt)));
    const Work finality = work - before;
    EXPECT_LT(finality.writes, 10u);
    EXPECT_LT(finality.reads, 4 * kBlocks) << "its hash and its children, of each block";
    EXPECT_EQ(chain->finalized().number, kBlocks - 1);
    EXPECT_TRUE(chain->has_state(blocks[0])) << "not pruned yet";

    // States follow with the next blocks, a bounded number with each of them.
    const Work one = grow(chain, 1);
    EXPECT_FALSE(chain->has_state(blocks[0]));
    EXPECT_TRUE(chain->has_state(blocks[kBlocks / 2]));
    grow(chain, kBlocks / 64);
    EXPECT_FALSE(chain->has_state(blocks[kBlocks / 2]));
    EXPECT_FALSE(chain->has_state(blocks[kBlocks - 19]));
    EXPECT_TRUE(chain->has_state(blocks[kBlocks - 17]));
    const Work after = grow(chain, 1);
    EXPECT_GT(one.writes, after.writes);
    EXPECT_EQ(chain.value_of(chain->best().hash, "a"), "1");
}

TEST_F(ClientLateFinality, WhatLostDoesNotGrowAlthoughItsStateIsStillThere) {
    TestChain chain(options(kCanonicalDepth));
    grow(chain, 100);
    const auto fork = chain.add_many(blocks[90], 3, {.extrinsic = put_extrinsic("b", "1"), .weight = 1});
    const BuiltBlock child = chain.build(fork[2]);
    grow(chain, 100);
    EXPECT_TRUE(TestChain::get(chain->finalize(blocks[150], std::nullopt)));
    EXPECT_THAT(chain.import(child.block).refusal, IsRefused(RefusalReason::kUnknownParent, ""));
    EXPECT_THAT(chain->leaves(), testing::ElementsAre(chain->best()));
    EXPECT_EQ(chain->exclude(blocks[120]).error().kind, ChainError::Kind::kUnknown) << "it is final";
    EXPECT_TRUE(chain->exclude(blocks[160]));
    EXPECT_EQ(chain->best(), (BlockId{blocks[159], 160}));
    EXPECT_TRUE(chain->readmit(blocks[160]));
    grow(chain, 3);
    EXPECT_FALSE(chain->has_state(fork[2]));
}

TEST_F(ClientLateFinality, AForkThatBecomesFinalLateIsTheBestChain) {
    TestChain chain(options(kCanonicalDepth));
    grow(chain, 100);
    const auto fork = chain.add_many(blocks[10], 80, {.extrinsic = put_extrinsic("b", "1"), .weight = 1});
    EXPECT_TRUE(TestChain::get(chain->finalize(fork[78], std::nullopt)));
    EXPECT_EQ(chain->best(), (BlockId{fork[79], 91}));
    EXPECT_EQ(TestChain::get(chain->find_hash(50)), fork[38]);
    EXPECT_EQ(TestChain::get(chain->find_header(blocks[99])), nullptr);
    grow(chain, 4);
    EXPECT_FALSE(chain->has_state(blocks[99]));
    EXPECT_EQ(chain.value_of(chain->best().hash, "b"), "1");
}

}  // namespace
}  // namespace serinus::chain
