#include "fork/messages/message_router.hpp"

#include <gtest/gtest.h>

#include <random>

namespace serinus::fork {
namespace {

/// A relay chain, 0, and two parachains, 1 and 2. Blocks are numbers, messages letters.
class MessageRouterTest : public testing::Test {
  protected:
    static constexpr size_t kRelay = 0, kFirst = 1, kSecond = 2;

    static Hash256 block(uint8_t number) { return Hash256{{number}}; }
    static SentMessage to(size_t receiver, char letter, MessageKind kind = MessageKind::kDownward) {
        return {.receiver = receiver, .kind = kind, .sent_at = 1, .data = {static_cast<uint8_t>(letter)}};
    }
    static std::string letters(const auto& messages) {
        std::string out;
        for (const auto& message : messages) out += static_cast<char>(message.data->front());
        return out;
    }
    std::string waiting(size_t chain) const { return letters(router.waiting(chain)); }
    /// A block that is made on the best one with all that waits, and becomes the best one.
    std::string receive(size_t chain, uint8_t number, size_t max_bytes = 100) {
        const auto messages = router.next(chain, kAll, max_bytes);
        router.receive(chain, block(number), messages);
        (void)router.enact(chain, block(number), {});
        return letters(messages);
    }

    const std::set<MessageKind> kAll{MessageKind::kDownward, MessageKind::kUpward, MessageKind::kHorizontal};
    MessageRouter router{3, {.max_messages = 6, .max_bytes = 1'000}};
};

TEST_F(MessageRouterTest, MessagesArriveOnceInTheOrderOfTheirBlocks) {
    EXPECT_EQ(router.enact(kRelay, block(1), {to(kFirst, 'a'), to(kSecond, 'b'), to(kFirst, 'c')}).arrived,
              (std::map<size_t, size_t>{{kFirst, 2}, {kSecond, 1}}));
    EXPECT_TRUE(router.enact(kRelay, block(2), {}).arrived.empty());
    (void)router.enact(kSecond, block(11), {to(kFirst, 'd', MessageKind::kHorizontal), to(kRelay, 'e')});
    (void)router.enact(kRelay, block(3), {to(kFirst, 'f')});
    EXPECT_EQ(waiting(kFirst), "acdf");
    EXPECT_EQ(waiting(kSecond), "b");
    EXPECT_EQ(receive(kFirst, 21), "acdf");
    EXPECT_EQ(receive(kFirst, 22), "");
    EXPECT_EQ(receive(kRelay, 4), "e");
    EXPECT_EQ(waiting(kSecond), "b") << "it has made no block";
}

TEST_F(MessageRouterTest, ABlockThatIsNotMadeReceivesNothing) {
    (void)router.enact(kRelay, block(1), {to(kFirst, 'a')});
    EXPECT_EQ(letters(router.next(kFirst, kAll, 100)), "a");
    EXPECT_EQ(letters(router.next(kFirst, kAll, 100)), "a");
    router.receive(kFirst, block(21), router.next(kFirst, kAll, 100));
    EXPECT_EQ(waiting(kFirst), "a") << "the block is not on the best chain";
    (void)router.enact(kFirst, block(22), {});
    EXPECT_EQ(waiting(kFirst), "a");
}

TEST_F(MessageRouterTest, ABlockMayBeEnactedBeforeItIsToldWhatItReceived) {
    (void)router.enact(kRelay, block(1), {to(kFirst, 'a'), to(kFirst, 'b')});
    const auto messages = router.next(kFirst, kAll, 1);
    (void)router.enact(kFirst, block(21), {});
    router.receive(kFirst, block(21), messages, true);
    EXPECT_EQ(waiting(kFirst), "b");
    router.retract(kFirst, block(21));
    EXPECT_EQ(waiting(kFirst), "ab");
    (void)router.enact(kFirst, block(21), {});
    EXPECT_EQ(waiting(kFirst), "b");
}

TEST_F(MessageRouterTest, ABlockTakesSomeKindsAndABoundedSize) {
    (void)router.enact(kRelay, block(1), {to(kFirst, 'a'), to(kFirst, 'b'), to(kFirst, 'c')});
    (void)router.enact(kSecond, block(11), {to(kFirst, 'h', MessageKind::kHorizontal)});
    EXPECT_EQ(letters(router.next(kFirst, {MessageKind::kHorizontal}, 100)), "h");
    EXPECT_EQ(letters(router.next(kFirst, {}, 100)), "");
    EXPECT_EQ(letters(router.next(kFirst, kAll, 0)), "a") << "one at least";
    EXPECT_EQ(receive(kFirst, 21, 2), "ab");
    EXPECT_EQ(receive(kFirst, 22, 2), "ch");
}

TEST_F(MessageRouterTest, MessagesOfAnAbandonedBlockAreWithdrawnUntilTheyHaveArrived) {
    (void)router.enact(kRelay, block(1), {to(kFirst, 'a')});
    EXPECT_EQ(receive(kFirst, 21), "a");
    (void)router.enact(kRelay, block(2), {to(kFirst, 'b'), to(kSecond, 'c')});
    router.retract(kRelay, block(2));
    EXPECT_EQ(waiting(kFirst) + waiting(kSecond), "");
    router.retract(kRelay, block(1));
    (void)router.enact(kRelay, block(3), {to(kFirst, 'd')});
    EXPECT_EQ(receive(kFirst, 22), "d") << "another branch, other messages";
    router.retract(kRelay, block(3));
    (void)router.enact(kRelay, block(1), {to(kFirst, 'a')});
    EXPECT_EQ(waiting(kFirst), "") << "it has arrived before";
    (void)router.enact(kRelay, block(2), {to(kFirst, 'b'), to(kSecond, 'c')});
    EXPECT_EQ(waiting(kFirst) + waiting(kSecond), "bc");
}

TEST_F(MessageRouterTest, WhatAnAbandonedBlockHadReceivedWaitsAgainInItsPlace) {
    (void)router.enact(kRelay, block(1), {to(kFirst, 'a'), to(kFirst, 'b')});
    EXPECT_EQ(receive(kFirst, 21, 1), "a");
    EXPECT_EQ(receive(kFirst, 22, 1), "b");
    (void)router.enact(kRelay, block(2), {to(kFirst, 'c')});
    router.retract(kFirst, block(22));
    EXPECT_EQ(waiting(kFirst), "bc");
    router.retract(kFirst, block(21));
    EXPECT_EQ(waiting(kFirst), "abc");
    EXPECT_EQ(receive(kFirst, 23, 1), "a");
    // Forward again to the branch that had received two of them.
    router.retract(kFirst, block(23));
    (void)router.enact(kFirst, block(21), {});
    (void)router.enact(kFirst, block(22), {});
    EXPECT_EQ(waiting(kFirst), "c");
}

TEST_F(MessageRouterTest, WhenBothGoBackNothingIsLeft) {
    for (const bool receiver_first : {true, false}) {
        router = MessageRouter(3, {});
        (void)router.enact(kRelay, block(1), {to(kFirst, 'a')});
        EXPECT_EQ(receive(kFirst, 21), "a");
        if (receiver_first) router.retract(kFirst, block(21));
        router.retract(kRelay, block(1));
        if (!receiver_first) router.retract(kFirst, block(21));
        EXPECT_EQ(waiting(kFirst), "") << receiver_first;
    }
}

TEST_F(MessageRouterTest, WhatFindsNoRoomIsLost) {
    const std::vector<SentMessage> many(7, to(kFirst, 'x'));
    const auto done = router.enact(kRelay, block(1), many);
    EXPECT_EQ(done.arrived.at(kFirst), 6u);
    EXPECT_EQ(done.lost, 1u);
    EXPECT_EQ(router.enact(kRelay, block(2), {to(kFirst, 'y'), to(kSecond, 'z')}).lost, 1u);
    EXPECT_EQ(waiting(kSecond), "z") << "each chain has its own room";
    EXPECT_EQ(receive(kFirst, 21), "xxxxxx");
    (void)router.enact(kRelay, block(3), {{kFirst, MessageKind::kDownward, 1, Bytes(990)}});
    EXPECT_EQ(router.enact(kRelay, block(4), {{kFirst, MessageKind::kDownward, 1, Bytes(11)}}).lost, 1u);
    EXPECT_EQ(router.enact(kRelay, block(5), {{kFirst, MessageKind::kDownward, 1, Bytes(10)}}).lost, 0u);
}

TEST_F(MessageRouterTest, WhatWasReceivedLongAgoIsForgotten) {
    for (uint8_t number = 1; number <= 10; ++number) {
        (void)router.enact(kRelay, block(number), {to(kFirst, static_cast<char>('a' + number))});
        (void)receive(kFirst, static_cast<uint8_t>(100 + number));
    }
    for (uint8_t number = 10; number >= 1; --number) router.retract(kFirst, block(static_cast<uint8_t>(100 + number)));
    EXPECT_EQ(waiting(kFirst), "fghijk") << "six are remembered";
}

/// The rule itself, computed anew from both branches: what the sender's branch sent without what the receiver's has.
TEST_F(MessageRouterTest, WhatWaitsDependsOnTheTwoBranchesAlone) {
    struct Made {
        std::string received, sent;
    };
    const auto seed = static_cast<uint32_t>(testing::UnitTest::GetInstance()->random_seed());
    std::mt19937 random(seed);
    for (int run = 0; run < 200; ++run) {
        router = MessageRouter(3, {.max_messages = 100'000, .max_bytes = 100'000});
        std::map<size_t, std::vector<uint8_t>> branch, abandoned;  // of the relay chain and the first parachain
        std::map<uint8_t, Made> made;
        uint8_t next_block = 1;
        char next_letter = '!';
        for (int step = 0; step < 40; ++step) {
            const size_t chain = random() % 2;
            auto& own = branch[chain];
            auto& old = abandoned[chain];
            const auto sent = [&](uint8_t number) {
                std::vector<SentMessage> out;
                for (const char letter : made[number].sent) out.push_back(to(kFirst, letter));
                return out;
            };
            switch (random() % 3) {
                case 0: {
                    const uint8_t number = next_block++;
                    old.clear();  // it stands on another parent
                    if (chain == kRelay) {
                        for (size_t i = random() % 3; i > 0; --i) made[number].sent += next_letter++;
                    } else {
                        const auto messages = router.next(kFirst, kAll, random() % 4);
                        made[number].received = letters(messages);
                        router.receive(kFirst, block(number), messages);
                    }
                    (void)router.enact(chain, block(number), sent(number));
                    own.push_back(number);
                    break;
                }
                case 1:
                    if (own.empty()) break;
                    router.retract(chain, block(own.back()));
                    old.push_back(own.back());
                    own.pop_back();
                    break;
                default:
                    if (old.empty()) break;
                    (void)router.enact(chain, block(old.back()), sent(old.back()));
                    own.push_back(old.back());
                    old.pop_back();
            }
            std::string expected, received;
            for (const uint8_t number : branch[kFirst]) received += made[number].received;
            for (const uint8_t number : branch[kRelay]) {
                for (const char letter : made[number].sent) {
                    if (!received.contains(letter)) expected += letter;
                }
            }
            std::string actual = waiting(kFirst);
            std::ranges::sort(actual);
            std::ranges::sort(expected);
            ASSERT_EQ(actual, expected) << "seed " << seed << ", run " << run << ", step " << step;
        }
    }
}

}  // namespace
}  // namespace serinus::fork
