/// Whether a solution may be used: what it claims is checked against the snapshot, nothing of it is believed.
/// Source: pallet-election-provider-multi-phase 22.0.0, unsigned.rs (Miner::feasibility_check);
/// frame-election-provider-solution-type 16.1.1, single_page.rs (into_assignment)
#pragma once

#include "base/result.hpp"
#include "runtime/arithmetic/sort.hpp"
#include "runtime/npos/compact_solution.hpp"
#include "runtime/npos/support.hpp"

namespace serinus::sdk::npos {

enum class FeasibilityError : uint8_t {
    WrongWinnerCount,      ///< not as many different targets as are desired
    SnapshotUnavailable,   ///< there is nothing to check it against
    NposElection,          ///< a place or a fraction means nothing, or a sum does not fit
    InvalidVote,           ///< a voter backs a target that it did not vote for
    InvalidScore,          ///< the score is not the one that it has
    InvalidRound,          ///< it is for another election
    UntrustedScoreTooLow,  ///< not better than the least score that is taken
    TooManyDesiredTargets  ///< more than there may be winners
};

/// What a solution is checked against.
template <class AccountId, class Voters>
struct ElectionTerms {
    const Voters& voters;  ///< tuples of account, stake and votes
    const std::vector<AccountId>& targets;
    uint32_t desired_targets{};
    uint32_t max_winners{};
    uint32_t round{};
    std::optional<ElectionScore> minimum_score{};
};

/// Sorts assignments by their voters. False if a voter occurs twice, or a target of one.
inline bool sort_unique_voters(std::vector<Assignment<PerU16>>& assignments) {
    sdk::sort(assignments, [](const auto& a, const auto& b) { return a.who < b.who; });
    for (size_t i = 0; i < assignments.size(); ++i) {
        if (i > 0 && assignments[i - 1].who == assignments[i].who) return false;
        const auto& distribution = assignments[i].distribution;
        for (auto one = distribution.begin(); one != distribution.end(); ++one) {
            const auto is_same = [&](const auto& other) { return other.first == one->first; };
            if (std::any_of(distribution.begin(), one, is_same)) return false;
        }
    }
    return true;
}

/// What backs the winners of a solution, in the order of their accounts, by backers in the order of the snapshot. A
/// voter that occurs twice, or one of whose targets does, means nothing.
template <size_t kMaxVotes, class AccountId, class Voters>
Result<Supports<AccountId>, FeasibilityError> check_feasibility(const CompactSolution<kMaxVotes>& solution,
                                                                const ElectionScore& score, uint32_t round,
                                                                const ElectionTerms<AccountId, Voters>& terms) {
    using Error = FeasibilityError;
    ENSURE(round == terms.round, Error::InvalidRound);
    ENSURE(solution.unique_targets().size() == terms.desired_targets, Error::WrongWinnerCount);
    ENSURE(terms.desired_targets <= terms.max_winners, Error::TooManyDesiredTargets);
    ENSURE(!terms.minimum_score || strict_threshold_better(score, *terms.minimum_score, Perbill::zero()),
           Error::UntrustedScoreTooLow);
    std::vector<Assignment<PerU16>> assignments;
    ENSURE(!solution.to_assignments(terms.voters.size(), terms.targets.size(), assignments), Error::NposElection);
    ENSURE(sort_unique_voters(assignments), Error::NposElection);
    for (const auto& [who, distribution] : assignments) {
        const auto& votes = std::get<2>(terms.voters[who]);
        for (const auto& [target, part] : distribution) {
            const bool is_vote = std::find(votes.begin(), votes.end(), terms.targets[target]) != votes.end();
            ENSURE(is_vote, Error::InvalidVote);
        }
    }
    const auto staked =
        to_staked_normalized(assignments, [&](uint32_t who) { return Stake{std::get<1>(terms.voters[who])}; });
    ENSURE(staked.has_value(), Error::NposElection);
    auto supports = to_supports(
        *staked, [&](uint32_t who) { return std::get<0>(terms.voters[who]); },
        [&](uint32_t target) { return terms.targets[target]; });
    ENSURE(evaluate(supports) == score, Error::InvalidScore);
    return supports;
}

}  // namespace serinus::sdk::npos
