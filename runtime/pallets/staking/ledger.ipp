/// Bonds: how ledgers are found and stored, and what follows for holds and for the list of voters.
#pragma once

#include "runtime/pallets/staking/ledger_arithmetic.hpp"
#include "runtime/pallets/staking/staking.hpp"

namespace serinus::pallet_staking {

template <class T>
auto Pallet<T>::bond_of_stash(const AccountId& stash) -> ResultOf<Bond> {
    const auto controller = bonded(stash);
    ENSURE(controller.has_value(), Error::NotStash);
    auto ledger = storage.Ledger.get(*controller);
    ENSURE(ledger.has_value(), Error::NotController);
    ENSURE(ledger->stash == stash, Error::BadState);
    return Bond{*controller, *std::move(ledger)};
}

template <class T>
auto Pallet<T>::bond_of_controller(const AccountId& controller) -> ResultOf<Bond> {
    auto ledger = storage.Ledger.get(controller);
    ENSURE(ledger.has_value(), Error::NotController);
    ENSURE(bonded(ledger->stash) == controller, Error::BadState);
    return Bond{controller, *std::move(ledger)};
}

template <class T>
DispatchResult Pallet<T>::update(const AccountId& controller, const Ledger& ledger) {
    ENSURE(storage.Bonded.exists(ledger.stash), Error::NotStash);
    if (!is_virtual_staker(ledger.stash)) ENSURE(Hold::set(ledger.stash, ledger.total.value), Error::NotEnoughFunds);
    storage.Ledger.put(controller, ledger);
    return {};
}

template <class T>
DispatchResult Pallet<T>::put_bond(const Ledger& ledger, const RewardDestination<AccountId>& payee) {
    ENSURE(!storage.Bonded.exists(ledger.stash), Error::AlreadyBonded);
    storage.Payee.put(ledger.stash, payee);
    storage.Bonded.put(ledger.stash, ledger.stash);
    return update(ledger.stash, ledger);
}

/// Nobody has a key of such an account, so it has never signed.
template <class T>
bool Pallet<T>::is_virtual_staker(const AccountId& who) {
    return T::System::account_nonce(who) == 0 && storage.VirtualStakers.exists(who);
}

template <class T>
Balance Pallet<T>::free_to_stake(const AccountId& who) {
    return Currency::reducible_balance(who, Preservation::Preserve, Fortitude::Force);
}

template <class T>
std::optional<VoteWeight> Pallet<T>::score(const AccountId& stash) {
    const auto bond = bond_of_stash(stash);
    if (!bond) return std::nullopt;
    return VotesOf<T>::to_vote(bond->ledger.active.value, Currency::total_issuance());
}

/// States the present stake, if the stash is in the list.
template <class T>
void Pallet<T>::update_in_voter_list(const AccountId& stash) {
    if (T::VoterList::contains(stash)) static_cast<void>(T::VoterList::on_update(stash, weight_of(stash)));
}

template <class T>
void Pallet<T>::do_add_validator(const AccountId& stash, const ValidatorPrefs& prefs) {
    if (!storage.Validators.exists(stash)) static_cast<void>(T::VoterList::on_insert(stash, weight_of(stash)));
    storage.Validators.put(stash, prefs);
}

template <class T>
void Pallet<T>::do_add_nominator(const AccountId& stash, const Nominations& nominations) {
    if (!storage.Nominators.exists(stash)) static_cast<void>(T::VoterList::on_insert(stash, weight_of(stash)));
    storage.Nominators.put(stash, nominations);
}

template <class T>
bool Pallet<T>::do_remove_validator(const AccountId& stash) {
    if (!storage.Validators.exists(stash)) return false;
    storage.Validators.remove(stash);
    static_cast<void>(T::VoterList::on_remove(stash));
    return true;
}

template <class T>
bool Pallet<T>::do_remove_nominator(const AccountId& stash) {
    if (!storage.Nominators.exists(stash)) return false;
    storage.Nominators.remove(stash);
    static_cast<void>(T::VoterList::on_remove(stash));
    return true;
}

template <class T>
void Pallet<T>::chill_stash(const AccountId& stash) {
    const bool validated = do_remove_validator(stash);
    const bool nominated = do_remove_nominator(stash);
    if (validated || nominated) deposit_event(typename Event::Chilled{stash});
}

template <class T>
uint32_t Pallet<T>::slashing_span_count(const AccountId& stash) {
    const auto spans = storage.SlashingSpans.get(stash);
    return spans ? spans->count() : 0;
}

/// Forgets all about a stash, and frees its money.
template <class T>
DispatchResult Pallet<T>::kill_stash(const AccountId& stash, uint32_t num_slashing_spans) {
    TRY(clear_stash_metadata(stash, num_slashing_spans));
    const auto controller = bonded(stash);
    ENSURE(controller.has_value(), Error::NotStash);
    const auto ledger = storage.Ledger.get(*controller);
    ENSURE(ledger.has_value(), Error::NotController);
    storage.Ledger.remove(*controller);
    storage.Bonded.remove(stash);
    storage.Payee.remove(stash);
    if (storage.VirtualStakers.exists(ledger->stash)) {
        storage.VirtualStakers.remove(ledger->stash);
    } else {
        TRY(Hold::release_all(ledger->stash));
    }
    do_remove_validator(stash);
    do_remove_nominator(stash);
    return {};
}

template <class T>
ResultOf<Weight> Pallet<T>::do_withdraw_unbonded(const AccountId& controller, uint32_t num_slashing_spans) {
    Bond bond = TRY(bond_of_controller(controller));
    Ledger& ledger = bond.ledger;
    const AccountId stash = ledger.stash;
    const Balance total_before = ledger.total.value;
    if (const auto era = storage.CurrentEra.get()) detail::consolidate_unlocked(ledger, *era);

    Weight used = T::kWeights.withdraw_unbonded_update(num_slashing_spans);
    const bool is_out = ledger.active.value < Currency::minimum_balance() || ledger.active.value == 0;
    if (ledger.unlocking.empty() && is_out) {
        TRY(kill_stash(stash, num_slashing_spans));
        used = T::kWeights.withdraw_unbonded_kill(num_slashing_spans);
    } else {
        TRY(update(controller, ledger));
    }
    if (ledger.total.value < total_before) {
        const Balance withdrawn = total_before - ledger.total.value;
        deposit_event(typename Event::Withdrawn{stash, withdrawn});
        for_each_handler(typename T::EventListeners{},
                         [&]<class Listener>() { Listener::on_withdraw(controller, withdrawn); });
    }
    return used;
}

}  // namespace serinus::pallet_staking
