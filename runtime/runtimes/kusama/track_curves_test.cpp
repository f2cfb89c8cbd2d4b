// Curves, read as a specification. Pallet: referenda
#include "runtime/pallets/referenda/curve.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/runtimes/kusama/config/governance.hpp"

namespace serinus::pallet_referenda::types {
namespace {

constexpr Perbill percent(uint32_t x) { return Perbill::from_percent(x); }
std::string hex(const Curve& curve) { return to_hex(scale::encode(curve)); }

// Observed: the constant Referenda.Tracks in the metadata of Kusama 1.7.1
TEST(ReferendaCurve, OfKusamaAreComputedAsInTheReference) {
    namespace tracks = kusama::tracks;
    EXPECT_EQ(hex(tracks::kApprovalReciprocal), "0290d73e0d000000005743de13000000005443de1300000000");
    EXPECT_EQ(hex(tracks::kSupportLine), "0000ca9a3b000000000065cd1d");
    EXPECT_EQ(hex(tracks::kApprovalWhitelisted), "02ec972510000000007b573c170000000042392f1200000000");
    EXPECT_EQ(hex(tracks::kSupportWhitelisted), "020e00840000000000d6e61f01000000003962790200000000");
    EXPECT_EQ(hex(tracks::kSupport12Days), "025d6f780000000000e82eed00000000008c6889ffffffffff");
}

TEST(ReferendaCurve, LineFallsToItsFloorAndStaysThere) {
    const Curve line{Curve::LinearDecreasing{percent(50), percent(20), percent(100)}};
    EXPECT_EQ(line.threshold(percent(0)), percent(100));
    EXPECT_EQ(line.threshold(percent(25)), percent(60));
    EXPECT_EQ(line.threshold(percent(50)), percent(20));
    EXPECT_EQ(line.threshold(percent(100)), percent(20));
    EXPECT_EQ(line.delay(percent(100)), percent(0));
    EXPECT_EQ(line.delay(percent(60)), percent(25));
    EXPECT_EQ(line.delay(percent(20)), percent(50));
    EXPECT_EQ(line.delay(percent(19)), percent(100)) << "never";
}

TEST(ReferendaCurve, StepsFallAtTheEndOfEachPeriod) {
    const Curve steps{Curve::SteppedDecreasing{percent(80), percent(30), percent(10), percent(15)}};
    EXPECT_EQ(steps.threshold(percent(0)), percent(80));
    EXPECT_EQ(steps.threshold(Perbill{percent(15)._0 - 1}), percent(80));
    EXPECT_EQ(steps.threshold(percent(15)), percent(70));
    EXPECT_EQ(steps.threshold(percent(100)), percent(30));
    EXPECT_EQ(steps.delay(percent(90)), percent(0));
    EXPECT_EQ(steps.delay(percent(80)), percent(0));
    EXPECT_EQ(steps.delay(Perbill{percent(80)._0 - 1}), percent(15));
    EXPECT_EQ(steps.delay(percent(30)), percent(75));
    EXPECT_EQ(steps.delay(percent(29)), percent(100));
}

TEST(ReferendaCurve, PassesAtTheDelayThatItNamesAndNotBefore) {
    for (const auto tracks :
         {std::span<const Track>(kusama::tracks::kTracks), std::span<const Track>(kusama::fellowship::kTracks)}) {
        for (const auto& [id, track] : tracks) {
            for (const Curve* const curve : {&track.min_approval, &track.min_support}) {
                for (uint32_t part = 0; part <= 200; ++part) {
                    const auto y = Perbill::from_rational(part, 200u);
                    const Perbill x = curve->delay(y);
                    constexpr uint32_t kTolerance = 4;  // of a billion: all steps are rounded
                    EXPECT_TRUE(x == Perbill::one() || curve->passing(Perbill::from_parts(x._0 + kTolerance), y))
                        << id << ' ' << part;
                    if (x._0 > kTolerance && x != Perbill::one() && part > 0) {
                        EXPECT_FALSE(curve->passing({x._0 - kTolerance}, Perbill{y._0 - 1})) << id << ' ' << part;
                    }
                }
            }
        }
    }
}

}  // namespace
}  // namespace serinus::pallet_referenda::types
