/// state_queryStorage*, state_traceBlock: what blocks did to the state.
#pragma once

#include "rpc/services.hpp"

namespace serinus::rpc {

void add_state_history(Registry& registry, Services& services);

}  // namespace serinus::rpc
