/// What all configurations of Kusama's pallets inherit.
#pragma once

#include "runtime/runtimes/kusama/origin_checks.hpp"
#include "runtime/runtimes/kusama/pallets.hpp"
#include "runtime/runtimes/kusama/parameters.hpp"

namespace serinus::kusama {

template <class Config>
struct Common {
    static constexpr sdk::PalletInfo kInfo = sdk::kPlace<Places, Config>;
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using System = kusama::System;
    using Currency = kusama::Currency;
};

/// Who reports offences of block authors and voters.
template <class Config>
struct Reporting : Common<Config> {
    static constexpr uint64_t kReportLongevity = parameters::kReportLongevity;
    using Session = kusama::Session;
    using KeyOwnerProofSystem = kusama::Historical;
    using Offences = kusama::Offences;
    using Authorship = kusama::Authorship;
};

}  // namespace serinus::kusama
