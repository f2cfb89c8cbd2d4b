/// How voters' stakes are shared among the winners: as fractions, and as amounts.
/// Pallet: sp-npos-elections (assignments, helpers)
#pragma once

#include <optional>
#include <vector>

#include "runtime/arithmetic/normalize.hpp"
#include "runtime/arithmetic/per_things.hpp"
#include "runtime/arithmetic/sort.hpp"
#include "runtime/npos/election.hpp"

namespace serinus::sdk::npos {

namespace per_things = sp_arithmetic::per_things;

/// A voter and its targets, by their places, with fractions of its stake that add up to 1.
template <per_things::PerThing P>
struct Assignment {
    uint32_t who{};
    std::vector<std::pair<uint32_t, P>> distribution{};

    friend bool operator==(const Assignment&, const Assignment&) = default;

    /// Makes the fractions add up to 1. False if their sum does not fit.
    bool normalize() {
        using Upper = typename P::Upper;
        std::vector<Upper> parts;
        parts.reserve(distribution.size());
        for (const auto& [target, fraction] : distribution) parts.push_back(fraction._0);
        const auto normalized = sdk::normalize(parts, Upper{P::kAccuracy});
        if (!normalized) return false;
        for (size_t i = 0; i < parts.size(); ++i) {
            const Upper part = std::min((*normalized)[i], Upper{max_value<typename P::Inner>()});
            distribution[i].second = P::from_parts(static_cast<typename P::Inner>(part));
        }
        return true;
    }
};

/// The same with amounts.
struct StakedAssignment {
    uint32_t who{};
    std::vector<std::pair<uint32_t, Stake>> distribution{};

    friend bool operator==(const StakedAssignment&, const StakedAssignment&) = default;

    Stake total() const {
        Stake sum = 0;
        for (const auto& [target, stake] : distribution) sum = saturating_add(sum, stake);
        return sum;
    }
    /// Makes the amounts add up to `stake`. False if their sum does not fit.
    bool normalize(Stake stake) {
        std::vector<Stake> amounts;
        amounts.reserve(distribution.size());
        for (const auto& [target, amount] : distribution) amounts.push_back(amount);
        const auto normalized = sdk::normalize(amounts, stake);
        if (!normalized) return false;
        for (size_t i = 0; i < amounts.size(); ++i) distribution[i].second = (*normalized)[i];
        return true;
    }
};

/// Fractions of `stake`, each rounded to the nearest; those of 0 are dropped.
template <per_things::PerThing P>
StakedAssignment to_staked(const Assignment<P>& ratio, Stake stake) {
    StakedAssignment staked{.who = ratio.who};
    for (const auto& [target, fraction] : ratio.distribution) {
        if (!is_zero(fraction)) staked.distribution.emplace_back(target, fraction * stake);
    }
    return staked;
}

/// Fractions of the total, rounded down; those that are too small are dropped.
template <per_things::PerThing P>
Assignment<P> to_ratio(const StakedAssignment& staked) {
    const Stake total = staked.total();
    Assignment<P> ratio{.who = staked.who};
    for (const auto& [target, stake] : staked.distribution) {
        const auto fraction = per_things::from_rational<P>(stake, total);
        if (!is_zero(fraction)) ratio.distribution.emplace_back(target, fraction);
    }
    return ratio;
}

/// All of them, normalized; `stake_of` gives the stake of a voter by its place. nullopt if a sum does not fit.
template <per_things::PerThing P, class StakeOf>
std::optional<std::vector<StakedAssignment>> to_staked_normalized(const std::vector<Assignment<P>>& ratios,
                                                                  StakeOf&& stake_of) {
    std::vector<StakedAssignment> out;
    out.reserve(ratios.size());
    for (const auto& ratio : ratios) {
        const Stake stake = stake_of(ratio.who);
        out.push_back(to_staked(ratio, stake));
        if (!out.back().normalize(stake)) return std::nullopt;
    }
    return out;
}
template <per_things::PerThing P>
std::optional<std::vector<Assignment<P>>> to_ratio_normalized(const std::vector<StakedAssignment>& staked) {
    std::vector<Assignment<P>> out;
    out.reserve(staked.size());
    for (const auto& assignment : staked) {
        out.push_back(to_ratio<P>(assignment));
        if (!out.back().normalize()) return std::nullopt;
    }
    return out;
}

/// What a solver found.
template <per_things::PerThing P>
struct Outcome {
    std::vector<std::pair<uint32_t, Stake>> winners;  ///< with their backing, in the order of their election
    std::vector<Assignment<P>> assignments;           ///< of the voters that back a winner
};

/// Reads it off an election that was held. nullopt if a sum does not fit.
template <per_things::PerThing P>
std::optional<Outcome<P>> outcome(const Election& election) {
    Outcome<P> out;
    for (uint32_t c = 0; c < election.candidates.size(); ++c) {
        if (election.candidates[c].elected) out.winners.emplace_back(c, election.candidates[c].backed_stake);
    }
    sdk::sort(out.winners, {}, [&](const auto& winner) { return election.candidates[winner.first].round; });
    for (const Voter& voter : election.voters) {
        Assignment<P> assignment{.who = voter.who};
        for (const Edge& edge : election.edges_of(voter)) {
            const auto fraction = per_things::from_rational<P>(edge.weight, voter.budget);
            if (!is_zero(fraction)) assignment.distribution.emplace_back(edge.candidate, fraction);
        }
        if (assignment.distribution.empty()) continue;
        if (!assignment.normalize()) return std::nullopt;
        out.assignments.push_back(std::move(assignment));
    }
    return out;
}

}  // namespace serinus::sdk::npos
