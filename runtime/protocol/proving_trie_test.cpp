#include "runtime/protocol/proving_trie.hpp"

#include <gtest/gtest.h>

#include <random>

#include "base/hex.hpp"
#include "runtime/sdk/host/host.hpp"
#include "trie/root_builder.hpp"

namespace serinus::sdk {
namespace {

using Entries = std::map<Bytes, Bytes>;

Hash256 root_by_the_host(const Entries& entries) {
    trie::RootBuilder builder(trie::StateVersion::kV0);
    for (const auto& [key, value] : entries) EXPECT_TRUE(builder.add(key, value));
    return builder.finish();
}

/// Keys over a small alphabet, so that many begin alike and some are the beginning of others.
Entries random_entries(std::mt19937& random, size_t count) {
    Entries entries;
    while (entries.size() < count) {
        Bytes key(random() % 6), value(random() % 60);
        if (random() % 8 == 0) key.resize(80);
        for (auto& byte : key) byte = static_cast<uint8_t>(random() % 3 * 0x11);
        for (auto& byte : value) byte = static_cast<uint8_t>(random());
        entries[key] = value;
    }
    return entries;
}

// Spec: sect-state-storage, defn-stored-value, defn-node-header, defn-merkle-value
TEST(ProvingTrie, RootIsThatOfTheHost) {
    std::mt19937 random(1);
    EXPECT_EQ(ProvingTrie::of({}).root(), root_by_the_host({}));
    for (size_t count = 1; count < 60; ++count) {
        const Entries entries = random_entries(random, count);
        EXPECT_EQ(to_hex(ProvingTrie::of(entries).root().bytes), to_hex(root_by_the_host(entries).bytes)) << count;
    }
}

TEST(ProvingTrie, GivesWhatItWasMadeOf) {
    std::mt19937 random(2);
    const Entries entries = random_entries(random, 50);
    const auto trie = ProvingTrie::of(entries);
    for (const auto& [key, value] : entries) EXPECT_EQ(trie.get(key), value);
    EXPECT_EQ(trie.get(Bytes(7, 0x11)), std::nullopt);
    EXPECT_EQ(ProvingTrie::of({}).get(Bytes{}), std::nullopt);
}

TEST(ProvingTrie, ProofShowsItsKeyAndFailsWithoutAnyOfItsNodes) {
    std::mt19937 random(3);
    const Entries entries = random_entries(random, 50);
    const auto trie = ProvingTrie::of(entries);
    for (const auto& [key, value] : entries) {
        std::vector<Bytes> nodes;
        ASSERT_EQ(trie.get(key, &nodes), value);
        EXPECT_EQ(ProvingTrie::from_nodes(trie.root(), nodes).get(key), value);
        for (size_t i = 0; i < nodes.size(); ++i) {
            auto fewer = nodes;
            fewer.erase(fewer.begin() + static_cast<ptrdiff_t>(i));
            EXPECT_EQ(ProvingTrie::from_nodes(trie.root(), fewer).get(key), std::nullopt);
            auto changed = nodes;
            changed[i].back() ^= 1;
            EXPECT_EQ(ProvingTrie::from_nodes(trie.root(), changed).get(key), std::nullopt);
        }
        nodes.push_back({1, 2, 3});
        EXPECT_EQ(ProvingTrie::from_nodes(trie.root(), nodes).get(key), value) << "what does not belong there";
    }
}

TEST(ProvingTrie, NodesOfAnyBytesDoNoHarm) {
    std::mt19937 random(4);
    const Bytes key(20, 0x11);
    for (int i = 0; i < 20'000; ++i) {
        Bytes node(random() % 80);
        for (auto& byte : node) byte = static_cast<uint8_t>(random() % 4 == 0 ? 0xff : random());
        const Hash256 root = host::blake2_256(node);
        static_cast<void>(ProvingTrie::from_nodes(root, std::vector<Bytes>{node}).get(key));
    }
}

}  // namespace
}  // namespace serinus::sdk
