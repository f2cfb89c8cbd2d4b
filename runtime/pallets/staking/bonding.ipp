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
    ENSURE(T::System::inc_consumers(stash), Error::BadState);
    storage.Bonded.put(stash, stash);
    storage.Payee.put(stash, payee);

    // Nothing is paid to it for the eras before.
    const EraIndex era = storage.CurrentEra.get().value_or(0);
    std::vector<EraIndex> claimed;
    for (EraIndex past = saturating_sub(era, T::kConstants.HistoryDepth); past < era; ++past) claimed.push_back(past);

    const Balance amount = std::min(value.value, Currency::free_balance(stash));
    deposit_event(typename Event::Bonded{stash, amount});
    Pallet::Ledger ledger{.stash = stash, .total = {amount}, .active = {amount}};
    ledger.claimed_rewards = decltype(ledger.claimed_rewards)::truncate_from(std::move(claimed));
    update_ledger(stash, ledger);
    return {};
}

template <class T>
DispatchResult Pallet<T>::bond_extra::operator()(Signed stash) const {
    const auto controller = bonded(stash);
    ENSURE(controller.has_value(), Error::NotStash);
    auto ledger = Pallet::ledger(*controller);
    ENSURE(ledger.has_value(), Error::NotController);
    const auto free = checked_sub(Currency::free_balance(stash), ledger->total.value);
    if (!free) return {};

    const Balance extra = std::min(*free, max_additional.value);
    ledger->total.value += extra;
    ledger->active.value += extra;
    ENSURE(ledger->active.value >= Currency::minimum_balance(), Error::InsufficientBond);
    update_ledger(*controller, *ledger);
    update_in_voter_list(stash, ledger->stash);
    deposit_event(typename Event::Bonded{stash, extra});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::unbond::operator()(Signed controller) const {
    auto ledger = Pallet::ledger(controller);
    ENSURE(ledger.has_value(), Error::NotController);
    Weight used = T::kWeights.unbond();
    if (ledger->unlocking.is_full()) {
        used.saturating_accrue(TRY(do_withdraw_unbonded(controller, slashing_span_count(controller))));
        ledger = Pallet::ledger(controller);
        ENSURE(ledger.has_value(), Error::NotController);
    }
    Balance amount = std::min(value.value, ledger->active.value);
    ENSURE(!ledger->unlocking.is_full(), Error::NoMoreChunks);
    if (amount == 0) return PostDispatchInfo{used};

    ledger->active.value -= amount;
    if (ledger->active.value < Currency::minimum_balance()) {
        amount += std::exchange(ledger->active.value, Balance{0});
    }
    const AccountId& stash = ledger->stash;
    const Balance least = storage.Nominators.exists(stash)   ? storage.MinNominatorBond.get()
                          : storage.Validators.exists(stash) ? storage.MinValidatorBond.get()
                                                             : 0;
    ENSURE(ledger->active.value >= least, Error::InsufficientBond);

    const EraIndex era = storage.CurrentEra.get().value_or(0) + T::kConstants.BondingDuration;
    if (!ledger->unlocking.empty() && ledger->unlocking.back().era.value == era) {
        Balance& in_chunk = ledger->unlocking.back().value.value;
        in_chunk = saturating_add(in_chunk, amount);
    } else {
        ENSURE(ledger->unlocking.try_push({{amount}, {era}}), Error::NoMoreChunks);
    }
    update_ledger(controller, *ledger);
    update_in_voter_list(stash, stash);
    deposit_event(typename Event::Unbonded{stash, amount});
    return PostDispatchInfo{used};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::withdraw_unbonded::operator()(Signed controller) const {
    return PostDispatchInfo{TRY(do_withdraw_unbonded(controller, num_slashing_spans))};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::rebond::operator()(Signed controller) const {
    auto ledger = Pallet::ledger(controller);
    ENSURE(ledger.has_value(), Error::NotController);
    ENSURE(!ledger->unlocking.empty(), Error::NoUnlockChunk);
    const auto chunks_before = static_cast<uint32_t>(ledger->unlocking.size());
    const Balance rebonded = ledger->rebond(value.value);
    ENSURE(ledger->active.value >= Currency::minimum_balance(), Error::InsufficientBond);
    deposit_event(typename Event::Bonded{ledger->stash, rebonded});
    update_ledger(controller, *ledger);
    update_in_voter_list(ledger->stash, ledger->stash);
    // One more: the chunk that was looked at last may be there still.
    const uint32_t chunks = chunks_before + 1 - static_cast<uint32_t>(ledger->unlocking.size());
    return PostDispatchInfo{T::kWeights.rebond(chunks)};
}

template <class T>
DispatchResult Pallet<T>::set_payee::operator()(Signed controller) const {
    const auto ledger = Pallet::ledger(controller);
    ENSURE(ledger.has_value(), Error::NotController);
    storage.Payee.put(ledger->stash, payee);
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_controller::operator()(Signed stash) const {
    const auto old = bonded(stash);
    ENSURE(old.has_value(), Error::NotStash);
    ENSURE(!storage.Ledger.exists(stash), Error::AlreadyPaired);
    if (*old == stash) return {};
    storage.Bonded.put(stash, stash);
    if (const auto ledger = storage.Ledger.take(*old)) storage.Ledger.put(stash, *ledger);
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::reap_stash::operator()(Signed) const {
    const Balance least = Currency::minimum_balance();
    if (Currency::total_balance(stash) >= least) {
        const auto controller = bonded(stash);
        ENSURE(controller.has_value(), Error::NotStash);
        const auto ledger = Pallet::ledger(*controller);
        ENSURE((ledger ? ledger->total.value : 0) < least, Error::FundedTarget);
    }
    TRY(kill_stash(stash, num_slashing_spans));
    Currency::remove_lock(kStakingId, stash);
    return PostDispatchInfo{.pays_fee = Pays::No};
}

}  // namespace serinus::pallet_staking
