/// Bonds of older releases: locks that become holds, controllers that become stashes, and broken ones.
#pragma once

#include "runtime/pallets/staking/ledger.ipp"

namespace serinus::pallet_staking {

/// Makes the bond smaller: active stake first, then the chunks from the youngest on.
template <class L>
void reduce_to(L& ledger, Balance total) {
    Balance left = saturating_sub(ledger.total.value, total);
    ledger.total.value = total;
    const auto take = [&](Balance& from) {
        const Balance part = std::min(from, left);
        from -= part;
        left -= part;
    };
    take(ledger.active.value);
    while (left != 0 && !ledger.unlocking.empty()) {
        take(ledger.unlocking.back().value.value);
        if (ledger.unlocking.back().value.value == 0) ledger.unlocking.pop_back();
    }
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::deprecate_controller_batch::operator()(Origin<typename T::AdminOrigin>) const {
    std::vector<Bond> bonds;
    for (const AccountId& controller : controllers) {
        auto bond = bond_of_controller(controller);
        if (!bond || bond->ledger.stash == controller) continue;
        const auto payee = storage.Payee.get(bond->ledger.stash);
        if (payee && std::holds_alternative<typename Payee::Controller>(payee->v)) continue;
        bonds.push_back(*std::move(bond));
    }
    uint32_t failures = 0;
    for (const Bond& bond : bonds) {
        if (!set_controller_to_stash(bond)) ++failures;
    }
    deposit_event(typename Event::ControllerBatchDeprecated{failures});
    return PostDispatchInfo{T::kWeights.deprecate_controller_batch(static_cast<uint32_t>(controllers.size()))};
}

/// Errors: NotStash (nothing is bonded), BadState (nothing is bonded, but something on hold or locked).
template <class T>
auto Pallet<T>::inspect(const AccountId& stash) -> ResultOf<Integrity> {
    Balance kept = Hold::balance(stash);
    if (kept == 0) kept = T::OldLocks::balance_locked(kStakingId, stash);
    const auto controller = bonded(stash);
    ENSURE(controller.has_value(), kept == 0 ? Error::NotStash : Error::BadState);
    const auto ledger = storage.Ledger.get(*controller);
    if (!ledger) return Integrity::kNoLedger;
    if (ledger->stash != stash) return Integrity::kOtherLedger;
    return kept == ledger->total.value ? Integrity::kSound : Integrity::kWrongHold;
}

template <class T>
DispatchResult Pallet<T>::restore_ledger::operator()(Origin<typename T::AdminOrigin>) const {
    ENSURE(!is_virtual_staker(stash), Error::VirtualStakerNotAllowed);
    const Balance held = Hold::balance(stash);
    const Balance most = saturating_add(free_to_stake(stash), held);
    const auto state = inspect(stash);
    if (!state) {
        ENSURE(state.error() == DispatchError(Error::BadState), Error::CannotRestoreLedger);
        TRY(Hold::release_all(stash));
        const auto after = inspect(stash);
        ENSURE(!after && after.error() == DispatchError(Error::NotStash), Error::BadState);
        return {};
    }

    AccountId controller = stash;
    Balance total = held;
    switch (*state) {
        case Integrity::kSound:
            return DispatchError(Error::CannotRestoreLedger);
        case Integrity::kOtherLedger:
            controller = maybe_controller.value_or(stash);
            if (maybe_total) {
                total = std::min(*maybe_total, most);
                TRY(Hold::set(stash, total));
            }
            break;
        case Integrity::kNoLedger:
            if (held != 0) break;
            ENSURE(maybe_total.has_value(), Error::CannotRestoreLedger);
            total = *maybe_total;
            break;
        case Integrity::kWrongHold:
            ENSURE(maybe_total.has_value(), Error::CannotRestoreLedger);
            total = std::min(*maybe_total, most);
            TRY(Hold::set(stash, total));
            break;
    }
    storage.Bonded.put(stash, controller);
    Ledger ledger{.stash = stash, .total = {total}, .active = {total}};
    if (maybe_unlocking) ledger.unlocking = *maybe_unlocking;
    TRY(update(controller, ledger));
    const auto after = inspect(stash);
    ENSURE(after && *after == Integrity::kSound, Error::BadState);
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::migrate_currency::operator()(Signed) const {
    TRY(do_migrate_currency(stash));
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResult Pallet<T>::do_migrate_currency(const AccountId& stash) {
    if (is_virtual_staker(stash)) return do_migrate_virtual_staker(stash);
    ENSURE(T::OldLocks::balance_locked(kStakingId, stash) != 0, Error::AlreadyMigrated);
    Currency::remove_lock(kStakingId, stash);
    // A bond had one of its own.
    T::System::dec_consumers(stash);
    auto bond = bond_of_stash(stash);
    if (!bond) return {};

    Ledger& ledger = bond->ledger;
    const Balance total_before = ledger.total.value;
    const Balance most = saturating_add(free_to_stake(stash), Hold::balance(stash));
    if (most >= total_before) {
        TRY(Hold::set(stash, total_before));
    } else {
        reduce_to(ledger, most);
        TRY(update(bond->controller, ledger));
    }
    deposit_event(typename Event::CurrencyMigrated{stash, total_before - ledger.total.value});
    return {};
}

/// Takes back the references that older releases gave to the account.
template <class T>
DispatchResult Pallet<T>::do_migrate_virtual_staker(const AccountId& stash) {
    const uint32_t consumers = T::System::consumers(stash);
    ENSURE(consumers > 0, Error::AlreadyMigrated);
    ENSURE(consumers <= 2, Error::BadState);
    for (uint32_t i = 0; i < consumers; ++i) T::System::dec_consumers(stash);
    // One of its own, and one more if somebody has sent money there.
    const uint32_t expected = free_to_stake(stash) >= Currency::minimum_balance() ? 2 : 1;
    const uint32_t providers = T::System::providers(stash);
    ENSURE(providers <= expected, Error::BadState);
    ENSURE(providers == expected, Error::AlreadyMigrated);
    TRY(T::System::dec_providers(stash));
    return {};
}

}  // namespace serinus::pallet_staking
