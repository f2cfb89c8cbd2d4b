/// NamedReservableCurrency and LockableCurrency: lists beside the account, sorted by identifier or by age.
#pragma once

#include "runtime/pallets/balances/balances.hpp"

namespace serinus::pallet_balances {

/// The place of `id` in a sorted list, or where it belongs.
template <class List>
auto find_reserve(List& reserves, const ReserveIdentifier& id) {
    const auto place =
        std::lower_bound(reserves.begin(), reserves.end(), id,
                         [](const auto& reserve, const ReserveIdentifier& wanted) { return reserve.id < wanted; });
    return std::pair(place, place != reserves.end() && place->id == id);
}

template <class T>
Balance Currency<T>::reserved_balance_named(const ReserveIdentifier& id, const AccountId& who) {
    const ReserveList reserves = Pallet::storage.Reserves.get(who);
    const auto [place, found] = find_reserve(reserves, id);
    return found ? place->amount : Balance{0};
}

template <class T>
DispatchResult Currency<T>::reserve_named(const ReserveIdentifier& id, const AccountId& who, Balance value) {
    if (value == 0) return {};
    return Pallet::storage.Reserves.try_mutate(who, [&](ReserveList& reserves) -> DispatchResult {
        const auto [place, found] = find_reserve(reserves, id);
        if (found) {
            const auto sum = checked_add(place->amount, value);
            ENSURE(sum.has_value(), ArithmeticError::Overflow);
            place->amount = sum.value_or(max_value<Balance>());
        } else {
            ENSURE(reserves.try_insert(static_cast<size_t>(place - reserves.begin()), Reserve{id, value}),
                   Pallet::Error::TooManyReserves);
        }
        return reserve(who, value);
    });
}

template <class T>
Balance Currency<T>::unreserve_named(const ReserveIdentifier& id, const AccountId& who, Balance value) {
    if (value == 0) return 0;
    ReserveList reserves = Pallet::storage.Reserves.get(who);
    const auto [place, found] = find_reserve(reserves, id);
    if (!found) return value;

    const Balance wanted = std::min(place->amount, value);
    const Balance actual = saturating_sub(wanted, unreserve(who, wanted));
    place->amount -= actual;
    if (place->amount == 0) reserves.erase(place);
    if (reserves.empty()) {
        Pallet::storage.Reserves.remove(who);
    } else {
        Pallet::storage.Reserves.put(who, reserves);
    }
    return value - actual;
}

/// The list is written back even if there is nothing to slash, and an empty reserve stays in it.
template <class T>
auto Currency<T>::slash_reserved_named(const ReserveIdentifier& id, const AccountId& who, Balance value)
    -> std::pair<NegativeImbalance, Balance> {
    if (value == 0) return {NegativeImbalance(), Balance{0}};
    ReserveList reserves = Pallet::storage.Reserves.get(who);
    const auto [place, found] = find_reserve(reserves, id);
    std::pair<NegativeImbalance, Balance> outcome{NegativeImbalance(), value};
    if (found) {
        const Balance wanted = std::min(place->amount, value);
        auto [imbalance, missed] = slash_reserved(who, wanted);
        const Balance actual = saturating_sub(wanted, missed);
        place->amount -= actual;
        Pallet::deposit_event(typename Pallet::Event::Slashed{who, actual});
        outcome = {std::move(imbalance), value - actual};
    }
    Pallet::storage.Reserves.put(who, reserves);
    return outcome;
}

template <class T>
ResultOf<Balance> Currency<T>::repatriate_reserved_named(const ReserveIdentifier& id, const AccountId& from,
                                                         const AccountId& to, Balance value, BalanceStatus status) {
    if (value == 0) return Balance{0};
    if (from == to) {
        if (status == BalanceStatus::Free) return unreserve_named(id, from, value);
        return saturating_sub(value, reserved_balance_named(id, from));
    }
    return Pallet::storage.Reserves.try_mutate(from, [&](ReserveList& reserves) -> ResultOf<Balance> {
        const auto [place, found] = find_reserve(reserves, id);
        if (!found) return value;

        const Balance wanted = std::min(place->amount, value);
        Balance actual = 0;
        if (status == BalanceStatus::Free) {
            actual = saturating_sub(wanted, TRY(repatriate_reserved(from, to, wanted, status)));
        } else {
            // It is reserved there under the same identifier.
            TRY(Pallet::storage.Reserves.try_mutate(to, [&](ReserveList& theirs) -> DispatchResult {
                const auto [spot, known] = find_reserve(theirs, id);
                actual = saturating_sub(wanted, TRY(repatriate_reserved(from, to, wanted, status)));
                if (known) {
                    spot->amount = saturating_add(spot->amount, actual);
                } else {
                    ENSURE(theirs.try_insert(static_cast<size_t>(spot - theirs.begin()), Reserve{id, actual}),
                           Pallet::Error::TooManyReserves);
                }
                return {};
            }));
        }
        place->amount -= actual;
        return value - actual;
    });
}

template <class T>
DispatchResult Currency<T>::ensure_reserved_named(const ReserveIdentifier& id, const AccountId& who, Balance value) {
    const Balance current = reserved_balance_named(id, who);
    if (current < value) return reserve_named(id, who, value - current);
    if (current > value) static_cast<void>(unreserve_named(id, who, current - value));
    return {};
}

template <class T>
Balance Currency<T>::unreserve_all_named(const ReserveIdentifier& id, const AccountId& who) {
    const Balance all = reserved_balance_named(id, who);
    static_cast<void>(unreserve_named(id, who, all));
    return all;
}

template <class T>
auto Currency<T>::slash_all_reserved_named(const ReserveIdentifier& id, const AccountId& who) -> NegativeImbalance {
    return slash_reserved_named(id, who, reserved_balance_named(id, who)).first;
}

template <class T>
DispatchResult Currency<T>::repatriate_all_reserved_named(const ReserveIdentifier& id, const AccountId& from,
                                                          const AccountId& to, BalanceStatus status) {
    TRY(repatriate_reserved_named(id, from, to, reserved_balance_named(id, from), status));
    return {};
}

template <class T>
void Currency<T>::set_lock(const LockIdentifier& id, const AccountId& who, Balance amount, WithdrawReasons reasons) {
    if (amount == 0 || reasons.is_empty()) return remove_lock(id, who);
    LockList locks = Pallet::storage.Locks.get(who);
    const auto place = std::find_if(locks.begin(), locks.end(), [&](const Lock& lock) { return lock.id == id; });
    const Lock lock{id, amount, types::reasons_from(reasons)};
    if (place != locks.end()) {
        *place = lock;
    } else {
        locks.force_push(lock);
    }
    update_locks(who, std::move(locks));
}

template <class T>
void Currency<T>::extend_lock(const LockIdentifier& id, const AccountId& who, Balance amount, WithdrawReasons reasons) {
    if (amount == 0 || reasons.is_empty()) return;
    LockList locks = Pallet::storage.Locks.get(who);
    const auto place = std::find_if(locks.begin(), locks.end(), [&](const Lock& lock) { return lock.id == id; });
    if (place != locks.end()) {
        place->amount = std::max(place->amount, amount);
        place->reasons = place->reasons | types::reasons_from(reasons);
    } else {
        locks.force_push({id, amount, types::reasons_from(reasons)});
    }
    update_locks(who, std::move(locks));
}

template <class T>
void Currency<T>::remove_lock(const LockIdentifier& id, const AccountId& who) {
    LockList locks = Pallet::storage.Locks.get(who);
    std::erase_if(locks, [&](const Lock& lock) { return lock.id == id; });
    update_locks(who, std::move(locks));
}

}  // namespace serinus::pallet_balances
