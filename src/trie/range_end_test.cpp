#include "trie/range_end.hpp"

#include <gtest/gtest.h>

#include "trie/range_proof.hpp"
#include "trie/trie_test_data.hpp"
#include "trie/trie_test_nodes.hpp"

namespace serinus::trie {
namespace {

using serinus::test::random_between;
using serinus::test::seeded_random;
using test::Entries;
using test::NodeSet;

Bytes nibbles_of(BytesView key) {
    Bytes out;
    for (const uint8_t byte : key) {
        out.push_back(byte >> 4);
        out.push_back(byte & 0x0f);
    }
    return out;
}

CompactProof prove(NodeSet& nodes, const Hash256& root, std::optional<BytesView> after, size_t entries) {
    RangeProver prover(nodes, root, after);
    EXPECT_TRUE(prover.start().has_value());
    while (entries-- > 0 && *prover.next()) {
    }
    return std::move(prover).finish();
}

// The next range begins where the last one ended: together they bring each entry, and none is passed over.
TEST(RangeEnd, IsWhereTheNextRangeBegins) {
    auto random = seeded_random();
    for (int round = 0; round < 300; ++round) {
        Entries entries;
        for (size_t left = random_between(random, 1, 60); left > 0; --left) {
            entries[test::random_key(random)] = test::random_value(random);
        }
        NodeSet nodes;
        const Hash256 root = nodes.build(entries, round % 2 == 0 ? StateVersion::kV0 : StateVersion::kV1);
        std::set<Bytes> proven;
        std::optional<Bytes> position = Bytes();
        for (size_t ranges = 0; position; ++ranges) {
            ASSERT_LT(ranges, 200u);
            Bytes key;
            for (size_t i = 0; i < position->size(); i += 2) {
                const uint8_t low = i + 1 < position->size() ? (*position)[i + 1] : 0;
                key.push_back(static_cast<uint8_t>((*position)[i] << 4 | low));
            }
            const auto proof = prove(nodes, root, ranges == 0 ? std::nullopt : std::optional<BytesView>(key),
                                     random_between(random, 1, 5));
            const auto decoded = decode_compact(proof, root);
            ASSERT_TRUE(decoded.has_value());
            ProofSource source(decoded->proof);
            for (const auto& [one, value] : entries) {
                const auto found = TrieReader(source, root).get(one);
                if (found && *found) proven.insert(one);
            }
            const Bytes start = nibbles_of(key);
            const auto end = find_range_end(encode_proof_items(proof), start, 2);
            ASSERT_TRUE(end.has_value()) << to_string(end.error());
            if (end->next) {
                EXPECT_TRUE(compare(*end->next, start) >= 0);
                for (const auto& [one, value] : entries) {
                    const Bytes path = nibbles_of(one);
                    if (compare(path, *end->next) < 0) EXPECT_TRUE(proven.contains(one));
                }
                const bool is_same = *end->next == *position;
                ASSERT_FALSE(is_same && ranges > 0);
            }
            position = end->next;
        }
        EXPECT_EQ(proven.size(), entries.size());
    }
}

// Behind all keys there is nothing, whichever nodes are on the way.
TEST(RangeEnd, ARangeBehindAllKeysIsTheLast) {
    Entries entries;
    for (uint8_t i = 0; i < 100; ++i) entries[Bytes{i, 1, 2}] = Bytes(40, i);
    NodeSet nodes;
    const Hash256 root = nodes.build(entries, StateVersion::kV1);
    const Bytes last(32, 0xff);
    const auto end = find_range_end(encode_proof_items(prove(nodes, root, BytesView(last), 9)), nibbles_of(last), 2);
    ASSERT_TRUE(end.has_value());
    EXPECT_EQ(end->next, std::nullopt);
}

TEST(RangeEnd, SaysHowMuchOfTheProofIsAboutTheLastPrefix) {
    Entries entries;
    for (uint8_t i = 0; i < 50; ++i) entries[Bytes{0x11, i}] = Bytes(100, i);
    for (uint8_t i = 0; i < 100; ++i) entries[Bytes{0x22, i}] = Bytes(100, i);
    NodeSet nodes;
    const Hash256 root = nodes.build(entries, StateVersion::kV0);
    const Bytes proof = encode_proof_items(prove(nodes, root, std::nullopt, 100));
    const auto end = find_range_end(proof, {}, 2);
    ASSERT_TRUE(end.has_value());
    EXPECT_EQ(end->tail_prefix, (Bytes{2, 2}));
    EXPECT_NEAR(static_cast<double>(end->tail_bytes), static_cast<double>(proof.size()) / 2,
                static_cast<double>(proof.size()) / 10);
    ASSERT_TRUE(end->next.has_value());
    EXPECT_EQ((*end->next)[0], 2);
}

TEST(RangeEnd, RefusesWhatIsNoProofOfOneTrie) {
    Entries entries;
    for (uint8_t i = 0; i < 100; ++i) entries[Bytes{i, 1, 2}] = Bytes(40, i);
    NodeSet nodes;
    const Hash256 root = nodes.build(entries, StateVersion::kV1);
    const CompactProof proof = prove(nodes, root, std::nullopt, 60);
    const auto error_of = [](const CompactProof& items) {
        const auto end = find_range_end(encode_proof_items(items), {}, 64);
        return end ? std::nullopt : std::optional(end.error());
    };
    EXPECT_EQ(error_of(proof), std::nullopt);
    EXPECT_EQ(error_of({}), CompactProofError::kIncomplete);
    EXPECT_EQ(error_of({proof.begin(), proof.end() - 1}), CompactProofError::kIncomplete);
    auto more = proof;
    more.push_back(proof.back());
    EXPECT_EQ(error_of(more), CompactProofError::kExtraneousItems);
    auto broken = proof;
    broken.front() = {0x41};
    EXPECT_EQ(error_of(broken), CompactProofError::kMalformedNode);
    Bytes encoded = encode_proof_items(proof);
    encoded.pop_back();
    EXPECT_EQ(find_range_end(encoded, {}, 64).error(), CompactProofError::kIncomplete);
}

}  // namespace
}  // namespace serinus::trie
