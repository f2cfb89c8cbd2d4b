/// The invariants of DelegatedStaking.
#pragma once

#include "runtime/pallets/delegated_staking/delegated_staking.hpp"

namespace serinus::pallet_delegated_staking {

template <class T>
TryStateResult Pallet<T>::try_state() {
    TRY(check_agents());
    return check_delegators();
}

template <class T>
TryStateResult Pallet<T>::check_agents() {
    auto agents = storage.Agents.iter();
    while (const auto entry = agents.next()) {
        const auto& [agent, ledger] = *entry;
        const Balance stakeable = ledger.stakeable_balance();
        if (stakeable != 0) {
            const auto status = CoreStaking::status(agent);
            ENSURE(status.has_value(), std::string("an agent with money of others is not bonded"));
            using Validator = typename sp_staking::StakerStatus<AccountId>::Validator;
            ENSURE(!std::holds_alternative<Validator>(status->v), std::string("an agent validates"));
        }
        ENSURE(stakeable >= staked(agent), std::string("an agent stakes more than it may"));
    }
    return {};
}

template <class T>
TryStateResult Pallet<T>::check_delegators() {
    std::map<AccountId, Balance> delegated;
    auto delegators = storage.Delegators.iter();
    while (const auto entry = delegators.next()) {
        const auto& [delegator, delegation] = *entry;
        ENSURE(!is_agent(delegator), std::string("a delegator is an agent"));
        Balance& sum = delegated[delegation.agent];
        sum = saturating_add(sum, delegation.amount);
    }
    for (const auto& [agent, sum] : delegated) {
        ENSURE(!is_delegator(agent), std::string("an agent is a delegator"));
        const auto ledger = storage.Agents.get(agent);
        ENSURE(ledger.has_value(), std::string("somebody delegates to an account that is no agent"));
        ENSURE(ledger->total_delegated.value == sum, std::string("an agent's total is not what was delegated to it"));
    }
    return {};
}

}  // namespace serinus::pallet_delegated_staking
