/// `R` has NominationPools. Observed: pallet-nomination-pools-runtime-api 37
#pragma once

#include "runtime/sdk/runtime_api.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::pallet_nomination_pools::api {

using namespace sdk;

/// What wallets ask of pools; 0 or no where there is no such member or pool.
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
    /// What of a pool is lost and not taken from its members yet.
    struct pool_pending_slash {
        uint32_t pool_id{};
        Balance operator()() const;
    };
    /// What of that is the member's.
    struct member_pending_slash {
        AccountId member;
        Balance operator()() const;
    };
    /// Whether the pool still holds its members' money.
    struct pool_needs_delegate_migration {
        uint32_t pool_id{};
        bool operator()() const;
    };
    /// Whether the pool still holds the member's money.
    struct member_needs_delegate_migration {
        AccountId member;
        bool operator()() const;
    };
    /// What the member has in its pool, with what is on its way out.
    struct member_total_balance {
        AccountId who;
        Balance operator()() const;
    };
    /// What the members of a pool have delegated, without slashes that wait.
    struct pool_balance {
        uint32_t pool_id{};
        Balance operator()() const;
    };
    /// Where a pool bonds, and where its rewards are.
    struct pool_accounts {
        uint32_t pool_id{};
        std::pair<AccountId, AccountId> operator()() const;
    };
    using Methods = List<pending_rewards, points_to_balance, balance_to_points, pool_pending_slash,
                         member_pending_slash, pool_needs_delegate_migration, member_needs_delegate_migration,
                         member_total_balance, pool_balance, pool_accounts>;
};

}  // namespace serinus::pallet_nomination_pools::api
