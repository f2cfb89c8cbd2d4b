/// The services of the kinds of nodes, in plain code: the only place that lists them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "primitives/parachain/parachain.hpp"
#include "services/service.hpp"

namespace serinus::collator {
class EquivocationLimit;  // collator/equivocation_limit.hpp
class RelayChain;         // collator/relay_chain.hpp
}  // namespace serinus::collator

namespace serinus::services {
class CollatorProtocol;  // services/collator/collator_protocol.hpp
class PovSource;         // services/collator/pov_source.hpp
}  // namespace serinus::services

namespace serinus::node {

/// Builds the services of a node, those first that others need.
using Recipe = std::function<void(services::NodeParts& node)>;

/// A node of a relay chain, a development chain or a fork.
void relay_node(services::NodeParts& node);

/// The relay chain of a parachain's node. The node of its network is in the same process and outlives that one.
struct RelayOfParachain {
    std::shared_ptr<collator::RelayChain> chain = nullptr;
    services::PovSource* povs = nullptr;             ///< recovers blocks that no peer gives
    services::CollatorProtocol* protocol = nullptr;  ///< nullptr: the node makes no blocks
    polkadot_primitives::ParaId para;
    std::shared_ptr<collator::EquivocationLimit> limit = nullptr;  ///< of the parachain's client
    std::function<void()> interrupt = {};  ///< ends what waits for answers of the chain; empty: nothing waits
};

/// The relay chain's node in the process of a parachain's. Returns what the parachain's node uses of it.
RelayOfParachain relay_node_of_parachain(services::NodeParts& node, polkadot_primitives::ParaId para, bool is_collator);

/// The same where other nodes are asked for the relay chain by JSON-RPC: a node that is on its network alone, for
/// collations and for PoVs. `urls`: at least one.
/// Observed: cumulus-relay-chain-minimal-node 0.42.0
RelayOfParachain relay_network_of_parachain(services::NodeParts& node, polkadot_primitives::ParaId para,
                                            bool is_collator, const std::vector<std::string>& urls,
                                            std::function<bool()> should_stop = {});

/// A node of a parachain.
void parachain_node(services::NodeParts& node, const RelayOfParachain& relay);

}  // namespace serinus::node
