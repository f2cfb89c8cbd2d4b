/// Questions to a running node of this machine.
#pragma once

#include "executor/offchain_http.hpp"
#include "platform/scheduler.hpp"

namespace serinus::launcher {

/// What a node says of itself.
struct NodeReport {
    uint64_t best = 0;
    uint64_t finalized = 0;
    uint64_t peers = 0;
    bool is_syncing = false;
};

/// Asks over HTTP. nullopt: no answer within the time, or none that can be read. Blocks until then.
std::optional<NodeReport> ask_node(executor::OffchainHttp& http, platform::Scheduler& scheduler, uint16_t rpc_port,
                                   uint64_t timeout_ms);

}  // namespace serinus::launcher
