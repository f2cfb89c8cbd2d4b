/// grandpa_*: the rounds of the voter, justifications and proofs of finality. Observed: polkadot-stable2407:
/// sc-consensus-grandpa-rpc
#pragma once

#include "chain/spec/chain_spec.hpp"
#include "consensus/grandpa/voter_view.hpp"
#include "platform/scheduler.hpp"

namespace serinus::rpc {
class Registry;  // rpc/registry.hpp
}

namespace serinus::services {

/// `scheduler` and `service` must outlive the registry. Addresses of voters are those of the chain of `spec`.
void add_grandpa_methods(rpc::Registry& registry, const chain::ChainSpec& spec, platform::Scheduler& scheduler,
                         consensus::grandpa::VoterView& service);

}  // namespace serinus::services
