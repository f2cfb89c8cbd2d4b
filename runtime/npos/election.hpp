/// An election as the solvers see it: numbers in place of accounts, and the votes as one list of edges.
/// Pallet: sp-npos-elections (setup_inputs)
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/checked.hpp"
#include "runtime/arithmetic/sort.hpp"

namespace serinus::sdk::npos {

/// Stake of one voter, as data providers give it.
using VoteWeight = uint64_t;
/// Sums of such stakes.
using Stake = uint128_t;

struct Candidate {
    Stake approval_stake{};  ///< of all who vote for it
    Stake backed_stake{};    ///< what they give to it in the end
    bool elected = false;
    uint32_t round{};  ///< in which it was elected
};

/// A vote. `load` is a numerator over kLoadDenominator (phragmen.cpp).
struct Edge {
    uint32_t candidate{};
    uint128_t load{};
    Stake weight{};
};

struct Voter {
    uint32_t who{};  ///< its place among the voters that were given
    Stake budget{};
    uint128_t load{};
    uint32_t first{};  ///< of its edges
    uint32_t count{};
};

/// How far `balance` goes: until no voter moves more than `tolerance`, but at most `iterations` times over all voters.
struct BalancingConfig {
    uint32_t iterations{};
    Stake tolerance{};
};

struct Election {
    std::vector<Candidate> candidates;
    std::vector<Voter> voters;  ///< those who vote for a candidate
    std::vector<Edge> edges;    ///< of the voters, one after the other

    std::span<Edge> edges_of(const Voter& voter) { return std::span(edges).subspan(voter.first, voter.count); }
    std::span<const Edge> edges_of(const Voter& voter) const {
        return std::span(edges).subspan(voter.first, voter.count);
    }

    /// Makes the weights of the voter's edges to elected candidates add up to its budget. False if they cannot be
    /// summed.
    bool normalize_elected(const Voter& voter);
};

/// Adds a voter and its votes, given as places of candidates. A vote that occurs twice counts once; a voter without
/// votes is left out.
template <class Targets>
void add_voter(Election& election, uint32_t who, VoteWeight weight, const Targets& targets) {
    const auto first = static_cast<uint32_t>(election.edges.size());
    for (const uint32_t target : targets) {
        const auto known = std::span(election.edges).subspan(first);
        if (std::ranges::count(known, target, &Edge::candidate) != 0) continue;
        Stake& approval = election.candidates[target].approval_stake;
        approval = saturating_add(approval, Stake{weight});
        election.edges.push_back({.candidate = target});
    }
    const auto count = static_cast<uint32_t>(election.edges.size()) - first;
    if (count != 0) election.voters.push_back({.who = who, .budget = weight, .first = first, .count = count});
}

/// The places of accounts in a list, for look-ups. The accounts of the list are different.
template <class AccountId>
class Places {
  public:
    explicit Places(std::span<const AccountId> accounts) {
        sorted_.reserve(accounts.size());
        for (uint32_t i = 0; i < accounts.size(); ++i) sorted_.emplace_back(accounts[i], i);
        sdk::sort(sorted_);
    }
    /// kNone if it is not in the list.
    uint32_t find(const AccountId& account) const {
        const auto at = std::ranges::lower_bound(sorted_, account, {}, &std::pair<AccountId, uint32_t>::first);
        return at != sorted_.end() && at->first == account ? at->second : kNone;
    }
    static constexpr uint32_t kNone = ~uint32_t{0};

  private:
    std::vector<std::pair<AccountId, uint32_t>> sorted_;
};

/// `voters` are tuples of account, weight and targets. Votes for others than candidates do not count.
template <class AccountId, class Voters>
Election make_election(std::span<const AccountId> candidates, const Voters& voters) {
    const Places<AccountId> places(candidates);
    Election election;
    election.candidates.resize(candidates.size());
    std::vector<uint32_t> targets;
    uint32_t who = 0;
    for (const auto& [account, weight, votes] : voters) {
        targets.clear();
        for (const AccountId& vote : votes) {
            const uint32_t place = places.find(vote);
            if (place != Places<AccountId>::kNone) targets.push_back(place);
        }
        add_voter(election, who++, weight, targets);
    }
    return election;
}

}  // namespace serinus::sdk::npos
