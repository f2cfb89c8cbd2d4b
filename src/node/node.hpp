/// A node: all parts together, running from start() to stop(). There is no other composition of one: simulations start
/// this on a platform of theirs.
#pragma once

#include <memory>
#include <string>

#include "chain/client/client.hpp"
#include "node/options.hpp"
#include "platform/threaded_scheduler.hpp"
#include "rpc/registry.hpp"

namespace serinus::node {

/// Platform of a node: threads, sockets and the network's streams of bytes, or simulations of these. The disk is
/// that of NodeOptions::database.
struct Platform {
    std::unique_ptr<platform::Scheduler> scheduler;
    std::shared_ptr<platform::ThreadPools> pools = nullptr;  ///< shown in metrics; nullptr: there are none
    network::NetworkService::Factory start_network = network::NetworkService::start;
    /// False: nothing listens for clients, which call through Node::registry(), and offchain workers have no HTTP.
    bool has_sockets = true;

    /// Threads of `pools` and sockets of the machine.
    static Platform of_this_machine(std::shared_ptr<platform::ThreadPools> pools, const std::string& label);
};

/// Several nodes may run in one process: each has a scheduler, and NodeOptions::label, of its own; they share the
/// threads of the pools. The log's filter is the process's.
class Node {
  public:
    /// The state of the genesis must be in `spec`, unless the database has it. Everything runs when this returns: the
    /// RPC server answers, and an authority takes the next slot. The error is a sentence for the user.
    static Result<std::unique_ptr<Node>, std::string> start(chain::ChainSpec spec, NodeOptions options,
                                                            Platform platform);
    static Result<std::unique_ptr<Node>, std::string> start(chain::ChainSpec spec, NodeOptions options,
                                                            std::shared_ptr<platform::ThreadPools> pools);
    ~Node();  ///< stops

    /// Requests the stop of all work by the scheduler's token, closes the parts in the reverse order of their start,
    /// and syncs the database. Returns when all of that is done.
    void stop();

    chain::Client& client() noexcept;
    pool::TransactionPool& pool() noexcept;
    platform::Scheduler& scheduler() noexcept;
    NodeNetwork* network() noexcept;  ///< nullptr: the node is alone
    const rpc::Registry& registry() const noexcept;
    /// In the order of the recipe.
    const std::vector<std::unique_ptr<services::Service>>& services() const noexcept;
    /// nullptr: the node has no such service.
    template <class T>
    T* find_service() const {
        for (const auto& one : services()) {
            if (auto* found = dynamic_cast<T*>(one.get())) return found;
        }
        return nullptr;
    }
    uint16_t rpc_port() const noexcept;                   ///< 0: the platform has no sockets
    const std::string& metrics_address() const noexcept;  ///< empty: none are offered
    /// Why the node cannot continue and must be stopped (see NodeOptions::on_failure); empty if it can. Any thread.
    std::string failure() const;

  private:
    Node();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::node
