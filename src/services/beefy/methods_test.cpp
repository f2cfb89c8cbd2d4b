// On the real Kusama runtime 1.0.0, as the methods are there only where a runtime has BEEFY.
#include "services/beefy/methods.hpp"

#include <gtest/gtest.h>

#include "rpc/methods/methods_test_support.hpp"
#include "tests/support/data.hpp"

namespace serinus::services {
namespace {

using rpc::test::quoted;
using rpc::test::TestNode;

class FakeBeefy final : public consensus::beefy::VoterView {
  public:
    std::optional<Hash256> finalized_head() const override { return head; }
    uint64_t subscribe(std::function<void(std::shared_ptr<const Bytes>)> callback) override {
        listener = std::move(callback);
        return 1;
    }
    void unsubscribe(uint64_t) override { listener = nullptr; }
    consensus::beefy::Figures figures() const override { return {}; }

    std::optional<Hash256> head;
    std::function<void(std::shared_ptr<const Bytes>)> listener;
};

class BeefyMethods : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        const auto spec = test::shared_data("genesis/kusama-local-1000000.json");
        if (spec) node = new TestNode(*spec);
    }
    static void TearDownTestSuite() {
        delete node;
        node = nullptr;
    }
    void SetUp() override {
        if (node == nullptr) GTEST_SKIP() << test::kNoSharedData;
        *node->registry = rpc::Registry();
    }
    void TearDown() override {
        if (node != nullptr) *node->registry = rpc::Registry();
    }

    static inline TestNode* node = nullptr;
    FakeBeefy beefy;
};

TEST_F(BeefyMethods, ThereIsAHeadAsSoonAsABlockIsProven) {
    add_beefy_methods(*node->registry, *node->client, *node->scheduler, &beefy);
    EXPECT_EQ(node->text("beefy_getFinalizedHead"), R"({"code":1,"message":"BEEFY RPC endpoint not ready"})");
    beefy.head = Hash256{{7}};
    EXPECT_EQ(node->text("beefy_getFinalizedHead"), quoted(*beefy.head));
}

TEST_F(BeefyMethods, JustificationsAreSent) {
    add_beefy_methods(*node->registry, *node->client, *node->scheduler, &beefy);
    const std::string id = node->text("beefy_subscribeJustifications");
    beefy.listener(std::make_shared<const Bytes>(Bytes{1, 2}));
    EXPECT_EQ(node->notifications(), std::vector<std::string>{R"("0x0102")"});
    EXPECT_EQ(node->text("beefy_unsubscribeJustifications", id), "true");
    beefy.listener(std::make_shared<const Bytes>(Bytes{3}));
    EXPECT_TRUE(node->notifications().empty());
    *node->registry = rpc::Registry();
    EXPECT_EQ(beefy.listener, nullptr) << "the end of the methods ends what they listen to";
}

// As in the reference.
TEST_F(BeefyMethods, AreThereOnANodeThatDoesNotRunIt) {
    add_beefy_methods(*node->registry, *node->client, *node->scheduler, nullptr);
    EXPECT_EQ(node->registry->names(),
              (std::vector<std::string>{"beefy_getFinalizedHead", "beefy_subscribeJustifications",
                                        "beefy_unsubscribeJustifications"}));
    EXPECT_EQ(node->text("beefy_getFinalizedHead"), R"({"code":1,"message":"BEEFY RPC endpoint not ready"})");
    EXPECT_NE(node->text("beefy_subscribeJustifications").find('"'), std::string::npos);
}

}  // namespace
}  // namespace serinus::services
