/// What all configurations of the pallets inherit.
#pragma once

#include "runtime/runtimes/kusama/pallets.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama {

template <class Config>
struct Common {
    static constexpr sdk::PalletInfo kInfo = sdk::kPlace<Places, Config>;
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using System = kusama::System;
    using Currency = kusama::Currency;
};

}  // namespace serinus::kusama
