/// The node of a parachain: two nodes in one process, the parachain's and a full node of its relay chain, whose blocks
/// say which blocks of the parachain are the best and the final ones.
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
    std::unique_ptr<Node> relay_, parachain_;  ///< each uses those before it
};

}  // namespace serinus::node
