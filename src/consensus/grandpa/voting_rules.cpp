#include "consensus/grandpa/voting_rules.hpp"

#include <algorithm>

namespace serinus::consensus::grandpa {

BlockNumber restrict_vote(const VotingRules& rules, BlockNumber base, BlockNumber target, BlockNumber best) {
    const BlockNumber ahead = best - base;
    BlockNumber allowed = base + (ahead > rules.behind_best ? ahead - rules.behind_best : 0);
    if (rules.three_quarters) {
        const uint64_t rounded_up = (uint64_t{ahead} * 3 + 2) / 4;
        allowed = std::min(allowed, base + static_cast<BlockNumber>(rounded_up));
    }
    return std::min(target, allowed);
}

}  // namespace serinus::consensus::grandpa
