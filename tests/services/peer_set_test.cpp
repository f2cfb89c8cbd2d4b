// A protocol with a set of peers of its own on whole nodes: reserved peers are dialed, join, and are left.
#include <gmock/gmock.h>

#include "tests/services/node_fixture.hpp"

namespace serinus::services {
namespace {

using network::Millis;
using network::PeerId;

/// Accepts each peer for which the set has a place, and sends the messages of the test.
class Club final : public Service, private network::PeerSetProtocol {
  public:
    explicit Club(NodeParts& node)
        : protocol_(node.protocols.add(
              network::link::NotificationProtocol{.names = {node.names.of("club/1")}, .max_message_bytes = 64})),
          in_peers_(node.is_authority ? 4 : 0) {}

    void connect(ModuleParts& parts) override {
        network_ = &parts.network;
        parts.core.notifications().set_handshake(protocol_, Bytes{1});
        set_ = &parts.own.peers.add_set(protocol_, *this, {.in_peers = in_peers_});
    }
    /// Its address must be known, or be told.
    void set_reserved(const std::vector<network::wire::Multiaddr>& addresses) {
        network_->post([this, addresses](network::Parts own) {
            const Millis now = own.scheduler.now_ms();
            std::set<PeerId> peers;
            for (const auto& address : addresses) {
                own.peers.add_address(*address.peer_id(), address, now);
                peers.insert(*address.peer_id());
            }
            set_->set_reserved(std::move(peers), now);
        });
    }
    int members() const { return members_; }

  private:
    Verdict judge_handshake(const PeerId&, BytesView handshake, const Bytes*) override {
        return {handshake.size() == 1 ? Place::kSlot : Place::kRefused};
    }
    void on_joined(const PeerId&, BytesView, Millis) override { ++members_; }
    void on_left(const PeerId&, Millis) override { --members_; }
    void on_message(const PeerId&, Bytes, Millis) override {}

    const network::link::NotificationIndex protocol_;
    const size_t in_peers_;  ///< others than authorities have reserved peers alone
    ServiceNetwork* network_ = nullptr;
    network::PeerSet* set_ = nullptr;  ///< on the network's thread
    std::atomic<int> members_ = 0;
};

}  // namespace
}  // namespace serinus::services

namespace serinus::node {
namespace {

void club_node(services::NodeParts& node) {
    relay_node(node);
    node.add<services::Club>(node);
}

class PeerSetsOnNodes : public NodeFixture {};

TEST_F(PeerSetsOnNodes, ReservedPeersAreDialedAndKeptWithoutASlotOfTheChain) {
    auto first_options = options("first");
    first_options.recipe = club_node;
    add_network(first_options, 1);
    first_options.network->peers.in_peers = 0;  // of block announces
    const auto first = start(first_options);
    ASSERT_TRUE(first) << first.error();
    auto second_options = options("second");
    second_options.recipe = club_node;
    second_options.authority = false;
    add_network(second_options, 2);  // it knows nobody
    second_options.network->peers.out_peers = 0;
    const auto second = start(second_options);
    ASSERT_TRUE(second) << second.error();
    services::Club& club = *(*second)->find_service<services::Club>();
    services::Club& other = *(*first)->find_service<services::Club>();

    club.set_reserved({address_of(**first)});
    EXPECT_TRUE(wait_until([&] { return club.members() == 1 && other.members() == 1; }));
    EXPECT_EQ((*second)->network()->peer_count(), 0u) << "block announces do not stand";
    club.set_reserved({});  // and there is no slot for it
    EXPECT_TRUE(wait_until([&] { return club.members() == 0 && other.members() == 0; }));
}

}  // namespace
}  // namespace serinus::node
