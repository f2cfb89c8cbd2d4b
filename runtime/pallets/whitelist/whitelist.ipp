/// The bodies of whitelist.hpp.
#pragma once

#include "runtime/pallets/whitelist/whitelist.hpp"

namespace serinus::pallet_whitelist {

template <class T>
DispatchResult Pallet<T>::whitelist_call::operator()(Origin<typename T::WhitelistOrigin>) const {
    ENSURE(!storage.WhitelistedCall.exists(call_hash), Error::CallAlreadyWhitelisted);
    storage.WhitelistedCall.put(call_hash, {});
    T::Preimages::request(call_hash);
    deposit_event(typename Event::CallWhitelisted{call_hash});
    return {};
}

template <class T>
DispatchResult Pallet<T>::remove_whitelisted_call::operator()(Origin<typename T::WhitelistOrigin>) const {
    ENSURE(storage.WhitelistedCall.take(call_hash), Error::CallIsNotWhitelisted);
    T::Preimages::unrequest(call_hash);
    deposit_event(typename Event::WhitelistedCallRemoved{call_hash});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::dispatch_whitelisted_call::operator()(
    Origin<typename T::DispatchWhitelistedOrigin>) const {
    ENSURE(storage.WhitelistedCall.exists(call_hash), Error::CallIsNotWhitelisted);
    const auto encoded = T::Preimages::fetch(call_hash, call_encoded_len);
    ENSURE(encoded, Error::UnavailablePreImage);
    const auto call = scale::decode<RuntimeCall>(*encoded, kMaxCallDepth);
    ENSURE(call, Error::UndecodableCall);
    ENSURE(call->info().weight.all_lte(call_weight_witness), Error::InvalidCallWeightWitness);

    auto used = clean_and_dispatch(call_hash, *call);
    if (used) used = used->saturating_add(T::kWeights.dispatch_whitelisted_call(call_encoded_len));
    return PostDispatchInfo{used};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::dispatch_whitelisted_call_with_preimage::operator()(
    Origin<typename T::DispatchWhitelistedOrigin>) const {
    const Bytes encoded = scale::encode(call);
    const Hash256 hash = host::blake2_256(encoded);
    ENSURE(storage.WhitelistedCall.exists(hash), Error::CallIsNotWhitelisted);

    auto used = clean_and_dispatch(hash, call);
    const auto size = static_cast<uint32_t>(encoded.size());
    if (used) used = used->saturating_add(T::kWeights.dispatch_whitelisted_call_with_preimage(size));
    return PostDispatchInfo{used};
}

template <class T>
std::optional<Weight> Pallet<T>::clean_and_dispatch(const Hash256& hash, const RuntimeCall& call) {
    storage.WhitelistedCall.remove(hash);
    T::Preimages::unrequest(hash);
    const auto result = call.dispatch(RuntimeOrigin::root());
    deposit_event(typename Event::WhitelistedCallDispatched{hash, types::outcome_of(result)});
    return post_info_of(result).actual_weight;
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    auto calls = storage.WhitelistedCall.iter_keys();
    while (const auto hash = calls.next()) {
        if (!T::Preimages::is_requested(*hash)) return std::string("a whitelisted call is not requested");
    }
    return {};
}

}  // namespace serinus::pallet_whitelist
