/// state_subscribe*: what changes in the state of the best block.
#pragma once

#include "rpc/services.hpp"

namespace serinus::rpc {

void add_runtime_version_subscription(Registry& registry, Services& services);
void add_storage_subscription(Registry& registry, Services& services);

}  // namespace serinus::rpc
