/// The author's choice of bitfields and candidates. Votes of disputes: disputes/vote_selection.hpp.
/// Observed: polkadot-node-core-provisioner 36.0.0.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "parachain/backing/backing.hpp"
#include "parachain/inherent/inherent_data.hpp"

namespace serinus::parachain {

using polkadot_primitives::v5::CoreState;

/// The data is not made before so long after the leaf: bitfields and candidates have come by then.
inline constexpr uint32_t kInherentReadyMs = 2000;
/// An author that has no data by then brings an empty inherent.
inline constexpr uint32_t kInherentTimeoutMs = 2500;

// --- bitfields ---

/// One bitfield a validator, by ascending index: of several that with the most bits. One of a wrong length, or with a
/// bit for a core on which nothing waits, would be dropped by the runtime.
UncheckedSignedAvailabilityBitfields select_bitfields(const std::vector<CoreState>& cores,
                                                      const UncheckedSignedAvailabilityBitfields& bitfields);

/// Whether the candidate on a core is available with these bitfields: two thirds have their chunk.
bool is_available_with(size_t core, const UncheckedSignedAvailabilityBitfields& bitfields, const Bits& known);

// --- candidates ---

/// What a para may bring: so many candidates behind those that stay on cores, or become available in this block.
struct CandidatePlan {
    size_t count = 0;
    std::set<CandidateHash> ancestors;
    friend bool operator==(const CandidatePlan&, const CandidatePlan&) = default;
};

/// By para, those with a core that is free in the block, or becomes so by its bitfields or by time.
std::map<ParaId, CandidatePlan> plan_candidates(const std::vector<CoreState>& cores,
                                                const UncheckedSignedAvailabilityBitfields& bitfields,
                                                BlockNumber leaf_number);

/// The candidates for a child of the leaf. One of them at most brings new code: with a second one the para ends before
/// it.
std::vector<BackedCandidate> select_candidates(const std::map<ParaId, CandidatePlan>& plan, const Hash256& leaf,
                                               const ProspectiveParachains& prospective, const Backing& backing);

}  // namespace serinus::parachain
