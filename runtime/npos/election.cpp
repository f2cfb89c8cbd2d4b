#include "runtime/npos/election.hpp"

#include "runtime/arithmetic/normalize.hpp"

namespace serinus::sdk::npos {

bool Election::normalize_elected(const Voter& voter) {
    std::vector<Stake> weights;
    weights.reserve(voter.count);
    for (const Edge& edge : edges_of(voter)) {
        if (candidates[edge.candidate].elected) weights.push_back(edge.weight);
    }
    const auto normalized = normalize(weights, voter.budget);
    if (!normalized) return false;
    auto next = normalized->begin();
    for (Edge& edge : edges_of(voter)) {
        Candidate& candidate = candidates[edge.candidate];
        if (!candidate.elected) continue;
        candidate.backed_stake = saturating_sub(candidate.backed_stake, edge.weight);
        edge.weight = *next++;
        candidate.backed_stake = saturating_add(candidate.backed_stake, edge.weight);
    }
    return true;
}

}  // namespace serinus::sdk::npos
