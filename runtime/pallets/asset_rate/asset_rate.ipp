#pragma once

#include "runtime/pallets/asset_rate/asset_rate.hpp"

namespace serinus::pallet_asset_rate {

template <class T>
DispatchResult Pallet<T>::create::operator()(Origin<typename T::CreateOrigin>) const {
    ENSURE(!storage.ConversionRateToNative.exists(asset_kind), Error::AlreadyExists);
    storage.ConversionRateToNative.put(asset_kind, rate);
    deposit_event(typename Event::AssetRateCreated{asset_kind, rate});
    return {};
}

template <class T>
DispatchResult Pallet<T>::update::operator()(Origin<typename T::UpdateOrigin>) const {
    const auto old = storage.ConversionRateToNative.get(asset_kind);
    ENSURE(old.has_value(), Error::UnknownAssetKind);
    storage.ConversionRateToNative.put(asset_kind, rate);
    deposit_event(typename Event::AssetRateUpdated{asset_kind, *old, rate});
    return {};
}

template <class T>
DispatchResult Pallet<T>::remove::operator()(Origin<typename T::RemoveOrigin>) const {
    ENSURE(storage.ConversionRateToNative.exists(asset_kind), Error::UnknownAssetKind);
    storage.ConversionRateToNative.remove(asset_kind);
    deposit_event(typename Event::AssetRateRemoved{asset_kind});
    return {};
}

template <class T>
std::optional<Balance> Pallet<T>::from_asset_balance(Balance balance, const AssetKind& asset) {
    const auto rate = storage.ConversionRateToNative.get(asset);
    if (!rate) return std::nullopt;
    return saturating_mul_int(*rate, balance);
}

template <class T>
std::optional<Balance> Pallet<T>::to_asset_balance(Balance balance, const AssetKind& asset) {
    const auto rate = storage.ConversionRateToNative.get(asset);
    const auto inverse = rate ? reciprocal(*rate) : std::nullopt;
    if (!inverse) return std::nullopt;
    return saturating_mul_int(*inverse, balance);
}

}  // namespace serinus::pallet_asset_rate
