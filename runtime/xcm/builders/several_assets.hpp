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
class FungiblesAdapter final : public TrackingTransactor<FungiblesAdapter<Assets>> {
    using Base = TrackingTransactor<FungiblesAdapter>;
    friend Base;

  public:
    using Id = typename Assets::AssetId;
    using IdOf = Result<Id, MatchError> (*)(const AssetId&);

    constexpr FungiblesAdapter(IdOf id_of, const AccountConverter& accounts,
                               std::optional<CheckingAccount> (*checking)(const Id&))
        : Base(accounts), id_of_(id_of), checking_(checking) {}

  private:
    struct Match {
        Id id;
        sdk::Balance amount;
    };
    XcmResultOf<Match> matched(const Asset& what) const {
        ENSURE(what.is_fungible(), match_error(MatchError::kNotHandled));
        auto id = id_of_(what.id);
        ENSURE(id, match_error(id.error()));
        return Match{*std::move(id), what.fun.amount};
    }
    static auto mint(const Match& match, const AccountId& who) {
        return Assets::mint_into(match.id, who, match.amount);
    }
    static auto burn(const Match& match, const AccountId& who) {
        return Assets::burn_from(match.id, who, match.amount, sdk::Precision::Exact, sdk::Fortitude::Polite);
    }
    static auto move(const Match& match, const AccountId& from, const AccountId& to) {
        return Assets::transfer(match.id, from, to, match.amount, sdk::Preservation::Expendable);
    }

    std::optional<CheckingAccount> checking_of(const Match& match) const { return checking_(match.id); }
    static XcmResult can_take(const Match& match, const CheckingAccount& checking) {
        return can_withdraw_checked(Assets::can_withdraw(match.id, checking.account, match.amount));
    }
    static XcmResult can_put(const Match& match, const CheckingAccount& checking) {
        return can_deposit_checked(
            Assets::can_deposit(match.id, checking.account, match.amount, sdk::Provenance::Minted));
    }
    static void take(const Match& match, const CheckingAccount& checking) { (void)burn(match, checking.account); }
    static void put(const Match& match, const CheckingAccount& checking) { (void)mint(match, checking.account); }

    IdOf id_of_;
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
class NonfungiblesAdapter final : public TrackingTransactor<NonfungiblesAdapter<Items>> {
    using Base = TrackingTransactor<NonfungiblesAdapter>;
    friend Base;

  public:
    using CollectionId = typename Items::CollectionId;
    using ItemId = typename Items::ItemId;
    using CollectionOf = Result<CollectionId, MatchError> (*)(const AssetId&);
    using ItemOf = std::optional<ItemId> (*)(const AssetInstance&);

    constexpr NonfungiblesAdapter(CollectionOf collection_of, ItemOf item_of, const AccountConverter& accounts,
                                  std::optional<ItemChecking> (*checking)(const CollectionId&))
        : Base(accounts), collection_of_(collection_of), item_of_(item_of), checking_(checking) {}

    /// The account is looked for first, as in the reference: without one the next transactor is not asked.
    XcmResultOf<Weight> withdraw(const Asset& what, const Location& who, const Context*) const override {
        const AccountId account = TRY(Base::account_of(who));
        return weightless(burn(TRY(matched(what)), account));
    }

  private:
    struct Match {
        CollectionId collection;
        ItemId item;
    };
    XcmResultOf<Match> matched(const Asset& what) const {
        ENSURE(!what.is_fungible(), match_error(MatchError::kNotHandled));
        auto collection = collection_of_(what.id);
        ENSURE(collection, match_error(collection.error()));
        auto item = item_of_(what.fun.instance);
        ENSURE(item, match_error(MatchError::kInstanceConversionFailed));
        return Match{*std::move(collection), *std::move(item)};
    }
    static auto mint(const Match& match, const AccountId& who) {
        return Items::mint_into(match.collection, match.item, who);
    }
    static auto burn(const Match& match, const std::optional<AccountId>& owner) {
        return Items::burn(match.collection, match.item, owner);
    }

    std::optional<ItemChecking> checking_of(const Match& match) const { return checking_(match.collection); }
    static XcmResult can_take(const Match& match, const ItemChecking& checking) {
        if (!checking.account) return {};
        ENSURE(Items::owner(match.collection, match.item) == checking.account &&
                   Items::can_transfer(match.collection, match.item),
               Error(Error::Code::NotWithdrawable));
        return {};
    }
    static XcmResult can_put(const Match& match, const ItemChecking&) {
        ENSURE(!Items::owner(match.collection, match.item), Error(Error::Code::NotDepositable));
        return {};
    }
    static void take(const Match& match, const ItemChecking&) { (void)burn(match, std::nullopt); }
    static void put(const Match& match, const ItemChecking& checking) {
        if (checking.account) (void)mint(match, *checking.account);
    }

    CollectionOf collection_of_;
    ItemOf item_of_;
    std::optional<ItemChecking> (*checking_)(const CollectionId&);
};

}  // namespace serinus::xcm
