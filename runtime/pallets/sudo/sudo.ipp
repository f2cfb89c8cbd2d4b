#pragma once

#include "runtime/pallets/sudo/sudo.hpp"

namespace serinus::pallet_sudo {

inline constexpr PostDispatchInfo kFree{.actual_weight = std::nullopt, .pays_fee = Pays::No};

template <class T>
DispatchResult Pallet<T>::ensure_key(const RuntimeOrigin& origin) {
    const AccountId who = TRY(ensure_signed(origin));
    ENSURE(storage.Key.get() == who, Error::RequireSudo);
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::sudo_call(const RuntimeOrigin& origin, const RuntimeCall& call) {
    TRY(ensure_key(origin));
    deposit(typename Event::Sudid{without_post_info(call.dispatch_bypass_filter(RuntimeOrigin::root()))});
    return kFree;
}

template <class T>
DispatchInfo Pallet<T>::sudo::info() const {
    const DispatchInfo of_call = call.info();
    return {T::WeightInfo::sudo().saturating_add(of_call.weight), of_call.class_};
}
template <class T>
DispatchResultWithPostInfo Pallet<T>::sudo::operator()(const RuntimeOrigin& origin) const {
    return sudo_call(origin, call);
}

template <class T>
DispatchInfo Pallet<T>::sudo_unchecked_weight::info() const {
    return {weight, call.info().class_};
}
template <class T>
DispatchResultWithPostInfo Pallet<T>::sudo_unchecked_weight::operator()(const RuntimeOrigin& origin) const {
    return sudo_call(origin, call);
}

template <class T>
Weight Pallet<T>::set_key::weight() const {
    return T::WeightInfo::set_key();
}
template <class T>
DispatchResultWithPostInfo Pallet<T>::set_key::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_key(origin));
    const AccountId successor = TRY(T::System::lookup(new_));
    deposit(typename Event::KeyChanged{storage.Key.get()});
    storage.Key.put(successor);
    return kFree;
}

template <class T>
DispatchInfo Pallet<T>::sudo_as::info() const {
    const DispatchInfo of_call = call.info();
    return {T::WeightInfo::sudo_as().saturating_add(of_call.weight), of_call.class_};
}
template <class T>
DispatchResultWithPostInfo Pallet<T>::sudo_as::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_key(origin));
    const AccountId from = TRY(T::System::lookup(who));
    deposit(typename Event::SudoAsDone{without_post_info(call.dispatch_bypass_filter(RuntimeOrigin::signed_by(from)))});
    return kFree;
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    if (config.key) storage.Key.put(*config.key);
}

}  // namespace serinus::pallet_sudo
