/// The metrics of a node, under the reference's names.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "authorship/sealing.hpp"
#include "crypto/verdict_cache.hpp"
#include "node/network.hpp"
#include "platform/process.hpp"
#include "platform/threaded_scheduler.hpp"
#include "pool/pool.hpp"
#include "rpc/server.hpp"
#include "services/service.hpp"
#include "staking/guard.hpp"

namespace serinus::node {

/// All measurements, taken at one moment.
struct Measurements {
    std::string label;  ///< of the node, if it is one of several in this process
    std::string node_name;
    std::string version;
    std::string chain_id;
    bool authority = false;
    chain::BlockId best, finalized;
    size_t leaves = 0;
    pool::PoolStatus pool;
    std::vector<std::pair<std::string, uint64_t>> pool_counters;
    crypto::VerdictCache::Figures signatures;
    authorship::AuthoringCounters authoring;
    std::optional<staking::GuardFacts> staking;  ///< nullopt: the chain has none, or was not looked at yet
    std::optional<NetworkState> network;
    size_t listen_addresses = 0;
    rpc::ServerStats rpc;
    std::vector<std::pair<std::string, uint64_t>> memory_bytes;  ///< by part of the node
    std::vector<platform::LaneFigures> lanes;
    std::vector<platform::WorkFigures> work;  ///< of the pools, which all nodes of the process share
    platform::ProcessUsage process;
};

/// The answer to a scrape. Every sample has the label `chain`, as in the reference, and, where several nodes share a
/// process, `node`. Each of the services adds its own.
std::string metrics_text(const Measurements& measured,
                         const std::vector<std::unique_ptr<services::Service>>& services = {});

}  // namespace serinus::node
