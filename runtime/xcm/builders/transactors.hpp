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

/// A chain's own currency, an asset of one id. Errors: AssetNotFound for others; FailedToTransactAsset for locations
/// without an account and from the currency; NotWithdrawable and NotDepositable where the checking account says no.
template <sdk::FungibleMutate Currency>
class FungibleAdapter final : public AssetTransactor {
  public:
    constexpr FungibleAdapter(AssetId (*id)(), const AccountConverter& accounts,
                              std::optional<CheckingAccount> (*checking)())
        : id_(id), accounts_(accounts), checking_(checking) {}

    XcmResult can_check_in(const Location&, const Asset& what, const Context&) const override {
        return check(what, /*is_arriving=*/true);
    }
    void check_in(const Location&, const Asset& what, const Context&) const override { note(what, true); }
    XcmResult can_check_out(const Location&, const Asset& what, const Context&) const override {
        return check(what, false);
    }
    void check_out(const Location&, const Asset& what, const Context&) const override { note(what, false); }

    XcmResultOf<Weight> deposit(const Asset& what, const Location& who, const Context*) const override {
        const sdk::Balance amount = TRY(matched(what));
        const AccountId account = TRY(find_account(accounts_, who));
        return weightless(Currency::mint_into(account, amount));
    }
    XcmResultOf<Weight> withdraw(const Asset& what, const Location& who, const Context*) const override {
        const sdk::Balance amount = TRY(matched(what));
        const AccountId account = TRY(find_account(accounts_, who));
        return weightless(Currency::burn_from(account, amount, sdk::Precision::Exact, sdk::Fortitude::Polite));
    }
    XcmResultOf<Weight> internal_transfer(const Asset& what, const Location& from, const Location& to,
                                          const Context&) const override {
        const sdk::Balance amount = TRY(matched(what));
        const AccountId source = TRY(find_account(accounts_, from));
        const AccountId target = TRY(find_account(accounts_, to));
        return weightless(Currency::transfer(source, target, amount, sdk::Preservation::Expendable));
    }

  private:
    XcmResultOf<sdk::Balance> matched(const Asset& what) const {
        const auto amount = amount_of(what, id_());
        ENSURE(amount, Error(Error::Code::AssetNotFound));
        return *amount;
    }
    XcmResult check(const Asset& what, bool is_arriving) const {
        const sdk::Balance amount = TRY(matched(what));
        const auto checking = checking_();
        if (!checking) return {};
        if (is_arriving == checking->is_minted_here) {
            ENSURE(sdk::into_result(Currency::can_withdraw(checking->account, amount), /*keep_nonzero=*/false),
                   Error(Error::Code::NotWithdrawable));
        } else {
            ENSURE(Currency::can_deposit(checking->account, amount, sdk::Provenance::Minted) ==
                       sdk::DepositConsequence::Success,
                   Error(Error::Code::NotDepositable));
        }
        return {};
    }
    void note(const Asset& what, bool is_arriving) const {
        const auto amount = amount_of(what, id_());
        const auto checking = checking_();
        if (!amount || !checking) return;
        if (is_arriving == checking->is_minted_here) {
            (void)Currency::burn_from(checking->account, *amount, sdk::Precision::Exact, sdk::Fortitude::Polite);
        } else {
            (void)Currency::mint_into(checking->account, *amount);
        }
    }

    AssetId (*id_)();
    const AccountConverter& accounts_;
    std::optional<CheckingAccount> (*checking_)();
};

}  // namespace serinus::xcm
