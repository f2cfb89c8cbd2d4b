/// The election that there would be with other stakes, votes, candidates or seats than the state has.
#pragma once

#include <variant>

#include "staking/electorate.hpp"

namespace serinus::staking {

// Changes, which are made in the order that they are given.
struct ChangeSeats {
    uint32_t count = 0;
};
/// The stash becomes a candidate, and votes for itself alone.
struct BecomeCandidate {
    AccountId stash;
};
/// The stash votes for these, and is no candidate any more.
struct Nominate {
    AccountId stash;
    std::vector<AccountId> targets;
};
/// The stash neither votes nor is a candidate.
struct Chill {
    AccountId stash;
};
/// The stake of a stash that votes.
struct ChangeStake {
    AccountId stash;
    Balance stake = 0;
};
using ElectionChange = std::variant<ChangeSeats, BecomeCandidate, Nominate, Chill, ChangeStake>;

struct Elected {
    AccountId stash;
    uint32_t round = 0;   ///< of those in which winners were found, from 1
    Balance backing = 0;  ///< what stands behind it
};

struct ElectionOutcome {
    uint32_t candidates = 0, voters = 0, seats = 0;
    std::vector<Elected> winners;  ///< largest backing first
    Balance total_backing = 0;
};

struct SimulatedElection {
    bool is_snapshot = false;  ///< of an election that is under way
    ElectionOutcome before, after;
};

/// Holds the election that the state has, or would have now, without and with the changes, by the algorithm of the
/// chain's miners. A stash that begins to vote has its active bond at stake, unless a change says otherwise.
/// Errors: a sentence; a stash that votes without a stake, or whose stake is changed and does not vote.
Result<SimulatedElection, std::string> simulate_election(state::Backend& state,
                                                         const std::vector<ElectionChange>& changes,
                                                         const ElectorateOptions& options = {});

}  // namespace serinus::staking
