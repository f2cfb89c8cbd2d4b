/// What a transaction costs, how urgent it is, and how the price follows the demand: arithmetic without storage.
/// Pallet: transaction-payment
///
///     fee = base + length + multiplier * weight + tip
///
/// The multiplier is a state of the chain. It grows when normal extrinsics fill more of a block than the target.
#pragma once

#include "runtime/arithmetic/fixed_point.hpp"
#include "runtime/sdk/block_limits.hpp"
#include "runtime/sdk/weight_to_fee.hpp"

namespace serinus::pallet_transaction_payment::types {

/// What must be paid for being in a block at all.
template <class B>
struct InclusionFee {
    using Params = sdk::List<sdk::Param<"Balance", B>>;

    B base_fee{};             ///< of an extrinsic that does nothing
    B len_fee{};              ///< of its bytes
    B adjusted_weight_fee{};  ///< of its weight, times the multiplier
};

template <class B>
struct FeeDetails {
    using Params = sdk::List<sdk::Param<"Balance", B>>;

    std::optional<InclusionFee<B>> inclusion_fee;  ///< absent if the call is free
    B tip{};

    constexpr B final_fee() const noexcept {
        B fee = tip;
        if (inclusion_fee) {
            fee = saturating_add(saturating_add(saturating_add(inclusion_fee->base_fee, inclusion_fee->len_fee),
                                                inclusion_fee->adjusted_weight_fee),
                                 tip);
        }
        return fee;
    }
};

/// The fee information of a call for clients.
template <class B>
struct RuntimeDispatchInfo {
    using Params = sdk::List<sdk::Param<"Balance", B>, sdk::Param<"Weight", sdk::Weight>>;

    sdk::Weight weight;
    sdk::DispatchClass class_{};
    B partial_fee{};  ///< without a tip
};

}  // namespace serinus::pallet_transaction_payment::types

namespace serinus::pallet_transaction_payment {

using sdk::Balance;
using Multiplier = sdk::FixedU128;
using FeeDetails = types::FeeDetails<Balance>;
using InclusionFee = types::InclusionFee<Balance>;

/// The prices of a runtime.
struct FeeSchedule {
    std::span<const sdk::WeightToFeeCoefficient<Balance>> weight_to_fee;
    Balance fee_per_byte{};
    uint8_t operational_fee_multiplier{};  ///< how many times its fee an operational transaction's priority gains
    const sdk::BlockWeights* block_weights{};
    const sdk::BlockLength* block_length{};
    /// What a proof costs by its size, for chains whose blocks are validated over one: of the two prices the greater
    /// counts. Source: parachains-common of July 2023 (WeightToFee of the system parachains)
    std::span<const sdk::WeightToFeeCoefficient<Balance>> proof_size_to_fee{};
};

/// The price of `weight` before the multiplier. No weight costs more than a full block.
constexpr Balance weight_to_fee(const FeeSchedule& schedule, sdk::Weight weight) noexcept {
    const sdk::Weight counted = weight.min(schedule.block_weights->max_block);
    return std::max(sdk::evaluate(schedule.weight_to_fee, counted.ref_time),
                    sdk::evaluate(schedule.proof_size_to_fee, counted.proof_size));
}

constexpr Balance length_to_fee(const FeeSchedule& schedule, uint32_t length) noexcept {
    return saturating_mul(Balance{length}, schedule.fee_per_byte);
}

constexpr FeeDetails compute_fee_details(const FeeSchedule& schedule, Multiplier multiplier, uint32_t length,
                                         sdk::Weight weight, sdk::Pays pays, sdk::DispatchClass dispatch_class,
                                         Balance tip) noexcept {
    if (pays == sdk::Pays::No) return {.inclusion_fee = {}, .tip = tip};
    const sdk::Weight base = schedule.block_weights->get(dispatch_class).base_extrinsic;
    return {.inclusion_fee =
                InclusionFee{.base_fee = weight_to_fee(schedule, base),
                             .len_fee = length_to_fee(schedule, length),
                             .adjusted_weight_fee = saturating_mul_int(multiplier, weight_to_fee(schedule, weight))},
            .tip = tip};
}

/// The fee that a signed transaction leaves as a deposit before it runs.
constexpr FeeDetails compute_fee_details(const FeeSchedule& schedule, Multiplier multiplier, uint32_t length,
                                         const sdk::DispatchInfo& info, Balance tip) noexcept {
    return compute_fee_details(schedule, multiplier, length, info.weight, info.pays_fee, info.class_, tip);
}

/// The fee that it costs in the end; the rest of the deposit is returned.
inline FeeDetails compute_actual_fee_details(const FeeSchedule& schedule, Multiplier multiplier, uint32_t length,
                                             const sdk::DispatchInfo& info, const sdk::PostDispatchInfo& post,
                                             Balance tip) noexcept {
    return compute_fee_details(schedule, multiplier, length, post.calc_actual_weight(info), post.pays(info),
                               info.class_, tip);
}

/// Priority in the pool: the tip, times how many such transactions would fill a block, by weight or by length. One
/// planck is added, so that of two without a tip the smaller comes first.
constexpr uint64_t get_priority(const FeeSchedule& schedule, const sdk::DispatchInfo& info, uint64_t length,
                                Balance tip, Balance final_fee) noexcept {
    const sdk::Weight max_weight = schedule.block_weights->max_block;
    const uint64_t max_length = schedule.block_length->max.get(info.class_);
    const sdk::Weight weight = info.weight.max(sdk::Weight::from_parts(1, 1)).min(max_weight);
    const uint64_t bytes = std::clamp<uint64_t>(length, 1, max_length);
    const Balance per_block = std::min(max_length / bytes, max_weight.checked_div_per_component(weight).value_or(1));

    Balance priority = saturating_mul(saturating_add(tip, Balance{1}), per_block);
    if (info.class_ == sdk::DispatchClass::Operational) {
        const Balance virtual_tip = saturating_mul(final_fee, Balance{schedule.operational_fee_multiplier});
        priority = saturating_add(priority, saturating_mul(virtual_tip, per_block));
    }
    return static_cast<uint64_t>(std::min(priority, Balance{~uint64_t{0}}));
}

/// How the multiplier follows the demand.
struct TargetedFeeAdjustment {
    sdk::Perquintill target_block_fullness;  ///< of what normal extrinsics may fill
    Multiplier adjustment_variable;
    Multiplier minimum;
    Multiplier maximum;
};

/// The next block's multiplier: previous * (1 + v d + (v d)^2 / 2), where v is the adjustment variable and d the
/// distance of the block's fullness from the target. `used` is the weight of the block's normal extrinsics; whichever
/// part of it is nearer to its limit counts, the time if both are equally near.
constexpr Multiplier next_multiplier(const TargetedFeeAdjustment& rule, const sdk::BlockWeights& limits,
                                     sdk::Weight used, Multiplier previous) noexcept {
    previous = std::max(previous, rule.minimum);
    const sdk::Weight limit = limits.per_class.normal.max_total.value_or(limits.max_block);
    used = used.min(limit);

    const auto nearness = [](uint64_t part, uint64_t of) {
        return sdk::Perbill::from_rational(part, std::max<uint64_t>(of, 1));
    };
    const bool proof_is_scarcer = nearness(used.ref_time, limit.ref_time) < nearness(used.proof_size, limit.proof_size);
    const uint64_t filled = proof_is_scarcer ? used.proof_size : used.ref_time;
    const uint64_t capacity = proof_is_scarcer ? limit.proof_size : limit.ref_time;
    const uint64_t target = rule.target_block_fullness * capacity;

    using sp_arithmetic::fixed_point::saturating_from_rational;
    const bool grows = filled >= target;
    const auto distance = saturating_from_rational<Multiplier>(grows ? filled - target : target - filled,
                                                               std::max<uint64_t>(capacity, 1));
    const Multiplier v = rule.adjustment_variable;
    const Multiplier half_of_v_squared{saturating_mul(v, v)._0 / 2};
    const Multiplier first_term = saturating_mul(v, distance);
    const Multiplier second_term = saturating_mul(half_of_v_squared, saturating_mul(distance, distance));
    const Multiplier next =
        grows ? saturating_add(previous, saturating_mul(saturating_add(first_term, second_term), previous))
              : saturating_sub(previous, saturating_mul(saturating_sub(first_term, second_term), previous));
    return std::clamp(next, rule.minimum, rule.maximum);
}

}  // namespace serinus::pallet_transaction_payment
