/// A node: all parts together, alive from start() to stop().
#pragma once

#include <memory>
#include <string>

#include "chain/client/client.hpp"
#include "node/options.hpp"

namespace serinus::node {

class Node {
  public:
    /// The state of the genesis must be in `spec`, unless the database has it. Everything runs when this returns: the
    /// RPC server answers, and an authority takes the next slot. The error is a sentence for the user.
    static Result<std::unique_ptr<Node>, std::string> start(chain::ChainSpec spec, NodeOptions options);
    ~Node();  ///< stops

    /// In good order: no more requests, no more blocks, no more votes, all on the disk.
    void stop();

    chain::Client& client() noexcept;
    uint16_t rpc_port() const noexcept;
    const std::string& metrics_address() const noexcept;  ///< empty: none are offered
    /// Why the node cannot go on and should be stopped; empty if it can. Any thread.
    std::string failure() const;

  private:
    Node();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::node
