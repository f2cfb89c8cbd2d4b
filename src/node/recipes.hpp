/// The services of the kinds of nodes, in plain code: the only place that lists them.
#pragma once

#include <functional>

#include "primitives/parachain/parachain.hpp"
#include "services/service.hpp"

namespace serinus::services {
class CollatorProtocol;  // services/collator/collator_protocol.hpp
}

namespace serinus::node {

/// Builds the services of a node, those first that others need.
using Recipe = std::function<void(services::NodeParts& node)>;

/// A node of a relay chain, a development chain or a fork.
void relay_node(services::NodeParts& node);

/// The relay chain's node in the process of a collator. Returns the service by which its parachain's node offers
/// collations.
services::CollatorProtocol& collator_relay_node(services::NodeParts& node, polkadot_primitives::ParaId para);

/// The relay chain of a parachain's node: its node is in the same process and outlives that one.
struct RelayOfParachain {
    chain::Client* client = nullptr;
    services::CollatorProtocol* protocol = nullptr;  ///< nullptr: the node makes no blocks
    polkadot_primitives::ParaId para;
};

/// A node of a parachain.
void parachain_node(services::NodeParts& node, const RelayOfParachain& relay);

}  // namespace serinus::node
