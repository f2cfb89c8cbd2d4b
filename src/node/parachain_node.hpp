/// The node of a parachain: two nodes in one process, the parachain's and one of its relay chain, whose blocks say
/// which blocks of the parachain are the best and the final ones. That of the relay chain is a full node, or, where
/// other nodes are asked for the chain, one that is on the network alone.
#pragma once

#include "node/node.hpp"
#include "primitives/parachain/parachain.hpp"

namespace serinus::node {

struct ParachainNodeOptions {
    struct Side {
        chain::ChainSpec spec;
        NodeOptions options;  ///< but for the recipe and, where it is empty, the label
    };
    Side parachain, relay;
    polkadot_primitives::ParaId para;
    bool is_collator = false;  ///< makes blocks, with the keys of the parachain's node
    /// Nodes of the relay chain that are asked by JSON-RPC; empty: this process has the chain itself.
    std::vector<std::string> relay_rpc_urls = {};
    /// Whether the program is to end: while start() waits for these nodes there is nothing yet that stop() could be
    /// called of. Any thread; empty: false.
    std::function<bool()> should_stop = {};
};

/// The number of the parachain that a specification is of. nullopt: it does not say.
std::optional<polkadot_primitives::ParaId> para_id_of(const chain::ChainSpec& spec);
/// The id of its relay chain: "kusama". nullopt: it does not say.
std::optional<std::string> relay_chain_of(const chain::ChainSpec& spec);

class ParachainNode {
  public:
    /// As Node::start(): everything runs when this returns. The error is a sentence for the user.
    static Result<std::unique_ptr<ParachainNode>, std::string> start(ParachainNodeOptions options,
                                                                     std::shared_ptr<platform::ThreadPools> pools);
    ~ParachainNode() { stop(); }

    Node& parachain() noexcept { return *parachain_; }
    Node& relay() noexcept { return *relay_; }
    /// As Node::failure(), of either.
    std::string failure() const;
    void stop();

  private:
    ParachainNode() = default;

    std::shared_ptr<collator::RelayChain> chain_;
    std::function<void()> interrupt_;          ///< empty: nothing waits for other nodes
    std::unique_ptr<Node> relay_, parachain_;  ///< each uses those before it
};

}  // namespace serinus::node
