/// What transactions cost on Kusama, and where the fees go.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs and relay/kusama/constants; polkadot-runtime-common 21
#pragma once

#include "runtime/pallets/authorship/authorship.hpp"
#include "runtime/pallets/transaction_payment/fees.hpp"
#include "runtime/pallets/transaction_payment/fungible_adapter.hpp"
#include "runtime/runtimes/kusama/currency.hpp"
#include "runtime/runtimes/kusama/pallets.hpp"
#include "runtime/runtimes/kusama/weights/block_weights.hpp"
#include "runtime/sdk/pallet_id.hpp"

namespace serinus::kusama {

/// Four fifths go to the treasury's account; one fifth and all tips to the block's author. What nobody gets is
/// destroyed, in silence. `Authorship` knows the author.
template <class C, class Authorship>
struct DealWithFees {
    using Credit = sdk::CreditOf<C>;

    static void on_unbalanceds(Credit fees, Credit tips) {
        auto [to_treasury, to_author] = std::move(fees).ration(80, 20);
        to_author.subsume(std::move(tips));
        if (to_treasury.peek() != 0) {
            static_cast<void>(C::resolve(sdk::account_of(sdk::pallet_id("py/trsry")), std::move(to_treasury)));
        }
        if (to_author.peek() == 0) return;
        if (const auto author = Authorship::author()) static_cast<void>(C::resolve(*author, std::move(to_author)));
    }
};

using OnChargeTransaction = pallet_transaction_payment::FungibleAdapter<Currency, DealWithFees<Currency, Authorship>>;

/// A tenth of a cent for the weight of an extrinsic that does nothing.
inline constexpr sdk::WeightToFeeCoefficient<sdk::Balance> kWeightToFee[] = {[] {
    const sdk::Balance fee = currency::kCents;
    const sdk::Balance time_ps = 10 * sdk::Balance{weights::kExtrinsicBaseWeight.ref_time.value};
    return sdk::WeightToFeeCoefficient<sdk::Balance>{.coeff_integer = fee / time_ps,
                                                     .coeff_frac = sdk::Perbill::from_rational(fee % time_ps, time_ps),
                                                     .negative = false,
                                                     .degree = 1};
}()};

inline constexpr pallet_transaction_payment::FeeSchedule kFees{.weight_to_fee = kWeightToFee,
                                                               .fee_per_byte = 10 * currency::kMillicents,
                                                               .operational_fee_multiplier = 5,
                                                               .block_weights = &weights::kBlockWeights,
                                                               .block_length = &weights::kBlockLength};

inline constexpr pallet_transaction_payment::TargetedFeeAdjustment kFeeAdjustment{
    .target_block_fullness = sdk::Perquintill::from_percent(25),
    .adjustment_variable =
        sp_arithmetic::fixed_point::saturating_from_rational<pallet_transaction_payment::Multiplier>(75, 1'000'000),
    .minimum = sp_arithmetic::fixed_point::saturating_from_rational<pallet_transaction_payment::Multiplier>(1, 10),
    .maximum = pallet_transaction_payment::Multiplier::max()};

}  // namespace serinus::kusama
