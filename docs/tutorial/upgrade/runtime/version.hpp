/// Which runtime this is.
#pragma once

#include "runtime/pallets/system/types.hpp"

namespace serinus::mychain {

/// Grows with every change that goes on chain: nodes and wallets tell runtimes apart by it.
inline constexpr uint32_t kSpecVersion = 2;

/// Grows when the encoding of a call, or of what a transaction carries, changes.
inline constexpr uint32_t kTransactionVersion = 1;

/// Defined in version.cpp, which knows the list of runtime APIs.
sdk::RuntimeVersion version();

}  // namespace serinus::mychain
