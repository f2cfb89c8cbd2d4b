#include "codec/compact.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::scale {
namespace {

using namespace literals;

Bytes encoded(uint64_t value) {
    Bytes out;
    append_compact(out, value);
    return out;
}

/// The fault of `input`, which must be left where it was.
DecodeFault fault_of(const Bytes& input) {
    BytesView view = input;
    const auto result = take_compact(view);
    EXPECT_EQ(view.data(), input.data());
    EXPECT_EQ(view.size(), input.size());
    return result ? DecodeFault{} : result.error();
}

struct Known {
    uint64_t value;
    const char* bytes;
};

// Spec: defn-sc-len-encoding. Both sides of every border between two lengths.
constexpr Known kKnown[] = {
    {0, "00"},
    {1, "04"},
    {(1 << 6) - 1, "fc"},
    {1 << 6, "0101"},
    {(1 << 14) - 1, "fdff"},
    {1 << 14, "02000100"},
    {(1 << 30) - 1, "feffffff"},
    {1 << 30, "0300000040"},
    {(1ull << 32) - 1, "03ffffffff"},
    {1ull << 32, "070000000001"},
    {(1ull << 40) - 1, "07ffffffffff"},
    {1ull << 40, "0b000000000001"},
    {1ull << 48, "0f00000000000001"},
    {(1ull << 56) - 1, "0fffffffffffffff"},
    {1ull << 56, "130000000000000001"},
    {~0ull, "13ffffffffffffffff"},
};

TEST(Compact, TakesOneTwoFourOrMoreBytes) {
    for (const Known& known : kKnown) {
        const Bytes bytes = from_hex(known.bytes).value();
        EXPECT_EQ(encoded(known.value), bytes) << known.value;
        EXPECT_EQ(compact_size(known.value), bytes.size()) << known.value;
        BytesView view = bytes;
        EXPECT_EQ(take_compact(view), known.value);
        EXPECT_TRUE(view.empty());
    }
}

TEST(Compact, AgreesWithTheReferenceVectors) {
    const auto path = test::shared_data("scale/scale.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    size_t count = 0;
    for (const auto& vector : test::Json::read(*path)["compact"].items()) {
        uint128_t value = 0;
        for (const char digit : vector["value"].text()) value = value * 10 + static_cast<unsigned>(digit - '0');
        const Bytes bytes = vector["scale"].hex();
        uint8_t buffer[kMaxCompact128];
        EXPECT_EQ(Bytes(buffer, store_compact(buffer, value)), bytes);
        EXPECT_EQ(compact_size(value), bytes.size());
        BytesView view = bytes;
        const auto taken = take_compact128(view);
        ASSERT_TRUE(taken.has_value());
        EXPECT_TRUE(*taken == value);
        ++count;
    }
    EXPECT_GE(count, 20u);
}

TEST(Compact, LeavesWhatFollows) {
    const Bytes bytes = "0101ff"_hex;
    BytesView view = bytes;
    EXPECT_EQ(take_compact(view), 64u);
    EXPECT_EQ(view.size(), 1u);
}

TEST(Compact, OnlyTheShortestFormIsValid) {
    for (const char* longer : {"0100", "fd00", "02000000", "feff0000", "0300000000", "03ffffff3f", "07ffffffff00",
                               "130000000000000000", "13ffffffffffffff00", "33ffffffffffffffffffffffffffffff00"}) {
        EXPECT_EQ(fault_of(from_hex(longer).value()), DecodeFault::kNonCanonicalCompact) << longer;
    }
}

TEST(Compact, EveryTruncationIsNoticed) {
    for (const Known& known : kKnown) {
        Bytes bytes = from_hex(known.bytes).value();
        while (!bytes.empty()) {
            bytes.pop_back();
            EXPECT_EQ(fault_of(bytes), DecodeFault::kTruncated) << to_hex(bytes);
        }
    }
}

TEST(Compact, MoreThan64BitsDoNotFit) {
    EXPECT_EQ(fault_of("17000000000000000001"_hex), DecodeFault::kCompactTooLarge);
    const Bytes bytes = "17000000000000000001"_hex;
    BytesView view = bytes;
    EXPECT_TRUE(take_compact128(view).value() == uint128_t{1} << 64);
}

TEST(Compact, EveryWidthOf128BitsComesBack) {
    auto random = test::seeded_random();
    for (int i = 0; i < 20'000; ++i) {
        const uint128_t value = (uint128_t{random()} << 64 | random()) >> test::random_between(random, 0, 127);
        uint8_t buffer[kMaxCompact128];
        BytesView view(buffer, store_compact(buffer, value));
        EXPECT_EQ(view.size(), compact_size(value));
        const auto taken = take_compact128(view);
        ASSERT_TRUE(taken.has_value());
        EXPECT_TRUE(*taken == value && view.empty());
    }
}

}  // namespace
}  // namespace serinus::scale
