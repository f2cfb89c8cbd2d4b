#include "services/parachain/peers/notification_peers.hpp"

#include <gtest/gtest.h>

#include "network/link/test_network.hpp"

namespace serinus::services::paras {
namespace {

using network::gossip::Role;
using parachain::ValidationPeerMessage;
using parachain::View;
namespace link = network::link;

/// The node under test stands at place 0 of a network in memory, others around it.
class PeersTest : public testing::Test, public PeerSink {
  protected:
    static constexpr size_t kOthers = 14;

    struct Host final : network::Host {
        explicit Host(link::TestNetwork& network_in) : network(network_in) {}
        link::Notifications& notifications() noexcept override { return network.at(0).notifications; }
        std::optional<link::RequestId> request(network::Module&, const PeerId&, link::ProtocolIndex, BytesView,
                                               Millis) override {
            return std::nullopt;
        }
        void cancel(link::RequestId) override {}
        void respond(link::InboundRequestId, const std::optional<Bytes>&, Millis) override {}
        link::Substreams& substreams() noexcept override { return network.at(0); }
        void report(const PeerId&, const network::Report&, Millis) override {}
        void disconnect(const PeerId&) override {}
        std::mt19937_64& random() noexcept override { return random_; }

        link::TestNetwork& network;
        std::mt19937_64 random_;
    };

    void joined(PeerNumber number, const PeerId& peer) override { log.push_back(name(number, peer) + " joined"); }
    void gone(PeerNumber number) override { log.push_back(std::to_string(number) + " gone"); }
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

    /// Delivers what is on its way, to this node's module and to the others, which accept all offers.
    void settle() {
        for (int round = 0; round < 20; ++round) {
            network.deliver_all();
            for (auto& event : std::exchange(network.at(0).notification_events, {})) peers.on_notification(event, now);
            for (size_t i = 1; i <= kOthers; ++i) {
                for (auto& event : std::exchange(network.at(i).notification_events, {})) {
                    if (std::holds_alternative<link::NotificationsOffered>(event)) {
                        if (accepts) {
                            network.at(i).notifications.accept(own(), 0, now);
                        } else {
                            network.at(i).notifications.refuse(own(), 0);
                        }
                    } else if (const auto* message = std::get_if<link::NotificationReceived>(&event)) {
                        told[i].push_back(message->message);
                    } else if (std::holds_alternative<link::NotificationsFailed>(event)) {
                        refused.insert(i);
                    }
                }
            }
        }
    }
    PeerId own() { return network.at(0).peer(); }
    PeerId other(size_t i) { return network.at(i).peer(); }
    static View view(uint8_t head) { return {{Hash256(ByteArray<32>{head})}, 0}; }
    static Bytes encoded(const View& view) {
        return scale::encode(ValidationPeerMessage{ValidationPeerMessage::ViewUpdate{view}});
    }

    link::TestNetwork network{{}, {{.names = {"validation/3"}, .max_message_bytes = 102'400}}, kOthers + 1};
    Host host{network};
    NotificationPeers peers{host, *this, {}};
    Millis now = 1'000;
    bool accepts = true;
    platform::Admission admission = platform::Admission::kTaken;
    std::vector<std::string> log;
    std::vector<std::pair<PeerNumber, Bytes>> received;
    std::map<size_t, std::vector<Bytes>> told;
    std::set<size_t> refused;
};

TEST_F(PeersTest, APairIsOpenedWithAuthoritiesAlone) {
    network.connect(0, 1);
    network.connect(0, 2);
    peers.on_sync_peer(other(1), Role::kAuthority, now);
    peers.on_sync_peer(other(2), Role::kFull, now);
    settle();
    EXPECT_EQ(log, (std::vector<std::string>{"1=1 joined"}));
}

// Observed: polkadot-network-bridge 36.0.0, an empty view costs the sender
TEST_F(PeersTest, TheViewComesFirstAndIsNeverEmpty) {
    network.connect(0, 1);
    peers.on_sync_peer(other(1), Role::kAuthority, now);
    settle();
    EXPECT_TRUE(told[1].empty());
    peers.set_view(view(1));
    settle();
    EXPECT_EQ(told[1], std::vector<Bytes>{encoded(view(1))});
    network.connect(0, 2);
    peers.on_sync_peer(other(2), Role::kAuthority, now);
    settle();
    EXPECT_EQ(told[2], std::vector<Bytes>{encoded(view(1))});
}

TEST_F(PeersTest, AViewIsSentWhenItsHeadsChange) {
    network.connect(0, 1);
    peers.on_sync_peer(other(1), Role::kAuthority, now);
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

TEST_F(PeersTest, OfThoseThatAreNoAuthoritiesElevenAreAccepted) {
    peers.is_authority = [&](const PeerId& peer) { return peer == other(14); };
    for (size_t i = 1; i <= 14; ++i) {
        network.connect(0, i);
        (void)network.at(i).notifications.open(own(), 0, now);
        settle();
    }
    EXPECT_EQ(peers.figures().peers, 12u);
    EXPECT_EQ(refused, (std::set<size_t>{12, 13}));
}

TEST_F(PeersTest, ARefusedPairIsTriedAgain) {
    accepts = false;
    network.connect(0, 1);
    peers.on_sync_peer(other(1), Role::kAuthority, now);
    settle();
    ASSERT_EQ(peers.next_timer(), now + 5'000);
    accepts = true;
    now += 5'000;
    peers.on_timer(now);
    settle();
    EXPECT_EQ(log, (std::vector<std::string>{"1=1 joined"}));
    EXPECT_EQ(peers.next_timer(), std::nullopt);
}

TEST_F(PeersTest, APeerThatIsPutOutIsGone) {
    network.connect(0, 1);
    peers.on_sync_peer(other(1), Role::kAuthority, now);
    settle();
    peers.disconnect(other(1));
    settle();
    EXPECT_EQ(log, (std::vector<std::string>{"1=1 joined", "1 gone"}));
    EXPECT_EQ(peers.figures().peers, 0u);
}

TEST_F(PeersTest, WhereNoPairsAreOpenedThoseOfOthersAreAccepted) {
    NotificationPeers collators(host, *this, {.opens = false, .max_others = 1});
    network.connect(0, 1);
    collators.on_sync_peer(other(1), Role::kAuthority, now);
    settle();
    EXPECT_TRUE(log.empty());
    EXPECT_EQ(collators.next_timer(), std::nullopt);
}

TEST_F(PeersTest, AMessageGoesToThoseWhosePairStands) {
    network.connect(0, 1);
    peers.on_sync_peer(other(1), Role::kAuthority, now);
    settle();
    peers.send({other(1), other(2)}, std::make_shared<const Bytes>(Bytes{1, 2, 3}));
    settle();
    EXPECT_EQ(told[1], (std::vector<Bytes>{{1, 2, 3}}));
    EXPECT_FALSE(told.contains(2));
}

TEST_F(PeersTest, APeerThatComesBackHasAnotherNumber) {
    const auto connection = network.connect(0, 1);
    peers.on_sync_peer(other(1), Role::kAuthority, now);
    settle();
    network.disconnect(connection);
    settle();
    peers.on_sync_peer_gone(other(1), now);
    network.connect(0, 1);
    peers.on_sync_peer(other(1), Role::kAuthority, now);
    settle();
    EXPECT_EQ(log, (std::vector<std::string>{"1=1 joined", "1 gone", "2=1 joined"}));
    EXPECT_EQ(peers.find(1), nullptr);
    ASSERT_NE(peers.find(2), nullptr);
    EXPECT_EQ(*peers.find(2), other(1));
}

TEST_F(PeersTest, NothingMoreIsReadOfAPeerForWhomThereIsNoRoom) {
    network.connect(0, 1);
    peers.on_sync_peer(other(1), Role::kAuthority, now);
    settle();
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
