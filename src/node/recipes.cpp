#include "node/recipes.hpp"

#include "services/beefy/beefy.hpp"
#include "services/grandpa/grandpa.hpp"
#include "services/transactions/transactions.hpp"

namespace serinus::node {

void relay_node(services::NodeParts& node) {
    services::add_transactions(node);
    services::add_grandpa(node);
    services::add_beefy(node);
}

}  // namespace serinus::node
