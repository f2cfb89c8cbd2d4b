/// Transactors for the many assets of one pallet, and for the items of its collections. Source: staging-xcm-builder 22,
/// fungibles_adapter.rs, nonfungibles_adapter.rs, asset_conversion.rs
#pragma once

#include "runtime/sdk/traits/fungibles.hpp"
#include "runtime/sdk/traits/nonfungibles.hpp"
#include "runtime/xcm/builders/transactors.hpp"

namespace serinus::xcm {

/// Why an asset has no number here. kNotHandled: it is another transactor's, which is asked next.
enum class MatchError : uint8_t { kNotHandled, kIdConversionFailed, kInstanceConversionFailed };
Error match_error(MatchError error);

/// The index of an asset of a pallet, {..., PalletInstance(50), GeneralIndex(7)} below `pallet`; nullopt for another
/// place. Source: AsPrefixedGeneralIndex
std::optional<uint128_t> index_below(const Location& pallet, const AssetId& id);

/// Fungible assets of `Assets`. `id_of` says which of them is meant; `checking`, who tracks its teleports, if anybody
/// does. Errors: those of `id_of` and of FungibleAdapter.
template <sdk::FungiblesMutate Assets>
class FungiblesAdapter final : public AssetTransactor {
  public:
    using Id = typename Assets::AssetId;
    using IdOf = Result<Id, MatchError> (*)(const AssetId&);

    constexpr FungiblesAdapter(IdOf id_of, const AccountConverter& accounts,
                               std::optional<CheckingAccount> (*checking)(const Id&))
        : id_of_(id_of), accounts_(accounts), checking_(checking) {}

    XcmResult can_check_in(const Location&, const Asset& what, const Context&) const override {
        return check(what, /*is_arriving=*/true);
    }
    void check_in(const Location&, const Asset& what, const Context&) const override { note(what, true); }
    XcmResult can_check_out(const Location&, const Asset& what, const Context&) const override {
        return check(what, false);
    }
    void check_out(const Location&, const Asset& what, const Context&) const override { note(what, false); }

    XcmResultOf<Weight> deposit(const Asset& what, const Location& who, const Context*) const override {
        const Id id = TRY(matched(what));
        const AccountId account = TRY(find_account(accounts_, who));
        return weightless(Assets::mint_into(id, account, what.fun.amount));
    }
    XcmResultOf<Weight> withdraw(const Asset& what, const Location& who, const Context*) const override {
        const Id id = TRY(matched(what));
        const AccountId account = TRY(find_account(accounts_, who));
        return weightless(
            Assets::burn_from(id, account, what.fun.amount, sdk::Precision::Exact, sdk::Fortitude::Polite));
    }
    XcmResultOf<Weight> internal_transfer(const Asset& what, const Location& from, const Location& to,
                                          const Context&) const override {
        const Id id = TRY(matched(what));
        const AccountId source = TRY(find_account(accounts_, from));
        const AccountId target = TRY(find_account(accounts_, to));
        return weightless(Assets::transfer(id, source, target, what.fun.amount, sdk::Preservation::Expendable));
    }

  private:
    XcmResultOf<Id> matched(const Asset& what) const {
        ENSURE(what.is_fungible(), match_error(MatchError::kNotHandled));
        auto id = id_of_(what.id);
        ENSURE(id, match_error(id.error()));
        return *std::move(id);
    }
    XcmResult check(const Asset& what, bool is_arriving) const {
        const Id id = TRY(matched(what));
        const auto checking = checking_(id);
        if (!checking) return {};
        if (is_arriving == checking->is_minted_here) {
            ENSURE(
                sdk::into_result(Assets::can_withdraw(id, checking->account, what.fun.amount), /*keep_nonzero=*/false),
                Error(Error::Code::NotWithdrawable));
        } else {
            ENSURE(Assets::can_deposit(id, checking->account, what.fun.amount, sdk::Provenance::Minted) ==
                       sdk::DepositConsequence::Success,
                   Error(Error::Code::NotDepositable));
        }
        return {};
    }
    void note(const Asset& what, bool is_arriving) const {
        const auto id = matched(what);
        if (!id) return;
        const auto checking = checking_(*id);
        if (!checking) return;
        if (is_arriving == checking->is_minted_here) {
            (void)Assets::burn_from(*id, checking->account, what.fun.amount, sdk::Precision::Exact,
                                    sdk::Fortitude::Polite);
        } else {
            (void)Assets::mint_into(*id, checking->account, what.fun.amount);
        }
    }

    IdOf id_of_;
    const AccountConverter& accounts_;
    std::optional<CheckingAccount> (*checking_)(const Id&);
};

/// Who tracks the teleports of a collection. Without an account what leaves is not kept, and what comes back is made.
struct ItemChecking {
    std::optional<AccountId> account;
    bool is_minted_here;
};

/// Items of collections of `Items`. Observed: staging-xcm-builder 22.0.0: in a list of transactors the reference's
/// moves no item from one owner to another, but destroys it and makes it again; so does this one always.
template <sdk::NonfungiblesMutate Items>
class NonfungiblesAdapter final : public AssetTransactor {
  public:
    using CollectionId = typename Items::CollectionId;
    using ItemId = typename Items::ItemId;
    using CollectionOf = Result<CollectionId, MatchError> (*)(const AssetId&);
    using ItemOf = std::optional<ItemId> (*)(const AssetInstance&);

    constexpr NonfungiblesAdapter(CollectionOf collection_of, ItemOf item_of, const AccountConverter& accounts,
                                  std::optional<ItemChecking> (*checking)(const CollectionId&))
        : collection_of_(collection_of), item_of_(item_of), accounts_(accounts), checking_(checking) {}

    XcmResult can_check_in(const Location&, const Asset& what, const Context&) const override {
        return check(what, /*is_arriving=*/true);
    }
    void check_in(const Location&, const Asset& what, const Context&) const override { note(what, true); }
    XcmResult can_check_out(const Location&, const Asset& what, const Context&) const override {
        return check(what, false);
    }
    void check_out(const Location&, const Asset& what, const Context&) const override { note(what, false); }

    XcmResultOf<Weight> deposit(const Asset& what, const Location& who, const Context*) const override {
        const Item item = TRY(matched(what));
        const AccountId account = TRY(find_account(accounts_, who));
        return weightless(Items::mint_into(item.collection, item.item, account));
    }
    /// The account is looked for first, as in the reference: without one the next transactor is not asked.
    XcmResultOf<Weight> withdraw(const Asset& what, const Location& who, const Context*) const override {
        const AccountId account = TRY(find_account(accounts_, who));
        const Item item = TRY(matched(what));
        return weightless(Items::burn(item.collection, item.item, account));
    }

  private:
    struct Item {
        CollectionId collection;
        ItemId item;
    };
    XcmResultOf<Item> matched(const Asset& what) const {
        ENSURE(!what.is_fungible(), match_error(MatchError::kNotHandled));
        auto collection = collection_of_(what.id);
        ENSURE(collection, match_error(collection.error()));
        auto item = item_of_(what.fun.instance);
        ENSURE(item, match_error(MatchError::kInstanceConversionFailed));
        return Item{*std::move(collection), *std::move(item)};
    }
    XcmResult check(const Asset& what, bool is_arriving) const {
        const Item item = TRY(matched(what));
        const auto checking = checking_(item.collection);
        if (!checking) return {};
        const auto owner = Items::owner(item.collection, item.item);
        if (is_arriving != checking->is_minted_here) {
            ENSURE(!owner, Error(Error::Code::NotDepositable));
        } else if (checking->account) {
            ENSURE(owner == checking->account && Items::can_transfer(item.collection, item.item),
                   Error(Error::Code::NotWithdrawable));
        }
        return {};
    }
    void note(const Asset& what, bool is_arriving) const {
        const auto item = matched(what);
        if (!item) return;
        const auto checking = checking_(item->collection);
        if (!checking) return;
        if (is_arriving == checking->is_minted_here) {
            (void)Items::burn(item->collection, item->item, std::nullopt);
        } else if (checking->account) {
            (void)Items::mint_into(item->collection, item->item, *checking->account);
        }
    }

    CollectionOf collection_of_;
    ItemOf item_of_;
    const AccountConverter& accounts_;
    std::optional<ItemChecking> (*checking_)(const CollectionId&);
};

}  // namespace serinus::xcm
