/// What all configurations of pallets inherit. One that has it otherwise hides it.
#pragma once

#include "runtime/pallets.hpp"
#include "runtime/sdk/weights.hpp"

namespace serinus::new_chain {

template <class Config>
struct Common {
    static constexpr sdk::PalletInfo kInfo = sdk::kPlace<Places, Config>;
    static constexpr sdk::RuntimeDbWeight kDbWeight = sdk::kDefaultDbWeight;
    using System = new_chain::System;
    using Currency = new_chain::Balances;
};

}  // namespace serinus::new_chain
