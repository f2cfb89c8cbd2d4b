/// Weights of Session.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_session.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Session {
    static constexpr Weight set_keys() noexcept { return measured(55'996'000, 17'760).reads(8).writes(7); }
    static constexpr Weight purge_keys() noexcept { return measured(40'147'000, 5249).reads(2).writes(7); }
};

}  // namespace serinus::polkadot::weights
