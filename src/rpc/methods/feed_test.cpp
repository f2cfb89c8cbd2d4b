#include "rpc/methods/feed.hpp"

#include <gtest/gtest.h>

namespace serinus::rpc {
namespace {

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
