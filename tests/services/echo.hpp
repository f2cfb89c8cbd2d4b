/// A service of a test: a peer's gossip is recorded, and a request is answered with its own content. All
/// that a node needs to know of it stands here and in echo.cpp, but for one line in a recipe.
#pragma once

#include "services/service.hpp"

namespace serinus::services {

/// The service is called "echo"; it has the protocols "echo/1" (gossip) and "echo/request/1", the RPC method
/// `echo_received`, which gives the number of greetings and the number of right answers, and the metric
/// `test_echo_answers_total`.
void add_echo(NodeParts& node);

}  // namespace serinus::services
