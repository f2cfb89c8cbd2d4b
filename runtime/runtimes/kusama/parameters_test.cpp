#include "runtime/runtimes/kusama/parameters.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/runtimes/kusama/runtime.hpp"

namespace serinus::kusama::parameters {
namespace {

using namespace literals;

template <class T>
std::string hex(const T& value) {
    return to_hex(scale::encode(value));
}

// Observed: the constants in the metadata of Kusama 1.0.0, in the order of its pallets
TEST(KusamaParameters, AreTheConstantsOfTheRealRuntime) {
    EXPECT_EQ(hex(kBlockHashCount), "00100000");
    EXPECT_EQ(hex(kSs58Prefix), "0200");

    EXPECT_EQ(hex(kEpochDurationInSlots), "5802000000000000");
    EXPECT_EQ(hex(kExpectedBlockTime), "7017000000000000");
    EXPECT_EQ(hex(kMaxAuthorities), "a0860100");
    EXPECT_EQ(hex(kMaxNominatorRewardedPerValidator), "00020000");
    EXPECT_EQ(hex(kMinimumPeriod), "b80b000000000000");

    EXPECT_EQ(hex(IndicesConfig::kConstants.Deposit), "344dd2c2070000000000000000000000");
    const auto& balances = BalancesConfig::kConstants;
    EXPECT_EQ(hex(balances.ExistentialDeposit), "5543de13000000000000000000000000");
    EXPECT_EQ(hex(balances.MaxLocks) + hex(balances.MaxReserves), "3200000032000000");
    EXPECT_EQ(hex(balances.MaxHolds) + hex(balances.MaxFreezes), "0100000000000000");
    EXPECT_EQ(hex(kOperationalFeeMultiplier), "05");

    EXPECT_EQ(hex(kMaxSetIdSessionEntries), "a800000000000000");
    EXPECT_EQ(hex(kBatchedCallsLimit), "aa2a0000");

    const auto& identity = IdentityConfig::kConstants;
    EXPECT_EQ(hex(identity.BasicDeposit), "0804379c4d0000000000000000000000");
    EXPECT_EQ(hex(identity.FieldDeposit), "02c10d67130000000000000000000000");
    EXPECT_EQ(hex(identity.SubAccountDeposit), "689aa4850f0000000000000000000000");
    EXPECT_EQ(hex(identity.MaxSubAccounts), "64000000");
    EXPECT_EQ(hex(identity.MaxAdditionalFields), "64000000");
    EXPECT_EQ(hex(identity.MaxRegistrars), "14000000");

    EXPECT_EQ(hex(VestingConfig::kConstants.MinVestedTransfer), "344dd2c2070000000000000000000000");
    EXPECT_EQ(hex(VestingConfig::kConstants.MaxVestingSchedules), "1c000000");

    EXPECT_EQ(hex(SchedulerConfig::kConstants.MaximumWeight), "0b00806e87740113cccccccccccccccc");
    EXPECT_EQ(hex(SchedulerConfig::kConstants.MaxScheduledPerBlock), "32000000");

    const auto& proxy = ProxyConfig::kConstants;
    EXPECT_EQ(hex(proxy.ProxyDepositBase), "b00953489b0000000000000000000000");
    EXPECT_EQ(hex(proxy.ProxyDepositFactor), "b4a69041000000000000000000000000");
    EXPECT_EQ(hex(proxy.MaxProxies) + hex(proxy.MaxPending), "2000000020000000");
    EXPECT_EQ(hex(proxy.AnnouncementDepositBase), "b00953489b0000000000000000000000");
    EXPECT_EQ(hex(proxy.AnnouncementDepositFactor), "684d2183000000000000000000000000");

    const auto& multisig = MultisigConfig::kConstants;
    EXPECT_EQ(hex(multisig.DepositBase), "f01945e79b0000000000000000000000");
    EXPECT_EQ(hex(multisig.DepositFactor), "8006943f000000000000000000000000");
    EXPECT_EQ(hex(multisig.MaxSignatories), "64000000");
}

// Observed: System.Version in the metadata of Kusama 1.0.0, up to its list of APIs and behind it
TEST(KusamaParameters, AreTheVersionOfTheRealRuntime) {
    EXPECT_EQ(hex(std::string(kSpecName)) + hex(std::string(kImplName)) + hex(kAuthoringVersion) + hex(kSpecVersion) +
                  hex(kImplVersion),
              "186b7573616d61347061726974792d6b7573616d610200000040420f0000000000");
    EXPECT_EQ(hex(kTransactionVersion) + hex(kStateVersion), "1800000001");
}

TEST(KusamaParameters, DerivedFromOthersStayWithinThem) {
    EXPECT_EQ(kReportLongevity, 7u * 24 * 600);  // a week of epochs of an hour
    EXPECT_EQ(PreimageConfig::kBaseDeposit, 2 * 2'000 * kCents + 64 * 100 * kMillicents);
    EXPECT_EQ(PreimageConfig::kByteDeposit, 33'333'300u);
    EXPECT_EQ(kWeightToFee[0].coeff_integer, 0u);
    EXPECT_EQ(kWeightToFee[0].coeff_frac, sdk::Perbill{267'295'345});
    EXPECT_EQ(kTransactionByteFee, 3'333'330u);
    EXPECT_TRUE(kGrand == 1'000 * kQuid && kWeeks == 100'800);
}

}  // namespace
}  // namespace serinus::kusama::parameters
