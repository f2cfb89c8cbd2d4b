/// Which paras may use which cores next.
/// Observed: polkadot-primitives 26.0.0, v9: `claim_queue` of ParachainHost and `transpose_claim_queue`.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "primitives/parachain/core.hpp"

namespace serinus::polkadot_primitives::v9 {

/// For each core the paras that may use it, the next one first.
using ClaimQueue = std::map<v5::CoreIndex, std::vector<ParaId>>;

/// For each para its cores by offset in the claim queue.
using TransposedClaimQueue = std::map<ParaId, std::map<uint8_t, std::set<v5::CoreIndex>>>;

/// Offsets above 255 do not occur: a receipt cannot name them, and they are left out.
inline TransposedClaimQueue transpose(const ClaimQueue& queue) {
    TransposedClaimQueue out;
    for (const auto& [core, paras] : queue) {
        for (size_t offset = 0; offset < paras.size() && offset <= 0xff; ++offset) {
            out[paras[offset]][static_cast<uint8_t>(offset)].insert(core);
        }
    }
    return out;
}

}  // namespace serinus::polkadot_primitives::v9
