/// Currency and ReservableCurrency.
///
/// An imbalance is made while the account is changed. If the change is then refused, because the account cannot lose
/// its last provider, the imbalance ends there, and the issuance follows it although no money has moved. Observed:
/// polkadot-sdk v1.1.0 does so, in every function here that gives an imbalance.
#pragma once

#include "runtime/pallets/balances/balances.hpp"

namespace serinus::pallet_balances {

template <class T>
Balance Currency<T>::free_balance(const AccountId& who) {
    return account(who).free;
}
template <class T>
Balance Currency<T>::reserved_balance(const AccountId& who) {
    return account(who).reserved;
}
template <class T>
Balance Currency<T>::total_balance(const AccountId& who) {
    return account(who).total();
}
template <class T>
Balance Currency<T>::usable_balance(const AccountId& who) {
    return reducible_balance(who, Preservation::Expendable, Fortitude::Polite);
}
template <class T>
Balance Currency<T>::usable_balance_for_fees(const AccountId& who) {
    return reducible_balance(who, Preservation::Protect, Fortitude::Polite);
}

template <class T>
Balance Currency<T>::total_issuance() {
    return Pallet::storage.TotalIssuance.get();
}
template <class T>
Balance Currency<T>::active_issuance() {
    return saturating_sub(total_issuance(), inactive_issuance());
}
template <class T>
Balance Currency<T>::inactive_issuance() {
    return Pallet::storage.InactiveIssuance.get();
}
template <class T>
Balance Currency<T>::minimum_balance() {
    return kExistentialDeposit;
}
template <class T>
void Currency<T>::deactivate(Balance amount) {
    Balance inactive = saturating_add(inactive_issuance(), amount);
    inactive = std::min(inactive, total_issuance());
    Pallet::storage.InactiveIssuance.put(inactive);
}
template <class T>
void Currency<T>::reactivate(Balance amount) {
    Pallet::storage.InactiveIssuance.put(saturating_sub(inactive_issuance(), amount));
}
template <class T>
void Currency<T>::set_total_issuance(Balance amount) {
    Pallet::storage.TotalIssuance.put(amount);
}
template <class T>
void Currency<T>::increase_issuance(Balance amount) {
    set_total_issuance(saturating_add(total_issuance(), amount));
}
template <class T>
void Currency<T>::decrease_issuance(Balance amount) {
    set_total_issuance(saturating_sub(total_issuance(), amount));
}

template <class T>
void Currency<T>::Outspoken::increase_issuance(Balance amount) {
    Currency::increase_issuance(amount);
    Pallet::deposit_event(typename Pallet::Event::Issued{amount});
}
template <class T>
void Currency<T>::Outspoken::decrease_issuance(Balance amount) {
    Currency::decrease_issuance(amount);
    Pallet::deposit_event(typename Pallet::Event::Rescinded{amount});
}

template <class T>
auto Currency<T>::burn(Balance amount) -> PositiveImbalance {
    if (amount == 0) return {};
    const Balance issued = total_issuance();
    const Balance burnt = std::min(amount, issued);
    set_total_issuance(issued - burnt);
    Pallet::deposit_event(typename Pallet::Event::Rescinded{burnt});
    return PositiveImbalance(burnt);
}

template <class T>
auto Currency<T>::issue(Balance amount) -> NegativeImbalance {
    if (amount == 0) return {};
    const Balance issued = total_issuance();
    const Balance made = std::min(amount, max_value<Balance>() - issued);
    set_total_issuance(issued + made);
    Pallet::deposit_event(typename Pallet::Event::Issued{made});
    return NegativeImbalance(made);
}

template <class T>
bool Currency<T>::can_slash(const AccountId& who, Balance value) {
    return value == 0 || free_balance(who) >= value;
}

/// The reasons do not matter: every lock holds for all of them. What is reserved does not count here.
template <class T>
DispatchResult Currency<T>::ensure_can_withdraw(const AccountId& who, Balance amount, WithdrawReasons,
                                                Balance new_balance) {
    if (amount == 0) return {};
    ENSURE(new_balance >= account(who).frozen, Pallet::Error::LiquidityRestrictions);
    return {};
}

template <class T>
DispatchResult Currency<T>::transfer(const AccountId& from, const AccountId& to, Balance value,
                                     ExistenceRequirement existence) {
    if (value == 0 || from == to) return {};
    const bool keep_alive = existence == ExistenceRequirement::KeepAlive;
    TRY(transfer(from, to, value, keep_alive ? Preservation::Preserve : Preservation::Expendable));
    return {};
}

template <class T>
auto Currency<T>::slash(const AccountId& who, Balance value) -> std::pair<NegativeImbalance, Balance> {
    if (value == 0) return {NegativeImbalance(), Balance{0}};
    if (total_balance(who) == 0) return {NegativeImbalance(), value};

    auto slashed = try_mutate_account_handling_dust(who, [&](Data& account, bool) -> ResultOf<NegativeImbalance> {
        // The account stays if something depends on it.
        const Balance must_stay = System::can_dec_provider(who) ? Balance{0} : kExistentialDeposit;
        const Balance actual = std::min(value, saturating_sub(account.free, must_stay));
        account.free = saturating_sub(account.free, actual);
        return NegativeImbalance(actual);
    });
    if (!slashed) return {NegativeImbalance(), value};
    const Balance rest = value - slashed->peek();
    Pallet::deposit_event(typename Pallet::Event::Slashed{who, slashed->peek()});
    return {*std::move(slashed), rest};
}

template <class T>
auto Currency<T>::deposit_into_existing(const AccountId& who, Balance value) -> ResultOf<PositiveImbalance> {
    if (value == 0) return PositiveImbalance();
    return try_mutate_account_handling_dust(who, [&](Data& account, bool is_new) -> ResultOf<PositiveImbalance> {
        ENSURE(!is_new, Pallet::Error::DeadAccount);
        const auto sum = checked_add(account.free, value);
        ENSURE(sum.has_value(), ArithmeticError::Overflow);
        account.free = *sum;
        Pallet::deposit_event(typename Pallet::Event::Deposit{who, value});
        return PositiveImbalance(value);
    });
}

template <class T>
auto Currency<T>::deposit_creating(const AccountId& who, Balance value) -> PositiveImbalance {
    if (value == 0) return {};
    auto deposited =
        try_mutate_account_handling_dust(who, [&](Data& account, bool is_new) -> ResultOf<PositiveImbalance> {
            ENSURE(value >= kExistentialDeposit || !is_new, Pallet::Error::ExistentialDeposit);
            const auto sum = checked_add(account.free, value);
            if (!sum) return PositiveImbalance();
            account.free = *sum;
            Pallet::deposit_event(typename Pallet::Event::Deposit{who, value});
            return PositiveImbalance(value);
        });
    return deposited ? *std::move(deposited) : PositiveImbalance();
}

template <class T>
void Currency<T>::resolve_creating(const AccountId& who, NegativeImbalance value) {
    PositiveImbalance deposited = deposit_creating(who, value.peek());
    static_cast<void>(std::move(value).offset(std::move(deposited)));
}

template <class T>
auto Currency<T>::resolve_into_existing(const AccountId& who, NegativeImbalance value)
    -> Result<Unit, NegativeImbalance> {
    auto deposited = deposit_into_existing(who, value.peek());
    if (!deposited) return Err(std::move(value));
    static_cast<void>(std::move(value).offset(*std::move(deposited)));
    return Unit{};
}

template <class T>
auto Currency<T>::withdraw(const AccountId& who, Balance value, WithdrawReasons, ExistenceRequirement liveness)
    -> ResultOf<NegativeImbalance> {
    if (value == 0) return NegativeImbalance();
    return try_mutate_account_handling_dust(who, [&](Data& account, bool) -> ResultOf<NegativeImbalance> {
        const auto rest = checked_sub(account.free, value);
        ENSURE(rest.has_value(), Pallet::Error::InsufficientBalance);
        const bool would_kill = *rest < kExistentialDeposit && account.free >= kExistentialDeposit;
        ENSURE(liveness == ExistenceRequirement::AllowDeath || !would_kill, Pallet::Error::Expendability);
        ENSURE(*rest >= account.frozen, Pallet::Error::LiquidityRestrictions);
        account.free = *rest;
        Pallet::deposit_event(typename Pallet::Event::Withdraw{who, value});
        return NegativeImbalance(value);
    });
}

template <class T>
auto Currency<T>::settle(const AccountId& who, PositiveImbalance value, WithdrawReasons reasons,
                         ExistenceRequirement liveness) -> Result<Unit, PositiveImbalance> {
    auto withdrawn = withdraw(who, value.peek(), reasons, liveness);
    if (!withdrawn) return Err(std::move(value));
    static_cast<void>(std::move(value).offset(*std::move(withdrawn)));
    return Unit{};
}

template <class T>
auto Currency<T>::make_free_balance_be(const AccountId& who, Balance value)
    -> std::pair<PositiveImbalance, NegativeImbalance> {
    using Imbalances = std::pair<PositiveImbalance, NegativeImbalance>;
    auto changed = try_mutate_account_handling_dust(who, [&](Data& account, bool is_new) -> ResultOf<Imbalances> {
        ENSURE(value >= kExistentialDeposit || !is_new, Pallet::Error::ExistentialDeposit);
        const Balance old = std::exchange(account.free, value);
        Pallet::deposit_event(typename Pallet::Event::BalanceSet{who, value});
        return Imbalances(saturating_sub(value, old), saturating_sub(old, value));
    });
    return changed ? *std::move(changed) : Imbalances();
}

template <class T>
bool Currency<T>::can_reserve(const AccountId& who, Balance value) {
    if (value == 0) return true;
    const Data data = account(who);
    const auto rest = checked_sub(data.free, value);
    return rest && *rest >= kExistentialDeposit && *rest >= data.frozen;
}

template <class T>
DispatchResult Currency<T>::reserve(const AccountId& who, Balance value) {
    if (value == 0) return {};
    TRY(try_mutate_account_handling_dust(who, [&](Data& account, bool) -> DispatchResult {
        const auto rest = checked_sub(account.free, value);
        ENSURE(rest.has_value(), Pallet::Error::InsufficientBalance);
        const auto sum = checked_add(account.reserved, value);
        ENSURE(sum.has_value(), ArithmeticError::Overflow);
        account.free = *rest;
        account.reserved = *sum;
        ENSURE(*rest >= account.frozen, Pallet::Error::LiquidityRestrictions);
        return {};
    }));
    Pallet::deposit_event(typename Pallet::Event::Reserved{who, value});
    return {};
}

template <class T>
Balance Currency<T>::unreserve(const AccountId& who, Balance value) {
    if (value == 0) return 0;
    if (total_balance(who) == 0) return value;
    const auto actual = try_mutate_account_handling_dust(who, [&](Data& account, bool) -> ResultOf<Balance> {
        const Balance freed = std::min(account.reserved, value);
        account.reserved -= freed;
        account.free = saturating_add(account.free, freed);
        return freed;
    });
    if (!actual) return value;
    Pallet::deposit_event(typename Pallet::Event::Unreserved{who, *actual});
    return value - *actual;
}

template <class T>
auto Currency<T>::slash_reserved(const AccountId& who, Balance value) -> std::pair<NegativeImbalance, Balance> {
    if (value == 0) return {NegativeImbalance(), Balance{0}};
    if (total_balance(who) == 0) return {NegativeImbalance(), value};
    auto slashed = try_mutate_account_handling_dust(who, [&](Data& account, bool) -> ResultOf<NegativeImbalance> {
        const Balance actual = std::min(value, account.reserved);
        account.reserved -= actual;
        return NegativeImbalance(actual);
    });
    if (!slashed) return {NegativeImbalance(), value};
    const Balance rest = value - slashed->peek();
    Pallet::deposit_event(typename Pallet::Event::Slashed{who, slashed->peek()});
    return {*std::move(slashed), rest};
}

template <class T>
ResultOf<Balance> Currency<T>::repatriate_reserved(const AccountId& from, const AccountId& to, Balance value,
                                                   BalanceStatus status) {
    const Balance moved = TRY(do_transfer_reserved(from, to, value, Precision::BestEffort, Fortitude::Polite, status));
    return saturating_sub(value, moved);
}

}  // namespace serinus::pallet_balances
