// The cache of storage before a state in memory, beside another state that is used without it.
#include "runtime/sdk/host/storage_cache.hpp"

#include <gtest/gtest.h>

#include "codec/scale.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/host/native/state.hpp"
#include "runtime/sdk/host/storage_backend.hpp"
#include "tests/support/random.hpp"

namespace serinus::sdk {
namespace {

/// The state of the process, with the number of calls.
struct Behind final : StorageBackend {
    std::optional<BytesView> get(BytesView key) override { return ++reads, state().get(key); }
    std::optional<uint32_t> read(BytesView key, MutableBytesView out, uint32_t offset) override {
        return ++reads, state().read(key, out, offset);
    }
    void set(BytesView key, BytesView value) override { ++writes, state().set(key, value); }
    void clear(BytesView key) override { ++writes, state().clear(key); }
    bool exists(BytesView key) override { return ++reads, state().exists(key); }
    void append(BytesView key, BytesView element) override { ++writes, state().append(key, element); }
    std::optional<Bytes> next_key(BytesView key) override { return state().next_key(key); }
    host::Removal clear_prefix(BytesView prefix, std::optional<uint32_t> limit) override {
        return state().clear_prefix(prefix, limit);
    }
    Hash256 storage_root(uint8_t version) override { return state().storage_root(version); }

    std::optional<Bytes> child_get(BytesView child, BytesView key) override { return state().child_get(child, key); }
    void child_set(BytesView child, BytesView key, BytesView value) override { state().child_set(child, key, value); }
    void child_clear(BytesView child, BytesView key) override { state().child_clear(child, key); }
    bool child_exists(BytesView child, BytesView key) override { return state().child_exists(child, key); }
    std::optional<Bytes> child_next_key(BytesView child, BytesView key) override {
        return state().child_next_key(child, key);
    }
    host::Removal child_clear_prefix(BytesView child, BytesView prefix, std::optional<uint32_t> limit) override {
        return state().child_clear_prefix(child, prefix, limit);
    }
    host::Removal child_kill(BytesView child, std::optional<uint32_t> limit) override {
        return state().child_kill(child, limit);
    }
    Hash256 child_root(BytesView child, uint8_t version) override { return state().child_root(child, version); }

    void start_transaction() override { ++transactions, state().start_transaction(); }
    void commit_transaction() override { state().commit_transaction(); }
    void rollback_transaction() override { state().rollback_transaction(); }
    void index_offchain(BytesView key, BytesView value) override { state().index_offchain(key, value); }

    static native::State& state() { return native::state(); }

    int reads = 0, writes = 0, transactions = 0;
};

class StorageCacheTest : public testing::Test {
  protected:
    void SetUp() override { native::state().reset(); }
    void TearDown() override { native::state().reset(); }

    /// Does the same to the state that has no cache.
    template <class F>
    auto plainly(F&& f) {
        std::swap(native::state(), plain);
        auto out = f();
        std::swap(native::state(), plain);
        return out;
    }

    native::State plain;
    Behind behind;
    StorageCache cache{behind};
};

const Bytes kKey{1, 2, 3};
const Bytes kList{4};

TEST_F(StorageCacheTest, AsksOnceAndWritesOnce) {
    host::set(kKey, Bytes{7});
    for (uint8_t i = 0; i < 5; ++i) {
        EXPECT_EQ(cache.get(kKey), Bytes(1, 7 + i));
        cache.set(kKey, Bytes(1, 8 + i));
        EXPECT_FALSE(cache.get(kList));
        EXPECT_TRUE(cache.exists(kKey));
    }
    EXPECT_EQ(behind.reads, 2);
    EXPECT_EQ(behind.writes, 0);
    cache.settle();
    cache.settle();
    EXPECT_EQ(behind.writes, 1);
    EXPECT_EQ(host::get(kKey), Bytes{12});
}

// A key that is written is one that the block has changed, for whoever keeps account of these.
TEST_F(StorageCacheTest, WritesWhatIsEqualToo) {
    host::set(kKey, Bytes{7});
    cache.get(kKey);
    cache.set(kKey, Bytes{7});
    cache.clear(kList);
    cache.settle();
    EXPECT_EQ(behind.writes, 2);
}

TEST_F(StorageCacheTest, TransactionsThatTheHostNeedNotKnowStayHere) {
    cache.set(kKey, Bytes{1});
    cache.append(kList, Bytes{1});
    for (int i = 0; i < 3; ++i) {
        cache.start_transaction();
        cache.set(kKey, Bytes{2});
        cache.append(kList, Bytes{2});
        cache.start_transaction();
        cache.append(kList, Bytes{3});
        cache.clear(kKey);
        cache.commit_transaction();
        EXPECT_EQ(cache.get(kList), (Bytes{12, 1, 2, 3}));
        cache.rollback_transaction();
    }
    EXPECT_EQ(cache.get(kKey), Bytes{1});
    cache.settle();
    EXPECT_EQ(behind.transactions, 0);
    EXPECT_EQ(behind.writes, 2);
    EXPECT_EQ(host::get(kList), (Bytes{4, 1}));
}

// Source: sp_state_machine::overlayed_changes of July 2023 (OffchainOverlayedChanges): the index has the transactions
// of the state.
TEST_F(StorageCacheTest, IndexIsTakenBackWithItsTransaction) {
    cache.index_offchain(kKey, Bytes{1});
    cache.start_transaction();
    cache.index_offchain(kKey, Bytes{2});
    cache.start_transaction();
    cache.set(kKey, Bytes{7});
    cache.index_offchain(kList, Bytes{3});
    cache.commit_transaction();
    cache.rollback_transaction();
    cache.settle();
    EXPECT_EQ(native::state().offchain_index(), (native::State::Entries{{kKey, {1}}}));
    EXPECT_TRUE(native::state().entries().empty());

    cache.start_transaction();
    cache.index_offchain(kList, Bytes{3});
    cache.commit_transaction();
    EXPECT_EQ(native::state().offchain_index(), (native::State::Entries{{kKey, {1}}, {kList, {3}}}));
}

// What hooks index, outside of calls, costs no write of what is kept here.
TEST_F(StorageCacheTest, IndexOutsideOfTransactionsSettlesNothing) {
    cache.set(kKey, Bytes{7});
    cache.index_offchain(kKey, Bytes{1});
    EXPECT_EQ(behind.writes, 0);
}

// Elements are handed over one by one, as long as nobody has asked for the sequence before them.
TEST_F(StorageCacheTest, AppendsWithoutReading) {
    host::set(kList, Bytes{4, 1});
    cache.append(kList, Bytes{2});
    cache.append(kList, Bytes{3});
    cache.settle();
    EXPECT_EQ(behind.reads, 0);
    EXPECT_EQ(behind.writes, 2);
    EXPECT_EQ(cache.get(kList), (Bytes{12, 1, 2, 3}));

    cache.clear(kList);
    for (uint8_t i = 0; i < 100; ++i) cache.append(kList, Bytes{i});
    cache.settle();
    EXPECT_EQ(behind.writes, 3);
    EXPECT_EQ(host::get(kList)->size(), 102u);
}

TEST_F(StorageCacheTest, TakesABoundedPlaceInMemory) {
    const Bytes value(StorageCache::kLargestValue, 1);
    const size_t number = 3 * StorageCache::kMostBytes / value.size();
    cache.start_transaction();
    for (size_t i = 0; i < number; ++i) cache.set(scale::encode(static_cast<uint32_t>(i)), value);
    EXPECT_GT(behind.writes, static_cast<int>(number / 2));
    EXPECT_EQ(behind.transactions, 1);
    cache.set(kKey, Bytes(StorageCache::kLargestValue + 1));
    cache.settle();
    EXPECT_EQ(behind.writes, static_cast<int>(number + 1));
    EXPECT_EQ(cache.get(kKey)->size(), StorageCache::kLargestValue + 1);
    cache.rollback_transaction();
    cache.settle();
    EXPECT_TRUE(native::state().entries().empty());
}

TEST_F(StorageCacheTest, AnotherStorageKnowsNothingOfTheFirst) {
    native::State other;
    other.set(kList, Bytes{4, 9});
    cache.set(kKey, Bytes{7});
    cache.append(kList, Bytes{1});
    EXPECT_EQ(&cache.exchange(other), &behind);
    EXPECT_EQ(host::get(kKey), Bytes{7}) << "the first one has what was written";
    EXPECT_FALSE(cache.get(kKey));
    EXPECT_EQ(cache.get(kList), (Bytes{4, 9}));
    cache.set(kKey, Bytes{8});
    EXPECT_EQ(&cache.exchange(behind), &other);
    EXPECT_EQ(other.entries(), (native::State::Entries{{kKey, {8}}, {kList, {4, 9}}}));
    EXPECT_EQ(cache.get(kKey), Bytes{7});
    EXPECT_EQ(cache.get(kList), (Bytes{4, 1}));
}

// A map that is read from end to end: each value is asked for once, and few of them are kept.
TEST_F(StorageCacheTest, PassesWhatIsReadWhenManyKeysAreKnown) {
    constexpr auto kMost = static_cast<uint32_t>(StorageCache::kMostReadKeys);
    const auto key = [](uint32_t i) { return scale::encode(i); };
    for (uint32_t i = 0; i < 2 * kMost; i += 2) host::set(key(i), Bytes{7});
    for (uint32_t i = 0; i < 2 * kMost; ++i) EXPECT_EQ(cache.get(key(i)).has_value(), i % 2 == 0);
    EXPECT_EQ(behind.reads, static_cast<int>(2 * kMost));
    cache.get(key(kMost - 1));  // known
    EXPECT_EQ(behind.reads, static_cast<int>(2 * kMost));
    cache.get(key(kMost));  // not known
    EXPECT_EQ(behind.reads, static_cast<int>(2 * kMost + 1));
    // What is written is kept.
    cache.set(key(kMost), Bytes{8});
    EXPECT_EQ(cache.get(key(kMost)), Bytes{8});
    EXPECT_EQ(behind.reads, static_cast<int>(2 * kMost + 1));
}

TEST_F(StorageCacheTest, WritesLargeValuesAtOnceWhereNoRollbackTakesThemBack) {
    const Bytes large(StorageCache::kWrittenAtOnce, 1);
    cache.set(kList, Bytes{4, 1});
    cache.set(kKey, Bytes{7});
    cache.set(kKey, large);
    EXPECT_EQ(behind.writes, 1);
    EXPECT_EQ(cache.get(kKey), large);
    cache.start_transaction();
    cache.set(kKey, Bytes(StorageCache::kWrittenAtOnce, 2));
    EXPECT_EQ(behind.writes, 1);
    cache.rollback_transaction();
    EXPECT_EQ(cache.get(kKey), large);
    cache.settle();
    EXPECT_EQ(behind.writes, 2);
    EXPECT_EQ(host::get(kKey), large);
}

/// Whatever is done, each answer is that of a state without a cache, and after settle() so are the host's values.
class StorageCacheAnswers : public StorageCacheTest, public testing::WithParamInterface<StorageCache::Limits> {};

TEST_P(StorageCacheAnswers, AnswersAsAStateWithoutIt) {
    StorageCache cache(behind, GetParam());
    auto random = serinus::test::seeded_random();
    const auto below = [&](uint32_t limit) { return static_cast<uint32_t>(random() % limit); };
    const auto settle = [&] {
        cache.settle();
        ASSERT_EQ(native::state().depth(), plain.depth());
        ASSERT_EQ(native::state().entries(), plain.entries());
        ASSERT_EQ(native::state().offchain_index(), plain.offchain_index());
    };
    const auto same = [&](auto&& ours, auto&& theirs) { ASSERT_EQ(ours(), plainly(theirs)); };
    for (int step = 0; step < 60'000; ++step) {
        const Bytes key{static_cast<uint8_t>(below(3)), static_cast<uint8_t>(below(4))};
        const Bytes value = below(2) == 0 ? Bytes(below(3), static_cast<uint8_t>(below(9)))
                                          : scale::encode(std::vector<uint8_t>(below(70), 5));
        switch (below(17)) {
            case 0:
            case 1:
                same([&] { return cache.set(key, value), 0; }, [&] { return host::set(key, value), 0; });
                break;
            case 2:
                same([&] { return cache.clear(key), 0; }, [&] { return host::clear(key), 0; });
                break;
            case 3:
            case 4:
            case 5:
                same([&] { return cache.append(key, value), 0; }, [&] { return host::append(key, value), 0; });
                break;
            case 6:
            case 7:
                same([&] { return cache.get(key); }, [&] { return host::get(key); });
                break;
            case 8: {
                Bytes part(below(9), 0), other = part;
                const uint32_t offset = below(3);
                same([&] { return cache.read(key, part, offset); }, [&] { return host::read(key, other, offset); });
                ASSERT_EQ(part, other);
                break;
            }
            case 9:
                same([&] { return cache.exists(key); }, [&] { return host::exists(key); });
                if (below(8) == 0) same([&] { return cache.next_key(key); }, [&] { return host::next_key(key); });
                if (below(8) == 0) same([&] { return cache.storage_root(1); }, [&] { return host::storage_root(1); });
                break;
            case 10:
            case 11:
                if (plain.depth() < 6) {
                    cache.start_transaction();
                    plain.start_transaction();
                }
                break;
            case 12:
                if (plain.depth() == 0) break;
                cache.commit_transaction();
                plain.commit_transaction();
                break;
            case 13:
                if (plain.depth() == 0) break;
                cache.rollback_transaction();
                plain.rollback_transaction();
                break;
            case 14:
                if (below(4) == 0) settle();
                break;
            case 16:
                same([&] { return cache.index_offchain(key, value), 0; },
                     [&] { return host::index_offchain(key, value), 0; });
                break;
            case 15: {
                if (below(4) != 0) break;
                const BytesView prefix = BytesView(key).first(1);
                same([&] { return cache.clear_prefix(prefix, std::nullopt).count; },
                     [&] { return host::clear_prefix(prefix, std::nullopt).count; });
                break;
            }
        }
        if (HasFatalFailure()) return;
    }
    settle();
}

INSTANTIATE_TEST_SUITE_P(Limits, StorageCacheAnswers,
                         testing::Values(StorageCache::Limits{}, StorageCache::Limits{.most_read_keys = 0},
                                         StorageCache::Limits{.most_read_keys = 3, .written_at_once = 40},
                                         StorageCache::Limits{.written_at_once = 0}));

}  // namespace
}  // namespace serinus::sdk
