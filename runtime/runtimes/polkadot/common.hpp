/// What all configurations of Polkadot's pallets inherit.
#pragma once

#include "runtime/runtimes/polkadot/origins.hpp"
#include "runtime/runtimes/polkadot/pallets.hpp"
#include "runtime/runtimes/polkadot/parameters.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot {

template <class Config>
struct Common {
    static constexpr sdk::PalletInfo kInfo = sdk::kPlace<Places, Config>;
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using System = polkadot::System;
    using Currency = polkadot::Balances;
};

/// Who reports offences of block authors and voters.
template <class Config>
struct Reporting : Common<Config> {
    static constexpr uint64_t kReportLongevity = parameters::kReportLongevity;
    using Session = polkadot::Session;
    using KeyOwnerProofSystem = polkadot::Historical;
    using Offences = polkadot::Offences;
    using Authorship = polkadot::Authorship;
};

}  // namespace serinus::polkadot
