/// The API TryRuntime, which only runtimes that were built for it have. Observed: frame-try-runtime, polkadot v1.0.0
#pragma once

#include "runtime_api/transaction_payment.hpp"

namespace serinus::runtime_api::try_runtime {

/// Observed: polkadot v1.0.0: UpgradeCheckSelect
enum class Checks : uint8_t { kNone = 0, kAll = 1, kPreAndPost = 2, kTryState = 3 };

/// Migrates as the first block after an upgrade does, with the checks. What it weighs, and what a block may weigh.
inline constexpr Call<std::pair<transaction_payment::Weight, transaction_payment::Weight>(Checks)> kOnRuntimeUpgrade{
    "TryRuntime_on_runtime_upgrade"};

}  // namespace serinus::runtime_api::try_runtime
