// Leases of paras and their deposits, read as a specification. Pallet: slots
#include "runtime/pallets/slots/slots.hpp"

#include "runtime/mock/relay_test.hpp"

namespace serinus::polkadot_runtime_common::slots {
namespace {

using namespace mock::relay;
using mock::relay::Paras;
using mock::relay::Slots;
using Error = Slots::Error;
using Event = Slots::Event;
using polkadot_runtime_parachains::paras::ParaLifecycle;

constexpr ParaId kPara{2000}, kOther{2001};
constexpr BlockNumber kPeriod = Slots::Config::kConstants.LeasePeriod;

class SlotsTest : public World {
  protected:
    void SetUp() override {
        World::SetUp();
        for (const ParaId para : {kPara, kOther}) {
            Paras::storage.ParaLifecycles.put(para, ParaLifecycle::Parathread);
        }
    }
    static void begin_period(LeasePeriod period) {
        go_to(period * kPeriod);
        System::reset_events();
        Slots::on_initialize(period * kPeriod);
    }
    static Balance reserved(const AccountId& who) { return Balances::reserved_balance(who); }
    static ParaLifecycle kind_of(ParaId para) { return Paras::storage.ParaLifecycles.get(para).value(); }
};

TEST_F(SlotsTest, ALeaseForThePresentPeriodMakesAParachain) {
    make_error(signed_by(kAlice), Slots::force_lease{kPara, kAlice, kUnit, 0, 1}, kBadOrigin);
    make_ok(root(), Slots::force_lease{kPara, kAlice, 5 * kUnit, 0, 2});
    expect_events({event<Balances>(Balances::Event::Reserved{kAlice, 5 * kUnit}),
                   event<Slots>(Event::Leased{kPara, kAlice, 0, 2, 5 * kUnit, 5 * kUnit})});
    EXPECT_EQ(kind_of(kPara), ParaLifecycle::UpgradingParathread);
    make_ok(root(), Slots::force_lease{kOther, kBob, kUnit, 1, 1});
    EXPECT_EQ(kind_of(kOther), ParaLifecycle::Parathread) << "its period has not begun";
}

TEST_F(SlotsTest, OfSeveralPeriodsTheLargestDepositIsHeld) {
    make_ok(root(), Slots::force_lease{kPara, kAlice, 5 * kUnit, 0, 1});
    make_ok(root(), Slots::force_lease{kPara, kAlice, 3 * kUnit, 1, 1});
    make_ok(root(), Slots::force_lease{kPara, kAlice, 7 * kUnit, 2, 1});
    EXPECT_EQ(reserved(kAlice), 7 * kUnit);
    begin_period(1);
    EXPECT_TRUE(saw(event<Slots>(Event::NewLeasePeriod{1})));
    EXPECT_EQ(reserved(kAlice), 7 * kUnit);
    begin_period(2);
    EXPECT_EQ(reserved(kAlice), 7 * kUnit);
    begin_period(3);
    EXPECT_EQ(reserved(kAlice), 0u);
    EXPECT_FALSE(Slots::storage.Leases.exists(kPara));
}

TEST_F(SlotsTest, ThePeriodThatIsOverGivesBackWhatLaterOnesDoNotNeed) {
    make_ok(root(), Slots::force_lease{kPara, kAlice, 5 * kUnit, 0, 1});
    make_ok(root(), Slots::force_lease{kPara, kAlice, 2 * kUnit, 1, 2});
    begin_period(1);
    EXPECT_EQ(reserved(kAlice), 2 * kUnit);
    EXPECT_EQ(Slots::deposit_held(kPara, kAlice), 2 * kUnit);
    EXPECT_EQ(Slots::deposit_held(kPara, kBob), 0u);
}

TEST_F(SlotsTest, WithItsPeriodAParaBecomesAParachainAndCeasesToBeOne) {
    make_ok(root(), Slots::force_lease{kPara, kAlice, kUnit, 1, 1});
    make_error(signed_by(kBob), Slots::trigger_onboard{kPara}, Error::ParaNotOnboarding);
    begin_period(1);
    EXPECT_EQ(kind_of(kPara), ParaLifecycle::UpgradingParathread);
    Paras::storage.ParaLifecycles.put(kPara, ParaLifecycle::Parachain);
    Paras::storage.Parachains.put({kPara});
    begin_period(2);
    EXPECT_EQ(kind_of(kPara), ParaLifecycle::DowngradingParachain);
}

TEST_F(SlotsTest, APeriodBelongsToOne) {
    make_ok(root(), Slots::force_lease{kPara, kAlice, kUnit, 2, 2});
    for (const LeasePeriod begin : {1u, 2u, 3u}) {
        make_error(root(), Slots::force_lease{kPara, kBob, kUnit, begin, 2}, Error::LeaseError);
    }
    make_ok(root(), Slots::force_lease{kPara, kBob, kUnit, 0, 2});
    make_ok(root(), Slots::force_lease{kPara, kBob, kUnit, 4, 1});
    EXPECT_EQ(reserved(kBob), kUnit);
    begin_period(1);
    make_error(root(), Slots::force_lease{kOther, kBob, kUnit, 0, 1}, Error::LeaseError);
    EXPECT_EQ(Slots::lease_out(kOther, kBob, kUnit, 0, 1).error(), LeaseError::AlreadyEnded);
    EXPECT_EQ(Slots::lease_out(kOther, kBob, 5000 * kUnit, 1, 1).error(), LeaseError::ReserveFailed);
    EXPECT_FALSE(Slots::storage.Leases.exists(kOther));
}

TEST_F(SlotsTest, PeriodsWithoutALeaseAreFree) {
    make_ok(root(), Slots::force_lease{kPara, kAlice, kUnit, 2, 1});
    EXPECT_FALSE(Slots::already_leased(kPara, 0, 1));
    EXPECT_TRUE(Slots::already_leased(kPara, 0, 2));
    EXPECT_TRUE(Slots::already_leased(kPara, 2, 9));
    EXPECT_FALSE(Slots::already_leased(kPara, 3, 9));
    EXPECT_FALSE(Slots::already_leased(kOther, 0, 9));
}

TEST_F(SlotsTest, LeasesEndByForceAndGoWithASwap) {
    make_ok(root(), Slots::force_lease{kPara, kAlice, kUnit, 1, 2});
    make_ok(root(), Slots::force_lease{kPara, kBob, 3 * kUnit, 3, 1});
    Slots::on_swap(kPara, kOther);
    EXPECT_TRUE(Slots::storage.Leases.get(kPara).empty());
    EXPECT_EQ(Slots::deposit_held(kOther, kBob), 3 * kUnit);
    make_error(signed_by(kBob), Slots::clear_all_leases{kOther}, kBadOrigin);
    make_ok(root(), Slots::clear_all_leases{kOther});
    EXPECT_EQ(reserved(kAlice) + reserved(kBob), 0u);
    EXPECT_FALSE(Slots::storage.Leases.exists(kOther));
}

}  // namespace
}  // namespace serinus::polkadot_runtime_common::slots
