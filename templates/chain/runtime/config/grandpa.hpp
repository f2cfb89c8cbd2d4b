/// Grandpa: the validators vote on which blocks are final.
#pragma once

#include "runtime/pallets.hpp"
#include "runtime/pallets/development_weights.hpp"
#include "runtime/pallets/grandpa/grandpa.hpp"
#include "runtime/pallets/offences/no_reports.hpp"

namespace serinus::new_chain {

struct GrandpaConfig : pallet_offences::NoReports {
    static constexpr sdk::PalletInfo kInfo{6, "Grandpa"};
    static constexpr pallet_grandpa::Constants kConstants{
        .MaxAuthorities = 100, .MaxNominators = 0, .MaxSetIdSessionEntries = 0};
    using System = new_chain::System;
    using Session = new_chain::Session;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_grandpa::Weights>;
};

}  // namespace serinus::new_chain
