#include "protocols/light/light_messages.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::network::serve {
namespace {

using wire::ProtobufError;
using wire::ProtobufWriter;

const Hash256 kBlock = *Hash256::from(Bytes(32, 0xab));
Bytes text(std::string_view characters) { return to_bytes(as_bytes(characters)); }

Bytes request(uint32_t field, const ProtobufWriter& content) {
    ProtobufWriter out;
    out.message(field, content);
    return std::move(out).take();
}

// Spec: sect-light-msg
TEST(LightMessages, ACallHasABlockAMethodAndArguments) {
    // Field 1 of 46 bytes: field 2 with 32 bytes, field 3 "Core_v", field 4 of 2 bytes.
    const Bytes encoded = *from_hex("0a2e1220" + std::string(64, 'a') + "1a06436f72655f762202c0de");
    const auto decoded = decode_light_request(encoded);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(std::get<LightCall>(*decoded), (LightCall{*Hash256::from(Bytes(32, 0xaa)), "Core_v", {0xc0, 0xde}}));
}

TEST(LightMessages, AReadHasKeysOfTheTopTrieOrOfAChildTrie) {
    const auto top = decode_light_request(
        request(2, ProtobufWriter().bytes(2, kBlock.bytes).bytes(3, text("one")).bytes(3, text("two"))));
    ASSERT_TRUE(top);
    const auto& read = std::get<LightRead>(*top);
    EXPECT_EQ(read.block, kBlock);
    EXPECT_EQ(read.child, std::nullopt);
    ASSERT_EQ(read.keys.keys.size(), 2u);
    EXPECT_EQ(read.keys.keys[1].key, text("two"));
    EXPECT_FALSE(read.keys.keys[1].with_descendants);

    const auto child = decode_light_request(request(
        4,
        ProtobufWriter().bytes(2, kBlock.bytes).bytes(3, text(":child_storage:default:name")).bytes(6, text("one"))));
    ASSERT_TRUE(child);
    EXPECT_EQ(std::get<LightRead>(*child).child, text("name"));
}

// RFC-9
TEST(LightMessages, AReadOfVersion2HasOptionsOfItsKeysAndAPlaceToGoOnFrom) {
    ProtobufWriter content;
    content.bytes(1, kBlock.bytes)
        .message(2, ProtobufWriter().bytes(1, text("name")).varint(2, 1))
        .message(3, ProtobufWriter().bytes(1, text("key")).varint(2, 1).varint(3, 1))
        .bytes(4, Bytes{0x12, 0x34});
    const auto decoded = decode_light_request(request(6, content));
    ASSERT_TRUE(decoded);
    const auto& read = std::get<LightRead>(*decoded);
    EXPECT_EQ(read.child, text("name"));
    EXPECT_TRUE(read.keys.keys.at(0).skips_value && read.keys.keys.at(0).with_descendants);
    EXPECT_EQ(read.keys.from, (Bytes{0x12, 0x34}));
    EXPECT_TRUE(read.keys.excludes_from);

    content.varint(5, 1);
    const auto half = decode_light_request(request(6, content));
    ASSERT_TRUE(half);
    EXPECT_EQ(std::get<LightRead>(*half).keys.from, (Bytes{0x12, 0x30}));
    EXPECT_FALSE(std::get<LightRead>(*half).keys.excludes_from) << "0x123… begins with 0x1230";
}

TEST(LightMessages, WhatIsMissingOrWrongIsRefused) {
    const auto error_of = [](const Bytes& encoded) { return decode_light_request(encoded).error(); };
    EXPECT_EQ(error_of({}), ProtobufError::kMissingField);
    EXPECT_EQ(error_of(request(1, ProtobufWriter().bytes(2, kBlock.bytes).text(3, "m"))), ProtobufError::kMissingField);
    EXPECT_EQ(error_of(request(2, ProtobufWriter().bytes(2, kBlock.bytes))), ProtobufError::kMissingField);
    EXPECT_EQ(error_of(request(2, ProtobufWriter().bytes(2, Bytes(31)).bytes(3, {}))), ProtobufError::kBadValue);
    EXPECT_EQ(error_of(request(4, ProtobufWriter().bytes(2, kBlock.bytes).bytes(3, text("name")).bytes(6, {}))),
              ProtobufError::kBadValue);
    EXPECT_EQ(error_of(request(4, ProtobufWriter().bytes(2, kBlock.bytes).bytes(6, {}))), ProtobufError::kMissingField);
    EXPECT_EQ(error_of(request(6, ProtobufWriter().bytes(1, kBlock.bytes).message(3, ProtobufWriter()))),
              ProtobufError::kMissingField);
    EXPECT_EQ(error_of(request(6, ProtobufWriter()
                                      .bytes(1, kBlock.bytes)
                                      .message(2, ProtobufWriter().bytes(1, {}).varint(2, 2))
                                      .message(3, ProtobufWriter().bytes(1, {})))),
              ProtobufError::kBadValue);
    ProtobufWriter many;
    many.bytes(2, kBlock.bytes);
    for (size_t i = 0; i <= kMaxLightKeys; ++i) many.bytes(3, {});
    EXPECT_EQ(error_of(request(2, many)), ProtobufError::kBadValue);
}

TEST(LightMessages, AnAnswerHasTheProofOrNothingInTheFieldOfItsRequest) {
    const Bytes proof{1, 2, 3};
    EXPECT_EQ(to_hex(encode_light_answer(LightCall{}, proof)), "0a051203010203");
    EXPECT_EQ(to_hex(encode_light_answer(LightRead{}, proof)), "12051203010203");
    EXPECT_EQ(to_hex(encode_light_answer(LightRead{}, std::nullopt)), "1200");
}

}  // namespace
}  // namespace serinus::network::serve
