#include "state/state_download.hpp"

#include <gtest/gtest.h>

#include "state/range_proof.hpp"
#include "state/range_test_support.hpp"
#include "storage/testing/simulated_disk.hpp"
#include "tests/support/random.hpp"

namespace serinus::state {
namespace {

using serinus::test::random_between;
using serinus::test::seeded_random;
using test::Map;
using test::RangeState;
using Verdict = StateDownload::Verdict;

const Hash256 kBlock = *Hash256::from(Bytes(32, 7));

DownloadTarget target_of(const RangeState& state) { return {kBlock, 77, state.root}; }

trie::CompactProof ask(RangeState& state, const OpenPart& part, size_t max_bytes) {
    return *prove_range(state.state->nodes(), state.root, StateDownload::start_of(part),
                        {.max_bytes = max_bytes, .most_bytes = 1 << 20});
}

Map entries_of_area(BlockState& state, Area area) {
    Map out;
    EXPECT_TRUE(state.visit(area, {}, [&](BytesView key, BytesView value) {
        out[to_bytes(key)] = to_bytes(value);
        return true;
    }));
    return out;
}

/// The state of the adopted download is the one that was asked for, in every way that a state can be used.
void expect_adopted(storage::Store& downloaded, RangeState& expected) {
    const auto there = open_download(downloaded);
    ASSERT_TRUE(there.has_value()) << there.error().reason;
    EXPECT_EQ(entries_of_area(**there, Area::top()), entries_of_area(*expected.state, Area::top()));
    const auto store = storage::make_memory_store();
    const auto states = *StateDatabase::open(*store, {});
    auto batch = store->batch();
    const auto adopted = adopt_download(downloaded, *store, *batch);
    ASSERT_TRUE(adopted.has_value()) << adopted.error().reason;
    EXPECT_EQ(*adopted, target_of(expected));
    ASSERT_TRUE(store->commit(std::move(batch), storage::Durability::kBuffered));
    const auto state = *states->at(kBlock);
    EXPECT_EQ(state->root(), expected.root);
    EXPECT_EQ(entries_of_area(*state, Area::top()), entries_of_area(*expected.state, Area::top()));
    for (const auto& [name, entries] : expected.children) {
        EXPECT_EQ(entries_of_area(*state, Area::child(name)), entries);
    }
    // All nodes are there, and none but those: a proof of everything is the same, and changes find their way.
    EXPECT_EQ(*prove_range(state->nodes(), state->root(), {}, {.max_bytes = 1 << 20}),
              *prove_range(expected.state->nodes(), expected.root, {}, {.max_bytes = 1 << 20}));
    StateChanges changes;
    changes.top[{1, 2, 3}] = Bytes(40, 1);
    changes.top[expected.top.begin()->first] = std::nullopt;
    changes.children[to_bytes(as_bytes("a"))][{3, 1}] = std::nullopt;
    EXPECT_EQ(*state->root_with(changes, trie::StateVersion::kV1),
              *expected.state->root_with(changes, trie::StateVersion::kV1));
}

class StateDownloads : public testing::TestWithParam<trie::StateVersion> {};

TEST_P(StateDownloads, ComeFromAnyRangesInAnyOrderAndGoOnAfterARestart) {
    auto random = seeded_random();
    for (int round = 0; round < 20; ++round) {
        RangeState state(GetParam());
        const auto store = storage::make_memory_store();
        auto download = *StateDownload::open(*store);
        EXPECT_FALSE(download->target());
        ASSERT_TRUE(download->begin(target_of(state)));
        for (size_t answers = 0; !download->is_complete(); ++answers) {
            ASSERT_LT(answers, 2'000u);
            const auto& open = download->open_parts();
            const auto part =
                std::next(open.begin(), static_cast<ptrdiff_t>(random_between(random, 0, open.size() - 1)));
            const auto proof = ask(state, *part, random_between(random, 1, 3'000));
            EXPECT_EQ(*download->take(proof), Verdict::kTaken) << "the part that was asked for is always in the answer";
            if (random_between(random, 0, 9) > 0) continue;
            const auto before = download->open_parts();
            download = *StateDownload::open(*store);
            EXPECT_EQ(download->open_parts(), before);
            ASSERT_TRUE(download->begin(target_of(state)));
            EXPECT_EQ(download->open_parts(), before);
        }
        EXPECT_EQ(download->entries(), state.top.size() + 3 + 150);
        expect_adopted(*store, state);
    }
}

INSTANTIATE_TEST_SUITE_P(Versions, StateDownloads, testing::Values(trie::StateVersion::kV0, trie::StateVersion::kV1));

TEST(StateDownload, AnAnswerOfAnotherStateIsBadAndOneThatIsKnownIsUseless) {
    RangeState state(trie::StateVersion::kV1);
    RangeState other(trie::StateVersion::kV0);
    ASSERT_NE(state.root, other.root);
    const auto store = storage::make_memory_store();
    auto download = *StateDownload::open(*store);
    ASSERT_TRUE(download->begin(target_of(state)));
    const OpenPart root = *download->open_parts().begin();
    EXPECT_EQ(*download->take(ask(other, root, 1'000)), Verdict::kBad);
    EXPECT_EQ(*download->take(std::vector<Bytes>{{1, 2, 3}}), Verdict::kBad);
    EXPECT_EQ(*download->take({}), Verdict::kBad);
    auto proof = ask(state, root, 1'000);
    auto damaged = proof;
    damaged[damaged.size() / 2].back() ^= 1;
    EXPECT_EQ(*download->take(damaged), Verdict::kBad);
    EXPECT_EQ(*download->take(proof), Verdict::kTaken);
    EXPECT_EQ(*download->take(proof), Verdict::kUseless);
    EXPECT_EQ(download->open_parts(), (*StateDownload::open(*store))->open_parts());
}

TEST(StateDownload, AnotherTargetBeginsFromTheStart) {
    RangeState state(trie::StateVersion::kV1);
    RangeState other(trie::StateVersion::kV0);
    const auto store = storage::make_memory_store();
    auto download = *StateDownload::open(*store);
    ASSERT_TRUE(download->begin(target_of(state)));
    ASSERT_EQ(*download->take(ask(state, *download->open_parts().begin(), 1 << 20)), Verdict::kTaken);
    ASSERT_TRUE(download->begin(target_of(other)));
    EXPECT_EQ(download->entries(), 0u);
    while (!download->is_complete()) {
        ASSERT_EQ(*download->take(ask(other, *download->open_parts().begin(), 1 << 20)), Verdict::kTaken);
    }
    expect_adopted(*store, other);
}

// What is the same in the state of another block is not asked for again, wherever the first download stood, and
// whatever came of the second one before a restart.
TEST_P(StateDownloads, TakeWhatIsTheSameInTheStateOfAnEarlierTarget) {
    auto random = seeded_random();
    for (int round = 0; round < 8; ++round) {
        const bool is_whole = round % 4 == 0;
        RangeState earlier_state(GetParam());
        RangeState state(GetParam(), 3);
        ASSERT_NE(state.root, earlier_state.root);
        const auto earlier_store = storage::make_memory_store();
        const auto earlier = *StateDownload::open(*earlier_store);
        ASSERT_TRUE(earlier->begin(target_of(earlier_state)));
        for (size_t answers = is_whole ? 10'000 : random_between(random, 1, 60); answers > 0 && !earlier->is_complete();
             --answers) {
            ASSERT_TRUE(earlier->take(ask(earlier_state, *earlier->open_parts().begin(), 300)));
        }
        const auto count_answers = [&](bool has_earlier) {
            const auto store = storage::make_memory_store();
            auto download = *StateDownload::open(*store);
            size_t answers = 0;
            const auto reopen = [&] {
                download = *StateDownload::open(*store);
                if (has_earlier) download->set_earlier(earlier_store.get());
            };
            reopen();
            EXPECT_TRUE(download->begin(target_of(state)));
            while (true) {
                while (*download->take_earlier()) {
                }
                if (download->is_complete()) break;
                EXPECT_EQ(*download->take(ask(state, *download->open_parts().begin(), 60)), Verdict::kTaken);
                if (++answers % 10 == 0) reopen();
            }
            EXPECT_EQ(download->entries(), state.top.size() + 3 + 150);
            expect_adopted(*store, state);
            return answers;
        };
        const size_t all = count_answers(false), with_earlier = count_answers(true);
        EXPECT_LE(with_earlier, all);
        if (is_whole) EXPECT_LT(4 * with_earlier, all) << with_earlier << " of " << all;
    }
}

/// A state of almost 12 MiB, downloaded whole, and the number of batches in which it is adopted.
class LargeDownload : public testing::Test {
  protected:
    LargeDownload() {
        std::vector<Bytes> keys;
        for (uint32_t i = 0; i < 3'000; ++i) {
            ByteArray<4> key;
            store_le(key.data(), __builtin_bswap32(i * 1'000'003));
            keys.push_back(to_bytes(key));
        }
        std::ranges::sort(keys);
        std::vector<GenesisState::Entry> entries;
        for (const Bytes& key : keys) entries.emplace_back(key, value_);
        const auto source = storage::make_memory_store();
        const auto states = *StateDatabase::open(*source, {});
        auto batch = source->batch();
        target_ = {kBlock, 77, *states->set_genesis(*batch, kBlock, 77, {entries, {}}, trie::StateVersion::kV1)};
        SERINUS_ASSERT(source->commit(std::move(batch), storage::Durability::kBuffered).has_value());
        const auto state = *states->at(kBlock);
        const auto download = *StateDownload::open(*downloaded_);
        SERINUS_ASSERT(download->begin(target_).has_value());
        while (!download->is_complete()) {
            const auto proof = *prove_range(state->nodes(), target_.root,
                                            StateDownload::start_of(*download->open_parts().begin()), {});
            SERINUS_ASSERT(*download->take(proof) == Verdict::kTaken);
        }
    }
    bool adopt(storage::Store& to) {
        auto batch = to.batch();
        if (!adopt_download(*downloaded_, to, *batch)) return false;
        return to.commit(std::move(batch), storage::Durability::kSynced).has_value();
    }
    /// With what stands there as another state before.
    void begin_otherwise(storage::Store& store) {
        const auto states = *StateDatabase::open(store, {});
        const std::vector<GenesisState::Entry> entries{{as_bytes("old"), as_bytes("entry")}};
        auto batch = store.batch();
        ASSERT_TRUE(states->set_genesis(*batch, Hash256(), 0, {entries, {}}, trie::StateVersion::kV1));
        ASSERT_TRUE(store.commit(std::move(batch), storage::Durability::kSynced));
    }

    Bytes value_ = Bytes(4096, 5);
    DownloadTarget target_;
    std::unique_ptr<storage::Store> downloaded_ = storage::make_memory_store();
};

TEST_F(LargeDownload, IsAdoptedInBatchesOfFewMegabytes) {
    storage::testing::SimulatedDisk disk;
    uint64_t largest = 0;
    disk.before_commit = [&](uint64_t bytes) { largest = std::max(largest, bytes); };
    const auto store = disk.open();
    ASSERT_TRUE(adopt(*store));
    EXPECT_GT(disk.bytes(), 11u << 20);
    EXPECT_LT(largest, 5u << 20);
}

TEST_F(LargeDownload, AfterAnInterruptionThereIsNoStateUntilItIsAdoptedAgain) {
    size_t interruptions = 0;
    for (uint64_t commits = 0;; ++commits) {
        storage::testing::SimulatedDisk disk;
        auto store = disk.open();
        begin_otherwise(*store);
        disk.crash_at(commits, storage::testing::CrashPoint::kBeforeCommit, [] {});
        const bool is_whole = adopt(*store);
        store = disk.open();
        auto states = *StateDatabase::open(*store, {});
        if (!is_whole) {
            ++interruptions;
            // The first batch removes the old state, so what is there is either that or nothing.
            EXPECT_EQ((*states->finalized()).has_value(), commits == 0) << commits;
            ASSERT_TRUE(adopt(*store));
            states = *StateDatabase::open(*store, {});
        }
        const auto state = *states->at(kBlock);
        EXPECT_EQ(state->root(), target_.root);
        EXPECT_EQ(entries_of_area(*state, Area::top()).size(), 3'000u);
        EXPECT_FALSE(*states->has(Hash256()));
        if (is_whole) break;
    }
    EXPECT_GE(interruptions, 4u);
}

TEST(StateDownload, IsNotAdoptedBeforeItIsWhole) {
    RangeState state(trie::StateVersion::kV1);
    const auto store = storage::make_memory_store();
    auto download = *StateDownload::open(*store);
    ASSERT_TRUE(download->begin(target_of(state)));
    auto batch = store->batch();
    const auto to = storage::make_memory_store();
    EXPECT_EQ(adopt_download(*store, *to, *batch).error().kind, StateError::Kind::kMissing);
    EXPECT_EQ(open_download(*store).error().kind, StateError::Kind::kMissing);
}

}  // namespace
}  // namespace serinus::state
