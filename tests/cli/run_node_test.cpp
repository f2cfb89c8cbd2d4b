// serinus without a command: behaviour that shows without requests to the node.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "tests/cli/program.hpp"
#include "tests/support/data.hpp"

namespace serinus::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Free ports, and nothing outside of the folder.
std::vector<std::string> dev_node(const TemporaryFolder& folder, const std::vector<std::string>& more = {}) {
    std::vector<std::string> out = {"--dev", "-d", folder.path(), "--rpc-port", "0", "--prometheus-port", "0"};
    out.insert(out.end(), more.begin(), more.end());
    return out;
}

Outcome start_and_end(const std::vector<std::string>& arguments, int signal) {
    RunningSerinus node(arguments);
    EXPECT_TRUE(node.wait_for_error_text("Running JSON-RPC server")) << node.error_text();
    node.send(signal);
    return node.wait();
}

TEST(RunNode, SaysWhatItIsAndEndsOnASignalWithCode0) {
    const TemporaryFolder folder;
    for (const int signal : {SIGTERM, SIGINT}) {
        const Outcome outcome = start_and_end(dev_node(folder, {"--disable-log-color"}), signal);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err,
                    AllOf(HasSubstr("📋 Chain specification: Kusama Development"), HasSubstr("🏷  Node name: "),
                          HasSubstr("👤 Role: AUTHORITY"), HasSubstr("💾 Database: LMDB at " + folder.path()),
                          HasSubstr("Running JSON-RPC server: addr=127.0.0.1:"),
                          HasSubstr("Prometheus exporter started at 127.0.0.1:")));
    }
}

TEST(RunNode, TheNameOfAnAccountIsTheNodesName) {
    const TemporaryFolder folder;
    EXPECT_THAT(start_and_end(dev_node(folder, {"--bob"}), SIGTERM).err, HasSubstr("Node name: Bob"));
    EXPECT_THAT(run_serinus(dev_node(folder, {"--bob", "--alice"})).err, HasSubstr("not both"));
}

// Options of the relay chain's node stand behind "--".
TEST(RunNode, AParachainsNodeSaysWhatItMisses) {
    const TemporaryFolder folder;
    const auto of_para = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words = {"--collator", "--chain", "kusama-local", "-d", folder.path()};
        words.insert(words.end(), more.begin(), more.end());
        return run_serinus(words);
    };
    const Outcome no_number = of_para({"--", "--chain", "kusama-local"});
    EXPECT_EQ(no_number.exit_code, 1);
    EXPECT_THAT(no_number.err, HasSubstr("does not say which parachain it is of: it needs \"para_id\""));
    const Outcome no_url = of_para({"--relay-chain-rpc-urls", "nonsense"});
    EXPECT_EQ(no_url.exit_code, 2);
    EXPECT_THAT(no_url.err, HasSubstr("--relay-chain-rpc-urls: \"nonsense\" is no address of a node: write ws://"));
    EXPECT_THAT(of_para({"--sealing", "instant"}).err, HasSubstr("when its relay chain has room for them"));
    const Outcome unknown = of_para({"--", "--no-such-option"});
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_THAT(unknown.err, HasSubstr("--no-such-option"));
}

TEST(RunNode, ADetailedLogNamesLevelThreadAndTarget) {
    const TemporaryFolder folder;
    const Outcome outcome = start_and_end(dev_node(folder, {"--detailed-log-output"}), SIGTERM);
    EXPECT_THAT(outcome.err, HasSubstr("  INFO main serinus: 👤 Role: AUTHORITY"));
}

TEST(RunNode, TwoNodesDoNotShareADatabase) {
    const TemporaryFolder folder;
    const RunningSerinus first(dev_node(folder));
    ASSERT_TRUE(first.wait_for_error_text("Running JSON-RPC server")) << first.error_text();
    const Outcome second = run_serinus(dev_node(folder));
    EXPECT_EQ(second.exit_code, 1);
    EXPECT_THAT(second.err, HasSubstr("error: the database in " + folder.path()));
    EXPECT_THAT(second.err, HasSubstr("in use by another node"));
}

TEST(RunNode, ABusyRpcPortIsNamed) {
    const TemporaryFolder folder;
    const RunningSerinus first(dev_node(folder));
    ASSERT_TRUE(first.wait_for_error_text("addr=127.0.0.1:")) << first.error_text();
    const std::string log = first.error_text();
    const size_t at = log.find("addr=127.0.0.1:") + std::string("addr=127.0.0.1:").size();
    const std::string port = std::to_string(std::stoi(log.substr(at)));
    const Outcome second = run_serinus({"--dev", "--rpc-port", port, "--no-prometheus"});
    EXPECT_EQ(second.exit_code, 1);
    EXPECT_THAT(second.err, AllOf(HasSubstr("error: "), HasSubstr(port)));
    EXPECT_THAT(second.err, Not(HasSubstr("Starting BABE Authorship worker"))) << "nothing is authored before";
}

TEST(RunNode, WhatIsWrongOnTheCommandLineIsNamed) {
    const auto error = [](const std::vector<std::string>& arguments) {
        const Outcome outcome = run_serinus(arguments);
        EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
        return outcome.err;
    };
    EXPECT_THAT(error({"--dev", "--sealing", "sometimes"}), HasSubstr("--sealing"));
    EXPECT_THAT(error({"--dev", "--log", "babe=loud"}), StartsWith("error: --log: \"babe=loud\""));
    EXPECT_THAT(error({"--dev", "--rpc-port", "70000"}), HasSubstr("--rpc-port"));
    EXPECT_THAT(error({"--dev", "--name", "a.b"}), HasSubstr("--name"));
    EXPECT_THAT(error({"--dev", "--tmp", "-d", "/tmp/x"}), HasSubstr("--tmp"));
    EXPECT_THAT(error({"--dev", "--state-pruning", "some"}), HasSubstr("--state-pruning"));
    EXPECT_THAT(error({"--dev", "--rpc-methods", "some"}), HasSubstr("--rpc-methods"));
    EXPECT_THAT(error({"--dev", "--rpc-call-timeout", "0"}), HasSubstr("a call needs at least 1 second"));
    EXPECT_THAT(error({"--dev", "--rpc-cors", "here"}), HasSubstr("--rpc-cors"));
    EXPECT_THAT(error({"--dev", "--offchain-worker", "often"}), HasSubstr("--offchain-worker"));
    EXPECT_THAT(error({"--dev", "--node-key", "12"}), HasSubstr("--node-key"));
    EXPECT_THAT(error({"--dev", "--validator", "--rpc-external"}), HasSubstr("--unsafe-rpc-external"));
}

TEST(RunNode, AnUnknownChainIsAFailureOfTheCommand) {
    const Outcome outcome = run_serinus({"--chain", "nowhere"});
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("nowhere"));
}

// Options without effect are checked all the same: a script that is wrong should not seem to be right.
TEST(RunNode, ValuesWithoutEffectAreChecked) {
    const auto expect_refused = [](const char* option, const char* value) {
        const Outcome outcome = run_serinus({"--dev", option, value});
        EXPECT_EQ(outcome.exit_code, 2) << option << " " << value << ": " << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr(option));
    };
    expect_refused("--port", "70000");
    expect_refused("--port", "some");
    expect_refused("--out-peers", "-1");
    expect_refused("--sync", "sometimes");
    expect_refused("--kademlia-replication-factor", "0");
    expect_refused("--max-parallel-downloads", "0");
    expect_refused("--max-blocks-per-request", "129");
    expect_refused("--bootnodes", "example.org:30333");
    expect_refused("--bootnodes", "/dns/example.org/tcp/30333");
    expect_refused("--listen-addr", "0.0.0.0");
    expect_refused("--wasm-execution", "fast");
    expect_refused("--database", "lmdb");
    expect_refused("--db-cache", "much");
    expect_refused("--pool-type", "deep");
    expect_refused("--jaeger-agent", "localhost");
    expect_refused("--enable-offchain-indexing", "maybe");
}

TEST(RunNode, TooLittleFreeSpaceIsAFailure) {
    const TemporaryFolder folder;
    const Outcome outcome = run_serinus(dev_node(folder, {"--db-storage-threshold", "4000000000"}));
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("MiB are free"));
}

TEST(RunNode, FlagsOfTheOfficialNodeAreTaken) {
    const TemporaryFolder folder;
    const Outcome outcome = start_and_end(
        dev_node(folder, {"--port", "0", "--no-mdns", "--wasm-execution", "Compiled", "--db-cache", "64",
                          "--no-telemetry", "--no-hardware-benchmarks", "--node-key",
                          "0000000000000000000000000000000000000000000000000000000000000001", "--rpc-cors", "all",
                          "--unsafe-rpc-external", "--force-authoring", "--bootnodes",
                          "/dns/x/tcp/1/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp"}),
        SIGTERM);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("Without effect in this version: --db-cache 64\n"));
    EXPECT_THAT(outcome.err, HasSubstr("12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp"));
}

// Observed: sc-cli 0.63.0, network_params.rs: every option of the network that the reference has.
TEST(RunNode, OptionsOfTheNetworkHaveAnEffect) {
    const TemporaryFolder folder;
    const Outcome outcome = start_and_end(
        dev_node(folder,
                 {"--port=0", "--sync=Warp", "--kademlia-replication-factor=30", "--kademlia-disjoint-query-paths",
                  "--max-parallel-downloads=3", "--discover-local", "--no-mdns", "--allow-private-ip", "--in-peers=1",
                  "--out-peers=1", "--in-peers-light=1", "--public-addr=/dns/example.org/tcp/30333", "--reserved-only",
                  "--max-blocks-per-request=32"}),
        SIGTERM);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, Not(HasSubstr("Without effect")));
}

TEST(RunNode, TheNetworkIsOneWhateverBackendIsNamed) {
    const TemporaryFolder folder;
    const Outcome outcome = start_and_end(dev_node(folder, {"--network-backend", "Libp2p"}), SIGTERM);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("Without effect in this version: --network-backend Libp2p\n"));
}

TEST(RunNode, AServerOfIpfsIsRefusedWithAReason) {
    const TemporaryFolder folder;
    const Outcome outcome = run_serinus(dev_node(folder, {"--ipfs-server"}));
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("--ipfs-server is not supported: "));
    EXPECT_THAT(run_serinus(dev_node(folder, {"--ipfs-bootnodes",
                                              "/dns/x/tcp/1/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp"}))
                    .err,
                HasSubstr("--ipfs-bootnodes needs --ipfs-server"));
}

TEST(RunNode, WebRtcIsRefusedWithAReason) {
    const TemporaryFolder folder;
    const Outcome outcome = run_serinus(dev_node(folder, {"--force-enable-webrtc"}));
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("--force-enable-webrtc is not supported: this node has no WebRTC"));
}

TEST(RunNode, APortExcludesAddressesToListenOn) {
    EXPECT_EQ(run_serinus({"--dev", "--port", "1", "--listen-addr", "/ip4/0.0.0.0/tcp/2"}).exit_code, 2);
}

struct RealNetwork {
    const char* file;
    const char* name;
    const char* boot_nodes;
};
class RealNetworks : public testing::TestWithParam<RealNetwork> {};

// Source: the specifications of the reference. Where the network is out of reach, one line says so.
TEST_P(RealNetworks, StartWithTheBootNodesOfTheirSpecification) {
    const auto path = shared_data(std::string("genesis/") + GetParam().file);
    if (!path) GTEST_SKIP() << kNoSharedData;
    const TemporaryFolder folder;
    const Outcome outcome = start_and_end({"--chain", *path, "-d", folder.path(), "--rpc-port", "0", "--no-prometheus",
                                           "--no-mdns", "--listen-addr", "/ip4/127.0.0.1/tcp/0", "--disable-log-color"},
                                          SIGTERM);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(std::string("📋 Chain specification: ") + GetParam().name + "\n"));
    EXPECT_THAT(outcome.err, HasSubstr(std::string("The network begins with ") + GetParam().boot_nodes + "\n"));
    const size_t first = outcome.err.find("No boot node answers");
    if (first != outcome.err.npos) {
        EXPECT_EQ(outcome.err.find("No boot node answers", first + 1), outcome.err.npos) << outcome.err;
    }
}

INSTANTIATE_TEST_SUITE_P(OfTheReference, RealNetworks,
                         testing::Values(RealNetwork{"kusama.json", "Kusama", "27 boot nodes at 41 addresses"},
                                         RealNetwork{"westend.json", "Westend", "16 boot nodes at 32 addresses"}),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(RunNode, ASpecificationForLightClientsIsRefusedWithAReason) {
    const auto path = shared_data("light/kusama-light.json");
    if (!path) GTEST_SKIP() << kNoSharedData;
    const TemporaryFolder folder;
    const Outcome outcome = run_serinus({"--chain", *path, "-d", folder.path(), "--rpc-port", "0"});
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("error: the specification gives only the root of the genesis state"));
}

TEST(RunNode, ATemporaryNodeLeavesNoFolderBehind) {
    const TemporaryFolder folder;
    ::setenv("TMPDIR", folder.path().c_str(), 1);
    ::setenv("XDG_CACHE_HOME", (folder / "cache").c_str(), 1);
    const Outcome outcome = start_and_end({"--dev", "--rpc-port", "0", "--no-prometheus"}, SIGTERM);
    ::unsetenv("TMPDIR");
    ::unsetenv("XDG_CACHE_HOME");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    const size_t at = outcome.err.find(folder / "serinus-");
    ASSERT_NE(at, outcome.err.npos) << outcome.err;
    const std::string base = outcome.err.substr(at, (folder / "serinus-").size() + 6);
    EXPECT_NE(::access(base.c_str(), F_OK), 0) << base << " is still there";
}

}  // namespace
}  // namespace serinus::test
