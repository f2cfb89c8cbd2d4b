/// `R` has NominationPools.
#pragma once

#include "runtime/sdk/runtime_api.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::pallet_nomination_pools::api {

using namespace sdk;

/// What wallets ask of pools; 0 where there is no such member or pool.
template <class R>
struct NominationPoolsApi {
    static constexpr uint32_t kVersion = 1;
    static constexpr ByteArray<8> kId = {0x17, 0xa6, 0xbc, 0x0d, 0x00, 0x62, 0xae, 0xb3};

    /// What the member could claim now.
    struct pending_rewards {
        AccountId who;
        Balance operator()() const;
    };
    /// What that many points of a pool are worth.
    struct points_to_balance {
        uint32_t pool_id{};
        Balance points{};
        Balance operator()() const;
    };
    /// How many points of a pool somebody gets for that much.
    struct balance_to_points {
        uint32_t pool_id{};
        Balance new_funds{};
        Balance operator()() const;
    };
    using Methods = List<pending_rewards, points_to_balance, balance_to_points>;
};

}  // namespace serinus::pallet_nomination_pools::api
