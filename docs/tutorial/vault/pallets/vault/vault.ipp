#pragma once

#include "pallets/vault/vault.hpp"

namespace serinus::pallet_vault {

template <class T>
DispatchResult Pallet<T>::lock::operator()(Signed who) const {
    ENSURE(term <= T::kConstants.LongestTerm, Error::TooLong);
    TRY(T::Currency::reserve(who, amount.value));
    ENSURE(!storage.Deposits.exists(who), Error::Occupied);  // the reserve above is undone with the call
    const BlockNumber until = saturating_add(T::System::block_number(), term);
    storage.Deposits.put(who, {amount.value, until});
    deposit_event(typename Event::Locked{who, amount.value, until});
    return {};
}

template <class T>
DispatchResult Pallet<T>::open::operator()(Signed who) const {
    const auto deposit = storage.Deposits.find(who);
    ENSURE(deposit.has_value(), Error::Empty);
    ENSURE(T::System::block_number() >= deposit->until, Error::TooEarly);
    storage.Deposits.remove(who);
    T::Currency::unreserve(who, deposit->amount);
    deposit_event(typename Event::Opened{who, deposit->amount});
    return {};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    auto deposits = storage.Deposits.iter();
    while (const auto entry = deposits.next()) {
        const auto& [who, deposit] = *entry;
        if (T::Currency::reserved_balance(who) < deposit.amount) return std::string("a deposit is not reserved");
    }
    return {};
}

}  // namespace serinus::pallet_vault
