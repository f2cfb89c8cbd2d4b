#pragma once

#include "runtime/pallets/parameters/parameters.hpp"

namespace serinus::pallet_parameters {

template <class T>
DispatchResult Pallet<T>::set_parameter::operator()(const RuntimeOrigin& origin) const {
    auto [key, value] = parts_of_parameter(key_value);
    TRY(ensure_origin<typename T::AdminOrigin>(origin, key));
    auto old = storage.Parameters.get(key);
    storage.Parameters.set(key, value);
    deposit_event(typename Event::Updated{std::move(key), std::move(old), std::move(value)});
    return {};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    auto stored = storage.Parameters.iter();
    while (const auto entry = stored.next()) {
        const Bytes key = scale::encode(entry->first);
        const Bytes value = scale::encode(entry->second);
        ENSURE(value.size() >= key.size() && std::equal(key.begin(), key.end(), value.begin()),
               std::string("a parameter has the value of another one"));
    }
    return {};
}

}  // namespace serinus::pallet_parameters
