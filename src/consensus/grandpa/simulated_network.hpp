/// A network of voters in virtual time, from one seed: blocks on forks; messages that are lost, late, doubled, or
/// stopped by partitions; nodes that crash between any two effects; and faulty voters. For tests.
#pragma once

#include <map>
#include <queue>
#include <random>
#include <set>

#include "consensus/grandpa/authority_set.hpp"
#include "consensus/grandpa/voter.hpp"
#include "consensus/grandpa/voting_rules.hpp"

namespace serinus::consensus::grandpa::test {

/// What a faulty voter does.
enum class Fault : uint8_t {
    kRandomMessages,  ///< random votes, and commits and catch-ups that prove nothing
    kAgreesWithAll,   ///< votes to each node for that node's best block
    kVotesLate,       ///< precommits twice, when the round is over, to one node each
    kSilent,
};
inline constexpr uint64_t kFaultKinds = 4;

struct SimulationOptions {
    uint64_t seed = 1;
    size_t nodes = 7;
    size_t faulty = 2;                ///< of the nodes, below a third of each set
    std::optional<Fault> fault = {};  ///< nullopt: each as the seed says
    bool bridging = false;            ///< partitions do not separate faulty nodes from others
    double loss = 0.1;                ///< of messages, until the network heals
    double doubling = 0.05;
    Millis max_delay = 400;
    double crash = 0.0005;  ///< for each thing a node does
    bool line = false;      ///< each node is connected only to the one before it and the one after it
    bool relaying = false;  ///< good votes and commits of others are passed on
    bool partitions = true;
    double forks = 0.2;         ///< of the blocks are not on the best one
    double set_changes = 0.0;   ///< of the blocks schedule a change
    bool force_change = false;  ///< a third of the voters stops for good, and a forced change replaces them
    VotingRules rules = {};
    Millis heal_at = 15'000;
    Millis end = 30'000;
};

/// What went wrong, in order; and what happened.
struct SimulationReport {
    std::vector<std::string> violations;
    std::vector<BlockNumber> finalized;                ///< of each honest node at the end
    std::map<SetId, std::vector<RoundNumber>> rounds;  ///< where each honest voter is at the end
    BlockNumber best = 0;
    SetId highest_set = 0;
    size_t votes = 0, crashes = 0, reports = 0, commits = 0, catch_ups = 0, relayed = 0;
    uint64_t trace_hash = 0;  ///< of all events and messages: equal for two runs of one seed
};

SimulationReport simulate(const SimulationOptions& options);

}  // namespace serinus::consensus::grandpa::test
