#include "services/parachain/disputes/slashing.hpp"

#include <gtest/gtest.h>

#include "services/parachain/test_parts.hpp"

namespace serinus::services::paras {
namespace {

using runtime_api::parachain_host::DisputeProof;
using runtime_api::parachain_host::OffenceKind;
using runtime_api::parachain_host::PendingSlashes;
using runtime_api::parachain_host::SlashesOfDispute;

class UnusedExecutor final : public CandidateExecutor {
  public:
    void execute(pvf::Host::Request, OnVerdict) override {}
    void update_leaves(std::vector<Hash256>) override {}
    void precheck(std::shared_ptr<const pvf::SessionCode>, OnPrecheck) override {}
};

/// A relay chain that waits for a report on validator 2, which has backed an invalid candidate in session 5.
class SlashingTest : public testing::Test, public test::PartTest {
  protected:
    explicit SlashingTest(uint32_t version = 13) : PartTest(version) {
        PendingSlashes pending;
        pending.keys.emplace(ValidatorIndex{2}, chain.info.validators._0[2]);
        pending.kind = OffenceKind::kForInvalidBacked;
        const std::vector<SlashesOfDispute> slashes = {{5, candidate, pending}};
        chain.answers["ParachainHost_unapplied_slashes"] = scale::encode(slashes);
        chain.answers["ParachainHost_unapplied_slashes_v2"] = scale::encode(slashes);
        chain.answers["ParachainHost_key_ownership_proof"] = scale::encode(std::optional(Bytes{1, 2}));
        chain.answers["ParachainHost_submit_report_dispute_lost"] = Bytes{1};
    }
    int executed(const std::string& name) const {
        const auto found = chain.executed.find("ParachainHost_" + name);
        return found == chain.executed.end() ? 0 : found->second;
    }

    CandidateHash candidate{Hash256(ByteArray<32>{4})};
    UnusedExecutor executor;
    DisputeRecords dispute_records{*disk};
    CandidateChecker checker{states, calls, executor};
    std::unique_ptr<platform::Lane> jobs = scheduler->make_lane({.name = "jobs"});
    Recoveries recoveries{{*scheduler, *lane, *jobs, peers, network, &*store}};
    Disputes disputes{{*scheduler, *lane, keys, states, calls, chain, peers, network, dispute_records, recoveries,
                       checker, timelines, [](const Hash256&) { return true; }}};
    Slashing part{{states, calls, disputes, [] { return std::make_unique<executor::OffchainServices>(); }}};
};

TEST_F(SlashingTest, WhoHasLostADisputeIsReportedOnceWithAProofOfTheKey) {
    part.on_leaf(*new_leaf());
    EXPECT_EQ(executed("key_ownership_proof"), 1);
    ASSERT_EQ(executed("submit_report_dispute_lost"), 1);
    BytesView arguments(chain.arguments.at("ParachainHost_submit_report_dispute_lost"));
    const auto proof = scale::take<DisputeProof>(arguments);
    ASSERT_TRUE(proof);
    EXPECT_EQ(proof->session, 5u);
    EXPECT_EQ(proof->candidate, candidate);
    EXPECT_EQ(proof->validator_index, ValidatorIndex{2});
    EXPECT_EQ(to_bytes(arguments), scale::encode(Bytes{1, 2}));
    part.on_leaf(*new_leaf());
    EXPECT_EQ(executed("submit_report_dispute_lost"), 1) << "it waits in the pool";
    EXPECT_EQ(part.figures().reported, 1u);
}

TEST_F(SlashingTest, AReportThatTheRuntimeDoesNotTakeIsMadeAgain) {
    chain.answers["ParachainHost_submit_report_dispute_lost"] = Bytes{0};
    part.on_leaf(*new_leaf());
    part.on_leaf(*new_leaf());
    EXPECT_EQ(executed("submit_report_dispute_lost"), 2);
    EXPECT_EQ(part.figures().refused, 2u);
}

TEST_F(SlashingTest, WithoutAProofThereIsNoReport) {
    chain.answers["ParachainHost_key_ownership_proof"] = Bytes{0};
    part.on_leaf(*new_leaf());
    EXPECT_EQ(executed("submit_report_dispute_lost"), 0);
    EXPECT_EQ(part.figures().unproven, 1u);
}

class SlashingOfToday : public SlashingTest {
  protected:
    SlashingOfToday() : SlashingTest(15) {}
};

TEST_F(SlashingOfToday, TheSecondVersionOfTheQuestionIsAskedWhereThereIsOne) {
    chain.answers.erase("ParachainHost_unapplied_slashes");
    part.on_leaf(*new_leaf());
    EXPECT_EQ(executed("submit_report_dispute_lost"), 1);
}

}  // namespace
}  // namespace serinus::services::paras
