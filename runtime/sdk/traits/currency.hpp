/// A currency as pallets with an older heart use it: free balances, reserves and locks. Balances is one; pallets that
/// hold and freeze for reasons of their own use fungible.hpp.
/// Source: frame_support::traits::tokens::currency of July 2023
#pragma once

#include "runtime/sdk/traits/tokens.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// Free balances may be looked at, moved, made and destroyed. A credit is money that has left accounts
/// (NegativeImbalance), a debt money that is to leave them (PositiveImbalance).
template <class C>
concept BasicCurrency =
    requires(const AccountId& who, Balance amount, WithdrawReasons reasons, ExistenceRequirement existence,
             typename C::NegativeImbalance credit, typename C::PositiveImbalance debt) {
        { C::total_issuance() } -> std::same_as<Balance>;
        { C::active_issuance() } -> std::same_as<Balance>;
        { C::minimum_balance() } -> std::same_as<Balance>;
        { C::free_balance(who) } -> std::same_as<Balance>;
        { C::total_balance(who) } -> std::same_as<Balance>;
        { C::can_slash(who, amount) } -> std::same_as<bool>;
        { C::ensure_can_withdraw(who, amount, reasons, amount) } -> std::same_as<DispatchResult>;
        { C::transfer(who, who, amount, existence) } -> std::same_as<DispatchResult>;
        { C::burn(amount) } -> std::same_as<typename C::PositiveImbalance>;
        { C::issue(amount) } -> std::same_as<typename C::NegativeImbalance>;
        { C::slash(who, amount) } -> std::same_as<std::pair<typename C::NegativeImbalance, Balance>>;
        { C::deposit_into_existing(who, amount) } -> std::same_as<ResultOf<typename C::PositiveImbalance>>;
        { C::deposit_creating(who, amount) } -> std::same_as<typename C::PositiveImbalance>;
        C::resolve_creating(who, std::move(credit));
        { C::withdraw(who, amount, reasons, existence) } -> std::same_as<ResultOf<typename C::NegativeImbalance>>;
        C::settle(who, std::move(debt), reasons, existence);
        C::make_free_balance_be(who, amount);
    };

/// Money may be set aside in its account. Functions with a Balance as their result say what could not be done.
template <class C>
concept ReservableCurrency = BasicCurrency<C> && requires(const AccountId& who, Balance amount, BalanceStatus status) {
    { C::reserved_balance(who) } -> std::same_as<Balance>;
    { C::can_reserve(who, amount) } -> std::same_as<bool>;
    { C::reserve(who, amount) } -> std::same_as<DispatchResult>;
    { C::unreserve(who, amount) } -> std::same_as<Balance>;
    { C::slash_reserved(who, amount) } -> std::same_as<std::pair<typename C::NegativeImbalance, Balance>>;
    { C::repatriate_reserved(who, who, amount, status) } -> std::same_as<ResultOf<Balance>>;
};

/// Reserves may have names, so that each pallet frees its own only.
template <class C>
concept NamedReservableCurrency = ReservableCurrency<C> && requires(const ReserveIdentifier& id, const AccountId& who,
                                                                    Balance amount, BalanceStatus status) {
    { C::reserved_balance_named(id, who) } -> std::same_as<Balance>;
    { C::reserve_named(id, who, amount) } -> std::same_as<DispatchResult>;
    { C::unreserve_named(id, who, amount) } -> std::same_as<Balance>;
    { C::slash_reserved_named(id, who, amount) } -> std::same_as<std::pair<typename C::NegativeImbalance, Balance>>;
    { C::repatriate_reserved_named(id, who, who, amount, status) } -> std::same_as<ResultOf<Balance>>;
};

/// Spending may be limited; locks overlap.
template <class C>
concept LockableCurrency = BasicCurrency<C> && requires(const LockIdentifier& id, const AccountId& who, Balance amount,
                                                        WithdrawReasons reasons) {
    C::set_lock(id, who, amount, reasons);
    C::extend_lock(id, who, amount, reasons);
    C::remove_lock(id, who);
};

/// What is reserved for something becomes what it should be. Errors: those of reserving.
template <class C>
DispatchResult change_reserve(const AccountId& who, Balance from, Balance to) {
    if (to > from) TRY(C::reserve(who, to - from));
    if (to < from) C::unreserve(who, from - to);
    return {};
}

}  // namespace serinus::sdk
