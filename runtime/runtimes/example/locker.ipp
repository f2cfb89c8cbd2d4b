#pragma once

#include "runtime/runtimes/example/locker.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::pallet_locker {

template <class T>
DispatchResult Pallet<T>::fill::operator()(Signed who) const {
    return do_fill(who, content);
}

template <class T>
DispatchResult Pallet<T>::empty::operator()(Signed who) const {
    const auto locker = storage.Lockers.find(who);
    ENSURE(locker.has_value(), Error::NotFound);

    auto ending = storage.Ending.take(locker->until);
    ending.retain([&](const AccountId& other) { return other != who; });
    if (!ending.empty()) storage.Ending.put(locker->until, ending);
    end(who);
    return {};
}

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber now) {
    const auto ending = storage.Ending.take(now);
    for (const AccountId& who : ending) end(who);
    return T::kWeights.on_initialize(static_cast<uint32_t>(ending.size()));
}

template <class T>
DispatchResult Pallet<T>::do_fill(const AccountId& who, const Content& content) {
    ENSURE(!storage.Lockers.exists(who), Error::Occupied);
    TRY(T::Currency::reserve(who, T::kConstants.Deposit));

    const BlockNumber until = saturating_add(T::System::block_number(), T::kConstants.Term);
    auto ending = storage.Ending.get(until);
    ENSURE(ending.try_push(who), Error::TooManyEnding);  // the reserve above is undone with the call
    storage.Ending.put(until, ending);
    storage.Lockers.put(who, {content, T::kConstants.Deposit, until});
    deposit_event(typename Event::Filled{who, until});
    return {};
}

/// The list of the block that would have ended it is the caller's.
template <class T>
void Pallet<T>::end(const AccountId& who) {
    const auto locker = storage.Lockers.take(who);
    if (!locker) return;
    T::Currency::unreserve(who, locker->deposit);
    deposit_event(typename Event::Emptied{who});
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    uint32_t lockers = 0;
    auto all = storage.Lockers.iter();
    while (const auto entry = all.next()) {
        const auto& [who, locker] = *entry;
        ++lockers;
        if (T::Currency::reserved_balance(who) < locker.deposit) return std::string("a deposit is not reserved");
        const auto ending = storage.Ending.get(locker.until);
        if (std::ranges::count(ending, who) != 1) return std::string("a locker does not end once");
    }
    uint32_t endings = 0;
    auto lists = storage.Ending.iter();
    while (const auto list = lists.next()) endings += static_cast<uint32_t>(list->second.size());
    if (endings != lockers) return std::string("a list names somebody without a locker");
    return {};
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    for (const auto& [who, content] : config.lockers) {
        if (!do_fill(who, content)) panic("a locker of the genesis cannot be filled");
    }
}

}  // namespace serinus::pallet_locker
