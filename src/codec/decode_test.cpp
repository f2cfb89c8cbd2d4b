// Decoding is total and bounded: every input gives a value or a fault with its place, at a cost that the input pays
// for.
#include "codec/encoding_test.hpp"
#include "tests/support/random.hpp"

namespace serinus::scale {
namespace {

using namespace literals;

struct Tree {
    std::vector<Tree> children;
};

struct Chain {
    std::optional<Box<Chain>> next;
};

TEST(Decoding, DepthIsLimited) {
    // Each 04 is a vector of one child; the last one is empty.
    EXPECT_TRUE(decode<Tree>(concat(Bytes(255, 4), "00"_hex)).has_value());
    const DecodeError error = fault_of<Tree>(concat(Bytes(256, 4), "00"_hex));
    EXPECT_EQ(error.fault, DecodeFault::kTooDeep);
    EXPECT_EQ(error.offset, 257u);
    EXPECT_EQ(error.allowed, kMaxDepth);
    EXPECT_TRUE(decode<Chain>(concat(Bytes(256, 1), "00"_hex)).has_value());
    EXPECT_EQ(fault_of<Chain>(concat(Bytes(257, 1), "00"_hex)).fault, DecodeFault::kTooDeep);
    EXPECT_EQ(fault_of<Chain>(Bytes(1 << 20, 1)).fault, DecodeFault::kTooDeep);
}

TEST(Decoding, DepthLimitIsTheCallersChoice) {
    EXPECT_TRUE(decode<Tree>("040400"_hex, 3).has_value());
    EXPECT_FALSE(decode<Tree>("040400"_hex, 2).has_value());
    // Siblings do not add up.
    EXPECT_TRUE(decode<Tree>("10000000"
                             "00"_hex,
                             2)
                    .has_value());
}

// Observed: parity-scale-codec 3.7.5 counts a level for vectors, but not for those of its integers.
TEST(Decoding, VectorsOfIntegersHaveNoDepth) {
    EXPECT_TRUE(decode<Bytes>("0401"_hex, 0).has_value());
    EXPECT_TRUE(decode<std::vector<uint32_t>>("0401000000"_hex, 0).has_value());
    EXPECT_TRUE(decode<std::string>("0441"_hex, 0).has_value());
    EXPECT_FALSE(decode<std::vector<Hash256>>("00"_hex, 0).has_value());
    EXPECT_FALSE(decode<std::vector<bool>>("00"_hex, 0).has_value());
    EXPECT_FALSE((decode<std::map<uint8_t, uint8_t>>("00"_hex, 0).has_value()));
}

// Spec: defn-scale-decoding. The size of the input bounds what a length may promise.
TEST(Decoding, LengthsBeyondTheInputAreRefusedBeforeAnythingIsAllocated) {
    const Bytes four_billion = "03ffffffff01020304"_hex;
    const DecodeError error = fault_of<Bytes>(four_billion);
    EXPECT_EQ(error.fault, DecodeFault::kLengthTooLarge);
    EXPECT_EQ(error.offset, 0u);
    EXPECT_EQ(error.found, 4294967295u);
    EXPECT_EQ(error.allowed, 4u);
    EXPECT_EQ(to_string(error),
              "offset 0: more elements than the rest of the input can hold (4294967295 elements, 4 bytes left)");
    EXPECT_EQ(fault_of<std::vector<uint64_t>>("080102030405060708"_hex).fault, DecodeFault::kLengthTooLarge);
    EXPECT_EQ(fault_of<std::vector<bool>>(four_billion).fault, DecodeFault::kLengthTooLarge);
    EXPECT_EQ(fault_of<std::vector<Bytes>>(four_billion).fault, DecodeFault::kLengthTooLarge);
    EXPECT_EQ(fault_of<std::string>(four_billion).fault, DecodeFault::kLengthTooLarge);
    EXPECT_EQ(fault_of<std::span<const Hash256>>(four_billion).fault, DecodeFault::kLengthTooLarge);
    EXPECT_EQ((fault_of<std::map<uint32_t, Bytes>>(four_billion).fault), DecodeFault::kLengthTooLarge);
    EXPECT_EQ(fault_of<std::set<Bytes>>(four_billion).fault, DecodeFault::kLengthTooLarge);
}

TEST(Decoding, LengthsOf2To32AndMoreAreRefused) {
    EXPECT_EQ(fault_of<std::vector<Unit>>("070000000001"_hex).fault, DecodeFault::kCompactTooLarge);
    EXPECT_EQ(fault_of<Bytes>("070000000001"_hex).fault, DecodeFault::kCompactTooLarge);
}

TEST(Decoding, ElementsWithoutContentHaveABound) {
    EXPECT_EQ(decode<std::vector<Unit>>(encode(Compact<uint32_t>(kMaxEmptyElements)))->size(), kMaxEmptyElements);
    EXPECT_EQ(fault_of<std::vector<Unit>>(encode(Compact<uint32_t>(kMaxEmptyElements + 1))).fault,
              DecodeFault::kTooManyEmpty);
    EXPECT_EQ(fault_of<std::vector<Unit>>("03ffffffff"_hex).fault, DecodeFault::kTooManyEmpty);
    // The bound is for the whole input: two halves fit, two wholes do not.
    const Bytes half = encode(Compact<uint32_t>(kMaxEmptyElements / 2));
    const Bytes whole = encode(Compact<uint32_t>(kMaxEmptyElements));
    EXPECT_TRUE(decode<std::vector<std::vector<Unit>>>(concat("08"_hex, half, half)).has_value());
    EXPECT_EQ(fault_of<std::vector<std::vector<Unit>>>(concat("08"_hex, whole, whole)).fault,
              DecodeFault::kTooManyEmpty);
    EXPECT_EQ(fault_of<std::vector<Box<Unit>>>("03ffffffff"_hex).fault, DecodeFault::kTooManyEmpty);
}

struct Everything {
    bool flag;
    Compact<uint32_t> number;
    std::optional<uint16_t> option;
    Result<uint8_t, uint8_t> result = uint8_t{0};
    std::variant<Unit, uint8_t> variant;
    std::string text;
    std::map<uint8_t, std::vector<Tree>> map;
    BitSequence<BitOrder::kLsb0> bits;
    OptionBool option_bool;
    std::pair<BytesView, uint8_t> tail;
};

Bytes everything() {
    return "01"             // flag
           "9101"           // number 100
           "010200"         // option
           "0103"           // result
           "0104"           // variant
           "0c616263"       // text
           "040108040000"   // map of one entry: key 1, two trees, the first with one child
           "100f"           // bits
           "02"             // option_bool
           "0801020a"_hex;  // tail
}

// Spec: sect-scale-codec
TEST(Decoding, ACompositeOfAllShapesComesBack) {
    const Bytes bytes = everything();
    const auto value = decode<Everything>(bytes);
    ASSERT_TRUE(value.has_value()) << to_string(value.error());
    EXPECT_EQ(encode(*value), bytes);
    EXPECT_EQ(encoded_size(*value), bytes.size());
    EXPECT_EQ(encode(*value).capacity(), bytes.size()) << "the output is allocated once";
    EXPECT_EQ(value->map.at(1).size(), 2u);
    EXPECT_EQ(value->tail.second, 10);
}

TEST(Decoding, EveryTruncationAndOneByteTooManyAreFaults) {
    const Bytes bytes = everything();
    for (size_t size = 0; size < bytes.size(); ++size) {
        const auto value = decode<Everything>(BytesView(bytes).first(size));
        ASSERT_FALSE(value.has_value()) << size;
        EXPECT_LE(value.error().offset, size);
    }
    EXPECT_EQ(fault_of<Everything>(concat(bytes, Bytes{1})).fault, DecodeFault::kTrailingBytes);
}

TEST(Decoding, WhatIsDecodedFromAChangedInputEncodesToAnInputThatDecodes) {
    auto random = test::seeded_random();
    for (int i = 0; i < 20'000; ++i) {
        Bytes bytes = everything();
        for (int change = 0; change < 3; ++change) {
            bytes[test::random_between(random, 0, bytes.size() - 1)] = static_cast<uint8_t>(random());
        }
        const auto value = decode<Everything>(bytes);
        if (!value) continue;
        const Bytes canonical = encode(*value);
        const auto again = decode<Everything>(canonical);
        ASSERT_TRUE(again.has_value());
        EXPECT_EQ(encode(*again), canonical);
    }
}

TEST(Decoding, TakesOneValueAfterTheOther) {
    const Bytes bytes = "0102000403"_hex;
    Decoder in(bytes);
    EXPECT_EQ(decode_from<uint8_t>(in), 1);
    EXPECT_EQ(decode_from<uint16_t>(in), 2);
    EXPECT_EQ(decode_from<Bytes>(in), "03"_hex);
    EXPECT_EQ(in.remaining(), 0u);
    EXPECT_FALSE(decode_from<uint8_t>(in).has_value());
}

TEST(Decoding, TakingLeavesTheInputWhereItWasOnAFault) {
    const Bytes bytes = "0801"_hex;
    BytesView view = bytes;
    EXPECT_EQ(take<Bytes>(view).error().fault, DecodeFault::kLengthTooLarge);
    EXPECT_EQ(view.data(), bytes.data());
    EXPECT_EQ(take<uint8_t>(view), 8);
    EXPECT_EQ(view.size(), 1u);
}

TEST(DecodeError, ListsTheLevelsFromTheOutermost) {
    Bytes bytes = everything();
    bytes[19] = 2;  // the first tree's child claims two children
    const auto value = decode<std::pair<uint8_t, Everything>>(concat("00"_hex, BytesView(bytes).first(20)));
    ASSERT_FALSE(value.has_value());
    const std::string text = to_string(value.error());
    EXPECT_NE(text.find("offset 20: "), std::string::npos) << text;
    EXPECT_NE(text.find("in … > "), std::string::npos) << text;
}

TEST(DecodeError, EveryFaultHasItsOwnWords) {
    std::set<std::string> words;
    for (int i = 1; i <= static_cast<int>(DecodeFault::kInvalidValue); ++i) {
        words.insert(to_string(static_cast<DecodeFault>(i)));
    }
    EXPECT_EQ(words.size(), static_cast<size_t>(DecodeFault::kInvalidValue));
    EXPECT_FALSE(words.contains(to_string(DecodeFault{})));
}

/// A type with a rule of its own, as others will write them.
struct Percent {
    uint8_t value = 0;
};

}  // namespace

template <>
struct Codec<Percent> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = true;
    static constexpr bool kImage = false;
    static void store(uint8_t* at, Percent percent) noexcept { *at = percent.value; }
    static bool load(Decoder& in, const uint8_t* at, Percent& percent) noexcept {
        percent.value = *at;
        return *at <= 100 || in.fail(DecodeFault::kInvalidValue, at, *at, 100);
    }
};

namespace {

TEST(Codec, ATypeMayBringItsOwnRule) {
    EXPECT_EQ(encode(std::vector<Percent>{{5}, {100}}), "080564"_hex);
    const DecodeError error = fault_of<std::vector<Percent>>("080565"_hex);
    EXPECT_EQ(error.fault, DecodeFault::kInvalidValue);
    EXPECT_EQ(error.offset, 2u);
}

}  // namespace
}  // namespace serinus::scale
