// Spec: RFC-78
#include "metadata/merkle/merkleized.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "hashing/blake3.hpp"
#include "metadata/sample_test.hpp"
#include "tests/support/data.hpp"

namespace serinus::metadata::merkle {
namespace {

using namespace literals;
using sample::encoded;

std::unique_ptr<const Metadata> decoded(Bytes bytes) {
    auto out = Metadata::decode(std::move(bytes));
    SERINUS_ASSERT(out.has_value());
    return *std::move(out);
}

Bytes text(std::string_view one) { return scale::encode(one); }

// The types of the sample that an extrinsic can have, by their ids: AccountId32, [u8; 32], RuntimeCall, Call with two
// cases, Vec<u8>, CheckMode, Mode with two cases. Integers, Compact and () are part of references.
TEST(TypeLeaves, AreTheTypesOfExtrinsicsWithoutIntegers) {
    const auto metadata = decoded(encoded(15, sample::sample_v15()));
    const auto made = TypeLeaves::of(*metadata);
    ASSERT_TRUE(made) << made.error();
    const Bytes expected[] = {
        concat("08"_hex, text("sp_core"), text("AccountId32"), "000400160401"_hex, text("[u8; 32]"), "00"_hex),
        "0003200000000304"_hex,
        concat("08"_hex, text("sample"), text("RuntimeCall"), "01"_hex, text("System"), "0400160c0000"_hex, "08"_hex),
        concat("08"_hex, text("system"), text("Call"), "01"_hex, text("remark"), "0401"_hex, text("bytes"),
               "161001"_hex, text("Vec<u8>"), "00"_hex, "0c"_hex),
        concat("08"_hex, text("system"), text("Call"), "01"_hex, text("set"), "0801"_hex, text("number"), "1100"_hex,
               "01"_hex, text("whom"), "160000"_hex, "08"_hex, "0c"_hex),
        "00020310"_hex,
        concat("08"_hex, text("sample"), text("CheckMode"), "000401"_hex, text("mode"), "161800"_hex, "14"_hex),
        concat("08"_hex, text("sample"), text("Mode"), "01"_hex, text("Off"), "0000"_hex, "18"_hex),
        concat("08"_hex, text("sample"), text("Mode"), "01"_hex, text("On"), "0004"_hex, "18"_hex),
    };
    ASSERT_EQ(made->leaves().size(), std::size(expected));
    for (size_t i = 0; i < std::size(expected); ++i) EXPECT_EQ(to_hex(made->leaves()[i]), to_hex(expected[i])) << i;
    EXPECT_EQ(to_hex(made->extrinsic()), to_hex(concat("0416001608161004"_hex, text("CheckMode"), "161415"_hex)));
    EXPECT_EQ(made->find(sample::kSampleAccount), 0u);
    EXPECT_EQ(made->find(sample::kSampleSystem, 2), 4u);
    EXPECT_EQ(made->find(sample::kSampleSystem, 1), std::nullopt);
    EXPECT_EQ(made->find(sample::kSampleSystem), std::nullopt);
    EXPECT_EQ(made->find(sample::kSampleUnused), std::nullopt);
}

MerkleizedMetadata merkleized(const Metadata& metadata) {
    auto info = extra_info_of(metadata, {"ABC", 9});
    SERINUS_ASSERT(info.has_value());
    auto made = MerkleizedMetadata::of(metadata, *std::move(info));
    SERINUS_ASSERT(made.has_value());
    return *std::move(made);
}

TEST(MerkleizedMetadata, HashIsThatOfTheDigest) {
    const auto metadata = decoded(encoded(15, sample::sample_v15()));
    const auto made = merkleized(*metadata);
    const Bytes digest = concat("01"_hex, HashTree(made.leaves().leaves()).root().bytes,
                                hashing::blake3_256(made.leaves().extrinsic()).bytes, "07000000"_hex, text("abc"),
                                "2a00"_hex, "09"_hex, text("ABC"));
    EXPECT_EQ(made.hash(), hashing::blake3_256(digest));
    const auto newer = decoded(encoded(16, sample::sample_v16()));
    EXPECT_EQ(made.hash(), merkleized(*newer).hash()) << "the same types under the same numbers";
    const auto older = decoded(encoded(14, sample::sample_v14()));
    EXPECT_FALSE(MerkleizedMetadata::of(*older, {}));
}

TEST(MerkleizedMetadata, AProofHasTheTypesOfOneTransactionAndLeadsToTheRoot) {
    const auto metadata = decoded(encoded(15, sample::sample_v15()));
    const auto made = merkleized(*metadata);
    // System.remark("hi") in mode 1.
    const Bytes call = "0000086869"_hex, in_extrinsic = "01"_hex;
    const auto proof = made.prove({call, in_extrinsic, {}});
    ASSERT_TRUE(proof) << proof.error();
    const auto& leaves = made.leaves().leaves();
    const std::vector<uint32_t> numbers = {2, 3, 5, 6, 8};  // RuntimeCall, remark, Vec<u8>, CheckMode, On
    const auto expected = HashTree(leaves).prove(numbers);
    Bytes bytes = "14"_hex;
    std::vector<Hash256> hashes;
    for (const uint32_t leaf : expected.leaves) {
        append(bytes, leaves[leaf]);
        hashes.push_back(hashing::blake3_256(leaves[leaf]));
    }
    append(bytes, concat(scale::encode(expected.leaf_indices), scale::encode(expected.nodes), made.leaves().extrinsic(),
                         "07000000"_hex, text("abc"), "2a0009"_hex, text("ABC")));
    EXPECT_EQ(to_hex(*proof), to_hex(bytes));
    EXPECT_EQ(HashTree::root_of(expected, hashes, leaves.size()), HashTree(leaves).root());
}

TEST(MerkleizedMetadata, OfBytesThatAreNoTransactionThereIsNoProof) {
    const auto metadata = decoded(encoded(15, sample::sample_v15()));
    const auto made = merkleized(*metadata);
    const Bytes call = "0000086869"_hex, mode = "01"_hex, more = "0101"_hex;
    for (size_t size = 0; size < call.size(); ++size) EXPECT_FALSE(made.prove({BytesView(call).first(size), mode, {}}));
    EXPECT_FALSE(made.prove({concat(call, Bytes{0}), mode, {}}));
    EXPECT_FALSE(made.prove({call, {}, {}}));
    EXPECT_FALSE(made.prove({call, more, {}}));
    EXPECT_FALSE(made.prove({call, mode, mode}));
    EXPECT_FALSE(made.prove({"000108"_hex, mode, {}})) << "no such call";
    EXPECT_FALSE(made.prove({concat("000213ffffffffff"_hex, Bytes(32)), mode, {}})) << "a number that is no u32";
}

// What an origin says of its types must not crash us.
TEST(MerkleizedMetadata, TypesThatTheSpecificationCannotExpressAreRefused) {
    const auto refused = [](auto change) {
        auto changed = sample::sample_v15();
        change(changed);
        const auto metadata = decoded(encoded(15, changed));
        return !TypeLeaves::of(*metadata).has_value();
    };
    using Sample = wire::v15::Metadata;
    const auto of = [](Sample& changed, uint32_t type) -> auto& { return changed.types[type].definition; };
    EXPECT_FALSE(refused([](Sample&) {}));
    EXPECT_TRUE(refused([](Sample& changed) { changed.extrinsic.version = 5; }));
    EXPECT_TRUE(refused([](Sample& changed) { changed.extrinsic.call = 1000u; }));
    EXPECT_TRUE(refused([](Sample& changed) { changed.types[sample::kSampleBytes].id = 1000u; }));
    EXPECT_TRUE(
        refused([&](Sample& changed) { std::get<Cases>(of(changed, sample::kSampleMode)).cases[1].index = 0; }));
    EXPECT_TRUE(refused([&](Sample& changed) { of(changed, sample::kSampleU32) = Primitive{2}; })) << "Compact<str>";
    EXPECT_TRUE(refused([&](Sample& changed) { of(changed, sample::kSampleU8) = Primitive{15}; }));
    EXPECT_TRUE(refused([&](Sample& changed) {
        of(changed, sample::kSampleBytes) = Bits{sample::kSampleU8, sample::kSampleU8};
    })) << "an order of bits without a name";
    EXPECT_TRUE(refused([&](Sample& changed) {
        of(changed, sample::kSampleU32) = Tuple{{TypeId(sample::kSampleU32)}};
    })) << "a compact value of something that contains itself";
}

TEST(MerkleizedMetadata, TypesThatContainThemselvesAndLargeArraysOfNothingEnd) {
    auto changed = sample::sample_v15();
    changed.types[sample::kSampleBytes].definition = Tuple{{TypeId(sample::kSampleBytes)}};
    auto metadata = decoded(encoded(15, changed));
    const Bytes call = "000008"_hex, mode = "00"_hex;
    EXPECT_FALSE(merkleized(*metadata).prove({call, mode, {}}));
    changed.types[sample::kSampleBytes].definition = Array{UINT32_MAX, sample::kSampleNothing};
    metadata = decoded(encoded(15, changed));
    EXPECT_FALSE(merkleized(*metadata).prove({"0000"_hex, mode, {}}));
}

}  // namespace
}  // namespace serinus::metadata::merkle
