/// Stakers for the genesis of a chain.
#pragma once

#include "chain/spec/chain_spec.hpp"
#include "staking/population.hpp"

namespace serinus::cli {

/// Lets the runtime build the genesis, if it is given as instructions, and adds stakers to the state, which is raw
/// then. Bonds are below three million existential deposits: on Kusama 1,000 KSM. The error is a sentence for the user:
/// the runtime does not build a genesis, or lacks the pallets VoterList and NominationPools of Kusama.
Result<void, std::string> add_stakers(chain::ChainSpec& spec, const staking::PopulationSize& size);

}  // namespace serinus::cli
