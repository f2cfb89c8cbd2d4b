#include "platform/mailbox.hpp"

#include <gtest/gtest.h>

#include "platform/virtual_scheduler.hpp"

namespace serinus::platform {
namespace {

class MailboxTest : public testing::Test {
  protected:
    Mailbox& start(const MailboxLimits& limits = {}) {
        mailbox = std::make_unique<Mailbox>(
            *lane, [this](uint64_t, Bytes message) { handled.push_back(std::move(message)); },
            [this](uint64_t sender) { relieved.push_back(sender); }, limits);
        return *mailbox;
    }
    bool run_one() { return time.run_next(); }
    void run_all() {
        while (time.run_next()) {
        }
    }

    VirtualTime time{1};
    std::unique_ptr<Scheduler> scheduler = time.make_scheduler({});
    std::unique_ptr<Mailbox> mailbox;
    std::vector<Bytes> handled;
    std::vector<uint64_t> relieved;
    std::unique_ptr<Lane> lane = scheduler->make_lane({.name = "mailbox"});
};

TEST_F(MailboxTest, SendersTakeTurns) {
    Mailbox& all = start();
    for (uint8_t i = 0; i < 100; ++i) ASSERT_EQ(all.push(1, {1, i}), Admission::kTaken);
    for (uint8_t i = 0; i < 2; ++i) {
        ASSERT_EQ(all.push(2, {2, i}), Admission::kTaken);
        ASSERT_EQ(all.push(3, {3, i}), Admission::kTaken);
    }
    for (int i = 0; i < 7; ++i) ASSERT_TRUE(run_one());
    EXPECT_EQ(handled, (std::vector<Bytes>{{1, 0}, {2, 0}, {3, 0}, {1, 1}, {2, 1}, {3, 1}, {1, 2}}));
    EXPECT_EQ(all.size(), 97u);
    all.drop(1);
    EXPECT_EQ(all.size(), 0u);
    EXPECT_EQ(all.bytes(), 0u);
    run_all();
    EXPECT_EQ(handled.size(), 7u);
    EXPECT_EQ(all.push(4, {4, 0}), Admission::kTaken);
    run_all();
    EXPECT_EQ(handled.back(), (Bytes{4, 0}));
}

TEST_F(MailboxTest, EachSenderHasAShareOfMessagesAndBytes) {
    Mailbox& all =
        start({.max_messages = 10, .max_bytes = 10'000, .max_messages_of_sender = 4, .max_bytes_of_sender = 3'000});
    const auto takes = [&](uint64_t sender, size_t size) {
        return all.push(sender, Bytes(size)) != Admission::kRefused;
    };
    size_t taken = 0;
    for (int i = 0; i < 10; ++i) taken += takes(1, 1) ? 1 : 0;
    EXPECT_EQ(taken, 4u);
    EXPECT_TRUE(takes(2, 2'000));
    EXPECT_FALSE(takes(2, 1'000));
    EXPECT_TRUE(takes(2, 10));
    // All shares together are more than there is.
    EXPECT_TRUE(takes(3, 2'900));
    EXPECT_TRUE(takes(4, 2'900));
    EXPECT_FALSE(takes(5, 2'900)) << "bytes of all";
    EXPECT_TRUE(takes(5, 1));
    EXPECT_TRUE(takes(6, 1));
    EXPECT_FALSE(takes(7, 1)) << "messages of all";
    all.drop(1);
    EXPECT_TRUE(takes(7, 1));
    run_all();
    EXPECT_EQ(all.bytes(), 0u);
    EXPECT_EQ(all.size(), 0u);
}

TEST_F(MailboxTest, ASenderIsToldToWaitAtHalfOfItsShareAndToGoOnAtAQuarter) {
    Mailbox& all = start({.max_messages_of_sender = 8});
    for (int i = 0; i < 4; ++i) EXPECT_EQ(all.push(1, {1}), Admission::kTaken);
    EXPECT_EQ(all.push(1, {1}), Admission::kFull);
    EXPECT_EQ(all.push(2, {2}), Admission::kTaken) << "another one";
    EXPECT_TRUE(run_one() && run_one() && run_one());
    EXPECT_TRUE(relieved.empty()) << "three of it wait";
    run_one();
    EXPECT_EQ(relieved, std::vector<uint64_t>{1});
    run_all();
    EXPECT_EQ(relieved.size(), 1u) << "once";
    EXPECT_EQ(all.push(1, {1}), Admission::kTaken);
}

TEST_F(MailboxTest, AllAreToldToWaitWhenMostOfTheRoomIsTaken) {
    Mailbox& all = start({.max_messages = 8});
    for (uint64_t sender = 1; sender <= 6; ++sender) EXPECT_EQ(all.push(sender, {1}), Admission::kTaken);
    EXPECT_EQ(all.push(7, {1}), Admission::kFull);
    EXPECT_EQ(all.push(8, {1}), Admission::kFull);
    EXPECT_EQ(all.push(9, {1}), Admission::kRefused);
    for (uint64_t sender = 1; sender <= 3; ++sender) all.drop(sender);
    EXPECT_TRUE(relieved.empty());
    all.drop(7);
    EXPECT_EQ(relieved, (std::vector<uint64_t>{8, 9})) << "what leaves makes room too, and need not be told";
    run_all();
    EXPECT_EQ(handled.size(), 4u);
}

// A task that waits on the lane takes the message of whoever is next, also of one that came after the task was posted.
TEST_F(MailboxTest, NoMessageOfASenderIsHandledBeforeItHasBegun) {
    Mailbox& all = start();
    const auto begin = [&](uint8_t sender) { all.begin(sender, [this, sender] { handled.push_back({sender}); }); };
    begin(1);
    EXPECT_EQ(all.push(1, {1, 1}), Admission::kTaken);
    (void)lane->post_always([this] { handled.push_back({0}); });
    all.drop(1);
    begin(2);
    EXPECT_EQ(all.push(2, {2, 1}), Admission::kTaken);
    run_all();
    EXPECT_EQ(handled, (std::vector<Bytes>{{1}, {0}, {2}, {2, 1}}));

    begin(3);
    EXPECT_EQ(all.push(3, {3, 1}), Admission::kTaken);
    all.drop(3);
    run_all();
    EXPECT_EQ(handled.back(), Bytes{3}) << "one that has gone meanwhile";
    EXPECT_EQ(all.size(), 0u);
}

}  // namespace
}  // namespace serinus::platform
