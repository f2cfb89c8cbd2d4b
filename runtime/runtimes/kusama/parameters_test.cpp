// Parameters that the metadata does not show; metadata/kusama_metadata_test.cpp compares the constants, among them the
// version, with those of the real module. Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs and
// relay/kusama/constants
#include <gtest/gtest.h>

#include "runtime/runtimes/kusama/runtime.hpp"

namespace serinus::kusama {
namespace {

using currency::kCents, currency::kMillicents;

TEST(KusamaParameters, OfOffencesLastAsLongAsWhoCommittedThemIsBonded) {
    EXPECT_EQ(BabeConfig::kReportLongevity, 28u * 6 * 600);  // 28 eras of six epochs of an hour
    EXPECT_EQ(GrandpaConfig::kReportLongevity, BabeConfig::kReportLongevity);
    EXPECT_EQ(BeefyConfig::kReportLongevity, BabeConfig::kReportLongevity);
}

TEST(KusamaParameters, OfDepositsAndFeesFollowFromTheCoin) {
    EXPECT_EQ(currency::kQuid, 33'333'333'333u);
    EXPECT_EQ(kCents, 333'333'333u);
    EXPECT_EQ(kMillicents, 333'333u);
    EXPECT_EQ(currency::kExistentialDeposit, kCents);
    // 2000 cents for an entry, 100 millicents for a byte.
    EXPECT_EQ(PreimageConfig::kBaseDeposit, 2 * 2'000 * kCents + 64 * 100 * kMillicents);
    EXPECT_EQ(PreimageConfig::kByteDeposit, 33'333'300u);
    // A tenth of a cent, 33333333 planck, for the 124706000 ps of an extrinsic that does nothing.
    EXPECT_EQ(kWeightToFee[0].coeff_integer, 0u);
    EXPECT_EQ(kWeightToFee[0].coeff_frac, sdk::Perbill{267'295'345});
    EXPECT_EQ(kFees.fee_per_byte, 3'333'330u);
}

TEST(KusamaParameters, OfElectionsFitIntoASession) {
    using Phases = ElectionProviderMultiPhaseConfig;
    EXPECT_EQ(Phases::kSignedPhase, 150u);
    EXPECT_EQ(Phases::kUnsignedPhase, 150u);
    // 2 entries, and a tenth more for each solution that is queued.
    EXPECT_EQ(Phases::signed_deposit_base(0), 4'000 * kCents);
    EXPECT_EQ(Phases::signed_deposit_base(2), 4'840 * kCents);
}

}  // namespace
}  // namespace serinus::kusama
