/// The bodies of identity.hpp: identities and sub-accounts. Registrars: registrars.ipp.
#pragma once

#include "runtime/pallets/identity/identity.hpp"
#include "runtime/pallets/identity/registrars.ipp"

namespace serinus::pallet_identity {

template <class T>
DispatchResultWithPostInfo Pallet<T>::set_identity::operator()(Signed sender) const {
    const auto extra_fields = static_cast<uint32_t>(info.additional.size());
    ENSURE(extra_fields <= T::kConstants.MaxAdditionalFields, Error::TooManyFields);

    auto id = storage.IdentityOf.get(sender).value_or(Registration{});
    id.judgements.retain([](const auto& judgement) { return std::get<1>(judgement).is_sticky(); });
    id.info = info;
    const Balance old_deposit = id.deposit;
    id.deposit =
        saturating_add(T::kConstants.BasicDeposit, saturating_mul(Balance{extra_fields}, T::kConstants.FieldDeposit));
    TRY(adjust_deposit(sender, old_deposit, id.deposit));

    storage.IdentityOf.put(sender, id);
    deposit_event(typename Event::IdentitySet{sender});
    return PostDispatchInfo{T::kWeights.set_identity(static_cast<uint32_t>(id.judgements.size()), extra_fields)};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::set_subs::operator()(Signed sender) const {
    ENSURE(storage.IdentityOf.exists(sender), Error::NotFound);
    ENSURE(subs.size() <= T::kConstants.MaxSubAccounts, Error::TooManySubAccounts);
    const auto count = static_cast<uint32_t>(subs.size());

    const auto [old_deposit, old_subs] = storage.SubsOf.get(sender);
    const Balance new_deposit = saturating_mul(T::kConstants.SubAccountDeposit, Balance{count});
    for (const auto& [sub, name] : subs) {
        const auto super = storage.SuperOf.get(sub);
        ENSURE(!super || std::get<0>(*super) == sender, Error::AlreadyClaimed);
    }
    TRY(adjust_deposit(sender, old_deposit, new_deposit));

    for (const AccountId& sub : old_subs) storage.SuperOf.remove(sub);
    std::vector<AccountId> accounts;
    for (const auto& [sub, name] : subs) {
        storage.SuperOf.put(sub, {sender, name});
        accounts.push_back(sub);
    }
    if (accounts.empty()) {
        storage.SubsOf.remove(sender);
    } else {
        storage.SubsOf.put(sender, {new_deposit, SubAccounts::truncate_from(std::move(accounts))});
    }
    return PostDispatchInfo{T::kWeights.set_subs_old(static_cast<uint32_t>(old_subs.size()))
                                .saturating_add(T::kWeights.set_subs_new(count))};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::clear_identity::operator()(Signed sender) const {
    const Removed removed = TRY(remove_identity(sender));
    T::Currency::unreserve(sender, removed.deposit);
    deposit_event(typename Event::IdentityCleared{sender, removed.deposit});
    return PostDispatchInfo{T::kWeights.clear_identity(removed.judgements, removed.subs, removed.fields)};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::kill_identity::operator()(Origin<typename T::ForceOrigin>) const {
    const AccountId who = TRY(T::System::lookup(target));
    const Removed removed = TRY(remove_identity(who));
    give_to(typename T::Slashed{}, T::Currency::slash_reserved(who, removed.deposit).first);
    deposit_event(typename Event::IdentityKilled{who, removed.deposit});
    return PostDispatchInfo{T::kWeights.kill_identity(removed.judgements, removed.subs, removed.fields)};
}

template <class T>
DispatchResult Pallet<T>::add_sub::operator()(Signed sender) const {
    const AccountId account = TRY(T::System::lookup(sub));
    ENSURE(storage.IdentityOf.exists(sender), Error::NoIdentity);
    ENSURE(!storage.SuperOf.exists(account), Error::AlreadyClaimed);

    auto [subs_deposit, accounts] = storage.SubsOf.get(sender);
    ENSURE(accounts.try_push(account), Error::TooManySubAccounts);
    constexpr Balance kDeposit = T::kConstants.SubAccountDeposit;
    TRY(T::Currency::reserve(sender, kDeposit));
    storage.SuperOf.put(account, {sender, data});
    deposit_event(typename Event::SubIdentityAdded{account, sender, kDeposit});
    storage.SubsOf.put(sender, {saturating_add(subs_deposit, kDeposit), std::move(accounts)});
    return {};
}

template <class T>
DispatchResult Pallet<T>::rename_sub::operator()(Signed sender) const {
    const AccountId account = TRY(T::System::lookup(sub));
    ENSURE(storage.IdentityOf.exists(sender), Error::NoIdentity);
    const auto super = storage.SuperOf.get(account);
    ENSURE(super && std::get<0>(*super) == sender, Error::NotOwned);
    storage.SuperOf.put(account, {sender, data});
    return {};
}

template <class T>
DispatchResult Pallet<T>::remove_sub::operator()(Signed sender) const {
    ENSURE(storage.IdentityOf.exists(sender), Error::NoIdentity);
    const AccountId account = TRY(T::System::lookup(sub));
    const auto super = storage.SuperOf.get(account);
    ENSURE(super, Error::NotSub);
    ENSURE(std::get<0>(*super) == sender, Error::NotOwned);
    storage.SuperOf.remove(account);
    const Balance amount = leave(sender, account, [&](Balance share) { T::Currency::unreserve(sender, share); });
    deposit_event(typename Event::SubIdentityRemoved{account, sender, amount});
    return {};
}

template <class T>
DispatchResult Pallet<T>::quit_sub::operator()(Signed sender) const {
    const auto super = storage.SuperOf.take(sender);
    ENSURE(super, Error::NotSub);
    const AccountId& main = std::get<0>(*super);
    // Nothing to be done if the deposit cannot be paid out: the account leaves all the same.
    const Balance amount = leave(main, sender, [&](Balance share) {
        static_cast<void>(T::Currency::repatriate_reserved(main, sender, share, BalanceStatus::Free));
    });
    deposit_event(typename Event::SubIdentityRevoked{sender, main, amount});
    return {};
}

/// Reserves what is missing, or returns what is too much.
template <class T>
DispatchResult Pallet<T>::adjust_deposit(const AccountId& who, Balance from, Balance to) {
    if (to > from) return T::Currency::reserve(who, to - from);
    if (from > to) T::Currency::unreserve(who, from - to);
    return {};
}

/// Takes an identity and its sub-accounts out of storage; their deposits are the caller's business.
template <class T>
auto Pallet<T>::remove_identity(const AccountId& who) -> ResultOf<Removed> {
    const auto [subs_deposit, accounts] = storage.SubsOf.take(who);
    const auto id = storage.IdentityOf.take(who);
    ENSURE(id, Error::NotNamed);
    for (const AccountId& sub : accounts) storage.SuperOf.remove(sub);
    return Removed{saturating_add(id->total_deposit(), subs_deposit), static_cast<uint32_t>(id->judgements.size()),
                   static_cast<uint32_t>(accounts.size()), static_cast<uint32_t>(id->info.additional.size())};
}

/// Takes `sub` from the list of `main` and gives `refund` its share of the deposit, which is returned.
template <class T>
template <class F>
Balance Pallet<T>::leave(const AccountId& main, const AccountId& sub, F&& refund) {
    auto [subs_deposit, accounts] = storage.SubsOf.get(main);
    accounts.retain([&](const AccountId& other) { return other != sub; });
    const Balance share = std::min(T::kConstants.SubAccountDeposit, subs_deposit);
    refund(share);
    storage.SubsOf.put(main, {subs_deposit - share, std::move(accounts)});
    return share;
}

template <class T>
bool Pallet<T>::has_identity(const AccountId& who, IdentityFields fields) {
    const auto id = storage.IdentityOf.get(who);
    return id && (id->info.fields()._0 & fields._0) == fields._0;
}

template <class T>
auto Pallet<T>::subs(const AccountId& who) -> std::vector<std::pair<AccountId, Data>> {
    std::vector<std::pair<AccountId, Data>> out;
    for (const AccountId& sub : std::get<1>(storage.SubsOf.get(who))) {
        if (const auto super = storage.SuperOf.get(sub)) out.emplace_back(sub, std::get<1>(*super));
    }
    return out;
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    std::map<AccountId, Balance> deposits;
    auto identities = storage.IdentityOf.iter();
    while (const auto entry = identities.next()) {
        const auto& [who, id] = *entry;
        deposits[who] = id.total_deposit();
        ENSURE(std::ranges::adjacent_find(id.judgements, std::greater_equal(),
                                          [](const auto& judgement) { return std::get<0>(judgement); }) ==
                   id.judgements.end(),
               std::string("Identity: judgements out of order"));
    }
    size_t listed = 0;
    auto lists = storage.SubsOf.iter();
    while (const auto entry = lists.next()) {
        const auto& [who, list] = *entry;
        const auto& [subs_deposit, accounts] = list;
        ENSURE(storage.IdentityOf.exists(who), std::string("Identity: sub-accounts of no identity"));
        deposits[who] = saturating_add(deposits[who], subs_deposit);
        for (const AccountId& sub : accounts) {
            const auto super = storage.SuperOf.get(sub);
            ENSURE(super && std::get<0>(*super) == who, std::string("Identity: a sub-account has another super"));
        }
        listed += std::set<AccountId>(accounts.begin(), accounts.end()).size();
    }
    size_t supers = 0;
    auto super_of = storage.SuperOf.iter();
    while (super_of.next()) ++supers;
    ENSURE(supers == listed, std::string("Identity: a super without its sub-account"));
    for (const auto& [who, total] : deposits) {
        ENSURE(T::Currency::reserved_balance(who) >= total, std::string("Identity: a deposit is not reserved"));
    }
    return {};
}

}  // namespace serinus::pallet_identity
