#include "base/hex.hpp"

#include <gtest/gtest.h>

#include "tests/support/random.hpp"

namespace serinus {
namespace {

using namespace literals;

TEST(Hex, WritesLowerCase) {
    EXPECT_EQ(to_hex(Bytes{0x00, 0xab, 0xff}), "00abff");
    EXPECT_EQ(to_hex_prefixed({}), "0x");
}

TEST(Hex, ReadsBothCasesAndAnOptionalPrefix) {
    EXPECT_EQ(from_hex("0xAbfF"), (Bytes{0xab, 0xff}));
    EXPECT_EQ(from_hex("abff"), (Bytes{0xab, 0xff}));
    EXPECT_EQ(from_hex(""), Bytes{});
    EXPECT_EQ(from_hex("0x"), Bytes{});
}

TEST(Hex, NamesWhatIsWrong) {
    EXPECT_EQ(from_hex("abc").error(), HexError::kOddLength);
    EXPECT_EQ(from_hex("zz").error(), HexError::kBadDigit);
    EXPECT_EQ(from_hex("0x0xab").error(), HexError::kBadDigit);
    EXPECT_EQ(from_hex("\xff\xff").error(), HexError::kBadDigit);
    EXPECT_EQ(from_hex_prefixed("abff").error(), HexError::kMissingPrefix);
    EXPECT_EQ(from_hex_fixed<Hash256>("0xabff").error(), HexError::kWrongLength);
}

TEST(Hex, EveryByteComesBack) {
    auto random = test::seeded_random();
    for (size_t size = 0; size < 300; ++size) {
        const Bytes bytes = test::random_bytes(random, size);
        EXPECT_EQ(from_hex_prefixed(to_hex_prefixed(bytes)), bytes);
    }
}

TEST(Hex, HashLiteralIsCheckedByTheCompiler) {
    constexpr Hash256 hash = "0x0100000000000000000000000000000000000000000000000000000000000002"_hash256;
    static_assert(hash[0] == 1 && hash[31] == 2);
}

}  // namespace
}  // namespace serinus
