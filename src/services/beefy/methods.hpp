/// beefy_*: what BEEFY has proven. Observed: sc-consensus-beefy-rpc, polkadot-sdk v1.1.0
#pragma once

#include "chain/client/client.hpp"
#include "consensus/beefy/voter_view.hpp"
#include "platform/scheduler.hpp"

namespace serinus::rpc {
class Registry;  // rpc/registry.hpp
}

namespace serinus::services {

/// Adds the methods if the runtime of the best block has BEEFY. `service` nullptr: this node does not run it; the
/// methods are there as in the reference, but nothing is ever proven. All must outlive the registry.
void add_beefy_methods(rpc::Registry& registry, chain::Client& client, platform::Scheduler& scheduler,
                       consensus::beefy::VoterView* service);

}  // namespace serinus::services
