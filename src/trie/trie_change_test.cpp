#include <gtest/gtest.h>

#include "trie/root_builder.hpp"
#include "trie/trie_test_data.hpp"
#include "trie/trie_test_workers.hpp"

namespace serinus::trie {
namespace {

using serinus::test::random_between;
using serinus::test::seeded_random;
using test::random_key;
using test::random_value;
using test::Store;
using test::StoreReader;
using test::Threads;

using Map = std::map<Bytes, Bytes>;
using Changes = std::map<Bytes, std::optional<Bytes>>;

/// Many of them new, many of them removals, some of keys that are not there.
Changes random_changes(std::mt19937_64& random, const Map& entries, size_t count) {
    Changes out;
    for (size_t i = 0; i < count; ++i) {
        Bytes key = random_key(random);
        if (!entries.empty() && random() % 2 == 0) {
            const auto at = entries.lower_bound(key);
            if (at != entries.end()) key = at->first;
        }
        out[key] = random() % 2 == 0 ? std::nullopt : std::optional(random_value(random));
    }
    return out;
}

std::vector<Trie::Change> views_of(const Changes& changes) {
    std::vector<Trie::Change> out;
    for (const auto& [key, value] : changes) {
        out.push_back({key, value ? std::optional(BytesView(*value)) : std::nullopt});
    }
    return out;
}

void make(Map& entries, const Changes& changes) {
    for (const auto& [key, value] : changes) {
        entries.erase(key);
        if (value) entries.emplace(key, *value);
    }
}

Hash256 root_of(const Map& entries, StateVersion version) {
    RootBuilder builder(version);
    for (const auto& [key, value] : entries) EXPECT_TRUE(builder.add(key, value).has_value());
    return builder.finish();
}

/// A store of just these entries.
Store store_of(const Map& entries, StateVersion version) {
    Store store;
    Trie trie;
    for (const auto& [key, value] : entries) EXPECT_TRUE(trie.insert(key, value, version).has_value());
    trie.commit(store);
    return store;
}

TEST(TrieChange, ChangesAtOnceAreThoseOneByOne) {
    auto random = seeded_random();
    for (int round = 0; round < 50; ++round) {
        const auto version = static_cast<StateVersion>(round % 2);
        Map entries;
        Trie trie;
        for (int block = 0; block < 5; ++block) {
            const Changes changes = random_changes(random, entries, random_between(random, 0, 300));
            auto views = views_of(changes);
            if (block % 2 == 1) std::shuffle(views.begin(), views.end(), random);
            ASSERT_TRUE(trie.change(views, version).has_value());
            make(entries, changes);
            ASSERT_EQ(trie.root(), root_of(entries, version));
        }
    }
}

TEST(TrieChange, SeveralThreadsDoWhatOneDoes) {
    auto random = seeded_random();
    Threads threads(3);
    for (int round = 0; round < 30; ++round) {
        const auto version = static_cast<StateVersion>(round % 2);
        Map entries;
        Store store;
        Trie trie;
        for (int block = 0; block < 5; ++block) {
            if (block == 3) trie = Trie(store, root_of(entries, version));
            const Changes changes = random_changes(random, entries, random_between(random, 0, 300));
            StoreReader readers[] = {StoreReader(store), StoreReader(store), StoreReader(store)};
            NodeSource* const sources[] = {&readers[0], &readers[1], &readers[2]};
            const size_t min_piece = random_between(random, 1, 20);
            ASSERT_TRUE(trie.change(views_of(changes), version, threads, sources, min_piece).has_value());
            make(entries, changes);
            ASSERT_EQ(trie.commit(store, threads), root_of(entries, version));
            store.finish_commit();
            const Store expected = store_of(entries, version);
            ASSERT_EQ(store.nodes, expected.nodes);
            ASSERT_EQ(store.values, expected.values);
        }
    }
}

/// Entries whose keys begin with the same 32 bytes, as those of one map of a runtime.
TEST(TrieChange, WhatLiesUnderOneLongPrefixIsSharedOutToo) {
    struct Counting final : Workers {
        size_t tasks = 0;
        size_t count() const noexcept override { return 2; }
        void run(size_t wanted, const std::function<void(size_t, size_t)>& task) override {
            tasks += wanted;
            for (size_t i = 0; i < wanted; ++i) task(i % 2, i);
        }
    } workers;
    auto random = seeded_random();
    Map entries;
    Changes changes;
    for (int i = 0; i < 2000; ++i) {
        const Bytes key = concat(Bytes(32, 7), serinus::test::random_bytes(random, 16));
        entries.emplace(key, Bytes(40, 1));
        if (i % 2 == 0) changes.emplace(key, i % 8 == 0 ? std::nullopt : std::optional(Bytes(40, 2)));
    }
    Store store = store_of(entries, StateVersion::kV1);
    Trie trie(store, root_of(entries, StateVersion::kV1));
    StoreReader reader(store);
    NodeSource* const sources[] = {&reader, &reader};
    ASSERT_TRUE(trie.change(views_of(changes), StateVersion::kV1, workers, sources).has_value());
    EXPECT_GE(workers.tasks, 10u);
    workers.tasks = 0;
    make(entries, changes);
    EXPECT_EQ(trie.root(workers), root_of(entries, StateVersion::kV1));
    EXPECT_GE(workers.tasks, 10u);
}

TEST(TrieChange, AnErrorOfOneThreadIsThatOfAll) {
    auto random = seeded_random();
    Map entries;
    Changes changes;
    for (int i = 0; i < 500; ++i) {
        const Bytes key = serinus::test::random_bytes(random, 8);
        entries.emplace(key, Bytes(40, 1));
        changes.emplace(key, Bytes(40, 2));
    }
    Store store = store_of(entries, StateVersion::kV0);
    Trie trie(store, root_of(entries, StateVersion::kV0));
    Store less = store;
    less.nodes.erase(std::prev(less.nodes.end()));
    StoreReader broken(less);
    NodeSource* const sources[] = {&broken, &broken};
    Threads threads(2);
    EXPECT_EQ(trie.change(views_of(changes), StateVersion::kV0, threads, sources, 5).error(), TrieError::kMissing);
}

}  // namespace
}  // namespace serinus::trie
