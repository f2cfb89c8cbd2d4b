#include "network/link/notifications.hpp"

#include <gtest/gtest.h>

#include "network/link/test_network.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::link {
namespace {

TestNetwork network_of_two() {
    TestNetwork network({}, {{.names = {"/test/announces/1"}, .max_message_bytes = 100, .max_handshake_bytes = 10}}, 2);
    network.at(0).notifications.set_handshake(0, to_bytes(as_bytes("zero")));
    network.at(1).notifications.set_handshake(0, to_bytes(as_bytes("one")));
    return network;
}

template <class T>
std::vector<T> events(TestNetwork& network, size_t i) {
    return events_of<T>(network.at(i).notification_events);
}

/// The other side takes all offered substreams.
void accept_offers(TestNetwork& network, size_t i) {
    for (const auto& offer : events<NotificationsOffered>(network, i)) {
        network.at(i).notifications.accept(offer.peer, offer.protocol, network.now());
    }
}

// Spec: sect-protocols-substreams
TEST(Notifications, APairBeginsWithTheHandshakesOfBoth) {
    auto network = network_of_two();
    network.connect(0, 1);
    ASSERT_TRUE(network.at(0).notifications.open(network.at(1).peer(), 0, 0));
    network.deliver_all();
    ASSERT_EQ(events<NotificationsOffered>(network, 1).size(), 1u);
    EXPECT_EQ(as_text(events<NotificationsOffered>(network, 1)[0].handshake), "zero");
    EXPECT_TRUE(events<NotificationsOpened>(network, 0).empty()) << "not before it is accepted";
    accept_offers(network, 1);
    network.deliver_all();
    ASSERT_EQ(events<NotificationsOpened>(network, 0).size(), 1u);
    EXPECT_EQ(as_text(events<NotificationsOpened>(network, 0)[0].handshake), "one");
    ASSERT_EQ(events<NotificationsOpened>(network, 1).size(), 1u);
    EXPECT_EQ(as_text(events<NotificationsOpened>(network, 1)[0].handshake), "zero");
    EXPECT_FALSE(network.at(0).notifications.next_timer());
    EXPECT_FALSE(network.at(1).notifications.next_timer());

    ASSERT_TRUE(network.at(0).notifications.send(network.at(1).peer(), 0, as_bytes("hello")));
    network.deliver_all();
    ASSERT_EQ(events<NotificationReceived>(network, 1).size(), 1u);
    EXPECT_EQ(as_text(events<NotificationReceived>(network, 1)[0].message), "hello");
    EXPECT_EQ(network.at(1).notifications.peers(0), (std::vector<PeerId>{network.at(0).peer()}));
}

TEST(Notifications, WhatTheOtherSideSendsCanBeHeld) {
    auto network = network_of_two();
    network.connect(0, 1);
    const PeerId other = network.at(0).peer();
    network.at(1).notifications.hold(other, 0, true);
    EXPECT_TRUE(network.at(1).holds.empty()) << "there is no pair yet";
    ASSERT_TRUE(network.at(0).notifications.open(network.at(1).peer(), 0, 0));
    network.deliver_all();
    accept_offers(network, 1);
    network.deliver_all();
    network.at(1).notifications.hold(other, 0, true);
    network.at(1).notifications.hold(other, 0, false);
    ASSERT_EQ(network.at(1).holds.size(), 2u);
    const auto [key, is_held] = network.at(1).holds[0];
    EXPECT_TRUE(is_held);
    EXPECT_EQ(network.at(1).holds[1], std::pair(key, false)) << "of the substream that the other side opened";
}

TEST(Notifications, BothMayWantThePairAtOnce) {
    auto network = network_of_two();
    network.connect(0, 1);
    ASSERT_TRUE(network.at(0).notifications.open(network.at(1).peer(), 0, 0));
    ASSERT_TRUE(network.at(1).notifications.open(network.at(0).peer(), 0, 0));
    network.deliver_all();
    for (const size_t i : {0, 1}) {
        EXPECT_EQ(events<NotificationsOpened>(network, i).size(), 1u);
        EXPECT_TRUE(events<NotificationsOffered>(network, i).empty());
    }
    EXPECT_EQ(network.open_streams(), 2u);
}

TEST(Notifications, ARefusalFailsAtTheOtherSide) {
    auto network = network_of_two();
    network.connect(0, 1);
    ASSERT_TRUE(network.at(0).notifications.open(network.at(1).peer(), 0, 0));
    network.deliver_all();
    network.at(1).notifications.refuse(network.at(0).peer(), 0);
    network.deliver_all();
    ASSERT_EQ(events<NotificationsFailed>(network, 0).size(), 1u);
    EXPECT_EQ(events<NotificationsFailed>(network, 0)[0].error, NotificationError::kRefused);
    EXPECT_EQ(network.open_streams(), 0u);
    EXPECT_TRUE(network.at(0).notifications.open(network.at(1).peer(), 0, 0)) << "it may be tried again";
}

TEST(Notifications, AClosedDirectionClosesTheOther) {
    auto network = network_of_two();
    network.connect(0, 1);
    (void)network.at(0).notifications.open(network.at(1).peer(), 0, 0);
    network.deliver_all();
    accept_offers(network, 1);
    network.deliver_all();
    network.at(1).notifications.close(network.at(0).peer(), 0);
    network.deliver_all();
    EXPECT_EQ(events<NotificationsClosed>(network, 0).size(), 1u);
    EXPECT_TRUE(events<NotificationsClosed>(network, 1).empty()) << "who closes knows";
    EXPECT_EQ(network.open_streams(), 0u);
    EXPECT_FALSE(network.at(0).notifications.send(network.at(1).peer(), 0, {}));
}

TEST(Notifications, AHandshakeThatDoesNotComeIsWaitedForOnlySoLong) {
    auto network = network_of_two();
    const ConnectionId connection = network.connect(0, 1);
    (void)network.at(0).notifications.open(network.at(1).peer(), 0, 0);
    network.advance(Notifications::kTimeoutMs);
    ASSERT_EQ(events<NotificationsFailed>(network, 0).size(), 1u);
    EXPECT_EQ(events<NotificationsFailed>(network, 0)[0].error, NotificationError::kTimeout);
    network.deliver_all();
    // A substream without a handshake.
    network.at(1).notification_events.clear();
    (void)network.at(0).open(connection, {"/test/announces/1"}, 10);
    network.deliver_all();
    network.advance(Notifications::kTimeoutMs);
    EXPECT_TRUE(network.at(1).notification_events.empty());
    EXPECT_FALSE(network.at(1).notifications.next_timer());
}

TEST(Notifications, LongHandshakesAndEarlyDataEndThePair) {
    auto network = network_of_two();
    const ConnectionId connection = network.connect(0, 1);
    SubstreamKey key{connection, *network.at(0).open(connection, {"/test/announces/1"}, 10)};
    network.at(0).send(key, Bytes(11));
    network.deliver_all();
    EXPECT_EQ(network.open_streams(), 0u);
    key = {connection, *network.at(0).open(connection, {"/test/announces/1"}, 10)};
    network.at(0).send(key, Bytes(1));
    network.at(0).send(key, Bytes(1));
    network.deliver_all();
    EXPECT_EQ(network.open_streams(), 0u) << "data before the offer is answered";
}

TEST(Notifications, ASecondSubstreamIsRefused) {
    auto network = network_of_two();
    const ConnectionId connection = network.connect(0, 1);
    (void)network.at(0).notifications.open(network.at(1).peer(), 0, 0);
    network.deliver_all();
    (void)network.at(0).open(connection, {"/test/announces/1"}, 10);
    network.deliver_all();
    EXPECT_EQ(network.open_streams(), 1u);
}

TEST(Notifications, ALostConnectionClosesItsPairs) {
    auto network = network_of_two();
    const ConnectionId connection = network.connect(0, 1);
    (void)network.at(0).notifications.open(network.at(1).peer(), 0, 0);
    network.deliver_all();
    accept_offers(network, 1);
    network.deliver_all();
    network.disconnect(connection);
    for (const size_t i : {0, 1}) EXPECT_EQ(events<NotificationsClosed>(network, i).size(), 1u);
    EXPECT_FALSE(network.at(0).notifications.open(network.at(1).peer(), 0, 0));
}

/// Random interleavings of two sides' steps: pairs stand on both sides or on none once all is delivered, each
/// opening has one closing, and nothing leaks.
TEST(Notifications, RandomUseKeepsBothSidesInAgreement) {
    auto random = test::seeded_random();
    for (int round = 0; round < 300; ++round) {
        auto network = network_of_two();
        std::optional<ConnectionId> connection = network.connect(0, 1);
        int opened[2] = {0, 0}, closed[2] = {0, 0};
        const auto collect = [&] {
            for (size_t i = 0; i < 2; ++i) {
                for (auto& event : std::exchange(network.at(i).notification_events, {})) {
                    if (std::holds_alternative<NotificationsOpened>(event)) ++opened[i];
                    if (std::holds_alternative<NotificationsClosed>(event)) ++closed[i];
                    if (std::holds_alternative<NotificationReceived>(event)) EXPECT_EQ(opened[i], closed[i] + 1);
                    if (const auto* offer = std::get_if<NotificationsOffered>(&event)) {
                        if (random() % 3 == 0) {
                            network.at(i).notifications.refuse(offer->peer, offer->protocol);
                        } else {
                            network.at(i).notifications.accept(offer->peer, offer->protocol, network.now());
                        }
                    }
                }
            }
        };
        for (int step = 0; step < 60; ++step) {
            const size_t i = random() % 2;
            const PeerId other = network.at(1 - i).peer();
            switch (random() % 9) {
                case 0:
                case 1:
                    (void)network.at(i).notifications.open(other, 0, network.now());
                    break;
                case 2:
                    if (network.at(i).notifications.is_open(other, 0)) {
                        ++closed[i];
                        network.at(i).notifications.close(other, 0);
                    }
                    break;
                case 3:
                    (void)network.at(i).notifications.send(other, 0, as_bytes("x"));
                    break;
                case 4:
                    network.advance(random() % 3000);
                    break;
                case 5:
                    if (random() % 10 == 0) {
                        if (connection) {
                            network.disconnect(*connection);
                            connection.reset();
                        } else {
                            connection = network.connect(0, 1);
                        }
                    }
                    break;
                default:
                    network.deliver(random);
            }
            collect();
        }
        for (int i = 0; i < 10; ++i) {
            network.deliver_all(random);
            collect();
            network.advance(Notifications::kTimeoutMs);
            collect();
        }
        const bool is_open = network.at(0).notifications.is_open(network.at(1).peer(), 0);
        EXPECT_EQ(network.at(1).notifications.is_open(network.at(0).peer(), 0), is_open);
        EXPECT_EQ(network.open_streams(), is_open ? 2u : 0u);
        for (const size_t i : {0, 1}) EXPECT_EQ(opened[i], closed[i] + is_open);
    }
}

}  // namespace
}  // namespace serinus::network::link
