/// A service: a part of a node with its protocols, its RPC methods and its figures, which nothing else names.
///
/// A recipe (node/recipes.hpp) lists the services of a node. All are built, then connected with the network, then
/// started; only then the network runs. They end after the network, in the reverse order. A service that builds on
/// another one is given it by the recipe.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "chain/client/client.hpp"
#include "crypto/node_keys.hpp"
#include "network/service/service.hpp"
#include "pool/pool.hpp"
#include "protocols/gossip/sync_peers.hpp"
#include "protocols/names.hpp"
#include "protocols/serve/job_queue.hpp"
#include "services/network_options.hpp"
#include "services/network_state.hpp"

namespace serinus::rpc {
class Registry;  // rpc/registry.hpp
}

namespace serinus::authorship {
class ParachainsSource;  // authorship/inherents.hpp
}

namespace serinus::services::paras {
class Substitutes;  // services/parachain/substitutes.hpp
}

namespace serinus::services {

class MetricsText;  // services/metrics_text.hpp

/// The network of a node as services use it from any thread.
class ServiceNetwork {
  public:
    virtual ~ServiceNetwork() = default;
    /// Runs the task on the network's thread; drops it when the network has ended.
    virtual void post(std::function<void(network::Parts)> task) = 0;
    /// As some service published it last.
    virtual bool is_syncing() const noexcept = 0;
    /// On the network's thread: lets all services publish now.
    virtual void publish() = 0;
};

/// The parts of which a service makes its modules.
struct ModuleParts {
    network::Parts own;                   ///< of the network: those that all nodes have
    network::gossip::SyncPeerHub& peers;  ///< hears of the peers from the service that is in sync with them
    network::gossip::Role role;           ///< of this node
    network::serve::JobRunner& reader;    ///< for reads of the database that other nodes ask for
    network::serve::JobQueue& provers;    ///< for proofs that they ask for, which take longer
    ServiceNetwork& network;              ///< outlives the modules
    std::vector<std::unique_ptr<network::Module>>& modules;
    network::Core& core = own.core;

    /// A module that lives as long as the core. It is to be registered there.
    template <class T, class... Args>
    T& make(Args&&... args) {
        auto module = std::make_unique<T>(std::forward<Args>(args)...);
        T& out = *module;
        modules.push_back(std::move(module));
        return out;
    }
};

class Service {
  public:
    virtual ~Service() = default;

    /// Makes the modules of its protocols. Once, before start(); never in a node without a network.
    virtual void connect(ModuleParts&) {}
    /// Starts what runs beside the network. Once, before the network runs. The error is a sentence for the user.
    virtual Result<void, std::string> start() { return {}; }
    /// Whether it makes blocks final: no other part of the node does then. After start().
    virtual bool finalizes() const { return false; }
    /// Whether it makes this node's blocks: no other part does then.
    virtual bool authors() const { return false; }
    /// What this node's blocks bring for parachains; nullptr: another service may say, or nothing. After start().
    virtual std::shared_ptr<authorship::ParachainsSource> parachains_source() { return nullptr; }
    /// Once, after start().
    virtual void add_methods(rpc::Registry&) {}
    /// On the network's thread, twice a second and when a peer comes or goes: shows other threads what modules count,
    /// and adds what the node shows to `state`.
    virtual void publish(NetworkState&) {}
    /// Any thread, between start() and stop().
    virtual void write_metrics(MetricsText&) const {}
    /// Nothing of it runs when this returns. The network has ended before.
    virtual void stop() {}
};

/// The collaborators of services, and the services built so far.
struct NodeParts {
    chain::Client& client;
    pool::TransactionPool& pool;
    crypto::NodeKeys& keys;
    platform::Scheduler& scheduler;
    bool is_authority = false;
    bool is_fork = false;                              ///< of a chain that has other authorities
    std::set<std::string, std::less<>> disabled = {};  ///< names of services that the user has switched off

    const NetworkOptions* network = nullptr;   ///< until all are built; nullptr: the node has no network
    std::string folder = {};                   ///< of the chain's data; empty: all is in memory
    std::vector<std::string> pvf_worker = {};  ///< becomes a worker for code of parachains; empty: none is executed
    chain::Pruning blocks_pruning = {chain::Pruning::Mode::kArchiveCanonical, 0};
    paras::Substitutes* para_substitutes = nullptr;  ///< outlives the services; nullptr: the parts are the node's own

    protocols::ProtocolNames names;
    network::CoreProtocols protocols = {};  ///< of the services
    std::vector<std::unique_ptr<Service>> services = {};

    /// Builds a service behind the others.
    template <class T, class... Args>
    T& add(Args&&... args) {
        auto service = std::make_unique<T>(std::forward<Args>(args)...);
        T& out = *service;
        services.push_back(std::move(service));
        return out;
    }
};

}  // namespace serinus::services
