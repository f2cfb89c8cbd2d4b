/// How bad an offence is, for those who choose which offenders are disabled. Observed: sp-staking 40, offence.rs
#pragma once

#include "runtime/arithmetic/per_things.hpp"

namespace serinus::sp_staking::offence {

/// The share that is slashed. If nobody knows, the worst.
struct OffenceSeverity {
    sdk::Perbill _0 = sdk::Perbill::from_percent(100);
    friend auto operator<=>(const OffenceSeverity&, const OffenceSeverity&) = default;
};

}  // namespace serinus::sp_staking::offence
