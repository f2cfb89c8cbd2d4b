#pragma once

#include "pallets/numbers/numbers.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::pallet_numbers {

template <class T>
DispatchResult Pallet<T>::do_keep(const AccountId& who, uint32_t number) {
    ENSURE(number <= T::kConstants.Largest, Error::TooLarge);
    if (!storage.Entries.exists(who)) storage.Count.mutate([](uint32_t& count) { count = saturating_add(count, 1u); });
    storage.Entries.put(who, number);
    deposit_event(typename Event::Kept{who, number});
    return {};
}

template <class T>
DispatchResult Pallet<T>::keep::operator()(Signed who) const {
    return do_keep(who, number);
}

template <class T>
DispatchResult Pallet<T>::drop::operator()(Signed who) const {
    ENSURE(storage.Entries.exists(who), Error::NotFound);
    storage.Entries.remove(who);
    storage.Count.mutate([](uint32_t& count) { count = saturating_sub(count, 1u); });
    deposit_event(typename Event::Dropped{who});
    return {};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    uint32_t count = 0;
    auto entries = storage.Entries.iter();
    while (entries.next()) ++count;
    if (count != storage.Count.get()) return std::string("Count is not how many accounts keep a number");
    return {};
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    for (const auto& [who, number] : config.entries) {
        if (!do_keep(who, number)) panic("a number of the genesis is too large");
    }
}

}  // namespace serinus::pallet_numbers
