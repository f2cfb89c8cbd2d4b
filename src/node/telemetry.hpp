/// Messages of a node to a telemetry server, which shows them to everybody: only where the user has named one.
/// Observed: sc-telemetry 28, sc-service 0.49 (metrics.rs, client.rs); messages of substrate-telemetry's shard
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

#include "chain/client/client.hpp"
#include "fork/origin/endpoint.hpp"
#include "node/network.hpp"
#include "platform/scheduler.hpp"
#include "pool/pool.hpp"

namespace serinus::node {

/// "wss://HOST/PATH 0": an address and the most talkative level that is sent there, from 0 to 9. Everything that this
/// node sends is of level 0. The error is a sentence.
Result<fork::Endpoint, std::string> parse_telemetry(std::string_view text);

/// The facts that do not change while a node runs.
struct TelemetryFacts {
    std::string name, version, chain, peer_id;
    Hash256 genesis_hash = {};
    bool is_authority = false;
    uint64_t startup_ms = 0;  ///< since 1970
};

/// The messages, as JSON. `unix_ms`: when they are made.
std::string connected_message(const TelemetryFacts& facts, uint64_t unix_ms);
std::string interval_message(const chain::BlockId& best, const chain::BlockId& finalized, size_t ready,
                             uint64_t unix_ms);
std::string network_message(size_t peers, uint64_t in_per_second, uint64_t out_per_second, uint64_t unix_ms);
std::string import_message(const chain::BlockId& block, chain::BlockOrigin origin, uint64_t unix_ms);
std::string finalized_message(const chain::BlockId& block, uint64_t unix_ms);

/// A connection to each server, on a thread of its own; one that is lost is made again. An event meanwhile is not
/// told later. Nothing of the node waits for it.
class Telemetry final : public chain::ClientListener {
  public:
    struct Parts {
        chain::Client& client;
        pool::TransactionPool& pool;
        platform::Scheduler& scheduler;
        NodeNetwork* network;  ///< nullptr: the node is alone
    };
    /// All parts must outlive it.
    Telemetry(Parts parts, TelemetryFacts facts, const std::vector<std::string>& servers);
    ~Telemetry() override;

    void on_imported(const chain::ImportedBlock& block) override;
    void on_finalized(const chain::FinalizedBlocks& finalized) override;

  private:
    class Server;
    void schedule_status();
    void tell(const std::string& message);

    Parts parts_;
    TelemetryFacts facts_;
    uint64_t last_ms_ = 0, last_in_ = 0, last_out_ = 0;
    std::vector<std::unique_ptr<Server>> servers_;
    std::unique_ptr<platform::Lane> lane_;
};

}  // namespace serinus::node
