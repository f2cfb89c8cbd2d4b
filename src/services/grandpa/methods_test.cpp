#include "services/grandpa/methods.hpp"

#include <gtest/gtest.h>

#include "rpc/methods/methods_test_support.hpp"
#include "tests/support/data.hpp"

namespace serinus::services {
namespace {

using consensus::grandpa::RoundState;
using consensus::grandpa::VoterState;

class FakeGrandpa final : public consensus::grandpa::VoterView {
  public:
    std::optional<VoterState> state() const override { return voter; }
    uint64_t subscribe(std::function<void(std::shared_ptr<const Bytes>)> callback) override {
        listener = std::move(callback);
        return 1;
    }
    void unsubscribe(uint64_t) override { listener = nullptr; }
    Result<std::optional<Bytes>, std::string> prove_finality(primitives::BlockNumber block) override {
        if (block > 1) return Err(std::string("Block not yet finalized"));
        if (block == 0) return std::optional<Bytes>();
        return std::optional<Bytes>(Bytes{1, 2, 3});
    }

    std::optional<VoterState> voter;
    std::function<void(std::shared_ptr<const Bytes>)> listener;
};

class GrandpaMethods : public testing::Test {
  protected:
    GrandpaMethods() {
        *node.registry = rpc::Registry();
        add_grandpa_methods(*node.registry, node.client->spec(), *node.scheduler, grandpa);
    }

    FakeGrandpa grandpa;
    rpc::test::TestNode node{test::own_chain("kusama-local")};
};

TEST_F(GrandpaMethods, ShowTheRounds) {
    EXPECT_EQ(node.text("grandpa_roundState"), R"({"code":1,"message":"GRANDPA RPC endpoint not ready"})");
    RoundState round{.round = 2,
                     .total_weight = 100,
                     .threshold_weight = 67,
                     .prevotes_weight = 50,
                     .prevotes_missing = {},
                     .precommits_weight = 0,
                     .precommits_missing = {}};
    round.prevotes_missing = {ByteArray<32>{}};
    round.prevotes_missing[0].fill(2);
    round.precommits_missing = {round.prevotes_missing[0], round.prevotes_missing[0]};
    round.precommits_missing[1].fill(1);
    grandpa.voter = VoterState{.set_id = 1, .best = round, .background = {}};
    // The answer of the reference's own test, with the addresses of a Kusama chain.
    EXPECT_EQ(node.text("grandpa_roundState"),
              R"({"setId":1,"best":{"round":2,"totalWeight":100,"thresholdWeight":67,"prevotes":{"currentWeight":50,)"
              R"("missing":["CcxD8iuBe4pZyRNGdkmPbS4KB7C3XSZdymVwMv4SwmgVurY"]},"precommits":{"currentWeight":0,)"
              R"("missing":["Cbds4QMUcQdwYceYMFuaCUxJaCPaSrJWRwP5s6qBpyq34Sg",)"
              R"("CcxD8iuBe4pZyRNGdkmPbS4KB7C3XSZdymVwMv4SwmgVurY"]}},"background":[]})");
}

TEST_F(GrandpaMethods, ProveFinality) {
    EXPECT_EQ(node.text("grandpa_proveFinality", "1"), R"("0x010203")");
    EXPECT_EQ(node.text("grandpa_proveFinality", "0"), "null");
    EXPECT_EQ(node.text("grandpa_proveFinality", "9"),
              R"({"code":4,"message":"GRANDPA prove finality rpc failed: Block not yet finalized"})");
}

TEST_F(GrandpaMethods, JustificationsAreSent) {
    const std::string id = node.text("grandpa_subscribeJustifications");
    grandpa.listener(std::make_shared<const Bytes>(Bytes{0x0a, 0x0b}));
    EXPECT_EQ(node.notifications(), std::vector<std::string>{R"("0x0a0b")"});
    EXPECT_EQ(node.text("grandpa_unsubscribeJustifications", id), "true");
    grandpa.listener(std::make_shared<const Bytes>(Bytes{0x0c}));
    EXPECT_TRUE(node.notifications().empty());
}

}  // namespace
}  // namespace serinus::services
