#include "runtime/npos/miner.hpp"

namespace serinus::sdk::npos {

uint32_t max_voters_for_weight(uint32_t voters, const MinerLimits& limits) {
    const Weight max = limits.max_weight;
    if (voters == 0) return 0;
    uint32_t found = voters;
    // Observed: polkadot-sdk v1.1.0, unsigned.rs. Steps that are halved, up or down, until one would leave the range or
    // a part of the weight is equal to the limit.
    for (uint32_t step = voters / 2; step > 0; step /= 2) {
        const Weight weight = limits.weight_of(found);
        if (weight.all_lt(max)) {
            if (step >= voters - found) break;
            found += step;
        } else if (weight.any_gt(max)) {
            if (step > found) break;
            found -= step;
        } else {
            return found;
        }
    }
    while (found < voters && limits.weight_of(found + 1).all_lt(max)) ++found;
    while (found > 0 && limits.weight_of(found).any_gt(max)) --found;
    return found;
}

}  // namespace serinus::sdk::npos
