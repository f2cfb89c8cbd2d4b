/// What a pallet may want of one currency: to look at it, to move it, to carry it as an imbalance, to set money aside
/// for a reason of its own (hold), or to keep an account from spending below an amount (freeze). Each is a concept,
/// which Balances has, as has one asset of several (fungibles.hpp, ItemOf). Holding and Freezing are what a pallet uses
/// for holds and freezes, each for one reason. Source: frame_support::traits::tokens::fungible of July 2023
#pragma once

#include "runtime/sdk/traits/tokens.hpp"

namespace serinus::sdk {

/// The least that is asked of a currency.
template <class C>
concept FungibleInspect = requires(const AccountId& who, Balance amount) {
    { C::total_issuance() } -> std::same_as<Balance>;
    { C::minimum_balance() } -> std::same_as<Balance>;
    { C::balance(who) } -> std::same_as<Balance>;
    { C::total_balance(who) } -> std::same_as<Balance>;
    { C::reducible_balance(who, Preservation::Expendable, Fortitude::Polite) } -> std::same_as<Balance>;
    { C::can_deposit(who, amount, Provenance::Extant) } -> std::same_as<DepositConsequence>;
    { C::can_withdraw(who, amount) } -> std::same_as<WithdrawConsequence>;
};

/// Money may be made, destroyed and moved.
template <class C>
concept FungibleMutate = FungibleInspect<C> && requires(const AccountId& who, Balance amount) {
    { C::mint_into(who, amount) } -> std::same_as<ResultOf<Balance>>;
    { C::burn_from(who, amount, Precision::Exact, Fortitude::Polite) } -> std::same_as<ResultOf<Balance>>;
    { C::transfer(who, who, amount, Preservation::Preserve) } -> std::same_as<ResultOf<Balance>>;
};

/// Balances may be changed without regard to the issuance: what currencies are made of, and what moves imbalances.
template <class C>
concept FungibleUnbalanced = FungibleInspect<C> && requires(const AccountId& who, Balance amount, Precision precision,
                                                            Preservation keep, Fortitude force) {
    { C::write_balance(who, amount) } -> std::same_as<ResultOf<std::optional<Balance>>>;  ///< the dust
    C::set_total_issuance(amount);
    { C::decrease_balance(who, amount, precision, keep, force) } -> std::same_as<ResultOf<Balance>>;
    { C::increase_balance(who, amount, precision) } -> std::same_as<ResultOf<Balance>>;
};

namespace detail {

template <class C>
struct FungibleImbalances {
    using Credit = typename C::NegativeImbalance;
    using Debt = typename C::PositiveImbalance;
};
template <class C>
    requires requires { typename C::FungibleCredit; }
struct FungibleImbalances<C> {
    using Credit = typename C::FungibleCredit;
    using Debt = typename C::FungibleDebt;
};

}  // namespace detail

/// `C::NegativeImbalance` and `C::PositiveImbalance`, or `C::FungibleCredit` and `C::FungibleDebt` where those are of
/// another kind, which other functions of the currency give (currency.hpp).
template <class C>
using CreditOf = typename detail::FungibleImbalances<C>::Credit;
template <class C>
using DebtOf = typename detail::FungibleImbalances<C>::Debt;

/// Money may be on its way: a credit has left accounts and is still issued, a debt has come into accounts and is not
/// issued yet (imbalance.hpp).
template <class C>
concept FungibleBalanced = FungibleInspect<C> && requires(const AccountId& who, Balance amount, Precision precision,
                                                          Preservation keep, Fortitude force, CreditOf<C> credit) {
    { C::issue_credit(amount) } -> std::same_as<CreditOf<C>>;
    { C::rescind(amount) } -> std::same_as<DebtOf<C>>;
    { C::deposit(who, amount, precision) } -> std::same_as<ResultOf<DebtOf<C>>>;
    { C::withdraw(who, amount, precision, keep, force) } -> std::same_as<ResultOf<CreditOf<C>>>;
    /// The credit itself if the account cannot take it.
    { C::resolve(who, std::move(credit)) } -> std::same_as<Result<Unit, CreditOf<C>>>;
};

/// Money may be put on hold: it stays the account's, who cannot use it. Held money does not keep an account alive, and
/// may be slashed. `C::HoldReason` is the runtime's enum of reasons.
template <class C>
concept FungibleHold = FungibleInspect<C> && requires(const typename C::HoldReason& reason, const AccountId& who,
                                                      Balance amount, Precision precision, Fortitude force) {
    { C::total_balance_on_hold(who) } -> std::same_as<Balance>;
    { C::balance_on_hold(reason, who) } -> std::same_as<Balance>;
    { C::ensure_can_hold(reason, who, amount) } -> std::same_as<DispatchResult>;
    { C::hold(reason, who, amount) } -> std::same_as<DispatchResult>;
    { C::release(reason, who, amount, precision) } -> std::same_as<ResultOf<Balance>>;
    { C::burn_held(reason, who, amount, precision, force) } -> std::same_as<ResultOf<Balance>>;
    {
        C::transfer_on_hold(reason, who, who, amount, precision, Restriction::Free, force)
    } -> std::same_as<ResultOf<Balance>>;
    { C::slash_held(reason, who, amount).second } -> std::convertible_to<Balance>;
};

/// Spending may be limited: the largest freeze of an account is a floor for all its money.
template <class C>
concept FungibleFreeze =
    FungibleInspect<C> && requires(const typename C::FreezeIdentifier& id, const AccountId& who, Balance amount) {
        { C::balance_frozen(id, who) } -> std::same_as<Balance>;
        { C::can_freeze(id, who) } -> std::same_as<bool>;
        { C::set_freeze(id, who, amount) } -> std::same_as<DispatchResult>;
        { C::extend_freeze(id, who, amount) } -> std::same_as<DispatchResult>;
        { C::thaw(id, who) } -> std::same_as<DispatchResult>;
    };

namespace detail {

/// Whether the variant `C` of a runtime's enum is that of the pallet's `E`.
template <class C, class E>
concept CarriesReason = requires { requires std::is_same_v<decltype(C::_0), E>; };

template <class C, class V, class E>
constexpr void put_reason(V& out, const E& reason) {
    if constexpr (CarriesReason<C, E>) out = C{reason};
}

template <class Reason, class E, class... Case>
constexpr Reason aggregate(const E& reason, const std::variant<Case...>*) {
    static_assert((CarriesReason<Case, E> || ...), "the runtime does not have this reason");
    Reason out;
    (put_reason<Case>(out.v, reason), ...);
    return out;
}

}  // namespace detail

/// A pallet's reason as one of the runtime's, whose enum (a struct with `v`) has a variant with the pallet's.
template <class Reason, class E>
constexpr Reason runtime_reason(const E& reason) {
    if constexpr (std::is_same_v<Reason, E>) {
        return reason;
    } else {
        using Variant = typename decltype(Reason::v)::Base;
        return detail::aggregate<Reason>(reason, static_cast<const Variant*>(nullptr));
    }
}

/// Holds for one reason: `using Deposit = Holding<typename T::Currency, HoldReason::NftReceipt>;`.
template <class C, auto kReason>
struct Holding {
    static auto reason() { return runtime_reason<typename C::HoldReason>(kReason); }

    static Balance balance(const AccountId& who) { return C::balance_on_hold(reason(), who); }
    /// Errors: TokenError::CannotCreateHold (too many reasons), FundsUnavailable.
    static DispatchResult ensure_can_hold(const AccountId& who, Balance amount) {
        static_assert(FungibleHold<C>);
        return C::ensure_can_hold(reason(), who, amount);
    }
    static DispatchResult hold(const AccountId& who, Balance amount) { return C::hold(reason(), who, amount); }
    /// Makes the held amount what it should be. Errors: those of hold and release.
    static DispatchResult set(const AccountId& who, Balance amount) {
        const Balance now = balance(who);
        if (amount == now) return {};
        if (amount > now) return hold(who, amount - now);
        TRY(release(who, now - amount, Precision::Exact));
        return {};
    }
    /// What was released.
    static ResultOf<Balance> release(const AccountId& who, Balance amount, Precision precision) {
        return C::release(reason(), who, amount, precision);
    }
    static ResultOf<Balance> release_all(const AccountId& who) {
        return release(who, balance(who), Precision::BestEffort);
    }
    static ResultOf<Balance> burn(const AccountId& who, Balance amount, Precision precision, Fortitude force) {
        return C::burn_held(reason(), who, amount, precision, force);
    }
    static ResultOf<Balance> transfer(const AccountId& from, const AccountId& to, Balance amount, Precision precision,
                                      Restriction mode, Fortitude force) {
        return C::transfer_on_hold(reason(), from, to, amount, precision, mode, force);
    }
    /// The imbalance, and what could not be taken.
    static auto slash(const AccountId& who, Balance amount) { return C::slash_held(reason(), who, amount); }
};

/// Freezes by one identifier.
template <class C, auto kId>
struct Freezing {
    static auto id() { return runtime_reason<typename C::FreezeIdentifier>(kId); }

    static Balance balance(const AccountId& who) { return C::balance_frozen(id(), who); }
    static bool can_freeze(const AccountId& who) {
        static_assert(FungibleFreeze<C>);
        return C::can_freeze(id(), who);
    }
    static DispatchResult set(const AccountId& who, Balance amount) { return C::set_freeze(id(), who, amount); }
    static DispatchResult extend(const AccountId& who, Balance amount) { return C::extend_freeze(id(), who, amount); }
    /// More by that much. Errors: ArithmeticError::Overflow.
    static DispatchResult increase(const AccountId& who, Balance by) {
        const auto sum = checked_add(balance(who), by);
        ENSURE(sum.has_value(), ArithmeticError::Overflow);
        return set(who, *sum);
    }
    /// Less by that much. Errors: ArithmeticError::Underflow.
    static DispatchResult decrease(const AccountId& who, Balance by) {
        const auto rest = checked_sub(balance(who), by);
        ENSURE(rest.has_value(), ArithmeticError::Underflow);
        return set(who, *rest);
    }
    static DispatchResult thaw(const AccountId& who) { return C::thaw(id(), who); }
};

}  // namespace serinus::sdk
