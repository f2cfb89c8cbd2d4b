/// Who holds the elections of Staking while ElectionProviderMultiPhase is not a pallet of this runtime.
/// Pallet: election-provider-multi-phase
#pragma once

#include "runtime/sdk/election.hpp"

namespace serinus::kusama {

/// Gives the solution that a state has queued, as on Kusama once somebody has submitted one. Without one the election
/// fails, as it does there: there is no fallback. Never writes, so that a solution stays until somebody removes it.
struct QueuedElection {
    static constexpr uint32_t kMaxWinners = 2'000;
    static Result<sdk::Supports<sdk::AccountId>, sdk::ElectionFailure> elect();
    static bool ongoing() { return false; }
};

}  // namespace serinus::kusama
