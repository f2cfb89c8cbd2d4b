/// Calls about roles: validating, nominating, neither.
#pragma once

#include "runtime/pallets/staking/ledger.ipp"

namespace serinus::pallet_staking {

template <class T>
DispatchResult Pallet<T>::validate::operator()(Signed controller) const {
    const Ledger ledger = TRY(bond_of_controller(controller)).ledger;
    ENSURE(ledger.active.value >= storage.MinValidatorBond.get(), Error::InsufficientBond);
    ENSURE(prefs.commission.value >= storage.MinCommission.get(), Error::CommissionTooLow);
    const AccountId& stash = ledger.stash;
    if (!storage.Validators.exists(stash)) {
        const auto most = storage.MaxValidatorsCount.get();
        ENSURE(!most || storage.Validators.count() < *most, Error::TooManyValidators);
    }
    do_remove_nominator(stash);
    do_add_validator(stash, prefs);
    deposit_event(typename Event::ValidatorPrefsSet{stash, prefs});
    return {};
}

template <class T>
DispatchResult Pallet<T>::nominate::operator()(Signed controller) const {
    const Ledger ledger = TRY(bond_of_controller(controller)).ledger;
    ENSURE(ledger.active.value >= storage.MinNominatorBond.get(), Error::InsufficientBond);
    const AccountId& stash = ledger.stash;
    if (!storage.Nominators.exists(stash)) {
        const auto most = storage.MaxNominatorsCount.get();
        ENSURE(!most || storage.Nominators.count() < *most, Error::TooManyNominators);
    }
    ENSURE(!targets.empty(), Error::EmptyTargets);
    ENSURE(targets.size() <= nominations_quota(ledger.active.value), Error::TooManyTargets);

    const auto old = storage.Nominators.get(stash);
    std::vector<AccountId> chosen;
    for (const LookupSource& target : targets) {
        const AccountId validator = TRY(T::System::lookup(target));
        const bool was_chosen = old && std::ranges::find(old->targets, validator) != old->targets.end();
        ENSURE(was_chosen || !storage.Validators.get(validator).blocked, Error::BadTarget);
        chosen.push_back(validator);
    }
    Pallet::Nominations nominations{.submitted_in = storage.CurrentEra.get().value_or(0)};
    nominations.targets = decltype(nominations.targets)::truncate_from(std::move(chosen));
    do_remove_validator(stash);
    do_add_nominator(stash, nominations);
    return {};
}

template <class T>
DispatchResult Pallet<T>::chill::operator()(Signed controller) const {
    const Ledger ledger = TRY(bond_of_controller(controller)).ledger;
    chill_stash(ledger.stash);
    return {};
}

template <class T>
DispatchResult Pallet<T>::kick::operator()(Signed controller) const {
    const Ledger ledger = TRY(bond_of_controller(controller)).ledger;
    std::vector<AccountId> nominators;
    for (const LookupSource& address : who) nominators.push_back(TRY(T::System::lookup(address)));
    for (const AccountId& nominator : nominators) {
        storage.Nominators.mutate(nominator, [&](auto& nominations) {
            if (!nominations) return;
            // The last one takes the place.
            std::vector<AccountId> chosen = std::move(nominations->targets).into_inner();
            const auto at = std::ranges::find(chosen, ledger.stash);
            if (at != chosen.end()) {
                std::swap(*at, chosen.back());
                chosen.pop_back();
                deposit_event(typename Event::Kicked{nominator, ledger.stash});
            }
            nominations->targets = decltype(nominations->targets)::truncate_from(std::move(chosen));
        });
    }
    return {};
}

template <class T>
DispatchResult Pallet<T>::chill_other::operator()(Signed caller) const {
    const auto [controller, ledger] = TRY(bond_of_stash(stash));
    const bool nominates = storage.Nominators.exists(stash);
    // Nominations that cannot be decoded any more.
    if (nominates && !storage.Nominators.get(stash)) {
        chill_stash(stash);
        return {};
    }
    if (caller != controller) {
        const auto threshold = storage.ChillThreshold.get();
        ENSURE(threshold.has_value(), Error::CannotChillOther);
        Balance least = 0;
        const auto is_crowded = [&](std::optional<uint32_t> most, uint32_t count) {
            return most && *threshold * *most < count;
        };
        if (nominates) {
            ENSURE(is_crowded(storage.MaxNominatorsCount.get(), storage.Nominators.count()), Error::CannotChillOther);
            least = storage.MinNominatorBond.get();
        } else if (storage.Validators.exists(stash)) {
            ENSURE(is_crowded(storage.MaxValidatorsCount.get(), storage.Validators.count()), Error::CannotChillOther);
            least = storage.MinValidatorBond.get();
        }
        ENSURE(ledger.active.value < least, Error::CannotChillOther);
    }
    chill_stash(stash);
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_apply_min_commission::operator()(Signed) const {
    const Perbill least = storage.MinCommission.get();
    auto prefs = storage.Validators.find(validator_stash);
    ENSURE(prefs.has_value(), Error::NotStash);
    prefs->commission.value = std::max(prefs->commission.value, least);
    storage.Validators.put(validator_stash, *prefs);
    return {};
}

}  // namespace serinus::pallet_staking
