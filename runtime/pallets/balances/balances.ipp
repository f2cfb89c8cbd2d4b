/// Calls, genesis and invariants of Balances.
#pragma once

#include "runtime/pallets/balances/account.ipp"
#include "runtime/pallets/balances/currency.ipp"
#include "runtime/pallets/balances/fungible.ipp"
#include "runtime/pallets/balances/hold.ipp"
#include "runtime/pallets/balances/named_reserve.ipp"
#include "runtime/pallets/balances/try_state.ipp"

namespace serinus::pallet_balances {

template <class T>
DispatchResult Pallet<T>::transfer_allow_death::operator()(Signed from) const {
    const AccountId to = TRY(System::lookup(dest));
    TRY(Pallet::transfer(from, to, value, Preservation::Expendable));
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_transfer::operator()(Root) const {
    const AccountId from = TRY(System::lookup(source));
    const AccountId to = TRY(System::lookup(dest));
    TRY(Pallet::transfer(from, to, value, Preservation::Expendable));
    return {};
}

template <class T>
DispatchResult Pallet<T>::transfer_keep_alive::operator()(Signed from) const {
    const AccountId to = TRY(System::lookup(dest));
    TRY(Pallet::transfer(from, to, value, Preservation::Preserve));
    return {};
}

template <class T>
DispatchResult Pallet<T>::transfer_all::operator()(Signed from) const {
    const Preservation preservation = keep_alive ? Preservation::Preserve : Preservation::Expendable;
    const Balance all = Pallet::reducible_balance(from, preservation, Fortitude::Polite);
    const AccountId to = TRY(System::lookup(dest));
    TRY(Pallet::transfer(from, to, all, preservation));
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_unreserve::operator()(Root) const {
    static_cast<void>(Pallet::unreserve(TRY(System::lookup(who)), amount));
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::upgrade_accounts::operator()(Signed) const {
    uint64_t upgraded = 0;
    for (const AccountId& account : who) upgraded += Pallet::ensure_upgraded(account) ? 1 : 0;
    const bool worth_it = !who.empty() && upgraded * 10 >= uint64_t{who.size()} * 9;
    return PostDispatchInfo{.pays_fee = worth_it ? Pays::No : Pays::Yes};
}

template <class T>
DispatchResult Pallet<T>::force_set_balance::operator()(Root) const {
    const AccountId account = TRY(System::lookup(who));
    const Balance wanted = new_free < kExistentialDeposit ? Balance{0} : Balance{new_free};
    const Balance old_free = TRY(Pallet::try_mutate_account_handling_dust(
        account, [&](Data& data, bool) -> ResultOf<Balance> { return std::exchange(data.free, wanted); }));
    if (wanted > old_free) Currency<T>::Issuer::increase_issuance(wanted - old_free);
    if (wanted < old_free) Currency<T>::Issuer::decrease_issuance(old_free - wanted);
    deposit_event(typename Event::BalanceSet{account, wanted});
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_adjust_total_issuance::operator()(Root) const {
    ENSURE(delta > 0, Error::DeltaZero);
    const Balance old = Pallet::total_issuance();
    const Balance now =
        direction == AdjustmentDirection::Increase ? saturating_add(old, +delta) : saturating_sub(old, +delta);
    ENSURE(Pallet::inactive_issuance() <= now, Error::IssuanceDeactivated);
    Pallet::set_total_issuance(now);
    deposit_event(typename Event::TotalIssuanceForced{old, now});
    return {};
}

template <class T>
DispatchResult Pallet<T>::burn::operator()(Signed who) const {
    TRY(Pallet::burn_from(who, value, keep_alive ? Preservation::Preserve : Preservation::Expendable, Precision::Exact,
                          Fortitude::Polite));
    return {};
}

template <class T>
void Pallet<T>::integrity_test() {
    static_assert(kExistentialDeposit > 0, "accounts without money would never end");
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    SERINUS_ASSERT(!config.dev_accounts);
    Balance total = 0;
    std::set<AccountId> accounts;
    for (const auto& [who, free] : config.balances) {
        SERINUS_ASSERT(free >= kExistentialDeposit);
        SERINUS_ASSERT(accounts.insert(who).second);
        const auto sum = checked_add(total, free);
        SERINUS_ASSERT(sum.has_value());
        total = *sum;
    }
    Pallet::set_total_issuance(total);
    for (const auto& [who, free] : config.balances) {
        System::inc_providers(who);
        static_cast<void>(T::AccountStore::try_mutate_exists(who, [&](std::optional<Data>& stored) -> DispatchResult {
            stored = Data{.free = free};
            return {};
        }));
    }
}

}  // namespace serinus::pallet_balances
