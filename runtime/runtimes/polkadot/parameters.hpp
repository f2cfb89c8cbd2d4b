/// Polkadot's parameters. Source: fellowship runtimes v1.0.0, relay/polkadot/src/lib.rs and relay/polkadot/constants
#pragma once

#include "runtime/pallets/transaction_payment/fees.hpp"
#include "runtime/runtimes/common/relay/block_limits.hpp"
#include "runtime/runtimes/common/relay/time.hpp"

namespace serinus::polkadot {

namespace currency {

using sdk::Balance;

// In planck.
inline constexpr Balance kDollars = 10'000'000'000;  ///< one DOT
inline constexpr Balance kGrand = kDollars * 1'000;
inline constexpr Balance kCents = kDollars / 100;
inline constexpr Balance kMillicents = kCents / 1'000;
inline constexpr Balance kExistentialDeposit = 100 * kCents;

/// What storage costs as long as it is occupied: so many entries that hold so many bytes.
constexpr Balance deposit(uint32_t items, uint32_t bytes) noexcept {
    return Balance{items} * 20 * kDollars + Balance{bytes} * 100 * kMillicents;
}

}  // namespace currency

namespace parameters {

using namespace currency;
using relay::kDays;
using relay::kHours;
using relay::kMillisecondsPerBlock;
using relay::kMinutes;
using sdk::Weight;

inline constexpr uint32_t kSpecVersion = 1'000'000;
inline constexpr uint32_t kTransactionVersion = 24;
inline constexpr uint8_t kStateVersion = 0;
inline constexpr uint16_t kSs58Prefix = 0;

inline constexpr uint64_t kEpochDurationInSlots = 4 * kHours;
inline constexpr uint32_t kMaxAuthorities = 100'000;
inline constexpr uint32_t kMaxNominatorRewardedPerValidator = 512;
inline constexpr uint32_t kSessionsPerEra = 6;
inline constexpr uint32_t kBondingDurationInEras = 28;
/// How long an equivocation may be reported, in slots.
inline constexpr uint64_t kReportLongevity = uint64_t{kBondingDurationInEras} * kSessionsPerEra * kEpochDurationInSlots;

// Blocks. Source: relay/polkadot/constants/src/weights
inline constexpr auto kBlockExecutionWeight = Weight::from_parts(13'806'190 * sdk::kRefTimePerNano, 0);
inline constexpr auto kExtrinsicBaseWeight = Weight::from_parts(126'045 * sdk::kRefTimePerNano, 0);
using relay::kBlockLength;
using relay::kMaxBlockWeight;
inline constexpr sdk::BlockWeights kBlockWeights = relay::block_weights(kBlockExecutionWeight, kExtrinsicBaseWeight);
static_assert(are_consistent(kBlockWeights));

/// A tenth of a cent for the weight of an extrinsic that does nothing.
inline constexpr sdk::WeightToFeeCoefficient<Balance> kWeightToFee[] = {[] {
    const Balance time_ps = 10 * Balance{kExtrinsicBaseWeight.ref_time.value};
    return sdk::WeightToFeeCoefficient<Balance>{.coeff_integer = kCents / time_ps,
                                                .coeff_frac = sdk::Perbill::from_rational(kCents % time_ps, time_ps),
                                                .negative = false,
                                                .degree = 1};
}()};

inline constexpr pallet_transaction_payment::FeeSchedule kFees{.weight_to_fee = kWeightToFee,
                                                               .fee_per_byte = 10 * kMillicents,
                                                               .operational_fee_multiplier = 5,
                                                               .block_weights = &kBlockWeights,
                                                               .block_length = &kBlockLength};

inline constexpr pallet_transaction_payment::TargetedFeeAdjustment kFeeAdjustment{
    .target_block_fullness = sdk::Perquintill::from_percent(25),
    .adjustment_variable =
        sp_arithmetic::fixed_point::saturating_from_rational<pallet_transaction_payment::Multiplier>(75, 1'000'000),
    .minimum = sp_arithmetic::fixed_point::saturating_from_rational<pallet_transaction_payment::Multiplier>(1, 10),
    .maximum = pallet_transaction_payment::Multiplier::max()};

}  // namespace parameters

}  // namespace serinus::polkadot
