/// What one chain's executor is made of: references to its parts. A runtime has one constant of this type; nothing of
/// the executor is compiled again for it.
#pragma once

#include <span>

#include "runtime/xcm/traits.hpp"

namespace serinus::xcm {

/// A part as it is where a chain does not have it.
template <class Part>
struct Absent final : Part {};
inline constexpr Absent<AssetTransactor> kNoAssets;
inline constexpr Absent<Router> kNoRouter;
inline constexpr Absent<Exporter> kNoExporter;
inline constexpr Absent<FeeManager> kFeesVanish;
inline constexpr Absent<CallRunner> kNoCalls;
inline constexpr Absent<AssetPlaces> kNoPlaces;
inline constexpr Absent<Aliasers> kNoAliasers;
inline constexpr Absent<UniversalAliases> kNoUniversalAliases;
inline constexpr Absent<ResponseHandler> kNoResponses;
inline constexpr Absent<AssetTrap> kNoTrap;
inline constexpr Absent<Subscriptions> kNoSubscriptions;
inline constexpr Absent<AssetLocker> kNoLocker;
inline constexpr Absent<AssetExchanger> kNoExchanger;
inline constexpr Absent<HrmpHandlers> kNoHrmpHandlers;
inline constexpr Absent<Events> kNoEvents;
inline constexpr Absent<Recorder> kNoRecorder;
inline constexpr Absent<Layers> kNoLayers;

/// Source: staging-xcm-executor 21, config.rs
struct Config {
    const UniversalLocation& universal_location;
    const Barrier& barrier;
    const Weigher& weigher;
    const Traders& traders;
    const AssetTransactor& assets = kNoAssets;
    const Router& router = kNoRouter;
    const FeeManager& fees = kFeesVanish;
    const CallRunner& calls = kNoCalls;
    const AssetPlaces& reserves = kNoPlaces;
    const AssetPlaces& teleporters = kNoPlaces;
    const Aliasers& aliasers = kNoAliasers;
    const UniversalAliases& universal_aliases = kNoUniversalAliases;
    const ResponseHandler& responses = kNoResponses;
    const AssetTrap& trap = kNoTrap;
    const Subscriptions& subscriptions = kNoSubscriptions;
    const AssetLocker& locker = kNoLocker;
    const AssetExchanger& exchanger = kNoExchanger;
    const Exporter& exporter = kNoExporter;
    const HrmpHandlers& hrmp = kNoHrmpHandlers;
    const Events& events = kNoEvents;
    const Recorder& recorder = kNoRecorder;
    const Layers& layers = kNoLayers;
    std::span<const PalletEntry> (*pallets)() = nullptr;  ///< nullptr: none
    /// Assets that holding should have at most; for a short time it may have twice as many.
    uint32_t max_assets_in_holding = 64;
};

}  // namespace serinus::xcm
