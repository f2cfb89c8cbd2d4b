/// Parameters of Paras.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/paras.hpp"
#include "runtime/pallets/parachains/paras.hpp"
#include "runtime/pallets/parachains/shared.hpp"
#include "runtime/pallets/parachains/upward_queue.hpp"

namespace serinus::kusama {

struct ParasConfig {
    static constexpr sdk::PalletInfo kInfo{56, "Paras"};
    static constexpr polkadot_runtime_parachains::paras::Constants kConstants{.UnsignedPriority =
                                                                                  max_value<uint64_t>()};
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Configuration = kusama::Configuration;
    using Shared = ParasShared;
    using System = kusama::System;
    using NextSessionRotation = Babe;
    using OnNewHead = sdk::List<Registrar>;
    using QueueFootprinter = polkadot_runtime_parachains::inclusion::UpwardQueueFootprint<MessageQueue>;
    static constexpr auto kWeights = weights::kParas;
};

}  // namespace serinus::kusama
