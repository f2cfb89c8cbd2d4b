#include "node/node.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chain/spec/spec_files.hpp"
#include "platform/files.hpp"
#include "tests/support/data.hpp"

namespace serinus::node {
namespace {

using testing::HasSubstr;

class NodeTest : public testing::Test {
  protected:
    void SetUp() override {
        spec_path = test::shared_data("genesis/rococo-dev-1014000.json");
        if (!spec_path) GTEST_SKIP() << test::kNoSharedData;
        folder = platform::create_temporary_directory("serinus-node-test-").value();
    }
    void TearDown() override {
        if (!folder.empty()) EXPECT_TRUE(platform::remove_tree(folder));
    }

    /// A validator on free ports that seals when it is told to.
    NodeOptions options() const {
        NodeOptions out;
        out.name = "test";
        out.version = "0";
        out.authority = true;
        out.session_keys_of = "//Alice";
        out.database.folder = folder + "/db";
        out.executor.code_cache_directory = folder + "/code-cache";
        out.keystore_folder = folder + "/keystore";
        out.sealing.kind = authorship::SealingMode::Kind::kManual;
        out.rpc.port = 0;
        out.metrics = MetricsAddress{.port = 0};
        return out;
    }
    Result<std::unique_ptr<Node>, std::string> start(const NodeOptions& options) const {
        return Node::start(chain::load_chain(*spec_path, {}).value(), options, pools);
    }

    std::shared_ptr<platform::ThreadPools> pools = std::make_shared<platform::ThreadPools>();
    std::optional<std::string> spec_path;
    std::string folder;
};

TEST_F(NodeTest, StartsAndStopsAndStartsAgain) {
    for (int round = 0; round < 2; ++round) {
        auto node = start(options());
        ASSERT_TRUE(node) << node.error();
        EXPECT_NE((*node)->rpc_port(), 0);
        EXPECT_THAT((*node)->metrics_address(), HasSubstr("127.0.0.1:"));
        EXPECT_EQ((*node)->client().best().number, 0u);
        EXPECT_EQ((*node)->failure(), "");
        (*node)->stop();
    }
}

TEST_F(NodeTest, OneDatabaseHasOneNode) {
    const auto first = start(options());
    ASSERT_TRUE(first) << first.error();
    const auto second = start(options());
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error(), HasSubstr("in use by another node"));
}

TEST_F(NodeTest, ABusyRpcPortIsNamed) {
    const auto first = start(options());
    ASSERT_TRUE(first) << first.error();
    NodeOptions other = options();
    other.database.folder = folder + "/other";
    other.rpc.port = (*first)->rpc_port();
    const auto second = start(other);
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error(), HasSubstr(std::to_string(other.rpc.port)));
}

// Observed: the reference goes on without metrics.
TEST_F(NodeTest, ABusyMetricsPortIsNoReasonToEnd) {
    const auto first = start(options());
    ASSERT_TRUE(first) << first.error();
    const std::string& address = (*first)->metrics_address();
    NodeOptions other = options();
    other.database.folder = folder + "/other";
    other.metrics->port = static_cast<uint16_t>(std::stoi(address.substr(address.find(':') + 1)));
    const auto second = start(other);
    ASSERT_TRUE(second) << second.error();
    EXPECT_EQ((*second)->metrics_address(), "");
}

TEST_F(NodeTest, DoesNotStartWithoutFreeSpace) {
    NodeOptions greedy = options();
    greedy.min_free_disk_bytes = UINT64_MAX;
    const auto node = start(greedy);
    ASSERT_FALSE(node);
    EXPECT_THAT(node.error(), HasSubstr("MiB are free"));
}

TEST_F(NodeTest, ADatabaseOfAnotherChainIsRefused) {
    ASSERT_TRUE(start(options()));
    auto spec = chain::load_chain(*spec_path, {}).value();
    auto& top = std::get<chain::RawGenesis>(spec.genesis).top;
    top.add(Bytes{1}, Bytes{2});
    ASSERT_EQ(top.sort(), std::nullopt);
    const auto node = Node::start(std::move(spec), options(), pools);
    ASSERT_FALSE(node);
    EXPECT_THAT(node.error(), HasSubstr("another chain"));
}

}  // namespace
}  // namespace serinus::node
