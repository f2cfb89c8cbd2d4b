/// The place of the origin of messages that parachains send.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/pallets/parachains/origin.hpp"

namespace serinus::kusama {

struct ParachainsOriginConfig {
    static constexpr sdk::PalletInfo kInfo{50, "ParachainsOrigin"};
};

}  // namespace serinus::kusama
