/// Parameters of MessageQueue.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/block_weights.hpp"
#include "runtime/kusama/weights/message_queue.hpp"
#include "runtime/pallets/message_queue/message_queue.hpp"
#include "runtime/relay/upward_messages.hpp"

namespace serinus::kusama {

struct MessageQueueConfig {
    static constexpr sdk::PalletInfo kInfo{100, "MessageQueue"};
    static constexpr pallet_message_queue::Constants kConstants{
        .HeapSize = 65'536,
        .MaxStale = 16,
        .ServiceWeight = sdk::Perbill::from_percent(20) * weights::kMaxBlockWeight,
    };
    using MessageProcessor = relay::UpwardMessages;
    using QueueChangeHandler = sdk::List<polkadot_runtime_parachains::inclusion::UpwardQueueSizes<Configuration>>;
    static constexpr auto kWeights = weights::kMessageQueue;
};

}  // namespace serinus::kusama
