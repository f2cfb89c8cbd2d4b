/// AssetRate: what other assets are worth in the native currency, as governance says. An amount of an asset, times its
/// rate, is the amount of the native currency; what has no rate is worth nothing that anybody knows.
///
/// Source: pallet_asset_rate 21.0.0
#pragma once

#include "codec/boxed.hpp"
#include "runtime/arithmetic/fixed_point.hpp"
#include "runtime/pallets/asset_rate/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/pay.hpp"

namespace serinus::pallet_asset_rate {

using namespace sdk;

/// `T` has AssetKind, a struct that names an asset; CreateOrigin, UpdateOrigin, RemoveOrigin; kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::AssetKind;
    typename T::CreateOrigin;
    typename T::RemoveOrigin;
    typename T::UpdateOrigin;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    static consteval void check_configuration() {
        static_assert(ConversionToAssetBalance<Pallet> && ConversionFromAssetBalance<Pallet>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using AssetKind = typename T::AssetKind;

    struct Storage {
        /// What a unit of each asset is worth in units of the native currency.
        Map<Blake2_128Concat<AssetKind>, FixedU128> ConversionRateToNative;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// An asset has a rate.
        struct AssetRateCreated {
            AssetKind asset_kind;
            FixedU128 rate;
        };
        /// An asset has no rate any more.
        struct AssetRateRemoved {
            AssetKind asset_kind;
        };
        /// The rate of an asset has changed.
        struct AssetRateUpdated {
            AssetKind asset_kind;
            FixedU128 old;
            FixedU128 new_;
        };
        using list = List<AssetRateCreated, AssetRateRemoved, AssetRateUpdated>;
    };

    enum class Error : uint8_t {
        /// The asset has no rate.
        UnknownAssetKind,
        /// The asset has a rate, which can be updated.
        AlreadyExists,
        /// The inverse of the rate is no number.
        Overflow,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Gives an asset its first rate.
    /// Origin: CreateOrigin. Errors: AlreadyExists.
    struct create {
        scale::Boxed<AssetKind> asset_kind;
        FixedU128 rate;
        Weight weight() const { return T::kWeights.create(); }
        DispatchResult operator()(Origin<typename T::CreateOrigin>) const;
    };
    /// Gives an asset another rate.
    /// Origin: UpdateOrigin. Errors: UnknownAssetKind.
    struct update {
        scale::Boxed<AssetKind> asset_kind;
        FixedU128 rate;
        Weight weight() const { return T::kWeights.update(); }
        DispatchResult operator()(Origin<typename T::UpdateOrigin>) const;
    };
    /// Takes the rate of an asset away.
    /// Origin: RemoveOrigin. Errors: UnknownAssetKind.
    struct remove {
        scale::Boxed<AssetKind> asset_kind;
        Weight weight() const { return T::kWeights.remove(); }
        DispatchResult operator()(Origin<typename T::RemoveOrigin>) const;
    };
    using Calls = List<At<0, create>, At<1, update>, At<2, remove>>;

    // Conversions (sdk/traits/pay.hpp), cut off and saturating; nullopt for an asset without a rate, and on the way to
    // an asset whose rate is 0 too.
    static std::optional<Balance> from_asset_balance(Balance balance, const AssetKind& asset);
    static std::optional<Balance> to_asset_balance(Balance balance, const AssetKind& asset);
};

}  // namespace serinus::pallet_asset_rate
