/// From a snapshot to a solution that is ready to be submitted: elects, reduces, trims to what fits into a block, and
/// says how good the rest is.
/// Source: pallet-election-provider-multi-phase 22.0.0, unsigned.rs (Miner)
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "runtime/arithmetic/sort.hpp"
#include "runtime/arithmetic/weight.hpp"
#include "runtime/npos/compact_solution.hpp"
#include "runtime/npos/phragmen.hpp"
#include "runtime/npos/reduce.hpp"
#include "runtime/npos/support.hpp"

namespace serinus::sdk::npos {

/// How heavy and how long a solution may be.
struct MinerLimits {
    Weight max_weight;
    uint32_t max_length{};  ///< bytes of the encoded solution
    /// The weight of submitting a solution with so many voters in it.
    std::function<Weight(uint32_t active_voters)> weight_of;
};

template <size_t kMaxVotes>
struct MinedSolution {
    CompactSolution<kMaxVotes> solution;
    ElectionScore score;
};

/// How many voters a solution may have so that its weight is not above the limit; `voters` are all of the snapshot. At
/// times one less than would be exactly at the limit, as in the reference.
uint32_t max_voters_for_weight(uint32_t voters, const MinerLimits& limits);

/// The same with what `encoded_size(count)` says of the first `count` voters, in bytes. `voters` are those of the
/// solution.
template <class EncodedSize>
size_t max_voters_for_length(size_t voters, uint32_t max_length, EncodedSize&& encoded_size) {
    size_t low = 0;
    for (size_t high = voters; high - low > 1;) {
        const size_t middle = (high + low) / 2;
        (encoded_size(middle) <= max_length ? low : high) = middle;
    }
    return low < voters && encoded_size(low + 1) <= max_length ? low + 1 : low;
}

/// Larger stakes first, equal ones as they were: what is trimmed is the end.
template <class StakeOf>
std::vector<StakedAssignment> by_stake(std::vector<StakedAssignment> assignments, StakeOf&& stake_of) {
    std::vector<std::pair<Stake, size_t>> order;
    order.reserve(assignments.size());
    for (const auto& assignment : assignments) order.emplace_back(stake_of(assignment.who), order.size());
    sdk::sort(order, [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    std::vector<StakedAssignment> sorted;
    sorted.reserve(assignments.size());
    for (const auto& [stake, place] : order) sorted.push_back(std::move(assignments[place]));
    return sorted;
}

/// The score that a solution will have on chain; nullopt if one of its places is not in the snapshot or a sum does not
/// fit.
template <size_t kMaxVotes, class AccountId, class Voters>
std::optional<ElectionScore> score_of(const CompactSolution<kMaxVotes>& solution, std::span<const AccountId> targets,
                                      const Voters& voters) {
    std::vector<Assignment<PerU16>> assignments;
    if (solution.to_assignments(voters.size(), targets.size(), assignments)) return std::nullopt;
    const auto staked =
        to_staked_normalized(assignments, [&](uint32_t who) { return Stake{std::get<1>(voters[who])}; });
    if (!staked) return std::nullopt;
    return evaluate(to_supports(
        *staked, [&](uint32_t who) { return std::get<0>(voters[who]); },
        [&](uint32_t target) { return targets[target]; }));
}

/// Elects `desired_targets` of the targets, as `S` does. `voters` are tuples of account, stake and votes, all of them
/// different. nullopt if an intermediate sum does not fit. Whether the solution has enough winners is for the caller to
/// check.
template <size_t kMaxVotes, Solver S = SequentialPhragmen, class AccountId, class Voters>
std::optional<MinedSolution<kMaxVotes>> mine(std::span<const AccountId> targets, const Voters& voters,
                                             uint32_t desired_targets, const MinerLimits& limits) {
    const auto stake_of = [&](uint32_t who) { return Stake{std::get<1>(voters[who])}; };
    const auto elected = S::template solve<PerU16>(desired_targets, make_election(targets, voters));
    if (!elected) return std::nullopt;

    auto staked = to_staked_normalized(elected->assignments, stake_of);
    if (!staked) return std::nullopt;
    const Places<AccountId> places(targets);
    reduce(*staked, [&](uint32_t who) -> std::optional<uint32_t> {
        const uint32_t place = places.find(std::get<0>(voters[who]));
        return place == Places<AccountId>::kNone ? std::nullopt : std::optional(place);
    });
    auto assignments = to_ratio_normalized<PerU16>(by_stake(std::move(*staked), stake_of));
    if (!assignments) return std::nullopt;

    const auto trim = [&](size_t count) { assignments->resize(std::min(assignments->size(), count)); };
    trim(max_voters_for_weight(static_cast<uint32_t>(voters.size()), limits));
    const auto solution_of = [&](size_t count) {
        return CompactSolution<kMaxVotes>::from(
            {assignments->begin(), assignments->begin() + static_cast<ptrdiff_t>(count)});
    };
    if (!solution_of(assignments->size())) return std::nullopt;  // a voter with too many targets
    trim(max_voters_for_length(assignments->size(), limits.max_length,
                               [&](size_t count) { return scale::encoded_size(*solution_of(count)); }));

    auto solution = *solution_of(assignments->size());
    const auto score = score_of(solution, targets, voters);
    if (!score) return std::nullopt;
    return MinedSolution<kMaxVotes>{std::move(solution), *score};
}

}  // namespace serinus::sdk::npos
