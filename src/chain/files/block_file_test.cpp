#include "chain/files/block_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::chain {
namespace {

using namespace literals;
using primitives::SignedBlock;
using testing::HasSubstr;

/// Everything that a file holds, or the error that ends it.
struct Content {
    std::vector<SignedBlock> blocks;
    std::string error;
};

Content read_all(BlockFormat format, BytesView file, size_t piece = 1 << 20) {
    BlockFileReader reader(format);
    Content out;
    bool ended = false;
    for (;;) {
        auto block = reader.next();
        if (!block) {
            out.error = block.error().to_string();
            return out;
        }
        if (*block) {
            out.blocks.push_back(**std::move(block));
        } else if (ended) {
            return out;
        } else if (file.empty()) {
            reader.end();
            ended = true;
        } else {
            reader.feed(file.first(std::min(piece, file.size())));
            file = file.subspan(std::min(piece, file.size()));
        }
    }
}

Bytes file_of(BlockFormat format, const std::vector<SignedBlock>& blocks) {
    Bytes out = block_file_start(format, blocks.size());
    for (const auto& block : blocks) append(out, encode_for_file(format, block));
    return out;
}

SignedBlock example() {
    SignedBlock out;
    out.block.header.parent_hash.bytes.fill(0x11);
    out.block.header.number = 0x1234;
    out.block.header.state_root.bytes.fill(0x22);
    out.block.header.extrinsics_root.bytes.fill(0x33);
    out.block.header.digest.emplace_back(primitives::digest::PreRuntime{primitives::kBabeEngine, "02"_hex});
    out.block.body = {"0402"_hex, {}};
    out.justifications = {{primitives::kGrandpaEngine, "00ff"_hex}};
    return out;
}

// Observed: polkadot 1.25.1: field names, their order, hex numbers without leading zeros, digest items and extrinsics
// as SCALE, justifications as arrays of numbers: serde's form of sp_runtime::generic::SignedBlock. Spec:
// Spec: defn-justified-block-header
TEST(BlockFile, JsonHasTheFormOfTheReference) {
    const std::string zeros = std::string(64, '1');
    std::string json;
    append_block_json(json, example());
    EXPECT_EQ(json, R"({"block":{"header":{"parentHash":"0x)" + std::string(64, '1') +
                        R"(","number":"0x1234","stateRoot":"0x)" + std::string(64, '2') + R"(","extrinsicsRoot":"0x)" +
                        std::string(64, '3') + R"(","digest":{"logs":["0x06424142450402"]}},)" +
                        R"("extrinsics":["0x080402","0x00"]},"justifications":[[[70,82,78,75],[0,255]]]})");
}

TEST(BlockFile, BinaryIsACountAndTheBlocks) {
    const Bytes file = file_of(BlockFormat::kBinary, {example()});
    EXPECT_EQ(to_hex(file), "0100000000000000" + std::string(64, '1') + "d148" + std::string(64, '2') +
                                std::string(64, '3') + "04" + "06424142450402" + "08" + "080402" + "00" + "01" + "04" +
                                "46524e4b" + "0800ff");
}

class BlockFiles : public testing::TestWithParam<BlockFormat> {};
INSTANTIATE_TEST_SUITE_P(Formats, BlockFiles, testing::Values(BlockFormat::kJson, BlockFormat::kBinary));

TEST_P(BlockFiles, WhatIsWrittenIsReadHoweverItComes) {
    SignedBlock second = example();
    second.justifications.reset();
    second.block.body.assign(300, Bytes(70, 0xab));
    const std::vector<SignedBlock> blocks = {example(), second, example()};
    const Bytes file = file_of(GetParam(), blocks);
    for (const size_t piece : {size_t{1}, size_t{7}, size_t{4096}, file.size()}) {
        const Content content = read_all(GetParam(), file, piece);
        EXPECT_EQ(content.error, "");
        EXPECT_EQ(content.blocks, blocks);
    }
    EXPECT_EQ(read_all(GetParam(), file_of(GetParam(), {})).error, "");
}

TEST_P(BlockFiles, ATruncatedFileGivesItsWholeBlocksAndAnError) {
    const std::vector<SignedBlock> blocks = {example(), example()};
    const Bytes file = file_of(GetParam(), blocks);
    const size_t start = block_file_start(GetParam(), 2).size();
    const size_t one = encode_for_file(GetParam(), example()).size();
    for (size_t size = 1; size < file.size() - 1; ++size) {
        const Content content = read_all(GetParam(), BytesView(file).first(size));
        const bool at_boundary = GetParam() == BlockFormat::kJson && (size == one || size == one - 1);
        EXPECT_EQ(content.error.empty(), at_boundary) << size;
        const size_t whole = GetParam() == BlockFormat::kJson ? one - 1 : start + one;
        EXPECT_EQ(content.blocks.size(), size >= whole ? 1u : 0u) << size;
    }
}

TEST_P(BlockFiles, RandomBytesGiveBlocksOrAnErrorInBoundedTime) {
    auto random = test::seeded_random();
    const Bytes good = file_of(GetParam(), {example(), example()});
    for (int round = 0; round < 2000; ++round) {
        Bytes file = good;
        const uint64_t flips = test::random_between(random, 1, 4);
        for (uint64_t i = 0; i < flips; ++i) {
            file[test::random_between(random, 0, file.size() - 1)] ^= uint8_t(1 << test::random_between(random, 0, 7));
        }
        (void)read_all(GetParam(), file, 64);
    }
}

TEST(BlockFile, JsonValuesNeedNoLineBetweenThem) {
    std::string json;
    append_block_json(json, example());
    const std::string text = " \n" + json + json + "\r\n\t" + json;
    EXPECT_EQ(read_all(BlockFormat::kJson, as_bytes(text)).blocks.size(), 3u);
}

TEST(BlockFile, JsonOfOtherToolsIsRead) {
    std::string json;
    append_block_json(json, example());
    const auto replaced = [&](std::string_view from, std::string_view to) {
        std::string out = json;
        const size_t at = out.find(from);
        SERINUS_ASSERT(at != out.npos);
        return out.replace(at, from.size(), to);
    };
    const auto only = [](const std::string& text) {
        const Content content = read_all(BlockFormat::kJson, as_bytes(text));
        EXPECT_EQ(content.error, "") << text;
        return content.blocks.empty() ? SignedBlock() : content.blocks[0];
    };
    const SignedBlock expected = example();
    EXPECT_EQ(only(replaced("\"0x1234\"", "4660")), expected);
    EXPECT_EQ(only(replaced("\"0x1234\"", "\"0x00001234\"")), expected);
    EXPECT_EQ(only(replaced("[[70,82,78,75],[0,255]]", R"(["0x46524e4b","0x00ff"])")), expected);
    // Observed: exports of polkadot before v0.8.30 have one justification.
    EXPECT_EQ(only(replaced(R"("justifications":[[[70,82,78,75],[0,255]]])", R"("justification":[0,255])")), expected);
    SignedBlock bare = expected;
    bare.justifications.reset();
    EXPECT_EQ(only(replaced(R"(,"justifications":[[[70,82,78,75],[0,255]]])", "")), bare);
    EXPECT_EQ(only(replaced(R"("justifications":[[[70,82,78,75],[0,255]]])", R"("justification":null)")), bare);
}

TEST(BlockFile, ErrorsSayWhichBlockAndWhy) {
    std::string json;
    append_block_json(json, example());
    const auto error = [&](std::string_view from, std::string_view to) {
        std::string out = json;
        out.replace(out.find(from), from.size(), to);
        return read_all(BlockFormat::kJson, as_bytes(json + out)).error;
    };
    EXPECT_THAT(error("\"0x1234\"", "\"0x123456789\""),
                testing::AllOf(HasSubstr("block 2 of the file"), HasSubstr("header.number: is larger than 32 bits")));
    EXPECT_THAT(error("\"0x1234\"", "\"1234\""), HasSubstr("header.number: must be a number in hex digits"));
    EXPECT_THAT(error("parentHash", "parentHsah"), HasSubstr("unknown field \"parentHsah\""));
    EXPECT_THAT(error("0x2222", "0x22"), HasSubstr("stateRoot: must have 32 bytes"));
    EXPECT_THAT(error("0x06", "0x07"), HasSubstr("digest.logs[0]"));
    EXPECT_THAT(error("0x0804", "0x0c04"), HasSubstr("extrinsics[0]"));
    EXPECT_THAT(error("255]", "256]"), HasSubstr("justifications[0][1]: must be an array of bytes"));
    EXPECT_THAT(error("{\"block\"", "[\"block\""), HasSubstr("must begin with \"{\""));
    EXPECT_THAT(error("\"logs\":", "\"logs\":[[[[[[[[["), HasSubstr("nested too deep"));
    EXPECT_THAT(error(",\"number\"", ";\"number\""), HasSubstr("not JSON: "));

    Bytes file = file_of(BlockFormat::kBinary, {example()});
    file[0] = 2;
    EXPECT_THAT(read_all(BlockFormat::kBinary, file).error, HasSubstr("says that it has 2 blocks"));
    file[0] = 0;
    EXPECT_THAT(read_all(BlockFormat::kBinary, file).error, HasSubstr("continues behind them"));
    EXPECT_THAT(read_all(BlockFormat::kBinary, {}).error, HasSubstr("the number of its blocks"));
}

TEST(BlockFile, ABlockLargerThanTheBoundIsRefused) {
    // A body of one extrinsic that says it has 1 GiB; the file has no end.
    SignedBlock block = example();
    Bytes start = block_file_start(BlockFormat::kBinary, 1);
    append(start, scale::encode(block.block.header));
    append(start, "040300000040"_hex);
    BlockFileReader reader(BlockFormat::kBinary);
    reader.feed(start);
    const Bytes piece(1 << 20);
    for (int i = 0; i < 80; ++i) {
        const auto next = reader.next();
        if (!next) {
            EXPECT_THAT(next.error().reason, HasSubstr("larger than the 32 MiB"));
            return;
        }
        reader.feed(piece);
    }
    FAIL() << "80 MiB are taken for one block";
}

// Spec: defn-block-body
TEST(BlockFile, TheFirstBlockOfKusama) {
    const auto path = test::shared_data("blocks/kusama-1.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    const test::Json data = test::Json::read(*path);
    Bytes binary = block_file_start(BlockFormat::kBinary, 1);
    append(binary, data["headerScale"].hex());
    append(binary, data["bodyScale"].hex());
    binary.push_back(0);
    const Content content = read_all(BlockFormat::kBinary, binary);
    ASSERT_EQ(content.error, "");
    ASSERT_EQ(content.blocks.size(), 1u);
    const auto& block = content.blocks[0];
    EXPECT_EQ(to_hex_prefixed(primitives::header_hash(block.block.header).bytes), data["hash"].text());
    const Content from_json = read_all(BlockFormat::kJson, encode_for_file(BlockFormat::kJson, block));
    EXPECT_EQ(from_json.blocks, content.blocks);
    const test::Json json = test::Json::parse(std::string(as_text(encode_for_file(BlockFormat::kJson, block))));
    EXPECT_EQ(json["block"]["extrinsics"].dump(), data["extrinsics"].dump());
    EXPECT_EQ(json["block"]["header"]["digest"]["logs"].dump(), data["digest"].dump());
}

}  // namespace
}  // namespace serinus::chain
