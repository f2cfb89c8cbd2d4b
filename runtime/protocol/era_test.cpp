// The lifetime of transactions. Spec: defn-extrinsic-mortality
#include "runtime/protocol/era.hpp"

#include <gtest/gtest.h>

namespace serinus::sp_runtime::generic::era {
namespace {

// Source of the bytes: sp_runtime::generic::Era, whose words these are: exponent, then phase in grains.
TEST(Era, IsOneByteOrTwo) {
    EXPECT_EQ(scale::encode(Era{}), (Bytes{0}));
    EXPECT_EQ(scale::encode(Era{64, 42}), (Bytes{5 + 42 % 16 * 16, 42 / 16}));
    EXPECT_EQ(scale::encode(Era{32768, 20000}), (Bytes{14 + 2500 % 16 * 16, 2500 / 16}));
    EXPECT_EQ(scale::encode(Era{4, 3}), (Bytes{1 + 3 * 16, 0}));
    EXPECT_EQ(scale::encode(Era{65536, 65520}), (Bytes{0xff, 0xff}));
}

TEST(Era, EveryEncodingIsReadAndWrittenAsItStood) {
    for (uint32_t word = 0; word < 0x10000; ++word) {
        const Bytes bytes{static_cast<uint8_t>(word), static_cast<uint8_t>(word >> 8)};
        const bool immortal = bytes[0] == 0;
        const auto era = scale::decode<Era>(immortal ? BytesView(bytes).first(1) : BytesView(bytes));
        const uint64_t period = uint64_t{2} << (word % 16);
        const uint64_t phase = (word >> 4) * std::max<uint64_t>(period >> 12, 1);
        const bool good = immortal || (period >= 4 && phase < period);
        ASSERT_EQ(era.has_value(), good) << word;
        if (!good || immortal) continue;
        EXPECT_EQ(era->period, period);
        EXPECT_EQ(era->phase, phase);
        EXPECT_EQ(scale::encode(*era), bytes);
    }
    EXPECT_FALSE(scale::decode<Era>(Bytes{5}).has_value());
    EXPECT_FALSE(scale::decode<Era>(Bytes{0, 0}).has_value());
    EXPECT_FALSE(scale::decode<Era>(Bytes{}).has_value());
}

TEST(Era, APeriodIsRoundedUpToAPowerOfTwo) {
    EXPECT_EQ(Era::mortal(1, 10).period, 4u);
    EXPECT_EQ(Era::mortal(5, 10).period, 8u);
    EXPECT_EQ(Era::mortal(64, 10).period, 64u);
    EXPECT_EQ(Era::mortal(1'000'000, 10).period, 65536u);
}

TEST(Era, ALongPeriodHasACoarsePhase) {
    EXPECT_EQ(Era::mortal(4096, 4095).phase, 4095u);
    EXPECT_EQ(Era::mortal(8192, 8191).phase, 8190u);
    EXPECT_EQ(Era::mortal(65536, 65535).phase, 65520u);
    EXPECT_EQ(Era::mortal(32768, 20001).phase, 20000u);
}

TEST(Era, LivesForOnePeriodFromTheBlockOfItsBirth) {
    const Era era = Era::mortal(4, 6);
    EXPECT_EQ(era.phase, 2u);
    for (uint64_t now = 6; now < 10; ++now) {
        EXPECT_EQ(era.birth(now), 6u) << now;
        EXPECT_EQ(era.death(now), 10u) << now;
    }
    EXPECT_EQ(era.birth(5), 2u);
    EXPECT_EQ(era.birth(10), 10u);
    // Before the first window it is born with it.
    EXPECT_EQ(era.birth(0), 2u);
    EXPECT_EQ(era.death(0), 6u);
}

TEST(Era, AnImmortalOneIsBornWithTheChain) {
    EXPECT_EQ(Era{}.birth(12345), 0u);
    EXPECT_EQ(Era{}.death(12345), ~uint64_t{0});
    EXPECT_EQ(Era{}.death(0), ~uint64_t{0});
}

TEST(Era, HoldsTheBlockThatItWasMadeFor) {
    for (uint64_t period : {4u, 16u, 256u, 4096u, 65536u}) {
        for (uint64_t now : {1u, 7u, 300u, 5000u, 70'000u, 1'234'567u}) {
            const Era era = Era::mortal(period, now);
            EXPECT_LE(era.birth(now), now);
            EXPECT_GT(era.death(now), now);
            EXPECT_LT(now - era.birth(now), Era::grain_of(period)) << period << " " << now;
        }
    }
}

}  // namespace
}  // namespace serinus::sp_runtime::generic::era
