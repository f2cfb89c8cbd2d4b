// What every store promises, shown on each of them.
#include <map>
#include <thread>

#include "platform/threaded_scheduler.hpp"
#include "platform/virtual_scheduler.hpp"
#include "storage/store_test_support.hpp"
#include "storage/write_behind.hpp"
#include "tests/support/random.hpp"

namespace serinus::storage {
namespace {

using Model = std::map<std::pair<Column, Bytes>, Bytes>;

enum class Kind : uint8_t {
    kMemory,
    kDisk,
    kBehind,         ///< commits gather before the disk, which they reach by threads
    kBehindForLong,  ///< and stay there until a commit finds no more room
};

class Stores : public testing::TestWithParam<Kind> {
  protected:
    Stores() {
        if (GetParam() == Kind::kBehind) scheduler_ = platform::make_threaded_scheduler();
        if (GetParam() == Kind::kBehindForLong) scheduler_ = time_.make_scheduler({});  // nobody lets its time pass
        open();
    }

    void open() {
        store_ = GetParam() == Kind::kMemory ? make_memory_store() : test::open_or_fail(folder_.path());
        if (scheduler_ == nullptr) return;
        auto behind = make_write_behind(std::move(store_), folder_.path(), *scheduler_);
        ASSERT_TRUE(behind.has_value());
        store_ = *std::move(behind);
    }

    /// The same store, opened anew if it can be.
    void reopen() {
        if (GetParam() == Kind::kMemory) return;
        store_.reset();
        open();
    }

    void put(Column column, BytesView key, BytesView value) {
        auto batch = store_->batch();
        batch->put(column, key, value);
        commit(std::move(batch));
    }
    void remove(Column column, BytesView key) {
        auto batch = store_->batch();
        batch->remove(column, key);
        commit(std::move(batch));
    }
    void commit(std::unique_ptr<WriteBatch> batch) {
        const auto committed = store_->commit(std::move(batch), Durability::kBuffered);
        ASSERT_TRUE(committed.has_value()) << committed.error().reason;
    }
    std::unique_ptr<Snapshot> snapshot() { return *std::move(store_->snapshot()); }

    test::TemporaryFolder folder_;
    platform::VirtualTime time_{1};
    std::unique_ptr<platform::Scheduler> scheduler_;
    std::unique_ptr<Store> store_;
};

std::optional<Bytes> get(Snapshot& snapshot, Column column, BytesView key) {
    const auto value = snapshot.get(column, key);
    EXPECT_TRUE(value.has_value());
    return *value ? std::optional(to_bytes(**value)) : std::nullopt;
}

Model all(Snapshot& snapshot, Column column, BytesView from = {}) {
    Model out;
    const auto cursor = snapshot.cursor(column);
    std::optional<Bytes> last;
    for (auto there = cursor->seek(from); *there; there = cursor->next()) {
        EXPECT_TRUE(!last || compare(*last, cursor->key()) < 0) << "keys must ascend";
        last = to_bytes(cursor->key());
        out[{column, *last}] = to_bytes(cursor->value());
    }
    return out;
}

Bytes bytes_of(std::string_view text) { return to_bytes(as_bytes(text)); }

TEST_P(Stores, WhatWasPutIsThere) {
    put(1, as_bytes("key"), as_bytes("value"));
    reopen();
    EXPECT_EQ(get(*snapshot(), 1, as_bytes("key")), bytes_of("value"));
    EXPECT_EQ(get(*snapshot(), 1, as_bytes("ke")), std::nullopt);
    EXPECT_EQ(get(*snapshot(), 1, as_bytes("keys")), std::nullopt);
}

TEST_P(Stores, ColumnsAreKeySpacesOfTheirOwn) {
    put(0, as_bytes("key"), as_bytes("a"));
    put(kColumnCount - 2, as_bytes("key"), as_bytes("b"));
    EXPECT_EQ(get(*snapshot(), 0, as_bytes("key")), bytes_of("a"));
    EXPECT_EQ(get(*snapshot(), kColumnCount - 2, as_bytes("key")), bytes_of("b"));
    EXPECT_EQ(get(*snapshot(), 1, as_bytes("key")), std::nullopt);
}

TEST_P(Stores, AnEmptyValueIsAValue) {
    put(1, as_bytes("key"), {});
    EXPECT_EQ(get(*snapshot(), 1, as_bytes("key")), Bytes());
    EXPECT_EQ(all(*snapshot(), 1).size(), 1u);
}

TEST_P(Stores, TheEmptyKeyIsTheFirst) {
    put(1, as_bytes("a"), as_bytes("1"));
    put(1, {}, as_bytes("0"));
    put(2, as_bytes("a"), as_bytes("2"));
    EXPECT_EQ(get(*snapshot(), 1, {}), bytes_of("0"));
    EXPECT_EQ(get(*snapshot(), 2, {}), std::nullopt);
    const auto view = snapshot();
    const auto cursor = view->cursor(1);
    ASSERT_TRUE(*cursor->seek({}));
    EXPECT_TRUE(cursor->key().empty());
    ASSERT_TRUE(*cursor->next());
    EXPECT_TRUE(equal(cursor->key(), as_bytes("a")));
    EXPECT_FALSE(*cursor->next());
    remove(1, {});
    EXPECT_EQ(get(*snapshot(), 1, {}), std::nullopt);
}

TEST_P(Stores, TheLaterOfTwoChangesOfAKeyCounts) {
    auto batch = store_->batch();
    batch->put(1, as_bytes("a"), as_bytes("1"));
    batch->put(1, as_bytes("b"), as_bytes("1"));
    batch->remove(1, as_bytes("a"));
    batch->remove(1, as_bytes("b"));
    batch->put(1, as_bytes("b"), as_bytes("2"));
    commit(std::move(batch));
    EXPECT_EQ(all(*snapshot(), 1), (Model{{{1, bytes_of("b")}, bytes_of("2")}}));
}

TEST_P(Stores, RemovingWhatIsNotThereIsNoFault) {
    remove(1, as_bytes("a"));
    remove(1, Bytes(2000, 'a'));
    EXPECT_TRUE(all(*snapshot(), 1).empty());
}

TEST_P(Stores, ASnapshotStaysAsItWas) {
    put(1, as_bytes("a"), as_bytes("1"));
    put(1, as_bytes("b"), as_bytes("1"));
    const auto before = snapshot();
    const auto value = before->get(1, as_bytes("a"));
    const auto cursor = before->cursor(1);
    ASSERT_TRUE(*cursor->seek({}));
    put(1, as_bytes("a"), as_bytes("2"));
    remove(1, as_bytes("b"));
    put(1, as_bytes("ab"), as_bytes("2"));
    for (int i = 0; i < 50; ++i) put(1, as_bytes("c"), Bytes(5000, static_cast<uint8_t>(i)));

    EXPECT_TRUE(equal(**value, as_bytes("1")));
    ASSERT_TRUE(*cursor->next());
    EXPECT_TRUE(equal(cursor->key(), as_bytes("b")));
    EXPECT_FALSE(*cursor->next());
    EXPECT_EQ(get(*before, 1, as_bytes("b")), bytes_of("1"));
    EXPECT_EQ(get(*snapshot(), 1, as_bytes("b")), std::nullopt);
    EXPECT_EQ(all(*snapshot(), 1).size(), 3u);
}

TEST_P(Stores, ASnapshotOutlivesItsStore) {
    put(1, as_bytes("a"), as_bytes("1"));
    auto view = snapshot();
    const auto cursor = view->cursor(1);
    store_.reset();
    EXPECT_EQ(get(*view, 1, as_bytes("a")), bytes_of("1"));
    view.reset();
    ASSERT_TRUE(*cursor->seek(as_bytes("a")));
    EXPECT_TRUE(equal(cursor->value(), as_bytes("1")));
}

// LMDB takes keys of up to 511 bytes, and ours may be longer.
TEST_P(Stores, LongKeysKeepTheirOrder) {
    Model expected;
    auto batch = store_->batch();
    for (const size_t size : {1, 501, 502, 503, 504, 510, 511, 512, 1003, 1004, 1005, 1006, 1007, 1508, 3000, 40'000}) {
        for (const uint8_t last : std::to_array<uint8_t>({0, 1, 255})) {
            for (const uint8_t fill : std::to_array<uint8_t>({0, 7, 255})) {
                Bytes key(size, fill);
                key.back() = last;
                const Bytes value{static_cast<uint8_t>(size), last, fill};
                batch->put(3, key, value);
                expected[{3, key}] = value;
            }
        }
    }
    commit(std::move(batch));
    reopen();
    const auto view = snapshot();
    EXPECT_EQ(all(*view, 3), expected);
    for (const auto& [place, value] : expected) {
        EXPECT_EQ(get(*view, 3, place.second), value);
        const auto cursor = view->cursor(3);
        ASSERT_TRUE(*cursor->seek(place.second));
        EXPECT_TRUE(equal(cursor->key(), place.second));
    }
    batch = store_->batch();
    for (const auto& [place, value] : expected) batch->remove(3, place.second);
    commit(std::move(batch));
    EXPECT_TRUE(all(*snapshot(), 3).empty());
    EXPECT_EQ(all(*view, 3), expected);
}

/// Keys of few shapes, so that random ones meet: long ones that begin alike, prefixes of each other.
Bytes random_key(std::mt19937_64& random) {
    static constexpr std::array<size_t, 9> kSizes = {0, 1, 2, 3, 501, 502, 503, 1004, 1510};
    Bytes key(kSizes[test::random_between(random, 0, kSizes.size() - 1)], 0);
    if (key.empty()) return key;
    for (int i = 0; i < 2; ++i)
        key[test::random_between(random, 0, key.size() - 1)] = static_cast<uint8_t>(random() % 3);
    key.back() = static_cast<uint8_t>(random());
    return key;
}

TEST_P(Stores, BehaveAsMapsDo) {
    auto random = test::seeded_random();
    Model model;
    struct Old {
        std::unique_ptr<Snapshot> snapshot;
        Model model;
    };
    std::vector<Old> old;
    for (int round = 0; round < 150; ++round) {
        auto batch = store_->batch();
        for (uint64_t i = test::random_between(random, 0, 40); i > 0; --i) {
            const auto column = static_cast<Column>(random() % 2);
            const Bytes key = random_key(random);
            if (random() % 3 == 0) {
                batch->remove(column, key);
                model.erase({column, key});
            } else {
                const Bytes value = test::random_bytes(random, random() % 20 == 0 ? 9000 : random() % 60);
                batch->put(column, key, value);
                model[{column, key}] = value;
            }
        }
        commit(std::move(batch));
        if (random() % 20 == 0 && old.empty()) reopen();
        if (random() % 4 == 0) old.push_back({snapshot(), model});
        if (!old.empty() && random() % 5 == 0) old.erase(old.begin() + static_cast<ptrdiff_t>(random() % old.size()));
        if (old.empty()) continue;
        const Old& one = old[random() % old.size()];
        const auto column = static_cast<Column>(random() % 2);
        const Bytes key = random_key(random);
        const auto entry = one.model.find({column, key});
        EXPECT_EQ(get(*one.snapshot, column, key),
                  entry == one.model.end() ? std::nullopt : std::optional(entry->second));
        Model rest;
        for (auto at = one.model.lower_bound({column, key}); at != one.model.end() && at->first.first == column; ++at) {
            rest.insert(*at);
        }
        ASSERT_EQ(all(*one.snapshot, column, key), rest);
    }
}

TEST_P(Stores, ReadersSeeWholeBatchesWhileOthersWrite) {
    std::atomic<bool> stop = false;
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i) {
        readers.emplace_back([&] {
            while (!stop) {
                const auto view = snapshot();
                const auto first = get(*view, 1, as_bytes("first"));
                const auto last = get(*view, 1, as_bytes("last"));
                EXPECT_EQ(first, last);
                for (const auto& [key, value] : all(*view, 1)) EXPECT_EQ(value, *first);
            }
        });
    }
    for (uint8_t i = 0; i < 200; ++i) {
        auto batch = store_->batch();
        for (const auto* key : {"first", "last", "middle"}) batch->put(1, as_bytes(key), Bytes(100, i));
        if (i % 2 == 0) batch->remove(1, as_bytes("middle"));
        commit(std::move(batch));
    }
    stop = true;
    for (auto& reader : readers) reader.join();
}

std::string name_of(const testing::TestParamInfo<Kind>& kind) {
    static constexpr auto kNames = std::to_array<const char*>({"Memory", "Disk", "Behind", "BehindForLong"});
    return kNames[static_cast<size_t>(kind.param)];
}

INSTANTIATE_TEST_SUITE_P(All, Stores, testing::Values(Kind::kMemory, Kind::kDisk, Kind::kBehind, Kind::kBehindForLong),
                         name_of);

}  // namespace
}  // namespace serinus::storage
