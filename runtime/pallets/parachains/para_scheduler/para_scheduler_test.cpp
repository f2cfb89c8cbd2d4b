// Claims on cores and groups of validators, read as a specification. Pallet: scheduler
#include "runtime/mock/host_test.hpp"

namespace serinus::polkadot_runtime_parachains::para_scheduler {
namespace {

using namespace mock::host;
using assigner_coretime::CoreAssignment;
using assigner_coretime::PartsOf57600;
using mock::kUnit, mock::kAlice, mock::signed_by;
using Provider = CoretimeAssignmentProvider;
using Pallet = ParaScheduler;

class CoreSchedulerTest : public Host {
  protected:
    void SetUp() override {
        Host::SetUp();
        configure([](auto& config) { config.scheduler_params.lookahead = 3; });
    }
    static CoreAssignment task(uint32_t para) { return {CoreAssignment::Task{para}}; }
    static CoreAssignment pool() { return {CoreAssignment::Pool{}}; }
    static CoreAssignment idle() { return {CoreAssignment::Idle{}}; }
    static void assign(uint32_t core, Provider::Assignments parts, BlockNumber begin = 1,
                       std::optional<BlockNumber> end = std::nullopt) {
        EXPECT_TRUE(Provider::assign_core({core}, begin, std::move(parts), end));
    }
    static void order(uint32_t para) { make_ok(signed_by(kAlice), OnDemand::place_order_keep_alive{kUnit, {para}}); }
    static void begin_session(uint32_t validators, uint32_t cores) {
        initializer::SessionChange change;
        configure([&](auto& config) { config.scheduler_params.num_cores = cores; });
        change.new_config = Configuration::config();
        change.validators.resize(validators);
        std::vector<ParaId> outgoing;
        Pallet::initializer_on_new_session(change, outgoing);
    }
    static std::vector<size_t> sizes() {
        std::vector<size_t> out;
        for (const auto& group : Pallet::validator_groups()) out.push_back(group.size());
        return out;
    }
    using Paras = std::vector<uint32_t>;
    static std::map<uint32_t, Paras> claims() {
        std::map<uint32_t, Paras> out;
        for (const auto& [core, queue] : Pallet::claim_queue()) {
            for (const Assignment& claim : queue) out[core._0].push_back(claim.para_id()._0);
        }
        return out;
    }
    using Claims = std::map<uint32_t, Paras>;
};

TEST_F(CoreSchedulerTest, ValidatorsAreSpreadEvenlyOverTheCores) {
    begin_session(8, 3);
    EXPECT_EQ(sizes(), (std::vector<size_t>{3, 3, 2}));
    EXPECT_EQ(Pallet::group_validators({2}), (std::vector<ValidatorIndex>{{6}, {7}}));
    EXPECT_EQ(Pallet::group_validators({3}), std::nullopt);
    EXPECT_EQ(Pallet::storage.SessionStartBlock.get(), 2u);
    configure([](auto& config) { config.scheduler_params.max_validators_per_core = 2; });
    begin_session(8, 3);
    EXPECT_EQ(sizes(), std::vector<size_t>(4, 2));
    configure([](auto& config) { config.scheduler_params.max_validators_per_core = 0; });
    begin_session(1, 3);
    EXPECT_EQ(sizes(), (std::vector<size_t>{1, 0, 0}));
    begin_session(0, 3);
    EXPECT_TRUE(sizes().empty());
}

TEST_F(CoreSchedulerTest, GroupsChangeCoresInTurn) {
    configure([](auto& config) { config.scheduler_params.group_rotation_frequency = 5; });
    begin_session(3, 3);  // from block 2 on
    EXPECT_EQ(Pallet::group_assigned_to_core({0}, 1), std::nullopt);
    EXPECT_EQ(Pallet::group_assigned_to_core({3}, 2), std::nullopt);
    EXPECT_EQ(Pallet::group_assigned_to_core({0}, 6), GroupIndex{0});
    EXPECT_EQ(Pallet::group_assigned_to_core({0}, 7), GroupIndex{1});
    EXPECT_EQ(Pallet::group_assigned_to_core({2}, 7), GroupIndex{0});
    configure([](auto& config) { config.scheduler_params.group_rotation_frequency = 0; });
    EXPECT_THROW(Pallet::group_assigned_to_core({0}, 7), native::Panic);
}

TEST_F(CoreSchedulerTest, TheFirstClaimOfAnEmptyQueueIsThereTwice) {
    assign(0, {{task(2000), {28'800}}, {task(2001), {28'800}}});
    assign(2, {{task(2002), {57'600}}});
    begin_session(2, 2);
    EXPECT_EQ(claims(), (Claims{{0, {2000, 2000, 2001}}})) << "core 2 is none yet";
    Pallet::advance_claim_queue({});
    EXPECT_EQ(claims(), (Claims{{0, {2000, 2001, 2000}}}));
    Pallet::advance_claim_queue({{0}});
    EXPECT_EQ(claims(), (Claims{{0, {2000, 2001, 2000}}})) << "occupied";
    begin_session(3, 3);
    EXPECT_EQ(claims(), (Claims{{0, {2000, 2001, 2000}}, {2, {2002, 2002, 2002}}})) << "claims outlive a session";
}

TEST_F(CoreSchedulerTest, WithALookaheadOfOneAClaimIsThereOnce) {
    configure([](auto& config) { config.scheduler_params.lookahead = 1; });
    assign(0, {{task(1), {19'200}}, {task(2), {38'400}}});
    begin_session(1, 1);
    EXPECT_EQ(claims(), (Claims{{0, {1}}}));
    Paras seen;
    for (int i = 0; i < 6; ++i) {
        seen.push_back(claims()[0][0]);
        Pallet::advance_claim_queue({});
    }
    EXPECT_EQ(seen, (Paras{1, 2, 2, 1, 2, 2}));
    configure([](auto& config) { config.scheduler_params.lookahead = 3; });
    Pallet::advance_claim_queue({});
    EXPECT_EQ(claims()[0].size(), 3u);
}

TEST_F(CoreSchedulerTest, AnIdlePartLeavesARoomInTheQueue) {
    assign(0, {{task(1), {28'800}}, {idle(), {28'800}}});
    begin_session(1, 1);
    EXPECT_EQ(claims(), (Claims{{0, {1, 1}}}));
    for (int i = 0; i < 4; ++i) {
        Pallet::advance_claim_queue({});
        EXPECT_EQ(claims(), (Claims{{0, {1, 1}}})) << "the idle part ends the filling, and is over then";
    }
}

TEST_F(CoreSchedulerTest, ACoreWithoutWorkHasNoQueue) {
    begin_session(1, 1);
    EXPECT_EQ(claims(), Claims{});
    EXPECT_TRUE(Pallet::storage.ClaimQueue.exists());
    EXPECT_TRUE(Provider::storage.CoreDescriptors.exists({0})) << "it was only looked at";
    EXPECT_EQ(Pallet::next_up_on_available({0}), std::nullopt);
    assign(0, {{task(9), {57'600}}});
    Pallet::advance_claim_queue({});
    EXPECT_EQ(Pallet::next_up_on_available({0})->para_id, ParaId{9});
}

TEST_F(CoreSchedulerTest, ClaimsOfCoresThatAreNoMoreGoBackToThePool) {
    assign(0, {{pool(), {57'600}}});
    assign(1, {{pool(), {57'600}}});
    for (const uint32_t para : {10u, 11u, 12u, 13u}) order(para);
    begin_session(2, 2);
    EXPECT_EQ(claims(), (Claims{{0, {10, 10, 11}}, {1, {12, 12, 13}}}));
    EXPECT_EQ(OnDemand::storage.ParaIdAffinity.get({12})->count, 2u);
    begin_session(1, 1);
    EXPECT_EQ(claims(), (Claims{{0, {10, 10, 11}}}));
    EXPECT_FALSE(OnDemand::storage.ParaIdAffinity.exists({12}));
    EXPECT_EQ(OnDemand::storage.QueueStatus.get().size(), 3u) << "of the copy too";
    Paras seen;
    for (int i = 0; i < 6; ++i) {
        const auto now = claims();
        seen.push_back(now.empty() ? 0 : now.at(0)[0]);
        Pallet::advance_claim_queue({});
    }
    EXPECT_EQ(seen, (Paras{10, 10, 11, 12, 13, 12})) << "the order behind goes first when 12 is bound to the core";
}

TEST_F(CoreSchedulerTest, ACandidateTimesOutAfterTheNextRotation) {
    configure([](auto& config) {
        config.scheduler_params.group_rotation_frequency = 10;
        config.scheduler_params.paras_availability_period = 3;
    });
    begin_session(1, 1);  // from block 2 on: rotations at 12, 22, …
    const auto requires_check = [](BlockNumber now) {
        go_to(now);
        return Pallet::availability_timeout_check_required();
    };
    // One block before the window that the numbers of blocks would give.
    EXPECT_FALSE(requires_check(10));
    EXPECT_TRUE(requires_check(11));
    EXPECT_TRUE(requires_check(13));
    EXPECT_FALSE(requires_check(14));
    go_to(13);
    EXPECT_EQ(Pallet::availability_timeout_predicate().time_out_at(9), 12u);
    EXPECT_TRUE(Pallet::availability_timeout_predicate().applies_to(10));
    EXPECT_FALSE(Pallet::availability_timeout_predicate().applies_to(11));
    go_to(14);
    EXPECT_EQ(Pallet::availability_timeout_predicate().time_out_at(9), 22u + 3u);
    EXPECT_FALSE(Pallet::availability_timeout_predicate().applies_to(9));
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::para_scheduler
