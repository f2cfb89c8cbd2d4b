#include "trie/trie.hpp"

#include <gtest/gtest.h>

#include "trie/node.hpp"
#include "trie/trie_test_data.hpp"
#include "trie/trie_test_store.hpp"

namespace serinus::trie {
namespace {

using serinus::test::Json;
using serinus::test::random_between;
using serinus::test::seeded_random;
using test::Entries;
using test::random_key;
using test::random_value;
using test::Store;

constexpr StateVersion kV0 = StateVersion::kV0;
constexpr StateVersion kV1 = StateVersion::kV1;
constexpr StateVersion kVersions[] = {kV0, kV1};

Entries random_entries(std::mt19937_64& random, size_t max_count) {
    Entries out;
    for (size_t left = random_between(random, 0, max_count); left > 0; --left)
        out[random_key(random)] = random_value(random);
    return out;
}

Trie trie_of(const Entries& entries, StateVersion version) {
    const std::vector<Trie::Entry> list(entries.begin(), entries.end());
    auto trie = Trie::of(list, version);
    EXPECT_TRUE(trie.has_value());
    return *std::move(trie);
}

/// Everything from the cursor's place on.
Entries rest_of(Trie::Cursor& cursor) {
    Entries out;
    for (;;) {
        const auto found = cursor.next();
        EXPECT_TRUE(found.has_value());
        if (!found || !*found) return out;
        const Bytes key = to_bytes(cursor.key());
        EXPECT_TRUE(out.empty() || out.rbegin()->first < key);
        const auto value = cursor.value();
        EXPECT_TRUE(value.has_value());
        if (value) out[key] = to_bytes(*value);
    }
}

Entries content_of(Trie& trie) {
    auto cursor = trie.cursor();
    return rest_of(cursor);
}

bool begins_with(BytesView key, BytesView prefix) {
    return key.size() >= prefix.size() && equal(key.first(prefix.size()), prefix);
}

/// The same on a map, in the order of its keys.
Trie::PrefixRemoval remove_prefix(Entries& entries, BytesView prefix, std::optional<uint64_t> limit) {
    Trie::PrefixRemoval out;
    auto at = entries.lower_bound(to_bytes(prefix));
    while (at != entries.end() && begins_with(at->first, prefix)) {
        if (out.removed == limit) {
            out.all = false;
            break;
        }
        at = entries.erase(at);
        ++out.removed;
    }
    return out;
}

TEST(Trie, WithoutEntriesHasTheEmptyRoot) {
    Trie trie;
    EXPECT_TRUE(trie.empty());
    EXPECT_EQ(trie.root(), empty_root());
    EXPECT_FALSE(trie.get({})->has_value());
    EXPECT_FALSE(trie.next_key({})->has_value());
    EXPECT_FALSE(*trie.remove({}));
    EXPECT_EQ(trie.remove_prefix({})->removed, 0u);
}

TEST(Trie, EmptyKeyAndEmptyValueAreAnEntry) {
    Trie trie;
    ASSERT_TRUE(trie.insert({}, {}, kV1));
    EXPECT_FALSE(trie.empty());
    EXPECT_TRUE(trie.get({})->has_value());
    EXPECT_EQ(trie.root(), test::root_of(Entries{{{}, {}}}, kV1));
    EXPECT_TRUE(*trie.remove({}));
    EXPECT_TRUE(trie.empty());
    EXPECT_EQ(trie.root(), empty_root());
}

TEST(Trie, ConformanceVectorsStepByStep) {
    const auto path = serinus::test::shared_data("trie/w3f-state-trie.json");
    if (!path) GTEST_SKIP() << serinus::test::kNoSharedData;
    size_t steps = 0;
    for (const Json& file : Json::read(*path).items()) {
        Trie v0;
        Trie v1;
        const std::vector<Json> entries = file["entries"].items();
        const std::vector<Json> roots = file.has("insertRootsV0") ? file["insertRootsV0"].items() : std::vector<Json>();
        for (size_t i = 0; i < entries.size(); ++i) {
            const Bytes key = entries[i].items()[0].hex();
            const Bytes value = entries[i].items()[1].hex();
            ASSERT_TRUE(v0.insert(key, value, kV0));
            ASSERT_TRUE(v1.insert(key, value, kV1));
            if (i >= roots.size()) continue;
            ASSERT_EQ(v0.root(), test::hash_of(roots[i])) << file["source"].text() << " insertion " << i;
            ++steps;
        }
        EXPECT_EQ(v0.root(), test::hash_of(file["rootV0"])) << file["source"].text();
        EXPECT_EQ(v1.root(), test::hash_of(file["rootV1"])) << file["source"].text();
        if (!file.has("deleteRootsV0")) continue;
        for (const Json& step : file["deleteRootsV0"].items()) {
            ASSERT_TRUE(*v0.remove(step.items()[0].hex()));
            ASSERT_EQ(v0.root(), test::hash_of(step.items()[1])) << file["source"].text();
            ++steps;
        }
    }
    EXPECT_GT(steps, 100u);
}

// Spec: defn-hashed-subvalue. Observed: polkadot-stable2407: the form of an entry is that of the version which last
// wrote it.
TEST(Trie, AnEntryKeepsItsFormUntilItsValueIsWrittenAgain) {
    const Bytes long_value(33, 7);
    const Bytes short_value(32, 7);
    Trie trie = trie_of({{{1}, long_value}, {{2}, short_value}}, kV0);
    const Hash256 v0 = trie.root();
    const Hash256 v1 = test::root_of(Entries{{{1}, long_value}, {{2}, short_value}}, kV1);
    EXPECT_NE(v0, v1);
    ASSERT_TRUE(trie.insert(Bytes{2}, short_value, kV1));
    EXPECT_EQ(trie.root(), v0);
    ASSERT_TRUE(trie.insert(Bytes{1}, long_value, kV1));
    EXPECT_EQ(trie.root(), v1);
    ASSERT_TRUE(trie.insert(Bytes{1}, long_value, kV0));
    EXPECT_EQ(trie.root(), v0);
}

TEST(Trie, RemovingWhatWasAddedBringsTheRootBack) {
    auto random = seeded_random();
    for (int round = 0; round < 300; ++round) {
        const Entries entries = random_entries(random, 30);
        Trie trie = trie_of(entries, kV1);
        const Hash256 before = trie.root();
        Bytes key = random_key(random, 7);
        if (entries.contains(key)) continue;
        ASSERT_TRUE(trie.insert(key, random_value(random), kV1));
        EXPECT_NE(trie.root(), before);
        EXPECT_TRUE(*trie.remove(key));
        EXPECT_EQ(trie.root(), before);
    }
}

/// A trie, the map it must agree with, and the store that its commits keep.
struct Model {
    Entries entries;
    Store store;
    Trie trie;
    StateVersion version;

    void change(std::mt19937_64& random) {
        Bytes key = random_key(random);
        const uint64_t kind = random_between(random, 0, 99);
        if (!entries.empty() && kind % 2 == 0) {  // one that is there
            key = std::next(entries.begin(), static_cast<long>(random_between(random, 0, entries.size() - 1)))->first;
        }
        if (kind < 60) {
            const Bytes value = random_value(random);
            ASSERT_TRUE(trie.insert(key, value, version));
            entries[key] = value;
        } else if (kind < 92) {
            EXPECT_EQ(*trie.remove(key), entries.erase(key) == 1);
        } else {
            key.resize(std::min<size_t>(key.size(), random_between(random, 0, 4)));
            std::optional<uint64_t> limit;
            if (kind % 4 != 0) limit = random_between(random, 0, 10);
            const auto expected = remove_prefix(entries, key, limit);
            const auto removed = trie.remove_prefix(key, limit);
            ASSERT_TRUE(removed);
            EXPECT_EQ(removed->removed, expected.removed);
            EXPECT_EQ(removed->all, expected.all);
        }
    }

    void commit_and_check() {
        ASSERT_EQ(trie.commit(store), test::root_of(entries, version));
        Store fresh;
        trie_of(entries, version).commit(fresh);
        ASSERT_EQ(store.nodes, fresh.nodes);
        ASSERT_EQ(store.values, fresh.values);
        store.finish_commit();
        Trie opened(store, trie.root());
        ASSERT_EQ(content_of(opened), entries);
    }
};

TEST(Trie, AgreesWithAMapUnderRandomChangesAndItsStoreHasExactlyItsNodes) {
    auto random = seeded_random();
    for (int round = 0; round < 400 && !::testing::Test::HasFailure(); ++round) {
        Model model{.entries = {}, .store = {}, .trie = {}, .version = kVersions[round % 2]};
        for (int block = 0; block < 12; ++block) {
            for (uint64_t left = random_between(random, 0, 40); left > 0; --left) model.change(random);
            ASSERT_NO_FATAL_FAILURE(model.commit_and_check());
            // Half the time all is forgotten but the store.
            if (random_between(random, 0, 1) == 0) model.trie = Trie(model.store, model.trie.root());
        }
    }
}

TEST(Trie, AMixOfVersionsIsStoredAndReadBack) {
    auto random = seeded_random();
    for (int round = 0; round < 300; ++round) {
        Entries entries;
        std::map<Bytes, StateVersion> versions;
        Store store;
        Trie trie;
        for (int block = 0; block < 6; ++block) {
            for (int i = 0; i < 10; ++i) {
                const Bytes key = random_key(random, 3);
                const StateVersion version = kVersions[random_between(random, 0, 1)];
                entries[key] = random_value(random);
                versions[key] = version;
                ASSERT_TRUE(trie.insert(key, entries[key], version));
            }
            const Hash256 root = trie.commit(store);
            store.finish_commit();
            Store fresh;
            Trie again;
            for (const auto& [key, value] : entries) ASSERT_TRUE(again.insert(key, value, versions[key]));
            ASSERT_EQ(again.commit(fresh), root);
            ASSERT_EQ(store.nodes, fresh.nodes);
            ASSERT_EQ(store.values, fresh.values);
            trie = Trie(store, root);
            ASSERT_EQ(content_of(trie), entries);
        }
    }
}

TEST(Trie, ACommitWithoutChangesWritesNothing) {
    auto random = seeded_random();
    const Entries entries = random_entries(random, 60);
    Store store;
    Trie trie = trie_of(entries, kV1);
    trie.commit(store);
    store.finish_commit();
    for (const auto& [key, value] : entries) ASSERT_TRUE(trie.insert(key, value, kV1));
    trie.commit(store);
    EXPECT_EQ(store.changed.size(), 0u);
}

TEST(Trie, WalksInOrderFromAnyKeyAndUnderAnyPrefix) {
    auto random = seeded_random();
    for (int round = 0; round < 300; ++round) {
        const Entries entries = random_entries(random, 40);
        Store store;
        Trie trie = trie_of(entries, kVersions[round % 2]);
        const Hash256 root = trie.commit(store);
        if (round % 4 < 2) trie = Trie(store, root);
        for (int i = 0; i < 20; ++i) {
            const Bytes key = random_key(random, 5);
            auto cursor = trie.cursor();
            ASSERT_TRUE(cursor.seek(key));
            EXPECT_EQ(rest_of(cursor), Entries(entries.lower_bound(key), entries.end()));
            Entries with_prefix;
            for (const auto& entry : entries) {
                if (begins_with(entry.first, key)) with_prefix.insert(entry);
            }
            ASSERT_TRUE(cursor.seek_prefix(key));
            EXPECT_EQ(rest_of(cursor), with_prefix);

            const auto next = trie.next_key(key);
            ASSERT_TRUE(next);
            const auto expected = entries.upper_bound(key);
            ASSERT_EQ(next->has_value(), expected != entries.end());
            if (expected != entries.end()) EXPECT_EQ(**next, expected->first);

            const auto value = trie.get(key);
            ASSERT_TRUE(value);
            ASSERT_EQ(value->has_value(), entries.contains(key));
            if (*value) EXPECT_TRUE(equal(**value, entries.at(key)));
        }
    }
}

TEST(Trie, OperationsLoadOnlyTheNodesOnTheirPath) {
    auto random = seeded_random();
    Entries entries;
    for (int i = 0; i < 5000; ++i) entries[serinus::test::random_bytes(random, 32)] = Bytes(40, 1);
    Store store;
    const Hash256 root = trie_of(entries, kV1).commit(store);
    EXPECT_GT(store.nodes.size(), 5000u);
    const Bytes key = std::next(entries.begin(), 2500)->first;
    const auto requests_of = [&](auto&& operation) {
        Trie trie(store, root);
        store.requested.clear();
        operation(trie);
        for (const NibblePath& position : store.requested) {
            EXPECT_TRUE(position.size() <= 10 || position == NibblePath(NibblesView(key)));
        }
        return store.requested.size();
    };
    EXPECT_EQ(requests_of([&](Trie& trie) { (void)trie.root(); }), 0u);
    // 5000 random keys share about log16(5000) = 3 nibbles; the value is one request more.
    EXPECT_LE(requests_of([&](Trie& trie) { EXPECT_TRUE(trie.get(key)->has_value()); }), 8u);
    EXPECT_LE(requests_of([&](Trie& trie) { EXPECT_TRUE(trie.insert(key, key, kV1).has_value()); }), 8u);
    EXPECT_LE(requests_of([&](Trie& trie) { EXPECT_TRUE(*trie.remove(key)); }), 9u);
    EXPECT_LE(requests_of([&](Trie& trie) { EXPECT_TRUE(trie.next_key(key)->has_value()); }), 14u);
    EXPECT_LE(requests_of([&](Trie& trie) { EXPECT_EQ(trie.remove_prefix(key)->removed, 1u); }), 9u);
}

TEST(Trie, WhenTheSourceFailsTheTrieIsWhatItWas) {
    auto random = seeded_random();
    size_t failures = 0;
    for (int round = 0; round < 400; ++round) {
        Entries entries = random_entries(random, 30);
        if (entries.empty()) continue;
        const StateVersion version = kVersions[round % 2];
        Store store;
        const Hash256 root = trie_of(entries, version).commit(store);
        Trie trie(store, root);
        for (int step = 0; step < 20; ++step) {
            store.requests_until_failure = random_between(random, 0, 6);
            const Bytes key = random_between(random, 0, 1) == 0 ? random_key(random, 3) : entries.begin()->first;
            const Bytes value = random_value(random);
            const auto kind = random_between(random, 0, 4);
            const auto expect_failure = [&](TrieError error) {
                EXPECT_EQ(error, TrieError::kSourceFailed);
                ++failures;
            };
            if (kind == 0) {
                const auto done = trie.insert(key, value, version);
                if (done) entries[key] = value;
                if (!done) expect_failure(done.error());
            } else if (kind == 1) {
                const auto done = trie.remove(key);
                if (done) EXPECT_EQ(*done, entries.erase(key) == 1);
                if (!done) expect_failure(done.error());
            } else if (kind == 2) {
                const std::optional<uint64_t> limit =
                    step % 2 == 0 ? std::nullopt : std::optional<uint64_t>(random_between(random, 0, 5));
                const auto done = trie.remove_prefix(BytesView(key).first(key.size() / 2), limit);
                if (done)
                    EXPECT_EQ(done->removed,
                              remove_prefix(entries, BytesView(key).first(key.size() / 2), limit).removed);
                if (!done) expect_failure(done.error());
            } else if (kind == 3) {
                const auto done = trie.next_key(key);
                if (!done) expect_failure(done.error());
            } else {
                const auto done = trie.get(key);
                if (done) EXPECT_EQ(done->has_value(), entries.contains(key));
                if (!done) expect_failure(done.error());
            }
            store.requests_until_failure = std::nullopt;
            ASSERT_EQ(trie.root(), test::root_of(entries, version));
            if (entries.empty()) break;
        }
        ASSERT_EQ(content_of(trie), entries);
    }
    EXPECT_GT(failures, 100u);
}

TEST(Trie, WhatTheSourceDoesNotHaveIsMissing) {
    Store store;
    EXPECT_EQ(Trie(store, Hash256{}).get(Bytes{1}).error(), TrieError::kMissing);
    const Hash256 root = trie_of({{{1}, Bytes(50, 1)}}, kV1).commit(store);
    store.values.clear();
    Trie trie(store, root);
    EXPECT_EQ(trie.get(Bytes{1}).error(), TrieError::kMissing);
    EXPECT_TRUE(*trie.remove(Bytes{1}));  // which needs no value
}

TEST(Trie, NodesThatNoTrieHasAreMalformed) {
    const Bytes leaf = {0x40, 0x04, 0xaa};
    const auto branch = [](std::initializer_list<Bytes> children) {
        NodeView node;
        for (const Bytes& child : children) {
            const auto i = static_cast<size_t>(std::popcount(node.children_bitmap));
            node.children_bitmap = static_cast<uint16_t>(node.children_bitmap | 1u << i);
            node.children[i] = child;
        }
        return encode_node(node);
    };
    for (const Bytes& bytes : {Bytes{}, Bytes{0x01}, Bytes{0x00},   // no node, none, the empty one
                               Bytes{0x41, 0x01, 0x04, 0xaa},       // an entry between two bytes
                               branch({leaf}),                      // a branch that need not be
                               branch({leaf, Bytes{}}),             // a child of no byte
                               branch({leaf, Bytes(33, 0x40)})}) {  // a child of too many
        Store store;
        store.nodes[NibblePath()] = bytes;
        Trie trie(store, Hash256{});
        EXPECT_EQ(trie.get(Bytes{0}).error(), TrieError::kMalformedNode);
        EXPECT_EQ(trie.next_key({}).error(), TrieError::kMalformedNode);
        EXPECT_EQ(trie.insert({}, {}, kV0).error(), TrieError::kMalformedNode);
        EXPECT_EQ(trie.root(), Hash256{});
    }
}

TEST(Trie, KeysThatAllBeginOneAnotherAreNoTrouble) {
    constexpr size_t kDepth = 20'000;
    const Bytes longest(kDepth, 0x11);
    Trie trie;
    RootBuilder builder(kV0);
    // From the longest down, so that each insertion ends at the root.
    for (size_t size = kDepth + 1; size-- > 0;) ASSERT_TRUE(trie.insert(BytesView(longest).first(size), Bytes{1}, kV0));
    for (size_t size = 0; size <= kDepth; ++size) ASSERT_TRUE(builder.add(BytesView(longest).first(size), Bytes{1}));
    EXPECT_EQ(trie.root(), builder.finish());
    EXPECT_TRUE(trie.get(longest)->has_value());
    EXPECT_TRUE(*trie.remove(longest));
    EXPECT_EQ(trie.remove_prefix(BytesView(longest).first(3))->removed, kDepth - 3);
}

TEST(Trie, ErrorsHaveNames) {
    for (const TrieError error :
         {TrieError::kMissing, TrieError::kSourceFailed, TrieError::kMalformedNode, TrieError::kTooLarge}) {
        EXPECT_STRNE(to_string(error), "unknown");
    }
}

TEST(Trie, RefusesAKeyOrAValueOf4GiB) {
    const uint8_t byte = 0;
    const BytesView huge(&byte, size_t{1} << 32);  // refused before it is read
    Trie trie;
    EXPECT_EQ(trie.insert(huge, {}, kV0).error(), TrieError::kTooLarge);
    EXPECT_EQ(trie.insert({}, huge, kV0).error(), TrieError::kTooLarge);
    EXPECT_TRUE(trie.empty());
}

}  // namespace
}  // namespace serinus::trie
