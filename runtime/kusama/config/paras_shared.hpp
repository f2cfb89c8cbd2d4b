/// What the pallets of parachains share.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/pallets/parachains/shared.hpp"

namespace serinus::kusama {

struct ParasSharedConfig {
    static constexpr sdk::PalletInfo kInfo{52, "ParasShared"};
};

}  // namespace serinus::kusama
