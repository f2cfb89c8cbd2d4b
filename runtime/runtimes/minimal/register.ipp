#pragma once

#include "runtime/runtimes/minimal/register.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::pallet_register {

template <class T>
DispatchResult Pallet<T>::do_write(const AccountId& who, uint32_t number) {
    ENSURE(number <= T::kConstants.Largest, Error::TooLarge);
    storage.Entries.put(who, number);
    storage.Writes.mutate([](uint32_t& writes) { writes = saturating_add(writes, 1u); });
    deposit_event(typename Event::Written{who, number});
    return {};
}

template <class T>
DispatchResult Pallet<T>::write::operator()(Signed who) const {
    return do_write(who, number);
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    for (const auto& [who, number] : config.entries) {
        if (!do_write(who, number)) panic("an entry of the genesis is too large");
    }
}

}  // namespace serinus::pallet_register
