/// The services of the kinds of nodes, in plain code: the only place that lists them.
#pragma once

#include <functional>

#include "services/service.hpp"

namespace serinus::node {

/// Builds the services of a node, those first that others need.
using Recipe = std::function<void(services::NodeParts& node)>;

/// A node of a relay chain, a development chain or a fork.
void relay_node(services::NodeParts& node);

}  // namespace serinus::node
