#pragma once

#include "runtime/pallets/proxy/proxy.hpp"
#include "runtime/sdk/derived_account.hpp"

namespace serinus::pallet_proxy {

namespace detail {

inline Balance deposit_for(size_t count, Balance base, Balance factor) {
    return count == 0 ? 0 : saturating_add(base, saturating_mul(factor, Balance{count}));
}

template <class Sequence>
bool is_strictly_ascending(const Sequence& items) {
    return std::adjacent_find(items.begin(), items.end(), [](const auto& a, const auto& b) { return !(a < b); }) ==
           items.end();
}

}  // namespace detail

template <class T>
Balance Pallet<T>::proxies_deposit(size_t count) {
    return detail::deposit_for(count, T::kConstants.ProxyDepositBase, T::kConstants.ProxyDepositFactor);
}
template <class T>
Balance Pallet<T>::announcements_deposit(size_t count) {
    return detail::deposit_for(count, T::kConstants.AnnouncementDepositBase, T::kConstants.AnnouncementDepositFactor);
}

template <class T>
auto Pallet<T>::current_extrinsic() -> ExtrinsicPlace {
    return {T::System::block_number(), T::System::extrinsic_index().value_or(0)};
}

template <class T>
AccountId Pallet<T>::pure_account(const AccountId& who, ProxyType proxy_type, uint16_t index, ExtrinsicPlace when) {
    return derived_account("modlpy/proxy____", who, when.height, when.ext_index, proxy_type, index);
}

template <class T>
auto Pallet<T>::find_proxy(const AccountId& real, const AccountId& delegate, std::optional<ProxyType> force_proxy_type)
    -> ResultOf<Definition> {
    for (const Definition& definition : storage.Proxies.get(real).first) {
        if (definition.delegate == delegate &&
            definition.proxy_type == force_proxy_type.value_or(definition.proxy_type)) {
            return definition;
        }
    }
    return DispatchError(Error::NotProxy);
}

/// The filter of a proxy. What would give the proxy more power, or take the account away from its owner, takes more
/// than the proxy's type to allow.
template <class T>
bool Pallet<T>::may_make(const RuntimeCall& call, uint32_t data) {
    const auto type = static_cast<ProxyType>(data);
    if (const auto* const add = call.get_if<add_proxy>(); add && !is_superset(type, add->proxy_type)) return false;
    if (const auto* const remove = call.get_if<remove_proxy>(); remove && !is_superset(type, remove->proxy_type)) {
        return false;
    }
    const bool ends_the_account = call.get_if<remove_proxies>() || call.get_if<kill_pure>();
    if (ends_the_account && type != ProxyType{}) return false;
    return allows(type, call);
}

template <class T>
void Pallet<T>::do_proxy(const Definition& definition, const AccountId& real, const RuntimeCall& call) {
    // An origin of its own: the filters of the sender do not bind it, only that of the proxy.
    RuntimeOrigin origin = RuntimeOrigin::signed_by(real);
    origin.add_filter({&may_make, static_cast<uint32_t>(definition.proxy_type)});
    deposit_event(typename Event::ProxyExecuted{without_post_info(call.dispatch(origin))});
}

template <class T>
DispatchResult Pallet<T>::proxy::operator()(Signed who) const {
    const AccountId owner = TRY(T::System::lookup(real));
    const Definition definition = TRY(find_proxy(owner, who, force_proxy_type));
    ENSURE(definition.delay == 0, Error::Unannounced);
    do_proxy(definition, owner, call);
    return {};
}

template <class T>
DispatchResult Pallet<T>::add_proxy::operator()(Signed who) const {
    return add_proxy_delegate(who, TRY(T::System::lookup(delegate)), proxy_type, delay);
}

template <class T>
DispatchResult Pallet<T>::add_proxy_delegate(const AccountId& delegator, const AccountId& delegatee,
                                             ProxyType proxy_type, BlockNumber delay) {
    ENSURE(delegator != delegatee, Error::NoSelfProxy);
    auto [proxies, reserved] = storage.Proxies.get(delegator);
    const Definition definition{delegatee, proxy_type, delay};
    const auto place = std::lower_bound(proxies.begin(), proxies.end(), definition);
    ENSURE(place == proxies.end() || *place != definition, Error::Duplicate);
    ENSURE(proxies.try_insert(static_cast<size_t>(place - proxies.begin()), definition), Error::TooMany);

    const Balance required = proxies_deposit(proxies.size());
    TRY(change_reserve(delegator, reserved, required));
    storage.Proxies.put(delegator, {std::move(proxies), required});
    deposit_event(typename Event::ProxyAdded{delegator, delegatee, proxy_type, delay});
    return {};
}

template <class T>
DispatchResult Pallet<T>::remove_proxy::operator()(Signed who) const {
    return remove_proxy_delegate(who, TRY(T::System::lookup(delegate)), proxy_type, delay);
}

template <class T>
DispatchResult Pallet<T>::remove_proxy_delegate(const AccountId& delegator, const AccountId& delegatee,
                                                ProxyType proxy_type, BlockNumber delay) {
    auto [proxies, reserved] = storage.Proxies.get(delegator);
    const Definition definition{delegatee, proxy_type, delay};
    const auto place = std::lower_bound(proxies.begin(), proxies.end(), definition);
    ENSURE(place != proxies.end() && *place == definition, Error::NotFound);
    proxies.erase(place);

    const Balance required = proxies_deposit(proxies.size());
    TRY(change_reserve(delegator, reserved, required));
    if (proxies.empty()) {
        storage.Proxies.remove(delegator);
    } else {
        storage.Proxies.put(delegator, {std::move(proxies), required});
    }
    deposit_event(typename Event::ProxyRemoved{delegator, delegatee, proxy_type, delay});
    return {};
}

template <class T>
DispatchResult Pallet<T>::remove_proxies::operator()(Signed who) const {
    remove_all_proxy_delegates(who);
    return {};
}
template <class T>
void Pallet<T>::remove_all_proxy_delegates(const AccountId& delegator) {
    const Balance reserved = storage.Proxies.take(delegator).second;
    T::Currency::unreserve(delegator, reserved);
}

template <class T>
DispatchResult Pallet<T>::create_pure::operator()(Signed who) const {
    const AccountId pure = pure_account(who, proxy_type, index, current_extrinsic());
    ENSURE(!storage.Proxies.exists(pure), Error::Duplicate);

    const Balance required = proxies_deposit(1);
    TRY(T::Currency::reserve(who, required));
    storage.Proxies.put(pure, {ProxyList::truncate_from({Definition{who, proxy_type, delay}}), required});
    deposit_event(typename Event::PureCreated{pure, who, proxy_type, index});
    return {};
}

template <class T>
DispatchResult Pallet<T>::kill_pure::operator()(Signed who) const {
    const AccountId creator = TRY(T::System::lookup(spawner));
    ENSURE(pure_account(creator, proxy_type, index, {height, ext_index}) == who, Error::NoPermission);

    const Balance reserved = storage.Proxies.take(who).second;
    T::Currency::unreserve(creator, reserved);
    deposit_event(typename Event::PureKilled{who, creator, proxy_type, index});
    return {};
}

template <class T>
DispatchResult Pallet<T>::announce::operator()(Signed who) const {
    const AccountId owner = TRY(T::System::lookup(real));
    TRY(find_proxy(owner, who, std::nullopt));

    auto [announced, reserved] = storage.Announcements.get(who);
    ENSURE(announced.try_push({owner, call_hash, T::System::block_number()}), Error::TooMany);
    const Balance required = announcements_deposit(announced.size());
    TRY(change_reserve(who, reserved, required));
    storage.Announcements.put(who, {std::move(announced), required});
    deposit_event(typename Event::Announced{owner, who, call_hash});
    return {};
}

template <class T>
template <class F>
DispatchResult Pallet<T>::drop_announcements(const AccountId& delegate, F&& goes) {
    auto [announced, reserved] = storage.Announcements.get(delegate);
    ENSURE(announced.retain([&](const PendingCall& call) { return !goes(call); }) > 0, Error::NotFound);
    const Balance required = announcements_deposit(announced.size());
    TRY(change_reserve(delegate, reserved, required));
    if (announced.empty()) {
        storage.Announcements.remove(delegate);
    } else {
        storage.Announcements.put(delegate, {std::move(announced), required});
    }
    return {};
}

template <class T>
DispatchResult Pallet<T>::remove_announcement::operator()(Signed who) const {
    const AccountId owner = TRY(T::System::lookup(real));
    return drop_announcements(who, [&](const PendingCall& a) { return a.real == owner && a.call_hash == call_hash; });
}

template <class T>
DispatchResult Pallet<T>::reject_announcement::operator()(Signed who) const {
    const AccountId announcer = TRY(T::System::lookup(delegate));
    return drop_announcements(announcer,
                              [&](const PendingCall& a) { return a.real == who && a.call_hash == call_hash; });
}

template <class T>
DispatchResult Pallet<T>::proxy_announced::operator()(Signed) const {
    const AccountId announcer = TRY(T::System::lookup(delegate));
    const AccountId owner = TRY(T::System::lookup(real));
    const Definition definition = TRY(find_proxy(owner, announcer, force_proxy_type));

    const Hash256 call_hash = hash_of(call);
    const BlockNumber now = T::System::block_number();
    const auto dropped = drop_announcements(announcer, [&](const PendingCall& a) {
        return a.real == owner && a.call_hash == call_hash && saturating_sub(now, a.height) >= definition.delay;
    });
    ENSURE(dropped, Error::Unannounced);
    do_proxy(definition, owner, call);
    return {};
}

template <class T>
template <class Items>
ResultOf<bool> Pallet<T>::poke(const AccountId& who, const Items& items, DepositKind kind, Balance (*deposit)(size_t)) {
    auto [list, old] = items.get(who);
    const size_t count = list.size();
    const Balance now = deposit(count);
    TRY(change_reserve(who, old, now));
    if (count == 0) {
        items.remove(who);
    } else {
        items.put(who, {std::move(list), now});
    }
    if (now == old) return false;
    deposit_event(typename Event::DepositPoked{who, kind, old, now});
    return true;
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::poke_deposit::operator()(Signed who) const {
    const bool proxies = TRY(poke(who, storage.Proxies, DepositKind::Proxies, &proxies_deposit));
    const bool calls = TRY(poke(who, storage.Announcements, DepositKind::Announcements, &announcements_deposit));
    return PostDispatchInfo{.pays_fee = proxies || calls ? Pays::No : Pays::Yes};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    auto proxies = storage.Proxies.iter();
    while (const auto entry = proxies.next()) {
        const auto& [definitions, reserved] = entry->second;
        ENSURE(!definitions.empty(), std::string("an account has an empty list of proxies"));
        ENSURE(detail::is_strictly_ascending(definitions), std::string("proxies are not in ascending order"));
        ENSURE(reserved == proxies_deposit(definitions.size()), std::string("not the deposit for so many proxies"));
    }
    auto announcements = storage.Announcements.iter();
    while (const auto entry = announcements.next()) {
        const auto& [announced, reserved] = entry->second;
        ENSURE(!announced.empty(), std::string("a proxy has an empty list of announcements"));
        ENSURE(reserved == announcements_deposit(announced.size()),
               std::string("not the deposit for so many announcements"));
        ENSURE(T::Currency::reserved_balance(entry->first) >= reserved, std::string("a deposit is not reserved"));
    }
    return {};
}

}  // namespace serinus::pallet_proxy
