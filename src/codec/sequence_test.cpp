// Vectors, views, strings, maps, sets and bits.
#include "codec/encoding_test.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::scale {
namespace {

using namespace literals;

// Spec: defn-scale-list, sect-sc-length-and-compact-encoding. The vectors are those of parity-scale-codec.
TEST(Sequence, IsItsLengthAndItsElements) {
    expect_encoding(Bytes{0, 1, 1, 2, 3, 5, 8, 13, 21, 34}, "28000101020305080d1522"_hex);
    expect_encoding(std::vector<int16_t>{0, 1, -1, 2, -2, 3, -3}, "1c00000100ffff0200feff0300fdff"_hex);
    expect_encoding(std::vector<uint16_t>{4, 8, 15, 16, 23, 42}, "18040008000f00100017002a00"_hex);
    expect_encoding(std::vector<Unit>(5), "14"_hex);
    expect_encoding(std::vector<bool>{true, false, true}, "0c010001"_hex);
    expect_encoding(std::vector<std::vector<uint8_t>>{{1}, {}, {2, 3}}, "0c040100080203"_hex);
    expect_encoding(Bytes{}, "00"_hex);
}

struct Fixed {
    uint32_t number;
    bool flag;
    friend bool operator==(const Fixed&, const Fixed&) = default;
};

TEST(Sequence, OfStructsOfFixedSize) {
    expect_encoding(std::vector<Fixed>{{1, true}, {2, false}}, "0801000000010200000000"_hex);
    const DecodeError error = fault_of<std::vector<Fixed>>("0801000000010200000007"_hex);
    EXPECT_EQ(error.fault, DecodeFault::kInvalidBool);
    EXPECT_EQ(error.offset, 10u);
}

TEST(Sequence, LongOnesGoAroundTheEncodersBuffer) {
    for (const size_t size : {63, 64, 127, 128, 129, 255, 256, 257, 5000}) {
        const Bytes bytes(size, 7);
        const std::pair<uint8_t, Bytes> value{1, bytes};
        EXPECT_EQ(decode<decltype(value.second)>(encode(bytes)), bytes);
        EXPECT_EQ((decode<std::pair<uint8_t, Bytes>>(encode(value))), value);
        std::vector<uint64_t> numbers(size);
        for (size_t i = 0; i < size; ++i) numbers[i] = i * i;
        EXPECT_EQ(decode<std::vector<uint64_t>>(encode(numbers)), numbers);
    }
}

TEST(View, PointsIntoTheInput) {
    const Bytes input = "0c01020304"_hex;
    BytesView rest = input;
    const auto view = take<BytesView>(rest);
    ASSERT_TRUE(view.has_value());
    EXPECT_EQ(view->data(), input.data() + 1);
    EXPECT_EQ(view->size(), 3u);
    EXPECT_EQ(rest.size(), 1u);
    EXPECT_EQ(encode(*view), "0c010203"_hex);
    EXPECT_EQ(fault_of<BytesView>("0c0102"_hex).fault, DecodeFault::kLengthTooLarge);
}

TEST(View, OfHashes) {
    const std::vector<Hash256> hashes{Hash256{{1}}, Hash256{{2}}};
    const Bytes bytes = encode(hashes);
    const auto view = decode<std::span<const Hash256>>(bytes);
    ASSERT_TRUE(view.has_value());
    EXPECT_TRUE(std::equal(view->begin(), view->end(), hashes.begin(), hashes.end()));
    EXPECT_EQ(encode(std::span<const Hash256>(hashes)), bytes);
}

// Spec: defn-scale-string. string_encoded_as_expected and vec_of_string_encoded_as_expected of parity-scale-codec.
TEST(String, IsASequenceOfUtf8Bytes) {
    expect_encoding(std::string("Hello, World!"), "3448656c6c6f2c20576f726c6421"_hex);
    expect_encoding(std::vector<std::string>{"Hamlet", "Война и мир", "三国演义"},
                    "0c1848616d6c657450d092d0bed0b9d0bdd0b020d0b820d0bcd0b8d18030e4b889e59bbde6bc94e4b989"_hex);
    expect_encoding(std::string(), "00"_hex);
    EXPECT_EQ(decode<std::string_view>("0c616263"_hex).has_value(), true);
}

TEST(String, AgreesWithTheConformanceVectors) {
    const auto path = test::shared_data("scale/scale.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    const auto vectors = test::Json::read(*path)["strings"].items();
    EXPECT_FALSE(vectors.empty());
    for (const auto& vector : vectors) expect_encoding(vector["value"].text(), vector["scale"].hex());
}

TEST(String, ThatIsNotUtf8IsRefused) {
    // Lone continuation, overlong forms of 2, 3 and 4 bytes, surrogate, beyond U+10FFFF, cut off, wrong continuation.
    for (const char* text : {"0480", "08c080", "08c1bf", "0ce09fbf", "0ceda080", "10f08fbfbf", "10f4908080", "04c3",
                             "08e282", "0cf09f98", "08c328", "0ce28228", "04ff", "04f5", "244141414141414141c3"}) {
        const Bytes bytes = from_hex(text).value();
        EXPECT_EQ(fault_of<std::string>(bytes).fault, DecodeFault::kInvalidUtf8) << text;
        EXPECT_TRUE(decode<Bytes>(bytes).has_value()) << text;
    }
}

TEST(String, AtTheEdgesOfUtf8IsAccepted) {
    for (const char* text :
         {"04", "7f", "c280", "dfbf", "e0a080", "ed9fbf", "ee8080", "efbfbf", "f0908080", "f48fbfbf"}) {
        EXPECT_TRUE(is_utf8(from_hex(text).value())) << text;
        EXPECT_TRUE(is_utf8(concat(Bytes(8, 'x'), from_hex(text).value(), Bytes(9, 'y')))) << text;
    }
}

// Spec: defn-scale-dictionary
TEST(Map, IsASequenceOfPairsInTheOrderOfTheKeys) {
    expect_encoding(std::map<uint8_t, Bytes>{{2, "aa"_hex}, {1, {}}},
                    "08010002"
                    "04aa"_hex);
    expect_encoding(std::map<uint16_t, bool>{{1, true}, {256, false}}, "08010001000100"_hex);
    expect_encoding(std::map<std::string, uint8_t>{}, "00"_hex);
}

TEST(Set, IsASequenceInOrder) {
    expect_encoding(std::set<uint16_t>{300, 2}, "0802002c01"_hex);
    expect_encoding(std::set<Bytes>{"01"_hex, {}}, "08000401"_hex);
}

// Observed: BTreeMap and BTreeSet of parity-scale-codec 3.7.5 collect whatever comes.
TEST(Map, InAnyOrderIsAcceptedAndTheLastOfEqualKeysWins) {
    using Map = std::map<uint8_t, uint8_t>;
    EXPECT_EQ(decode<Map>("0802010102"_hex), (Map{{1, 2}, {2, 1}}));
    EXPECT_EQ(decode<Map>("0c010102020103"_hex), (Map{{1, 3}, {2, 2}}));
    EXPECT_EQ(decode<std::set<uint8_t>>("0c020102"_hex), (std::set<uint8_t>{1, 2}));
}

template <BitOrder kOrder>
BitSequence<kOrder> bits(std::initializer_list<int> values) {
    BitSequence<kOrder> out;
    for (const int value : values) out.push_back(value == 1);
    return out;
}

// Observed: bitvec_u8_encodes_as_expected of parity-scale-codec 3.7.5.
TEST(Bits, LowestFirst) {
    const auto lsb = [](auto... v) { return bits<BitOrder::kLsb0>({v...}); };
    expect_encoding(lsb(0, 0, 1, 1), "100c"_hex);
    expect_encoding(lsb(0, 1, 1, 1), "100e"_hex);
    expect_encoding(lsb(1, 1, 1, 1, 1), "141f"_hex);
    expect_encoding(lsb(1, 1, 1, 1, 1, 0), "181f"_hex);
    expect_encoding(lsb(1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0, 1), "301f0b"_hex);
    expect_encoding(BitSequence<BitOrder::kLsb0>{}, "00"_hex);
}

TEST(Bits, HighestFirst) {
    const auto msb = [](auto... v) { return bits<BitOrder::kMsb0>({v...}); };
    expect_encoding(msb(0, 0, 1, 1), "1030"_hex);
    expect_encoding(msb(0, 1, 1, 0, 1, 0, 0, 1), "2069"_hex);
    expect_encoding(msb(1, 0, 0, 0, 0, 0, 0, 0, 1), "248080"_hex);
}

TEST(Bits, UnusedOnesAreDropped) {
    const auto lsb = decode<BitSequence<BitOrder::kLsb0>>("10ff"_hex);
    EXPECT_EQ(*lsb, bits<BitOrder::kLsb0>({1, 1, 1, 1}));
    EXPECT_EQ(encode(*lsb), "100f"_hex);
    const auto msb = decode<BitSequence<BitOrder::kMsb0>>("10ff"_hex);
    EXPECT_EQ(*msb, bits<BitOrder::kMsb0>({1, 1, 1, 1}));
    EXPECT_EQ(encode(*msb), "10f0"_hex);
}

TEST(Bits, AreReadAndChangedOneByOne) {
    BitSequence<BitOrder::kLsb0> value(10);
    value.set(9, true);
    value.set(0, true);
    value.set(0, false);
    EXPECT_EQ(encode(value), "280002"_hex);
    EXPECT_TRUE(value[9] && !value[0]);
    EXPECT_EQ(value.count_ones(), 1u);
    EXPECT_EQ(value.size(), 10u);
}

TEST(Bits, MoreThanTheInputHoldsAreRefused) {
    EXPECT_EQ(fault_of<BitSequence<BitOrder::kLsb0>>("24ff"_hex).fault, DecodeFault::kLengthTooLarge);
    EXPECT_EQ(fault_of<BitSequence<BitOrder::kLsb0>>("03ffffffff00"_hex).fault, DecodeFault::kLengthTooLarge);
}

}  // namespace
}  // namespace serinus::scale
