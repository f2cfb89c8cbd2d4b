/// Parameters of Sudo, which Kusama itself does not have: its development chains add it.
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/sudo.hpp"
#include "runtime/pallets/sudo/sudo.hpp"

namespace serinus::kusama {

struct SudoConfig {
    static constexpr sdk::PalletInfo kInfo{255, "Sudo"};
    using System = kusama::System;
    static constexpr auto kWeights = weights::kSudo;
};

}  // namespace serinus::kusama
