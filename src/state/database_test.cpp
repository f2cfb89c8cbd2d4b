// The state database against a model that keeps every state whole: forks, finality, pruning, going back, restarts.
#include "state/database.hpp"

#include <gtest/gtest.h>

#include "platform/threaded_scheduler.hpp"
#include "platform/virtual_scheduler.hpp"
#include "state/columns.hpp"
#include "state/database_test_support.hpp"
#include "storage/store_test_support.hpp"
#include "tests/support/random.hpp"
#include "trie/root_builder.hpp"

namespace serinus::state {
namespace {

using serinus::test::CheckedDatabase;
using serinus::test::Model;
using serinus::test::ModelState;
using serinus::test::random_between;
using trie::StateVersion;

/// Few enough that keys meet, and of all shapes: empty, prefixes of each other, with zeros, longer than the store's.
Bytes random_key(std::mt19937_64& random) {
    const uint64_t shape = random() % 12;
    if (shape == 0) return {};
    if (shape == 1) return Bytes(random_between(random, 1, 4), 0);
    if (shape == 2) {
        Bytes key(random_between(random, 500, 504), 7);
        key.back() = static_cast<uint8_t>(random() % 4);
        return key;
    }
    Bytes key(random_between(random, 1, 4));
    for (uint8_t& byte : key) byte = std::to_array<uint8_t>({0, 1, 0x10, 0x11, 0xff})[random() % 5];
    return key;
}

Bytes random_value(std::mt19937_64& random) {
    static constexpr std::array<size_t, 6> kSizes = {0, 1, 32, 33, 40, 3000};
    return serinus::test::random_bytes(random, kSizes[random() % kSizes.size()]);
}

ChangeSet random_changes(std::mt19937_64& random, const ModelState::Entries& entries, uint64_t most) {
    ChangeSet out;
    for (uint64_t i = random_between(random, 0, most); i > 0; --i) {
        Bytes key = random_key(random);
        if (!entries.empty() && random() % 2 == 0) {
            key = std::next(entries.begin(), static_cast<ptrdiff_t>(random() % entries.size()))->first;
        }
        if (random() % 3 == 0) {
            out[key] = std::nullopt;
        } else {
            out[key] = random_value(random);
        }
    }
    return out;
}

StateChanges random_changes(std::mt19937_64& random, const ModelState& state) {
    StateChanges out{random_changes(random, state.top, 12), {}};
    for (const char* child : {"a", "ab"}) {
        if (random() % 3 != 0) continue;
        const Bytes key = to_bytes(as_bytes(child));
        const auto entries = state.children.find(key);
        const ModelState::Entries empty;
        const auto& there = entries == state.children.end() ? empty : entries->second;
        out.children[key] = random_changes(random, there, 5);
        if (random() % 8 == 0) {  // the whole child
            for (const auto& [child_key, value] : there) out.children[key][child_key] = std::nullopt;
        }
    }
    return out;
}

StateVersion random_version(std::mt19937_64& random) {
    return random() % 2 == 0 ? StateVersion::kV0 : StateVersion::kV1;
}

enum class Where : uint8_t { kMemory, kDisk };
struct Setting {
    Where where;
    PruningMode mode;
};

class Databases : public testing::TestWithParam<Setting> {
  protected:
    Databases()
        : store_(GetParam().where == Where::kMemory ? storage::make_memory_store()
                                                    : serinus::test::open_or_fail(folder_.path())) {}
    serinus::test::TemporaryFolder folder_;
    std::unique_ptr<storage::Store> store_;
};

const Hash256& any_block(std::mt19937_64& random, const Model& model, auto accept) {
    std::vector<const Hash256*> fitting;
    for (const auto& [hash, block] : model.blocks) {
        if (accept(hash, block)) fitting.push_back(&hash);
    }
    return fitting.empty() ? model.last_finalized : *fitting[random() % fitting.size()];
}

TEST_P(Databases, AgreeWithAModelOfWholeStates) {
    auto random = serinus::test::seeded_random();
    for (int run = 0; run < (GetParam().where == Where::kMemory ? 6 : 2); ++run) {
        store_.reset();
        folder_.clear();
        store_ = GetParam().where == Where::kMemory ? storage::make_memory_store()
                                                    : serinus::test::open_or_fail(folder_.path());
        CheckedDatabase checked(*store_, GetParam().mode);
        ModelState genesis;
        const StateVersion version = random_version(random);
        for (int i = 0; i < 3; ++i) genesis.apply(random_changes(random, genesis), version);
        checked.set_genesis(genesis, version);
        for (int step = 0; step < 60; ++step) {
            Model& model = checked.model;
            const uint64_t what = random() % 16;
            const auto on_top = [&](const Hash256& hash, const auto&) { return model.can_grow(hash); };
            if (what < 9) {
                const Hash256 parent = any_block(random, model, on_top);
                checked.add_block(parent, random_changes(random, model.blocks.at(parent).state),
                                  random_version(random));
            } else if (what < 12) {
                checked.finalize(Hash256(any_block(random, model, on_top)));
            } else if (what < 13) {
                checked.revert(
                    Hash256(any_block(random, model, [](const auto&, const auto& block) { return !block.lost; })));
            } else if (what < 14) {
                const Hash256 leaf = any_block(random, model, [&](const Hash256& hash, const auto& block) {
                    return !block.finalized && !block.lost && !model.has_child(hash);
                });
                if (!model.blocks.at(leaf).finalized) checked.discard(leaf);
            } else if (what < 15) {
                checked.reopen();
            }
            const Hash256 one = any_block(random, model, [](const auto&, const auto&) { return true; });
            checked.check_block(one, random_key(random));
            if (step % 20 == 19) checked.check_all(random_key(random));
        }
    }
}

TEST_P(Databases, AgreeWithTheModelAboutThousandsOfChanges) {
    auto random = serinus::test::seeded_random();
    CheckedDatabase checked(*store_, GetParam().mode);
    ModelState genesis;
    const auto many_changes = [&](size_t count) {
        StateChanges out;
        for (size_t i = 0; i < count; ++i) {
            Bytes key(3, 0);
            for (uint8_t& byte : key) byte = static_cast<uint8_t>(random() % 24);
            out.top[key] = random() % 3 == 0 ? std::nullopt : std::optional(Bytes(random() % 50, 1));
        }
        return out;
    };
    genesis.apply(many_changes(5000), StateVersion::kV1);
    checked.set_genesis(genesis, StateVersion::kV1);
    Hash256 tip = checked.model.last_finalized;
    for (int i = 0; i < 3; ++i) tip = checked.add_block(tip, many_changes(3000), StateVersion::kV1);
    checked.check_block(tip, {});
    checked.finalize(tip);
    checked.check_block(tip, {});
}

std::string name_of(const testing::TestParamInfo<Setting>& setting) {
    const PruningMode mode = setting.param.mode;
    return std::string(setting.param.where == Where::kMemory ? "Memory" : "Disk") +
           (mode.keep          ? "Keeps" + std::to_string(*mode.keep)
            : mode.keeps_forks ? "Archive"
                               : "ArchiveCanonical");
}

INSTANTIATE_TEST_SUITE_P(All, Databases,
                         testing::Values(Setting{Where::kMemory, {.keep = 3}}, Setting{Where::kMemory, {.keep = 0}},
                                         Setting{Where::kMemory, PruningMode::archive()},
                                         Setting{Where::kMemory, PruningMode::archive_canonical()},
                                         Setting{Where::kDisk, {.keep = 3}},
                                         Setting{Where::kDisk, PruningMode::archive()}),
                         name_of);

/// On the memory store, with a state of a few entries.
class Database : public testing::Test {
  protected:
    Database() : store_(storage::make_memory_store()), checked_(*store_, {.keep = 2}) {
        ModelState genesis;
        genesis.apply(
            {{{bytes("a"), bytes("1")}, {bytes("b"), Bytes(100, 2)}}, {{bytes("c"), {{bytes("x"), bytes("3")}}}}},
            StateVersion::kV1);
        checked_.set_genesis(genesis, StateVersion::kV1);
    }
    static Bytes bytes(std::string_view text) { return to_bytes(as_bytes(text)); }
    static StateChanges put(std::string_view key, std::string_view value) { return {{{bytes(key), bytes(value)}}, {}}; }
    Hash256 genesis() const { return checked_.model.last_finalized; }
    size_t row_count(storage::Column column) {
        const auto snapshot = *store_->snapshot();
        const auto cursor = snapshot->cursor(column);
        size_t count = 0;
        for (auto there = cursor->seek({}); *there; there = cursor->next()) ++count;
        return count;
    }

    std::unique_ptr<storage::Store> store_;
    CheckedDatabase checked_;
};

TEST_F(Database, ABlockThatIsNotThereIsMissing) {
    const auto state = checked_.database().at(CheckedDatabase::hash_of(7, 7));
    ASSERT_FALSE(state.has_value());
    EXPECT_EQ(state.error().kind, StateError::Kind::kMissing);
    EXPECT_FALSE(*checked_.database().has(CheckedDatabase::hash_of(7, 7)));
    EXPECT_TRUE(*checked_.database().has(genesis()));
}

TEST_F(Database, NothingCountsBeforeTheBatchIsCommitted) {
    auto batch = store_->batch();
    const Hash256 block = CheckedDatabase::hash_of(1, 99);
    ASSERT_TRUE(checked_.database().commit(*batch, block, genesis(), 1, put("a", "2"), StateVersion::kV1).has_value());
    EXPECT_FALSE(*checked_.database().has(block));
    batch.reset();
    checked_.check_all(bytes("zz"));
    EXPECT_EQ(row_count(columns::kLayers), 0u);
}

TEST_F(Database, PrunedBlocksAreMissingAndLeaveNothing) {
    std::vector<Hash256> chain{genesis()};
    for (int i = 0; i < 8; ++i) {
        chain.push_back(checked_.add_block(chain.back(), put("a", std::to_string(i)), StateVersion::kV1));
        checked_.add_block(chain[chain.size() - 2], put("fork", std::to_string(i)), StateVersion::kV1);
        checked_.finalize(chain.back());
    }
    EXPECT_FALSE(*checked_.database().has(chain[5]));
    EXPECT_TRUE(*checked_.database().has(chain[6]));
    EXPECT_EQ((*checked_.database().oldest())->block, chain[6]);
    EXPECT_EQ(row_count(columns::kLayers), 0u);
    EXPECT_EQ(row_count(columns::kBlocks), 3u);
    EXPECT_EQ(row_count(columns::kNumbers), 3u);
    EXPECT_EQ(row_count(columns::kChangedRows), 2u);
    checked_.check_all(bytes("zz"));
}

TEST_F(Database, ManyBlocksAreFinalizedAtOnce) {
    Hash256 tip = genesis();
    for (int i = 0; i < 8; ++i)
        tip = checked_.add_block(tip, put(i % 2 == 0 ? "a" : "n", std::to_string(i)), StateVersion::kV0);
    checked_.finalize(tip);
    EXPECT_EQ(row_count(columns::kLayers), 0u);
    EXPECT_EQ(row_count(columns::kBlocks), 3u);
    checked_.check_all(bytes("zz"));
}

TEST_F(Database, AStateInUseStaysAsItIs) {
    const auto state = *checked_.database().at(genesis());
    Hash256 tip = genesis();
    for (int i = 0; i < 6; ++i) {
        tip = checked_.add_block(tip, put("a", "changed"), StateVersion::kV1);
        checked_.finalize(tip);
    }
    EXPECT_FALSE(*checked_.database().has(CheckedDatabase::hash_of(0, 1)));
    EXPECT_TRUE(equal(**state->get(Area::top(), as_bytes("a")), as_bytes("1")));
    EXPECT_TRUE(equal(**state->get(Area::child(as_bytes("c")), as_bytes("x")), as_bytes("3")));
}

// Spec: defn-hashed-subvalue. Observed: polkadot-stable2407: entries keep the form in which they were written until
// they are written again.
TEST_F(Database, AMigrationWritesValuesInTheirNewForm) {
    ModelState old;
    old.apply({{{bytes("k"), Bytes(200, 1)}, {bytes("kk"), Bytes(200, 2)}}, {}}, StateVersion::kV0);
    const auto store = storage::make_memory_store();
    CheckedDatabase checked(*store, {});
    checked.set_genesis(old, StateVersion::kV0);
    const Hash256 first =
        checked.add_block(checked.model.last_finalized, {{{bytes("k"), Bytes(200, 1)}}, {}}, StateVersion::kV1);
    EXPECT_NE(checked.model.blocks.at(first).root, checked.model.blocks.at(checked.model.last_finalized).root);
    const Hash256 second = checked.add_block(first, {{{bytes("kk"), Bytes(200, 2)}}, {}}, StateVersion::kV1);
    checked.finalize(second);
    checked.check_all(bytes("zz"));
}

TEST_F(Database, AnInterruptedGenesisIsBegunAnew) {
    const auto store = storage::make_memory_store();
    auto batch = store->batch();
    batch->put(columns::kTopEntries, as_bytes("left over"), as_bytes("x"));
    batch->put(columns::kTopNodes, as_bytes("left over"), as_bytes("x"));
    ASSERT_TRUE(store->commit(std::move(batch), storage::Durability::kBuffered).has_value());
    CheckedDatabase checked(*store, {});
    ModelState genesis;
    genesis.apply(put("a", "1"), StateVersion::kV1);
    checked.set_genesis(genesis, StateVersion::kV1);
    checked.check_all(bytes("zz"));
}

TEST_F(Database, WhatWasPrunedCannotBecomeAnArchive) {
    Hash256 tip = genesis();
    for (int i = 0; i < 2; ++i) tip = checked_.add_block(tip, put("a", "x"), StateVersion::kV1);
    checked_.finalize(tip);
    EXPECT_TRUE(StateDatabase::open(*store_, PruningMode::archive()).has_value());
    tip = checked_.add_block(tip, put("a", "y"), StateVersion::kV1);
    checked_.finalize(tip);
    const auto archive = StateDatabase::open(*store_, PruningMode::archive());
    ASSERT_FALSE(archive.has_value());
    EXPECT_EQ(archive.error().kind, StateError::Kind::kMissing);
}

TEST_F(Database, AnArchiveThatIsToBePrunedLosesItsOldStatesBitByBit) {
    const auto store = storage::make_memory_store();
    CheckedDatabase archive(*store, PruningMode::archive());
    ModelState start;
    start.apply(put("a", "1"), StateVersion::kV1);
    archive.set_genesis(start, StateVersion::kV1);
    std::vector<Hash256> chain{archive.model.last_finalized};
    for (int i = 0; i < 40; ++i) {
        chain.push_back(archive.add_block(chain.back(), put("a", std::to_string(i)), StateVersion::kV1));
        archive.finalize(chain.back());
    }
    archive.check_all(bytes("zz"));
    const auto pruned = *StateDatabase::open(*store, {.keep = 4});
    auto batch = store->batch();
    EXPECT_EQ(*pruned->prune(*batch, 10), 10u);
    ASSERT_TRUE(store->commit(std::move(batch), storage::Durability::kBuffered).has_value());
    EXPECT_FALSE(*pruned->has(chain[9]));
    EXPECT_TRUE(*pruned->has(chain[10]));
    batch = store->batch();
    EXPECT_EQ(*pruned->prune(*batch, 1000), 26u);
    ASSERT_TRUE(store->commit(std::move(batch), storage::Durability::kBuffered).has_value());
    EXPECT_EQ((*pruned->oldest())->number, 36u);
}

// Changes of this size are shared between threads, where there are any.
TEST_F(Database, LargeChangesGiveOneRootOnAnyNumberOfThreads) {
    std::mt19937_64 random(7);
    StateChanges large;
    for (int i = 0; i < 6000; ++i) {
        Bytes key(8);
        store_le(key.data(), random());
        large.top[std::move(key)] = Bytes(i % 50, static_cast<uint8_t>(i));
    }
    const auto threads =
        platform::make_threaded_scheduler(std::make_shared<platform::ThreadPools>(platform::ThreadCounts{.cpu = 4}));
    platform::VirtualTime time(1);
    const auto virtual_one = time.make_scheduler({});
    const Hash256 block = checked_.add_block(genesis(), large, StateVersion::kV1);
    for (platform::Scheduler* scheduler :
         {threads.get(), virtual_one.get(), static_cast<platform::Scheduler*>(nullptr)}) {
        const auto database = *StateDatabase::open(*store_, {}, scheduler);
        auto batch = store_->batch();
        const auto root = database->commit(*batch, Hash256(), genesis(), 1, large, StateVersion::kV1);
        EXPECT_EQ(root.value(), (*checked_.database().at(block))->root());
    }
}

TEST_F(Database, ALostNodeIsCorruptionAndNoWrongRoot) {
    auto batch = store_->batch();
    batch->remove(columns::kTopNodes, Bytes{0});
    ASSERT_TRUE(store_->commit(std::move(batch), storage::Durability::kBuffered).has_value());
    const auto root = (*checked_.database().at(genesis()))->root_with(put("a", "2"), StateVersion::kV1);
    ASSERT_FALSE(root.has_value());
    EXPECT_EQ(root.error().kind, StateError::Kind::kCorrupt);
}

TEST_F(Database, AProofIsNotMadeBeyondTheBoundOfItsBytes) {
    const auto state = *checked_.database().at(genesis());
    const std::vector<Bytes> keys{bytes("a")};
    EXPECT_TRUE(state->prove(keys, 10'000).has_value());
    EXPECT_EQ(state->prove(keys, 10).error().kind, StateError::Kind::kTooLarge);
    EXPECT_EQ(state->prove_child(bytes("a"), keys, 10).error().kind, StateError::Kind::kTooLarge);
}

TEST_F(Database, LeavesHaveNoRowsOfTheirOwn) {
    // Two entries and the root of the child trie: they part at their first nibbles (3 and 6), then 1 and 2.
    EXPECT_EQ(row_count(columns::kTopNodes), 2u);
    EXPECT_EQ(row_count(columns::kChildNodes), 0u);
}

}  // namespace
}  // namespace serinus::state
