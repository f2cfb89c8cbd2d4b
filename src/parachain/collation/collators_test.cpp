// Which collators validators trust and keep. Observed: polkadot-collator-protocol 36.0.0
#include <gtest/gtest.h>

#include "parachain/collation/collator_peers.hpp"
#include "tests/support/random.hpp"

namespace serinus::parachain {
namespace {

namespace v9 = polkadot_primitives::v9;

PeerId peer_of(uint32_t number) {
    crypto::ed25519::PublicKey key;
    store_le(key.data(), number);
    return PeerId::of(key);
}

const ParaId kFirstPara{1000};
const ParaId kSecondPara{2000};

ScoreBumps bump(ParaId para, uint32_t peer, Score by) { return {{para, {{peer_of(peer), by}}}}; }

TEST(CollatorScores, GrowWithIncludedCandidatesThatNameThePeer) {
    CommittedCandidateReceipt candidate;
    candidate.descriptor.para_id = kFirstPara;
    const auto naming = [&](BytesView peer) {
        const v9::ApprovedPeer approved{*scale::BoundedVec<uint8_t, 64>::from(Bytes(peer.begin(), peer.end()))};
        candidate.commitments.upward_messages =
            *polkadot_primitives::v5::UpwardMessages::from({{}, scale::encode(v9::UmpSignal{approved})});
        return candidate;
    };
    const auto bumps_of = [](const CommittedCandidateReceipt& one, bool is_included) {
        ScoreBumps out;
        std::set<CandidateHash> included;
        if (is_included) included.insert(one.hash());
        add_bumps(included, std::span(&one, 1), out);
        return out;
    };
    const auto good = naming(peer_of(1).bytes());
    ASSERT_FALSE(v9::version_of(good.descriptor).is_v1());
    EXPECT_EQ(bumps_of(good, true), bump(kFirstPara, 1, 1));
    EXPECT_EQ(bumps_of(good, false), ScoreBumps{}) << "pending still";
    EXPECT_EQ(bumps_of(naming(Bytes{1, 2, 3}), true), ScoreBumps{}) << "no peer id";
    auto two = bumps_of(good, true);
    add_bumps({good.hash()}, std::span(&good, 1), two);
    EXPECT_EQ(two, bump(kFirstPara, 1, 2));
    candidate.commitments.upward_messages = {};
    EXPECT_EQ(bumps_of(candidate, true), ScoreBumps{}) << "no signal";
}

TEST(CollatorScores, CountABlockOnce) {
    CollatorScores scores;
    EXPECT_EQ(scores.on_finalized(5, bump(kFirstPara, 1, 2), 0).size(), 1U);
    EXPECT_TRUE(scores.on_finalized(5, bump(kFirstPara, 1, 2), 0).empty());
    EXPECT_TRUE(scores.on_finalized(4, bump(kFirstPara, 1, 2), 0).empty());
    EXPECT_EQ(scores.find(kFirstPara, peer_of(1)), 2);
    EXPECT_EQ(scores.find(kSecondPara, peer_of(1)), 0) << "each para by itself";
    EXPECT_EQ(scores.counted_to(), 5U);
}

TEST(CollatorScores, FallFast) {
    CollatorScores scores;
    scores.on_finalized(1, bump(kFirstPara, 1, kMaxScore), 0);
    scores.on_finalized(2, bump(kFirstPara, 1, 1), 0);
    EXPECT_EQ(scores.find(kFirstPara, peer_of(1)), kMaxScore);
    EXPECT_EQ(scores.slash(kFirstPara, peer_of(1), kFailedFetchSlash).score, 65535 - 10922);
    EXPECT_EQ(scores.slash(kFirstPara, peer_of(1), kInvalidCollationSlash).score, 65535 - 10922 - 32767);
    EXPECT_EQ(scores.slash(kFirstPara, peer_of(1), kInvalidCollationSlash).score, 0);
    EXPECT_TRUE(scores.all().empty());
    EXPECT_EQ(scores.slash(kSecondPara, peer_of(9), 1).score, 0);
}

TEST(CollatorScores, DelayStrangersUnlessAllAre) {
    EXPECT_EQ(fetch_delay(0, 1), 300U);
    EXPECT_EQ(fetch_delay(0, 0), 0U);
    EXPECT_EQ(fetch_delay(1, 60000), 0U);
}

TEST(CollatorScores, KeepThoseThatAreHighForTheirAge) {
    CollatorScores scores(2);
    scores.on_finalized(1, bump(kFirstPara, 1, 100), 0);   // 100 in 1000 ms
    scores.on_finalized(2, bump(kFirstPara, 2, 20), 900);  // 20 in 100 ms
    const auto changes = scores.on_finalized(3, bump(kFirstPara, 3, 1), 1000);
    EXPECT_EQ(changes, (std::vector<CollatorScores::Change>{{kFirstPara, peer_of(3), 1}, {kFirstPara, peer_of(1), 0}}));
    scores.on_finalized(4, {{kFirstPara, {{peer_of(4), 7}, {peer_of(5), 9}}}}, 2000);
    EXPECT_EQ(scores.find(kFirstPara, peer_of(4)), 7);
    EXPECT_EQ(scores.find(kFirstPara, peer_of(5)), 9);
    EXPECT_EQ(scores.all().at(kFirstPara).size(), 2U);
    scores.on_finalized(5, bump(kSecondPara, 4, 7), 3000);
    scores.retain({kSecondPara});
    EXPECT_EQ(scores.highest(kFirstPara), 0);
    EXPECT_EQ(scores.highest(kSecondPara), 7);
}

TEST(CollatorScores, SurviveARestart) {
    CollatorScores scores;
    scores.on_finalized(7, bump(kFirstPara, 1, 3), 50);
    CollatorScores other;
    other.restore(scores.counted_to(), scores.all(), 60);
    EXPECT_EQ(other.all(), scores.all());
    EXPECT_TRUE(other.on_finalized(7, bump(kFirstPara, 1, 3), 60).empty());
    CollatorScores small(1);
    small.restore(
        8, {{kFirstPara, {{peer_of(1), {3, 0}}, {peer_of(2), {4, 0}}, {peer_of(3), {0, 0}}}}, {kSecondPara, {}}}, 60);
    EXPECT_EQ(small.all(), (std::map<ParaId, CollatorScores::OfPara>{{kFirstPara, {{peer_of(2), {4, 0}}}}}));
}

using Dropped = CollatorPeers::Dropped;

TEST(CollatorPeers, StayWhileTheyHaveAPlace) {
    CollatorScores scores;
    scores.on_finalized(1, {{kFirstPara, {{peer_of(3), 5}, {peer_of(4), 2}}}, {kSecondPara, {{peer_of(4), 1}}}}, 0);
    CollatorPeers peers(scores, {4, 2});
    EXPECT_EQ(peers.connect(peer_of(1)), Dropped{peer_of(1)}) << "nothing to collate for yet";
    peers.set_paras({kFirstPara, kSecondPara});
    EXPECT_EQ(peers.connect(peer_of(1)), Dropped{});
    EXPECT_EQ(peers.connect(peer_of(2)), Dropped{});
    EXPECT_EQ(peers.connect(peer_of(5)), Dropped{peer_of(5)}) << "no better than those";
    EXPECT_EQ(peers.connect(peer_of(3)), Dropped{}) << "one of them has its place for the other para yet";
    EXPECT_EQ(peers.size(), 3U);
    // Places of A: 3, and one of 1 and 2; of B: 1 and 2.
    const auto dropped = peers.connect(peer_of(4));
    EXPECT_EQ(dropped.size(), 1U) << "the other place of A, and the same peer's of B";
    EXPECT_EQ(peers.size(), 3U);
    EXPECT_EQ(peers.connect(peer_of(4)), Dropped{}) << "as before";
}

TEST(CollatorPeers, DeclareOnce) {
    CollatorScores scores;
    CollatorPeers peers(scores);
    peers.set_paras({kFirstPara, kSecondPara});
    peers.connect(peer_of(1));
    EXPECT_EQ(peers.count(kSecondPara), 1U);
    EXPECT_EQ(peers.para_of(peer_of(1)), std::nullopt);
    EXPECT_EQ(peers.declare(peer_of(1), kFirstPara), Dropped{});
    EXPECT_EQ(peers.declare(peer_of(1), kFirstPara), Dropped{});
    EXPECT_EQ(peers.count(kSecondPara), 0U);
    EXPECT_EQ(peers.para_of(peer_of(1)), kFirstPara);
    EXPECT_EQ(peers.declare(peer_of(1), kSecondPara), Dropped{peer_of(1)}) << "another para";
    EXPECT_EQ(peers.size(), 0U);
    peers.connect(peer_of(2));
    EXPECT_EQ(peers.declare(peer_of(2), ParaId{3}), Dropped{peer_of(2)}) << "not backed here";
    EXPECT_EQ(peers.declare(peer_of(2), kFirstPara), Dropped{}) << "not connected";
}

TEST(CollatorPeers, ChangeWithTheParas) {
    CollatorScores scores;
    CollatorPeers peers(scores);
    peers.set_paras({kFirstPara, kSecondPara});
    peers.connect(peer_of(1));
    peers.declare(peer_of(1), kFirstPara);
    peers.connect(peer_of(2));
    EXPECT_EQ(peers.set_paras({kFirstPara, kSecondPara}), Dropped{});
    EXPECT_EQ(peers.set_paras({kSecondPara}), Dropped{peer_of(1)});
    EXPECT_EQ(peers.set_paras({}), Dropped{peer_of(2)});
}

TEST(CollatorPeers, NeverExceedTheirPlaces) {
    auto random = test::seeded_random();
    CollatorScores scores;
    CollatorPeers peers(scores, {12, 5});
    const std::vector<ParaId> all{{1}, {2}, {3}, {4}};
    std::set<ParaId> paras;
    std::set<PeerId> connected;  // as the network sees it
    BlockNumber number = 0;
    for (int step = 0; step < 3000; ++step) {
        const PeerId peer = peer_of(static_cast<uint32_t>(random() % 30));
        const ParaId para = all[random() % all.size()];
        Dropped dropped;
        switch (random() % 8) {
            case 0:
                if (random() % 10 == 0) {
                    paras.clear();
                    for (const ParaId one : all) {
                        if (random() % 2 == 0) paras.insert(one);
                    }
                    dropped = peers.set_paras(paras);
                }
                break;
            case 1:
                dropped = peers.declare(peer, para);
                break;
            case 2:
                peers.disconnect(peer);
                connected.erase(peer);
                break;
            case 3:
                ++number;
                for (const auto& change :
                     scores.on_finalized(number, {{para, {{peer, static_cast<Score>(random() % 3)}}}}, number * 6000)) {
                    peers.on_score(change);
                }
                break;
            case 4:
                peers.on_score(scores.slash(para, peer, static_cast<Score>(random() % 3)));
                break;
            default:
                connected.insert(peer);
                dropped = peers.connect(peer);
        }
        for (const PeerId& one : dropped) connected.erase(one);
        ASSERT_EQ(peers.size(), connected.size());
        for (const PeerId& one : connected) ASSERT_TRUE(peers.contains(one));
        const size_t limit = paras.empty() ? 0 : std::min<size_t>(12 / paras.size(), 5);
        size_t places = 0;
        for (const ParaId one : all) {
            ASSERT_LE(peers.count(one), paras.contains(one) ? limit : 0);
            places += peers.count(one);
        }
        ASSERT_GE(places, peers.size());
    }
}

TEST(CollatorScores, ComeBackFromTheStore) {
    CollatorScores scores;
    scores.on_finalized(7, {{ParaId{1000}, {{peer_of(1), 5}, {peer_of(2), 9}}}, {ParaId{7}, {{peer_of(1), 1}}}}, 70);
    CollatorScores again;
    ASSERT_TRUE(restore_scores(encode_scores(scores), 80, again));
    EXPECT_EQ(again.all(), scores.all());
    EXPECT_EQ(again.counted_to(), 7u);
    const Bytes stored = encode_scores(scores);
    for (size_t length = 0; length < stored.size(); ++length) {
        EXPECT_FALSE(restore_scores(BytesView(stored).first(length), 80, again));
    }
    EXPECT_EQ(again.all(), scores.all());
}

}  // namespace
}  // namespace serinus::parachain
