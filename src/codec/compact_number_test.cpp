#include "codec/encoding_test.hpp"
#include "tests/support/random.hpp"

namespace serinus::scale {
namespace {

using namespace literals;

// Spec: defn-sc-len-encoding
TEST(CompactNumber, HasTheSameFormInEveryWidth) {
    expect_encoding(Compact<uint8_t>(1), "04"_hex);
    expect_encoding(Compact<uint8_t>(255), "fd03"_hex);
    expect_encoding(Compact<uint16_t>(42), "a8"_hex);
    expect_encoding(Compact<uint16_t>(65535), "feff0300"_hex);
    expect_encoding(Compact<uint32_t>(max_value<uint32_t>()), "03ffffffff"_hex);
    expect_encoding(Compact<uint64_t>(100000000000000), "0b00407a10f35a"_hex);
    expect_encoding(Compact<uint128_t>(max_value<uint128_t>()), "33ffffffffffffffffffffffffffffffff"_hex);
    expect_encoding(Compact<U256>(U256::from(1)), "04"_hex);
    expect_encoding(Compact<U256>(U256::from(uint128_t{1} << 64)), "17000000000000000001"_hex);
}

TEST(CompactNumber, MustFitItsType) {
    EXPECT_EQ(fault_of<Compact<uint8_t>>("0104"_hex).fault, DecodeFault::kCompactTooLarge);  // 256
    EXPECT_EQ(fault_of<Compact<uint16_t>>("02000400"_hex).fault, DecodeFault::kCompactTooLarge);
    EXPECT_EQ(fault_of<Compact<uint32_t>>("070000000001"_hex).fault, DecodeFault::kCompactTooLarge);
    EXPECT_EQ(fault_of<Compact<uint64_t>>("17000000000000000001"_hex).fault, DecodeFault::kCompactTooLarge);
    EXPECT_EQ(fault_of<Compact<uint128_t>>("370000000000000000000000000000000001"_hex).fault,
              DecodeFault::kCompactTooLarge);
    EXPECT_EQ(fault_of<Compact<U256>>(concat("77"_hex, Bytes(32), "01"_hex)).fault, DecodeFault::kCompactTooLarge);
}

TEST(CompactNumber, OnlyTheShortestFormIsValid) {
    EXPECT_EQ(fault_of<Compact<uint8_t>>("0100"_hex).fault, DecodeFault::kNonCanonicalCompact);
    EXPECT_EQ(fault_of<Compact<uint32_t>>("fd00"_hex).fault, DecodeFault::kNonCanonicalCompact);
    EXPECT_EQ(fault_of<Compact<uint32_t>>("feff0000"_hex).fault, DecodeFault::kNonCanonicalCompact);
    EXPECT_EQ(fault_of<Compact<uint64_t>>("03ffffff3f"_hex).fault, DecodeFault::kNonCanonicalCompact);
    EXPECT_EQ(fault_of<Compact<uint128_t>>("07ffffffff00"_hex).fault, DecodeFault::kNonCanonicalCompact);
    EXPECT_EQ(fault_of<BigCompact>("03ffffff3f"_hex).fault, DecodeFault::kNonCanonicalCompact);
    EXPECT_EQ(fault_of<BigCompact>(concat("ff"_hex, Bytes(67))).fault, DecodeFault::kNonCanonicalCompact);
}

TEST(CompactNumber, SaysHowManyBytesAreMissing) {
    const DecodeError error = fault_of<Compact<uint64_t>>("1300000000"_hex);
    EXPECT_EQ(error.fault, DecodeFault::kTruncated);
    EXPECT_EQ(error.found, 9u);
    EXPECT_EQ(error.allowed, 5u);
}

TEST(CompactNumber, ActsAsItsNumber) {
    Compact<uint32_t> number = 7;
    EXPECT_EQ(number + 1, 8u);
    number = 9;
    EXPECT_TRUE(number == 9u && number == Compact<uint32_t>(9) && number < 10);
}

TEST(BigCompact, HoldsEveryNumberThatExists) {
    const Bytes largest(67, 0xff);  // 2^536 - 1
    expect_encoding(BigCompact(largest), concat("ff"_hex, largest));
    expect_encoding(BigCompact(), "00"_hex);
    expect_encoding(BigCompact("ffffff3f"_hex), "feffffff"_hex);
    expect_encoding(BigCompact("0000004000"_hex), "0300000040"_hex);
}

TEST(BigCompact, AgreesWithTheOtherWidths) {
    auto random = test::seeded_random();
    for (int i = 0; i < 5000; ++i) {
        const uint128_t value = (uint128_t{random()} << 64 | random()) >> test::random_between(random, 0, 127);
        const Bytes bytes = encode(Compact<uint128_t>(value));
        const Bytes memory = encode(value);
        EXPECT_EQ(encode(BigCompact(memory)), bytes);
        EXPECT_TRUE(decode<BigCompact>(bytes).value() == BigCompact(memory));
        EXPECT_EQ(encode(Compact<U256>(U256::from(value))), bytes);
        EXPECT_TRUE(decode<Compact<U256>>(bytes).value() == U256::from(value));
        EXPECT_TRUE(decode<Compact<uint128_t>>(bytes).value() == value);
        if (value >> 64 == 0) {
            EXPECT_EQ(encode(Compact<uint64_t>(static_cast<uint64_t>(value))), bytes);
        }
    }
}

}  // namespace
}  // namespace serinus::scale
