// What cores are used for, read as a specification. Pallet: assigner_coretime
#include "runtime/mock/host_test.hpp"

namespace serinus::polkadot_runtime_parachains::assigner_coretime {
namespace {

using namespace mock::host;
using Pallet = CoretimeAssignmentProvider;
using Error = Pallet::Error;

class AssignerCoretimeTest : public Host {
  protected:
    static CoreAssignment task(uint32_t para) { return {CoreAssignment::Task{para}}; }
    static DispatchResult assign(BlockNumber begin, Pallet::Assignments parts,
                                 std::optional<BlockNumber> end = std::nullopt) {
        return Pallet::assign_core({0}, begin, std::move(parts), end);
    }
    /// 0: nothing.
    static uint32_t pop() {
        const auto claim = Pallet::pop_assignment_for_core({0});
        return claim ? claim->para_id()._0 : 0;
    }
    static std::vector<uint32_t> pops(int count) {
        std::vector<uint32_t> out;
        for (int i = 0; i < count; ++i) out.push_back(pop());
        return out;
    }
    using Paras = std::vector<uint32_t>;
};

TEST_F(AssignerCoretimeTest, PartsAreServedByTheirRatios) {
    ASSERT_TRUE(assign(1, {{task(1), {57'600 / 3}}, {task(2), {57'600 / 3}}, {task(3), {57'600 / 3}}}));
    EXPECT_EQ(pops(7), (Paras{1, 2, 3, 1, 2, 3, 1}));
    ASSERT_TRUE(assign(1, {{task(4), {57'600 / 2}}, {task(5), {57'600 / 4}}}));
    EXPECT_EQ(pops(6), (Paras{4, 4, 5, 4, 4, 5}));
    // Two fifths and three fifths: what is left of a round is served later.
    ASSERT_TRUE(assign(1, {{task(6), {23'040}}, {task(7), {34'560}}}));
    EXPECT_EQ(pops(10), (Paras{6, 7, 6, 7, 7, 6, 7, 6, 7, 7}));
}

TEST_F(AssignerCoretimeTest, OnlyTheEndOfTheQueueGrows) {
    EXPECT_EQ(assign(1, {}).error(), DispatchError(Error::AssignmentsEmpty));
    ASSERT_TRUE(assign(20, {{task(1), {28'800}}}, 40));
    ASSERT_TRUE(assign(20, {{task(2), {28'800}}}, 30)) << "the rest of the same schedule";
    EXPECT_EQ(assign(19, {{task(3), {57'600}}}).error(), DispatchError(Error::DisallowedInsert));
    ASSERT_TRUE(assign(35, {{task(3), {57'600}}}));
    EXPECT_EQ(assign(20, {{task(4), {57'600}}}).error(), DispatchError(Error::DisallowedInsert));

    EXPECT_EQ(pop(), 0u);
    EXPECT_EQ(Pallet::storage.CoreSchedules.get({20, {0}})->next_schedule, 35u);
    go_to(20);
    EXPECT_EQ(pops(3), (Paras{1, 2, 1}));
    EXPECT_FALSE(Pallet::storage.CoreSchedules.exists({20, {0}}));
    go_to(30);
    EXPECT_EQ(pop(), 0u) << "the later end counts";
    EXPECT_FALSE(Pallet::storage.CoreDescriptors.get({0}).current_work);
    go_to(35);
    EXPECT_EQ(pop(), 3u);
    EXPECT_FALSE(Pallet::storage.CoreDescriptors.get({0}).queue);
    go_to(1'000);
    EXPECT_EQ(pop(), 3u) << "without an end it goes on";
}

TEST_F(AssignerCoretimeTest, WhatHasEndedBeforeItBeganIsSkipped) {
    ASSERT_TRUE(assign(2, {{task(1), {57'600}}}, 5));
    ASSERT_TRUE(assign(5, {{task(2), {57'600}}}, 8));
    ASSERT_TRUE(assign(8, {{task(3), {57'600}}}));
    go_to(9);
    EXPECT_EQ(pop(), 3u);
    ASSERT_TRUE(assign(3, {{task(4), {57'600}}}, 6)) << "the past is no matter of the queue";
    EXPECT_EQ(pop(), 0u);
}

TEST_F(AssignerCoretimeTest, ASchedulesPlaceIsOneOfManyCores) {
    ASSERT_TRUE(Pallet::assign_core({7}, 1, {{task(1), {57'600}}}, std::nullopt));
    EXPECT_EQ(pop(), 0u);
    EXPECT_EQ(Pallet::pop_assignment_for_core({7})->para_id(), ParaId{1});
}

TEST_F(AssignerCoretimeTest, AGenesisGivesEachParachainACore) {
    ASSERT_TRUE(Pallet::assign_coretime({1000}));
    ASSERT_TRUE(Pallet::assign_coretime({1005}));
    EXPECT_EQ(Configuration::config().scheduler_params.num_cores, 2u);
    go_to(2);
    EXPECT_EQ(pop(), 1000u);
    EXPECT_EQ(Pallet::pop_assignment_for_core({1})->para_id(), ParaId{1005});
}

TEST_F(AssignerCoretimeTest, SharesAreNotChecked) {
    ASSERT_TRUE(assign(1, {{task(1), {0}}, {task(2), {65'535}}}));
    EXPECT_EQ(pops(4), (Paras{1, 1, 1, 1})) << "a step of nothing never ends a part";
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::assigner_coretime
