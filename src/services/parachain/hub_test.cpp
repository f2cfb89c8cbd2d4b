#include "services/parachain/hub.hpp"

#include <gtest/gtest.h>

#include "network/link/test_network.hpp"
#include "services/parachain/leaves/test_relay_chain.hpp"

namespace serinus::services::paras {
namespace {

using network::link::test_peer;
using parachain::ValidationMessage;
using parachain::ValidationPeerMessage;
using parachain::View;

class KnownAuthorities final : public AuthorityPeers {
  public:
    std::optional<PeerId> find_peer(const AuthorityId& authority) const override {
        const auto found = peers.find(authority);
        return found == peers.end() ? std::nullopt : std::optional(found->second);
    }
    std::map<AuthorityId, PeerId> peers;
};

class NotedReports final : public Outlets {
  public:
    void send(const std::vector<PeerId>&, const ValidationMessage&) override {}
    void report(const PeerId& peer, Conduct conduct, std::string_view) override { reports.emplace_back(peer, conduct); }
    void request(const PeerId&, RequestKind, Bytes, std::optional<RequestKind>, OnAnswer) override {}
    std::vector<std::pair<PeerId, Conduct>> reports;
};

class NotingPart final : public Part {
  public:
    void on_leaf(const RelayState& leaf) override { log.push_back("leaf " + std::to_string(leaf.number)); }
    void on_unreadable_leaf(const ActiveLeaves::Leaf& leaf) override {
        log.push_back("unreadable " + std::to_string(leaf.number));
    }
    void on_leaf_gone(const Hash256&) override { log.push_back("gone"); }
    void on_finalized(const ActiveLeaves::Leaf& block) override {
        log.push_back("final " + std::to_string(block.number));
    }
    void on_topology(const Session& session, const PeerTopology& topology) override {
        log.push_back("topology " + std::to_string(session.index) + " of " + std::to_string(topology.all.size()));
        last = topology;
    }
    void on_peer(const PeerId&, const AuthorityIds& authorities) override {
        log.push_back("peer of " + std::to_string(authorities.size()));
    }
    void on_authorities(const PeerId&, const AuthorityIds& authorities) override {
        log.push_back("authorities " + std::to_string(authorities.size()));
    }
    void on_peer_gone(const PeerId&) override { log.push_back("peer gone"); }
    void on_view(const PeerId&, const View& view) override {
        log.push_back("view of " + std::to_string(view.heads.size()));
    }
    void on_message(const PeerId&, const ValidationMessage&) override { log.push_back("message"); }

    std::vector<std::string> take() { return std::exchange(log, {}); }
    std::vector<std::string> log;
    PeerTopology last;
};

class HubTest : public testing::Test, public test::Reader {
  protected:
    using Log = std::vector<std::string>;

    HubTest() { hub.add(part); }
    void import() {
        const Hash256 hash = chain.add_block();
        const auto number = static_cast<BlockNumber>(chain.hashes.size() - 1);
        hub.on_imported({hash, number}, chain.hashes[number - 1]);
    }
    AuthorityId authority(uint32_t validator) const { return {chain.public_key(validator)}; }
    static Bytes view(size_t heads, BlockNumber finalized = 0) {
        View out{.heads = {}, .finalized_number = finalized};
        for (size_t i = 0; i < heads; ++i) out.heads.push_back(Hash256(ByteArray<32>{static_cast<uint8_t>(i)}));
        return scale::encode(ValidationPeerMessage{ValidationPeerMessage::ViewUpdate{out}});
    }

    KnownAuthorities authorities;
    NotedReports outlets;
    NotingPart part;
    std::vector<View> told;
    Hub hub{{states, authorities, outlets, [this](const View& one) { told.push_back(one); }}};
};

TEST_F(HubTest, ANewLeafIsToldBeforeTheOneThatItReplacesIsGone) {
    import();
    EXPECT_EQ(part.take(), (Log{"topology 5 of 0", "leaf 1"}));
    import();
    EXPECT_EQ(part.take(), (Log{"leaf 2", "gone"}));
    ASSERT_EQ(told.size(), 2u);
    EXPECT_EQ(told.back().heads, std::vector{chain.hashes[2]});
}

TEST_F(HubTest, ALeafThatCannotBeReadIsToldAsSuch) {
    chain.answers["ParachainHost_session_info"] = Bytes{0};
    import();
    EXPECT_EQ(part.take(), Log{"unreadable 1"});
    EXPECT_EQ(hub.figures().unreadable_leaves, 1u);
    import();
    EXPECT_EQ(part.take(), (Log{"unreadable 2", "gone"}));
    EXPECT_TRUE(told.back().heads.empty()) << "peers are not asked for what cannot be judged";
    chain.answers.clear();
    import();
    EXPECT_EQ(told.back().heads, std::vector{chain.hashes[3]});
}

TEST_F(HubTest, ATopologyComesWithEachSessionAndWhenMorePeersAreKnown) {
    import();
    (void)part.take();
    hub.update_authorities();
    EXPECT_TRUE(part.take().empty()) << "nothing has changed";
    authorities.peers.emplace(authority(0), test_peer(10));
    hub.update_authorities();
    EXPECT_EQ(part.take(), Log{"topology 5 of 1"});
    chain.first_of_next_session = 2;
    import();
    EXPECT_EQ(part.take(), (Log{"topology 6 of 1", "leaf 2", "gone"}));
}

// After a restart the blocks that are not final may be of a session that no leaf is of.
TEST_F(HubTest, ATopologyComesForTheSessionOfTheFirstBlocksThatAreNotFinal) {
    chain.first_of_next_session = 2;
    chain.add_block();
    hub.on_finalized({chain.hashes[1], 1});
    EXPECT_EQ(part.take(), (Log{"topology 5 of 0", "final 1"}));
    import();
    EXPECT_EQ(part.take(), (Log{"topology 6 of 0", "leaf 2"}));
    hub.know(states.session(5, chain.hashes[1]).value());
    EXPECT_TRUE(part.take().empty()) << "it was told before";
}

// Four validators stand in two rows of two: each has one neighbour in its row and one in its column.
TEST_F(HubTest, RowsAndColumnsAreThoseOfTheGrid) {
    for (uint32_t i = 0; i < 4; ++i) authorities.peers.emplace(authority(i), test_peer(static_cast<uint8_t>(10 + i)));
    import();
    EXPECT_EQ(part.last.all.size(), 4u);
    EXPECT_EQ(part.last.row.size(), 1u);
    EXPECT_EQ(part.last.column.size(), 1u);
    EXPECT_FALSE(part.last.row.contains(test_peer(11))) << "this node itself";
}

TEST_F(HubTest, APeerIsKnownByItsAuthoritiesAsSoonAsTheyAreFound) {
    import();
    (void)part.take();
    hub.on_peer(test_peer(10));
    EXPECT_EQ(part.take(), Log{"peer of 0"});
    authorities.peers.emplace(authority(0), test_peer(10));
    hub.update_authorities();
    EXPECT_EQ(part.take(), (Log{"authorities 1", "topology 5 of 1"}));
    hub.on_peer_gone(test_peer(10));
    hub.on_peer_gone(test_peer(10));
    EXPECT_EQ(part.take(), Log{"peer gone"});
}

// Observed: polkadot-network-bridge 36.0.0
TEST_F(HubTest, MalformedMessagesAndViewsCost) {
    hub.on_peer(test_peer(1));
    (void)part.take();
    hub.on_message(test_peer(1), Bytes{1, 2, 3});
    hub.on_message(test_peer(1), view(6));
    hub.on_message(test_peer(1), view(1, 7));
    hub.on_message(test_peer(1), view(1, 6));
    EXPECT_EQ(part.take(), Log{"view of 1"});
    EXPECT_EQ(outlets.reports, (std::vector<std::pair<PeerId, Conduct>>(3, {test_peer(1), Conduct::kCostMajor})));
    EXPECT_EQ(hub.figures().garbage, 1u);
}

TEST_F(HubTest, AnEmptyViewIsTakenAndAPeerThatIsGoneNotHeard) {
    hub.on_message(test_peer(1), view(1));
    EXPECT_TRUE(part.take().empty());
    hub.on_peer(test_peer(1));
    hub.on_message(test_peer(1), view(0));
    EXPECT_EQ(part.take(), (Log{"peer of 0", "view of 0"}));
    EXPECT_TRUE(outlets.reports.empty());
}

TEST_F(HubTest, FinalityIsToldAfterTheLeavesThatItEnds) {
    import();
    import();
    (void)part.take();
    hub.on_finalized({chain.hashes[1], 1});
    EXPECT_EQ(part.take(), Log{"final 1"});
    hub.on_finalized({Hash256(ByteArray<32>{5}), 2});
    EXPECT_EQ(part.take(), (Log{"gone", "final 2"}));
}

}  // namespace
}  // namespace serinus::services::paras
