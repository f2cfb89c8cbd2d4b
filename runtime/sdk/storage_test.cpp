// Storage items on a state in memory.
#include "runtime/sdk/storage.hpp"

#include <gtest/gtest.h>

#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/host/native/state.hpp"

namespace serinus::sdk {

namespace storage_test {

struct Items {
    Value<uint32_t> Plain;
    Value<uint32_t, OrDefault> Round{.on_empty = [] { return 7u; }};
    Map<Twox64Concat<uint16_t>, uint64_t> Entries;
    Map<Twox64Concat<uint16_t>, uint64_t, OrDefault> Sums;
    DoubleMap<Twox64Concat<uint16_t>, Identity<uint8_t>, uint64_t> Pairs;
    CountedMap<Twox64Concat<uint16_t>, uint64_t> Counted;
    CountedMap<Twox64Concat<uint16_t>, uint64_t, OrDefault> CountedSums;
    NMap<Keys<Twox64Concat<uint16_t>, Identity<uint8_t>, Blake2_128Concat<uint32_t>, Twox64Concat<Bytes>>, uint64_t>
        Quads;
    Value<std::vector<uint32_t>, OrDefault> List;
    Value<BoundedVec<uint32_t, 3>, OrDefault> Bounded;
    Map<Twox64Concat<uint16_t>, BoundedVec<uint32_t, 2>, OrDefault> BoundedEntries;
    CountedMap<Twox64Concat<uint16_t>, BoundedVec<uint32_t, 2>, OrDefault> CountedBounded;
};

template <class Item, class E>
concept CanAppend = requires(const Item& item, const E& element) { item.append(element); };
struct Other {
    uint32_t number{};
};
// An element is one of the sequence, in its encoding; what has a bound does not grow without being asked for it.
static_assert(CanAppend<decltype(Items::List), uint32_t>);
static_assert(!CanAppend<decltype(Items::List), Other>);
static_assert(!CanAppend<decltype(Items::Bounded), uint32_t>);
static_assert(!CanAppend<decltype(Items::Plain), uint32_t>);

}  // namespace storage_test

namespace {

using storage_test::Items;

constexpr Items kItems = bind_storage<Items>("Test");

using Found = std::map<uint16_t, uint64_t>;
using Answer = Result<int, int>;

template <class Walk>
Found all(Walk walk) {
    Found out;
    while (const auto entry = walk.next()) out.insert(*entry);
    return out;
}

class StorageTest : public testing::Test {
  protected:
    void SetUp() override { native::state().reset(); }
    void TearDown() override { native::state().reset(); }
    static void fill() {
        for (uint16_t i = 0; i < 4; ++i) kItems.Entries.put(i, i);
        // Not the encoding of a value, and not that of a key.
        host::set(kItems.Entries.key_for(9), Bytes{1});
        host::set(concat(kItems.Entries.prefix.bytes, Bytes{1, 2, 3}), scale::encode(uint64_t{3}));
    }
};

TEST_F(StorageTest, ValueAndMapShareTheirWords) {
    EXPECT_FALSE(kItems.Plain.exists());
    EXPECT_EQ(kItems.Plain.get(), std::nullopt);
    kItems.Plain.put(1);
    EXPECT_EQ(kItems.Plain.mutate([](std::optional<uint32_t>& v) { return ++*v; }), 2u);
    EXPECT_FALSE(kItems.Plain.try_mutate([](std::optional<uint32_t>& v) -> Answer {
        v = 9;
        return Err(1);
    }));
    EXPECT_EQ(kItems.Plain.take(), 2u);
    kItems.Plain.set(3);
    kItems.Plain.set(std::nullopt);
    EXPECT_FALSE(kItems.Plain.exists());

    EXPECT_EQ(kItems.Sums.get(1), 0u);
    kItems.Sums.mutate(1, [](uint64_t&) {});  // what is changed is stored, even the default
    EXPECT_TRUE(kItems.Sums.exists(1));
    kItems.Sums.mutate_exists(1, [](std::optional<uint64_t>& v) { v.reset(); });
    EXPECT_FALSE(kItems.Sums.exists(1));
    EXPECT_FALSE(kItems.Sums.try_mutate_exists(1, [](std::optional<uint64_t>& v) -> Answer {
        EXPECT_FALSE(v);
        v = 9;
        return Err(1);
    }));
    EXPECT_FALSE(kItems.Sums.exists(1));
    EXPECT_TRUE(kItems.Round.try_mutate_exists([](std::optional<uint32_t>& v) -> Answer {
        EXPECT_FALSE(v);
        return 1;
    }));
    EXPECT_FALSE(kItems.Round.exists());
    EXPECT_EQ(kItems.Round.get(), 7u);
}

// Source: frame_support's PrefixIterator: what is passed while draining is removed, whether or not it decodes.
TEST_F(StorageTest, DrainRemovesWhatCannotBeDecodedToo) {
    fill();
    EXPECT_EQ(all(kItems.Entries.iter()), (Found{{0, 0}, {1, 1}, {2, 2}, {3, 3}}));
    EXPECT_EQ(native::state().entries().size(), 6u);
    EXPECT_EQ(all(kItems.Entries.drain()), (Found{{0, 0}, {1, 1}, {2, 2}, {3, 3}}));
    EXPECT_TRUE(native::state().entries().empty());
}

TEST_F(StorageTest, WalksGoOnBehindAKey) {
    for (uint16_t i = 0; i < 5; ++i) kItems.Entries.put(i, i);
    std::vector<uint16_t> whole, parts;
    auto keys = kItems.Entries.iter_keys();
    while (const auto key = keys.next()) whole.push_back(*key);
    EXPECT_EQ(whole.size(), 5u);

    auto first = kItems.Entries.iter();
    for (int i = 0; i < 2; ++i) parts.push_back(first.next()->first);
    auto rest = kItems.Entries.iter_from(first.last_key());
    while (const auto entry = rest.next()) parts.push_back(entry->first);
    EXPECT_EQ(parts, whole);

    auto behind = kItems.Entries.iter_keys_from(kItems.Entries.key_for(whole[3]));
    EXPECT_EQ(behind.next(), whole[4]);
    EXPECT_EQ(behind.next(), std::nullopt);
}

TEST_F(StorageTest, TranslateChangesWhatDecodesAndLeavesTheRest) {
    fill();
    const auto done = kItems.Entries.translate<uint64_t>(
        [](uint16_t key, uint64_t value) { return key == 2 ? std::nullopt : std::optional(value + 10); });
    EXPECT_EQ(done, std::nullopt);
    EXPECT_EQ(all(kItems.Entries.iter()), (Found{{0, 10}, {1, 11}, {3, 13}}));
    EXPECT_EQ(native::state().entries().size(), 5u);

    // In steps, as a migration over several blocks does.
    std::optional<Bytes> last = Bytes();
    uint32_t steps = 0;
    for (; last; ++steps) {
        last = kItems.Entries.translate<uint64_t>([](uint16_t, uint64_t value) { return std::optional(value + 1); }, 2,
                                                  *std::move(last));
    }
    EXPECT_EQ(steps, 3u);
    EXPECT_EQ(all(kItems.Entries.iter()), (Found{{0, 11}, {1, 12}, {3, 14}}));

    kItems.Plain.put(5);
    EXPECT_FALSE(kItems.Plain.translate<uint64_t>([](std::optional<uint64_t>) { return std::optional(1u); }));
    EXPECT_TRUE(kItems.Plain.translate<ByteArray<4>>(
        [](std::optional<ByteArray<4>> old) { return std::optional(uint32_t{(*old)[0]} * 2); }));
    EXPECT_EQ(kItems.Plain.get(), 10u);
}

TEST_F(StorageTest, SwapMovesBytesAsTheyAre) {
    kItems.Entries.put(1, 1);
    host::set(kItems.Entries.key_for(2), Bytes{1});
    kItems.Entries.swap(1, 2);
    EXPECT_EQ(kItems.Entries.get(2), 1u);
    EXPECT_EQ(host::get(kItems.Entries.key_for(1)), Bytes{1});
    kItems.Entries.swap(2, 3);
    EXPECT_FALSE(kItems.Entries.exists(2));
    EXPECT_EQ(kItems.Entries.get(3), 1u);
}

TEST_F(StorageTest, DoubleMapsGiveTheEntriesBelowAFirstKey) {
    for (uint8_t i = 0; i < 3; ++i) kItems.Pairs.put(1, i, i);
    kItems.Pairs.put(2, 0, 9);
    auto below = kItems.Pairs.iter_prefix(1);
    uint32_t count = 0;
    while (below.next()) ++count;
    EXPECT_EQ(count, 3u);
    EXPECT_TRUE(kItems.Pairs.contains_prefix(2));
    auto drained = kItems.Pairs.drain_prefix(2);
    while (drained.next()) ++count;
    EXPECT_EQ(count, 4u);
    EXPECT_FALSE(kItems.Pairs.contains_prefix(2));
    kItems.Pairs.put(2, 0, 9);
    kItems.Pairs.clear_prefix(1, std::nullopt);
    EXPECT_FALSE(kItems.Pairs.contains_prefix(1));
    EXPECT_EQ(kItems.Pairs.get(2, 0), 9u);
}

/// What is counted is what is there.
class CountedMapTest : public StorageTest {
  protected:
    void TearDown() override {
        expect_counted(kItems.Counted);
        expect_counted(kItems.CountedSums);
        StorageTest::TearDown();
    }
    template <class M>
    static void expect_counted(const M& map) {
        uint32_t entries = 0;
        auto keys = map.iter_keys();
        while (keys.next()) ++entries;
        EXPECT_EQ(map.count(), entries);
    }
};

TEST_F(CountedMapTest, CountsEveryWayToPutAndRemove) {
    const auto& map = kItems.Counted;
    map.put(1, 10);
    map.put(1, 11);
    map.put(2, 20);
    map.set(3, 30);
    map.set(2, std::nullopt);
    EXPECT_EQ(map.count(), 2u);
    map.remove(2);
    EXPECT_EQ(map.take(2), std::nullopt);
    EXPECT_EQ(map.take(1), 11u);
    EXPECT_EQ(map.count(), 1u);
    map.swap(3, 4);
    EXPECT_EQ(map.get(4), 30u);
    map.mutate(5, [](std::optional<uint64_t>& v) { v = 1; });
    map.mutate(6, [](std::optional<uint64_t>&) {});
    EXPECT_FALSE(map.try_mutate(7, [](std::optional<uint64_t>& v) -> Answer {
        v = 1;
        return Err(1);
    }));
    EXPECT_TRUE(map.try_mutate_exists(5, [](std::optional<uint64_t>& v) -> Answer {
        v.reset();
        return 1;
    }));
    EXPECT_EQ(map.mutate_exists(8, [](std::optional<uint64_t>& v) { return *(v = 3); }), 3u);
    EXPECT_EQ(map.count(), 2u);
}

TEST_F(CountedMapTest, WithADefaultWhatIsChangedIsThere) {
    const auto& map = kItems.CountedSums;
    EXPECT_EQ(map.get(1), 0u);
    EXPECT_EQ(map.mutate(1, [](uint64_t& v) { return v; }), 0u);
    EXPECT_EQ(map.count(), 1u);
    map.set(2, 0);
    EXPECT_EQ(map.take(1), 0u);
    EXPECT_EQ(map.take(1), 0u);
    map.mutate_exists(2, [](std::optional<uint64_t>& v) { v.reset(); });
    EXPECT_EQ(map.count(), 0u);
}

// Source: frame_support::storage::types::counted_map of polkadot-sdk v1.1.0
TEST_F(CountedMapTest, WhatCannotBeDecodedIsRemovedWithoutBeingCountedButByAWalk) {
    const auto& map = kItems.Counted;
    const auto broken = [&](uint16_t key) {
        map.put(key, 1);
        host::set(map.key_for(key), Bytes{1});
        return key;
    };
    map.put(9, 1);
    EXPECT_EQ(map.take(broken(1)), std::nullopt);
    EXPECT_FALSE(map.exists(1));
    EXPECT_EQ(map.count(), 2u);
    map.mutate(broken(2), [](std::optional<uint64_t>& v) { EXPECT_FALSE(v); });
    EXPECT_FALSE(map.exists(2));
    EXPECT_EQ(map.count(), 3u);
    map.mutate(broken(3), [](std::optional<uint64_t>& v) { v = 7; });
    EXPECT_EQ(map.count(), 5u) << "once as it was put, once as it came anew";

    for (const uint16_t key : {uint16_t{4}, uint16_t{5}}) broken(key);
    EXPECT_EQ(map.count(), 7u);
    size_t given = 0;
    map.drain([&](uint16_t, uint64_t) { ++given; });
    EXPECT_EQ(given, 2u);
    EXPECT_EQ(map.count(), 3u) << "those that were passed over are gone, and counted";
    EXPECT_FALSE(map.exists(4));
    map.initialize_counter();
}

TEST_F(CountedMapTest, AWalkThatRemovesEndsAfterSoManyEntries) {
    const auto& map = kItems.Counted;
    for (uint16_t i = 0; i < 6; ++i) map.put(i, i);
    size_t given = 0;
    map.drain([&](uint16_t, uint64_t) { ++given; }, 4);
    EXPECT_EQ(given, 4u);
    EXPECT_EQ(map.count(), 2u);
}

TEST_F(CountedMapTest, CountsWalksThatChange) {
    const auto& map = kItems.Counted;
    for (uint16_t i = 0; i < 6; ++i) map.put(i, i);
    map.translate<uint64_t>(
        [](uint16_t key, uint64_t value) { return key % 2 == 0 ? std::optional(value) : std::nullopt; });
    EXPECT_EQ(map.count(), 3u);
    uint64_t sum = 0;
    map.drain([&](uint16_t, uint64_t value) { sum += value; });
    EXPECT_EQ(sum, 6u);
    EXPECT_EQ(map.count(), 0u);

    map.inner().put(1, 1);
    map.inner().put(2, 1);
    EXPECT_EQ(map.count(), 0u);
    EXPECT_EQ(map.initialize_counter(), 2u);
    map.clear(std::nullopt);
    EXPECT_FALSE(map.counter().exists());
}

// Source: frame_support::storage::types::StorageNMap of July 2023: each prefix of the keys can be walked, drained,
// cleared.
TEST_F(StorageTest, MapsOfFourKeysHaveAllPrefixes) {
    const auto fill_quads = [] {
        uint64_t value = 0;
        for (const auto a : {uint16_t{1}, uint16_t{2}})
            for (const auto b : {uint8_t{1}, uint8_t{2}})
                for (const uint32_t c : {1u, 2u})
                    for (const Bytes& d : {Bytes{}, Bytes{7, 7}}) kItems.Quads.put(a, b, c, d, ++value);
    };
    const auto count = [](auto walk) {
        uint32_t entries = 0;
        while (walk.next()) ++entries;
        return entries;
    };
    fill_quads();
    EXPECT_EQ(count(kItems.Quads.iter()), 16u);
    auto all_keys = kItems.Quads.iter_keys();
    while (const auto keys = all_keys.next()) {
        EXPECT_TRUE(std::apply([](const auto&... key) { return kItems.Quads.exists(key...); }, *keys));
    }
    EXPECT_EQ(count(kItems.Quads.iter_prefix(uint16_t{2})), 8u);
    EXPECT_EQ(count(kItems.Quads.iter_prefix(std::tuple(uint16_t{2}, uint8_t{1}))), 4u);
    EXPECT_EQ(count(kItems.Quads.iter_prefix(std::tuple(uint16_t{3}, uint8_t{1}))), 0u);
    // The key that is left, or the tuple of those.
    auto last = kItems.Quads.iter_prefix(std::tuple(uint16_t{2}, uint8_t{1}, uint32_t{2}));
    std::map<Bytes, uint64_t> found;
    while (const auto entry = last.next()) found.insert(*entry);
    EXPECT_EQ(found, (std::map<Bytes, uint64_t>{{{}, 11}, {{7, 7}, 12}}));
    auto two = kItems.Quads.iter_prefix(std::tuple(uint16_t{1}, uint8_t{2}));
    const auto entry = two.next();
    ASSERT_TRUE(entry);
    EXPECT_EQ(kItems.Quads.get(1, 2, std::get<0>(entry->first), std::get<1>(entry->first)), entry->second);

    EXPECT_EQ(count(kItems.Quads.drain_prefix(std::tuple(uint16_t{1}, uint8_t{2}, uint32_t{1}))), 2u);
    EXPECT_FALSE(kItems.Quads.contains_prefix(std::tuple(uint16_t{1}, uint8_t{2}, uint32_t{1})));
    EXPECT_TRUE(kItems.Quads.contains_prefix(std::tuple(uint16_t{1}, uint8_t{2})));
    EXPECT_EQ(kItems.Quads.clear_prefix(std::tuple(uint16_t{1}, uint8_t{2}), std::nullopt).unique, 2u);
    EXPECT_FALSE(kItems.Quads.contains_prefix(std::tuple(uint16_t{1}, uint8_t{2})));
    EXPECT_EQ(kItems.Quads.clear_prefix(uint16_t{1}, std::nullopt).unique, 4u);
    EXPECT_EQ(count(kItems.Quads.drain_prefix(uint16_t{2})), 8u);
    EXPECT_EQ(count(kItems.Quads.iter()), 0u);
}

TEST_F(StorageTest, AppendsInTheEncodingOfTheSequence) {
    kItems.List.append(uint8_t{7});
    kItems.List.append(8);
    EXPECT_EQ(kItems.List.get(), (std::vector<uint32_t>{7, 8}));
}

// Source: frame_support::storage::StorageTryAppend of July 2023. What is longer than the bound would read as absent.
TEST_F(StorageTest, AppendsUpToTheBound) {
    for (const uint32_t i : {1u, 2u, 3u}) EXPECT_TRUE(kItems.Bounded.try_append(i));
    EXPECT_FALSE(kItems.Bounded.try_append(4));
    EXPECT_EQ(kItems.Bounded.get(), (std::vector<uint32_t>{1, 2, 3}));

    EXPECT_TRUE(kItems.BoundedEntries.try_append(5, 1));
    EXPECT_TRUE(kItems.BoundedEntries.try_append(5, 2));
    EXPECT_FALSE(kItems.BoundedEntries.try_append(5, 3));
    EXPECT_TRUE(kItems.BoundedEntries.try_append(6, 3));
    EXPECT_EQ(kItems.BoundedEntries.get(5).size(), 2u);

    EXPECT_TRUE(kItems.CountedBounded.try_append(5, 1));
    EXPECT_TRUE(kItems.CountedBounded.try_append(5, 2));
    EXPECT_FALSE(kItems.CountedBounded.try_append(5, 3));
    EXPECT_EQ(kItems.CountedBounded.count(), 1u);
}

}  // namespace
}  // namespace serinus::sdk
