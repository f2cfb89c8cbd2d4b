/// Grandpa: the validators vote on which blocks are final.
#pragma once

#include "runtime/common.hpp"
#include "runtime/pallets/grandpa/grandpa.hpp"
#include "runtime/pallets/offences/no_reports.hpp"

namespace serinus::new_chain {

struct GrandpaConfig : Common<GrandpaConfig>, pallet_offences::NoReports {
    static constexpr pallet_grandpa::Constants kConstants{
        .MaxAuthorities = 100, .MaxNominators = 0, .MaxSetIdSessionEntries = 0};
    using Session = new_chain::Session;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_grandpa::Weights>;
};

}  // namespace serinus::new_chain
