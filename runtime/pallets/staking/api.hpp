/// `R` has Staking. Observed: pallet-staking-runtime-api 28
#pragma once

#include "runtime/pallets/staking/types.hpp"
#include "runtime/sdk/runtime_api.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::pallet_staking::api {

using namespace sdk;

/// What tools ask of staking.
template <class R>
struct StakingApi {
    static constexpr uint32_t kVersion = 1;
    static constexpr ByteArray<8> kId = {0x18, 0xef, 0x58, 0xa3, 0xb6, 0x7b, 0xa7, 0x70};

    /// How many validators somebody with that bond may nominate.
    struct nominations_quota {
        Balance balance{};
        uint32_t operator()() const;
    };
    /// How many pages of an era can be paid for a validator.
    struct eras_stakers_page_count {
        sp_staking::EraIndex era{};
        AccountId account;
        sp_staking::Page operator()() const;
    };
    /// Whether a page of an era is not paid yet.
    struct pending_rewards {
        sp_staking::EraIndex era{};
        AccountId account;
        bool operator()() const;
    };
    using Methods = List<nominations_quota, eras_stakers_page_count, pending_rewards>;
};

}  // namespace serinus::pallet_staking::api
