#include "rpc/methods/values.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "chain/files/block_json.hpp"

namespace serinus::rpc {
namespace {

using namespace literals;
using boost::json::serialize;

TEST(RpcValues, BytesAreHexDigits) {
    EXPECT_EQ(serialize(hex(BytesView())), R"("0x")");
    EXPECT_EQ(serialize(hex(BytesView("007fff"_hex))), R"("0x007fff")");
    EXPECT_EQ(serialize(hex_or_null(std::nullopt)), "null");
    EXPECT_EQ(serialize(bytes_list({"01"_hex, {}})), R"(["0x01","0x"])");
}

// Observed: polkadot 1.25.1: block numbers and fees have no leading zeros, and zero has one digit.
TEST(RpcValues, NumbersAsTheReferenceWritesThem) {
    EXPECT_EQ(serialize(hex_number(uint64_t{0})), R"("0x0")");
    EXPECT_EQ(serialize(hex_number(uint64_t{0x1f0})), R"("0x1f0")");
    EXPECT_EQ(serialize(hex_number(~uint128_t{0})), R"("0xffffffffffffffffffffffffffffffff")");
    EXPECT_EQ(decimal(0), "0");
    EXPECT_EQ(decimal(uint128_t{1'000'000'000'000} * 1'000'000'000'000), "1000000000000000000000000");
    EXPECT_EQ(decimal(~uint128_t{0}), "340282366920938463463374607431768211455");
}

primitives::SignedBlock a_block() {
    primitives::SignedBlock block;
    block.block.header.parent_hash = "0101010101010101010101010101010101010101010101010101010101010101"_hash256;
    block.block.header.number = 300;
    block.block.header.digest.push_back(primitives::digest::PreRuntime{primitives::kBabeEngine, "0102"_hex});
    block.block.body = {"280403"_hex, {}};
    block.justifications = primitives::Justifications{{primitives::kGrandpaEngine, "00ff"_hex}};
    return block;
}

TEST(RpcValues, HeaderHasNoHash) {
    EXPECT_EQ(serialize(header_json(a_block().block.header)),
              R"({"parentHash":"0x0101010101010101010101010101010101010101010101010101010101010101","number":"0x12c",)"
              R"("stateRoot":"0x0000000000000000000000000000000000000000000000000000000000000000",)"
              R"("extrinsicsRoot":"0x0000000000000000000000000000000000000000000000000000000000000000",)"
              R"("digest":{"logs":["0x0642414245080102"]}})");
}

// Two writers of one form: this one, and that of block files.
TEST(RpcValues, SignedBlockIsThatOfBlockFiles) {
    auto block = a_block();
    std::string expected;
    chain::append_block_json(expected, block);
    EXPECT_EQ(serialize(signed_block_json(block.block.header, block.block.body, block.justifications)), expected);
    EXPECT_NE(expected.find(R"("justifications":[[[70,82,78,75],[0,255]]])"), std::string::npos);
    block.justifications = std::nullopt;
    expected.clear();
    chain::append_block_json(expected, block);
    EXPECT_EQ(serialize(signed_block_json(block.block.header, block.block.body, block.justifications)), expected);
}

// Observed: polkadot 1.25.1: the field was renamed, and stands there twice for older tools.
TEST(RpcValues, RuntimeVersionHasBothNamesOfTheStateVersion) {
    executor::RuntimeVersion version{.spec_name = "kusama",
                                     .impl_name = "serinus",
                                     .authoring_version = 2,
                                     .spec_version = 1000000,
                                     .impl_version = 1,
                                     .apis = {{{0xdf, 0x6a, 0xcb, 0x68, 0x99, 0x07, 0x60, 0x9b}, 4}},
                                     .transaction_version = 24,
                                     .system_version = 1};
    EXPECT_EQ(serialize(runtime_version_json(version)),
              R"({"specName":"kusama","implName":"serinus","authoringVersion":2,"specVersion":1000000,)"
              R"("implVersion":1,"apis":[["0xdf6acb689907609b",4]],"transactionVersion":24,"systemVersion":1,)"
              R"("stateVersion":1})");
}

TEST(RpcValues, TransactionStatuses) {
    using Status = pool::TransactionStatus;
    Status status;
    status.block = "0202020202020202020202020202020202020202020202020202020202020202"_hash256;
    status.usurper = "0303030303030303030303030303030303030303030303030303030303030303"_hash256;
    status.peers = {"a", "b"};
    const std::string block = R"("0x0202020202020202020202020202020202020202020202020202020202020202")";
    const std::pair<Status::Kind, std::string> expected[] = {
        {Status::Kind::kFuture, R"("future")"},
        {Status::Kind::kReady, R"("ready")"},
        {Status::Kind::kBroadcast, R"({"broadcast":["a","b"]})"},
        {Status::Kind::kInBlock, R"({"inBlock":)" + block + "}"},
        {Status::Kind::kRetracted, R"({"retracted":)" + block + "}"},
        {Status::Kind::kFinalityTimeout, R"({"finalityTimeout":)" + block + "}"},
        {Status::Kind::kFinalized, R"({"finalized":)" + block + "}"},
        {Status::Kind::kUsurped, R"({"usurped":"0x0303030303030303030303030303030303030303030303030303030303030303"})"},
        {Status::Kind::kDropped, R"("dropped")"},
        {Status::Kind::kInvalid, R"("invalid")"},
    };
    for (const auto& [kind, text] : expected) {
        status.kind = kind;
        EXPECT_EQ(serialize(transaction_status_json(status)), text);
    }
}

}  // namespace
}  // namespace serinus::rpc
