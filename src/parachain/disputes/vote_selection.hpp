/// Which votes of disputes an author brings into a block.
/// Observed: polkadot-node-core-provisioner 36.0.0, prioritized_selection
#pragma once

#include <functional>

#include "parachain/disputes/votes.hpp"

namespace serinus::parachain {

using polkadot_primitives::v5::DisputeState;

/// The most votes that are brought into a block.
inline constexpr size_t kMaxDisputeVotes = 200'000;

/// The order in which disputes are brought: what the chain does not know, or has not concluded, before what it has;
/// what it has concluded and nobody votes on any more is left out. Disputes of few, which the chain does not know, are
/// spam.
std::vector<DisputeKey> prioritize(const std::map<DisputeKey, DisputeStatus>& recent,
                                   const std::map<DisputeKey, DisputeState>& on_chain, uint64_t now_s);

/// The votes that the chain lacks, up to kMaxDisputeVotes, by ascending key. Backing votes are always brought.
/// `votes_of`: nothing for a dispute that is left out.
std::vector<DisputeVoteSet> select_disputes(
    const std::vector<DisputeKey>& order, const std::map<DisputeKey, DisputeState>& on_chain,
    const std::function<std::optional<CandidateVotes>(const DisputeKey&)>& votes_of,
    size_t max_votes = kMaxDisputeVotes);

}  // namespace serinus::parachain
