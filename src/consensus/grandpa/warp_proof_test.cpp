// Warp proofs of a chain in memory whose authorities change, made and followed.
#include "consensus/grandpa/warp_proof.hpp"
#include "chain/import/refusal_reason.hpp"

#include <gtest/gtest.h>

#include "chain/client/client_test_support.hpp"
#include "codec/scale.hpp"
#include "consensus/grandpa/follow.hpp"
#include "consensus/grandpa/stored.hpp"
#include "crypto/ed25519.hpp"
#include "platform/virtual_scheduler.hpp"

namespace serinus::consensus::grandpa {
namespace {

using crypto::ed25519::public_key_of;
using primitives::digest::Consensus;
using serinus::test::TestChain;

crypto::ed25519::Seed voter(uint8_t number) { return *crypto::ed25519::Seed::from(Bytes(32, number)); }
AuthorityList alone(uint8_t number) { return {{public_key_of(voter(number)), 1}}; }

/// Voter n is the only one of set n; each `period` blocks it hands over to the next.
class ChangingChain {
  public:
    ChangingChain() {
        AuthoritySet set;
        set.current = alone(0);
        EXPECT_TRUE(chain->put_aux({keep_set(set)}));
        follower_ = *follow(*chain, *scheduler_);
    }

    /// Blocks of which the last one hands over, or is only justified.
    BlockId add_blocks(int count, bool hands_over) {
        BlockId id;
        for (int i = 1; i <= count; ++i) {
            auto block = chain.build(chain->best().hash).block;
            std::optional<primitives::Justifications> proofs;
            if (i == count && hands_over) {
                const ConsensusLog log = ScheduledChange{alone(static_cast<uint8_t>(set_ + 1)), 0};
                block.header.digest.push_back(Consensus{primitives::kGrandpaEngine, scale::encode(log)});
            }
            id = {primitives::header_hash(block.header), block.header.number.value};
            if (i == count) proofs = {justify(id)};
            const auto done = chain->import({block, proofs}, chain::BlockOrigin::kFile);
            EXPECT_TRUE(done && done->kind == chain::ImportOutcome::Kind::kImported);
        }
        EXPECT_EQ(chain->finalized(), id);
        if (hands_over) ++set_;
        return id;
    }
    WarpProof proof(const Hash256& begin, size_t max_bytes = kMaxWarpProofBytes) {
        const auto bytes = make_warp_proof(*chain, begin, max_bytes);
        EXPECT_TRUE(bytes && *bytes);
        if (!bytes || !*bytes) return {};
        EXPECT_LE((*bytes)->size(), max_bytes);
        return *scale::decode<WarpProof>(**bytes);
    }

    TestChain chain;

  private:
    primitives::Justification justify(const BlockId& block) const {
        const auto seed = voter(static_cast<uint8_t>(set_));
        const Message message{VoteKind::kPrecommit, block};
        const auto signature = crypto::ed25519::sign(seed, signed_bytes(message, 1, set_));
        return {primitives::kGrandpaEngine,
                scale::encode(Justification{1, {block, {{block, signature, public_key_of(seed)}}}, {}})};
    }

    platform::VirtualTime time_{1};
    std::unique_ptr<platform::Scheduler> scheduler_ = time_.make_scheduler({});
    std::unique_ptr<Follower> follower_;
    SetId set_ = 0;
};

/// The set after all fragments; fails if one is not good.
WarpAuthorities follow_proof(WarpAuthorities set, const WarpProof& proof) {
    for (const auto& fragment : proof.fragments) {
        const auto refusal = check_fragment(fragment, set, {});
        EXPECT_FALSE(refusal) << (refusal ? refusal->text : "");
        if (auto next = next_authorities(fragment.header)) set = {set.set_id + 1, *std::move(next)};
    }
    return set;
}

// Spec: defn-warp-sync-proof
TEST(WarpProof, LeadsFromTheGenesisThroughAllSetsToTheLastJustification) {
    ChangingChain chain;
    for (int i = 0; i < 5; ++i) chain.add_blocks(3, true);
    const BlockId last = chain.add_blocks(2, false);

    const WarpProof proof = chain.proof(chain.chain->genesis().hash);
    EXPECT_TRUE(proof.is_finished);
    ASSERT_EQ(proof.fragments.size(), 6u);
    EXPECT_EQ(primitives::header_hash(proof.fragments.back().header), last.hash);
    EXPECT_EQ(follow_proof({0, alone(0)}, proof), (WarpAuthorities{5, alone(5)}));

    const auto middle = *chain.chain->find_hash(9);  // the last block of the third set
    const WarpProof rest = chain.proof(*middle);
    ASSERT_EQ(rest.fragments.size(), 3u);
    EXPECT_EQ(follow_proof({3, alone(3)}, rest).set_id, 5u);
}

// Observed: polkadot 1.25: a node that warps does not get over a target whose parent is the block of another fragment.
TEST(WarpProof, DoesNotEndWithTheChildOfTheLastBlockOfASet) {
    ChangingChain chain;
    chain.add_blocks(2, true);
    const BlockId end = chain.add_blocks(2, true);
    chain.add_blocks(1, false);
    const WarpProof proof = chain.proof(chain.chain->genesis().hash);
    EXPECT_TRUE(proof.is_finished);
    ASSERT_EQ(proof.fragments.size(), 2u);
    EXPECT_EQ(primitives::header_hash(proof.fragments.back().header), end.hash);
    EXPECT_EQ(chain.proof(end.hash).fragments.size(), 1u) << "of one who knows the last block of the set";
    const BlockId next = chain.add_blocks(1, false);
    EXPECT_EQ(primitives::header_hash(chain.proof(chain.chain->genesis().hash).fragments.back().header), next.hash);
}

TEST(WarpProof, ThatIsTooLargeEndsUnfinishedAtAChangeAndGoesOnFromThere) {
    ChangingChain chain;
    for (int i = 0; i < 5; ++i) chain.add_blocks(2, true);
    chain.add_blocks(2, false);
    WarpAuthorities set{0, alone(0)};
    Hash256 begin = chain.chain->genesis().hash;
    size_t proofs = 0;
    for (bool is_finished = false; !is_finished; ++proofs) {
        const WarpProof proof = chain.proof(begin, 1'100);
        ASSERT_FALSE(proof.fragments.empty());
        set = follow_proof(set, proof);
        begin = primitives::header_hash(proof.fragments.back().header);
        is_finished = proof.is_finished;
        ASSERT_LT(proofs, 10u);
    }
    EXPECT_GT(proofs, 1u);
    EXPECT_EQ(set.set_id, 5u);
}

TEST(WarpProof, OfAChainWithoutFinalityIsEmptyAndOneThatBeginsElsewhereIsNotGiven) {
    ChangingChain chain;
    EXPECT_EQ(chain.proof(chain.chain->genesis().hash), (WarpProof{{}, true}));
    chain.add_blocks(2, true);
    EXPECT_EQ(*make_warp_proof(*chain.chain, Hash256()), std::nullopt);
    const auto unfinal = chain.chain.add(chain.chain->best().hash);
    EXPECT_EQ(*make_warp_proof(*chain.chain, unfinal), std::nullopt);
    EXPECT_EQ(chain.proof(*chain.chain->find_hash(2).value()).fragments.size(), 1u) << "the block itself, once more";
}

TEST(WarpProof, AFragmentOfAnotherSetOrBlockIsRefused) {
    ChangingChain chain;
    chain.add_blocks(2, true);
    chain.add_blocks(2, true);
    const WarpProof proof = chain.proof(chain.chain->genesis().hash);
    EXPECT_TRUE(check_fragment(proof.fragments[0], {1, alone(0)}, {})) << "of another set";
    EXPECT_TRUE(check_fragment(proof.fragments[0], {0, alone(1)}, {})) << "by another voter";
    const WarpFragment mixed{proof.fragments[1].header, proof.fragments[0].justification};
    const auto refusal = check_fragment(mixed, {0, alone(0)}, {});
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->reason, chain::RefusalReason::kJustificationOfOtherBlock);
}

TEST(WarpProof, UsesTheFragmentsThatCameByWarp) {
    ChangingChain chain;
    chain.add_blocks(2, true);
    const WarpProof proof = chain.proof(chain.chain->genesis().hash);
    WarpFragment kept = proof.fragments[0];
    kept.justification.round = 77;
    ASSERT_TRUE(chain.chain->put_aux({keep_fragment(0, kept)}));
    EXPECT_EQ(chain.proof(chain.chain->genesis().hash).fragments[0], kept);
}

}  // namespace
}  // namespace serinus::consensus::grandpa
