// Which collators a validator gives places to. Whom it trusts follows from final blocks, and stays over a restart.
#include <gtest/gtest.h>

#include "primitives/parachain/ump_signals.hpp"
#include "services/parachain/availability/columns.hpp"
#include "services/parachain/collation/collations.hpp"
#include "services/parachain/test_parts.hpp"

namespace serinus::services::paras {
namespace {

using runtime_api::parachain_host::CandidateEvent;
using test::test_peer;
namespace v9 = polkadot_primitives::v9;

class IdleExecutor final : public CandidateExecutor {
  public:
    void execute(pvf::Host::Request, OnVerdict) override {}
    void update_leaves(std::vector<Hash256>) override {}
    void precheck(std::shared_ptr<const pvf::SessionCode>, OnPrecheck) override {}
};

class NoCollators final : public CollatorOutlets {
  public:
    void send_to_collator(const PeerId&, uint8_t, Bytes) override {}
    void put_out_collator(const PeerId& peer) override { put_out.push_back(peer); }
    std::vector<PeerId> put_out;
};

class CollatorScoresTest : public testing::Test, public test::PartTest {
  protected:
    Collations make() {
        return Collations(
            {*scheduler, *lane, states, chain, network, collators, candidates, candidates, timelines, calls, *disk});
    }
    /// A block that includes a candidate which names its collator's peer; it was pending at the block before.
    Hash256 add_including_block(const PeerId& collator) {
        parachain::CommittedCandidateReceipt receipt;
        receipt.descriptor.para_id = test::RelayChain::kPara;
        v9::VersionedFields fields;
        fields.session_index = 5;
        v9::set_versioned_fields(receipt.descriptor, fields);
        const Bytes peer = to_bytes(collator.bytes());
        const v9::UmpSignal signal{v9::ApprovedPeer{*scale::BoundedVec<uint8_t, 64>::from(peer)}};
        receipt.commitments.upward_messages =
            *polkadot_primitives::v5::UpwardMessages::from({Bytes(), scale::encode(signal)});
        chain.answers_at[chain.hashes.back()]["ParachainHost_candidates_pending_availability"] =
            scale::encode(std::vector{receipt});
        chain.events = {{CandidateEvent::Included{receipt.to_plain(), {}, {0}, {0}}}};
        const Hash256 out = chain.add_block();
        chain.answers_at[out]["ParachainHost_candidate_events"] = scale::encode(chain.events);
        chain.events.clear();
        return out;
    }

    IdleExecutor executor;
    NoCollators collators;
    CandidateChecker checker{states, calls, executor};
    SignedOnce signed_once{*disk};
    std::unique_ptr<platform::Lane> jobs = scheduler->make_lane({.name = "jobs"});
    Candidates candidates{
        {*scheduler, *lane, *jobs, keys, states, peers, network, *store, signed_once, executor, checker, timelines}};
    const PeerId good = test_peer(77);
};

TEST_F(CollatorScoresTest, EachIncludedCandidateOfFinalBlocksAddsToItsCollatorsScoreOnce) {
    Collations part = make();
    add_including_block(good);
    const Hash256 second = add_including_block(good);
    part.on_finalized({second, 2});
    EXPECT_EQ(part.scores().find(test::RelayChain::kPara, good), 2u);
    part.on_finalized({second, 2});
    EXPECT_EQ(part.scores().find(test::RelayChain::kPara, good), 2u) << "counted";
    part.on_finalized({add_including_block(good), 3});
    EXPECT_EQ(part.scores().find(test::RelayChain::kPara, good), 3u);
    EXPECT_EQ(part.scores().find(test::RelayChain::kPara, test_peer(78)), 0u);
}

TEST_F(CollatorScoresTest, ScoresStayOverARestart) {
    {
        Collations part = make();
        part.on_finalized({add_including_block(good), 1});
        part.store_scores();
    }
    Collations again = make();
    again.restore_scores();
    EXPECT_EQ(again.scores().find(test::RelayChain::kPara, good), 1u);
    again.on_finalized({chain.hashes[1], 1});
    EXPECT_EQ(again.scores().find(test::RelayChain::kPara, good), 1u) << "its block was counted before";
}

TEST_F(CollatorScoresTest, ScoresThatCannotBeReadBeginAnew) {
    auto batch = disk->batch();
    batch->put(columns::kScores, as_bytes(std::string_view("collator scores")), Bytes{1, 2, 3});
    ASSERT_TRUE(disk->commit(std::move(batch), storage::Durability::kBuffered));
    Collations part = make();
    part.restore_scores();
    EXPECT_TRUE(part.scores().all().empty());
}

// The own group is on core 1, which has no para, and changes to core 0 with block 20; the claim queue reaches three
// blocks.
TEST_F(CollatorScoresTest, CollatorsMayComeBeforeItsGroupChangesToTheirCore) {
    Collations part = make();
    const auto groups_at = [&](const Hash256& block, parachain::BlockNumber child) {
        chain.answers_at[block]["ParachainHost_validator_groups"] =
            scale::encode(test::api::ValidatorGroups(chain.info.validator_groups._0, {0, 10, child}));
        return states.at(block).value();
    };
    const Hash256 first = chain.add_block(), second = chain.add_block();
    part.on_leaf(*groups_at(first, 16));
    part.on_collator(good, 4);
    EXPECT_EQ(std::exchange(collators.put_out, {}), std::vector{good}) << "too early";
    part.on_leaf(*groups_at(second, 17));
    part.on_leaf_gone(first);
    part.on_collator(good, 4);
    EXPECT_TRUE(collators.put_out.empty());
    EXPECT_EQ(part.figures().collators, 1u);
}

}  // namespace
}  // namespace serinus::services::paras
