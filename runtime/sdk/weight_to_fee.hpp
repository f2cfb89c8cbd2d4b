/// What execution time costs: a polynomial of the weight's time.
/// Pallet: sp-weights
#pragma once

#include <span>

#include "runtime/arithmetic/integers.hpp"
#include "runtime/arithmetic/per_things.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::sp_weights {

/// One term: (coeff_integer + coeff_frac) * x^degree, added or subtracted.
template <class B>
struct WeightToFeeCoefficient {
    B coeff_integer{};
    sdk::Perbill coeff_frac{};
    bool negative{};
    uint8_t degree{};
};

}  // namespace serinus::sp_weights

namespace serinus::sdk {

using sp_weights::WeightToFeeCoefficient;

/// The value of the polynomial at `x`. The terms count in their order, as each step saturates: one that is subtracted
/// too early stops at 0.
constexpr Balance evaluate(std::span<const WeightToFeeCoefficient<Balance>> polynomial, uint64_t x) noexcept {
    Balance result = 0;
    for (const auto& term : polynomial) {
        const Balance power = saturating_pow(Balance{x}, term.degree);
        // Fraction and integer are added one by one: their sum might overflow where both fit.
        for (const Balance part : {term.coeff_frac * power, saturating_mul(term.coeff_integer, power)}) {
            result = term.negative ? saturating_sub(result, part) : saturating_add(result, part);
        }
    }
    return result;
}

}  // namespace serinus::sdk
