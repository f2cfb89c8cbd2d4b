#include "trie/root_builder.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "trie/trie_test_data.hpp"

namespace serinus::trie {
namespace {

using namespace serinus::literals;
using namespace serinus::trie::test;
using enum StateVersion;

TEST(RootBuilder, TrieWithoutEntriesHasTheHashOfOneZeroByte) {
    EXPECT_EQ(empty_root(), "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314"_hash256);
    EXPECT_EQ(RootBuilder(kV0).finish(), empty_root());
    EXPECT_EQ(RootBuilder(kV1).finish(), empty_root());
}

// Spec: defn-merkle-value, defn-node-value. w3f/polkadot-tests fixtures/state-trie: 1c1, scv.
TEST(RootBuilder, SingleEntryIsALeafThatIsHashedHoweverShortItIs) {
    EXPECT_EQ(root_of(Entries{{"31"_hex, "31"_hex}}, kV0),
              "43e6ad6c4f2c34989b14cbe107b2628072f7cda5ec948b899ca7cab9fe987f99"_hash256);
    EXPECT_EQ(root_of(Entries{{"73"_hex, "76"_hex}}, kV1),
              "82c9e039b7c772d68c6edede03bca0f49b4fa48da7bc0445b2ddc9b31768a331"_hash256);
    // 0x42: a leaf with two nibbles of partial key; 0x04: a value of one byte.
    EXPECT_EQ(root_of(Entries{{"31"_hex, "31"_hex}}, kV0), hashing::blake2b_256("42310431"_hex));
}

// Spec: defn-hashed-subvalue. The hash stands for a value of 33 bytes, not for one of 32.
TEST(RootBuilder, Version1HashesValuesOfMoreThan32Bytes) {
    const Bytes value32(32, 7);
    const Bytes value33(33, 7);
    EXPECT_EQ(root_of(Entries{{"31"_hex, value32}}, kV1), root_of(Entries{{"31"_hex, value32}}, kV0));
    EXPECT_EQ(root_of(Entries{{"31"_hex, value33}}, kV1),
              hashing::blake2b_256(concat("2231"_hex, hashing::blake2b_256(value33))));
    EXPECT_EQ(root_of(Entries{{"31"_hex, value33}}, kV0), hashing::blake2b_256(concat("423184"_hex, value33)));
}

TEST(RootBuilder, BranchHoldsItsValueItsBitmapAndShortChildrenInFull) {
    // Key 12 lies on the way to 1234 and 1256: a branch with value (0b11), two nibbles, children 3 and 5.
    // Each child: header 0x41, partial key nibble 4 or 6, one byte of value.
    const Entries entries{{"12"_hex, "aa"_hex}, {"1234"_hex, "bb"_hex}, {"1256"_hex, "cc"_hex}};
    EXPECT_EQ(root_of(entries, kV0), hashing::blake2b_256("c212"
                                                          "2800"
                                                          "04aa"
                                                          "10410404bb"
                                                          "10410604cc"_hex));
}

TEST(RootBuilder, KeysMustAscend) {
    RootBuilder builder(kV0);
    ASSERT_TRUE(builder.add("1234"_hex, "01"_hex));
    EXPECT_EQ(builder.add("1234"_hex, "01"_hex).error(), RootBuilderError::kNotAscending);
    EXPECT_EQ(builder.add("12"_hex, "01"_hex).error(), RootBuilderError::kNotAscending);
    EXPECT_EQ(builder.add("1233ff"_hex, "01"_hex).error(), RootBuilderError::kNotAscending);
    EXPECT_EQ(builder.add({}, "01"_hex).error(), RootBuilderError::kNotAscending);
    // The refused keys left nothing behind.
    ASSERT_TRUE(builder.add("1235"_hex, "02"_hex));
    EXPECT_EQ(builder.finish(), root_of(Entries{{"1234"_hex, "01"_hex}, {"1235"_hex, "02"_hex}}, kV0));
}

TEST(RootBuilder, BuilderMayBeUsedAgain) {
    RootBuilder builder(kV0);
    const Entries entries{{""_hex, "01"_hex}, {"00"_hex, ""_hex}, {"0000"_hex, Bytes(100, 1)}, {"01"_hex, "02"_hex}};
    Hash256 roots[2];
    for (Hash256& root : roots) {
        for (const auto& [key, value] : entries) ASSERT_TRUE(builder.add(key, value));
        root = builder.finish();
    }
    EXPECT_EQ(roots[0], roots[1]);
    EXPECT_EQ(builder.finish(), empty_root());
}

/// The trie by its definition, recursively and with copies: nothing in common with the builder but the writers.
Bytes encode_by_definition(Entries::const_iterator begin, Entries::const_iterator end, size_t from,
                           StateVersion version) {
    const auto nibble = [](const Bytes& key, size_t i) { return i % 2 == 0 ? key[i / 2] >> 4 : key[i / 2] & 15; };
    const Bytes& first = begin->first;
    const Bytes& last = std::prev(end)->first;
    size_t to = from;
    while (to < 2 * first.size() && to < 2 * last.size() && nibble(first, to) == nibble(last, to)) ++to;

    Bytes tail;
    const bool has_value = 2 * first.size() == to;
    const bool hashed = has_value && is_value_hashed(version, begin->second.size());
    ByteArray<8> length;
    if (hashed) {
        append(tail, hashing::blake2b_256(begin->second));
    } else if (has_value) {
        append(tail, {length.data(), write_compact_length(length.data(), begin->second.size())});
        append(tail, begin->second);
    }
    uint16_t bitmap = 0;
    for (auto at = has_value ? std::next(begin) : begin; at != end;) {
        const int index = nibble(at->first, to);
        auto next = at;
        while (next != end && nibble(next->first, to) == index) ++next;
        bitmap = static_cast<uint16_t>(bitmap | 1 << index);
        Bytes child = encode_by_definition(at, next, to + 1, version);
        if (child.size() >= 32) child = to_bytes(hashing::blake2b_256(child));
        tail.push_back(static_cast<uint8_t>(child.size() << 2));
        append(tail, child);
        at = next;
    }
    const NodeVariant variant = bitmap == 0 ? (hashed ? NodeVariant::kHashedLeaf : NodeVariant::kLeaf)
                                : hashed    ? NodeVariant::kHashedBranch
                                : has_value ? NodeVariant::kBranchWithValue
                                            : NodeVariant::kBranch;
    ByteArray<64> header;
    Bytes out(header.data(), write_header(header.data(), variant, to - from));
    if ((to - from) % 2 != 0) out.push_back(static_cast<uint8_t>(nibble(first, from++)));
    for (; from < to; from += 2)
        out.push_back(static_cast<uint8_t>(nibble(first, from) << 4 | nibble(first, from + 1)));
    if (bitmap != 0) append(out, ByteArray<2>{static_cast<uint8_t>(bitmap), static_cast<uint8_t>(bitmap >> 8)});
    append(out, tail);
    return out;
}

TEST(RootBuilder, AgreesWithTheRecursiveDefinitionOnRandomEntries) {
    auto random = serinus::test::seeded_random();
    for (int round = 0; round < 2000; ++round) {
        Entries entries;
        const size_t count = serinus::test::random_between(random, 1, 60);
        const size_t key_size = serinus::test::random_between(random, 1, 200);
        for (size_t i = 0; i < count; ++i) {
            Bytes key = random_key(random);
            if (round % 4 == 0) key.insert(key.begin(), key_size, 0xab);  // long partial keys
            entries[key] = random_value(random);
        }
        for (const StateVersion version : {kV0, kV1}) {
            const Bytes encoding = encode_by_definition(entries.begin(), entries.end(), 0, version);
            ASSERT_EQ(root_of(entries, version), hashing::blake2b_256(encoding));
        }
    }
}

TEST(RootBuilder, ConformanceVectors) {
    const auto path = serinus::test::shared_data("trie/w3f-state-trie.json");
    if (!path) GTEST_SKIP() << serinus::test::kNoSharedData;
    for (const Json& file : Json::read(*path).items()) {
        Entries entries;
        for (const Json& entry : file["entries"].items()) entries[entry.items()[0].hex()] = entry.items()[1].hex();
        EXPECT_EQ(root_of(entries, kV0), hash_of(file["rootV0"])) << file["source"].text();
        EXPECT_EQ(root_of(entries, kV1), hash_of(file["rootV1"])) << file["source"].text();
    }
}

TEST(RootBuilder, GenesisStatesOfRealChains) {
    const auto expected = serinus::test::shared_data("genesis/expected.json");
    if (!expected) GTEST_SKIP() << serinus::test::kNoSharedData;
    const Json roots = Json::read(*expected);
    for (const char* file : kGenesisFiles) {
        const Entries entries = *genesis_entries(file);
        EXPECT_EQ(root_of(entries, kV0), hash_of(roots[file]["stateRootV0"])) << file;
        EXPECT_EQ(root_of(entries, kV1), hash_of(roots[file]["stateRootV1"])) << file;
    }
}

TEST(OrderedRoot, EmptyListHasTheEmptyRoot) { EXPECT_EQ(ordered_root(std::span<const Bytes>(), kV0), empty_root()); }

// Spec: id-ext_trie_blake2_256_ordered_root. Index 64 is encoded as 0101, which sorts between index 0 (00) and 1 (04).
TEST(OrderedRoot, KeysAreCompactIndicesInTheOrderOfTheirBytes) {
    for (const size_t count : {1, 2, 63, 64, 65, 300, 16383, 16385}) {
        std::vector<Bytes> items;
        Entries entries;
        for (size_t i = 0; i < count; ++i) {
            items.push_back(Bytes(i % 50, static_cast<uint8_t>(i)));
            ByteArray<8> key;
            entries[Bytes(key.data(), write_compact_length(key.data(), i))] = items.back();
        }
        EXPECT_EQ(ordered_root(items, kV0), root_of(entries, kV0)) << count;
        EXPECT_EQ(ordered_root(items, kV1), root_of(entries, kV1)) << count;
    }
}

TEST(OrderedRoot, ExtrinsicsRootOfKusamasBlock1) {
    const auto path = serinus::test::shared_data("blocks/kusama-1.json");
    if (!path) GTEST_SKIP() << serinus::test::kNoSharedData;
    const Json block = Json::read(*path);
    std::vector<Bytes> extrinsics;
    for (const Json& extrinsic : block["extrinsics"].items()) extrinsics.push_back(extrinsic.hex());
    EXPECT_EQ(ordered_root(extrinsics, kV0), hash_of(block["extrinsicsRoot"]));
}

}  // namespace
}  // namespace serinus::trie
