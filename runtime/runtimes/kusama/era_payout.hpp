/// What an era pays.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs, relay/common/src/lib.rs
#pragma once

#include <utility>

#include "runtime/sdk/types.hpp"

namespace serinus::kusama {

/// By the parameters of inflation. Counts what Nis holds as money that cannot be staked, and parachains but those of
/// the system, whose numbers are below 2000; their number is read where Paras has them.
struct EraPayout {
    /// The validators' part, and what is left of the inflation. `staked` in planck, the time in milliseconds.
    static std::pair<sdk::Balance, sdk::Balance> era_payout(sdk::Balance staked, sdk::Balance total_issuance,
                                                            uint64_t duration_ms);
};

}  // namespace serinus::kusama
