/// What all configurations of the pallets inherit.
#pragma once

#include "runtime/runtimes/kusama_later/pallets.hpp"
#include "runtime/runtimes/kusama_later/weights/measured.hpp"

namespace serinus::kusama_later {

template <class Config>
struct Common {
    static constexpr sdk::PalletInfo kInfo = sdk::kPlace<Places, Config>;
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using System = kusama_later::System;
};

}  // namespace serinus::kusama_later
