/// Calls about bonds: in, out, and whom they belong to.
#pragma once

#include "runtime/pallets/staking/ledger.ipp"

namespace serinus::pallet_staking {

template <class T>
DispatchResult Pallet<T>::bond::operator()(Signed who) const {
    const AccountId& stash = who;
    ENSURE(!storage.Bonded.exists(stash), Error::AlreadyBonded);
    ENSURE(!storage.Ledger.exists(stash), Error::AlreadyPaired);
    ENSURE(value.value >= Currency::minimum_balance(), Error::InsufficientBond);
    const Balance amount = std::min(value.value, free_to_stake(stash));
    deposit_event(typename Event::Bonded{stash, amount});
    return put_bond({.stash = stash, .total = {amount}, .active = {amount}}, payee);
}

template <class T>
DispatchResult Pallet<T>::do_bond_extra(const AccountId& stash, Balance additional) {
    auto [controller, ledger] = TRY(bond_of_stash(stash));
    const Balance extra = is_virtual_staker(stash) ? additional : std::min(additional, free_to_stake(stash));
    const auto total = checked_add(ledger.total.value, extra);
    const auto active = checked_add(ledger.active.value, extra);
    ENSURE(total && active, ArithmeticError::Overflow);
    ledger.total.value = *total;
    ledger.active.value = *active;
    ENSURE(*active >= Currency::minimum_balance(), Error::InsufficientBond);
    TRY(update(controller, ledger));
    update_in_voter_list(stash);
    deposit_event(typename Event::Bonded{stash, extra});
    return {};
}

template <class T>
DispatchResult Pallet<T>::bond_extra::operator()(Signed stash) const {
    return do_bond_extra(stash, max_additional.value);
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::unbond::operator()(Signed controller) const {
    const Bond bond = TRY(bond_of_controller(controller));
    Weight used;
    if (value.value >= bond.ledger.total.value) {
        chill_stash(bond.ledger.stash);
        used = T::kWeights.chill();
    }
    used.saturating_accrue(TRY(do_unbond(controller, value.value)));
    return PostDispatchInfo{used};
}

template <class T>
ResultOf<Weight> Pallet<T>::do_unbond(const AccountId& controller, Balance value) {
    Weight used = T::kWeights.unbond();
    if (TRY(bond_of_controller(controller)).ledger.unlocking.is_full()) {
        used.saturating_accrue(TRY(do_withdraw_unbonded(controller, slashing_span_count(controller))));
    }
    Ledger ledger = TRY(bond_of_controller(controller)).ledger;
    Balance amount = std::min(value, ledger.active.value);
    ENSURE(!ledger.unlocking.is_full(), Error::NoMoreChunks);
    if (amount == 0) return used;

    ledger.active.value -= amount;
    if (ledger.active.value < Currency::minimum_balance()) {
        amount += std::exchange(ledger.active.value, Balance{0});
    }
    const AccountId& stash = ledger.stash;
    const Balance least = storage.Nominators.exists(stash)   ? storage.MinNominatorBond.get()
                          : storage.Validators.exists(stash) ? storage.MinValidatorBond.get()
                                                             : 0;
    ENSURE(ledger.active.value >= least, Error::InsufficientBond);

    const EraIndex era = saturating_add(storage.CurrentEra.get().value_or(0), T::kConstants.BondingDuration);
    if (!ledger.unlocking.empty() && ledger.unlocking.back().era.value == era) {
        Balance& in_chunk = ledger.unlocking.back().value.value;
        in_chunk = saturating_add(in_chunk, amount);
    } else {
        ENSURE(ledger.unlocking.try_push({{amount}, {era}}), Error::NoMoreChunks);
    }
    TRY(update(controller, ledger));
    update_in_voter_list(stash);
    deposit_event(typename Event::Unbonded{stash, amount});
    return used;
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::withdraw_unbonded::operator()(Signed controller) const {
    return PostDispatchInfo{TRY(do_withdraw_unbonded(controller, num_slashing_spans))};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::rebond::operator()(Signed controller) const {
    Ledger ledger = TRY(bond_of_controller(controller)).ledger;
    ENSURE(!ledger.unlocking.empty(), Error::NoUnlockChunk);
    const auto chunks_before = static_cast<uint32_t>(ledger.unlocking.size());
    const Balance rebonded = detail::rebond(ledger, value.value);
    ENSURE(ledger.active.value >= Currency::minimum_balance(), Error::InsufficientBond);
    deposit_event(typename Event::Bonded{ledger.stash, rebonded});
    TRY(update(controller, ledger));
    update_in_voter_list(ledger.stash);
    // One more: the chunk that was looked at last may be there still.
    const uint32_t chunks = chunks_before + 1 - static_cast<uint32_t>(ledger.unlocking.size());
    return PostDispatchInfo{T::kWeights.rebond(chunks)};
}

template <class T>
DispatchResult Pallet<T>::set_payee::operator()(Signed controller) const {
    const Bond bond = TRY(bond_of_controller(controller));
    ENSURE(!std::holds_alternative<typename Payee::Controller>(payee.v), Error::ControllerDeprecated);
    storage.Payee.put(bond.ledger.stash, payee);
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::update_payee::operator()(Signed) const {
    const Bond bond = TRY(bond_of_controller(controller));
    const auto payee = storage.Payee.get(bond.ledger.stash);
    ENSURE(payee && std::holds_alternative<typename Payee::Controller>(payee->v), Error::NotController);
    storage.Payee.put(bond.ledger.stash, Payee{typename Payee::Account{controller}});
    return PostDispatchInfo{.pays_fee = Pays::No};
}

/// Errors: BadState (the stash controls another one's bond).
template <class T>
DispatchResult Pallet<T>::set_controller_to_stash(const Bond& bond) {
    const AccountId& stash = bond.ledger.stash;
    ENSURE(stash != bond.controller, Error::AlreadyPaired);
    const auto other = storage.Ledger.get(stash);
    ENSURE(!other || other->stash == stash, Error::BadState);
    storage.Ledger.remove(bond.controller);
    storage.Ledger.put(stash, bond.ledger);
    storage.Bonded.put(stash, stash);
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_controller::operator()(Signed stash) const {
    return set_controller_to_stash(TRY(bond_of_stash(stash)));
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::reap_stash::operator()(Signed) const {
    ENSURE(!is_virtual_staker(stash), Error::VirtualStakerNotAllowed);
    const Balance least = std::max(Currency::minimum_balance(), Balance{1});
    const auto bond = bond_of_stash(stash);
    const Balance staked = bond ? bond->ledger.total.value : 0;
    ENSURE(Currency::total_balance(stash) < least || staked < least, Error::FundedTarget);
    TRY(kill_stash(stash, num_slashing_spans));
    return PostDispatchInfo{.pays_fee = Pays::No};
}

}  // namespace serinus::pallet_staking
