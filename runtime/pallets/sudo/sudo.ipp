#pragma once

#include "runtime/pallets/sudo/sudo.hpp"

namespace serinus::pallet_sudo {

inline constexpr PostDispatchInfo kFree{.actual_weight = std::nullopt, .pays_fee = Pays::No};

template <class T>
auto Pallet<T>::SudoKey::check(const RuntimeOrigin& origin) -> ResultOf<SudoKey> {
    const AccountId who = TRY(ensure_signed(origin));
    ENSURE(storage.Key.get() == who, Error::RequireSudo);
    return SudoKey{};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::sudo_call(const RuntimeCall& call) {
    deposit_event(typename Event::Sudid{without_post_info(call.dispatch_bypass_filter(RuntimeOrigin::root()))});
    return kFree;
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::sudo::operator()(SudoKey) const {
    return sudo_call(call);
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::sudo_unchecked_weight::operator()(SudoKey) const {
    return sudo_call(call);
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::set_key::operator()(SudoKey) const {
    const AccountId successor = TRY(T::System::lookup(new_));
    deposit_event(typename Event::KeyChanged{storage.Key.get()});
    storage.Key.put(successor);
    return kFree;
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::sudo_as::operator()(SudoKey) const {
    const AccountId from = TRY(T::System::lookup(who));
    deposit_event(
        typename Event::SudoAsDone{without_post_info(call.dispatch_bypass_filter(RuntimeOrigin::signed_by(from)))});
    return kFree;
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    if (config.key) storage.Key.put(*config.key);
}

}  // namespace serinus::pallet_sudo
