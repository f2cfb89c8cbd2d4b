/// The network of a node: the core, its modules and the sockets, on a thread of their own.
#pragma once

#include <functional>
#include <memory>

#include "network/core/core.hpp"
#include "network/identify/identify.hpp"
#include "network/peers/peer_manager.hpp"
#include "network/ping/ping.hpp"
#include "platform/scheduler.hpp"

namespace serinus::network {

struct ServiceOptions {
    crypto::ed25519::Seed node_key;
    std::string agent_version;  ///< "Serinus/0.1.0 (name of the node)"
    std::vector<wire::Multiaddr> listen_addresses;
    std::vector<wire::Multiaddr> public_addresses;  ///< said to others beside those that are listened on
    std::vector<wire::Multiaddr> boot_nodes;        ///< with their peer ids
    std::vector<wire::Multiaddr> reserved_nodes;    ///< likewise
    PeerManagerOptions peers;
    PingOptions ping;
    bool needs_all_addresses = true;
    /// The file of the address book: read at the start, written each ten minutes and at the end. Empty: none.
    std::string book_file = {};
    bool has_mdns = false;  ///< looks for nodes of the local network, and lets them find this one
};

/// Collaborators of the modules; only on the network's thread.
struct Parts {
    Core& core;
    PeerManager& peers;
    Identify& identify;
    const PeerId& peer_id;  ///< of this node
    platform::Scheduler& scheduler;
};

/// Makes the modules of the protocols above the basic ones; they live as long as the service.
struct ModuleFactory {
    CoreProtocols protocols;
    std::function<std::vector<std::unique_ptr<Module>>(Parts)> make;
};

class NetworkService {
  public:
    struct PeerState {
        PeerId peer;
        std::vector<wire::Multiaddr> addresses = {};  ///< of its connections
        std::string agent_version = {};
        std::optional<SlotKind> slot = {};
        std::optional<Millis> round_trip_ms = {};
    };
    struct State {
        std::vector<PeerState> peers;
        size_t connections = 0;
        size_t known_peers = 0;
        uint64_t bytes_in = 0, bytes_out = 0;
        uint64_t memory_bytes = 0;
    };

    /// Listens when it returns; nothing else happens before run(). The error is a sentence: an address cannot be
    /// listened on. With `needs_all_addresses` false that is only a warning in the log.
    static Result<std::unique_ptr<NetworkService>, std::string> start(platform::Scheduler& scheduler,
                                                                      ServiceOptions options, ModuleFactory factory);
    virtual ~NetworkService() = default;  ///< as stop()

    /// Puts the network of a node on its carrier of connections: start(), or a simulation.
    using Factory = std::function<Result<std::unique_ptr<NetworkService>, std::string>(platform::Scheduler&,
                                                                                       ServiceOptions, ModuleFactory)>;

    /// Starts the thread. Once.
    virtual void run() = 0;
    virtual const PeerId& peer_id() const noexcept = 0;
    /// With the peer id, ports as bound.
    virtual std::vector<wire::Multiaddr> listen_addresses() const = 0;
    /// Of a moment ago. Any thread.
    virtual State state() const = 0;
    /// Runs on the network's thread; dropped after stop(). Any thread.
    virtual void post(std::function<void(Parts)> task) = 0;
    /// Closes all connections and ends the thread.
    virtual void stop() = 0;
};

}  // namespace serinus::network
