/// Aura: the validators author blocks in turns, one in each slot.
#pragma once

#include "runtime/pallets.hpp"
#include "runtime/pallets/aura/aura.hpp"
#include "runtime/pallets/development_weights.hpp"

namespace serinus::new_chain {

struct AuraConfig {
    static constexpr sdk::PalletInfo kInfo{5, "Aura"};
    static constexpr pallet_aura::Constants kConstants{.MaxAuthorities = 100};
    static constexpr bool kAllowMultipleBlocksPerSlot = false;
    static constexpr auto kDbWeight = development_weights::kDbWeight;
    using System = new_chain::System;
    using Timestamp = new_chain::Timestamp;
    using DisabledValidators = new_chain::Session;
};

}  // namespace serinus::new_chain
