// The supervision of processes, with a script in place of the node's program.
#include "tools/launcher/local_network.hpp"

#include <gtest/gtest.h>

#include "platform/files.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::launcher {
namespace {

/// No node answers.
class NoHttp final : public executor::OffchainHttp {
  public:
    std::optional<executor::HttpRequestId> start(std::string_view, std::string_view) override { return std::nullopt; }
    bool add_header(executor::HttpRequestId, std::string_view, std::string_view) override { return false; }
    Result<void, executor::HttpError> write_body(executor::HttpRequestId, BytesView, executor::HttpDeadline) override {
        return Err(executor::HttpError::kInvalid);
    }
    std::vector<executor::HttpStatus> wait(std::span<const executor::HttpRequestId>, executor::HttpDeadline,
                                           const std::stop_token&) override {
        return {};
    }
    executor::HttpHeaders response_headers(executor::HttpRequestId) override { return {}; }
    Result<uint32_t, executor::HttpError> read_body(executor::HttpRequestId, MutableBytesView, executor::HttpDeadline,
                                                    const std::stop_token&) override {
        return Err(executor::HttpError::kInvalid);
    }
};

class LocalNetworkTest : public testing::Test {
  protected:
    LocalNetworkTest() : folder_(*platform::create_temporary_directory("serinus-launcher-")) {}
    ~LocalNetworkTest() override { (void)platform::remove_tree(folder_); }

    /// `script` runs with the arguments of a node.
    LocalNetwork make(const std::string& script) {
        const std::string program = folder_ + "/program";
        EXPECT_TRUE(platform::write_file_atomically(program, as_bytes("#!/bin/sh\n" + script + "\n"), 0755));
        NetworkPlan plan{.program = program,
                         .folder = folder_,
                         .chain_file = folder_ + "/chain.json",
                         .chain_id = "relay",
                         .ports = {},
                         .node_arguments = {}};
        const auto find_peer_id = [](const std::string& base_path,
                                     const std::string&) -> Result<std::string, std::string> {
            return "peer-of-" + base_path.substr(base_path.rfind('/') + 1);
        };
        return LocalNetwork(plan, find_peer_id, http_, *scheduler_);
    }
    static void wait_for(LocalNetwork& network, const std::string& text, const std::string& node) {
        while (!last_lines_of(network.plan().folder + "/" + node + ".log", 50).contains(text)) {
            platform::wait_for_input({}, 5);
        }
    }

    std::string folder_;
    std::unique_ptr<platform::Scheduler> scheduler_ = platform::make_threaded_scheduler();
    NoHttp http_;
};

TEST_F(LocalNetworkTest, NodesAreNamedInOrderAndKnowEachOther) {
    LocalNetwork network = make("echo \"$@\"");
    EXPECT_EQ(network.add_validator().value_or(""), "alice");
    EXPECT_EQ(network.add_full_node().value_or(""), "full1");
    EXPECT_EQ(network.add_validator().value_or(""), "bob");
    ASSERT_TRUE(network.start("bob"));
    wait_for(network, "--bootnodes", "bob");
    const std::string log = last_lines_of(folder_ + "/bob.log", 1);
    EXPECT_TRUE(log.contains("/ip4/127.0.0.1/tcp/30333/p2p/peer-of-alice")) << log;
    EXPECT_TRUE(log.contains("/ip4/127.0.0.1/tcp/30334/p2p/peer-of-full1")) << log;
    EXPECT_FALSE(log.contains("peer-of-bob")) << log;
}

TEST_F(LocalNetworkTest, CollatorsAreNoBootNodesOfTheRelayChain) {
    NetworkPlan plan = make("echo \"$@\"").plan();
    plan.paras = {{.id = 1000, .chain_file = folder_ + "/para-1000.json", .chain_id = "hub"}};
    const auto find_peer_id = [](const std::string&, const std::string& chain) -> Result<std::string, std::string> {
        return "peer-on-" + chain;
    };
    LocalNetwork network(plan, find_peer_id, http_, *scheduler_);
    ASSERT_TRUE(network.add_validator());
    EXPECT_EQ(network.add_collator(0).value_or(""), "1000-alice");
    EXPECT_EQ(network.add_collator(0).value_or(""), "1000-bob");
    ASSERT_TRUE(network.start("1000-bob"));
    wait_for(network, "--bootnodes", "1000-bob");
    const std::string log = last_lines_of(folder_ + "/1000-bob.log", 1);
    const auto split = log.find(" -- ");
    ASSERT_NE(split, log.npos) << log;
    EXPECT_TRUE(log.substr(split).contains("peer-on-relay")) << log;
    EXPECT_FALSE(log.substr(split).contains("peer-on-hub")) << log;
    EXPECT_TRUE(log.substr(0, split).contains("peer-on-hub")) << log;
    EXPECT_TRUE(network.nodes()[1].address.contains("peer-on-hub")) << "whose id is that on its own chain";
}

TEST_F(LocalNetworkTest, ANodeIsStoppedInGoodOrderAndStartedAgain) {
    LocalNetwork network = make("trap 'echo ends well; exit 0' TERM; echo runs; while :; do sleep 0.02; done");
    ASSERT_TRUE(network.add_validator());
    ASSERT_TRUE(network.start("alice"));
    wait_for(network, "runs", "alice");
    EXPECT_EQ(network.start("alice").error(), "alice runs already");
    ASSERT_TRUE(network.stop("alice"));
    EXPECT_TRUE(last_lines_of(folder_ + "/alice.log", 1).contains("ends well"));
    EXPECT_EQ(network.stop("alice").error(), "alice does not run");
    EXPECT_TRUE(network.start("alice"));
    EXPECT_EQ(network.nodes()[0].phase, NodeState::Phase::kStarting);
    EXPECT_TRUE(network.take_unexpected_ends().empty());
    EXPECT_EQ(network.start("nobody").error(), "no node is called \"nobody\"");
}

TEST_F(LocalNetworkTest, AnUnexpectedEndIsReportedOnceWithTheEndOfTheLog) {
    LocalNetwork network = make("echo first; echo 'error: the port is taken'; exit 1");
    ASSERT_TRUE(network.add_validator());
    ASSERT_TRUE(network.start("alice"));
    std::vector<UnexpectedEnd> ends;
    while (ends.empty()) {
        platform::wait_for_input(network.descriptors(), 20'000);
        ends = network.take_unexpected_ends();
    }
    EXPECT_EQ(ends[0].node, "alice");
    EXPECT_EQ(ends[0].status.to_string(), "status 1");
    EXPECT_EQ(ends[0].last_lines, "first\nerror: the port is taken");
    EXPECT_TRUE(network.take_unexpected_ends().empty());
    EXPECT_EQ(network.nodes()[0].phase, NodeState::Phase::kStopped);
}

TEST_F(LocalNetworkTest, ANodeThatIsKilledHasNoTimeForLastWords) {
    LocalNetwork network = make("trap 'echo ends well; exit 0' TERM; echo runs; while :; do sleep 0.02; done");
    ASSERT_TRUE(network.add_validator());
    ASSERT_TRUE(network.start("alice"));
    wait_for(network, "runs", "alice");
    ASSERT_TRUE(network.kill("alice"));
    EXPECT_FALSE(last_lines_of(folder_ + "/alice.log", 1).contains("ends well"));
}

TEST_F(LocalNetworkTest, ThereAreNoMoreNodesThanTheBound) {
    LocalNetwork network = make("");
    for (size_t i = 0; i < kMaxNodes; ++i) ASSERT_TRUE(network.add_full_node());
    EXPECT_EQ(network.add_full_node().error(), "a network has at most 64 nodes");
}

TEST(LastLines, OfAFile) {
    const std::string folder = *platform::create_temporary_directory("serinus-lines-");
    const std::string file = folder + "/log";
    EXPECT_EQ(last_lines_of(file, 2), "");
    ASSERT_TRUE(platform::write_file_atomically(file, as_bytes("a\nb\nc\n"), 0600));
    EXPECT_EQ(last_lines_of(file, 2), "b\nc");
    EXPECT_EQ(last_lines_of(file, 9), "a\nb\nc");
    (void)platform::remove_tree(folder);
}

}  // namespace
}  // namespace serinus::launcher
