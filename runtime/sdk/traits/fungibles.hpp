/// Several currencies in one pallet, told apart by an `AssetId`: the concepts of fungible.hpp with the asset as the
/// first argument, and `ItemOf`, by which a pallet for one currency uses one of several. Source:
/// frame_support::traits::tokens::fungibles of July 2023
#pragma once

#include "runtime/sdk/traits/imbalance.hpp"
#include "runtime/sdk/traits/tokens.hpp"

namespace serinus::sdk {

/// The least that is asked of assets. `A::AssetId` is a value with an encoding.
template <class A>
concept FungiblesInspect = requires(const typename A::AssetId& asset, const AccountId& who, Balance amount) {
    { A::asset_exists(asset) } -> std::same_as<bool>;
    { A::total_issuance(asset) } -> std::same_as<Balance>;
    { A::minimum_balance(asset) } -> std::same_as<Balance>;
    { A::balance(asset, who) } -> std::same_as<Balance>;
    { A::total_balance(asset, who) } -> std::same_as<Balance>;
    { A::reducible_balance(asset, who, Preservation::Expendable, Fortitude::Polite) } -> std::same_as<Balance>;
    { A::can_deposit(asset, who, amount, Provenance::Extant) } -> std::same_as<DepositConsequence>;
    { A::can_withdraw(asset, who, amount) } -> std::same_as<WithdrawConsequence>;
};

/// Assets may be made, destroyed and moved.
template <class A>
concept FungiblesMutate =
    FungiblesInspect<A> && requires(const typename A::AssetId& asset, const AccountId& who, Balance amount) {
        { A::mint_into(asset, who, amount) } -> std::same_as<ResultOf<Balance>>;
        { A::burn_from(asset, who, amount, Precision::Exact, Fortitude::Polite) } -> std::same_as<ResultOf<Balance>>;
        { A::transfer(asset, who, who, amount, Preservation::Preserve) } -> std::same_as<ResultOf<Balance>>;
    };

/// Issuances and balances may be changed each by itself: what FungiblesImbalances makes imbalances of.
template <class A>
concept FungiblesUnbalanced =
    FungiblesInspect<A> && requires(const typename A::AssetId& asset, const AccountId& who, Balance amount,
                                    Precision precision, Preservation keep, Fortitude force) {
        A::set_total_issuance(asset, amount);
        { A::decrease_balance(asset, who, amount, precision, keep, force) } -> std::same_as<ResultOf<Balance>>;
        { A::increase_balance(asset, who, amount, precision) } -> std::same_as<ResultOf<Balance>>;
    };

/// New assets may be made: `is_sufficient`, whether an account may live by the asset alone.
template <class A>
concept FungiblesCreate = FungiblesInspect<A> && requires(const typename A::AssetId& asset, const AccountId& admin,
                                                          bool is_sufficient, Balance minimum) {
    { A::create(asset, admin, is_sufficient, minimum) } -> std::same_as<DispatchResult>;
};

/// Part of an asset on its way, with the asset that it is of. `is_credit`: it has left accounts and is still issued;
/// otherwise it has come into accounts and is not issued yet. Its end settles the difference with the issuance of its
/// asset; `A::done_drop(asset, amount, is_credit)`, if there is one, may tell of that by an event.
template <class A, bool is_credit>
class [[nodiscard]] AssetImbalance {
  public:
    using AssetId = typename A::AssetId;
    using Opposite = AssetImbalance<A, !is_credit>;

    AssetImbalance(AssetId asset, Balance amount) : asset_(std::move(asset)), amount_(amount) {}
    AssetImbalance(AssetImbalance&& other) noexcept : asset_(other.asset_), amount_(std::exchange(other.amount_, 0)) {}
    AssetImbalance& operator=(AssetImbalance&& other) noexcept {
        if (this != &other) {
            drop();
            asset_ = other.asset_;
            amount_ = std::exchange(other.amount_, 0);
        }
        return *this;
    }
    ~AssetImbalance() { drop(); }

    const AssetId& asset() const { return asset_; }
    Balance peek() const { return amount_; }
    /// Gives up the amount: the caller accounts for it from now on.
    Balance forget() { return std::exchange(amount_, 0); }

    /// The first has `amount`, or all if there is less; the second has the rest.
    std::pair<AssetImbalance, AssetImbalance> split(Balance amount) && {
        const Balance all = forget();
        const Balance first = std::min(all, amount);
        return {AssetImbalance(asset_, first), AssetImbalance(asset_, all - first)};
    }
    /// The other one itself if it is of another asset.
    Result<Unit, AssetImbalance> subsume(AssetImbalance other) {
        if (other.asset_ != asset_) return Err(std::move(other));
        amount_ = saturating_add(amount_, other.forget());
        return Unit{};
    }
    /// What is left when the opposite is set against it, at most one of the two not zero; both as they were if they
    /// are of different assets.
    std::pair<AssetImbalance, Opposite> offset(Opposite other) && {
        if (other.asset() != asset_) return {std::move(*this), std::move(other)};
        const Balance mine = forget(), theirs = other.forget();
        return {AssetImbalance(asset_, saturating_sub(mine, theirs)), Opposite(asset_, saturating_sub(theirs, mine))};
    }

  private:
    void drop() {
        if (amount_ == 0) return;
        const Balance amount = forget(), issued = A::total_issuance(asset_);
        A::set_total_issuance(asset_, is_credit ? saturating_sub(issued, amount) : saturating_add(issued, amount));
        if constexpr (requires { A::done_drop(asset_, amount, is_credit); }) A::done_drop(asset_, amount, is_credit);
    }

    AssetId asset_;
    Balance amount_;
};

template <class A>
using AssetCredit = AssetImbalance<A, true>;
template <class A>
using AssetDebt = AssetImbalance<A, false>;

/// Imbalances of assets `A`, made of its unbalanced functions. Events are A's: of each
///
///     done_issue(asset, amount), done_rescind(asset, amount), done_deposit(asset, who, amount),
///     done_withdraw(asset, who, amount), done_drop(asset, amount, is_credit)
///
/// that it has, the matching one is called with what was done. Source: fungibles::Balanced
template <class A>
struct FungiblesImbalances {
    using AssetId = typename A::AssetId;
    using Credit = AssetCredit<A>;
    using Debt = AssetDebt<A>;

    /// Makes issuance; the credit is to be put into accounts. Less than asked for if the issuance would overflow.
    static Credit issue(const AssetId& asset, Balance amount) {
        const Balance before = A::total_issuance(asset), after = saturating_add(before, amount);
        A::set_total_issuance(asset, after);
        if constexpr (requires { A::done_issue(asset, amount); }) A::done_issue(asset, after - before);
        return Credit(asset, after - before);
    }
    /// Destroys issuance; the debt is to be set against money taken from accounts. Not more than there is.
    static Debt rescind(const AssetId& asset, Balance amount) {
        const Balance before = A::total_issuance(asset), after = saturating_sub(before, amount);
        A::set_total_issuance(asset, after);
        if constexpr (requires { A::done_rescind(asset, amount); }) A::done_rescind(asset, before - after);
        return Debt(asset, before - after);
    }
    /// Errors: those of A::increase_balance.
    static ResultOf<Debt> deposit(const AssetId& asset, const AccountId& who, Balance amount, Precision precision) {
        const Balance done = TRY(A::increase_balance(asset, who, amount, precision));
        if constexpr (requires { A::done_deposit(asset, who, amount); }) A::done_deposit(asset, who, done);
        return Debt(asset, done);
    }
    /// Errors: those of A::decrease_balance.
    static ResultOf<Credit> withdraw(const AssetId& asset, const AccountId& who, Balance amount, Precision precision,
                                     Preservation preservation, Fortitude force) {
        const Balance done = TRY(A::decrease_balance(asset, who, amount, precision, preservation, force));
        if constexpr (requires { A::done_withdraw(asset, who, amount); }) A::done_withdraw(asset, who, done);
        return Credit(asset, done);
    }
    /// Puts the credit into the account; the credit itself if the account cannot take it.
    static Result<Unit, Credit> resolve(const AccountId& who, Credit credit) {
        auto debt = deposit(credit.asset(), who, credit.peek(), Precision::Exact);
        if (!debt) return Err(std::move(credit));
        static_cast<void>(std::move(credit).offset(*std::move(debt)));
        return Unit{};
    }
    /// Takes the debt out of the account; what was taken beyond it. The debt itself if the account has not that much.
    static Result<Credit, Debt> settle(const AccountId& who, Debt debt, Preservation preservation) {
        auto credit = withdraw(debt.asset(), who, debt.peek(), Precision::Exact, preservation, Fortitude::Polite);
        if (!credit) return Err(std::move(debt));
        return std::move(std::move(*credit).offset(std::move(debt)).first);
    }
};

/// The asset `kAsset` of `A` as one currency: FungibleInspect and FungibleMutate, if A has these for assets.
template <class A, auto kAsset>
struct ItemOf {
    static Balance total_issuance() { return A::total_issuance(kAsset); }
    static Balance minimum_balance() { return A::minimum_balance(kAsset); }
    static Balance balance(const AccountId& who) { return A::balance(kAsset, who); }
    static Balance total_balance(const AccountId& who) { return A::total_balance(kAsset, who); }
    static Balance reducible_balance(const AccountId& who, Preservation preservation, Fortitude force) {
        return A::reducible_balance(kAsset, who, preservation, force);
    }
    static DepositConsequence can_deposit(const AccountId& who, Balance amount, Provenance provenance) {
        return A::can_deposit(kAsset, who, amount, provenance);
    }
    static WithdrawConsequence can_withdraw(const AccountId& who, Balance amount) {
        return A::can_withdraw(kAsset, who, amount);
    }
    static ResultOf<Balance> mint_into(const AccountId& who, Balance amount) {
        return A::mint_into(kAsset, who, amount);
    }
    static ResultOf<Balance> burn_from(const AccountId& who, Balance amount, Precision precision, Fortitude force) {
        return A::burn_from(kAsset, who, amount, precision, force);
    }
    static ResultOf<Balance> transfer(const AccountId& from, const AccountId& to, Balance amount,
                                      Preservation preservation) {
        return A::transfer(kAsset, from, to, amount, preservation);
    }
};

}  // namespace serinus::sdk
