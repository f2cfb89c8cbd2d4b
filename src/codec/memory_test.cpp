// The memory that a decoder allows, in the sizes that values have in Rust on wasm32.
// Observed: parity-scale-codec 3.7.5: Vec and Box tell Input::on_before_alloc_mem the size of what they hold.
#include "codec/bounded.hpp"
#include "codec/boxed.hpp"
#include "codec/encoding_test.hpp"

namespace serinus::scale {
namespace {

using namespace literals;

struct Small {
    uint8_t a{};
    uint64_t b{};
    uint16_t c{};
};
struct Choice {
    std::variant<uint8_t, uint32_t> v;
};
struct Unmeasured {
    Small a;
    Choice b;
};
enum class One : uint8_t { kOnly };
enum class Two : uint8_t { kFirst, kSecond };
struct Node {
    std::vector<Node> children;
};

/// Whether `bytes` are a T that takes just `size` bytes.
template <class T>
void expect_memory(const Bytes& bytes, uint64_t size) {
    const auto decodes = [&](uint64_t limit) {
        Decoder in(bytes);
        in.limit_memory(limit);
        T value = initial<T>();
        if (decode_into(in, value) && in.finish()) return true;
        EXPECT_EQ(in.error().fault, DecodeFault::kTooMuchMemory) << to_string(in.error());
        return false;
    };
    EXPECT_TRUE(decodes(size)) << to_hex(bytes);
    if (size > 0) {
        EXPECT_FALSE(decodes(size - 1)) << to_hex(bytes);
    }
}

// A struct of Rust has its fields by alignment, so that only its end is padded.
TEST(RustLayouts, FollowFromTheFields) {
    EXPECT_EQ(kRustLayout<uint128_t>, (RustLayout{16, 16}));
    EXPECT_EQ(kRustLayout<Hash256>, (RustLayout{32, 1}));
    EXPECT_EQ(kRustLayout<Small>, (RustLayout{16, 8}));
    EXPECT_EQ((kRustLayout<std::pair<Compact<uint32_t>, Compact<uint16_t>>>), (RustLayout{8, 4}));
    EXPECT_EQ((kRustLayout<std::tuple<Hash256, uint128_t>>), (RustLayout{48, 16}));
    EXPECT_EQ((kRustLayout<std::array<std::pair<uint16_t, uint16_t>, 3>>), (RustLayout{12, 2}));
    EXPECT_EQ((kRustLayout<std::pair<Bytes, BoundedVec<uint64_t, 3>>>), (RustLayout{24, 4}));
    EXPECT_EQ((kRustLayout<std::pair<Box<Small>, BitSequence<BitOrder::kLsb0>>>), (RustLayout{16, 4}));
    EXPECT_EQ(kRustLayout<One>, (RustLayout{0, 1}));
    EXPECT_EQ(kRustLayout<Two>, (RustLayout{1, 1}));
    EXPECT_EQ(kRustLayout<Unit>, (RustLayout{0, 1}));
}

TEST(RustLayouts, OfAnEnumWithDataIsStatedOrUnknown) {
    EXPECT_FALSE(kRustLayout<Choice>.is_known());
    EXPECT_FALSE(kRustLayout<Unmeasured>.is_known());
    EXPECT_FALSE((kRustLayout<std::pair<uint8_t, Unmeasured>>.is_known()));
    EXPECT_FALSE(kRustLayout<std::optional<uint8_t>>.is_known());
}

TEST(DecodingMemory, SequencesTakeTheSizeOfTheirElements) {
    expect_memory<Bytes>("0c010203"_hex, 3);
    expect_memory<std::string>("0c414243"_hex, 3);
    expect_memory<std::vector<uint32_t>>("080100000002000000"_hex, 8);
    expect_memory<std::vector<Hash256>>(concat("04"_hex, Bytes(32)), 32);
    expect_memory<std::vector<Small>>(concat("08"_hex, Bytes(2 * 11)), 32);
    expect_memory<std::vector<std::pair<Compact<uint32_t>, Compact<uint16_t>>>>("0804080c10"_hex, 16);
    expect_memory<BoundedVec<uint16_t, 4>>("0801000200"_hex, 4);
    expect_memory<WeakBoundedVec<uint16_t, 1>>("0801000200"_hex, 4);
    expect_memory<BitSequence<BitOrder::kLsb0>>("240101"_hex, 2);
}

TEST(DecodingMemory, WhatIsInsideCountsToo) {
    expect_memory<std::vector<Bytes>>(
        "08040104"
        "02"_hex,
        2 * 12 + 2);
    expect_memory<Node>("08040000"_hex, 2 * 12 + 12);
    expect_memory<std::pair<Bytes, Bytes>>("04010401"_hex, 2);
}

TEST(DecodingMemory, ABoxTakesTheSizeOfWhatItHolds) {
    expect_memory<Boxed<Small>>(Bytes(11), 16);
    expect_memory<std::pair<Boxed<Small>, Boxed<Small>>>(Bytes(22), 32);
}

TEST(DecodingMemory, OfWhatIsNotKnownNothingIsCounted) {
    expect_memory<std::vector<Choice>>("0800010105000000"_hex, 0);
    expect_memory<std::vector<Unit>>("08"_hex, 0);
}

TEST(DecodingMemory, CountsFromWhereTheLimitIsSet) {
    const Bytes bytes = "0c0102030401"_hex;
    Decoder in(bytes);
    Bytes first;
    ASSERT_TRUE(decode_into(in, first));
    in.limit_memory(1);
    EXPECT_TRUE(decode_into(in, first));
    EXPECT_EQ(first, "01"_hex);
}

// What a length promises is counted before an element is read, and tells the limit.
TEST(DecodingMemory, TheFaultTellsTheLimit) {
    const Bytes bytes = "0c010203"_hex;
    Decoder in(bytes);
    in.limit_memory(2);
    Bytes value;
    EXPECT_FALSE(decode_into(in, value));
    EXPECT_EQ(in.error().offset, 1u);
    EXPECT_EQ(to_string(in.error()), "offset 1: the value takes too much memory (the limit is 2)");
}

TEST(DecodingMemory, HasNoLimitUnlessOneIsSet) { EXPECT_TRUE(decode<Bytes>(encode(Bytes(20 << 20))).has_value()); }

}  // namespace
}  // namespace serinus::scale
