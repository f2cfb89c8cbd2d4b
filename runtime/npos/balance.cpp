#include "runtime/npos/balance.hpp"
#include "runtime/arithmetic/sort.hpp"

#include <optional>

namespace serinus::sdk::npos {
namespace {

/// How far the candidates of a voter are from being balanced; nullopt if it gives nothing to any of them yet. `elected`
/// are its edges to elected candidates.
std::optional<Stake> difference_of(const Election& election, const Voter& voter, const std::vector<Edge*>& elected) {
    const auto backed = [&](const Edge* edge) { return election.candidates[edge->candidate].backed_stake; };
    bool backs_any = false;
    Stake most = 0;
    Stake least = max_value<Stake>();
    Stake used = 0;
    for (const Edge* edge : elected) {
        used = saturating_add(used, edge->weight);
        least = std::min(least, backed(edge));
        if (edge->weight == 0) continue;
        backs_any = true;
        most = std::max(most, backed(edge));
    }
    if (!backs_any) return std::nullopt;
    return saturating_add(saturating_sub(most, least), saturating_sub(voter.budget, used));
}

/// Fills up the candidates with the least stake until they are level, as far as the budget goes.
void pour(Election& election, const Voter& voter, std::vector<Edge*>& elected) {
    const auto backed = [&](const Edge* edge) -> Stake& { return election.candidates[edge->candidate].backed_stake; };
    for (Edge* edge : elected) {
        backed(edge) = saturating_sub(backed(edge), edge->weight);
        edge->weight = 0;
    }
    // Of equal ones the first stays first: edges stand in one list.
    sdk::sort(elected, {}, [&](const Edge* edge) { return std::pair(backed(edge), edge); });

    Stake below = 0;  // of those that are filled up
    size_t last = elected.size() - 1;
    for (size_t i = 0; i < elected.size(); ++i) {
        const Stake stake = backed(elected[i]);
        if (saturating_sub(saturating_mul(stake, Stake{i}), below) > voter.budget) {
            last = i - 1;  // the first is never too much
            break;
        }
        below = saturating_add(below, stake);
    }
    const Stake level = backed(elected[last]);
    const Stake ways = last + 1;
    const Stake excess = saturating_sub(saturating_add(voter.budget, below), saturating_mul(level, ways));
    for (size_t i = 0; i <= last; ++i) {
        Stake& stake = backed(elected[i]);
        elected[i]->weight = saturating_sub(saturating_add(Stake{excess / ways}, level), stake);
        stake = saturating_add(stake, elected[i]->weight);
    }
}

Stake balance_voter(Election& election, const Voter& voter, Stake tolerance, std::vector<Edge*>& elected) {
    elected.clear();
    for (Edge& edge : election.edges_of(voter)) {
        if (election.candidates[edge.candidate].elected) elected.push_back(&edge);
    }
    if (elected.size() <= 1) return 0;
    const auto difference = difference_of(election, voter, elected);
    if (difference && *difference < tolerance) return *difference;
    pour(election, voter, elected);
    // What cannot be summed stays as it is: that is no worse than a rounding.
    election.normalize_elected(voter);
    return difference.value_or(voter.budget);
}

}  // namespace

uint32_t balance(Election& election, const BalancingConfig& config) {
    std::vector<Edge*> elected;
    for (uint32_t iteration = 1; iteration <= config.iterations; ++iteration) {
        Stake largest = 0;
        for (const Voter& voter : election.voters) {
            largest = std::max(largest, balance_voter(election, voter, config.tolerance, elected));
        }
        if (largest <= config.tolerance) return iteration;
    }
    return config.iterations;
}

}  // namespace serinus::sdk::npos
