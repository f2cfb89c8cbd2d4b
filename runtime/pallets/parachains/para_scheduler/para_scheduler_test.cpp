// ParaScheduler, ParaAssignmentProvider and ParaSessionInfo, read as a specification. Pallets: scheduler,
// assigner_parachains, session_info
#include "runtime/mock/relay_test.hpp"

namespace serinus::polkadot_runtime_parachains::para_scheduler {
namespace {

using namespace mock::relay;
using mock::relay::ParaScheduler;
using mock::relay::ParaSessionInfo;
using Notification = initializer::SessionChangeNotification;

class ParaSchedulerTest : public World {
  protected:
    static constexpr CoreIndex kCore{0}, kOther{1};
    static constexpr ParaId kPara{2000}, kOtherPara{2001};

    static Notification change(uint32_t validators, uint32_t session = 1) {
        Notification out;
        out.validators.resize(validators);
        out.new_config = mock::relay::Configuration::config();
        out.session_index = session;
        return out;
    }
    /// A session with two parachains and so many validators begins.
    static void begin_session(uint32_t validators) {
        mock::relay::Paras::storage.Parachains.put({kPara, kOtherPara});
        std::vector<ParaId> outgoing;
        ParaScheduler::pre_new_session();
        ParaScheduler::initializer_on_new_session(change(validators), outgoing);
    }
    static std::vector<size_t> group_sizes() {
        std::vector<size_t> out;
        for (const auto& group : ParaScheduler::validator_groups()) out.push_back(group.size());
        return out;
    }
    static std::vector<CoreIndex> scheduled(const FreedCores& freed = {}) {
        std::vector<CoreIndex> out;
        for (const auto& claim : ParaScheduler::update_claimqueue(freed, System::block_number())) {
            out.push_back(claim.core);
        }
        return out;
    }
};

TEST_F(ParaSchedulerTest, EachParachainHasACoreAndGroupsAreEven) {
    begin_session(5);
    EXPECT_EQ(ParaScheduler::availability_cores().size(), 2u);
    EXPECT_EQ(group_sizes(), (std::vector<size_t>{3, 2}));
    begin_session(0);
    EXPECT_TRUE(group_sizes().empty());
    EXPECT_TRUE(scheduled().empty());
}

TEST_F(ParaSchedulerTest, SmallGroupsMakeMoreCores) {
    auto config = mock::relay::Configuration::config();
    config.max_validators_per_core = 1;
    mock::relay::Configuration::storage.ActiveConfig.put(config);
    begin_session(5);
    EXPECT_EQ(ParaScheduler::availability_cores().size(), 5u);
}

TEST_F(ParaSchedulerTest, ACoreThatIsClaimedLeavesAnEmptyEntryInFront) {
    begin_session(2);
    EXPECT_EQ(scheduled(), (std::vector{kCore, kOther}));
    EXPECT_EQ(ParaScheduler::occupied({{kCore, kPara}}), (std::map<CoreIndex, uint32_t>{{kCore, 0}}));
    EXPECT_EQ(ParaScheduler::core_para(kCore), kPara);
    EXPECT_FALSE(ParaScheduler::core_para(kOther));
    EXPECT_EQ(ParaScheduler::storage.ClaimQueue.get().at(kCore),
              (std::vector<std::optional<ParasEntry>>{std::nullopt}));
    EXPECT_EQ(scheduled(), (std::vector{kOther}));
    EXPECT_EQ(scheduled({{kCore, FreedReason::Concluded}}), (std::vector{kCore, kOther}));
}

TEST_F(ParaSchedulerTest, AClaimOfAnotherParaOrCoreIsNone) {
    begin_session(2);
    scheduled();
    EXPECT_TRUE(ParaScheduler::occupied({{kCore, kOtherPara}, {{7}, kPara}}).empty());
    EXPECT_FALSE(ParaScheduler::core_para(kCore));
}

TEST_F(ParaSchedulerTest, GroupsChangeCores) {
    begin_session(2);
    auto config = mock::relay::Configuration::config();
    config.group_rotation_frequency = 3;
    mock::relay::Configuration::storage.ActiveConfig.put(config);
    const BlockNumber start = ParaScheduler::storage.SessionStartBlock.get();
    EXPECT_EQ(ParaScheduler::group_assigned_to_core(kCore, start + 2), GroupIndex{0});
    EXPECT_EQ(ParaScheduler::group_assigned_to_core(kCore, start + 3), GroupIndex{1});
    EXPECT_EQ(ParaScheduler::group_assigned_to_core(kOther, start + 3), GroupIndex{0});
    EXPECT_FALSE(ParaScheduler::group_assigned_to_core(kCore, start - 1));
    EXPECT_FALSE(ParaScheduler::group_assigned_to_core({2}, start));
}

TEST_F(ParaSchedulerTest, CandidatesTimeOutAfterAChangeOfGroupsAlone) {
    begin_session(2);
    auto config = mock::relay::Configuration::config();
    config.group_rotation_frequency = 10;
    config.paras_availability_period = 4;
    mock::relay::Configuration::storage.ActiveConfig.put(config);
    scheduled();
    ParaScheduler::occupied({{kCore, kPara}});
    const BlockNumber start = ParaScheduler::storage.SessionStartBlock.get();
    go_to(start + 9);
    EXPECT_FALSE(ParaScheduler::availability_timeout_predicate());
    go_to(start + 10);
    const auto rule = ParaScheduler::availability_timeout_predicate();
    ASSERT_TRUE(rule);
    EXPECT_TRUE(rule->applies_to(kCore, start + 6));
    EXPECT_FALSE(rule->applies_to(kCore, start + 7));
}

TEST_F(ParaSchedulerTest, SessionsAreKeptAsLongAsTheirBlocksMayBeDisputed) {
    const auto dispute_period = mock::relay::Configuration::config().dispute_period;
    std::vector<ParaId> outgoing;
    for (uint32_t session = 0; session <= dispute_period + 1; ++session) {
        ParaSessionInfo::initializer_on_new_session(change(2, session), outgoing);
    }
    EXPECT_EQ(ParaSessionInfo::earliest_stored_session(), 1u);
    EXPECT_FALSE(ParaSessionInfo::session_info(0));
    EXPECT_FALSE(ParaSessionInfo::account_keys(0));
    EXPECT_TRUE(ParaSessionInfo::session_info(1));
    EXPECT_TRUE(ParaSessionInfo::session_executor_params(dispute_period + 1));
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::para_scheduler
