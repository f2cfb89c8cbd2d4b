// Option, Result, enums and boxes.
#include "codec/boxed.hpp"
#include "codec/encoding_test.hpp"

namespace serinus::scale {
namespace {

using namespace literals;

// Spec: defn-option-type. The vector is parity-scale-codec's vec_of_option_int_encoded_as_expected.
TEST(Option, IsZeroOrOneAndTheValue) {
    expect_encoding(std::vector<std::optional<int8_t>>{1, -1, std::nullopt}, "0c010101ff00"_hex);
    EXPECT_EQ(fault_of<std::optional<int8_t>>("0201"_hex).fault, DecodeFault::kInvalidOption);
    EXPECT_EQ(fault_of<std::optional<int8_t>>("0201"_hex).found, 2u);
}

TEST(Option, OfAnOptionKeepsBothLevels) {
    using Twice = std::optional<std::optional<uint8_t>>;
    expect_encoding(Twice{}, "00"_hex);
    expect_encoding(Twice{std::in_place, std::nullopt}, "0100"_hex);
    expect_encoding(Twice{std::in_place, 7}, "010107"_hex);
}

// Observed: parity-scale-codec 3.7.5 has no special case for Option<bool>, only the separate type OptionBool.
TEST(Option, OfABoolIsLikeEveryOther) {
    expect_encoding(std::optional<bool>{true}, "0101"_hex);
    expect_encoding(std::optional<bool>{false}, "0100"_hex);
    expect_encoding(std::optional<bool>{}, "00"_hex);
}

// Observed: vec_of_option_bool_encoded_as_expected of parity-scale-codec 3.7.5.
TEST(OptionBool, TakesOneByte) {
    expect_encoding(std::vector<OptionBool>{true, false, std::nullopt}, "0c010200"_hex);
    EXPECT_EQ(fault_of<OptionBool>("03"_hex).fault, DecodeFault::kInvalidOption);
}

// Spec: defn-result-type. The values are the examples of the Substrate documentation.
TEST(Result, IsZeroAndTheValueOrOneAndTheError) {
    using R = Result<uint8_t, bool>;
    expect_encoding(R(uint8_t{42}), "002a"_hex);
    expect_encoding(R(Err(false)), "0100"_hex);
    expect_encoding(Result<void, Bytes>(), "00"_hex);
    expect_encoding(Result<void, Bytes>(Err("07"_hex)), "010407"_hex);
    expect_encoding(std::vector<R>{uint8_t{1}, Err(true)}, "0800010101"_hex);
    expect_encoding(std::pair<R, uint8_t>{uint8_t{1}, 2}, "000102"_hex);
    EXPECT_EQ(fault_of<R>("0200"_hex).fault, DecodeFault::kInvalidResult);
    EXPECT_EQ(fault_of<R>("0102"_hex).offset, 1u);
}

enum class Colour : uint8_t { kRed, kGreen, kBlue = 15, kLast = 255 };

template <class T>
struct Holder {
    enum class Nested : uint8_t { kOne = 1 };
};

// Spec: defn-scale-variable-type
TEST(Enum, WithoutDataIsTheIndexOfItsVariant) {
    expect_encoding(Colour::kGreen, "01"_hex);
    expect_encoding(Colour::kBlue, "0f"_hex);
    expect_encoding(Colour::kLast, "ff"_hex);
    size_t accepted = 0;
    for (int index = 0; index < 256; ++index) {
        const Bytes bytes{static_cast<uint8_t>(index)};
        if (decode<Colour>(bytes)) {
            ++accepted;
        } else {
            EXPECT_EQ(fault_of<Colour>(bytes).fault, DecodeFault::kUnknownVariant);
        }
    }
    EXPECT_EQ(accepted, 4u);
}

TEST(Enum, InsideATemplateIsKnownToo) {
    using Nested = Holder<std::pair<int, char>>::Nested;
    expect_encoding(Nested::kOne, "01"_hex);
    EXPECT_EQ(fault_of<Nested>("00"_hex).fault, DecodeFault::kUnknownVariant);
}

struct A {
    friend bool operator==(const A&, const A&) = default;
};
struct B {
    uint32_t first;
    uint64_t second;
    friend bool operator==(const B&, const B&) = default;
};

// Spec: defn-varrying-data-type. The enum of parity-scale-codec's README: A has the index 15, the others their
// positions.
TEST(Enum, WithDataIsTheIndexAndTheData) {
    using Example = Enum<At<15, A>, At<1, B>>;
    expect_encoding<Example>(A{}, "0f"_hex);
    expect_encoding<Example>(B{1, 2}, "01010000000200000000000000"_hex);
    EXPECT_EQ(fault_of<Example>("00"_hex).fault, DecodeFault::kUnknownVariant);
    EXPECT_EQ(fault_of<Example>("02"_hex).found, 2u);
    EXPECT_EQ(Example(A{}).wire_index(), 15);
}

TEST(Enum, OfPositionsIsAStdVariant) {
    using Example = std::variant<Unit, uint8_t, Bytes>;
    expect_encoding<Example>(Unit{}, "00"_hex);
    expect_encoding<Example>(uint8_t{7}, "0107"_hex);
    expect_encoding<Example>("0102"_hex, "02080102"_hex);
    EXPECT_EQ(fault_of<Example>("03"_hex).fault, DecodeFault::kUnknownVariant);
}

TEST(Enum, MayHaveTheSameDataTwice) {
    using Example = std::variant<uint8_t, uint8_t>;
    expect_encoding(Example(std::in_place_index<1>, uint8_t{7}), "0107"_hex);
}

/// A list as Rust writes it: enum List { End, Node(u8, Box<List>) }.
struct List {
    struct Node {
        uint8_t value;
        Box<List> next;
        friend bool operator==(const Node&, const Node&) = default;
    };
    std::variant<Unit, Node> v;
    friend bool operator==(const List&, const List&) = default;
};

TEST(Box, IsWhatItHolds) {
    const List end{};
    const List one{List::Node{7, end}};
    expect_encoding(List{List::Node{8, one}}, "0108010700"_hex);
    expect_encoding(Box<uint16_t>(1), "0100"_hex);
}

TEST(Box, IsCopiedAndComparedByValue) {
    Box<uint16_t> first = 1;
    Box<uint16_t> second = first;
    *second = 2;
    EXPECT_EQ(*first, 1);
    EXPECT_FALSE(first == second);
    second = first;
    EXPECT_TRUE(first == second);
}

struct Pair {
    uint8_t first;
    std::vector<Pair> rest;
    friend bool operator==(const Pair&, const Pair&) = default;
};

// Observed: Box of parity-scale-codec 3.7.5 descends one level for every value, of a fixed size too.
TEST(Boxed, IsWhatItHoldsOneLevelDeeper) {
    expect_encoding(Boxed<Pair>(Pair{7, {}}), "0700"_hex);
    const auto is_decoded = [&]<class T>(std::type_identity<T>, BytesView bytes, uint32_t levels) {
        Decoder in(bytes, levels);
        T value;
        return decode_into(in, value) && in.finish();
    };
    EXPECT_TRUE(is_decoded(std::type_identity<Pair>{}, "0700"_hex, 1));
    EXPECT_FALSE(is_decoded(std::type_identity<Boxed<Pair>>{}, "0700"_hex, 1));
    EXPECT_TRUE(is_decoded(std::type_identity<Boxed<Pair>>{}, "0700"_hex, 2));
    // The level ends with the value.
    EXPECT_TRUE((is_decoded(std::type_identity<std::pair<Boxed<Pair>, Boxed<Pair>>>{}, "07000800"_hex, 2)));
}

TEST(UniquePtr, IsWhatItHolds) {
    EXPECT_EQ(encode(std::make_unique<uint16_t>(uint16_t{1})), "0100"_hex);
    const auto decoded = decode<std::unique_ptr<uint16_t>>("0200"_hex);
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(**decoded, 2);
}

TEST(BoxDeathTest, AskingAnEmptyOneIsABug) { EXPECT_DEATH((void)*Box<uint8_t>(), "broken invariant"); }

}  // namespace
}  // namespace serinus::scale
