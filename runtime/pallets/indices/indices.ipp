/// Calls, genesis and invariants of Indices.
#pragma once

#include "runtime/pallets/indices/indices.hpp"

namespace serinus::pallet_indices {

template <class T>
ResultOf<typename Pallet<T>::Entry> Pallet<T>::owned_entry(AccountIndex index, const AccountId& who) {
    const auto entry = storage.Accounts.get(index);
    ENSURE(entry.has_value(), Error::NotAssigned);
    const auto& [owner, amount, permanent] = *entry;
    ENSURE(!permanent, Error::Permanent);
    ENSURE(owner == who, Error::NotOwner);
    return *entry;
}

template <class T>
DispatchResult Pallet<T>::claim::operator()(Signed who) const {
    ENSURE(!storage.Accounts.get(index).has_value(), Error::InUse);
    TRY(Currency::reserve(who, T::kConstants.Deposit));

    storage.Accounts.put(index, Entry{who, T::kConstants.Deposit, false});
    deposit_event(typename Event::IndexAssigned{who, index});
    return {};
}

template <class T>
DispatchResult Pallet<T>::transfer::operator()(Signed who) const {
    const AccountId heir = TRY(System::lookup(new_));
    ENSURE(who != heir, Error::NotTransfer);
    const Entry entry = TRY(owned_entry(index, who));
    const Balance amount = std::get<Balance>(entry);
    const Balance lost = TRY(Currency::repatriate_reserved(who, heir, amount, BalanceStatus::Reserved));

    storage.Accounts.put(index, Entry{heir, saturating_sub(amount, lost), false});
    deposit_event(typename Event::IndexAssigned{heir, index});
    return {};
}

template <class T>
DispatchResult Pallet<T>::free::operator()(Signed who) const {
    const Entry entry = TRY(owned_entry(index, who));
    static_cast<void>(Currency::unreserve(who, std::get<Balance>(entry)));

    storage.Accounts.remove(index);
    deposit_event(typename Event::IndexFreed{index});
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_transfer::operator()(Root) const {
    const AccountId heir = TRY(System::lookup(new_));
    if (const auto entry = storage.Accounts.get(index)) {
        static_cast<void>(Currency::unreserve(std::get<AccountId>(*entry), std::get<Balance>(*entry)));
    }

    storage.Accounts.put(index, Entry{heir, 0, freeze});
    deposit_event(typename Event::IndexAssigned{heir, index});
    return {};
}

template <class T>
DispatchResult Pallet<T>::freeze::operator()(Signed who) const {
    const Entry entry = TRY(owned_entry(index, who));
    static_cast<void>(Currency::slash_reserved(who, std::get<Balance>(entry)));

    storage.Accounts.put(index, Entry{who, 0, true});
    deposit_event(typename Event::IndexFrozen{index, who});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::poke_deposit::operator()(Signed who) const {
    const Balance old = std::get<Balance>(TRY(owned_entry(index, who)));
    const Balance now = T::kConstants.Deposit;
    if (now == old) return PostDispatchInfo{};
    TRY(change_reserve<Currency>(who, old, now));

    storage.Accounts.put(index, Entry{who, now, false});
    deposit_event(typename Event::DepositPoked{who, index, old, now});
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    for (const auto& [index, who] : config.indices) storage.Accounts.put(index, Entry{who, 0, false});
}

template <class T>
std::optional<AccountId> Pallet<T>::lookup_index(AccountIndex index) {
    const auto entry = storage.Accounts.get(index);
    return entry ? std::optional(std::get<AccountId>(*entry)) : std::nullopt;
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    std::map<AccountId, Balance> deposits;
    auto entries = storage.Accounts.iter();
    while (const auto entry = entries.next()) {
        const auto& [owner, amount, permanent] = entry->second;
        if (permanent && amount != 0) return std::string("a frozen index has a deposit");
        deposits[owner] = saturating_add(deposits[owner], amount);
    }
    for (const auto& [who, amount] : deposits) {
        if (Currency::reserved_balance(who) < amount) return std::string("an index has a deposit that is not reserved");
    }
    return {};
}

}  // namespace serinus::pallet_indices
