#include "libp2p/websocket/frame.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::websocket {
namespace {

using namespace literals;

Result<std::optional<FrameHead>, FrameError> decode(const Bytes& bytes) {
    BytesView input = bytes;
    return decode_frame_head(input);
}

// The examples of RFC 6455, 5.7.
TEST(WebSocketFrame, HeadsOfTheSpecificationAreUnderstood) {
    const Mask mask = {0x37, 0xfa, 0x21, 0x3d};
    EXPECT_EQ(**decode("8105"_hex), (FrameHead{true, Opcode::kText, {}, 5}));
    EXPECT_EQ(**decode("818537fa213d"_hex), (FrameHead{true, Opcode::kText, mask, 5}));
    EXPECT_EQ(**decode("0103"_hex), (FrameHead{false, Opcode::kText, {}, 3}));
    EXPECT_EQ(**decode("8002"_hex), (FrameHead{true, Opcode::kContinuation, {}, 2}));
    EXPECT_EQ(**decode("8905"_hex), (FrameHead{true, Opcode::kPing, {}, 5}));
    EXPECT_EQ(**decode("8a8537fa213d"_hex), (FrameHead{true, Opcode::kPong, mask, 5}));
    EXPECT_EQ(**decode("827e0100"_hex), (FrameHead{true, Opcode::kBinary, {}, 256}));
    EXPECT_EQ(**decode("827f0000000000010000"_hex), (FrameHead{true, Opcode::kBinary, {}, 65536}));
}

TEST(WebSocketFrame, HeadsAreEncodedAsTheyAreDecodedAndEveryCutAsksForMore) {
    for (const uint64_t size : {0ull, 1ull, 125ull, 126ull, 127ull, 65535ull, 65536ull, (1ull << 63) - 1}) {
        for (const bool is_masked : {false, true}) {
            const FrameHead head{true, Opcode::kBinary, is_masked ? std::optional(Mask{1, 2, 3, 4}) : std::nullopt,
                                 size};
            Bytes encoded;
            append_frame_head(encoded, head);
            EXPECT_LE(encoded.size(), kMaxHeadBytes);
            for (size_t cut = 0; cut < encoded.size(); ++cut) {
                BytesView input = BytesView(encoded).first(cut);
                const auto decoded = decode_frame_head(input);
                ASSERT_TRUE(decoded);
                EXPECT_FALSE(*decoded);
                EXPECT_EQ(input.size(), cut);
            }
            encoded.push_back(0xaa);
            BytesView input = encoded;
            EXPECT_EQ(**decode_frame_head(input), head);
            EXPECT_EQ(input.size(), 1u);
        }
    }
}

TEST(WebSocketFrame, WhatNoFrameMayHaveIsRefused) {
    for (const char* const reserved : {"c105", "a105", "9105"}) {
        EXPECT_EQ(decode(*from_hex(reserved)).error(), FrameError::kReservedBits) << reserved;
    }
    for (const char* const unknown : {"83", "84", "85", "86", "87", "8b", "8c", "8d", "8e", "8f"}) {
        EXPECT_EQ(decode(*from_hex(unknown)).error(), FrameError::kUnknownOpcode) << unknown;
    }
    EXPECT_EQ(decode("09"_hex).error(), FrameError::kFragmentedControl);
    EXPECT_EQ(decode("897e"_hex).error(), FrameError::kLongControl);
    EXPECT_EQ(decode("827e007d"_hex).error(), FrameError::kBadLength);
    EXPECT_EQ(decode("827f000000000000ffff"_hex).error(), FrameError::kBadLength);
    EXPECT_EQ(decode("827f8000000000000000"_hex).error(), FrameError::kBadLength);
}

TEST(WebSocketFrame, TheMaskIsTheSameInOnePieceAndInMany) {
    auto random = test::seeded_random();
    const Mask mask = {0x37, 0xfa, 0x21, 0x3d};
    for (size_t size = 0; size < 40; ++size) {
        const Bytes plain = test::random_bytes(random, size);
        Bytes expected = plain;
        for (size_t i = 0; i < size; ++i) expected[i] ^= mask[i % 4];
        for (size_t cut = 0; cut <= size; ++cut) {
            Bytes masked = plain;
            apply_mask(MutableBytesView(masked).first(cut), mask, 0);
            apply_mask(MutableBytesView(masked).subspan(cut), mask, cut);
            EXPECT_EQ(masked, expected);
        }
    }
}

}  // namespace
}  // namespace serinus::network::websocket
