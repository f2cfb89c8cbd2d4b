/// Asset transactors. Source: staging-xcm-builder 22, fungible_adapter.rs; staging-xcm-executor 21, transact_asset.rs
#pragma once

#include "runtime/sdk/traits/fungible.hpp"
#include "runtime/xcm/builders/accounts.hpp"
#include "runtime/xcm/traits.hpp"

namespace serinus::xcm {

/// The first that knows the asset. What arrives or leaves by teleport is told to all.
class FirstTransactor final : public AssetTransactor {
  public:
    explicit constexpr FirstTransactor(std::span<const AssetTransactor* const> parts) : parts_(parts) {}
    XcmResult can_check_in(const Location& origin, const Asset& what, const Context& context) const override;
    void check_in(const Location& origin, const Asset& what, const Context& context) const override;
    XcmResult can_check_out(const Location& dest, const Asset& what, const Context& context) const override;
    void check_out(const Location& dest, const Asset& what, const Context& context) const override;
    XcmResultOf<Weight> deposit(const Asset& what, const Location& who, const Context* context) const override;
    XcmResultOf<Weight> withdraw(const Asset& what, const Location& who, const Context* context) const override;
    XcmResultOf<Weight> internal_transfer(const Asset& what, const Location& from, const Location& to,
                                          const Context& context) const override;

  private:
    std::span<const AssetTransactor* const> parts_;
};

/// The error of an instruction for that of a currency.
Error failed_to_transact(const sdk::DispatchError& error);

/// The account of a place for a transactor. Errors: FailedToTransactAsset.
XcmResultOf<AccountId> find_account(const AccountConverter& accounts, const Location& who);

/// What a currency did, which has no surplus of weight.
template <class R>
XcmResultOf<Weight> weightless(const R& result) {
    ENSURE(result, failed_to_transact(result.error()));
    return Weight::zero();
}

/// How much of the asset `id` this is; nullopt if it is another or no fungible.
std::optional<uint128_t> amount_of(const Asset& asset, const AssetId& id);

/// Where teleported assets of this chain are: an account holds what is elsewhere, so that no more comes back than left.
struct CheckingAccount {
    AccountId account;
    bool is_minted_here;  ///< Local: what leaves is minted there. Otherwise what arrives is.
};

/// What the transactors of currencies, of assets and of items have in common: an asset is recognized, the account of a
/// place is found, and teleports are tracked. `Self` has for what it recognizes, a `Match`:
/// - `XcmResultOf<Match> matched(what)`: AssetNotFound where another transactor is to be asked;
/// - `mint(match, who)`, `burn(match, who)`, and `move(match, from, to)` if it can move: results of the currency;
/// - `checking_of(match)`: who tracks its teleports, with `is_minted_here`; nullopt for nobody; and with that
///   `can_take`, `can_put`: whether it can go from there, or there; `take`, `put`: which does it.
template <class Self>
class TrackingTransactor : public AssetTransactor {
  public:
    explicit constexpr TrackingTransactor(const AccountConverter& accounts) : accounts_(accounts) {}

    XcmResult can_check_in(const Location&, const Asset& what, const Context&) const final {
        return check(what, /*is_arriving=*/true);
    }
    void check_in(const Location&, const Asset& what, const Context&) const final { note(what, true); }
    XcmResult can_check_out(const Location&, const Asset& what, const Context&) const final {
        return check(what, false);
    }
    void check_out(const Location&, const Asset& what, const Context&) const final { note(what, false); }

    XcmResultOf<Weight> deposit(const Asset& what, const Location& who, const Context*) const final {
        const auto match = TRY(self().matched(what));
        return weightless(self().mint(match, TRY(account_of(who))));
    }
    XcmResultOf<Weight> withdraw(const Asset& what, const Location& who, const Context*) const override {
        const auto match = TRY(self().matched(what));
        return weightless(self().burn(match, TRY(account_of(who))));
    }
    XcmResultOf<Weight> internal_transfer(const Asset& what, const Location& from, const Location& to,
                                          const Context& context) const final {
        if constexpr (requires { &Self::move; }) {
            const auto match = TRY(self().matched(what));
            const AccountId source = TRY(account_of(from));
            return weightless(self().move(match, source, TRY(account_of(to))));
        } else {
            return AssetTransactor::internal_transfer(what, from, to, context);
        }
    }

  protected:
    ~TrackingTransactor() = default;
    XcmResultOf<AccountId> account_of(const Location& who) const { return find_account(accounts_, who); }

  private:
    const Self& self() const { return static_cast<const Self&>(*this); }

    XcmResult check(const Asset& what, bool is_arriving) const {
        const auto match = TRY(self().matched(what));
        const auto checking = self().checking_of(match);
        if (!checking) return {};
        return is_arriving == checking->is_minted_here ? self().can_take(match, *checking)
                                                       : self().can_put(match, *checking);
    }
    void note(const Asset& what, bool is_arriving) const {
        const auto match = self().matched(what);
        if (!match) return;
        const auto checking = self().checking_of(*match);
        if (!checking) return;
        if (is_arriving == checking->is_minted_here) {
            self().take(*match, *checking);
        } else {
            self().put(*match, *checking);
        }
    }

    const AccountConverter& accounts_;
};

/// What a checking account says of an amount.
inline XcmResult can_withdraw_checked(sdk::WithdrawConsequence consequence) {
    ENSURE(sdk::into_result(consequence, /*keep_nonzero=*/false), Error(Error::Code::NotWithdrawable));
    return {};
}
inline XcmResult can_deposit_checked(sdk::DepositConsequence consequence) {
    ENSURE(consequence == sdk::DepositConsequence::Success, Error(Error::Code::NotDepositable));
    return {};
}

/// A chain's own currency, an asset of one id. Errors: AssetNotFound for others; FailedToTransactAsset for locations
/// without an account and from the currency; NotWithdrawable and NotDepositable where the checking account says no.
template <sdk::FungibleMutate Currency>
class FungibleAdapter final : public TrackingTransactor<FungibleAdapter<Currency>> {
    using Base = TrackingTransactor<FungibleAdapter>;
    friend Base;

  public:
    constexpr FungibleAdapter(AssetId (*id)(), const AccountConverter& accounts,
                              std::optional<CheckingAccount> (*checking)())
        : Base(accounts), id_(id), checking_(checking) {}

  private:
    XcmResultOf<sdk::Balance> matched(const Asset& what) const {
        const auto amount = amount_of(what, id_());
        ENSURE(amount, Error(Error::Code::AssetNotFound));
        return *amount;
    }
    static auto mint(sdk::Balance amount, const AccountId& who) { return Currency::mint_into(who, amount); }
    static auto burn(sdk::Balance amount, const AccountId& who) {
        return Currency::burn_from(who, amount, sdk::Precision::Exact, sdk::Fortitude::Polite);
    }
    static auto move(sdk::Balance amount, const AccountId& from, const AccountId& to) {
        return Currency::transfer(from, to, amount, sdk::Preservation::Expendable);
    }

    std::optional<CheckingAccount> checking_of(sdk::Balance) const { return checking_(); }
    static XcmResult can_take(sdk::Balance amount, const CheckingAccount& checking) {
        return can_withdraw_checked(Currency::can_withdraw(checking.account, amount));
    }
    static XcmResult can_put(sdk::Balance amount, const CheckingAccount& checking) {
        return can_deposit_checked(Currency::can_deposit(checking.account, amount, sdk::Provenance::Minted));
    }
    static void take(sdk::Balance amount, const CheckingAccount& checking) { (void)burn(amount, checking.account); }
    static void put(sdk::Balance amount, const CheckingAccount& checking) { (void)mint(amount, checking.account); }

    AssetId (*id_)();
    std::optional<CheckingAccount> (*checking_)();
};

}  // namespace serinus::xcm
