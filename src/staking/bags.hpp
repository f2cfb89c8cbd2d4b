/// The list of voters in bags, and who stands in the wrong one. Pallet: bags-list
#pragma once

#include "staking/ledger.hpp"

namespace serinus::staking {

struct ListedVoter {
    AccountId who;
    uint64_t bag = 0;    ///< its upper bound
    uint64_t score = 0;  ///< as the list has it
};

/// From the highest bag, each from its head. A list whose links are broken ends where they are.
Result<std::vector<ListedVoter>, std::string> read_voter_list(state::Backend& state);

struct MisplacedVoter {
    AccountId who;
    uint64_t bag = 0;    ///< where it stands
    uint64_t score = 0;  ///< what it has bonded
    uint64_t right_bag = 0;
    uint32_t place = 0;        ///< in the list, from 0
    uint32_t place_after = 0;  ///< if `rebag` was called for it alone
};

struct BagsReport {
    uint32_t voters = 0;
    uint32_t bags = 0;
    std::vector<MisplacedVoter> misplaced;  ///< those who gain most places first
};

/// `thresholds`: the bounds of the bags, ascending, of the constant VoterList.BagThresholds.
Result<BagsReport, std::string> examine_bags(state::Backend& state, const std::vector<uint64_t>& thresholds);

}  // namespace serinus::staking
