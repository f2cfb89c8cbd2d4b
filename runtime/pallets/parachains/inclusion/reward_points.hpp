/// Era points for validators who work for parachains.
/// Source: polkadot_runtime_parachains::reward_points 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/arithmetic/sort.hpp"
#include "runtime/pallets/parachains/inclusion/candidates.hpp"
#include "runtime/sdk/storage.hpp"

namespace serinus::polkadot_runtime_parachains::reward_points {

inline constexpr uint32_t kBackingPoints = 20;  ///< for a candidate that is included
inline constexpr uint32_t kDisputeStatementPoints = 20;

template <class Session, class SessionInfo, class Shared, class Staking>
struct RewardValidatorsWithEraPoints {
    using ValidatorIndex = polkadot_primitives::v5::ValidatorIndex;
    using SessionIndex = polkadot_primitives::v5::SessionIndex;

    static void reward_backing(const std::vector<ValidatorIndex>& validators) {
        reward_only_active(Shared::session_index(), validators, kBackingPoints);
    }
    static void reward_dispute_statement(SessionIndex session, const std::vector<ValidatorIndex>& validators) {
        reward_only_active(session, validators, kDisputeStatementPoints);
    }

  private:
    /// Who is a validator no more gets nothing; an era's points are written also if nobody gets any.
    static void reward_only_active(SessionIndex session, const std::vector<ValidatorIndex>& validators,
                                   uint32_t points) {
        const auto accounts = SessionInfo::account_keys(session);
        if (!accounts) return;
        auto active = Session::validators();
        sdk::sort(active);
        std::vector<std::pair<sdk::AccountId, uint32_t>> rewards;
        for (const ValidatorIndex index : validators) {
            if (index._0 >= accounts->size()) continue;
            const sdk::AccountId& account = (*accounts)[index._0];
            if (std::ranges::binary_search(active, account)) rewards.emplace_back(account, points);
        }
        Staking::reward_by_ids(rewards);
    }
};

}  // namespace serinus::polkadot_runtime_parachains::reward_points
