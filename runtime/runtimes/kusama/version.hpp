/// Which runtime this is. Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/system/types.hpp"

namespace serinus::kusama {

/// With the APIs that this runtime has (api.hpp). Defined in version.cpp.
sdk::RuntimeVersion version();

/// Only version.cpp knows it, so that another version of the same runtime differs by that file alone.
uint32_t spec_version() noexcept;

}  // namespace serinus::kusama
