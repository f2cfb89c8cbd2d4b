/// Which runtime this is. Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/system/types.hpp"

namespace serinus::kusama {

inline constexpr uint32_t kTransactionVersion = 26;
/// State tries of version 1; the root of the extrinsics is one of version 0 still.
inline constexpr uint8_t kSystemVersion = 1;

/// With the APIs that this runtime has (api.hpp). Defined in version.cpp.
sdk::RuntimeVersion version();

/// Only version.cpp knows it, so that another version of the same runtime differs by that file alone.
uint32_t spec_version() noexcept;

}  // namespace serinus::kusama
