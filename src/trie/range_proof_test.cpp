#include "trie/range_proof.hpp"

#include <gtest/gtest.h>

#include "trie/trie_test_data.hpp"
#include "trie/trie_test_nodes.hpp"

namespace serinus::trie {
namespace {

using serinus::test::random_between;
using serinus::test::seeded_random;
using test::Entries;
using test::NodeSet;

/// The entries that a reader finds in a proof after a key, up to the first that is missing or the end of the trie.
struct ReadRange {
    Entries entries;
    bool is_complete = false;
};

ReadRange read_range(const Hash256& root, const CompactProof& proof, std::optional<BytesView> after) {
    const auto decoded = decode_compact(proof, root);
    EXPECT_TRUE(decoded.has_value()) << to_string(decoded.error());
    ReadRange out;
    if (!decoded) return out;
    ProofSource source(decoded->proof);
    TrieCursor cursor(source, root);
    if (after && !cursor.seek(*after)) return out;
    for (;;) {
        const auto found = cursor.next();
        if (!found) return out;
        if (!*found) break;
        if (after && equal(cursor.key(), *after)) continue;
        const auto value = cursor.value();
        if (!value) return out;
        out.entries[to_bytes(cursor.key())] = to_bytes(*value);
    }
    out.is_complete = true;
    return out;
}

Entries random_entries(std::mt19937_64& random) {
    Entries out;
    for (size_t left = random_between(random, 0, 60); left > 0; --left) {
        out[test::random_key(random)] = test::random_value(random);
    }
    return out;
}

TEST(RangeProver, ProvesAllEntriesBehindAnyKeyUpToWhereItStopped) {
    auto random = seeded_random();
    for (int round = 0; round < 500; ++round) {
        const Entries entries = random_entries(random);
        NodeSet nodes;
        const Hash256 root = nodes.build(entries, round % 2 == 0 ? StateVersion::kV0 : StateVersion::kV1);
        std::optional<Bytes> after;
        if (round % 3 != 0) after = test::random_key(random);
        if (round % 3 == 1 && !entries.empty()) {
            after = std::next(entries.begin(), static_cast<ptrdiff_t>(random_between(random, 0, entries.size() - 1)))
                        ->first;
        }

        Entries expected;
        for (auto it = after ? entries.upper_bound(*after) : entries.begin(); it != entries.end(); ++it) {
            expected.insert(*it);
        }
        size_t left = random_between(random, 0, expected.size() + 1);
        RangeProver prover(nodes, root, after ? std::optional<BytesView>(*after) : std::nullopt);
        ASSERT_TRUE(prover.start().has_value());
        auto next = expected.begin();
        for (; left > 0; --left) {
            const auto found = prover.next();
            ASSERT_TRUE(found.has_value());
            ASSERT_EQ(*found, next != expected.end());
            if (!*found) break;
            EXPECT_EQ(to_bytes(prover.key()), next->first);
            EXPECT_EQ(to_bytes(prover.value()), next->second);
            ++next;
        }
        const size_t size = prover.size();
        const CompactProof proof = std::move(prover).finish();
        EXPECT_LE(encode_proof_items(proof).size(), size + 5);

        const ReadRange read = read_range(root, proof, after ? std::optional<BytesView>(*after) : std::nullopt);
        // A value that stands in its node may be seen beyond the entry that the prover stopped at.
        const Entries given(expected.begin(), next);
        for (const auto& entry : given) ASSERT_TRUE(read.entries.contains(entry.first));
        for (const auto& [key, value] : read.entries) EXPECT_EQ(expected.at(key), value);
        if (next == expected.end() && left > 0) EXPECT_TRUE(read.is_complete);
    }
}

TEST(RangeProver, CountsAValueAtEachOfItsPositions) {
    const Bytes large(10'000, 7);
    Entries entries;
    for (uint8_t i = 0; i < 100; ++i) entries[Bytes{i, 1}] = large;
    NodeSet nodes;
    const Hash256 root = nodes.build(entries, StateVersion::kV1);
    RangeProver prover(nodes, root, std::nullopt);
    while (prover.size() <= 200'000) ASSERT_TRUE(*prover.next());
    const CompactProof proof = std::move(prover).finish();
    EXPECT_LT(encode_proof_items(proof).size(), 220'000u);
    // A reader needs one copy for all positions whose nodes it has.
    EXPECT_GE(read_range(root, proof, std::nullopt).entries.size(), 20u);
}

TEST(RangeProver, EndsBeforeAValueThatIsTooLargeUnlessItIsTheFirst) {
    const Entries entries = {{Bytes{1}, Bytes(100, 1)}, {Bytes{2}, Bytes(5'000, 2)}};
    NodeSet nodes;
    const Hash256 root = nodes.build(entries, StateVersion::kV1);
    RangeProver prover(nodes, root, std::nullopt, 1'000);
    ASSERT_TRUE(*prover.next());
    ASSERT_FALSE(*prover.next());
    EXPECT_TRUE(prover.is_full());
    EXPECT_EQ(read_range(root, std::move(prover).finish(), std::nullopt).entries.size(), 1u);

    const Bytes first{1};
    RangeProver behind(nodes, root, first, 1'000);
    ASSERT_TRUE(*behind.next());
    EXPECT_EQ(behind.value().size(), 5'000u);
}

TEST(RangeProver, TellsOfANodeThatIsMissing) {
    Entries entries;
    for (uint8_t i = 0; i < 100; ++i) entries[Bytes{i, 1}] = Bytes(40, i);
    NodeSet nodes;
    const Hash256 root = nodes.build(entries, StateVersion::kV0);
    while (nodes.nodes.size() > 1)
        nodes.nodes.erase(nodes.nodes.begin()->first == root ? std::next(nodes.nodes.begin()) : nodes.nodes.begin());
    RangeProver prover(nodes, root, std::nullopt);
    EXPECT_EQ(prover.next().error(), ReadError::kMissing);
}

}  // namespace
}  // namespace serinus::trie
