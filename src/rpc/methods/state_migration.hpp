/// state_trieMigrationStatus.
#pragma once

#include "rpc/services.hpp"

namespace serinus::rpc {

void add_state_migration(Registry& registry, Services& services);

}  // namespace serinus::rpc
