#include "tools/launcher/node_plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tools/launcher/validators.hpp"

namespace serinus::launcher {
namespace {

const NetworkPlan kNetwork{.program = "/bin/serinus",
                           .folder = "/net",
                           .chain_file = "/net/chain.json",
                           .chain_id = "relay",
                           .ports = {},
                           .node_arguments = {}};

/// The value behind an option; empty: it is not given.
std::string value_of(const std::vector<std::string>& command, const std::string& option) {
    const auto found = std::ranges::find(command, option);
    return found == command.end() || found + 1 == command.end() ? "" : *(found + 1);
}

TEST(NodePlan, NodesHavePortsFoldersAndLogsOfTheirOwn) {
    const NodePlan third{.name = "charlie", .secret = "//Charlie", .index = 2};
    const auto command = command_of(kNetwork, third, {});
    EXPECT_EQ(command[0], "/bin/serinus");
    EXPECT_EQ(value_of(command, "--chain"), "/net/chain.json");
    EXPECT_EQ(value_of(command, "--base-path"), "/net/charlie");
    EXPECT_EQ(value_of(command, "--rpc-port"), "9946");
    EXPECT_EQ(value_of(command, "--prometheus-port"), "9617");
    EXPECT_EQ(value_of(command, "--listen-addr"), "/ip4/127.0.0.1/tcp/30335");
    EXPECT_NE(std::ranges::find(command, "--no-mdns"), command.end()) << "networks on one machine do not mix";
    EXPECT_EQ(log_file(kNetwork, third), "/net/charlie.log");
    EXPECT_EQ(address_of(kNetwork, third, "12D3"), "/ip4/127.0.0.1/tcp/30335/p2p/12D3");
}

TEST(NodePlan, AValidatorHasItsSessionKeysAndAFullNodeNone) {
    const auto validator = command_of(kNetwork, {.name = "bob", .secret = "//Bob", .index = 1}, {});
    EXPECT_EQ(value_of(validator, "--session-keys-of"), "//Bob");
    EXPECT_TRUE((std::ranges::find(validator, "--validator") != validator.end()));
    const auto full = command_of(kNetwork, {.name = "full1", .secret = {}, .index = 1}, {});
    EXPECT_FALSE((std::ranges::find(full, "--validator") != full.end()));
    EXPECT_FALSE((std::ranges::find(full, "--session-keys-of") != full.end()));
}

TEST(NodePlan, BootNodesAndArgumentsOfTheUserStandAtTheEnd) {
    NetworkPlan network = kNetwork;
    network.node_arguments = {"-lrpc=trace"};
    const auto command = command_of(network, {.name = "bob", .secret = "//Bob", .index = 1}, {.relay = {"/a", "/b"}});
    const std::vector<std::string> end(command.end() - 4, command.end());
    EXPECT_EQ(end, (std::vector<std::string>{"--bootnodes", "/a", "/b", "-lrpc=trace"}));
}

TEST(NodePlan, SingleNodesMayHaveArgumentsOfTheirOwn) {
    NetworkPlan network = kNetwork;
    network.node_arguments = {"-lrpc=trace"};
    network.arguments_of = {{"bob", {"--malus", "back-garbage"}}};
    const auto bob = command_of(network, {.name = "bob", .secret = "//Bob", .index = 1}, {});
    EXPECT_EQ(value_of(bob, "--malus"), "back-garbage");
    const auto alice = command_of(network, {.name = "alice", .secret = "//Alice"}, {});
    EXPECT_EQ(alice.back(), "-lrpc=trace");
}

TEST(NodePlan, TheClockOfTheNetworkIsThatOfAllNodes) {
    NetworkPlan network = kNetwork;
    network.paras = {{.id = 1000, .chain_file = "/net/para-1000.json", .chain_id = "hub"}};
    const NodePlan alice{.name = "alice", .secret = "//Alice"};
    const NodePlan collator{.name = "1000-alice", .secret = "//Alice", .index = 1, .para = 0};
    EXPECT_EQ(value_of(command_of(network, alice, {}), "--clock"), "") << "it is the machine's";
    network.clock = platform::ClockRate{.rate = 4, .since_unix_ms = 1'764'201'600'000};
    EXPECT_EQ(value_of(command_of(network, alice, {}), "--clock"), "4@1764201600000");
    const auto command = command_of(network, collator, {});
    const auto split = std::ranges::find(command, "--");
    EXPECT_EQ(value_of({command.begin(), split}, "--clock"), "4@1764201600000") << "which is for both of its nodes";
    EXPECT_EQ(std::find(split, command.end(), "--clock"), command.end());
}

TEST(NodePlan, ANodeMayBeAnotherProgramWithTheOptionsOfPolkadot) {
    NetworkPlan network = kNetwork;
    network.programs = {{"bob", "/bin/polkadot"}};
    const auto command = command_of(network, {.name = "bob", .secret = "//Bob", .index = 1}, {.relay = {"/a"}});
    EXPECT_EQ(command[0], "/bin/polkadot");
    EXPECT_NE(std::ranges::find(command, "--bob"), command.end());
    EXPECT_EQ(std::ranges::find(command, "--session-keys-of"), command.end()) << "which only serinus knows";
    EXPECT_EQ(value_of(command, "--rpc-port"), "9945");
    EXPECT_EQ(command_of(network, {.name = "alice", .secret = "//Alice"}, {})[0], "/bin/serinus");
}

TEST(NodePlan, ACollatorHasANodeOfTheRelayChainInItsProcess) {
    NetworkPlan network = kNetwork;
    network.paras = {{.id = 1000, .chain_file = "/net/para-1000.json", .chain_id = "hub"}};
    network.programs = {{NetworkPlan::kCollators, "/bin/omni"}};
    const NodePlan node{.name = "1000-alice", .secret = "//Alice", .index = 3, .para = 0};
    EXPECT_FALSE(node.is_validator());
    const auto command = command_of(network, node, {.relay = {"/relay/alice"}, .para = {"/para/bob"}});
    EXPECT_EQ(command[0], "/bin/omni");
    const auto split = std::ranges::find(command, "--");
    ASSERT_NE(split, command.end());
    const std::vector<std::string> para(command.begin(), split), relay(split + 1, command.end());
    EXPECT_EQ(value_of(para, "--chain"), "/net/para-1000.json");
    EXPECT_NE(std::ranges::find(para, "--alice"), para.end());
    EXPECT_EQ(value_of(para, "--rpc-port"), "9947");
    EXPECT_EQ(value_of(relay, "--chain"), "/net/chain.json");
    EXPECT_EQ(value_of(relay, "--rpc-port"), "10011") << "behind those of all nodes";
    EXPECT_EQ(value_of(relay, "--bootnodes"), "/relay/alice");
    EXPECT_EQ(value_of(para, "--bootnodes"), "/para/bob");

    network.programs.clear();
    const auto own = command_of(network, node, {.relay = {"/relay/alice"}, .para = {"/para/bob"}});
    EXPECT_EQ(own[0], "/bin/serinus");
    const auto own_split = std::ranges::find(own, "--");
    ASSERT_NE(own_split, own.end());
    const std::vector<std::string> own_para(own.begin(), own_split), own_relay(own_split + 1, own.end());
    EXPECT_EQ(value_of(own_para, "--session-keys-of"), "//Alice");
    EXPECT_NE(std::ranges::find(own_para, "--collator"), own_para.end());
    EXPECT_EQ(value_of(own_para, "--rpc-port"), "9947");
    EXPECT_EQ(value_of(own_para, "--bootnodes"), "/para/bob");
    EXPECT_EQ(value_of(own_relay, "--chain"), "/net/chain.json");
    EXPECT_EQ(value_of(own_relay, "--rpc-port"), "10011");
    EXPECT_EQ(value_of(own_relay, "--bootnodes"), "/relay/alice");
    EXPECT_EQ(std::ranges::find(own_relay, "--session-keys-of"), own_relay.end()) << "it makes no blocks";
}

TEST(Validators, TheFirstAreTheWellKnownDevelopmentAccounts) {
    EXPECT_EQ(validator_at(0).name, "alice");
    EXPECT_EQ(validator_at(0).secret, "//Alice");
    EXPECT_EQ(validator_at(7).secret, "//Two");
    EXPECT_EQ(validator_at(8).secret, "//Validator9");
    EXPECT_EQ(first_validators(3)[2].name, "charlie");
}

}  // namespace
}  // namespace serinus::launcher
