#include "consensus/grandpa/types.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "consensus/grandpa/authority_set.hpp"
#include "consensus/grandpa/gossip_messages.hpp"
#include "consensus/grandpa/vectors_test.hpp"
#include "consensus/grandpa/voter_set.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::consensus::grandpa {
namespace {

Bytes hex(std::string_view text) { return *from_hex(text); }

template <class T>
void expect_exact(const Bytes& encoded) {
    const auto value = scale::decode<T>(encoded);
    ASSERT_TRUE(value) << to_string(value.error());
    EXPECT_EQ(scale::encode(*value), encoded);
    for (size_t size = 0; size < encoded.size(); size += 1 + size / 40) {
        EXPECT_FALSE(scale::decode<T>(BytesView(encoded).first(size))) << size;
    }
    Bytes longer = encoded;
    longer.push_back(0);
    EXPECT_FALSE(scale::decode<T>(longer));
}

// Spec: defn-grandpa-justification
TEST(GrandpaTypes, ARealJustification) {
    const Bytes encoded = hex(test::kJustification);
    expect_exact<Justification>(encoded);
    const auto justification = *scale::decode<Justification>(encoded);
    EXPECT_EQ(justification.round, 439559u);
    EXPECT_EQ(justification.commit.target.number, 302592u);
    EXPECT_EQ(justification.commit.precommits.size(), 5u);
    EXPECT_TRUE(justification.votes_ancestries.empty());
}

// Spec: defn-sign-round-vote, defn-vote. Each vote of the commit is signed for its round and set, and for no other.
TEST(GrandpaTypes, SignaturesOfRealVotes) {
    const auto message = *scale::decode<CommitMessage>(hex(test::kCommit));
    const auto commit = *from_compact(message.commit);
    ASSERT_EQ(commit.precommits.size(), 7u);
    for (const SignedVote& vote : commit.precommits) {
        const SignedMessage precommit{{VoteKind::kPrecommit, vote.target}, vote.signature, vote.id};
        EXPECT_TRUE(check_signature(precommit, 3669, 3490));
        EXPECT_FALSE(check_signature(precommit, 3670, 3490));
        EXPECT_FALSE(check_signature(precommit, 3669, 3491));
        EXPECT_FALSE(check_signature({{VoteKind::kPrevote, vote.target}, vote.signature, vote.id}, 3669, 3490));
    }
}

// Spec: defn-grandpa-commit-msg, defn-grandpa-justifications-compact, sect-msg-grandpa
TEST(GrandpaTypes, ARealCommitMessage) {
    Bytes encoded = hex(test::kCommit);
    expect_exact<CommitMessage>(encoded);
    const auto message = *scale::decode<CommitMessage>(encoded);
    EXPECT_EQ(message.set_id, 3490u);
    EXPECT_EQ(to_compact(*from_compact(message.commit)), message.commit);
    CompactCommit uneven = message.commit;
    uneven.authentication.pop_back();
    EXPECT_FALSE(from_compact(uneven));
    encoded.insert(encoded.begin(), 1);
    expect_exact<GossipMessage>(encoded);
}

// Spec: defn-grandpa-neighbor-msg. Source of the bytes: smol-dot/smoldot, lib/src/network/codec/grandpa.rs
TEST(GrandpaTypes, ARealNeighborPacket) {
    const Bytes encoded = hex("0201570e000000000000a20d00000000000031e74d00");
    expect_exact<GossipMessage>(encoded);
    EXPECT_EQ(*scale::decode<GossipMessage>(encoded), GossipMessage(VersionedNeighbor(Neighbor{3671, 3490, 5105457})));
}

// Spec: defn-grandpa-vote-msg, defn-grandpa-catchup-request-msg, defn-grandpa-catchup-response-msg
TEST(GrandpaTypes, IndicesOfTheOtherMessages) {
    const BlockId block{{}, 5};
    const auto vote = scale::encode(GossipMessage(VoteMessage{7, 8, {{VoteKind::kPrimaryPropose, block}, {}, {}}}));
    ASSERT_EQ(vote.size(), 1u + 8 + 8 + 1 + 36 + 64 + 32);
    EXPECT_EQ(to_hex(BytesView(vote).first(18)), "000700000000000000080000000000000002");
    EXPECT_EQ(to_hex(scale::encode(GossipMessage(CatchUpRequest{3, 4}))), "0303000000000000000400000000000000");
    const auto catch_up = scale::encode(GossipMessage(CatchUpMessage{4, {3, {}, {}, block}}));
    EXPECT_EQ(to_hex(catch_up), "04040000000000000003000000000000000000" + std::string(64, '0') + "05000000");
}

// Spec: defn-consensus-message-grandpa
TEST(GrandpaTypes, DigestItems) {
    const std::string key(64, 'a');
    const auto scheduled = hex("0104" + key + "0100000000000000" + "32000000");
    const auto forced =
        hex("0264000000"
            "04" +
            key + "0100000000000000" + "0a000000");
    for (const Bytes& one : {scheduled, forced, hex("030200000000000000"), hex("0405000000"), hex("0506000000")}) {
        expect_exact<ConsensusLog>(one);
    }
    EXPECT_FALSE(scale::decode<ConsensusLog>(hex("00")));

    using primitives::digest::Consensus;
    primitives::Header header;
    header.digest.push_back(Consensus{primitives::kBabeEngine, forced});
    header.digest.push_back(Consensus{primitives::kGrandpaEngine, hex("ff")});
    EXPECT_FALSE(find_change(header));
    header.digest.push_back(Consensus{primitives::kGrandpaEngine, scheduled});
    ASSERT_TRUE(find_change(header));
    EXPECT_EQ(find_change(header)->change.delay, 50u);
    EXPECT_FALSE(find_change(header)->forced_median);
    // A forced change goes first, wherever it stands.
    header.digest.push_back(Consensus{primitives::kGrandpaEngine, forced});
    EXPECT_EQ(find_change(header)->forced_median, 100u);
    EXPECT_EQ(find_change(header)->change.delay, 10u);

    // Bytes behind a change are ignored, an item that is cut is.
    header.digest = {Consensus{primitives::kGrandpaEngine, concat(scheduled, Bytes{1})}};
    EXPECT_EQ(find_change(header)->change.delay, 50u);
    header.digest = {Consensus{primitives::kGrandpaEngine, {scheduled.begin(), scheduled.end() - 1}}};
    EXPECT_FALSE(find_change(header));
}

// Spec: defn-voter-equivocation
TEST(GrandpaTypes, EquivocationProofs) {
    crypto::ed25519::Seed seed;
    EquivocationProof proof{3, VoteKind::kPrevote, {9, crypto::ed25519::public_key_of(seed), {}, {}}};
    const auto sign = [&](BlockNumber number) {
        const BlockId block{{}, number};
        return std::pair(block, crypto::ed25519::sign(seed, signed_bytes({proof.kind, block}, 9, 3)));
    };
    proof.votes.first = sign(1);
    proof.votes.second = sign(2);
    EXPECT_TRUE(check_equivocation(proof));
    expect_exact<EquivocationProof>(scale::encode(proof));
    EXPECT_EQ(scale::encode(proof).size(), 8u + 1 + 8 + 32 + 2 * (36 + 64));

    EquivocationProof same = proof;
    same.votes.second = same.votes.first;
    EXPECT_FALSE(check_equivocation(same));
    EquivocationProof precommits = proof;
    precommits.kind = VoteKind::kPrecommit;
    EXPECT_FALSE(check_equivocation(precommits));
    EquivocationProof other_round = proof;
    other_round.votes.round = 10;
    EXPECT_FALSE(check_equivocation(other_round));
}

// Spec: defn-authority-set-id, sect-authority-set
TEST(GrandpaTypes, TheAuthoritySetOfKusamasLightSpecification) {
    const auto path = serinus::test::shared_data("light/kusama-light.json");
    if (!path) GTEST_SKIP() << serinus::test::kNoSharedData;
    const auto light = serinus::test::Json::read(*path)["lightSyncState"];
    const auto expected = serinus::test::Json::read(*serinus::test::shared_data("light/expected.json"));
    const Bytes encoded = light["grandpaAuthoritySet"].hex();
    expect_exact<AuthoritySet>(encoded);

    const auto set = *scale::decode<AuthoritySet>(encoded);
    ASSERT_EQ(set.current.size(), expected["grandpaAuthorities"].unsigned_integer());
    EXPECT_EQ(to_hex_prefixed(set.current.front().id.bytes), expected["grandpaFirstAuthority"].text());
    EXPECT_EQ(to_hex_prefixed(set.current.back().id.bytes), expected["grandpaLastAuthority"].text());
    EXPECT_EQ(set.set_id, expected["grandpaSetId"].unsigned_integer());
    EXPECT_EQ(VoterSet::from(set.current)->total(), expected["grandpaTotalWeight"].unsigned_integer());
    // Each set ended somewhere above the one before.
    ASSERT_FALSE(set.history.empty());
    for (size_t i = 1; i < set.history.size(); ++i) EXPECT_EQ(set.history[i].first, set.history[i - 1].first + 1);
    EXPECT_EQ(set.history.back().first + 1, set.set_id);
}

}  // namespace
}  // namespace serinus::consensus::grandpa
