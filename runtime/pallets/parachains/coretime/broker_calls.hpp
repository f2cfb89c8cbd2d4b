/// Calls of the broker chain's pallet, as this chain sends them. Observed: polkadot-runtime-parachains 21.0.1,
/// coretime/mod.rs
#pragma once

#include "codec/scale.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::polkadot_runtime_parachains::coretime {

/// The pallet's index in the broker chain's runtime stands before the call's.
struct BrokerCall {
    /// There will be so many cores.
    struct NotifyCoreCount {
        uint16_t count{};
    };
    /// So much was paid for orders before a block.
    struct NotifyRevenue {
        uint32_t until{};
        sdk::Balance revenue{};
    };
    scale::Enum<scale::At<19, NotifyCoreCount>, scale::At<20, NotifyRevenue>> v;

    Bytes encoded() const {
        constexpr uint8_t kBroker = 50;
        return scale::encode(std::tuple(kBroker, v));
    }
};

}  // namespace serinus::polkadot_runtime_parachains::coretime
