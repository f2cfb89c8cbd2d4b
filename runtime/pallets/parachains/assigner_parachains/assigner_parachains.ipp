/// The bodies of assigner_parachains.hpp.
#pragma once

#include "runtime/pallets/parachains/assigner_parachains/assigner_parachains.hpp"

namespace serinus::polkadot_runtime_parachains::assigner_parachains {

template <class T>
uint32_t Pallet<T>::session_core_count() {
    return static_cast<uint32_t>(T::Paras::storage.Parachains.get().size());
}

template <class T>
std::optional<Assignment> Pallet<T>::pop_assignment_for_core(CoreIndex core, std::optional<ParaId>) {
    const auto parachains = T::Paras::storage.Parachains.get();
    if (core._0 >= parachains.size()) return std::nullopt;
    return Assignment{parachains[core._0]};
}

template <class T>
AssignmentProviderConfig Pallet<T>::provider_config(CoreIndex) {
    constexpr BlockNumber kTtl = 10;
    return {.availability_period = T::Configuration::config().paras_availability_period,
            .max_availability_timeouts = 0,
            .ttl = kTtl};
}

}  // namespace serinus::polkadot_runtime_parachains::assigner_parachains
