/// A solution from the side of the winners, and how good it is.
/// Pallet: sp-npos-elections (Supports, ElectionScore)
#pragma once

#include <compare>
#include <vector>

#include "codec/scale.hpp"
#include "runtime/arithmetic/sort.hpp"
#include "runtime/npos/assignment.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::sp_npos_elections {

/// What backs a winner.
template <class AccountId>
struct Support {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>>;

    uint128_t total{};
    std::vector<std::pair<AccountId, uint128_t>> voters;

    friend bool operator==(const Support&, const Support&) = default;
};

/// The smallest backing counts first, then the sum: both the larger the better; then the sum of the squares, the
/// smaller the better. A larger score is a better one.
struct ElectionScore {
    uint128_t minimal_stake{};
    uint128_t sum_stake{};
    uint128_t sum_stake_squared{};

    friend constexpr bool operator==(const ElectionScore&, const ElectionScore&) = default;
    friend constexpr std::strong_ordering operator<=>(const ElectionScore& a, const ElectionScore& b) {
        if (const auto order = a.minimal_stake <=> b.minimal_stake; order != 0) return order;
        if (const auto order = a.sum_stake <=> b.sum_stake; order != 0) return order;
        return b.sum_stake_squared <=> a.sum_stake_squared;
    }
};

}  // namespace serinus::sp_npos_elections

namespace serinus::sdk::npos {

using sp_npos_elections::ElectionScore;
using sp_npos_elections::Support;

template <class AccountId>
using Supports = std::vector<std::pair<AccountId, Support<AccountId>>>;

/// The winners in the order of their accounts; the voters of each in the order of the assignments. `voter_at` and
/// `target_at` give accounts by their places.
template <class VoterAt, class TargetAt>
auto to_supports(const std::vector<StakedAssignment>& assignments, VoterAt&& voter_at, TargetAt&& target_at) {
    using AccountId = std::remove_cvref_t<decltype(target_at(uint32_t{}))>;
    struct Part {
        AccountId target;
        uint32_t place;  // of the assignment
        Stake stake;
        size_t order;
    };
    std::vector<Part> parts;
    for (uint32_t place = 0; place < assignments.size(); ++place) {
        for (const auto& [target, stake] : assignments[place].distribution) {
            parts.push_back({target_at(target), place, stake, parts.size()});
        }
    }
    sdk::sort(parts, {}, [](const Part& part) { return std::pair(part.target, part.order); });
    Supports<AccountId> supports;
    for (const Part& part : parts) {
        if (supports.empty() || supports.back().first != part.target)
            supports.emplace_back(part.target, Support<AccountId>{});
        auto& support = supports.back().second;
        support.total = saturating_add(support.total, part.stake);
        support.voters.emplace_back(voter_at(assignments[part.place].who), part.stake);
    }
    return supports;
}

/// The score of winners with these supports; without any the smallest backing is the largest number.
template <class AccountId>
ElectionScore evaluate(const Supports<AccountId>& supports) {
    ElectionScore score{.minimal_stake = max_value<Stake>()};
    for (const auto& [winner, support] : supports) {
        score.minimal_stake = std::min(score.minimal_stake, support.total);
        score.sum_stake = saturating_add(score.sum_stake, support.total);
        score.sum_stake_squared = saturating_add(score.sum_stake_squared, saturating_mul(support.total, support.total));
    }
    return score;
}

/// Whether `score` is better than `other` by more than a share of the other's value, in the first part in which they
/// differ by more than that; parts before it must not be worse at all.
template <per_things::PerThing P>
bool strict_threshold_better(const ElectionScore& score, const ElectionScore& other, P threshold) {
    enum class Order { kLess, kEqual, kGreater };
    const auto compare = [&](Stake a, Stake b) {
        const Stake distance = mul_ceil(threshold, b);
        const Stake upper = saturating_add(b, distance);
        const Stake lower = saturating_sub(b, distance);
        if (distance == 0 || upper <= lower) return a < b ? Order::kLess : a > b ? Order::kGreater : Order::kEqual;
        return a > upper ? Order::kGreater : a < lower ? Order::kLess : Order::kEqual;
    };
    const Order stake = compare(score.minimal_stake, other.minimal_stake);
    if (stake != Order::kEqual) return stake == Order::kGreater;
    if (score.minimal_stake < other.minimal_stake) return false;
    const Order sum = compare(score.sum_stake, other.sum_stake);
    if (sum != Order::kEqual) return sum == Order::kGreater;
    if (score.sum_stake < other.sum_stake) return false;
    return compare(score.sum_stake_squared, other.sum_stake_squared) == Order::kLess;
}

}  // namespace serinus::sdk::npos
