/// How much of each dispatch class fits in a block.
/// Pallet: frame-system (limits)
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/sdk/dispatch_info.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::frame_support::dispatch {

/// One value for each class.
template <class T>
struct PerDispatchClass {
    using Params = sdk::List<sdk::Param<"T", T>>;

    T normal{};
    T operational{};
    T mandatory{};

    constexpr const T& get(DispatchClass c) const noexcept {
        return c == DispatchClass::Normal ? normal : c == DispatchClass::Operational ? operational : mandatory;
    }
    constexpr T& get(DispatchClass c) noexcept {
        return c == DispatchClass::Normal ? normal : c == DispatchClass::Operational ? operational : mandatory;
    }
    friend constexpr bool operator==(const PerDispatchClass&, const PerDispatchClass&) = default;
};

}  // namespace serinus::frame_support::dispatch

namespace serinus::sdk {

using frame_support::dispatch::PerDispatchClass;

inline constexpr DispatchClass kDispatchClasses[] = {DispatchClass::Normal, DispatchClass::Operational,
                                                     DispatchClass::Mandatory};

/// What a block has used, in all classes together.
constexpr Weight total(const PerDispatchClass<Weight>& used) noexcept {
    return used.normal.saturating_add(used.operational).saturating_add(used.mandatory);
}

}  // namespace serinus::sdk

namespace serinus::frame_system::limits {

/// The bytes of all extrinsics of a block, by the class of the extrinsic that is added.
struct BlockLength {
    sdk::PerDispatchClass<uint32_t> max;

    /// `max` bytes, of which normal extrinsics may fill a share.
    static constexpr BlockLength max_with_normal_ratio(uint32_t max, sdk::Perbill normal) noexcept {
        return {{.normal = normal * max, .operational = max, .mandatory = max}};
    }
    friend constexpr bool operator==(const BlockLength&, const BlockLength&) = default;
};

struct WeightsPerClass {
    sdk::Weight base_extrinsic;                ///< of an extrinsic that does nothing
    std::optional<sdk::Weight> max_extrinsic;  ///< of one extrinsic, without its base; unlimited if absent
    std::optional<sdk::Weight> max_total;      ///< of all extrinsics of the class; unlimited if absent
    /// What the class may use beyond a full block; it may always be used if absent.
    std::optional<sdk::Weight> reserved;

    friend constexpr bool operator==(const WeightsPerClass&, const WeightsPerClass&) = default;
};

struct BlockWeights {
    sdk::Weight base_block;  ///< of an empty block
    sdk::Weight max_block;
    sdk::PerDispatchClass<WeightsPerClass> per_class;

    constexpr const WeightsPerClass& get(sdk::DispatchClass c) const noexcept { return per_class.get(c); }
    friend constexpr bool operator==(const BlockWeights&, const BlockWeights&) = default;
};

/// Derives what follows from the totals of the classes: the block holds the largest of them, and a single extrinsic
/// what is left of its class after an average initialization of the block (a share of the block) and its own base.
constexpr BlockWeights with_derived_limits(BlockWeights weights, sdk::Perbill average_initialization) noexcept {
    for (const auto c : sdk::kDispatchClasses) {
        if (const auto& most = weights.get(c).max_total) weights.max_block = most->max(weights.max_block);
    }
    const sdk::Weight initialization = average_initialization * weights.max_block;
    for (const auto c : sdk::kDispatchClasses) {
        WeightsPerClass& of_class = weights.per_class.get(c);
        if (of_class.max_extrinsic || !of_class.max_total) continue;
        of_class.max_extrinsic =
            of_class.max_total->saturating_sub(initialization).saturating_sub(of_class.base_extrinsic);
    }
    return weights;
}

/// Whether the limits leave room for something to happen.
constexpr bool are_consistent(const BlockWeights& weights) noexcept {
    for (const auto c : sdk::kDispatchClasses) {
        const WeightsPerClass& of_class = weights.get(c);
        const sdk::Weight base = of_class.base_extrinsic;
        const sdk::Weight most = of_class.max_total.value_or(sdk::Weight::max());
        const sdk::Weight reserved = of_class.reserved.value_or(sdk::Weight::max());
        const bool class_is_closed_or_has_room =
            most.is_zero() || (most.all_gt(weights.base_block) && most.all_gt(base));
        const bool extrinsic_fits_class =
            of_class.max_extrinsic.value_or(sdk::Weight::zero()).all_lte(most.saturating_sub(base));
        const bool extrinsic_may_do_something =
            of_class.max_extrinsic.value_or(sdk::Weight::max()).all_gt(sdk::Weight::zero());
        const bool reserve_is_none_or_has_room = reserved.is_zero() || reserved.all_gt(base);
        const bool class_fits_block = weights.max_block.all_gte(of_class.max_total.value_or(sdk::Weight::zero()));
        const bool block_holds_an_extrinsic = weights.max_block.all_gt(base.saturating_add(weights.base_block));
        if (!class_is_closed_or_has_room || !extrinsic_fits_class || !extrinsic_may_do_something ||
            !reserve_is_none_or_has_room || !class_fits_block || !block_holds_an_extrinsic) {
            return false;
        }
    }
    return true;
}

}  // namespace serinus::frame_system::limits

namespace serinus::sdk {

using frame_system::limits::BlockLength;
using frame_system::limits::BlockWeights;
using frame_system::limits::WeightsPerClass;

}  // namespace serinus::sdk
