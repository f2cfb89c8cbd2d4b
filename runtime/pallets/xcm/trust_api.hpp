/// What wallets ask about trust: which places are trusted with an asset, and who may speak for an account. Parachains
/// have it, the relay chain has not: Observed: Kusama 1.7.1 and 2.3.2, Asset Hub and Coretime of the same.
/// Source: xcm-runtime-apis 0.9; pallet-xcm 22, lib.rs
///
/// `R`: XcmPallet.
#pragma once

#include "runtime/pallets/xcm/xcm.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::xcm_runtime_apis {

namespace trusted_query {

enum class Error : uint8_t {
    /// This version cannot say the asset.
    VersionedAssetConversionFailed,
    /// This version cannot say the location.
    VersionedLocationConversionFailed,
};

}  // namespace trusted_query

namespace authorized_aliases {

enum class Error : uint8_t {
    /// The version of one location cannot say the other.
    LocationVersionConversionFailed,
};

}  // namespace authorized_aliases

namespace api {

template <class R>
struct TrustedQueryApi {
    static constexpr ByteArray<8> kId = {0x26, 0x09, 0xbe, 0x83, 0xac, 0x44, 0x68, 0xdc};
    static constexpr uint32_t kVersion = 1;
    using Answer = Result<bool, trusted_query::Error>;

    /// Whether the place may say that it holds the asset for us.
    struct is_trusted_reserve {
        xcm::VersionedAsset asset;
        xcm::VersionedLocation location;
        Answer operator()() const { return ask(asset, location, R::XcmPallet::Config::executor().reserves); }
    };
    /// Whether the asset may be teleported from and to the place.
    struct is_trusted_teleporter {
        xcm::VersionedAsset asset;
        xcm::VersionedLocation location;
        Answer operator()() const { return ask(asset, location, R::XcmPallet::Config::executor().teleporters); }
    };
    using Methods = sdk::List<is_trusted_reserve, is_trusted_teleporter>;

  private:
    static Answer ask(const xcm::VersionedAsset& asset, const xcm::VersionedLocation& location,
                      const xcm::AssetPlaces& places) {
        const auto place = location.latest();
        ENSURE(place, trusted_query::Error::VersionedLocationConversionFailed);
        const auto what = asset.latest();
        ENSURE(what, trusted_query::Error::VersionedAssetConversionFailed);
        return places.contains(*what, *place);
    }
};

template <class R>
struct AuthorizedAliasersApi {
    static constexpr ByteArray<8> kId = {0x12, 0xc8, 0xe3, 0xd4, 0xd7, 0xe0, 0x6d, 0xe0};
    static constexpr uint32_t kVersion = 1;
    using OriginAliaser = authorized_aliases::OriginAliaser;
    template <class T>
    using AnswerOf = Result<T, authorized_aliases::Error>;

    /// Who may speak for an account, in the version in which it was named; also those whose time is over.
    struct authorized_aliasers {
        xcm::VersionedLocation target;
        AnswerOf<std::vector<OriginAliaser>> operator()() const {
            const auto latest = target.into_version(pallet_xcm::kXcmVersion);
            ENSURE(latest, authorized_aliases::Error::LocationVersionConversionFailed);
            std::vector<OriginAliaser> out;
            const auto entry = R::XcmPallet::storage.AuthorizedAliases.get(*latest);
            if (!entry) return out;
            for (const OriginAliaser& one : entry->aliasers) {
                auto place = one.location.into_version(static_cast<uint32_t>(target.version()));
                if (place) out.push_back({*std::move(place), one.expiry});
            }
            return out;
        }
    };
    /// Whether `origin` may speak for `target` now.
    struct is_authorized_alias {
        xcm::VersionedLocation origin;
        xcm::VersionedLocation target;
        AnswerOf<bool> operator()() const {
            const auto by = origin.into_version(static_cast<uint32_t>(target.version()));
            ENSURE(by, authorized_aliases::Error::LocationVersionConversionFailed);
            const auto aliasers = TRY(authorized_aliasers{target}());
            return std::ranges::any_of(aliasers, [&](const OriginAliaser& one) {
                return one.location == *by &&
                       (!one.expiry || R::XcmPallet::Config::System::block_number() < *one.expiry);
            });
        }
    };
    using Methods = sdk::List<authorized_aliasers, is_authorized_alias>;
};

}  // namespace api

}  // namespace serinus::xcm_runtime_apis
