/// Which runtime this is. Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/system/types.hpp"

namespace serinus::kusama {

/// With the APIs that this runtime has (api.hpp). Defined in version.cpp.
sdk::RuntimeVersion version();

}  // namespace serinus::kusama
