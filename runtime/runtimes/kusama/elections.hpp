/// The bounds of elections, and elections that a block holds itself.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/npos/onchain.hpp"
#include "runtime/runtimes/kusama/pallets.hpp"
#include "runtime/runtimes/kusama/weights/election_provider.hpp"

namespace serinus::kusama {

inline constexpr uint32_t kMaxActiveValidators = 2'000;
/// How many validators a nominator may choose: the lists of the compact form of a solution.
inline constexpr uint32_t kMaxNominations = 24;
inline constexpr uint32_t kMaxElectingVoters = 12'500;
inline constexpr sdk::ElectionBounds kElectionBounds{.voters = {.count = kMaxElectingVoters, .size = {}},
                                                     .targets = {}};

/// At the beginning of a chain, and where governance asks for it. No winner has more backers than there are voters, so
/// that nothing is cut.
struct OnChainElectionConfig {
    using System = kusama::System;
    using DataProvider = kusama::Staking;
    static constexpr auto kWeights = weights::kElectionProvider;
    static constexpr uint32_t kMaxWinners = kMaxActiveValidators;
    static constexpr sdk::ElectionBounds kBounds = kElectionBounds;
};
using OnChainElection = sdk::npos::OnChainPhragmen<OnChainElectionConfig>;

}  // namespace serinus::kusama
