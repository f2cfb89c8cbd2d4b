/// Aura: the validators author blocks in turns, one in each slot.
#pragma once

#include "runtime/common.hpp"
#include "runtime/pallets/aura/aura.hpp"

namespace serinus::new_chain {

struct AuraConfig : Common<AuraConfig> {
    static constexpr pallet_aura::Constants kConstants{.MaxAuthorities = 100};
    static constexpr bool kAllowMultipleBlocksPerSlot = false;
    using Timestamp = new_chain::Timestamp;
    using DisabledValidators = new_chain::Session;
};

}  // namespace serinus::new_chain
