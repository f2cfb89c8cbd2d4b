/// fungible::{Inspect, Unbalanced, Mutate, Balanced}: what the transfers are made of.
#pragma once

#include "runtime/pallets/balances/balances.hpp"

namespace serinus::pallet_balances {

template <class T>
template <class Info>
Balance Currency<T>::reducible(const Info& info, Preservation preservation, Fortitude force) {
    const Data& data = info.data;
    // The frozen amount is a floor for all of the account's money: what is on hold counts towards it.
    Balance untouchable = force == Fortitude::Polite ? saturating_sub(data.frozen, data.reserved) : Balance{0};
    const bool can_end = info.consumers == 0 || info.providers > 1;  // System: can_dec_provider
    const bool must_provide = preservation == Preservation::Preserve ||
                              (preservation == Preservation::Protect && data.free != 0 && info.providers == 1) ||
                              (preservation == Preservation::Expendable && data.free != 0 && !can_end);
    if (must_provide) untouchable = std::max(untouchable, kExistentialDeposit);
    return saturating_sub(data.free, untouchable);
}

template <class T>
Balance Currency<T>::reducible_balance(const AccountId& who, Preservation preservation, Fortitude force) {
    return reducible(T::AccountStore::info(who), preservation, force);
}

template <class T>
DepositConsequence Currency<T>::can_deposit(const AccountId& who, Balance amount, Provenance provenance) {
    if (amount == 0) return DepositConsequence::Success;
    if (provenance == Provenance::Minted && !checked_add(total_issuance(), amount)) return DepositConsequence::Overflow;
    const Data data = account(who);
    const auto free = checked_add(data.free, amount);
    if (!free) return DepositConsequence::Overflow;
    if (*free < kExistentialDeposit) return DepositConsequence::BelowMinimum;
    return checked_add(data.reserved, *free) ? DepositConsequence::Success : DepositConsequence::Overflow;
}

template <class T>
WithdrawConsequence Currency<T>::can_withdraw(const AccountId& who, Balance amount) {
    if (amount == 0) return WithdrawConsequence::Success;
    if (total_issuance() < amount) return WithdrawConsequence::Underflow;

    const auto info = T::AccountStore::info(who);
    const auto rest = checked_sub(info.data.free, amount);
    if (!rest) return WithdrawConsequence::BalanceLow;
    if (amount > reducible(info, Preservation::Expendable, Fortitude::Polite)) return WithdrawConsequence::Frozen;
    const bool would_end = *rest < kExistentialDeposit;
    if (would_end && info.consumers != 0 && info.providers <= 1) return WithdrawConsequence::WouldDie;
    if (saturating_add(*rest, info.data.reserved) < info.data.frozen) return WithdrawConsequence::Frozen;
    return would_end ? WithdrawConsequence::ReducedToZero : WithdrawConsequence::Success;
}

template <class T>
ResultOf<std::optional<Balance>> Currency<T>::write_balance(const AccountId& who, Balance amount) {
    return write_free(who, amount, reducible_balance(who, Preservation::Expendable, Fortitude::Force));
}

template <class T>
ResultOf<std::optional<Balance>> Currency<T>::write_free(const AccountId& who, Balance amount, Balance most) {
    auto [outcome, dust] = try_mutate_account(who, [&](Data& account, bool) -> DispatchResult {
        ENSURE(saturating_sub(account.free, amount) <= most, Pallet::Error::InsufficientBalance);
        account.free = amount;
        return {};
    });
    TRY(std::move(outcome));
    return dust;
}

template <class T>
ResultOf<Balance> Currency<T>::decrease_balance(const AccountId& who, Balance amount, Precision precision,
                                                Preservation preservation, Fortitude force) {
    const auto info = T::AccountStore::info(who);
    const Balance most = reducible(info, preservation, force);
    if (precision == Precision::BestEffort) amount = std::min(amount, most);
    ENSURE(amount <= most, TokenError::FundsUnavailable);
    const auto after = checked_sub(info.data.free, amount);
    ENSURE(after.has_value(), TokenError::FundsUnavailable);
    handle_dust(TRY(write_free(who, *after, reducible(info, Preservation::Expendable, Fortitude::Force))));
    return amount;
}

template <class T>
ResultOf<Balance> Currency<T>::increase_balance(const AccountId& who, Balance amount, Precision precision) {
    const Balance before = free_balance(who);
    const auto sum = checked_add(before, amount);
    ENSURE(sum || precision == Precision::BestEffort, ArithmeticError::Overflow);
    const Balance after = sum.value_or(max_value<Balance>());  // never less: any reduction limit will do
    if (after < kExistentialDeposit) {
        ENSURE(precision == Precision::BestEffort, TokenError::BelowMinimum);
        return Balance{0};
    }
    if (after == before) return Balance{0};
    handle_dust(TRY(write_free(who, after, 0)));
    return after - before;
}

template <class T>
ResultOf<Balance> Currency<T>::mint_into(const AccountId& who, Balance amount) {
    ENSURE(checked_add(total_issuance(), amount).has_value(), ArithmeticError::Overflow);
    const Balance actual = TRY(increase_balance(who, amount, Precision::Exact));
    increase_issuance(actual);
    Pallet::deposit_event(typename Pallet::Event::Minted{who, amount});
    return actual;
}

template <class T>
ResultOf<Balance> Currency<T>::burn_from(const AccountId& who, Balance amount, Preservation preservation,
                                         Precision precision, Fortitude force) {
    const Balance possible = std::min(reducible_balance(who, preservation, force), amount);
    ENSURE(possible == amount || precision == Precision::BestEffort, TokenError::FundsUnavailable);
    ENSURE(total_issuance() >= possible, ArithmeticError::Overflow);
    const Balance actual = TRY(decrease_balance(who, possible, Precision::BestEffort, preservation, force));
    decrease_issuance(actual);
    Pallet::deposit_event(typename Pallet::Event::Burned{who, actual});
    return actual;
}

template <class T>
ResultOf<Balance> Currency<T>::shelve(const AccountId& who, Balance amount) {
    const Balance possible = reducible_balance(who, Preservation::Expendable, Fortitude::Polite);
    ENSURE(possible >= amount, TokenError::FundsUnavailable);
    ENSURE(total_issuance() >= amount, ArithmeticError::Overflow);
    const Balance actual =
        TRY(decrease_balance(who, amount, Precision::BestEffort, Preservation::Expendable, Fortitude::Polite));
    decrease_issuance(actual);
    Pallet::deposit_event(typename Pallet::Event::Suspended{who, actual});
    return actual;
}

template <class T>
ResultOf<Balance> Currency<T>::restore(const AccountId& who, Balance amount) {
    ENSURE(checked_add(total_issuance(), amount).has_value(), ArithmeticError::Overflow);
    const Balance actual = TRY(increase_balance(who, amount, Precision::Exact));
    increase_issuance(actual);
    Pallet::deposit_event(typename Pallet::Event::Restored{who, amount});
    return actual;
}

template <class T>
ResultOf<Balance> Currency<T>::transfer(const AccountId& from, const AccountId& to, Balance amount,
                                        Preservation preservation) {
    TRY(into_result(can_withdraw(from, amount), preservation != Preservation::Expendable));
    TRY(into_result(can_deposit(to, amount, Provenance::Extant)));
    if (from == to) return amount;
    TRY(decrease_balance(from, amount, Precision::BestEffort, preservation, Fortitude::Polite));
    static_cast<void>(increase_balance(to, amount, Precision::BestEffort));
    Pallet::deposit_event(typename Pallet::Event::Transfer{from, to, amount});
    return amount;
}

template <class T>
Balance Currency<T>::set_balance(const AccountId& who, Balance amount) {
    const Balance before = free_balance(who);
    if (before > amount) {
        const auto burnt = burn_from(who, before - amount, Precision::BestEffort, Fortitude::Force);
        return burnt ? saturating_sub(before, *burnt) : before;
    }
    const auto minted = mint_into(who, amount - before);
    return minted ? saturating_add(before, *minted) : before;
}

template <class T>
auto Currency<T>::issue_credit(Balance amount) -> FungibleCredit {
    const Balance before = total_issuance();
    increase_issuance(amount);
    const Balance made = total_issuance() - before;
    if (made != 0) Pallet::deposit_event(typename Pallet::Event::Issued{made});
    return FungibleCredit(made);
}

template <class T>
auto Currency<T>::rescind(Balance amount) -> FungibleDebt {
    const Balance before = total_issuance();
    decrease_issuance(amount);
    const Balance gone = before - total_issuance();
    Pallet::deposit_event(typename Pallet::Event::Rescinded{gone});
    return FungibleDebt(gone);
}

template <class T>
auto Currency<T>::deposit(const AccountId& who, Balance value, Precision precision) -> ResultOf<FungibleDebt> {
    const Balance increase = TRY(increase_balance(who, value, precision));
    Pallet::deposit_event(typename Pallet::Event::Deposit{who, increase});
    return FungibleDebt(increase);
}

template <class T>
auto Currency<T>::withdraw(const AccountId& who, Balance value, Precision precision, Preservation preservation,
                           Fortitude force) -> ResultOf<FungibleCredit> {
    const Balance decrease = TRY(decrease_balance(who, value, precision, preservation, force));
    Pallet::deposit_event(typename Pallet::Event::Withdraw{who, decrease});
    return FungibleCredit(decrease);
}

template <class T>
auto Currency<T>::resolve(const AccountId& who, FungibleCredit credit) -> Result<Unit, FungibleCredit> {
    auto debt = deposit(who, credit.peek(), Precision::Exact);
    if (!debt) return Err(std::move(credit));
    static_cast<void>(std::move(credit).offset(*std::move(debt)));
    return Unit{};
}

}  // namespace serinus::pallet_balances
