#include "services/parachain/peers/notification_peers.hpp"

#include <gtest/gtest.h>

#include "network/link/test_network.hpp"

namespace serinus::services::paras {
namespace {

using parachain::ValidationPeerMessage;
using parachain::View;
namespace link = network::link;

/// The node under test stands at place 0 of a network in memory, others around it. The test lets in all, in the place
/// of a set of peers.
class PeersTest : public testing::Test, public PeerSink {
  protected:
    static constexpr size_t kOthers = 3;

    void peer_joined(PeerNumber number, const PeerId& peer) override { log.push_back(name(number, peer) + " joined"); }
    void on_disconnected(PeerNumber number) override { log.push_back(std::to_string(number) + " gone"); }
    platform::Admission receive(PeerNumber number, Bytes message) override {
        received.emplace_back(number, std::move(message));
        return admission;
    }
    static std::string name(PeerNumber number, const PeerId& peer) {
        for (uint8_t i = 0; i <= kOthers; ++i) {
            if (link::test_peer(static_cast<uint8_t>(i + 1)) == peer) {
                return std::to_string(number) + "=" + std::to_string(i);
            }
        }
        return "?";
    }

    void open(size_t i) {
        network.connect(0, i);
        (void)network.at(0).notifications.open(other(i), 0, now);
        settle();
    }
    /// Delivers what is on its way, to this node and to the others, which accept all offers.
    void settle() {
        for (int round = 0; round < 20; ++round) {
            network.deliver_all();
            for (auto& event : std::exchange(network.at(0).notification_events, {})) on_event(event);
            for (size_t i = 1; i <= kOthers; ++i) {
                for (auto& event : std::exchange(network.at(i).notification_events, {})) {
                    if (std::holds_alternative<link::NotificationsOffered>(event)) {
                        (void)network.at(i).notifications.accept(own(), 0, now);
                    } else if (const auto* message = std::get_if<link::NotificationReceived>(&event)) {
                        told[i].push_back(message->message);
                    }
                }
            }
        }
    }
    void on_event(link::NotificationEvent& event) {
        if (const auto* opened = std::get_if<link::NotificationsOpened>(&event)) {
            peers.on_joined(opened->peer, opened->handshake, now);
        } else if (auto* message = std::get_if<link::NotificationReceived>(&event)) {
            peers.on_message(message->peer, std::move(message->message), now);
        } else if (const auto* writable = std::get_if<link::NotificationsWritable>(&event)) {
            peers.on_writable(writable->peer, now);
        } else if (const auto* closed = std::get_if<link::NotificationsClosed>(&event)) {
            peers.on_left(closed->peer, now);
        }
    }
    PeerId own() { return network.at(0).peer(); }
    PeerId other(size_t i) { return network.at(i).peer(); }
    static View view(uint8_t head) { return {{Hash256(ByteArray<32>{head})}, 0}; }
    static Bytes encoded(const View& view) {
        return scale::encode(ValidationPeerMessage{ValidationPeerMessage::ViewUpdate{view}});
    }

    link::TestNetwork network{{}, {{.names = {"validation/3"}, .max_message_bytes = 102'400}}, kOthers + 1};
    NotificationPeers peers{network.at(0).notifications, *this, {}};
    Millis now = 1'000;
    platform::Admission admission = platform::Admission::kTaken;
    std::vector<std::string> log;
    std::vector<std::pair<PeerNumber, Bytes>> received;
    std::map<size_t, std::vector<Bytes>> told;
};

// Observed: polkadot-network-bridge 36.0.0
TEST_F(PeersTest, AHandshakeIsTheByteOfARole) {
    using Place = network::PeerSetProtocol::Place;
    EXPECT_EQ(peers.judge_handshake(other(1), Bytes{4}, nullptr).place, Place::kSlot);
    EXPECT_EQ(peers.judge_handshake(other(1), Bytes{}, nullptr).place, Place::kRefused);
    EXPECT_EQ(peers.judge_handshake(other(1), Bytes{4, 4}, nullptr).place, Place::kRefused);
}

// Observed: polkadot-network-bridge 36.0.0, an empty view costs the sender
TEST_F(PeersTest, TheViewComesFirstAndIsNeverEmpty) {
    open(1);
    EXPECT_EQ(log, (std::vector<std::string>{"1=1 joined"}));
    EXPECT_TRUE(told[1].empty());
    peers.set_view(view(1));
    settle();
    EXPECT_EQ(told[1], std::vector<Bytes>{encoded(view(1))});
    open(2);
    EXPECT_EQ(told[2], std::vector<Bytes>{encoded(view(1))});
}

TEST_F(PeersTest, AViewIsSentWhenItsHeadsChange) {
    open(1);
    peers.set_view(view(1));
    settle();
    View final_one = view(1);
    final_one.finalized_number = 1;
    peers.set_view(final_one);
    settle();
    EXPECT_EQ(told[1].size(), 1u) << "not on finality alone";
    peers.set_view(view(2));
    settle();
    EXPECT_EQ(told[1].size(), 2u);
}

TEST_F(PeersTest, APeerIsPutOutOnlyWhileItIsThere) {
    std::vector<PeerId> out;
    peers.put_out = [&](const PeerId& peer) { out.push_back(peer); };
    open(1);
    peers.disconnect(other(1));
    peers.disconnect(other(2));
    EXPECT_EQ(out, std::vector{other(1)});
    peers.on_left(other(1), now);
    peers.on_left(other(1), now);
    EXPECT_EQ(log, (std::vector<std::string>{"1=1 joined", "1 gone"}));
    EXPECT_EQ(peers.figures().peers, 0u);
}

TEST_F(PeersTest, AMessageGoesToThoseWhosePairStands) {
    open(1);
    peers.send({other(1), other(2)}, std::make_shared<const Bytes>(Bytes{1, 2, 3}));
    settle();
    EXPECT_EQ(told[1], (std::vector<Bytes>{{1, 2, 3}}));
    EXPECT_FALSE(told.contains(2));
}

TEST_F(PeersTest, APeerThatComesBackHasAnotherNumber) {
    const auto connection = network.connect(0, 1);
    (void)network.at(0).notifications.open(other(1), 0, now);
    settle();
    network.disconnect(connection);
    settle();
    open(1);
    EXPECT_EQ(log, (std::vector<std::string>{"1=1 joined", "1 gone", "2=1 joined"}));
}

TEST_F(PeersTest, NothingMoreIsReadOfAPeerForWhomThereIsNoRoom) {
    open(1);
    admission = platform::Admission::kFull;
    (void)network.at(1).notifications.send(own(), 0, Bytes{7});
    settle();
    ASSERT_EQ(received.size(), 1u);
    ASSERT_EQ(network.at(0).holds.size(), 1u);
    EXPECT_TRUE(network.at(0).holds.back().second);
    peers.on_room(1);
    ASSERT_EQ(network.at(0).holds.size(), 2u);
    EXPECT_FALSE(network.at(0).holds.back().second);
}

}  // namespace
}  // namespace serinus::services::paras
