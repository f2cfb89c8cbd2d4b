/// chain_subscribe*: headers of blocks as they come.
#pragma once

#include "rpc/services.hpp"

namespace serinus::rpc {

void add_head_subscriptions(Registry& registry, Services& services);

}  // namespace serinus::rpc
