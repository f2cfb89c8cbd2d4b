/// Things that have one owner each: items of one pallet (`nonfungible`), or of several collections (`nonfungibles`).
/// Source: frame_support::traits::tokens::{nonfungible, nonfungibles} of July 2023
#pragma once

#include "runtime/sdk/traits/tokens.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// `N::ItemId` names an item. An attribute is bytes by a key of bytes.
template <class N>
concept NonfungibleInspect = requires(const typename N::ItemId& item, BytesView key) {
    { N::owner(item) } -> std::same_as<std::optional<AccountId>>;
    { N::attribute(item, key) } -> std::same_as<std::optional<Bytes>>;
    { N::can_transfer(item) } -> std::same_as<bool>;
};

template <class N>
concept NonfungibleTransfer = NonfungibleInspect<N> && requires(const typename N::ItemId& item, const AccountId& to) {
    { N::transfer(item, to) } -> std::same_as<DispatchResult>;
};

/// Items may be made and destroyed. `owner`: it must be that account's, if it is given.
template <class N>
concept NonfungibleMutate = NonfungibleInspect<N> && requires(const typename N::ItemId& item, const AccountId& who,
                                                              const std::optional<AccountId>& owner) {
    { N::mint_into(item, who) } -> std::same_as<DispatchResult>;
    { N::burn(item, owner) } -> std::same_as<DispatchResult>;
};

/// The same for several collections.
template <class N>
concept NonfungiblesInspect =
    requires(const typename N::CollectionId& collection, const typename N::ItemId& item, BytesView key) {
        { N::owner(collection, item) } -> std::same_as<std::optional<AccountId>>;
        { N::collection_owner(collection) } -> std::same_as<std::optional<AccountId>>;
        { N::attribute(collection, item, key) } -> std::same_as<std::optional<Bytes>>;
        { N::can_transfer(collection, item) } -> std::same_as<bool>;
    };

template <class N>
concept NonfungiblesTransfer = NonfungiblesInspect<N> && requires(const typename N::CollectionId& collection,
                                                                  const typename N::ItemId& item, const AccountId& to) {
    { N::transfer(collection, item, to) } -> std::same_as<DispatchResult>;
};

/// Items may be made and destroyed. `owner`: it must be that account's, if it is given.
template <class N>
concept NonfungiblesMutate =
    NonfungiblesInspect<N> && requires(const typename N::CollectionId& collection, const typename N::ItemId& item,
                                       const AccountId& who, const std::optional<AccountId>& owner) {
        { N::mint_into(collection, item, who) } -> std::same_as<DispatchResult>;
        { N::burn(collection, item, owner) } -> std::same_as<DispatchResult>;
    };

/// The collection `kCollection` of `N` as items of one kind.
template <class N, auto kCollection>
struct CollectionOf {
    using ItemId = typename N::ItemId;
    static std::optional<AccountId> owner(const ItemId& item) { return N::owner(kCollection, item); }
    static std::optional<Bytes> attribute(const ItemId& item, BytesView key) {
        return N::attribute(kCollection, item, key);
    }
    static bool can_transfer(const ItemId& item) { return N::can_transfer(kCollection, item); }
    static DispatchResult transfer(const ItemId& item, const AccountId& to) {
        return N::transfer(kCollection, item, to);
    }
};

}  // namespace serinus::sdk
