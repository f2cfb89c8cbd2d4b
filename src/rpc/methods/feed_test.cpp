#include "rpc/methods/feed.hpp"

#include <gtest/gtest.h>

namespace serinus::rpc {
namespace {

struct Posted {
    std::vector<std::function<void()>> tasks;
    bool accept = true;
    std::shared_ptr<SerialTasks> serial = std::make_shared<SerialTasks>([this](std::function<void()> task) {
        if (accept) tasks.push_back(std::move(task));
        return accept;
    });
};

TEST(SerialTasks, RunInOrderAndOneAtATime) {
    Posted posted;
    std::vector<int> done;
    posted.serial->add([&] {
        done.push_back(1);
        posted.serial->add([&] { done.push_back(3); });  // from within: later, not inside
        done.push_back(2);
    });
    EXPECT_EQ(posted.tasks.size(), 1u);
    EXPECT_TRUE(done.empty());
    posted.tasks[0]();
    EXPECT_EQ(done, (std::vector{1, 2, 3}));
    posted.serial->add([&] { done.push_back(4); });
    EXPECT_EQ(posted.tasks.size(), 2u);
}

TEST(SerialTasks, RunAtOnceWithoutAWorker) {
    Posted posted;
    posted.accept = false;
    int done = 0;
    posted.serial->add([&] { ++done; });
    EXPECT_EQ(done, 1);
}

TEST(SerialTasks, OldestIsDroppedBeyondTheBound) {
    Posted posted;
    std::vector<size_t> done;
    for (size_t i = 0; i < SerialTasks::kMaxWaiting + 2; ++i) posted.serial->add([&done, i] { done.push_back(i); });
    posted.tasks.at(0)();
    EXPECT_EQ(done.size(), SerialTasks::kMaxWaiting);
    EXPECT_EQ(done.front(), 2u);
}

class FakeSink final : public Sink {
  public:
    const std::string& id() const noexcept override { return id_; }
    bool send(std::shared_ptr<const std::string> text) override {
        if (open) sent.push_back(*text);
        return open;
    }
    bool is_open() const noexcept override { return open; }
    void close() override { open = false; }
    void on_close(std::function<void()>) override {}

    bool open = true;
    std::vector<std::string> sent;

  private:
    std::string id_ = "1";
};

TEST(Subscribers, GetWhatIsSentAfterTheFirst) {
    Subscribers subscribers;
    const auto a = std::make_shared<FakeSink>(), b = std::make_shared<FakeSink>();
    EXPECT_TRUE(subscribers.empty());
    subscribers.add(a, shared_text("first"));
    subscribers.send(shared_text("second"));
    subscribers.add(b, nullptr);
    subscribers.send(shared_text("third"));
    EXPECT_EQ(a->sent, (std::vector<std::string>{"\"first\"", "\"second\"", "\"third\""}));
    EXPECT_EQ(b->sent, (std::vector<std::string>{"\"third\""}));
}

TEST(Subscribers, ForgetThoseThatAreClosed) {
    Subscribers subscribers;
    const auto sink = std::make_shared<FakeSink>();
    subscribers.add(sink, nullptr);
    sink->close();
    subscribers.send(shared_text("text"));
    EXPECT_TRUE(subscribers.empty());
    EXPECT_EQ(sink.use_count(), 1);
}

TEST(Subscribers, DoNotPileUpWithoutEvents) {
    Subscribers subscribers;
    std::vector<std::weak_ptr<Sink>> sinks;
    for (int i = 0; i < 1000; ++i) {
        const auto sink = std::make_shared<FakeSink>();
        subscribers.add(sink, nullptr);
        sink->close();
        sinks.push_back(sink);
    }
    EXPECT_LE(std::ranges::count_if(sinks, [](const auto& sink) { return !sink.expired(); }), 65);
}

}  // namespace
}  // namespace serinus::rpc
