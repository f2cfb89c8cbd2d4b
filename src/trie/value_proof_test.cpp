#include "trie/value_proof.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "trie/trie_test_data.hpp"
#include "trie/trie_test_nodes.hpp"
#include "trie/trie_test_value_proof.hpp"

namespace serinus::trie {
namespace {

using namespace serinus::literals;
using namespace serinus::trie::test;
using enum StateVersion;

bool verify(const Hash256& root, const std::vector<Bytes>& nodes, BytesView key, BytesView value,
            StateVersion version = kV0) {
    return verify_value_proof(root, views_of(nodes), key, value, version);
}

// Spec: id-ext_trie_blake2_256_verify_proof. A leaf without its value; the root is that of the whole leaf, 42 31 04 31.
TEST(ValueProof, TheValueIsLeftOutOfItsLeaf) {
    const Hash256 root = hashing::blake2b_256("42310431"_hex);
    EXPECT_TRUE(verify(root, {"423100"_hex}, "31"_hex, "31"_hex));
    EXPECT_FALSE(verify(root, {"42310431"_hex}, "31"_hex, "31"_hex)) << "the value was not left out";
    EXPECT_FALSE(verify(root, {"423100"_hex}, "31"_hex, "32"_hex)) << "another value";
    EXPECT_FALSE(verify(root, {"423100"_hex}, "32"_hex, "31"_hex)) << "another key";
    EXPECT_FALSE(verify(root, {"423100"_hex}, "3131"_hex, "31"_hex)) << "a longer key";
    EXPECT_FALSE(verify(root, {"423100"_hex}, {}, "31"_hex)) << "a shorter key";
    EXPECT_FALSE(verify({}, {"423100"_hex}, "31"_hex, "31"_hex)) << "another root";
    EXPECT_FALSE(verify(root, {}, "31"_hex, "31"_hex)) << "no node at all";
    EXPECT_FALSE(verify(root, {"423100"_hex, "423100"_hex}, "31"_hex, "31"_hex)) << "a node too many";
    EXPECT_FALSE(verify(root, {Bytes()}, "31"_hex, "31"_hex)) << "a node of no bytes";
}

// Spec: defn-hashed-subvalue. A leaf with a hash is 22 31 and 32 bytes; in the proof it is as above.
TEST(ValueProof, InVersion1ALongValueStandsForItsHash) {
    const Bytes value(33, 7);
    const Hash256 root = hashing::blake2b_256(concat("2231"_hex, hashing::blake2b_256(value)));
    EXPECT_TRUE(verify(root, {"423100"_hex}, "31"_hex, value, kV1));
    EXPECT_FALSE(verify(root, {"423100"_hex}, "31"_hex, value, kV0));
    EXPECT_FALSE(verify(root, {concat("2231"_hex, hashing::blake2b_256(value))}, "31"_hex, value, kV1))
        << "the hash was not left out";
}

// Key 12 on the way to 1234 and 1256, as RootBuilder's test has them: the children stand in the branch.
TEST(ValueProof, ShortNodesStandInTheirParents) {
    const Hash256 root = hashing::blake2b_256("c212280004aa10410404bb10410604cc"_hex);
    EXPECT_TRUE(verify(root, {"8212280010410404bb10410604cc"_hex}, "12"_hex, "aa"_hex)) << "the branch's own value";
    EXPECT_TRUE(verify(root, {"c212280004aa0c41040010410604cc"_hex}, "1234"_hex, "bb"_hex)) << "a child's value";
    EXPECT_FALSE(verify(root, {"c212280004aa0010410604cc"_hex, "410400"_hex}, "1234"_hex, "bb"_hex))
        << "a short child apart: the hash would stand for it";
    EXPECT_FALSE(verify(root, {"c212280004aa0c41040010410604cc"_hex}, "1278"_hex, "bb"_hex)) << "no child there";
}

TEST(ValueProof, NodesFollowFromTheRootDownwards) {
    NodeSet nodes;
    Entries entries;
    for (uint8_t i = 0; i < 16; ++i) entries[{0x12, i}] = Bytes(40, i);
    entries[{0x12, 0x03, 0x44}] = Bytes(40, 0x44);
    const Hash256 root = nodes.build(entries, kV0);
    const Bytes key = "120344"_hex;
    auto proof = value_proof_of(nodes, root, key);
    ASSERT_EQ(proof.size(), 3u);
    EXPECT_TRUE(verify(root, proof, key, entries[key]));

    const auto cut = std::vector<Bytes>(proof.begin(), proof.end() - 1);
    EXPECT_FALSE(verify(root, cut, key, entries[key]));
    std::swap(proof[1], proof[2]);
    EXPECT_FALSE(verify(root, proof, key, entries[key]));
}

// Observed: trie-db 0.29: the reference names a child's hash in the proof an error of its own, though the root would
// come out.
TEST(ValueProof, AChildOnTheWayMustBeLeftOut) {
    NodeSet nodes;
    const Entries entries{{"1234"_hex, Bytes(40, 1)}, {"5678"_hex, Bytes(40, 2)}};
    const Hash256 root = nodes.build(entries, kV0);
    auto proof = value_proof_of(nodes, root, "1234"_hex);
    ASSERT_EQ(proof.size(), 2u);
    proof[0] = nodes.nodes[root];
    EXPECT_FALSE(verify(root, proof, "1234"_hex, Bytes(40, 1)));
}

TEST(ValueProof, AChildBesideTheWayMayNotBeLongerThanAHash) {
    // A branch at the root: child 1 with the value, child 5 with 33 bytes of no meaning.
    const Bytes branch = concat("802200"_hex, "0c410200"_hex, "84"_hex, Bytes(33, 9));
    const Bytes whole = concat("802200"_hex, "10410204bb"_hex, "84"_hex, Bytes(33, 9));
    EXPECT_FALSE(verify(hashing::blake2b_256(whole), {branch}, "12"_hex, "bb"_hex));
    const Bytes fitting = concat("802200"_hex, "0c410200"_hex, "80"_hex, Bytes(32, 9));
    const Bytes fitting_whole = concat("802200"_hex, "10410204bb"_hex, "80"_hex, Bytes(32, 9));
    EXPECT_TRUE(verify(hashing::blake2b_256(fitting_whole), {fitting}, "12"_hex, "bb"_hex));
}

TEST(ValueProof, EveryEntryOfARandomTrieIsProvenAndNothingElse) {
    auto random = serinus::test::seeded_random();
    for (int round = 0; round < 100; ++round) {
        const StateVersion version = round % 2 == 0 ? kV0 : kV1;
        Entries entries;
        const size_t count = serinus::test::random_between(random, 1, 20);
        while (entries.size() < count) entries[random_key(random)] = random_value(random);
        NodeSet nodes;
        const Hash256 root = nodes.build(entries, version);
        for (const auto& [key, value] : entries) {
            auto proof = value_proof_of(nodes, root, key);
            ASSERT_TRUE(verify(root, proof, key, value, version)) << to_hex(key);
            ASSERT_FALSE(verify(root, proof, key, concat(value, "00"_hex), version));
            const Bytes other = random_key(random);
            // Another entry on the same way may well have the same value.
            const auto entry = entries.find(other);
            const bool is_entry = entry != entries.end() && entry->second == value;
            if (!is_entry) ASSERT_FALSE(verify(root, proof, other, value, version));
            Bytes& node = proof[serinus::test::random_between(random, 0, proof.size() - 1)];
            uint8_t& byte = node[serinus::test::random_between(random, 0, node.size() - 1)];
            byte ^= static_cast<uint8_t>(1u << serinus::test::random_between(random, 0, 7));
            ASSERT_FALSE(verify(root, proof, key, value, version)) << "with a flipped bit";
        }
    }
}

// Spec: id-ext_trie_keccak_256_root
TEST(ValueProof, TheHashFunctionIsFree) {
    const Bytes value(40, 1);
    RootBuilder builder(kV0, hashing::keccak_256);
    ASSERT_TRUE(builder.add("1234"_hex, value));
    ASSERT_TRUE(builder.add("5678"_hex, value));
    const Hash256 root = builder.finish();
    const Bytes leaf = "43023400"_hex;  // partial key 2 3 4 behind the branch's step
    const Bytes sibling = concat("430678a0"_hex, value);
    const Bytes branch = concat("80220000"_hex, "80"_hex, hashing::keccak_256(sibling));
    EXPECT_TRUE(
        verify_value_proof(root, std::vector<BytesView>{branch, leaf}, "1234"_hex, value, kV0, hashing::keccak_256));
    EXPECT_FALSE(verify_value_proof(root, std::vector<BytesView>{branch, leaf}, "1234"_hex, value, kV0));
    EXPECT_EQ(empty_root(hashing::keccak_256), hashing::keccak_256("00"_hex));
    EXPECT_EQ(RootBuilder(kV1, hashing::keccak_256).finish(), empty_root(hashing::keccak_256));
}

}  // namespace
}  // namespace serinus::trie
