/// Options of a node.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>

#include "authorship/start.hpp"
#include "chain/store/database.hpp"
#include "crypto/secret_text.hpp"
#include "executor/executor.hpp"
#include "fork/fork_client.hpp"
#include "node/network.hpp"
#include "node/recipes.hpp"
#include "platform/scaled_scheduler.hpp"
#include "pool/pool.hpp"
#include "rpc/server.hpp"

namespace serinus::node {

/// The address at which metrics are served.
struct MetricsAddress {
    uint16_t port = 9615;   ///< 0: any that is free
    bool external = false;  ///< on all interfaces
};

struct NodeOptions {
    std::string name;
    /// Distinguishes the nodes of one process in log lines and metrics; empty: the only one.
    std::string label;
    std::string version;        ///< of the program
    bool authority = false;     ///< authors and votes, with the keys that it has
    bool is_parachain = false;  ///< its chain has another one above it, which makes its blocks final
    /// It is on the network of its chain for the services of the recipe, and keeps nothing of the chain but its genesis
    /// block: no RPC, no authorship, and nothing that follows blocks.
    bool is_network_only = false;
    /// Of a parachain: what its import refuses too. nullptr: nothing.
    std::shared_ptr<collator::EquivocationLimit> equivocation_limit = nullptr;
    /// The services that the node has, but for those that are switched off by name.
    Recipe recipe = relay_node;
    std::set<std::string, std::less<>> disabled_services = {};
    /// "//Alice": the session keys of this secret are kept in memory, beside those on the disk.
    std::optional<std::string> session_keys_of;

    /// The node is that of a fork, whose specification is not looked at; nullptr: it is an ordinary one.
    std::shared_ptr<const fork::Fork> fork = nullptr;

    chain::DatabaseOptions database;
    executor::ExecutorOptions executor;
    /// In the place of the keystore and of `session_keys_of`: keys that outlive the node.
    std::shared_ptr<crypto::NodeKeys> keys = nullptr;
    std::string keystore_folder;  ///< empty: keys are gone at the end
    std::optional<crypto::SecretText> keystore_password;
    std::string peer_id;
    std::optional<NetworkOptions> network;  ///< nullopt: the node is alone

    /// The command that becomes a worker for code of parachains; empty: this node executes none.
    std::vector<std::string> pvf_worker = {};

    /// Time of the chain: of slots and of all that waits for them. Network, RPC, files and the limits of execution keep
    /// the machine's. nullopt: they are one. The nodes of a network must have the same.
    std::optional<platform::ClockRate> clock = std::nullopt;

    pool::PoolOptions pool;
    authorship::SealingMode sealing;
    authorship::OffchainWorkers offchain_workers = authorship::OffchainWorkers::kWhenAuthority;
    bool force_authoring_backoff = false;
    bool force_authoring = false;  ///< without peers too, although there are other authorities

    rpc::ServerOptions rpc;
    std::optional<MetricsAddress> metrics = MetricsAddress{};
    std::vector<std::string> telemetry = {};  ///< servers, as parse_telemetry() takes them

    /// With less than this free on the database's disk the node does not start, or fails, before writes do; 0: never.
    uint64_t min_free_disk_bytes = 0;
    /// Called once, on any thread, when Node::failure() gets a reason. It must not stop the node itself.
    std::function<void()> on_failure = {};
};

}  // namespace serinus::node
