// What a client is sent, in which order, and what becomes of those that do not take it.
#include "rpc/session.hpp"

#include <gtest/gtest.h>

#include "platform/virtual_scheduler.hpp"
#include "rpc/call.hpp"

namespace serinus::rpc {
namespace {

class Sessions : public testing::Test {
  protected:
    Sessions() {
        registry.subscription("watch", "event", "unwatch", {}, [this](const Call&, const std::shared_ptr<Sink>& sink) {
            sinks.push_back(sink);
            for (const auto& text : sent_within) sink->send(std::make_shared<const std::string>(text));
            if (closed_within) sink->close();
            return failing ? Result<void, RpcError>(RpcError{5, "no"}) : Result<void, RpcError>();
        });
    }
    ~Sessions() override {
        session->close();
        queue->close();  // sinks, which end after the scheduler, keep the session and its queue
    }

    void call(std::string_view text) { session->answer(handle(registry, {}, session, text)); }
    std::shared_ptr<Sink> watch() {
        call(R"({"jsonrpc":"2.0","method":"watch","id":1})");
        return sinks.back();
    }
    static bool send(const std::shared_ptr<Sink>& sink, const std::string& text) {
        return sink->send(std::make_shared<const std::string>(text));
    }
    /// All that waits, as the client would get it.
    std::vector<std::string> sent() {
        std::vector<std::string> texts;
        while (auto next = session->pop()) {
            texts.push_back((next->head ? *next->head : "") + *next->text + std::string(next->tail()));
        }
        return texts;
    }
    static std::string opening(const Sink& sink) { return R"({"jsonrpc":"2.0","id":1,"result":")" + sink.id() + "\"}"; }
    static std::string event(const Sink& sink, const std::string& text) {
        return R"({"jsonrpc":"2.0","method":"event","params":{"subscription":")" + sink.id() + R"(","result":)" + text +
               "}}";
    }

    void fill_all_but(size_t bytes) {
        ASSERT_TRUE(others.take(budget, MemoryOwner::kBroadcasts, budget->max_bytes() - budget->used() - bytes));
    }

    Registry registry;
    Charge others;  ///< what other clients take of the budget
    std::vector<std::shared_ptr<Sink>> sinks;
    std::vector<std::string> sent_within;  ///< by the subscribing method itself
    bool closed_within = false, failing = false;
    size_t wakes = 0;
    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    std::shared_ptr<MemoryBudget> budget = std::make_shared<MemoryBudget>();
    std::shared_ptr<CallQueue> queue = std::make_shared<CallQueue>(*scheduler);
    std::shared_ptr<Session> session =
        std::make_shared<Session>(1, SessionOptions{.max_unsent = 3}, queue, budget, [this] { ++wakes; });
};

TEST_F(Sessions, AnswerGoesBeforeTheMessagesOfItsSubscription) {
    sent_within = {"1", "2"};
    const auto sink = watch();
    EXPECT_TRUE(send(sink, "3"));
    EXPECT_EQ(sent(),
              (std::vector<std::string>{opening(*sink), event(*sink, "1"), event(*sink, "2"), event(*sink, "3")}));
}

TEST_F(Sessions, AnswerOfABatchGoesBeforeTheMessagesToo) {
    sent_within = {"1"};
    call(R"([{"jsonrpc":"2.0","method":"watch","id":1},{"jsonrpc":"2.0","method":"watch","id":1}])");
    EXPECT_EQ(sent(), (std::vector<std::string>{"[" + opening(*sinks[0]) + "," + opening(*sinks[1]) + "]",
                                                event(*sinks[0], "1"), event(*sinks[1], "1")}));
}

TEST_F(Sessions, WhatAMethodDoesAfterItsAnswerComesAfterIt) {
    const auto sink = watch();
    registry.method("begin", {}, [&](const Call& call) -> RpcResult {
        call.after_answer->push_back([&] { send(sink, "2"); });
        return Json("begun");
    });
    sent();
    call(R"({"jsonrpc":"2.0","method":"begin","id":2})");
    EXPECT_EQ(sink->unsent(), 1u);
    EXPECT_EQ(sent(), (std::vector<std::string>{R"({"jsonrpc":"2.0","id":2,"result":"begun"})", event(*sink, "2")}));
    EXPECT_EQ(sink->unsent(), 0u);
}

TEST_F(Sessions, WhatASubscriptionSaidBeforeItEndedItselfIsSent) {
    sent_within = {"1"};
    closed_within = true;
    const auto sink = watch();
    EXPECT_FALSE(sink->is_open());
    EXPECT_FALSE(send(sink, "2"));
    EXPECT_EQ(sent(), (std::vector<std::string>{opening(*sink), event(*sink, "1")}));
}

TEST_F(Sessions, NothingIsSentOfASubscriptionThatFailed) {
    sent_within = {"1"};
    failing = true;
    const auto sink = watch();
    EXPECT_FALSE(sink->is_open());
    EXPECT_EQ(sent(), std::vector<std::string>{R"({"jsonrpc":"2.0","id":1,"error":{"code":5,"message":"no"}})"});
    EXPECT_EQ(budget->subscriptions, 0u);
}

TEST_F(Sessions, TextsAreShared) {
    const auto first = watch(), second = watch();
    const auto text = std::make_shared<const std::string>("{}");
    first->send(text);
    second->send(text);
    session->pop();
    session->pop();
    EXPECT_EQ(session->pop()->text, text);
    EXPECT_EQ(session->pop()->text, text);
}

TEST_F(Sessions, NothingIsSentAfterUnsubscribing) {
    const auto sink = watch(), other = watch();
    send(sink, "1");
    send(other, "2");
    size_t closed = 0;
    sink->on_close([&] { ++closed; });
    call(R"({"jsonrpc":"2.0","method":"unwatch","id":1,"params":[")" + sink->id() + "\"]}");
    EXPECT_EQ(closed, 1u);
    EXPECT_FALSE(send(sink, "3"));
    EXPECT_EQ(sent(), (std::vector<std::string>{opening(*sink), opening(*other), event(*other, "2"),
                                                R"({"jsonrpc":"2.0","id":1,"result":true})"}));
    sink->on_close([&] { ++closed; });
    EXPECT_EQ(closed, 2u) << "called at once";
}

// Observed: polkadot 1.25.1: a subscription that lags is dropped, its connection and the others stay.
TEST_F(Sessions, ASubscriptionThatLagsIsClosed) {
    const auto slow = watch(), other = watch();
    size_t closed = 0;
    slow->on_close([&] { ++closed; });
    for (const char* text : {"1", "2", "3"}) EXPECT_TRUE(send(slow, text));
    EXPECT_EQ(closed, 0u);
    EXPECT_FALSE(send(slow, "4"));
    EXPECT_FALSE(slow->is_open());
    EXPECT_EQ(closed, 1u);
    EXPECT_TRUE(other->is_open());
    EXPECT_EQ(sent().size(), 5u) << "two answers and what was queued before";
    EXPECT_TRUE(send(other, "1"));
}

TEST_F(Sessions, WhatIsTakenMakesRoom) {
    const auto sink = watch();
    for (int round = 0; round < 5; ++round) {
        for (const char* text : {"1", "2", "3"}) EXPECT_TRUE(send(sink, text));
        sent();
    }
    EXPECT_TRUE(sink->is_open());
}

TEST_F(Sessions, WhatWaitsBeforeTheAnswerIsBoundedToo) {
    sent_within = {"1", "2", "3", "4"};
    const auto sink = watch();
    EXPECT_FALSE(sink->is_open());
    EXPECT_EQ(sent().size(), 4u);
}

TEST_F(Sessions, WakesOnceUntilAllIsTaken) {
    const auto sink = watch();
    send(sink, "1");
    EXPECT_EQ(wakes, 1u);
    EXPECT_EQ(sent().size(), 2u);
    send(sink, "2");
    EXPECT_EQ(wakes, 2u);
}

TEST_F(Sessions, ClosingEndsEverything) {
    const auto sink = watch();
    send(sink, "1");
    size_t closed = 0;
    sink->on_close([&] { ++closed; });
    session->on_close([&] { closed += 10; });
    EXPECT_EQ(budget->subscriptions, 1u);
    session->close();
    session->close();
    EXPECT_EQ(closed, 11u);
    EXPECT_FALSE(send(sink, "2"));
    EXPECT_FALSE(session->pop().has_value());
    EXPECT_EQ(budget->used(MemoryOwner::kMessages), 0u);
    EXPECT_EQ(budget->subscriptions, 0u);
    sinks.clear();
    EXPECT_GT(budget->used(MemoryOwner::kSubscriptions), 0u) << "as long as there is a reference to it";
    session->on_close([&] { closed += 100; });
    EXPECT_EQ(closed, 111u) << "called at once";
    EXPECT_EQ(session->open_subscription("event"), nullptr);
}

TEST_F(Sessions, NoSubscriptionIsOpenedWithoutRoom) {
    const auto first = watch();
    fill_all_but(100);
    EXPECT_EQ(session->open_subscription("event"), nullptr);
    others = {};
    EXPECT_NE(session->open_subscription("event"), nullptr);
}

// Who has much to send is called when there is room, instead of looking again and again.
TEST_F(Sessions, ACallbackComesWhenThereIsRoom) {
    const auto sink = watch();
    size_t called = 0;
    sink->on_room(1, [&] { ++called; });
    EXPECT_EQ(called, 1u) << "there is room";
    sent();
    for (const char* text : {"1", "2", "3"}) send(sink, text);
    sink->on_room(2, [&] { called += 10; });
    (void)session->pop();
    EXPECT_EQ(called, 1u);
    (void)session->pop();
    EXPECT_EQ(called, 11u);
    (void)session->pop();
    EXPECT_EQ(called, 11u) << "once";

    const auto owned = std::make_shared<int>();
    send(sink, "4");
    sink->on_room(1, [&called, owned] { called += 100; });
    EXPECT_EQ(owned.use_count(), 2);
    sink->close();
    EXPECT_EQ(owned.use_count(), 1) << "it is dropped with the subscription";
    EXPECT_EQ(called, 11u);
}

TEST_F(Sessions, BudgetIsGivenBack) {
    const auto sink = watch();
    send(sink, std::string(1000, 'a'));
    EXPECT_GT(budget->used(MemoryOwner::kMessages), 1000u);
    EXPECT_EQ(budget->used(MemoryOwner::kMessages), session->queued_bytes());
    sent();
    EXPECT_EQ(budget->used(MemoryOwner::kMessages), 0u);
}

TEST_F(Sessions, AnAnswerWithoutRoomSaysThatTheServerIsBusy) {
    const auto first = watch();
    send(first, std::string(2 << 20, 'a'));
    fill_all_but(1100);  // room for a subscription, not for the answer
    sent_within = {"1"};
    const auto second = watch();
    EXPECT_TRUE(first->is_open());
    EXPECT_FALSE(second->is_open());
    const auto all = sent();
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[2], R"({"jsonrpc":"2.0","id":1,"error":{"code":-32009,)"
                      R"("message":"Server is busy, try again later"}})");
    EXPECT_EQ(budget->used(MemoryOwner::kMessages), 0u);
}

TEST_F(Sessions, ANotificationWithoutRoomClosesItsSubscription) {
    const auto sink = watch();
    sent();
    fill_all_but(0);
    EXPECT_TRUE(send(sink, std::string(1000, 'a'))) << "little has room whatever the others have";
    EXPECT_FALSE(send(sink, std::string(2 << 20, 'a')));
    EXPECT_FALSE(sink->is_open());
    sent();
    EXPECT_EQ(budget->used(MemoryOwner::kMessages), 0u);
}

TEST_F(Sessions, WhatIsBeingSentStillCounts) {
    const auto sink = watch();
    sent();
    send(sink, std::string(1000, 'a'));
    auto message = session->pop();
    EXPECT_EQ(session->queued_bytes(), 0u);
    EXPECT_GT(budget->used(MemoryOwner::kMessages), 1000u);
    message.reset();
    EXPECT_EQ(budget->used(MemoryOwner::kMessages), 0u);
}

}  // namespace
}  // namespace serinus::rpc
