#include "collator/relay_rpc/relay_servers.hpp"

#include <gtest/gtest.h>

namespace serinus::collator {
namespace {

using Servers = RelayServers;

TEST(RelayServers, TheNextOneIsAskedAtOnceAndTheFirstAgainAfterAPause) {
    Servers servers(2);
    EXPECT_TRUE(servers.failed(0, 100, "gone"));
    EXPECT_EQ(servers.active(), 1u);
    EXPECT_EQ(servers.pause_ms(100), 0u);
    EXPECT_TRUE(servers.failed(1, 100, "gone too"));
    EXPECT_EQ(servers.active(), 0u);
    EXPECT_EQ(servers.pause_ms(100), Servers::kFirstPauseMs);
    EXPECT_EQ(servers.pause_ms(100 + Servers::kFirstPauseMs), 0u);
    EXPECT_EQ(servers.faults(), (std::vector<std::string>{"gone", "gone too"}));
}

// Observed: cumulus-relay-chain-rpc-interface 0.36.0, `connect_next_available_rpc_server`: 1, 2, 4, 8 seconds
TEST(RelayServers, PausesDoubleWithEachRound) {
    Servers servers(1);
    for (const uint64_t pause : {1'000, 2'000, 4'000, 8'000, 16'000, 16'000, 16'000}) {
        EXPECT_TRUE(servers.failed(0, 0, "gone"));
        EXPECT_EQ(servers.pause_ms(0), pause);
    }
    EXPECT_EQ(servers.rounds(), 7u);
    for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(servers.failed(0, 0, "gone"));
    EXPECT_EQ(servers.pause_ms(0), Servers::kMaxPauseMs);
}

// Two that ask at the same time blame one server once.
TEST(RelayServers, OnlyTheActiveOneFails) {
    Servers servers(3);
    EXPECT_TRUE(servers.failed(0, 0, "gone"));
    EXPECT_FALSE(servers.failed(0, 0, "gone"));
    EXPECT_EQ(servers.active(), 1u);
}

TEST(RelayServers, RoundsBeginAgainWithAServerThatWasWellForAWhile) {
    Servers servers(1);
    EXPECT_TRUE(servers.failed(0, 0, "gone"));
    EXPECT_TRUE(servers.failed(0, 0, "gone"));
    servers.connected(10'000);
    EXPECT_TRUE(servers.failed(0, 10'000 + Servers::kSettledMs, "gone"));
    EXPECT_EQ(servers.pause_ms(10'000 + Servers::kSettledMs), Servers::kFirstPauseMs);
}

// One that takes connections and ends them at once would be connected to without an end.
TEST(RelayServers, AServerThatIsLostAtOnceIsPausedLongerEachTime) {
    Servers servers(1);
    for (const uint64_t pause : {1'000, 2'000, 4'000}) {
        servers.connected(0);
        EXPECT_TRUE(servers.failed(0, Servers::kSettledMs - 1, "gone"));
        EXPECT_EQ(servers.pause_ms(Servers::kSettledMs - 1), pause);
    }
}

// Observed: cumulus-relay-chain-rpc-interface 0.36.0, PREFERRED_RPC_SERVER_PROBE_INTERVAL
TEST(RelayServers, ThoseBeforeTheActiveOneAreLookedAtEachFiveMinutes) {
    Servers servers(2);
    servers.connected(0);
    EXPECT_FALSE(servers.should_look_back(Servers::kLookBackMs)) << "there is none before the first one";
    EXPECT_TRUE(servers.failed(0, 0, "gone"));
    servers.connected(1'000);
    EXPECT_FALSE(servers.should_look_back(1'000 + Servers::kLookBackMs - 1));
    EXPECT_TRUE(servers.should_look_back(1'000 + Servers::kLookBackMs));
    EXPECT_FALSE(servers.should_look_back(1'000 + Servers::kLookBackMs));
    servers.prefer(0);
    EXPECT_EQ(servers.active(), 0u);
}

}  // namespace
}  // namespace serinus::collator
