#include "runtime/pallets/vesting/vesting.ipp"
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/vesting/weights.hpp"

namespace serinus::pallet_vesting::chain {

using Vesting = Pallet<struct VestingConfig>;
struct VestingConfig {
    static constexpr PalletInfo kInfo{3, "Vesting"};
    static constexpr Constants kConstants{.MinVestedTransfer = mock::kUnit / 30, .MaxVestingSchedules = 28};
    static constexpr uint32_t kMaxLocks = mock::BalancesConfig::kConstants.MaxLocks;
    static constexpr RuntimeDbWeight kDbWeight = development_weights::kDbWeight;
    static constexpr auto kUnvestedFundsAllowedWithdrawReasons =
        WithdrawReasons::except(WithdrawReasons::kTransfer | WithdrawReasons::kReserve);
    using System = mock::System;
    using Currency = mock::Balances;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_vesting::Weights>;
};
struct Runtime : mock::RuntimeOf<Vesting> {};

}  // namespace serinus::pallet_vesting::chain

SERINUS_PALLET(serinus::pallet_vesting::Pallet<serinus::pallet_vesting::chain::VestingConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_vesting::chain::Runtime)

namespace serinus::pallet_vesting {
namespace {

using namespace mock;
using namespace chain;
using Event = Vesting::Event;
using Error = Vesting::Error;
using Money = Balances::Event;

constexpr Balance kLeast = VestingConfig::kConstants.MinVestedTransfer;
constexpr AccountId kFresh = account(0xf5);

class VestingTest : public World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        Vesting::build({});
    }
    void TearDown() override {
        for (const auto& state : {Vesting::try_state(), Balances::try_state()}) EXPECT_TRUE(state) << state.error();
        World::TearDown();
    }
    static Balance frozen(const AccountId& who) { return Balances::account(who).frozen; }
    static std::vector<VestingInfo> schedules(const AccountId& who) {
        return Vesting::storage.Vesting.get(who).value_or(Vesting::Schedules());
    }
    /// From Alice to Bob.
    static void grant(const VestingInfo& schedule) {
        make_ok(signed_by(kAlice), Vesting::vested_transfer{id(kBob), schedule});
    }
};

// A schedule

TEST(VestingInfoTest, FreesTheSameAmountWithEachBlock) {
    constexpr VestingInfo kInfo{100, 30, 10};
    static_assert(kInfo.locked_at(9) == 100);
    static_assert(kInfo.locked_at(10) == 100);
    static_assert(kInfo.locked_at(11) == 70);
    static_assert(kInfo.locked_at(13) == 10);
    static_assert(kInfo.locked_at(14) == 0);
    static_assert(kInfo.ending_block() == 14, "the last block frees the rest");
    static_assert(VestingInfo{90, 30, 10}.ending_block() == 13);
    static_assert(VestingInfo{90, 91, 10}.ending_block() == 11);
}

TEST(VestingInfoTest, AlwaysEnds) {
    // Stored schedules may free nothing: one planck a block then. They may also free more than a balance can say.
    static_assert(VestingInfo{100, 0, 10}.locked_at(15) == 95);
    static_assert(VestingInfo{100, 0, 10}.ending_block() == 110);
    static_assert(VestingInfo{100, max_value<Balance>(), 10}.locked_at(12) == 0);
    static_assert(!VestingInfo{100, 0, 10}.is_valid() && !VestingInfo{0, 1, 10}.is_valid());
}

// Calls

TEST_F(VestingTest, VestedTransferLocksWhatItMoves) {
    make_ok(signed_by(kAlice), Vesting::vested_transfer{id(kFresh), {10 * kUnit, kUnit, 1}});
    expect_events({event<System>(System::Event::NewAccount{kFresh}),
                   event<Balances>(Money::Endowed{kFresh, 10 * kUnit}),
                   event<Balances>(Money::Transfer{kAlice, kFresh, 10 * kUnit}),
                   event<Vesting>(Event::VestingCreated{kFresh, 0}), event<Balances>(Money::Locked{kFresh, 10 * kUnit}),
                   event<Vesting>(Event::VestingUpdated{kFresh, 10 * kUnit})});
    EXPECT_EQ(frozen(kFresh), 10 * kUnit);
    EXPECT_EQ(Vesting::vesting_balance(kFresh), 10 * kUnit);
    EXPECT_EQ(Vesting::vesting_balance(kEve), std::nullopt);
    // The lock holds back transfers and reserves, and is stored so.
    EXPECT_EQ(Balances::storage.Locks.get(kFresh)[0],
              (Balances::Lock{kVestingId, 10 * kUnit, pallet_balances::Reasons::Misc}));
}

TEST_F(VestingTest, VestedTransferChecksTheAddressFirst) {
    const auto transfer = [](const LookupSource& target, const VestingInfo& schedule) {
        return RuntimeCall(Vesting::vested_transfer{target, schedule});
    };
    // Observed: pallet-vesting 42
    make_error(signed_by(kAlice), transfer(nobody(), {kLeast - 1, 1, 1}), DispatchError::CannotLookup{});
    make_error(signed_by(kAlice), transfer(id(kBob), {kLeast - 1, 1, 1}), Error::AmountLow);
    make_error(signed_by(kAlice), transfer(id(kBob), {kLeast, 0, 1}), Error::InvalidScheduleParams);
    make_error(signed_by(kAlice), transfer(id(kBob), {1001 * kUnit, 1, 1}), TokenError::FundsUnavailable);
    make_error(root(), transfer(id(kBob), {kLeast, 1, 1}), kBadOrigin);
    make_ok(signed_by(kAlice), transfer(id(kBob), {kLeast, 1, 1}));
}

TEST_F(VestingTest, RootMovesVestedMoneyOfOthers) {
    const VestingInfo schedule{10 * kUnit, kUnit, 1};
    make_error(signed_by(kAlice), Vesting::force_vested_transfer{id(kAlice), id(kBob), schedule}, kBadOrigin);
    make_error(root(), Vesting::force_vested_transfer{nobody(), id(kBob), schedule}, DispatchError::CannotLookup{});
    make_ok(root(), Vesting::force_vested_transfer{id(kAlice), id(kBob), schedule});
    EXPECT_EQ(Balances::free_balance(kAlice), 990 * kUnit);
    EXPECT_EQ(schedules(kBob), std::vector{schedule});
}

TEST_F(VestingTest, TheLockFollowsOnlyWhenAsked) {
    grant({10 * kUnit, kUnit, 1});
    go_to(4);
    EXPECT_EQ(frozen(kBob), 10 * kUnit);
    EXPECT_EQ(Vesting::vesting_balance(kBob), 7 * kUnit);
    make_ok(signed_by(kBob), Vesting::vest{});
    expect_events(
        {event<Balances>(Money::Unlocked{kBob, 3 * kUnit}), event<Vesting>(Event::VestingUpdated{kBob, 7 * kUnit})});
    go_to(11);
    make_ok(signed_by(kAlice), Vesting::vest_other{id(kBob)});
    expect_events({event<Balances>(Money::Unlocked{kBob, 7 * kUnit}), event<Vesting>(Event::VestingCompleted{kBob})});
    EXPECT_FALSE(Vesting::storage.Vesting.exists(kBob));
    EXPECT_FALSE(Balances::storage.Locks.exists(kBob));
    make_error(signed_by(kBob), Vesting::vest{}, Error::NotVesting);
    make_error(signed_by(kAlice), Vesting::vest_other{id(kBob)}, Error::NotVesting);
    make_error(signed_by(kAlice), Vesting::vest_other{nobody()}, DispatchError::CannotLookup{});
    make_error(root(), Vesting::vest{}, kBadOrigin);
}

TEST_F(VestingTest, SchedulesAddUpAndEndOneByOne) {
    grant({10 * kUnit, kUnit, 1});
    grant({20 * kUnit, 10 * kUnit, 1});
    EXPECT_EQ(frozen(kBob), 30 * kUnit);
    go_to(3);
    make_ok(signed_by(kBob), Vesting::vest{});
    EXPECT_EQ(schedules(kBob), (std::vector{VestingInfo{10 * kUnit, kUnit, 1}}));
    EXPECT_EQ(frozen(kBob), 8 * kUnit);
}

TEST_F(VestingTest, AnAccountHas28SchedulesAtMost) {
    for (int i = 0; i < 28; ++i) grant({kLeast, 1, 1});
    make_error(signed_by(kAlice), Vesting::vested_transfer{id(kBob), {kLeast, 1, 1}}, Error::AtMaxVestingSchedules);
    EXPECT_EQ(Vesting::add_vesting_schedule(kBob, kLeast, 1, 1).error(), Error::AtMaxVestingSchedules);
}

// merge_schedules

TEST_F(VestingTest, MergedSchedulesStartNowAndEndWithTheLater) {
    grant({10 * kUnit, kUnit, 1});   // ends at 11
    grant({30 * kUnit, kUnit, 1});   // ends at 31
    grant({kUnit, kUnit / 100, 1});  // not touched
    go_to(6);
    make_ok(signed_by(kBob), Vesting::merge_schedules{0, 1});
    const VestingInfo both{30 * kUnit, 30 * kUnit / 25, 6};
    EXPECT_EQ(schedules(kBob), (std::vector{VestingInfo{kUnit, kUnit / 100, 1}, both}));
    EXPECT_EQ(frozen(kBob), 30 * kUnit + kUnit - kUnit / 20);
}

TEST_F(VestingTest, MergedSchedulesStartWithTheLater) {
    grant({10 * kUnit, kUnit, 5});
    grant({10 * kUnit, kUnit, 20});
    make_ok(signed_by(kBob), Vesting::merge_schedules{1, 0});
    EXPECT_EQ(schedules(kBob), (std::vector{VestingInfo{20 * kUnit, 2 * kUnit, 20}}));
}

TEST_F(VestingTest, WhatHasEndedIsNotMerged) {
    grant({2 * kUnit, kUnit, 1});
    grant({100 * kUnit, kUnit, 1});
    grant({3 * kUnit, kUnit, 1});
    go_to(3);
    // The first has ended, the second stays as it was.
    make_ok(signed_by(kBob), Vesting::merge_schedules{0, 1});
    EXPECT_EQ(schedules(kBob), (std::vector{VestingInfo{3 * kUnit, kUnit, 1}, VestingInfo{100 * kUnit, kUnit, 1}}));
    go_to(101);
    make_ok(signed_by(kBob), Vesting::merge_schedules{0, 1});
    EXPECT_TRUE(schedules(kBob).empty());
    EXPECT_TRUE(saw(event<Vesting>(Event::VestingCompleted{kBob})));
}

TEST_F(VestingTest, MergeNeedsTwoSchedules) {
    make_ok(signed_by(kBob), Vesting::merge_schedules{3, 3});  // nothing to do, whatever there is
    expect_events({});
    make_error(signed_by(kBob), Vesting::merge_schedules{0, 1}, Error::NotVesting);
    grant({10 * kUnit, kUnit, 1});
    make_error(signed_by(kBob), Vesting::merge_schedules{0, 1}, Error::ScheduleIndexOutOfBounds);
    make_error(signed_by(kBob), Vesting::merge_schedules{1, 0}, Error::ScheduleIndexOutOfBounds);
    make_error(root(), Vesting::merge_schedules{0, 1}, kBadOrigin);
}

// For other pallets, genesis and upgrades

TEST_F(VestingTest, OtherPalletsAddAndRemoveSchedules) {
    ASSERT_TRUE(Vesting::add_vesting_schedule(kBob, 0, 0, 1));
    EXPECT_EQ(Vesting::add_vesting_schedule(kBob, 1, 0, 1).error(), Error::InvalidScheduleParams);
    EXPECT_EQ(Vesting::can_add_vesting_schedule(kBob, 0, 1, 1).error(), Error::InvalidScheduleParams);
    ASSERT_TRUE(Vesting::add_vesting_schedule(kBob, 2000 * kUnit, kUnit, 1));
    EXPECT_EQ(Vesting::vesting_balance(kBob), 1000 * kUnit) << "no more than there is";
    ASSERT_TRUE(Vesting::remove_vesting_schedule(kBob, 5));
    EXPECT_EQ(schedules(kBob).size(), 1u);
    ASSERT_TRUE(Vesting::remove_vesting_schedule(kBob, 0));
    EXPECT_EQ(Vesting::remove_vesting_schedule(kBob, 0).error(), Error::NotVesting);
}

TEST_F(VestingTest, GenesisLocksAllButTheLiquidPart) {
    Vesting::build({.vesting = {{kBob, 10, 99, 10 * kUnit}, {kEve, 1, 0, 0}}});
    EXPECT_EQ(schedules(kBob), (std::vector{VestingInfo{990 * kUnit, 10 * kUnit, 10}}));
    EXPECT_EQ(schedules(kEve), (std::vector{VestingInfo{1000 * kUnit, 1000 * kUnit, 1}}));
    EXPECT_EQ(frozen(kBob), 990 * kUnit);
}

}  // namespace
}  // namespace serinus::pallet_vesting
