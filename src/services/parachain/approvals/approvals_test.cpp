#include "services/parachain/approvals/approvals.hpp"

#include <gtest/gtest.h>

#include "services/parachain/availability/columns.hpp"
#include "services/parachain/test_parts.hpp"

namespace serinus::services::paras {
namespace {

using test::UnreadableDisk;

class NoVerdicts final : public CandidateExecutor {
  public:
    void execute(pvf::Host::Request, OnVerdict) override {}
    void update_leaves(std::vector<Hash256>) override {}
    void precheck(std::shared_ptr<const pvf::SessionCode>, OnPrecheck) override {}
};

/// The blocks of this relay chain have no VRF: nobody is assigned to what they have included.
class ApprovalsTest : public testing::Test, public test::PartTest {
  protected:
    ApprovalsTest() { approvals.on_finalized({chain.hashes[0], 0}); }

    void set_leaf(const Hash256& hash) { approvals.on_leaf(**states.at(hash)); }
    BlockNumber reached(const Hash256& leaf) const { return limits.find(leaf)->approved; }

    NoVerdicts executor;
    ApprovalRecords records{*disk};
    DisputeRecords dispute_records{*disk};
    CandidateChecker checker{states, calls, executor};
    std::unique_ptr<platform::Lane> jobs = scheduler->make_lane({.name = "jobs"});
    Recoveries recoveries{{*scheduler, *lane, *jobs, peers, network, &*store}};
    FinalityLimits limits;
    Disputes disputes{{*scheduler, *lane, keys, states, calls, chain, peers, network, dispute_records, recoveries,
                       checker, timelines, [](const Hash256&) { return true; }}};
    Approvals approvals{{*scheduler, *lane, keys, states, calls, chain, network, records, recoveries, checker, limits,
                         disputes, timelines},
                        6000};
};

// Fails closed: an error is no reason to vote for what nobody has approved.
TEST_F(ApprovalsTest, OfALeafOfWhichNothingIsKnownWhatIsBelowItCounts) {
    const Hash256 good = chain.add_block();
    set_leaf(good);
    EXPECT_EQ(reached(good), 1u);
    chain.answers["ParachainHost_candidate_events"] = Bytes{1, 2, 3};
    const Hash256 bad = chain.add_block();
    approvals.on_unreadable_leaf({bad, 2});
    approvals.on_leaf_gone(good);
    EXPECT_EQ(reached(bad), 1u) << "up to the last block that is known";
    const Hash256 next = chain.add_block();
    set_leaf(next);
    EXPECT_EQ(reached(next), 1u) << "what it has included is not known";
}

TEST_F(ApprovalsTest, ABlockThatCouldNotBeReadIsReadAgainBeforeThoseAboveIt) {
    set_leaf(chain.add_block());
    const Hash256 bad = chain.add_block();
    chain.answers_at[bad]["ParachainHost_candidate_events"] = Bytes{1, 2, 3};
    set_leaf(bad);
    set_leaf(chain.add_block());
    EXPECT_EQ(approvals.figures().blocks, 1u) << "nothing above it";
    chain.answers_at.clear();
    const Hash256 leaf = chain.add_block();
    set_leaf(leaf);
    EXPECT_EQ(approvals.figures().blocks, 4u);
    EXPECT_EQ(reached(leaf), 4u);
}

TEST_F(ApprovalsTest, WhatHasIncludedACandidateWaitsForApprovals) {
    chain.events = {{runtime_api::parachain_host::CandidateEvent::Included{put_on_core({1, 2, 3}), {}, {0}, {1}}}};
    set_leaf(chain.add_block());
    const Hash256 leaf = chain.add_block();
    set_leaf(leaf);
    EXPECT_EQ(reached(leaf), 0u);
}

TEST_F(ApprovalsTest, TimelinesSayWhatTheApprovalsOfACandidateAre) {
    const auto receipt = put_on_core({1, 2, 3});
    chain.events = {{runtime_api::parachain_host::CandidateEvent::Included{receipt, {}, {0}, {1}}}};
    const Hash256 including = chain.add_block();
    set_leaf(including);
    chain.events.clear();
    approvals.report_standings();
    const auto timeline = timelines.find(receipt.hash());
    ASSERT_TRUE(timeline);
    ASSERT_EQ(timeline->approvals.size(), 1u);
    EXPECT_EQ(timeline->approvals[0].block, including);
    EXPECT_EQ(timeline->approvals[0].assigned, 0u);
    EXPECT_FALSE(timeline->approvals[0].is_approved);
    approvals.on_finalized({including, 1});
    approvals.report_standings();
    EXPECT_TRUE(timelines.find(receipt.hash())->approvals.empty()) << "nothing waits for it any more";
}

// Before the next leaf: what is disputed must not become final in the meantime.
TEST_F(ApprovalsTest, ADisputeLowersTheLimitAtOnce) {
    parachain::CandidateReceipt receipt = put_on_core({1, 2, 3});
    // Of version 2, which names its session.
    polkadot_primitives::v9::VersionedFields fields;
    fields.session_index = 5;
    polkadot_primitives::v9::set_versioned_fields(receipt.descriptor, fields);
    chain.events = {{runtime_api::parachain_host::CandidateEvent::Included{receipt, {}, {0}, {1}}}};
    polkadot_primitives::v9::ScrapedOnChainVotes votes;
    votes.session = 5;
    using polkadot_primitives::v5::ValidityAttestation;
    polkadot_primitives::v5::BackersOfCandidate backers{receipt, {}};
    for (const uint32_t backer : {2u, 3u}) {
        backers.second.emplace_back(ValidatorIndex{backer}, ValidityAttestation{ValidityAttestation::Explicit{}});
    }
    votes.backing_validators_per_candidate.push_back(std::move(backers));
    chain.answers["ParachainHost_on_chain_votes"] = scale::encode(std::optional(votes));
    disputes.set_approvals(approvals);
    const Hash256 including = chain.add_block();
    disputes.on_leaf(**states.at(including));
    set_leaf(including);
    chain.events.clear();
    using polkadot_primitives::v5::ConsensusLog;
    const Bytes forced = scale::encode(ConsensusLog{ConsensusLog::ForceApprove{1}});
    const Hash256 leaf = chain.add_block({primitives::digest::Consensus{polkadot_primitives::v5::kEngine, forced}});
    set_leaf(leaf);
    EXPECT_EQ(reached(leaf), 2u);
    disputes.on_invalid(receipt, 5);
    advance(1'000);
    EXPECT_EQ(reached(leaf), 0u);
}

TEST_F(ApprovalsTest, StoredBlocksThatAreFinalAndOfAnUnknownSessionAreForgotten) {
    const auto stored = [](uint8_t block, BlockNumber number) {
        parachain::StoredApprovalBlock out;
        out.hash = Hash256(ByteArray<32>{block});
        out.number = number;
        out.session = 3;
        return parachain::ApprovalRecord{parachain::ApprovalRecord::WriteBlock{out}};
    };
    ASSERT_TRUE(records.write({stored(1, 1), stored(2, 2)}));
    chain.answers["ParachainHost_session_info"] = Bytes{0};
    approvals.on_finalized({Hash256(ByteArray<32>{9}), 1});
    approvals.restore(records.load().value());
    const auto left = records.load();
    ASSERT_TRUE(left);
    ASSERT_EQ(left->blocks.size(), 1u);
    EXPECT_EQ(left->blocks.begin()->second.number, 2u) << "it may become known again";
}

// A node that took it for nothing would announce and sign anew, perhaps in other groups: it does not start.
TEST_F(ApprovalsTest, WhatCannotBeReadOfEarlierApprovalsIsAnError) {
    parachain::StoredApprovalBlock block;
    block.hash = Hash256(ByteArray<32>{1});
    const CandidateHash candidate{Hash256(ByteArray<32>{2})};
    ASSERT_TRUE(records.write({{parachain::ApprovalRecord::WriteBlock{block}},
                               {parachain::ApprovalRecord::WriteEntry{block.hash, candidate, {}}},
                               {parachain::ApprovalRecord::WriteApprovals{candidate, parachain::Bits(4)}}}));
    EXPECT_TRUE(records.load());
    UnreadableDisk unreadable;
    EXPECT_FALSE(ApprovalRecords(unreadable).load());
    // Each record by itself, cut short and with a key that is too short.
    const auto snapshot = disk->snapshot().value();
    const auto cursor = snapshot->cursor(columns::kApproval);
    size_t count = 0;
    for (bool is_there = cursor->seek({}).value(); is_there; is_there = cursor->next().value()) {
        for (const bool is_key_cut : {false, true}) {
            const auto damaged = storage::make_memory_store();
            auto batch = damaged->batch();
            const BytesView key = cursor->key(), value = cursor->value();
            batch->put(columns::kApproval, is_key_cut ? key.first(key.size() - 1) : key,
                       is_key_cut ? value : value.first(value.size() - 1));
            ASSERT_TRUE(damaged->commit(std::move(batch), storage::Durability::kBuffered));
            EXPECT_FALSE(ApprovalRecords(*damaged).load()) << key[0] << is_key_cut;
            ++count;
        }
    }
    EXPECT_EQ(count, 6u);
}

TEST_F(ApprovalsTest, ANodeThatComesVeryLateReadsAllBlocks) {
    for (int i = 0; i < 1200; ++i) chain.add_block();
    const Hash256 leaf = chain.hashes.back();
    set_leaf(leaf);
    EXPECT_EQ(reached(leaf), 512u);
    advance(1'000);
    EXPECT_EQ(reached(leaf), 1200u);
}

TEST_F(ApprovalsTest, ARuntimeWithoutParachainsNeedsNoApprovals) {
    chain.has_api = false;
    const Hash256 leaf = chain.add_block();
    approvals.on_unreadable_leaf({leaf, 1});
    EXPECT_EQ(reached(leaf), 1u);
}

}  // namespace
}  // namespace serinus::services::paras
