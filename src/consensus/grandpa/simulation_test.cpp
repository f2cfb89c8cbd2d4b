// Networks with faults, each from a seed: never two final forks, no vote that the protocol forbids, and finality
// again after the faults end. SERINUS_SIMULATIONS=1000 runs so many of each kind, from --seed.
#include <gtest/gtest.h>

#include <cstdlib>

#include "consensus/grandpa/simulated_network.hpp"
#include "tests/support/random.hpp"

namespace serinus::consensus::grandpa::test {
namespace {

using Describe = void (*)(SimulationOptions&, std::mt19937_64&);

/// At the end every honest node is close to the best block, and to the round of the others.
void expect_alive(const SimulationReport& report) {
    for (const BlockNumber finalized : report.finalized) {
        EXPECT_GE(finalized + 12, report.best) << "finality has not come back";
    }
    for (const auto& [set, rounds] : report.rounds) {
        const auto [least, most] = std::ranges::minmax(rounds);
        EXPECT_LE(most, least + 2) << "a voter of set " << set << " has been left behind";
    }
}

/// Runs networks that `describe` varies: `count` that are always the same, or as many others as were asked for.
void simulate_many(size_t count, Describe describe) {
    const char* wanted = std::getenv("SERINUS_SIMULATIONS");
    auto random = wanted ? serinus::test::seeded_random() : std::mt19937_64(2016);
    if (wanted) count = std::strtoul(wanted, nullptr, 10);
    size_t votes = 0, crashes = 0, reports = 0, catch_ups = 0, relayed = 0;
    for (size_t i = 0; i < count && !testing::Test::HasFailure(); ++i) {
        SimulationOptions options;
        options.seed = random();
        std::mt19937_64 of_network(options.seed);
        describe(options, of_network);
        SCOPED_TRACE("simulation seed " + std::to_string(options.seed) + ", nodes " + std::to_string(options.nodes) +
                     ", faulty " + std::to_string(options.faulty));
        const auto report = simulate(options);
        ASSERT_TRUE(report.violations.empty()) << report.violations.front();
        expect_alive(report);
        votes += report.votes;
        crashes += report.crashes;
        reports += report.reports;
        catch_ups += report.catch_ups;
        relayed += report.relayed;
    }
    std::cout << count << " networks: " << votes << " honest votes, " << crashes << " crashes, " << reports
              << " reports of equivocations, " << catch_ups << " catch-ups, " << relayed << " messages passed on\n";
}

/// Voters that vote for their best block at once, on many forks, disagree often.
void make_disagreement_likely(SimulationOptions& options) {
    options.rules = kVoteForBest;
    options.forks = 0.5;
    options.max_delay = 1000;
}

// Each node is connected only to its two neighbors.
TEST(GrandpaSimulation, MessagesArePassedOn) {
    SimulationOptions options;
    options.nodes = 7;
    options.faulty = 0;
    options.relaying = true;
    options.line = true;
    options.loss = 0;
    options.crash = 0;
    options.partitions = false;
    auto report = simulate(options);
    ASSERT_TRUE(report.violations.empty()) << report.violations.front();
    expect_alive(report);
    EXPECT_GT(report.relayed, report.votes);
    const auto last_round = [](const SimulationReport& one) { return std::ranges::min(one.rounds.at(0)); };
    const RoundNumber with_relays = last_round(report);
    options.relaying = false;
    EXPECT_LT(last_round(simulate(options)), with_relays / 2) << "only who does not move on is given the votes";
}

TEST(GrandpaSimulation, OneSeedHasOneTrace) {
    SimulationOptions options;
    options.relaying = true;
    options.set_changes = 0.1;
    const uint64_t hash = simulate(options).trace_hash;
    EXPECT_EQ(simulate(options).trace_hash, hash);
    ++options.seed;
    EXPECT_NE(simulate(options).trace_hash, hash);
}

TEST(GrandpaSimulation, OneVoterFinalizesAlone) {
    simulate_many(1, [](SimulationOptions& options, std::mt19937_64&) {
        options.nodes = 1;
        options.faulty = 0;
        options.partitions = false;
    });
}

TEST(GrandpaSimulation, BadNetworksWithoutFaultyVoters) {
    simulate_many(3, [](SimulationOptions& options, std::mt19937_64& random) {
        options.nodes = 2 + random() % 6;
        options.faulty = 0;
        options.loss = 0.5;
        options.crash = 0.003;
        make_disagreement_likely(options);
    });
}

// Most messages are lost, to the end: a message that is sent once is not enough.
TEST(GrandpaSimulation, MostMessagesAreLost) {
    for (const uint64_t seed : {1u, 2u}) {
        SimulationOptions options;
        options.seed = seed;
        options.nodes = 4;
        options.faulty = 0;
        options.loss = 0.6;
        options.partitions = false;
        options.heal_at = options.end;
        const auto report = simulate(options);
        ASSERT_TRUE(report.violations.empty()) << report.violations.front();
        for (const BlockNumber finalized : report.finalized) EXPECT_GE(finalized, report.best / 3) << seed;
    }
}

TEST(GrandpaSimulation, FaultyVotersBelowAThird) {
    simulate_many(3, [](SimulationOptions& options, std::mt19937_64& random) {
        options.nodes = 4 + random() % 7;
        options.faulty = (options.nodes - 1) / 3;
        options.bridging = random() % 2 == 0;
        options.relaying = random() % 2 == 0;
        if (random() % 2 == 0) make_disagreement_likely(options);
    });
}

// Four voters, one of which agrees with all others: with two in one half of a partition it decides alone.
TEST(GrandpaSimulation, AVoterThatAgreesWithBothHalves) {
    simulate_many(3, [](SimulationOptions& options, std::mt19937_64&) {
        options.nodes = 4;
        options.faulty = 1;
        options.fault = Fault::kAgreesWithAll;
        options.bridging = true;
        make_disagreement_likely(options);
    });
}

TEST(GrandpaSimulation, LatePrecommits) {
    simulate_many(3, [](SimulationOptions& options, std::mt19937_64& random) {
        options.nodes = random() % 2 == 0 ? 4 : 7;
        options.faulty = options.nodes / 3;
        options.fault = Fault::kVotesLate;
        make_disagreement_likely(options);
    });
}

TEST(GrandpaSimulation, TensOfVoters) {
    simulate_many(1, [](SimulationOptions& options, std::mt19937_64&) {
        options.nodes = 31;
        options.faulty = 10;
        options.heal_at = 4000;
        options.end = 9000;
    });
}

// Spec: sect-authority-set
TEST(GrandpaSimulation, ScheduledChangesOfAuthorities) {
    simulate_many(3, [](SimulationOptions& options, std::mt19937_64& random) {
        options.nodes = 5 + random() % 4;
        options.faulty = 1;
        options.relaying = random() % 2 == 0;
        options.set_changes = 0.15;
        options.crash = 0.002;
    });
}

// Spec: sect-finality-forced-changes
TEST(GrandpaSimulation, ForcedChangeAfterTooManyHaveStopped) {
    simulate_many(2, [](SimulationOptions& options, std::mt19937_64& random) {
        options.nodes = 6 + random() % 4;
        options.faulty = 0;
        options.forks = 0.1;
        options.partitions = false;
        options.force_change = true;
    });
}

}  // namespace
}  // namespace serinus::consensus::grandpa::test
