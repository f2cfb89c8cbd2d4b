/// What all configurations of the pallets inherit.
#pragma once

#include "runtime/runtimes/kusama/pallets.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"
#include "runtime/sdk/release.hpp"

namespace serinus::kusama {

template <class Config>
struct Common {
    static constexpr auto kRelease = sdk::Release::July2025;
    static constexpr sdk::PalletInfo kInfo = sdk::kPlace<Places, Config>;
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using System = kusama::System;
    using Currency = kusama::Currency;
};

}  // namespace serinus::kusama
