/// What all configurations of the pallets inherit.
#pragma once

#include "runtime/runtimes/kusama_later/pallets.hpp"
#include "runtime/runtimes/kusama_later/weights/measured.hpp"
#include "runtime/sdk/release.hpp"

namespace serinus::kusama_later {

template <class Config>
struct Common {
    static constexpr auto kRelease = sdk::Release::July2025;
    static constexpr sdk::PalletInfo kInfo = sdk::kPlace<Places, Config>;
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using System = kusama_later::System;
    using Currency = kusama_later::Currency;
};

}  // namespace serinus::kusama_later
