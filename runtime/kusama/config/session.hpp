/// Who decides on sessions and who takes part in them.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/config/authority_discovery.hpp"
#include "runtime/kusama/config/babe.hpp"
#include "runtime/kusama/config/beefy.hpp"
#include "runtime/kusama/config/grandpa.hpp"
#include "runtime/kusama/config/im_online.hpp"
#include "runtime/kusama/config/initializer.hpp"
#include "runtime/kusama/config/para_session_info.hpp"
#include "runtime/kusama/identification.hpp"
#include "runtime/kusama/session_keys.hpp"
#include "runtime/kusama/weights/session.hpp"
#include "runtime/pallets/session/historical.hpp"
#include "runtime/pallets/session/session_handler.hpp"

namespace serinus::kusama {

struct SessionConfig {
    static constexpr sdk::PalletInfo kInfo{8, "Session"};
    using Keys = staging_kusama_runtime::SessionKeys;
    using System = kusama::System;
    using ValidatorIdOf = StashOf;
    using ShouldEndSession = Babe;
    using NextSessionRotation = Babe;
    using SessionManager = Historical;
    /// In the order of the keys.
    using SessionHandlers =
        sdk::List<pallet_session::KeyHandler<&Keys::grandpa, Grandpa>, pallet_session::KeyHandler<&Keys::babe, Babe>,
                  pallet_session::KeyHandler<&Keys::im_online, ImOnline>,
                  pallet_session::KeyHandler<&Keys::para_validator, Initializer>,
                  pallet_session::KeyHandler<&Keys::para_assignment, ParaSessionInfo>,
                  pallet_session::KeyHandler<&Keys::authority_discovery, AuthorityDiscovery>,
                  pallet_session::KeyHandler<&Keys::beefy, Beefy>>;
    static constexpr auto kWeights = weights::kSession;
};

struct HistoricalConfig {
    static constexpr sdk::PalletInfo kInfo{34, "Historical"};
    using Session = kusama::Session;
    using FullIdentification = Exposure;
    using FullIdentificationOf = ExposureOf;
    using SessionManager = ElectedOrConfigured;
};

}  // namespace serinus::kusama
