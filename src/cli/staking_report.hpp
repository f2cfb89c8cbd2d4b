/// What the commands of staking have found, as text and as JSON.
#pragma once

#include <string>

#include "cli/state_options.hpp"
#include "staking/bags.hpp"
#include "staking/election.hpp"
#include "staking/next_era.hpp"
#include "staking/rewards.hpp"
#include "staking/simulated_election.hpp"

namespace serinus::cli {

/// Texts end with a line break.
std::string election_text(const staking::Explanation& found, const primitives::AccountId& stash,
                          const Spelling& spelling);
std::string election_json(const staking::Explanation& found, const primitives::AccountId& stash,
                          const Spelling& spelling);
std::string simulation_text(const staking::SimulatedElection& found, const Spelling& spelling);
std::string simulation_json(const staking::SimulatedElection& found, const Spelling& spelling);
std::string bags_text(const staking::BagsReport& found, const Spelling& spelling);
std::string bags_json(const staking::BagsReport& found, const Spelling& spelling);
std::string rewards_text(const staking::RewardsReport& found, const primitives::AccountId& stash,
                         const Spelling& spelling);
std::string next_era_text(const staking::NextEra& found, const Spelling& spelling);
std::string next_era_json(const staking::NextEra& found, const Spelling& spelling);
std::string rewards_json(const staking::RewardsReport& found, const Spelling& spelling);

}  // namespace serinus::cli
