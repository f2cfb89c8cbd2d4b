/// Parameters of Paras.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/paras.hpp"
#include "runtime/pallets/parachains/paras.hpp"
#include "runtime/pallets/parachains/shared.hpp"

namespace serinus::kusama {

/// Until MessageQueue is there.
struct NoMessagesWait {
    static uint64_t message_count(polkadot_primitives::ParaId) { return 0; }
};

struct ParasConfig {
    static constexpr sdk::PalletInfo kInfo{56, "Paras"};
    static constexpr polkadot_runtime_parachains::paras::Constants kConstants{.UnsignedPriority =
                                                                                  max_value<uint64_t>()};
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Configuration = kusama::Configuration;
    using Shared = ParasShared;
    using System = kusama::System;
    using NextSessionRotation = Babe;
    using OnNewHead = Registrar;
    using QueueFootprinter = NoMessagesWait;
    using WeightInfo = weights::Paras;
};

}  // namespace serinus::kusama
