// Bonds that are given back at once, read as a specification. Pallet: fast-unstake
#include "runtime/mock/validators_test.hpp"

namespace serinus::pallet_fast_unstake {
namespace {

using namespace mock::validators;
using mock::validators::Balances;
using mock::validators::FastUnstake;
using mock::validators::Staking;
using Error = FastUnstake::Error;
using Event = FastUnstake::Event;
using pallet_staking::Forcing;
const auto& kStore = FastUnstake::storage;
const Balance kDeposit = FastUnstake::Config::kConstants.Deposit;
constexpr EraIndex kEra = 40;

class FastUnstakeTest : public World {
  protected:
    void SetUp() override {
        World::SetUp();
        Staking::storage.ValidatorCount.put(2);
        Staking::storage.CurrentEra.put(kEra);
        kStore.ErasToCheckPerBlock.put(1);
        for (const AccountId& who : {kAlice, kBob}) {
            make_ok(signed_by(who), Staking::bond{{100 * kUnit}, Staking::Payee{Staking::Payee::Stash{}}});
        }
    }
    void TearDown() override {
        const auto state = FastUnstake::try_state();
        EXPECT_TRUE(state) << state.error();
        World::TearDown();
    }
    static Weight idle(Weight remaining = Weight::max()) {
        System::reset_events();
        return FastUnstake::on_idle(1, remaining);
    }
    /// What is reserved besides what is on hold for the bond.
    static Balance deposit_of(const AccountId& who) {
        return Balances::reserved_balance(who) - Staking::Hold::balance(who);
    }
    static void join(const AccountId& who) { make_ok(signed_by(who), FastUnstake::register_fast_unstake{}); }
    template <class E>
    static bool has(const E& event) {
        return saw<FastUnstake>(event);
    }
    using System = System;
};

TEST_F(FastUnstakeTest, WhoBackedNobodyIsFreedAfterAllErasAreChecked) {
    join(kAlice);
    EXPECT_EQ(deposit_of(kAlice), kDeposit);
    EXPECT_EQ(kStore.Queue.count(), 1u);
    constexpr auto kWeights = FastUnstake::Config::kWeights;
    const Weight taken = FastUnstake::Config::kDbWeight.reads_writes(1, 1);
    EXPECT_EQ(idle(), kWeights.on_idle_check(2, 1).saturating_add(taken)) << "the head is taken from the queue";
    EXPECT_TRUE(has(Event::BatchChecked{{kEra}}));
    EXPECT_EQ(kStore.Queue.count(), 0u);
    for (EraIndex i = 1; i <= Staking::Config::kConstants.BondingDuration; ++i) {
        EXPECT_EQ(idle(), kWeights.on_idle_check(2, 1));
        EXPECT_TRUE(has(Event::BatchChecked{{kEra - i}}));
    }
    EXPECT_EQ(idle(), kWeights.on_idle_unstake(1));
    EXPECT_TRUE(has(Event::Unstaked{kAlice, {}}));
    EXPECT_TRUE(has(Event::BatchFinished{1}));
    EXPECT_FALSE(Staking::bonded(kAlice));
    EXPECT_EQ(deposit_of(kAlice), 0u);
    EXPECT_EQ(Balances::usable_balance(kAlice), 1000 * kUnit);
}

TEST_F(FastUnstakeTest, WhoWasExposedLosesTheDeposit) {
    Staking::storage.ErasStakers.put(kEra - 1, kBob, {{5}, {5}, {}});
    Staking::storage.ErasStakersPaged.put(kEra - 1, kEve, 0, {{5}, {{kAlice, {5}}}});
    join(kAlice);
    join(kBob);
    idle();
    EXPECT_TRUE(has(Event::BatchChecked{{kEra}}));
    idle();
    EXPECT_TRUE(has(Event::Slashed{kAlice, kDeposit}));
    EXPECT_TRUE(has(Event::Slashed{kBob, kDeposit}));
    EXPECT_TRUE(has(Event::BatchFinished{0}));
    EXPECT_FALSE(kStore.Head.exists());
    EXPECT_TRUE(Staking::bonded(kAlice)) << "it goes on to unbond";
    EXPECT_EQ(Balances::total_balance(kAlice), 1000 * kUnit - kDeposit);
}

TEST_F(FastUnstakeTest, ErasThatBeginMeanwhileAreCheckedAndOldOnesForgotten) {
    join(kAlice);
    idle();
    idle();
    Staking::storage.CurrentEra.put(kEra + 28);
    idle();
    EXPECT_TRUE(has(Event::BatchChecked{{kEra + 28}}));
    EXPECT_EQ(kStore.Head.get()->checked.inner(), (std::vector<EraIndex>{kEra, kEra + 28}));
}

TEST_F(FastUnstakeTest, NothingIsCheckedWithoutRoomOrDuringAnElection) {
    const RuntimeDbWeight db = FastUnstake::Config::kDbWeight;
    join(kAlice);
    EXPECT_EQ(idle(db.reads(1)), Weight::zero());
    EXPECT_EQ(idle(db.reads(2)), db.reads(3)) << "the check would not fit";
    Elections::is_ongoing = true;
    EXPECT_EQ(idle(), db.reads(4));
    Elections::is_ongoing = false;
    kStore.ErasToCheckPerBlock.put(0);
    EXPECT_EQ(idle(), db.reads(1));
    EXPECT_FALSE(kStore.Head.exists());
    kStore.ErasToCheckPerBlock.put(1);
    make_ok(signed_by(kAlice), FastUnstake::deregister{});
    EXPECT_EQ(idle(), db.reads(4)) << "nobody waits";
}

TEST_F(FastUnstakeTest, ABatchHasABound) {
    constexpr uint32_t kBatch = FastUnstake::Config::kBatchSize;
    for (uint8_t i = 1; i <= kBatch + 3; ++i) kStore.Queue.put(account(i), kDeposit);
    idle();
    EXPECT_EQ(kStore.Head.get()->stashes.size(), kBatch);
    EXPECT_EQ(kStore.Queue.count(), 3u);
}

TEST_F(FastUnstakeTest, RefusesWhoCannotJoinOrLeave) {
    make_error(signed_by(kEve), FastUnstake::register_fast_unstake{}, Error::NotController);
    make_error(signed_by(kAlice), FastUnstake::deregister{}, Error::NotQueued);
    join(kAlice);
    make_error(signed_by(kAlice), FastUnstake::register_fast_unstake{}, Error::AlreadyQueued);
    idle();
    make_error(signed_by(kAlice), FastUnstake::register_fast_unstake{}, Error::AlreadyHead);
    kStore.Queue.put(kAlice, kDeposit);
    make_error(signed_by(kAlice), FastUnstake::deregister{}, Error::AlreadyHead);
    make_ok(signed_by(kBob), Staking::unbond{{kUnit}});
    make_error(signed_by(kBob), FastUnstake::register_fast_unstake{}, Error::NotFullyBonded);
    kStore.ErasToCheckPerBlock.put(0);
    make_error(signed_by(kBob), FastUnstake::register_fast_unstake{}, Error::CallNotAllowed);
    make_error(signed_by(kAlice), FastUnstake::deregister{}, Error::CallNotAllowed);
}

TEST_F(FastUnstakeTest, RootTurnsItOnAndOff) {
    make_error(root(), FastUnstake::control{2}, Error::CallNotAllowed);
    make_error(signed_by(kAlice), FastUnstake::control{1}, DispatchError::BadOrigin{});
    make_ok(root(), FastUnstake::control{0});
    EXPECT_EQ(kStore.ErasToCheckPerBlock.get(), 0u);
}

TEST_F(FastUnstakeTest, ADepositThatIsNotThereTurnsItOff) {
    join(kAlice);
    (void)Balances::unreserve(kAlice, Staking::Hold::balance(kAlice) + 1);  // both are reserved
    make_ok(signed_by(kAlice), FastUnstake::deregister{});
    EXPECT_TRUE(has(Event::InternalError{}));
    EXPECT_EQ(kStore.ErasToCheckPerBlock.get(), 0u);
}

}  // namespace
}  // namespace serinus::pallet_fast_unstake
