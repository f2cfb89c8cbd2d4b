/// Sudo: one account may do everything, upgrades of the runtime above all. A chain that others trust removes it.
#pragma once

#include "runtime/pallets.hpp"
#include "runtime/pallets/development_weights.hpp"
#include "runtime/pallets/sudo/sudo.hpp"

namespace serinus::new_chain {

struct SudoConfig {
    static constexpr sdk::PalletInfo kInfo{4, "Sudo"};
    using System = new_chain::System;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_sudo::Weights>;
};

}  // namespace serinus::new_chain
