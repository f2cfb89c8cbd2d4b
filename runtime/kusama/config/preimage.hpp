/// Parameters of Preimage.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/currency.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/preimage.hpp"
#include "runtime/pallets/preimage/preimage.hpp"

namespace serinus::kusama {

struct PreimageConfig {
    static constexpr sdk::PalletInfo kInfo{32, "Preimage"};
    static constexpr sdk::Balance kBaseDeposit = currency::deposit(2, 64);
    static constexpr sdk::Balance kByteDeposit = currency::deposit(0, 1);
    using Currency = kusama::Currency;
    using ManagerOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kPreimage;
};

}  // namespace serinus::kusama
