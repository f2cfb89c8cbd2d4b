/// Session: the keys of the validators. Who validates is said by the genesis; which keys, by each of them.
#pragma once

#include "runtime/common.hpp"
#include "runtime/config/aura.hpp"
#include "runtime/config/grandpa.hpp"
#include "runtime/pallets/session/configured_validators.hpp"
#include "runtime/pallets/session/disabling.hpp"
#include "runtime/pallets/session/periodic_sessions.hpp"
#include "runtime/pallets/session/session_handler.hpp"
#include "runtime/sdk/session_keys.hpp"

namespace serinus::new_chain {

namespace opaque {

/// A key for each of the protocols that a validator takes part in.
struct SessionKeys {
    Aura::Key aura;
    Grandpa::Key grandpa;
    friend bool operator==(const SessionKeys&, const SessionKeys&) = default;
};

}  // namespace opaque

/// A session has 600 blocks: keys that are set come into force with the session after the next.
using Sessions = pallet_session::PeriodicSessions<600>;

struct SessionConfig : Common<SessionConfig> {
    /// Keys cost nothing.
    static constexpr pallet_session::Constants kConstants{.KeyDeposit = 0};
    using Keys = opaque::SessionKeys;
    using ValidatorIdOf = pallet_session::AccountIsValidator;
    using SessionManager = pallet_session::ConfiguredValidators;
    using ShouldEndSession = Sessions;
    using NextSessionRotation = Sessions;
    using SessionHandlers =
        sdk::List<pallet_session::KeyHandler<&Keys::aura, Aura>, pallet_session::KeyHandler<&Keys::grandpa, Grandpa>>;
    /// At most a third of the validators.
    using DisablingStrategy = pallet_session::UpToLimitWithReEnabling<>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_session::Weights>;
};

}  // namespace serinus::new_chain
