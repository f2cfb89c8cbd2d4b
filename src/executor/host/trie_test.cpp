#include "base/hex.hpp"
#include "executor/host/host_test.hpp"
#include "hashing/hashing.hpp"

namespace serinus::executor::host {
namespace {

using namespace serinus::literals;
using Entries = std::vector<std::pair<Bytes, Bytes>>;

class TrieFunctions : public HostTest {
  protected:
    std::string root(const char* name, const Entries& entries) { return hex32(run(name, {put_scale(entries)})); }
    std::string root(const char* name, const Entries& entries, uint8_t version) {
        return hex32(run(name, {put_scale(entries), version}));
    }
    std::string ordered(const char* name, const std::vector<Bytes>& items) {
        return hex32(run(name, {put_scale(items)}));
    }
    std::string hex32(wasm::Raw pointer) { return to_hex(fixed_bytes(pointer, 32)); }
};

// Spec: id-ext_trie_blake2_256_root, sect-trie-api. w3f/polkadot-tests fixtures/state-trie: 1c1
TEST_F(TrieFunctions, RootOfOneEntry) {
    const char* const known = "43e6ad6c4f2c34989b14cbe107b2628072f7cda5ec948b899ca7cab9fe987f99";
    const Entries entries = {{"31"_hex, "31"_hex}};
    EXPECT_EQ(root("ext_trie_blake2_256_root_version_1", entries), known);
    EXPECT_EQ(root("ext_trie_blake2_256_root_version_2", entries, 0), known);
    EXPECT_EQ(root("ext_trie_blake2_256_root_version_2", entries, 1), known);
}

// Spec: id-ext_trie_keccak_256_root. The leaf 42 31 04 31 under another hash.
TEST_F(TrieFunctions, KeccakInPlaceOfBlake2) {
    const Entries entries = {{"31"_hex, "31"_hex}};
    const auto leaf = to_hex(hashing::keccak_256("42310431"_hex));
    EXPECT_EQ(root("ext_trie_keccak_256_root_version_1", entries), leaf);
    EXPECT_EQ(root("ext_trie_keccak_256_root_version_2", entries, 1), leaf);
    EXPECT_EQ(root("ext_trie_keccak_256_root_version_1", {}), to_hex(hashing::keccak_256("00"_hex)));
}

TEST_F(TrieFunctions, Version1HashesLongValues) {
    const Bytes value(33, 7);
    const Entries entries = {{"31"_hex, value}};
    const auto v0 = concat("423184"_hex, value);
    EXPECT_EQ(root("ext_trie_blake2_256_root_version_1", entries), to_hex(hashing::blake2b_256(v0)));
    EXPECT_EQ(root("ext_trie_blake2_256_root_version_2", entries, 0), to_hex(hashing::blake2b_256(v0)));
    EXPECT_EQ(root("ext_trie_blake2_256_root_version_2", entries, 1),
              to_hex(hashing::blake2b_256(concat("2231"_hex, hashing::blake2b_256(value)))));
    EXPECT_EQ(root("ext_trie_keccak_256_root_version_2", entries, 1),
              to_hex(hashing::keccak_256(concat("2231"_hex, hashing::keccak_256(value)))));
}

// Observed: polkadot-stable2407: the reference sorts entries into a map, so that the last of a key wins.
TEST_F(TrieFunctions, EntriesMayComeInAnyOrderAndTwice) {
    const auto* const name = "ext_trie_blake2_256_root_version_1";
    const Entries sorted = {{"12"_hex, "aa"_hex}, {"1234"_hex, "bb"_hex}, {"56"_hex, "cc"_hex}};
    const Entries mixed = {{"56"_hex, "00"_hex}, {"1234"_hex, "bb"_hex}, {"12"_hex, "aa"_hex}, {"56"_hex, "cc"_hex}};
    EXPECT_EQ(root(name, mixed), root(name, sorted));
}

// Spec: id-ext_trie_blake2_256_ordered_root, id-ext_trie_keccak_256_ordered_root. The extrinsics root of an empty
// block, as in Kusama's genesis header.
TEST_F(TrieFunctions, OrderedRootOfNothingIsThatOfTheEmptyTrie) {
    const char* const known = "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314";
    EXPECT_EQ(ordered("ext_trie_blake2_256_ordered_root_version_1", {}), known);
    const auto none = put_scale(std::vector<Bytes>());
    EXPECT_EQ(hex32(run("ext_trie_blake2_256_ordered_root_version_2", {none, 1})), known);
    EXPECT_EQ(ordered("ext_trie_keccak_256_ordered_root_version_1", {}), to_hex(hashing::keccak_256("00"_hex)));
}

// Keys are the compact encodings of the positions: 0, then 4.
TEST_F(TrieFunctions, OrderedRootIsTheRootOverPositions) {
    const Bytes first(40, 1);
    const Bytes second(3, 2);
    const Entries entries = {{"00"_hex, first}, {"04"_hex, second}};
    const std::vector<Bytes> items = {first, second};
    for (const auto* hash : {"blake2", "keccak"}) {
        const std::string prefix = std::string("ext_trie_") + hash + "_256_";
        EXPECT_EQ(ordered((prefix + "ordered_root_version_1").c_str(), items),
                  root((prefix + "root_version_1").c_str(), entries));
        for (const uint8_t version : {uint8_t{0}, uint8_t{1}}) {
            EXPECT_EQ(hex32(run(prefix + "ordered_root_version_2", {put_scale(items), version})),
                      root((prefix + "root_version_2").c_str(), entries, version));
        }
    }
}

// Spec: id-ext_trie_blake2_256_verify_proof, id-ext_trie_keccak_256_verify_proof
TEST_F(TrieFunctions, AProofLeavesOutTheValue) {
    const auto proof = put_scale(std::vector<Bytes>{"423100"_hex});
    const auto key = put("1");
    for (const bool keccak : {false, true}) {
        const std::string name =
            std::string("ext_trie_") + (keccak ? "keccak" : "blake2") + "_256_verify_proof_version_";
        const Bytes leaf = "42310431"_hex;
        const auto root_hash = put_fixed((keccak ? hashing::keccak_256(leaf) : hashing::blake2b_256(leaf)).bytes);
        EXPECT_EQ(run(name + "1", {root_hash, proof, key, put("1")}), 1u);
        EXPECT_EQ(run(name + "1", {root_hash, proof, key, put("2")}), 0u);
        EXPECT_EQ(run(name + "2", {root_hash, proof, key, put("1"), 1}), 1u);
        EXPECT_EQ(run(name + "2", {root_hash, proof, put("2"), put("1"), 1}), 0u);
    }
}

TEST_F(TrieFunctions, WhatDoesNotDecodeTraps) {
    const auto truncated = put("08");  // two bytes that promise more
    EXPECT_NE(trap("ext_trie_blake2_256_root_version_1", {truncated}), "");
    EXPECT_NE(trap("ext_trie_blake2_256_ordered_root_version_1", {truncated}), "");
    EXPECT_NE(trap("ext_trie_blake2_256_verify_proof_version_1", {put_fixed(Bytes(32)), truncated, 0, 0}), "");
    EXPECT_NE(trap("ext_trie_blake2_256_root_version_2", {put_scale(Entries()), 2}), "") << "no such state version";
}

}  // namespace
}  // namespace serinus::executor::host
