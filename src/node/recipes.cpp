#include "node/recipes.hpp"

#include "services/beefy/beefy.hpp"
#include "services/block_announces/block_announces.hpp"
#include "services/discovery/discovery.hpp"
#include "services/grandpa/grandpa.hpp"
#include "services/light/light.hpp"
#include "services/parachain/parachains.hpp"
#include "services/transactions/transactions.hpp"
#include "services/warp/warp.hpp"

namespace serinus::node {

void relay_node(services::NodeParts& node) {
    const services::Discovery& discovery = services::add_discovery(node);
    services::Sync& sync = services::add_sync(node);
    services::add_warp(node, sync);
    services::add_block_announces(node, sync);
    services::add_light(node);
    services::add_transactions(node);
    services::Grandpa& grandpa = services::add_grandpa(node, sync);
    services::add_beefy(node);
    services::add_parachains(node, discovery, grandpa);
}

}  // namespace serinus::node
