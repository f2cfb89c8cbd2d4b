// Events of Vesting, and schedules that Root removes. Observed: pallet-vesting 42
#include "runtime/mock/small_test.hpp"

namespace serinus::mock::small {
namespace {

using Frees = Vesting::Event;
using VestingError = Vesting::Error;

class VestingSchedulesTest : public SmallPallets {
  protected:
    static constexpr pallet_vesting::VestingInfo kSchedule{10 * kUnit, kUnit, 5};
};

TEST_F(VestingSchedulesTest, AScheduleIsToldBeforeTheLock) {
    make_ok(signed_by(kAlice), Vesting::vested_transfer{id(kBob), kSchedule});
    expect_events({event<Balances>(Balances::Event::Transfer{kAlice, kBob, 10 * kUnit}),
                   event<Vesting>(Frees::VestingCreated{kBob, 0}),
                   event<Balances>(Balances::Event::Locked{kBob, 10 * kUnit}),
                   event<Vesting>(Frees::VestingUpdated{kBob, 10 * kUnit})});
    make_ok(signed_by(kAlice), Vesting::vested_transfer{id(kBob), kSchedule});
    EXPECT_TRUE(saw<Vesting>(Frees::VestingCreated{kBob, 1}));
}

TEST_F(VestingSchedulesTest, AddressesAreLookedAtFirst) {
    make_error(signed_by(kAlice), Vesting::vested_transfer{nobody(), {}}, DispatchError::CannotLookup{});
    make_error(signed_by(kAlice), Vesting::vested_transfer{id(kBob), {}}, VestingError::AmountLow);
}

TEST_F(VestingSchedulesTest, RootRemovesASchedule) {
    make_ok(signed_by(kAlice), Vesting::vested_transfer{id(kBob), kSchedule});
    make_ok(signed_by(kAlice), Vesting::vested_transfer{id(kBob), kSchedule});
    make_error(signed_by(kBob), Vesting::force_remove_vesting_schedule{id(kBob), 0}, kBadOrigin);
    make_error(root(), Vesting::force_remove_vesting_schedule{id(kBob), 2}, VestingError::InvalidScheduleParams);
    make_error(root(), Vesting::force_remove_vesting_schedule{id(kCharlie), 0}, VestingError::InvalidScheduleParams);
    const auto done = make_ok(root(), Vesting::force_remove_vesting_schedule{id(kBob), 0});
    EXPECT_EQ(done.actual_weight, VestingConfig::kWeights.force_remove_vesting_schedule(50, 2));
    EXPECT_TRUE(saw<Vesting>(Frees::VestingUpdated{kBob, 10 * kUnit}));
    make_ok(root(), Vesting::force_remove_vesting_schedule{id(kBob), 0});
    EXPECT_TRUE(saw<Vesting>(Frees::VestingCompleted{kBob}));
    EXPECT_FALSE(Vesting::storage.Vesting.exists(kBob));
}

}  // namespace
}  // namespace serinus::mock::small
