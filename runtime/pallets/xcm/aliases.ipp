/// The bodies of xcm.hpp: places that may speak for accounts.
#pragma once

#include "runtime/pallets/xcm/xcm.hpp"

namespace serinus::pallet_xcm {

namespace detail {

inline Footprint alias_footprint(size_t count) { return {count, OriginAliaser::kMaxEncodedSize}; }

}  // namespace detail

/// The account of the origin, without a network, as storage has it. `other`, if there is one, must be another place.
template <class T>
ResultOf<xcm::Location> Pallet<T>::account_place(const RuntimeOrigin& origin, const xcm::VersionedLocation* other,
                                                 xcm::Location* other_place) {
    xcm::Location place = TRY(ensure_origin<typename T::ExecuteXcmOrigin>(origin));
    if (other) {
        auto latest = other->latest();
        ENSURE(latest, error_of(ErrorCode::BadVersion));
        *other_place = *std::move(latest);
        ENSURE(place != *other_place, error_of(ErrorCode::BadLocation));
    }
    ENSURE(place.is_only(0, xcm::JunctionKind::AccountId32), error_of(ErrorCode::InvalidOrigin));
    place.interior = {xcm::Junction::account_id32(std::nullopt, place.interior[0].bytes)};
    ENSURE(!other || place != *other_place, error_of(ErrorCode::BadLocation));
    return place;
}

template <class T>
DispatchResult Pallet<T>::add_authorized_alias::operator()(Signed who, const RuntimeOrigin& origin) const {
    xcm::Location place;
    const xcm::Location target = TRY(account_place(origin, &aliaser, &place));
    ENSURE(!expires || *expires > T::System::block_number(), error_of(ErrorCode::ExpiresInPast));

    const xcm::VersionedLocation alias = place;
    auto entry = storage.AuthorizedAliases.get(target);
    if (!entry) {
        entry.emplace().ticket = TRY(Consideration::create(who, detail::alias_footprint(1)));
        static_cast<void>(entry->aliasers.try_push({alias, expires}));
    } else if (const auto known = std::ranges::find(entry->aliasers, alias, &OriginAliaser::location);
               known != entry->aliasers.end()) {
        known->expiry = expires;
    } else {
        ENSURE(entry->aliasers.try_push({alias, expires}), error_of(ErrorCode::TooManyAuthorizedAliases));
        entry->ticket = TRY(Consideration::update(entry->ticket, who, detail::alias_footprint(entry->aliasers.size())));
    }
    storage.AuthorizedAliases.put(target, *entry);
    deposit_event(typename Event::AliasAuthorized{place, target, expires});
    return {};
}

template <class T>
DispatchResult Pallet<T>::remove_authorized_alias::operator()(Signed who, const RuntimeOrigin& origin) const {
    xcm::Location place;
    const xcm::Location target = TRY(account_place(origin, &aliaser, &place));
    auto entry = storage.AuthorizedAliases.get(target);
    ENSURE(entry, error_of(ErrorCode::AliasNotFound));

    const xcm::VersionedLocation alias = place;
    const size_t before = entry->aliasers.size();
    entry->aliasers.retain([&](const OriginAliaser& one) { return one.location != alias; });
    if (entry->aliasers.empty()) {
        TRY(Consideration::drop(entry->ticket, who));
        storage.AuthorizedAliases.remove(target);
    } else {
        ENSURE(entry->aliasers.size() != before, error_of(ErrorCode::AliasNotFound));
        entry->ticket = TRY(Consideration::update(entry->ticket, who, detail::alias_footprint(entry->aliasers.size())));
        storage.AuthorizedAliases.put(target, *entry);
    }
    deposit_event(typename Event::AliasAuthorizationRemoved{place, target});
    return {};
}

template <class T>
DispatchResult Pallet<T>::remove_all_authorized_aliases::operator()(Signed who, const RuntimeOrigin& origin) const {
    const xcm::Location target = TRY(account_place(origin, nullptr, nullptr));
    const auto entry = storage.AuthorizedAliases.get(target);
    ENSURE(entry, error_of(ErrorCode::AliasNotFound));
    TRY(Consideration::drop(entry->ticket, who));
    storage.AuthorizedAliases.remove(target);
    deposit_event(typename Event::AliasesAuthorizationsRemoved{target});
    return {};
}

}  // namespace serinus::pallet_xcm
