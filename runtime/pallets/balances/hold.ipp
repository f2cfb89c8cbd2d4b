/// fungible::hold and fungible::freeze.
#pragma once

#include "runtime/pallets/balances/balances.hpp"

namespace serinus::pallet_balances {

/// A hold or a freeze by its identifier.
template <class List, class Id>
auto find_id(List& list, const Id& id) {
    return std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.id == id; });
}

template <class T>
Balance Currency<T>::reducible_total_balance_on_hold(const AccountId& who, Fortitude force) {
    const Data data = account(who);
    // What is free counts towards the frozen floor; the rest of it must stay on hold.
    const Balance must_stay = force == Fortitude::Force ? Balance{0} : saturating_sub(data.frozen, data.free);
    return saturating_sub(data.reserved, must_stay);
}

template <class T>
Balance Currency<T>::balance_on_hold(const HoldReason& reason, const AccountId& who) {
    const HoldList holds = Pallet::storage.Holds.get(who);
    const auto place = find_id(holds, reason);
    return place != holds.end() ? place->amount : Balance{0};
}

template <class T>
bool Currency<T>::hold_available(const HoldReason& reason, const AccountId& who) {
    if (System::providers(who) == 0) return false;
    const HoldList holds = Pallet::storage.Holds.get(who);
    return !holds.is_full() || find_id(holds, reason) != holds.end();
}

template <class T>
DispatchResult Currency<T>::ensure_can_hold(const HoldReason& reason, const AccountId& who, Balance amount) {
    ENSURE(amount <= reducible_balance(who, Preservation::Protect, Fortitude::Force), TokenError::FundsUnavailable);
    ENSURE(hold_available(reason, who), TokenError::CannotCreateHold);
    return {};
}

template <class T>
DispatchResult Currency<T>::set_balance_on_hold(const HoldReason& reason, const AccountId& who, Balance amount) {
    Data data = account(who);
    HoldList holds = Pallet::storage.Holds.get(who);
    Balance before = 0;
    if (const auto place = find_id(holds, reason); place != holds.end()) {
        before = place->amount;
        place->amount = amount;
        holds.retain([](const Hold& hold) { return hold.amount != 0; });
    } else if (amount != 0) {
        ENSURE(holds.try_push({reason, amount}), Pallet::Error::TooManyHolds);
    }

    if (amount >= before) {
        const auto sum = checked_add(data.reserved, amount - before);
        ENSURE(sum.has_value(), ArithmeticError::Overflow);
        data.reserved = *sum;
    } else {
        const auto rest = checked_sub(data.reserved, before - amount);
        ENSURE(rest.has_value(), ArithmeticError::Underflow);
        data.reserved = *rest;
    }
    auto [outcome, dust] = try_mutate_account(who, [&](Data& stored, bool) -> DispatchResult {
        stored = data;
        return {};
    });
    TRY(std::move(outcome));
    Pallet::storage.Holds.put(who, holds);
    return {};
}

template <class T>
ResultOf<Balance> Currency<T>::decrease_balance_on_hold(const HoldReason& reason, const AccountId& who, Balance amount,
                                                        Precision precision) {
    const Balance before = balance_on_hold(reason, who);
    if (precision == Precision::BestEffort) amount = std::min(amount, before);
    ENSURE(amount <= before, TokenError::FundsUnavailable);
    TRY(set_balance_on_hold(reason, who, before - amount));
    return amount;
}

template <class T>
ResultOf<Balance> Currency<T>::increase_balance_on_hold(const HoldReason& reason, const AccountId& who, Balance amount,
                                                        Precision precision) {
    const Balance before = balance_on_hold(reason, who);
    const auto sum = checked_add(before, amount);
    ENSURE(sum || precision == Precision::BestEffort, ArithmeticError::Overflow);
    const Balance after = sum.value_or(max_value<Balance>());
    if (after != before) TRY(set_balance_on_hold(reason, who, after));
    return after - before;
}

template <class T>
DispatchResult Currency<T>::hold(const HoldReason& reason, const AccountId& who, Balance amount) {
    TRY(ensure_can_hold(reason, who, amount));
    TRY(decrease_balance(who, amount, Precision::Exact, Preservation::Protect, Fortitude::Force));
    TRY(increase_balance_on_hold(reason, who, amount, Precision::BestEffort));
    return {};
}

template <class T>
ResultOf<Balance> Currency<T>::release(const HoldReason& reason, const AccountId& who, Balance amount,
                                       Precision precision) {
    ENSURE(can_deposit(who, amount, Provenance::Extant) == DepositConsequence::Success, TokenError::CannotCreate);
    const Balance released = TRY(decrease_balance_on_hold(reason, who, amount, precision));
    return increase_balance(who, released, Precision::BestEffort);
}

template <class T>
ResultOf<Balance> Currency<T>::burn_held(const HoldReason& reason, const AccountId& who, Balance amount,
                                         Precision precision, Fortitude force) {
    const Balance liquid = reducible_total_balance_on_hold(who, force);
    if (precision == Precision::BestEffort) amount = std::min(amount, liquid);
    ENSURE(amount <= liquid, TokenError::Frozen);
    const Balance burnt = TRY(decrease_balance_on_hold(reason, who, amount, precision));
    decrease_issuance(burnt);
    return burnt;
}

template <class T>
ResultOf<Balance> Currency<T>::transfer_on_hold(const HoldReason& reason, const AccountId& from, const AccountId& to,
                                                Balance amount, Precision precision, Restriction mode,
                                                Fortitude force) {
    const Balance held = balance_on_hold(reason, from);
    const Balance liquid = reducible_total_balance_on_hold(from, force);
    if (precision == Precision::BestEffort) amount = std::min({amount, liquid, held});
    ENSURE(amount <= liquid, TokenError::Frozen);
    ENSURE(amount <= held, TokenError::FundsUnavailable);
    ENSURE(can_deposit(to, amount, Provenance::Extant) == DepositConsequence::Success, TokenError::CannotCreate);
    ENSURE(mode == Restriction::Free || hold_available(reason, to), TokenError::CannotCreateHold);

    const Balance moved = TRY(decrease_balance_on_hold(reason, from, amount, precision));
    if (mode == Restriction::OnHold) return increase_balance_on_hold(reason, to, moved, precision);
    return increase_balance(to, moved, precision);
}

template <class T>
ResultOf<Balance> Currency<T>::transfer_and_hold(const HoldReason& reason, const AccountId& from, const AccountId& to,
                                                 Balance amount, Precision precision, Preservation preservation,
                                                 Fortitude force) {
    ENSURE(hold_available(reason, to), TokenError::CannotCreateHold);
    ENSURE(can_deposit(to, amount, Provenance::Extant) == DepositConsequence::Success, TokenError::CannotCreate);
    const Balance moved = TRY(decrease_balance(from, amount, precision, preservation, force));
    TRY(increase_balance_on_hold(reason, to, moved, precision));
    return moved;
}

template <class T>
auto Currency<T>::slash_held(const HoldReason& reason, const AccountId& who, Balance amount)
    -> std::pair<FungibleCredit, Balance> {
    const auto slashed = decrease_balance_on_hold(reason, who, amount, Precision::BestEffort);
    const Balance actual = slashed ? *slashed : Balance{0};
    return {FungibleCredit(actual), saturating_sub(amount, actual)};
}

template <class T>
Balance Currency<T>::balance_frozen(const FreezeIdentifier& id, const AccountId& who) {
    const FreezeList freezes = Pallet::storage.Freezes.get(who);
    const auto place = find_id(freezes, id);
    return place != freezes.end() ? place->amount : Balance{0};
}

template <class T>
bool Currency<T>::can_freeze(const FreezeIdentifier& id, const AccountId& who) {
    const FreezeList freezes = Pallet::storage.Freezes.get(who);
    return !freezes.is_full() || find_id(freezes, id) != freezes.end();
}

template <class T>
DispatchResult Currency<T>::set_freeze(const FreezeIdentifier& id, const AccountId& who, Balance amount) {
    if (amount == 0) return thaw(id, who);
    FreezeList freezes = Pallet::storage.Freezes.get(who);
    if (const auto place = find_id(freezes, id); place != freezes.end()) {
        place->amount = amount;
    } else {
        ENSURE(freezes.try_push({id, amount}), Pallet::Error::TooManyFreezes);
    }
    return update_freezes(who, freezes);
}

template <class T>
DispatchResult Currency<T>::extend_freeze(const FreezeIdentifier& id, const AccountId& who, Balance amount) {
    if (amount == 0) return {};
    return set_freeze(id, who, std::max(amount, balance_frozen(id, who)));
}

template <class T>
DispatchResult Currency<T>::thaw(const FreezeIdentifier& id, const AccountId& who) {
    FreezeList freezes = Pallet::storage.Freezes.get(who);
    freezes.retain([&](const Freeze& freeze) { return freeze.id != id; });
    return update_freezes(who, freezes);
}

}  // namespace serinus::pallet_balances
