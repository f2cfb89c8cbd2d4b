// Which authorities a validator is connected to.
// Observed: polkadot-gossip-support 36.0.0
#include "parachain/statements/gossip_support.hpp"

#include <gtest/gtest.h>

#include "parachain/statements/statements_test_support.hpp"

namespace serinus::parachain {
namespace {

/// This node has the keys of authority 0; peers of others are known as they are put into `known`.
class GossipSupportTest : public testing::Test {
  protected:
    static GossipSession session(SessionIndex index, uint32_t validators = 9) {
        GossipSession out{index, {}, {7}};
        for (uint32_t i = 0; i < validators; ++i) out.discovery_keys.push_back(authority_numbered(i));
        return out;
    }
    void leaf(SessionIndex index, uint32_t authorities = 9) {
        support.on_leaf(session(index), session(index, authorities).discovery_keys, now, out);
    }
    void know(uint32_t from, uint32_t to) {
        for (uint32_t i = from; i < to; ++i) known[authority_numbered(i)] = {peer_numbered(i)};
    }
    template <class E>
    std::vector<E> take() {
        std::vector<E> found;
        std::erase_if(out, [&](const GossipSupportEffect& effect) {
            const auto* one = std::get_if<E>(&effect.v);
            if (one != nullptr) found.push_back(*one);
            return one != nullptr;
        });
        return found;
    }

    std::map<AuthorityId, std::set<PeerId>> known;
    GossipSupport support{{authority_numbered(0)}, [this](const AuthorityId& key) {
                              const auto found = known.find(key);
                              return found == known.end() ? std::set<PeerId>{} : found->second;
                          }};
    GossipSupport::Effects out;
    Millis now = 0;
};

TEST_F(GossipSupportTest, ConnectsToAllAuthoritiesOfThreeSessions) {
    know(1, 12);
    leaf(5, 12);
    const auto connect = take<GossipSupportEffect::Connect>();
    ASSERT_EQ(connect.size(), 1u);
    EXPECT_EQ(connect[0].authorities.size(), 11u) << "all but itself";
    const auto grids = take<GossipSupportEffect::Grid>();
    ASSERT_EQ(grids.size(), 1u);
    EXPECT_EQ(grids[0].session, 5u);
    EXPECT_EQ(grids[0].own, ValidatorIndex{0});
    EXPECT_EQ(grids[0].grid.order(), SessionGrid(9, {7}).order());
    out.clear();
    leaf(5, 12);
    EXPECT_TRUE(out.empty()) << "once a session";
    leaf(6, 12);
    EXPECT_EQ(take<GossipSupportEffect::Grid>().size(), 1u);
    EXPECT_EQ(support.connectivity().wanted, 11u);
    EXPECT_EQ(support.connectivity().found, 11u);
}

TEST_F(GossipSupportTest, OtherNodesConnectToNobody) {
    GossipSupport other({authority_numbered(77)}, [](const AuthorityId&) { return std::set<PeerId>{}; });
    other.on_leaf(session(5), session(5).discovery_keys, 0, out);
    EXPECT_TRUE(take<GossipSupportEffect::Connect>().at(0).authorities.empty());
    EXPECT_TRUE(take<GossipSupportEffect::Grid>().empty());
    EXPECT_FALSE(other.is_authority());
}

TEST_F(GossipSupportTest, LooksAgainWhenAThirdIsMissing) {
    know(1, 6);
    leaf(5);
    EXPECT_EQ(take<GossipSupportEffect::Connect>().size(), 1u);
    EXPECT_EQ(support.wake_at(), GossipSupport::kRetryDelay) << "three of eight are not known";
    now = GossipSupport::kRetryDelay - 1;
    leaf(5);
    EXPECT_TRUE(take<GossipSupportEffect::Connect>().empty());
    know(6, 7);
    support.on_time(GossipSupport::kRetryDelay, out);
    EXPECT_EQ(take<GossipSupportEffect::Connect>().size(), 1u);
    EXPECT_EQ(support.wake_at(), GossipSupport::kRetryDelay + GossipSupport::kLookAgain) << "two of eight are few";
}

TEST_F(GossipSupportTest, FollowsAddressesThatChange) {
    know(1, 9);
    leaf(5);
    take<GossipSupportEffect::Connect>();
    support.on_time(GossipSupport::kLookAgain, out);
    EXPECT_TRUE(take<GossipSupportEffect::ConnectAlso>().empty());
    known[authority_numbered(3)] = {peer_numbered(33)};
    support.on_time(2 * GossipSupport::kLookAgain, out);
    EXPECT_EQ(take<GossipSupportEffect::ConnectAlso>().at(0).authorities, std::set{authority_numbered(3)});
    EXPECT_TRUE(take<GossipSupportEffect::Connect>().empty());
}

TEST_F(GossipSupportTest, TellsWhichPeersAreWhichAuthorities) {
    know(1, 5);
    leaf(5);
    out.clear();
    support.connect(peer_numbered(1), out);
    support.connect(peer_numbered(7), out);
    auto keys = take<GossipSupportEffect::PeerKeys>();
    ASSERT_EQ(keys.size(), 1u);
    EXPECT_EQ(keys[0].authorities, std::set{authority_numbered(1)});
    know(5, 9);
    leaf(5);
    keys = take<GossipSupportEffect::PeerKeys>();
    ASSERT_EQ(keys.size(), 1u);
    EXPECT_EQ(keys[0].peer, peer_numbered(7));
    const auto peers = take<GossipSupportEffect::Peers>();
    ASSERT_EQ(peers.size(), 1u);
    EXPECT_EQ(peers[0].topology.all.size(), 8u);
    EXPECT_EQ(peers[0].topology.row.size(), 2u);
    EXPECT_EQ(peers[0].topology.column.size(), 2u);
    EXPECT_EQ(support.connectivity().connected, 2u);
    known.erase(authority_numbered(1));
    leaf(5);
    EXPECT_TRUE(take<GossipSupportEffect::PeerKeys>().at(0).authorities.empty());
    support.disconnect(peer_numbered(7));
    EXPECT_EQ(support.connectivity().connected, 0u);
}

// After a start blocks of the session before may still have to be approved.
TEST_F(GossipSupportTest, HasAGridForTheBlocksThatAreNotFinal) {
    leaf(5);
    out.clear();
    EXPECT_TRUE(support.needs_finalized(4));
    EXPECT_FALSE(support.needs_finalized(5));
    support.on_finalized(session(4), out);
    EXPECT_EQ(take<GossipSupportEffect::Grid>().at(0).session, 4u);
    EXPECT_FALSE(support.needs_finalized(4));
    support.on_finalized(session(4), out);
    EXPECT_TRUE(take<GossipSupportEffect::Grid>().empty());
}

}  // namespace
}  // namespace serinus::parachain
