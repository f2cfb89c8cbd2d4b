/// The network of a node: carries the protocols of its services, and shows its state to other threads.
#pragma once

#include <atomic>
#include <mutex>

#include "services/job_lanes.hpp"
#include "services/service.hpp"

namespace serinus::node {

using services::NetworkOptions;
using services::NetworkState;
using services::SyncMode;

/// Knows peers and bytes, and no protocol of a chain. Lives from open() to stop().
class NodeNetwork final : public services::ServiceNetwork {
  public:
    struct Environment {
        platform::Scheduler& scheduler;
        std::string agent_version;
        bool is_authority = false;
        network::NetworkService::Factory start_service = network::NetworkService::start;
        /// They are connected with the network, and must outlive it until it is stopped.
        const std::vector<std::unique_ptr<services::Service>>& services;
        network::CoreProtocols protocols;  ///< which the services have added
    };

    /// Listens when it returns; nothing else happens before run(). An address that cannot be listened on is a warning
    /// in the log: the node can still dial.
    static std::unique_ptr<NodeNetwork> open(Environment environment, NetworkOptions options);
    ~NodeNetwork() override { stop(); }

    /// Meets peers. Once, when all that is to know of each block is registered with the client.
    void run();

    // services::ServiceNetwork
    void post(std::function<void(network::Parts)> task) override;
    bool is_syncing() const noexcept override { return is_syncing_.load(); }
    void publish() override;

    // Any thread; the state is of a moment ago.
    NetworkState state() const;
    size_t peer_count() const noexcept { return peer_count_.load(); }  ///< that are in sync with this node
    std::vector<std::string> listen_addresses() const;
    /// The error is a sentence: the text is no address of a peer.
    Result<void, std::string> add_reserved(const std::string& address);
    Result<void, std::string> remove_reserved(const std::string& peer_id);
    std::vector<std::string> reserved() const;

    void stop();

  private:
    explicit NodeNetwork(const Environment& environment);
    std::vector<std::unique_ptr<network::Module>> make_modules(network::Parts parts);

    const network::gossip::Role role_;
    const std::vector<std::unique_ptr<services::Service>>& services_;
    services::JobLanes readers_;  ///< blocks and their justifications for other nodes
    services::JobLanes provers_;  ///< proofs for them: half of the threads at most
    bool is_running_ = false, is_stopped_ = false;

    // On the network's thread.
    network::gossip::SyncPeerHub peers_;
    std::unique_ptr<network::serve::JobQueue> proofs_;
    const network::Core* core_ = nullptr;
    network::ConnectionCounter* counter_ = nullptr;

    std::unique_ptr<network::NetworkService> service_;

    std::atomic<bool> is_syncing_ = false;
    std::atomic<size_t> peer_count_ = 0;
    mutable std::mutex mutex_;
    NetworkState state_;
    std::set<std::string> reserved_;
};

}  // namespace serinus::node
