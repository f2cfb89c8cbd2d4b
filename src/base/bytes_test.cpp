#include "base/bytes.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus {
namespace {

using namespace literals;

TEST(Bytes, OrderIsLexicographicOnUnsignedBytes) {
    EXPECT_TRUE(compare("7f"_hex, "80"_hex) < 0);
    EXPECT_TRUE(compare("80"_hex, "8000"_hex) < 0);
    EXPECT_TRUE(compare({}, "00"_hex) < 0);
    EXPECT_TRUE(compare("8000"_hex, "8000"_hex) == 0);
}

TEST(Bytes, EqualityOfEmptyViewsTouchesNoMemory) {
    EXPECT_TRUE(equal({}, {}));
    EXPECT_FALSE(equal({}, "00"_hex));
}

TEST(Bytes, ConcatJoinsInOrder) { EXPECT_EQ(concat("01"_hex, Bytes{}, "0203"_hex), "010203"_hex); }

TEST(FixedBytes, FromTakesExactlyItsSize) {
    EXPECT_FALSE(Hash256::from(Bytes(31)).has_value());
    EXPECT_FALSE(Hash256::from(Bytes(33)).has_value());
    const auto hash = Hash256::from(Bytes(32, 7));
    ASSERT_TRUE(hash.has_value());
    EXPECT_EQ((*hash)[31], 7);
}

TEST(Integers, AreLittleEndianInMemory) {
    EXPECT_EQ(load_le<uint32_t>("01020304"_hex.data()), 0x04030201u);
    Bytes out(2);
    store_le<uint16_t>(out.data(), 0x0102);
    EXPECT_EQ(out, "0201"_hex);
}

}  // namespace
}  // namespace serinus
