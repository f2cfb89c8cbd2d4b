#include "collator/block_data.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::collator {
namespace {

ParachainBlockData data_of(size_t blocks) {
    ParachainBlockData out;
    for (size_t i = 0; i < blocks; ++i) {
        primitives::Block block;
        block.header.number = static_cast<uint32_t>(i + 1);
        block.body = {Bytes{1, 2}, Bytes(i)};
        out.blocks.push_back(block);
    }
    out.proof = {{1, 2, 3}, {}, {4}};
    return out;
}

TEST(ParachainBlockData, EveryVersionComesBack) {
    const ParachainBlockData one = data_of(1), three = data_of(3);
    ParachainBlockData scheduled = data_of(2);
    scheduled.scheduling_proof = SchedulingProof{
        .header_chain = {{}, {}}, .internal_scheduling_parent = {}, .signed_info = SignedSchedulingInfo{}};
    EXPECT_EQ(decode_block_data(encode_block_data_v0(one)).value(), one);
    EXPECT_EQ(decode_block_data(encode_block_data(one)).value(), one);
    EXPECT_EQ(decode_block_data(encode_block_data(three)).value(), three);
    EXPECT_EQ(decode_block_data(encode_block_data(scheduled)).value(), scheduled);
}

// Observed: cumulus-primitives-core 0.27.0: version 0 has neither prefix nor a number of blocks.
TEST(ParachainBlockData, VersionsDifferByWhatStandsBeforeTheBlocks) {
    const ParachainBlockData one = data_of(1);
    const Bytes block = scale::encode(one.blocks[0]), proof = scale::encode(one.proof);
    EXPECT_EQ(encode_block_data_v0(one), concat(block, proof));
    EXPECT_EQ(encode_block_data(one), concat(as_bytes("VERSIONEDPBD"), Bytes{1, 4}, block, proof));
}

TEST(ParachainBlockData, WhatIsNotWholeOrOfAnUnknownVersionDoesNotDecode) {
    ParachainBlockData scheduled = data_of(2);
    scheduled.scheduling_proof = SchedulingProof{};
    for (const Bytes& whole :
         {encode_block_data_v0(data_of(1)), encode_block_data(data_of(2)), encode_block_data(scheduled)}) {
        for (size_t size = 0; size < whole.size(); ++size) {
            EXPECT_FALSE(decode_block_data(BytesView(whole).first(size)).has_value()) << size;
        }
        EXPECT_FALSE(decode_block_data(concat(whole, Bytes{0})).has_value());
    }
    Bytes unknown = encode_block_data(data_of(1));
    unknown[12] = 3;
    EXPECT_EQ(decode_block_data(unknown).error().fault, scale::DecodeFault::kUnknownVariant);
}

// The first block of the real Asset Hub 1.0.0, made by the reference's collator.
TEST(ParachainBlockData, ThatOfTheReferenceIsReadAndWrittenAsItIs) {
    const auto file = test::shared_data("parachain/asset-hub-first-block.json");
    if (!file) GTEST_SKIP() << test::kNoSharedData;
    const Bytes params = test::Json::read(*file)["candidate"]["validationParams"].hex();
    BytesView rest = params;
    ASSERT_TRUE(scale::take<Bytes>(rest).has_value());  // the parent's head
    const Bytes block_data = scale::take<Bytes>(rest).value();
    const auto decoded = decode_block_data(block_data);
    ASSERT_TRUE(decoded.has_value());
    ASSERT_EQ(decoded->blocks.size(), 1u);
    EXPECT_EQ(decoded->blocks[0].header.number, 1u);
    EXPECT_EQ(encode_block_data_v0(*decoded), block_data);
}

}  // namespace
}  // namespace serinus::collator
