/// PhragMMS: in each round the candidate with the best support in view of what its voters give already is elected, and
/// takes stake from the others.
/// Pallet: sp-npos-elections (phragmms)
#pragma once

#include <optional>

#include "runtime/arithmetic/rational.hpp"
#include "runtime/npos/assignment.hpp"
#include "runtime/npos/balance.hpp"

namespace serinus::sdk::npos {

/// One round. `accuracy` is the number of parts of a fraction, `fraction_of(a, b)` gives the parts of a / b, rounded
/// down. False if no candidate that is left has approval.
template <class FractionOf>
bool elect_by_max_score(Election& election, uint32_t round, uint128_t accuracy, FractionOf&& fraction_of) {
    std::vector<uint128_t> denominators(election.candidates.size(), accuracy);
    for (const Voter& voter : election.voters) {
        uint128_t contribution = 0;
        for (const Edge& edge : election.edges_of(voter)) {
            const Candidate& candidate = election.candidates[edge.candidate];
            if (candidate.elected) contribution += fraction_of(edge.weight, candidate.backed_stake);
        }
        for (const Edge& edge : election.edges_of(voter)) denominators[edge.candidate] += contribution;
    }
    Rational128 best;
    std::optional<uint32_t> winner;
    for (uint32_t c = 0; c < election.candidates.size(); ++c) {
        const Candidate& candidate = election.candidates[c];
        if (candidate.elected || candidate.approval_stake == 0) continue;
        const auto score = Rational128::from(saturating_mul(candidate.approval_stake, accuracy), denominators[c]);
        if (score <= best) continue;
        best = score;
        winner = c;
    }
    if (!winner) return false;

    // Whoever is backed by more than the score gives the new one a share.
    const Stake cutoff = best.to_denominator(1)->n();  // the denominator is at least `accuracy`
    Candidate& elected = election.candidates[*winner];
    for (const Voter& voter : election.voters) {
        const auto edges = election.edges_of(voter);
        const auto own = std::ranges::find(edges, *winner, &Edge::candidate);
        if (own == edges.end()) continue;
        Stake used = 0;
        for (const Edge& edge : edges) used += edge.weight;
        Stake weight = saturating_sub(voter.budget, used);
        for (Edge& edge : edges) {
            Candidate& other = election.candidates[edge.candidate];
            if (&edge == &*own || edge.weight == 0 || other.backed_stake <= cutoff) continue;
            const Stake taken = saturating_mul(edge.weight, cutoff) / std::max(other.backed_stake, Stake{1});
            edge.weight = saturating_sub(edge.weight, taken);
            other.backed_stake = saturating_sub(other.backed_stake, taken);
            weight = saturating_add(weight, taken);
        }
        elected.backed_stake = saturating_add(elected.backed_stake, weight);
        own->weight = weight;
    }
    elected.elected = true;
    elected.round = round;
    return true;
}

/// Elects `to_elect` candidates, or as many as have approval. nullopt if an intermediate sum does not fit.
template <per_things::PerThing P>
std::optional<Outcome<P>> phragmms(uint32_t to_elect, Election election,
                                   std::optional<BalancingConfig> balancing = std::nullopt) {
    const auto fraction_of = [](Stake a, Stake b) { return uint128_t{per_things::from_rational<P>(a, b)._0}; };
    for (uint32_t round = 0; round < to_elect; ++round) {
        if (!elect_by_max_score(election, round, P::kAccuracy, fraction_of)) break;
        if (balancing) balance(election, *balancing);
    }
    return outcome<P>(election);
}

/// As a solver (phragmen.hpp).
struct PhragMms {
    template <per_things::PerThing P>
    static std::optional<Outcome<P>> solve(uint32_t to_elect, Election election) {
        return phragmms<P>(to_elect, std::move(election));
    }
};

}  // namespace serinus::sdk::npos
