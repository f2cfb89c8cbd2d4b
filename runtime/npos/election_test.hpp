/// Elections for tests: accounts are numbers.
#pragma once

#include <gtest/gtest.h>

#include <random>

#include "runtime/npos/assignment.hpp"
#include "runtime/npos/election.hpp"
#include "tests/support/random.hpp"

namespace serinus::sdk::npos::test {

struct Vote {
    uint64_t who;
    VoteWeight weight;
    std::vector<uint64_t> targets;
};

inline Election election(const std::vector<uint64_t>& candidates, const std::vector<Vote>& voters) {
    return make_election(std::span<const uint64_t>(candidates), voters);
}

using Winners = std::vector<std::pair<uint64_t, uint64_t>>;

/// The winners by their accounts, with their backing.
template <class P>
Winners winners(const Outcome<P>& outcome, const std::vector<uint64_t>& candidates) {
    Winners out;
    for (const auto& [winner, stake] : outcome.winners) {
        out.emplace_back(candidates[winner], static_cast<uint64_t>(stake));
    }
    return out;
}

/// Edges with weights by voter, as accounts.
using Weights = std::vector<std::pair<uint64_t, std::vector<std::pair<uint64_t, uint64_t>>>>;

inline Weights weights(const Election& election, const std::vector<uint64_t>& candidates,
                       const std::vector<Vote>& voters) {
    Weights out;
    for (const Voter& voter : election.voters) {
        auto& [who, edges] = out.emplace_back();
        who = voters[voter.who].who;
        for (const Edge& edge : election.edges_of(voter)) {
            edges.emplace_back(candidates[edge.candidate], static_cast<uint64_t>(edge.weight));
        }
    }
    return out;
}

/// A stake of any order of magnitude, at times 0, at times as large as it can be.
inline VoteWeight random_stake(std::mt19937_64& random) {
    const auto kind = serinus::test::random_between(random, 0, 19);
    if (kind == 0) return 0;
    if (kind == 1) return max_value<VoteWeight>() - serinus::test::random_between(random, 0, 3);
    if (kind < 6) return serinus::test::random_between(random, 1, 5);  // many equal ones
    return random() >> serinus::test::random_between(random, 0, 60);
}

/// Any election: candidates without votes, voters without candidates, votes given twice.
inline Election random_election(std::mt19937_64& random, size_t candidates, size_t voters) {
    Election out;
    out.candidates.resize(candidates);
    for (uint32_t v = 0; v < voters; ++v) {
        std::vector<uint32_t> targets(serinus::test::random_between(random, 0, 16));
        for (uint32_t& target : targets) {
            target = static_cast<uint32_t>(serinus::test::random_between(random, 0, candidates - 1));
        }
        add_voter(out, v, random_stake(random), targets);
    }
    return out;
}

}  // namespace serinus::sdk::npos::test
