/// The bodies of recovery.hpp.
#pragma once

#include "runtime/pallets/recovery/recovery.hpp"

namespace serinus::pallet_recovery {

template <class T>
ResultOf<typename Pallet<T>::RecoveryConfig> Pallet<T>::find_config(const AccountId& lost) {
    auto config = storage.Recoverable.get(lost);
    ENSURE(config, Error::NotRecoverable);
    return *std::move(config);
}

template <class T>
ResultOf<typename Pallet<T>::ActiveRecovery> Pallet<T>::find_recovery(const AccountId& lost, const AccountId& rescuer) {
    auto recovery = storage.ActiveRecoveries.get(lost, rescuer);
    ENSURE(recovery, Error::NotStarted);
    return *std::move(recovery);
}

template <class T>
DispatchResult Pallet<T>::as_recovered::operator()(Signed who) const {
    const AccountId target = TRY(T::System::lookup(account));
    ENSURE(storage.Proxy.get(who) == target, Error::NotAllowed);
    auto result = call.dispatch(RuntimeOrigin::signed_by(target));
    if (!result) return std::move(result).error().error;
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_recovered::operator()(Root) const {
    const AccountId lost_account = TRY(T::System::lookup(lost));
    const AccountId rescuer_account = TRY(T::System::lookup(rescuer));
    storage.Proxy.put(rescuer_account, lost_account);
    deposit_event(typename Event::AccountRecovered{lost_account, rescuer_account});
    return {};
}

template <class T>
DispatchResult Pallet<T>::create_recovery::operator()(Signed who) const {
    ENSURE(!storage.Recoverable.exists(who), Error::AlreadyRecoverable);
    ENSURE(threshold >= 1, Error::ZeroThreshold);
    ENSURE(!friends.empty() && threshold <= friends.size(), Error::NotEnoughFriends);
    const auto bounded = Friends::from(friends);
    ENSURE(bounded, Error::MaxFriends);
    ENSURE(std::adjacent_find(friends.begin(), friends.end(), std::greater_equal<>()) == friends.end(),
           Error::NotSorted);
    const Balance deposit = config_deposit(friends.size());
    TRY(T::Currency::reserve(who, deposit));
    storage.Recoverable.put(who, {delay_period, deposit, *bounded, threshold});
    deposit_event(typename Event::RecoveryCreated{who});
    return {};
}

template <class T>
DispatchResult Pallet<T>::initiate_recovery::operator()(Signed who) const {
    const AccountId lost = TRY(T::System::lookup(account));
    ENSURE(storage.Recoverable.exists(lost), Error::NotRecoverable);
    ENSURE(!storage.ActiveRecoveries.exists(lost, who), Error::AlreadyStarted);
    TRY(T::Currency::reserve(who, T::kConstants.RecoveryDeposit));
    storage.ActiveRecoveries.put(lost, who, {T::System::block_number(), T::kConstants.RecoveryDeposit, {}});
    deposit_event(typename Event::RecoveryInitiated{lost, who});
    return {};
}

template <class T>
DispatchResult Pallet<T>::vouch_recovery::operator()(Signed who) const {
    const AccountId lost_account = TRY(T::System::lookup(lost));
    const AccountId rescuer_account = TRY(T::System::lookup(rescuer));
    const RecoveryConfig config = TRY(find_config(lost_account));
    ActiveRecovery recovery = TRY(find_recovery(lost_account, rescuer_account));
    ENSURE(std::binary_search(config.friends.begin(), config.friends.end(), AccountId(who)), Error::NotFriend);
    const auto place = std::lower_bound(recovery.friends.begin(), recovery.friends.end(), AccountId(who));
    ENSURE(place == recovery.friends.end() || *place != who, Error::AlreadyVouched);
    ENSURE(recovery.friends.try_insert(static_cast<size_t>(place - recovery.friends.begin()), who), Error::MaxFriends);
    storage.ActiveRecoveries.put(lost_account, rescuer_account, recovery);
    deposit_event(typename Event::RecoveryVouched{lost_account, rescuer_account, who});
    return {};
}

template <class T>
DispatchResult Pallet<T>::claim_recovery::operator()(Signed who) const {
    const AccountId lost = TRY(T::System::lookup(account));
    const RecoveryConfig config = TRY(find_config(lost));
    const ActiveRecovery recovery = TRY(find_recovery(lost, who));
    ENSURE(!storage.Proxy.exists(who), Error::AlreadyProxy);
    const auto earliest = checked_add(recovery.created, config.delay_period);
    ENSURE(earliest, ArithmeticError::Overflow);
    ENSURE(*earliest <= T::System::block_number(), Error::DelayPeriod);
    ENSURE(config.threshold <= recovery.friends.size(), Error::Threshold);
    ENSURE(T::System::inc_consumers(who), Error::BadState);
    storage.Proxy.put(who, lost);
    deposit_event(typename Event::AccountRecovered{lost, who});
    return {};
}

template <class T>
DispatchResult Pallet<T>::close_recovery::operator()(Signed who) const {
    const AccountId rescuer_account = TRY(T::System::lookup(rescuer));
    const ActiveRecovery recovery = TRY(find_recovery(who, rescuer_account));
    storage.ActiveRecoveries.remove(who, rescuer_account);
    static_cast<void>(T::Currency::repatriate_reserved(rescuer_account, who, recovery.deposit, BalanceStatus::Free));
    deposit_event(typename Event::RecoveryClosed{who, rescuer_account});
    return {};
}

template <class T>
DispatchResult Pallet<T>::remove_recovery::operator()(Signed who) const {
    ENSURE(!storage.ActiveRecoveries.contains_prefix(who), Error::StillActive);
    const RecoveryConfig config = TRY(find_config(who));
    storage.Recoverable.remove(who);
    T::Currency::unreserve(who, config.deposit);
    deposit_event(typename Event::RecoveryRemoved{who});
    return {};
}

template <class T>
DispatchResult Pallet<T>::cancel_recovered::operator()(Signed who) const {
    const AccountId lost = TRY(T::System::lookup(account));
    ENSURE(storage.Proxy.get(who) == lost, Error::NotAllowed);
    storage.Proxy.remove(who);
    T::System::dec_consumers(who);
    return {};
}

template <class T>
ResultOf<bool> Pallet<T>::poke(const AccountId& who, Balance& deposit, Balance now, DepositKind kind) {
    const Balance old = std::exchange(deposit, now);
    if (old == now) return false;
    TRY(change_reserve<typename T::Currency>(who, old, now));
    deposit_event(typename Event::DepositPoked{who, std::move(kind), old, now});
    return true;
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::poke_deposit::operator()(Signed who) const {
    bool is_changed = false;
    // Those that are right already are written too, as the reference does.
    if (auto config = storage.Recoverable.get(who)) {
        const Balance now = config_deposit(config->friends.size());
        is_changed = TRY(poke(who, config->deposit, now, {typename DepositKind::RecoveryConfig{}}));
        storage.Recoverable.put(who, *config);
    }
    if (maybe_account) {
        const AccountId lost = TRY(T::System::lookup(*maybe_account));
        ActiveRecovery recovery = TRY(find_recovery(lost, who));
        const bool is_other = TRY(poke(who, recovery.deposit, T::kConstants.RecoveryDeposit,
                                       {typename DepositKind::ActiveRecoveryFor{lost}}));
        storage.ActiveRecoveries.put(lost, who, recovery);
        is_changed = is_changed || is_other;
    }
    return PostDispatchInfo{.pays_fee = is_changed ? Pays::No : Pays::Yes};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    std::map<AccountId, Balance> reserved;
    auto configs = storage.Recoverable.iter();
    while (const auto entry = configs.next()) {
        const auto& [who, config] = *entry;
        const auto& friends = config.friends;
        if (config.threshold == 0 || config.threshold > friends.size()) {
            return std::string("the threshold is not within the number of friends");
        }
        if (std::adjacent_find(friends.begin(), friends.end(), std::greater_equal<>()) != friends.end()) {
            return std::string("friends are not sorted");
        }
        reserved[who] = saturating_add(reserved[who], config.deposit);
    }
    auto recoveries = storage.ActiveRecoveries.iter();
    while (const auto entry = recoveries.next()) {
        const auto& [key, recovery] = *entry;
        Balance& sum = reserved[std::get<1>(key)];
        sum = saturating_add(sum, recovery.deposit);
    }
    for (const auto& [who, amount] : reserved) {
        if (T::Currency::reserved_balance(who) < amount) return std::string("a deposit is not reserved");
    }
    return {};
}

}  // namespace serinus::pallet_recovery
