// Many networks, each from a seed: never two final forks, no honest equivocation, and finality again after healing.
#include <gtest/gtest.h>

#include "consensus/grandpa/simulated_network.hpp"
#include "tests/support/random.hpp"

namespace serinus::consensus::grandpa::test {
namespace {

using Describe = void (*)(SimulationOptions&, std::mt19937_64&);

/// Runs networks that `describe` varies. At the end every honest node must be close to the best block.
void simulate_many(size_t count, Describe describe) {
    auto random = serinus::test::seeded_random();
    size_t votes = 0, crashes = 0, reports = 0, catch_ups = 0;
    for (size_t i = 0; i < count; ++i) {
        SimulationOptions options;
        options.seed = random();
        std::mt19937_64 of_network(options.seed);
        describe(options, of_network);
        const auto report = simulate(options);
        SCOPED_TRACE("simulation seed " + std::to_string(options.seed) + ", nodes " + std::to_string(options.nodes) +
                     ", liars " + std::to_string(options.liars));
        ASSERT_TRUE(report.violations.empty()) << report.violations.front();
        for (const BlockNumber finalized : report.finalized) {
            ASSERT_GE(finalized + 12, report.best) << "finality has not come back";
        }
        votes += report.votes;
        crashes += report.crashes;
        reports += report.reports;
        catch_ups += report.catch_ups;
    }
    std::cout << count << " networks: " << votes << " honest votes, " << crashes << " crashes, " << reports
              << " reports of equivocations, " << catch_ups << " catch-ups\n";
}

TEST(GrandpaSimulation, OneVoterFinalizesAlone) {
    simulate_many(3, [](SimulationOptions& options, std::mt19937_64&) {
        options.nodes = 1;
        options.liars = 0;
        options.partitions = false;
    });
}

TEST(GrandpaSimulation, BadNetworksWithoutLiars) {
    simulate_many(10, [](SimulationOptions& options, std::mt19937_64& random) {
        options.nodes = 2 + random() % 6;
        options.liars = 0;
        options.loss = 0.3;
        options.crash = 0.003;
        options.rules = kVoteForBest;  // so that they disagree
        options.forks = 0.5;
    });
}

TEST(GrandpaSimulation, LiarsBelowAThird) {
    simulate_many(10, [](SimulationOptions& options, std::mt19937_64& random) {
        options.nodes = 4 + random() % 7;
        options.liars = (options.nodes - 1) / 3;
        if (random() % 2 == 0) {
            options.rules = kVoteForBest;
            options.forks = 0.5;
            options.max_delay = 1000;
        }
    });
}

TEST(GrandpaSimulation, TensOfVoters) {
    simulate_many(1, [](SimulationOptions& options, std::mt19937_64&) {
        options.nodes = 31;
        options.liars = 10;
        options.heal_at = 4000;
        options.end = 9000;
    });
}

// A liar's second vote may be for a block of a fork that is dead to those who have not heard of it: it counts all the
// same, or they would wait for ever for a round that the others have left.
TEST(GrandpaSimulation, EquivocationsOnDeadForksAreCounted) {
    SimulationOptions options;
    options.seed = 8512235438239185275ull;
    options.nodes = 5;
    options.liars = 1;
    options.rules = kVoteForBest;
    options.forks = 0.5;
    options.max_delay = 1000;
    const auto report = simulate(options);
    for (const BlockNumber finalized : report.finalized) EXPECT_GE(finalized + 12, report.best);
}

// Spec: sect-authority-set
TEST(GrandpaSimulation, ScheduledChangesOfAuthorities) {
    simulate_many(10, [](SimulationOptions& options, std::mt19937_64& random) {
        options.nodes = 5 + random() % 4;
        options.liars = 1;
        options.set_changes = 0.15;
        options.crash = 0.002;
    });
}

// Spec: sect-finality-forced-changes
TEST(GrandpaSimulation, ForcedChangeAfterTooManyHaveStopped) {
    simulate_many(5, [](SimulationOptions& options, std::mt19937_64& random) {
        options.nodes = 6 + random() % 4;
        options.liars = 0;
        options.forks = 0.1;
        options.partitions = false;
        options.force_change = true;
    });
}

}  // namespace
}  // namespace serinus::consensus::grandpa::test
