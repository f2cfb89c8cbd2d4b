/// Calls of those who look after staking.
#pragma once

#include "runtime/pallets/staking/config_op.hpp"
#include "runtime/pallets/staking/ledger.ipp"

namespace serinus::pallet_staking {

template <class T>
DispatchResult Pallet<T>::put_validator_count(uint32_t count) {
    ENSURE(count <= T::kConstants.MaxValidatorSet, Error::TooManyValidators);
    storage.ValidatorCount.put(count);
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_validator_count::operator()(Root) const {
    return put_validator_count(new_.value);
}

template <class T>
DispatchResult Pallet<T>::increase_validator_count::operator()(Root) const {
    const auto count = checked_add(storage.ValidatorCount.get(), additional.value);
    ENSURE(count.has_value(), ArithmeticError::Overflow);
    return put_validator_count(*count);
}

template <class T>
DispatchResult Pallet<T>::scale_validator_count::operator()(Root) const {
    const uint32_t old = storage.ValidatorCount.get();
    const auto count = checked_add(old, mul_floor(factor, old));
    ENSURE(count.has_value(), ArithmeticError::Overflow);
    return put_validator_count(*count);
}

template <class T>
void Pallet<T>::set_force_era(Forcing mode) {
    storage.ForceEra.put(mode);
    deposit_event(typename Event::ForceEra{mode});
}

template <class T>
DispatchResult Pallet<T>::force_no_eras::operator()(Root) const {
    set_force_era(Forcing::ForceNone);
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_new_era::operator()(Root) const {
    set_force_era(Forcing::ForceNew);
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_new_era_always::operator()(Root) const {
    set_force_era(Forcing::ForceAlways);
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_invulnerables::operator()(Root) const {
    storage.Invulnerables.put(invulnerables);
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_unstake::operator()(Root) const {
    return kill_stash(stash, num_slashing_spans);
}

template <class T>
DispatchResult Pallet<T>::cancel_deferred_slash::operator()(Origin<typename T::AdminOrigin>) const {
    ENSURE(!slash_indices.empty(), Error::EmptyTargets);
    for (size_t i = 1; i < slash_indices.size(); ++i) {
        ENSURE(slash_indices[i - 1] < slash_indices[i], Error::NotSortedAndUnique);
    }
    auto slashes = storage.UnappliedSlashes.get(era);
    ENSURE(slash_indices.back() < slashes.size(), Error::InvalidSlashIndex);
    for (size_t i = slash_indices.size(); i > 0; --i) {
        slashes.erase(slashes.begin() + static_cast<ptrdiff_t>(slash_indices[i - 1]));
    }
    storage.UnappliedSlashes.put(era, slashes);
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_staking_configs::operator()(Root) const {
    detail::apply(storage.MinNominatorBond, min_nominator_bond);
    detail::apply(storage.MinValidatorBond, min_validator_bond);
    detail::apply(storage.MaxNominatorsCount, max_nominator_count);
    detail::apply(storage.MaxValidatorsCount, max_validator_count);
    detail::apply(storage.ChillThreshold, chill_threshold);
    detail::apply(storage.MinCommission, min_commission);
    detail::apply(storage.MaxStakedRewards, max_staked_rewards);
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_min_commission::operator()(Origin<typename T::AdminOrigin>) const {
    storage.MinCommission.put(new_);
    return {};
}

template <class T>
DispatchResult Pallet<T>::manual_slash::operator()(Origin<typename T::AdminOrigin>) const {
    const auto current_era = storage.CurrentEra.get();
    ENSURE(current_era.has_value(), Error::InvalidEraToReward);
    const EraIndex oldest = saturating_sub(*current_era, T::kConstants.HistoryDepth);
    ENSURE(era <= *current_era && era >= oldest, Error::InvalidEraToReward);
    const auto session = storage.ErasStartSessionIndex.get(era);
    ENSURE(session.has_value(), Error::InvalidEraToReward);
    const Offender offender{validator_stash, {}};
    punish(std::span(&offender, 1), std::span(&slash_fraction, 1), *session);
    return {};
}

}  // namespace serinus::pallet_staking
