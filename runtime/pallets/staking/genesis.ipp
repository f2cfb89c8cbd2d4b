/// The state at the beginning.
#pragma once

#include "runtime/pallets/staking/bonding.ipp"
#include "runtime/pallets/staking/roles.ipp"
#include "runtime/sdk/panic.hpp"

namespace serinus::pallet_staking {

/// Panics if a staker cannot have the bond or the role, as it does where somebody signs for it.
template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    storage.ValidatorCount.put(config.validator_count);
    storage.MinimumValidatorCount.put(config.minimum_validator_count);
    storage.Invulnerables.put(config.invulnerables);
    storage.ForceEra.put(config.force_era);
    storage.CanceledSlashPayout.put(config.canceled_payout);
    storage.SlashRewardFraction.put(config.slash_reward_fraction);
    storage.MinNominatorBond.put(config.min_nominator_bond);
    storage.MinValidatorBond.put(config.min_validator_bond);
    if (config.max_validator_count) storage.MaxValidatorsCount.put(*config.max_validator_count);
    if (config.max_nominator_count) storage.MaxNominatorsCount.put(*config.max_nominator_count);

    using Status = sp_staking::StakerStatus<AccountId>;
    for (const auto& [stash, _, balance, status] : config.stakers) {
        if (free_to_stake(stash) < balance) panic("a staker of the genesis has less than its bond");
        const Signed who{stash};
        DispatchResult result = bond{{balance}, Payee{typename Payee::Staked{}}}(who);
        if (result && std::holds_alternative<typename Status::Validator>(status.v)) result = validate{}(who);
        if (const auto* const nominator = std::get_if<typename Status::Nominator>(&status.v); result && nominator) {
            nominate call;
            for (const AccountId& target : nominator->_0) call.targets.push_back({LookupSource::Id{target}});
            result = call(who);
        }
        if (!result) panic("a staker of the genesis is refused");
        if (config.validator_count > T::ElectionProvider::kMaxWinners) panic("more validators than can be elected");
    }
    if (T::VoterList::count() != storage.Nominators.count() + storage.Validators.count()) {
        panic("not all stakers of the genesis are in the list of voters");
    }
}

}  // namespace serinus::pallet_staking
