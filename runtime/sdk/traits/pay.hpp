/// Payments that may take their time, as those to other chains do, and amounts of one asset as amounts of another.
/// Source: frame_support::traits::tokens::{pay, misc} of July 2023
#pragma once

#include "runtime/sdk/traits/fungible.hpp"

namespace serinus::sdk {

enum class PaymentStatus : uint8_t {
    InProgress,  ///< it may still come to an end of itself
    Unknown,     ///< there is no such payment, or it has been forgotten
    Success,
    Failure,
};

/// Pays beneficiaries out of what it knows. `P::Id` names a payment until it has ended.
template <class P>
concept Pay = requires(const typename P::Beneficiary& who, const typename P::AssetKind& asset, Balance amount,
                       typename P::Id id) {
    { P::pay(who, asset, amount) } -> std::same_as<ResultOf<typename P::Id>>;
    { P::check_payment(id) } -> std::same_as<PaymentStatus>;
};

/// What an amount of the native currency is worth in an asset; nullopt: nobody knows.
template <class C>
concept ConversionToAssetBalance = requires(Balance balance, const typename C::AssetKind& asset) {
    { C::to_asset_balance(balance, asset) } -> std::same_as<std::optional<Balance>>;
};

/// What an amount of an asset is worth in the native currency; nullopt: nobody knows.
template <class C>
concept ConversionFromAssetBalance = requires(Balance balance, const typename C::AssetKind& asset) {
    { C::from_asset_balance(balance, asset) } -> std::same_as<std::optional<Balance>>;
};

/// One for one, whatever the asset is: of chains with one currency.
template <class Asset = Unit>
struct OneForOne {
    using AssetKind = Asset;
    static constexpr std::optional<Balance> to_asset_balance(Balance balance, const AssetKind&) { return balance; }
    static constexpr std::optional<Balance> from_asset_balance(Balance balance, const AssetKind&) { return balance; }
};

/// Pays at once out of an account of this chain: `Account::account_id()`. The account may end by it.
template <FungibleMutate C, class Account>
struct PayFromAccount {
    using Beneficiary = AccountId;
    using AssetKind = Unit;
    using Id = Unit;

    static ResultOf<Id> pay(const AccountId& who, const AssetKind&, Balance amount) {
        TRY(C::transfer(Account::account_id(), who, amount, Preservation::Expendable));
        return Unit{};
    }
    static PaymentStatus check_payment(Id) { return PaymentStatus::Success; }
};

}  // namespace serinus::sdk
