/// Bonds: how ledgers change, and what follows for locks and for the list of voters.
#pragma once

#include "runtime/pallets/staking/ledger_arithmetic.hpp"
#include "runtime/pallets/staking/staking.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::pallet_staking {

template <class T>
void StakingLedger<T>::consolidate_unlocked(EraIndex current_era) {
    detail::consolidate_unlocked(*this, current_era);
}

template <class T>
Balance StakingLedger<T>::rebond(Balance value) {
    return detail::rebond(*this, value);
}

template <class T>
Balance StakingLedger<T>::slash(Balance amount, Balance minimum_balance, EraIndex slash_era) {
    if (amount == 0) return 0;
    const Balance total_before = total.value;
    const auto slashed_unlocking =
        detail::slash(*this, amount, minimum_balance, slash_era + T::kConstants.BondingDuration);
    sdk::for_each_handler(typename T::EventListeners{}, [&]<class Listener>() {
        static_assert(sdk::OnStakingUpdate<Listener>);
        Listener::on_slash(stash, active.value, slashed_unlocking);
    });
    return saturating_sub(total_before, total.value);
}

template <class T>
auto Pallet<T>::ledger_of_stash(const AccountId& stash) -> std::optional<Ledger> {
    const auto controller = bonded(stash);
    return controller ? ledger(*controller) : std::nullopt;
}

template <class T>
void Pallet<T>::update_ledger(const AccountId& controller, const Ledger& ledger) {
    Currency::set_lock(kStakingId, ledger.stash, ledger.total.value, WithdrawReasons::all());
    storage.Ledger.put(controller, ledger);
}

template <class T>
VoteWeight Pallet<T>::weight_of(const AccountId& stash) {
    const Balance issuance = Currency::total_issuance();
    const auto ledger = ledger_of_stash(stash);
    return VotesOf<T>::to_vote(ledger ? ledger->active.value : 0, issuance);
}

/// States the present stake, if the stash is in the list.
template <class T>
void Pallet<T>::update_in_voter_list(const AccountId& stash, const AccountId& weighed) {
    if (T::VoterList::contains(stash)) static_cast<void>(T::VoterList::on_update(stash, weight_of(weighed)));
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

/// Forgets all about a stash but the lock.
template <class T>
DispatchResult Pallet<T>::kill_stash(const AccountId& stash, uint32_t num_slashing_spans) {
    const auto controller = bonded(stash);
    ENSURE(controller.has_value(), Error::NotStash);
    TRY(clear_stash_metadata(stash, num_slashing_spans));
    storage.Bonded.remove(stash);
    storage.Ledger.remove(*controller);
    storage.Payee.remove(stash);
    do_remove_validator(stash);
    do_remove_nominator(stash);
    T::System::dec_consumers(stash);
    return {};
}

template <class T>
ResultOf<Weight> Pallet<T>::do_withdraw_unbonded(const AccountId& controller, uint32_t num_slashing_spans) {
    auto ledger = Pallet::ledger(controller);
    ENSURE(ledger.has_value(), Error::NotController);
    const AccountId stash = ledger->stash;
    const Balance total_before = ledger->total.value;
    if (const auto era = storage.CurrentEra.get()) ledger->consolidate_unlocked(*era);

    Weight used = T::kWeights.withdraw_unbonded_update(num_slashing_spans);
    if (ledger->unlocking.empty() && ledger->active.value < Currency::minimum_balance()) {
        TRY(kill_stash(stash, num_slashing_spans));
        Currency::remove_lock(kStakingId, stash);
        used = T::kWeights.withdraw_unbonded_kill(num_slashing_spans);
    } else {
        update_ledger(controller, *ledger);
    }
    if (ledger->total.value < total_before) {
        deposit_event(typename Event::Withdrawn{stash, total_before - ledger->total.value});
    }
    return used;
}

}  // namespace serinus::pallet_staking
