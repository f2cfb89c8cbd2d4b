/// TransactionPayment: what transactions cost.
#pragma once

#include "runtime/common.hpp"
#include "runtime/config/balances.hpp"
#include "runtime/pallets/development_weights.hpp"
#include "runtime/pallets/transaction_payment/fungible_adapter.hpp"
#include "runtime/pallets/transaction_payment/transaction_payment.hpp"

namespace serinus::new_chain {

/// Fees and tips are destroyed.
struct DestroyFees {
    template <class Imbalance>
    static void on_unbalanceds(Imbalance, Imbalance) {}
};

struct TransactionPaymentConfig : Common<TransactionPaymentConfig> {
    using Multiplier = pallet_transaction_payment::Multiplier;

    static constexpr pallet_transaction_payment::Constants kConstants{.OperationalFeeMultiplier = 5};
    using OnChargeTransaction = pallet_transaction_payment::FungibleAdapter<Balances, DestroyFees>;

    /// A picosecond of weight costs one of the smallest units: a millisecond a thousandth of a unit.
    static constexpr sdk::WeightToFeeCoefficient<sdk::Balance> kWeightToFee[] = {
        {.coeff_integer = 1, .coeff_frac = {}, .negative = false, .degree = 1}};
    static constexpr pallet_transaction_payment::FeeSchedule kFees{
        .weight_to_fee = kWeightToFee,
        .fee_per_byte = kUnit / 1'000'000,
        .operational_fee_multiplier = kConstants.OperationalFeeMultiplier,
        .block_weights = &development_weights::kBlockWeights,
        .block_length = &development_weights::kBlockLength};
    /// Weight grows dearer while blocks are fuller than a quarter.
    static constexpr pallet_transaction_payment::TargetedFeeAdjustment kFeeAdjustment{
        .target_block_fullness = sdk::Perquintill::from_percent(25),
        .adjustment_variable = sp_arithmetic::fixed_point::saturating_from_rational<Multiplier>(75, 1'000'000),
        .minimum = sp_arithmetic::fixed_point::saturating_from_rational<Multiplier>(1, 10),
        .maximum = Multiplier::max()};
};

}  // namespace serinus::new_chain
