#include "rpc/methods/asked_blocks.hpp"

#include <gtest/gtest.h>

namespace serinus::rpc {
namespace {

class FakeConnection final : public Connection {
  public:
    uint64_t id() const noexcept override { return 1; }
    bool can_subscribe() const noexcept override { return true; }
    void on_close(std::function<void()>) override {}
    bool post(Cost cost, std::move_only_function<void()> task) override {
        if (is_full) return false;
        EXPECT_EQ(cost, Cost::kHeavy);
        tasks.push_back(std::move(task));
        return true;
    }
    std::stop_token stop_token() const noexcept override { return {}; }

    std::vector<std::move_only_function<void()>> tasks;
    bool is_full = false;
};

class WhereItMayWait : public testing::Test {
  protected:
    std::optional<RpcResult> run(bool has_later = true) {
        const auto method =
            where_it_may_wait([this](const Call&) { return is_at_hand; },
                              at_once([](const Call& call) { return RpcResult(*call.params.find(0)); }));
        // The arguments end with the call.
        const Params params({"argument"});
        const std::shared_ptr<Connection> to = connection;
        const Call call{.params = params, .connection = to};
        return method(call, has_later ? Later([this](RpcResult result) { later = std::move(result); }) : Later());
    }

    std::shared_ptr<FakeConnection> connection = std::make_shared<FakeConnection>();
    bool is_at_hand = false;
    std::optional<RpcResult> later;
};

TEST_F(WhereItMayWait, WhatIsAtHandIsAnsweredAtOnce) {
    is_at_hand = true;
    EXPECT_EQ(**run(), Json("argument"));
    EXPECT_TRUE(connection->tasks.empty());
}

TEST_F(WhereItMayWait, WhatIsNotIsAnsweredByAThreadForHeavyCalls) {
    EXPECT_FALSE(run());
    EXPECT_FALSE(later);
    ASSERT_EQ(connection->tasks.size(), 1u);
    // A task knows its connection.
    auto task = std::move(connection->tasks.front());
    connection->tasks.clear();
    task();
    EXPECT_EQ(**later, Json("argument"));
}

TEST_F(WhereItMayWait, WhoeverWaitsItselfGetsTheAnswer) { EXPECT_EQ(**run(false), Json("argument")); }

TEST_F(WhereItMayWait, WhoeverAsksTooMuchIsToldSo) {
    connection->is_full = true;
    const auto result = run();
    ASSERT_TRUE(result);
    EXPECT_FALSE(*result);
}

}  // namespace
}  // namespace serinus::rpc
