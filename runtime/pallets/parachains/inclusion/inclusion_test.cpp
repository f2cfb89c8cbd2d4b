// ParaInclusion: availability, inclusion and its end, read as a specification. Who is taken at all is compared with the
// reference (tests/differential/scenarios/candidates.mjs). Pallet: inclusion
#include "runtime/mock/relay_test.hpp"

namespace serinus::polkadot_runtime_parachains::inclusion {
namespace {

using namespace mock::relay;
using mock::relay::ParaInclusion;
using mock::relay::Paras;
using mock::relay::ParaScheduler;
using para_scheduler::CoreOccupied;
using polkadot_primitives::v5::Bits;

class InclusionTest : public World {
  protected:
    static constexpr ParaId kPara{2000};
    const std::vector<ValidatorId> validators = std::vector<ValidatorId>(4);

    /// A candidate waits on the only core.
    void SetUp() override {
        World::SetUp();
        Pending pending;
        pending.descriptor.para_id = kPara;
        pending.availability_votes = pending.backers = Bits(validators.size());
        pending.relay_parent_number = 7;
        pending.hash = {host::blake2_256(as_bytes("candidate"))};
        CandidateCommitments commitments;
        commitments.head_data = {{1, 2, 3}};
        commitments.hrmp_watermark = 7;
        ParaInclusion::storage.PendingAvailability.put(kPara, pending);
        ParaInclusion::storage.PendingAvailabilityCommitments.put(kPara, commitments);
        ParaScheduler::storage.AvailabilityCores.put({CoreOccupied{CoreOccupied::Paras{{.assignment = {kPara}}}}});
        EXPECT_TRUE(ParaInclusion::try_state());
    }
    std::vector<std::pair<CoreIndex, CandidateHash>> say_available(std::initializer_list<uint32_t> who) {
        SignedAvailabilityBitfields bitfields;
        for (const uint32_t index : who) {
            Bits bits(1);
            bits.set(0, true);
            bitfields.push_back({{bits}, {index}});
        }
        return ParaInclusion::update_pending_availability_and_get_freed_cores(1, validators, bitfields);
    }
};

TEST_F(InclusionTest, ASupermajorityIncludesOverSeveralBlocks) {
    EXPECT_TRUE(say_available({0, 3}).empty());
    EXPECT_TRUE(say_available({0, 3}).empty());
    EXPECT_TRUE(ParaInclusion::storage.AvailabilityBitfields.exists({3}));
    System::reset_events();
    const auto freed = say_available({1});
    ASSERT_EQ(freed.size(), 1u);
    EXPECT_EQ(freed[0].first, CoreIndex{0});
    EXPECT_FALSE(ParaInclusion::pending_availability(kPara));
    EXPECT_EQ(Paras::storage.Heads.get(kPara)->_0, (Bytes{1, 2, 3}));
    EXPECT_EQ(Paras::storage.MostRecentContext.get(kPara), 7u);
    EXPECT_EQ(mock::relay::Hrmp::storage.HrmpWatermarks.get(kPara), 7u);
    EXPECT_TRUE(ParaInclusion::try_state());
}

TEST_F(InclusionTest, WhoIsNoValidatorDoesNotCount) { EXPECT_TRUE(say_available({4, 5, 6}).empty()); }

TEST_F(InclusionTest, ATimeoutIsTold) {
    System::reset_events();
    const ParaScheduler::TimeoutRule rule{ParaScheduler::availability_cores(), 1000};
    EXPECT_EQ(ParaInclusion::collect_pending(rule), (std::vector<CoreIndex>{{0}}));
    EXPECT_EQ(System::storage.EventCount.get(), 1u);
    EXPECT_FALSE(ParaInclusion::pending_availability(kPara));
    EXPECT_FALSE(Paras::storage.Heads.exists(kPara));
    EXPECT_TRUE(ParaInclusion::collect_pending(rule).empty());
}

TEST_F(InclusionTest, ALostDisputeIsNot) {
    System::reset_events();
    EXPECT_TRUE(ParaInclusion::collect_disputed({}).empty());
    const auto hash = ParaInclusion::pending_availability(kPara)->hash;
    EXPECT_EQ(ParaInclusion::collect_disputed({hash}), (std::vector<CoreIndex>{{0}}));
    EXPECT_EQ(System::storage.EventCount.get(), 0u);
    EXPECT_TRUE(ParaInclusion::try_state());
}

TEST_F(InclusionTest, ANewSessionForgetsWhatWaits) {
    std::vector<ParaId> outgoing{kPara};
    ParaInclusion::initializer_on_new_session({}, outgoing);
    EXPECT_FALSE(ParaInclusion::candidate_pending_availability(kPara));
    ParaInclusion::force_enact(kPara);  // nothing
    EXPECT_FALSE(Paras::storage.Heads.exists(kPara));
}

TEST_F(InclusionTest, CommitmentsAreCheckedAgainstTheConfiguration) {
    const auto config = mock::relay::Configuration::config();
    CandidateCommitments outputs;
    outputs.hrmp_watermark = 9;
    EXPECT_TRUE(ParaInclusion::check_validation_outputs(kPara, 9, outputs));
    EXPECT_FALSE(ParaInclusion::check_validation_outputs(kPara, 8, outputs));
    outputs.head_data._0.resize(config.max_head_data_size + 1);
    EXPECT_FALSE(ParaInclusion::check_validation_outputs(kPara, 9, outputs));
    outputs.head_data = {};
    outputs.processed_downward_messages = 1;
    EXPECT_FALSE(ParaInclusion::check_validation_outputs(kPara, 9, outputs));
}

TEST_F(InclusionTest, ACandidateWithoutCommitmentsIsFound) {
    ParaInclusion::storage.PendingAvailabilityCommitments.remove(kPara);
    EXPECT_FALSE(ParaInclusion::try_state());
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::inclusion
