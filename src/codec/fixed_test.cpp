// Integers, bool, arrays, structs and tuples: what has no length of its own.
#include "codec/encoding_test.hpp"

namespace serinus::scale {
namespace {

using namespace literals;

// Spec: sect-scale-codec, defn-scale-fixed-length. Values from the examples of the Substrate documentation.
TEST(FixedLength, IntegersAreLittleEndian) {
    expect_encoding<uint8_t>(69, "45"_hex);
    expect_encoding<int8_t>(69, "45"_hex);
    expect_encoding<uint16_t>(42, "2a00"_hex);
    expect_encoding<uint32_t>(16777215, "ffffff00"_hex);
    expect_encoding<int16_t>(-2, "feff"_hex);
    expect_encoding<int32_t>(-1, "ffffffff"_hex);
    expect_encoding<uint64_t>(1, "0100000000000000"_hex);
    expect_encoding<int64_t>(min_value<int64_t>(), "0000000000000080"_hex);
    expect_encoding<uint128_t>(uint128_t{1} << 64, "00000000000000000100000000000000"_hex);
    expect_encoding<int128_t>(-1, "ffffffffffffffffffffffffffffffff"_hex);
}

TEST(FixedLength, WideIntegersAreLittleEndianAndOrderedAsNumbers) {
    U256 value = U256::from(2);
    value.limbs[3] = 1;
    expect_encoding(value, "0200000000000000000000000000000000000000000000000100000000000000"_hex);
    expect_encoding(U512::from(1), concat("01"_hex, Bytes(63)));
    EXPECT_LT(U256::from(max_value<uint128_t>()), value);
    EXPECT_LT(value, (U256{{3, 0, 0, 1}}));
}

// Spec: defn-scale-boolean
TEST(Boolean, IsOneByteOfZeroOrOne) {
    expect_encoding(false, "00"_hex);
    expect_encoding(true, "01"_hex);
    EXPECT_EQ(fault_of<bool>("02"_hex).fault, DecodeFault::kInvalidBool);
    EXPECT_EQ(fault_of<bool>("ff"_hex).found, 0xffu);
}

struct Inner {
    uint8_t small;
    bool flag;
    friend bool operator==(const Inner&, const Inner&) = default;
};

struct Outer {
    uint64_t number;
    Inner inner;
    std::array<uint16_t, 2> pair;
    Hash256 hash;
    Unit nothing;
    friend bool operator==(const Outer&, const Outer&) = default;
};

// Spec: defn-scale-tuple
TEST(Struct, IsItsFieldsInOrderWithoutPadding) {
    expect_encoding(Outer{1, {2, true}, {3, 4}, Hash256{{5}}, {}}, concat("0100000000000000"
                                                                          "0201"
                                                                          "03000400"
                                                                          "05"_hex,
                                                                          Bytes(31)));
    EXPECT_EQ(fault_of<Outer>(concat("010000000000000002ff"_hex, Bytes(36))).offset, 9u);
}

TEST(Struct, SizeIsKnownWhenCompiling) {
    static_assert(kFixedSize<Outer> && Codec<Outer>::kMinSize == 8 + 2 + 4 + 32);
    static_assert(!Codec<Outer>::kImage, "a bool has forbidden bytes, and there is padding");
    struct Dense {
        uint32_t a;
        int32_t b;
        Hash256 hash;
    };
    static_assert(Codec<Dense>::kImage);
    struct Padded {
        uint8_t a;
        uint32_t b;
    };
    static_assert(kFixedSize<Padded> && Codec<Padded>::kMinSize == 5 && !Codec<Padded>::kImage);
    static_assert(!kFixedSize<Bytes> && !kFixedSize<std::optional<bool>> && !kFixedSize<Compact<uint8_t>>);
}

TEST(Tuple, IsItsElementsInOrder) {
    // From the examples of the Substrate documentation: a compact 3 and a false.
    expect_encoding(std::tuple<Compact<uint32_t>, bool>{3, false}, "0c00"_hex);
    expect_encoding(std::pair<uint8_t, uint16_t>{1, uint16_t{2}}, "010200"_hex);
    expect_encoding(std::tuple<uint8_t, std::tuple<uint16_t, Bytes>>{1, {2, "03"_hex}}, "0102000403"_hex);
    EXPECT_EQ(encode(std::tuple<>{}), Bytes{});
}

TEST(Tuple, OfReferencesEncodesWithoutCopying) {
    const Bytes bytes = "0102"_hex;
    const uint32_t number = 7;
    EXPECT_EQ(encode(std::tie(bytes, number)), "08010207000000"_hex);
}

// Spec: defn-scale-empty
TEST(Empty, TakesNoBytes) {
    expect_encoding(Unit{}, {});
    expect_encoding(std::monostate{}, {});
    expect_encoding(Compact<Unit>{}.value, {});
    EXPECT_EQ(encode(Compact<Unit>{}), Bytes{});
    EXPECT_TRUE(decode<Compact<Unit>>({}).has_value());
}

TEST(Array, HasNoLength) {
    expect_encoding(std::array<uint8_t, 3>{1, 2, 3}, "010203"_hex);
    expect_encoding(std::array<bool, 2>{true, false}, "0100"_hex);
    expect_encoding(std::array<Bytes, 2>{"01"_hex, {}}, "040100"_hex);
    expect_encoding(std::array<uint32_t, 0>{}, {});
    EXPECT_EQ(fault_of<decltype(std::array<bool, 2>{})>("0102"_hex).offset, 1u);
    EXPECT_EQ(fault_of<decltype(std::array<Bytes, 2>{})>("040108"_hex).offset, 2u);
}

TEST(Array, LargerThanTheEncodersBufferStillComesOut) {
    std::array<bool, 1000> flags{};
    flags[0] = flags[999] = true;
    Bytes expected(1000);
    expected[0] = expected[999] = 1;
    Encoder out;
    encode_to(out, uint8_t{7});
    encode_to(out, flags);
    encode_to(out, uint8_t{8});
    EXPECT_EQ(std::move(out).finish(), concat("07"_hex, expected, "08"_hex));
}

/// Fields that nothing can be left out of: counting them must not stop at the first.
struct WithResult {
    uint32_t first;
    Result<uint8_t, uint8_t> second = Err(uint8_t{0});
    Box<uint8_t> third;
};

TEST(Struct, FieldsOfEveryShapeAreCounted) {
    static_assert(reflect::kFieldCount<WithResult> == 3);
    const WithResult value{1, uint8_t{2}, Box<uint8_t>(3)};
    EXPECT_EQ(encode(value), "01000000000203"_hex);
    const auto decoded = decode<WithResult>("01000000010203"_hex);
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(decoded->second.error(), 2);
    EXPECT_EQ(*decoded->third, 3);
}

TEST(Append, GoesOnBehindWhatIsThere) {
    Bytes out = "ff"_hex;
    append_encoded(out, uint16_t{1});
    append_encoded(out, Bytes(300, 7));
    EXPECT_EQ(out, concat("ff0100b104"_hex, Bytes(300, 7)));
}

}  // namespace
}  // namespace serinus::scale
