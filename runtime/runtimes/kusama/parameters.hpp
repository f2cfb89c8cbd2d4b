/// Kusama's parameters: what its pallets are configured with.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs and relay/kusama/constants;
/// polkadot-runtime-common 2.0.0
///
/// Production values, not those of the source's `fast-runtime`: the metadata of Kusama 1.0.0 has epochs of an hour.
#pragma once

#include "runtime/pallets/transaction_payment/fees.hpp"
#include "runtime/runtimes/common/relay/time.hpp"
#include "runtime/runtimes/kusama/currency.hpp"
#include "runtime/runtimes/kusama/weights/block_weights.hpp"

namespace serinus::kusama::parameters {

using sdk::Balance;
using sdk::BlockNumber;
using sdk::Moment;

using namespace currency;

// Time, in milliseconds or blocks.
using relay::kDays;
using relay::kHours;
using relay::kMillisecondsPerBlock;
using relay::kMinutes;
using relay::kWeeks;

// System
inline constexpr BlockNumber kBlockHashCount = 4'096;
inline constexpr uint16_t kSs58Prefix = 2;
inline constexpr uint32_t kMaxConsumers = 16;
inline constexpr const char* kSpecName = "kusama";
inline constexpr const char* kImplName = "parity-kusama";
inline constexpr uint32_t kAuthoringVersion = 2;
inline constexpr uint32_t kSpecVersion = 1'000'000;
inline constexpr uint32_t kImplVersion = 0;
inline constexpr uint32_t kTransactionVersion = 24;
inline constexpr uint8_t kStateVersion = 1;

// Babe, Grandpa, Session, AuthorityDiscovery. Where no primary author is found, a secondary one shows a VRF too.
#ifdef SERINUS_KUSAMA_EPOCH_SLOTS
inline constexpr uint64_t kEpochDurationInSlots = SERINUS_KUSAMA_EPOCH_SLOTS;
#else
inline constexpr uint64_t kEpochDurationInSlots = kHours;
#endif
inline constexpr Moment kExpectedBlockTime = kMillisecondsPerBlock;
inline constexpr uint64_t kPrimaryProbability[2] = {1, 4};
inline constexpr uint32_t kMaxAuthorities = 100'000;
inline constexpr uint32_t kMaxKeys = 10'000;
inline constexpr uint32_t kMaxNominatorRewardedPerValidator = 512;
inline constexpr uint32_t kSessionsPerEra = 6;
inline constexpr uint32_t kBondingDurationInEras = 28;
/// How long an equivocation may be reported, in slots.
inline constexpr uint64_t kReportLongevity = uint64_t{kBondingDurationInEras} * kSessionsPerEra * kEpochDurationInSlots;
inline constexpr uint64_t kMaxSetIdSessionEntries = uint64_t{kBondingDurationInEras} * kSessionsPerEra;

// Timestamp
inline constexpr Moment kMinimumPeriod = kMillisecondsPerBlock / 2;

// TransactionPayment
inline constexpr Balance kTransactionByteFee = 10 * kMillicents;
inline constexpr uint8_t kOperationalFeeMultiplier = 5;

/// A tenth of a cent for the weight of an extrinsic that does nothing: 333333333 planck for 1247060000 ps.
inline constexpr sdk::WeightToFeeCoefficient<Balance> kWeightToFee[] = {[] {
    const Balance fee = kCents;
    const Balance time_ps = 10 * Balance{weights::kExtrinsicBaseWeight.ref_time.value};
    return sdk::WeightToFeeCoefficient<Balance>{.coeff_integer = fee / time_ps,
                                                .coeff_frac = sdk::Perbill::from_rational(fee % time_ps, time_ps),
                                                .negative = false,
                                                .degree = 1};
}()};

inline constexpr pallet_transaction_payment::FeeSchedule kFees{.weight_to_fee = kWeightToFee,
                                                               .fee_per_byte = kTransactionByteFee,
                                                               .operational_fee_multiplier = kOperationalFeeMultiplier,
                                                               .block_weights = &weights::kBlockWeights,
                                                               .block_length = &weights::kBlockLength};

/// A day of full blocks makes weight dearer by about a factor of 2.25: 14400 blocks, each by 0.75 * 0.000075.
inline constexpr pallet_transaction_payment::TargetedFeeAdjustment kFeeAdjustment{
    .target_block_fullness = sdk::Perquintill::from_percent(25),
    .adjustment_variable =
        sp_arithmetic::fixed_point::saturating_from_rational<pallet_transaction_payment::Multiplier>(75, 1'000'000),
    .minimum = sp_arithmetic::fixed_point::saturating_from_rational<pallet_transaction_payment::Multiplier>(1, 10),
    .maximum = pallet_transaction_payment::Multiplier::max()};

// Utility. The host allocates at most 32 MiB at once; the reference counts on a third of that and 1 KiB for each call.
inline constexpr uint32_t kBatchedCallsLimit = 32 * 1024 * 1024 / 3 / 1024;

}  // namespace serinus::kusama::parameters
