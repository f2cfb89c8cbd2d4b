/// What a stash has earned and nobody has paid out.
#pragma once

#include "staking/ledger.hpp"

namespace serinus::staking {

struct UnpaidReward {
    EraIndex era = 0;
    AccountId validator;
    Balance amount = 0;
    bool is_clipped = false;  ///< it stood behind the validator, but is not among those who are paid
};

struct RewardsReport {
    EraIndex active_era = 0;
    EraIndex first_era = 0;             ///< of which rewards can still be paid
    std::vector<UnpaidReward> rewards;  ///< by era, the oldest first
    Balance sum = 0;
};

/// Looks at the last `eras` eras that are over, at most those whose rewards can be paid.
Result<RewardsReport, std::string> find_unpaid_rewards(state::Backend& state, const AccountId& stash,
                                                       uint32_t eras = 84);

}  // namespace serinus::staking
