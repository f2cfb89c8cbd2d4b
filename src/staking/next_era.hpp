/// What the next era would bring if nothing else happened and all validators were online: the chain's runtime goes
/// through the sessions that are left on a copy of the state in memory, a block or two for each.
#pragma once

#include "executor/executor.hpp"
#include "primitives/block.hpp"
#include "staking/ledger.hpp"

namespace serinus::staking {

struct EraValidator {
    AccountId stash;
    Balance before = 0;  ///< what stands behind it in the active era
    Balance after = 0;   ///< and would in the next one
};

struct ComingSlash {
    AccountId validator;
    Balance amount = 0;  ///< of all together
};

struct NextEra {
    EraIndex active = 0;
    EraIndex next = 0;
    uint32_t blocks = 0;               ///< that were simulated
    bool is_elected = false;           ///< else the election fails, and the validators stay
    bool had_solution = false;         ///< it stood queued in the state; else the best one was mined
    std::vector<EraValidator> in;      ///< new ones
    std::vector<EraValidator> out;     ///< of the active era, not in the next
    std::vector<EraValidator> stay;    ///< those whose backing changes, the largest change first
    uint32_t validators = 0;           ///< of the next era
    Balance payout = 0;                ///< to validators and nominators, for the active era
    std::vector<ComingSlash> slashes;  ///< that would be applied
};

struct NextEraRequest {
    state::Backend* state = nullptr;  ///< only read
    primitives::Header parent;        ///< the block of the state
    Hash256 parent_hash;
};

/// Errors are sentences: the chain has no Babe or no Staking, or its runtime does not make such blocks.
Result<NextEra, std::string> simulate_next_era(executor::Executor& executor, const metadata::Metadata& metadata,
                                               const NextEraRequest& request);

}  // namespace serinus::staking
