/// Sudo: one account may do everything, upgrades of the runtime above all. A chain that others trust removes it.
#pragma once

#include "runtime/common.hpp"
#include "runtime/pallets/sudo/sudo.hpp"

namespace serinus::new_chain {

struct SudoConfig : Common<SudoConfig> {
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_sudo::Weights>;
};

}  // namespace serinus::new_chain
