#include "runtime/pallets/staking/inflation.hpp"

namespace serinus::pallet_staking {
namespace {

using sdk::Balance;
using sdk::Perquintill;

constexpr uint128_t kOne = Perquintill::kAccuracy;
constexpr uint64_t kLn2 = 693'147'180'559'945'309;  ///< in parts of 10^18
constexpr uint32_t kTaylorTerms = 300;

/// 2^(-x / falloff). The term k of the series is the one before times x ln 2 / (falloff k), rounded down once: products
/// and divisors of all three steps fit 128 bits, and only the numerator of the whole does not.
uint128_t power_of_half(uint64_t x, uint64_t falloff) {
    const uint128_t ln2_by_falloff = uint128_t{kLn2} * kOne / falloff;  // at most 70 ln 2, as falloff is at least 1 %
    uint128_t term = kOne;
    uint128_t sum = kOne;
    bool is_positive = true;
    for (uint32_t k = 1; k < kTaylorTerms; ++k) {
        const auto next =
            sdk::multiply_by_rational_with_rounding(term, x * ln2_by_falloff, kOne * kOne * k, sdk::Rounding::kDown);
        term = next.value_or(0);
        if (term == 0) break;
        const bool adds = k % 2 == 0;
        if (is_positive == adds) {
            sum += term;
        } else if (sum >= term) {
            sum -= term;
        } else {
            is_positive = !is_positive;
            sum = term - sum;
        }
    }
    return is_positive ? sum : 0;
}

}  // namespace

Perquintill compute_inflation(Perquintill stake, Perquintill ideal, Perquintill falloff) {
    if (stake < ideal) return Perquintill::from_rational(stake._0, ideal._0);
    if (falloff < Perquintill::from_percent(1)) return Perquintill::zero();
    const uint128_t inflation = power_of_half(stake._0 - ideal._0, falloff._0);
    return inflation <= kOne ? Perquintill{static_cast<uint64_t>(inflation)} : Perquintill::zero();
}

void Inflation::reserve(uint64_t parachains, uint64_t share) {
    const auto reserved = Perquintill::from_rational(std::min(parachains, uint64_t{60}), share);
    ideal_stake = saturating_sub(ideal_stake, reserved);
}

std::pair<Balance, Balance> era_payout(Balance staked, Balance stakable, Perquintill period, const Inflation& year) {
    const auto stake = Perquintill::from_rational(staked, stakable);
    const Perquintill adjustment = compute_inflation(stake, year.ideal_stake, year.falloff);
    const Perquintill inflation = saturating_add(year.least, saturating_sub(year.most, year.least) * adjustment);

    const Balance most = period * year.most * stakable;
    const Balance payout = period * inflation * stakable;
    return {payout, serinus::saturating_sub(most, payout)};
}

std::pair<Balance, Balance> era_payout(Balance staked, Balance stakable, Perquintill max_annual_inflation,
                                       Perquintill period, uint64_t parachains, uint64_t parachain_share) {
    Inflation year{.least = Perquintill::from_rational(uint64_t{25}, 1000),
                   .most = max_annual_inflation,
                   .ideal_stake = Perquintill::from_percent(75),
                   .falloff = Perquintill::from_percent(5)};
    year.reserve(parachains, parachain_share);
    return era_payout(staked, stakable, period, year);
}

}  // namespace serinus::pallet_staking
