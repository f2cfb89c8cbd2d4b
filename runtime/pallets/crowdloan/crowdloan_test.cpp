// Funds by which many people pay for a lease, read as a specification. Pallet: crowdloan
#include "runtime/pallets/crowdloan/crowdloan.hpp"

#include "runtime/mock/relay_test.hpp"

namespace serinus::polkadot_runtime_common::crowdloan {
namespace {

using namespace mock::relay;
using mock::relay::Auctions;
using mock::relay::Crowdloan;
using mock::relay::Paras;
using mock::relay::Registrar;
using mock::relay::Slots;
using Error = Crowdloan::Error;
using Event = Crowdloan::Event;

constexpr ParaId kPara{2000}, kOther{2001};
constexpr BlockNumber kEnd = 1000, kPeriod = Slots::Config::kConstants.LeasePeriod;
constexpr Balance kCap = 300 * kUnit;

class CrowdloanTest : public World {
  protected:
    void SetUp() override {
        World::SetUp();
        for (const ParaId para : {kPara, kOther}) {
            Paras::storage.ParaLifecycles.put(para, polkadot_runtime_parachains::paras::ParaLifecycle::Parathread);
            Registrar::storage.Paras.put(para, {kAlice, 0, std::nullopt});
        }
    }
    static Crowdloan::create fund(ParaId para = kPara, BlockNumber end = kEnd, LeasePeriod first = 0,
                                  LeasePeriod last = 3) {
        return {{para}, {kCap}, {first}, {last}, {end}, std::nullopt};
    }
    static Crowdloan::contribute give(Balance amount, ParaId para = kPara) { return {{para}, {amount}, std::nullopt}; }
    static AccountId account_of(ParaId para) {
        return Crowdloan::fund_account_id(Crowdloan::storage.Funds.get(para).value().fund_index);
    }
    static Balance raised() { return Crowdloan::storage.Funds.get(kPara).value().raised; }
    static std::vector<ParaId> new_raise() { return Crowdloan::storage.NewRaise.get(); }
};

TEST_F(CrowdloanTest, ItsParasManagerCreatesItAgainstADeposit) {
    make_error(signed_by(kBob), fund(), Error::InvalidOrigin);
    make_error(signed_by(kAlice), fund({7}), Error::InvalidParaId);
    make_error(signed_by(kAlice), fund(kPara, kEnd, 3, 2), Error::LastPeriodBeforeFirstPeriod);
    make_error(signed_by(kAlice), fund(kPara, kEnd, 0, 8), Error::LastPeriodTooFarInFuture);
    make_error(signed_by(kAlice), fund(kPara, kEnd, ~0u, ~0u), Error::FirstPeriodTooFarInFuture);
    make_error(signed_by(kAlice), fund(kPara, 1), Error::CannotEndInPast);
    make_error(signed_by(kAlice), fund(kPara, kPeriod + 1), Error::EndTooFarInFuture);
    make_ok(signed_by(kAlice), fund(kPara, kPeriod));  // the first block of a period still counts for the one before
    EXPECT_TRUE(saw(event<Crowdloan>(Event::Created{kPara})));
    EXPECT_EQ(Balances::reserved_balance(kAlice), Crowdloan::Config::kSubmissionDeposit);
    make_error(signed_by(kAlice), fund(), Error::FundNotEnded);
}

TEST_F(CrowdloanTest, ContributionsStandInAChildTrieWithTheirSum) {
    make_error(signed_by(kBob), give(2 * kUnit), Error::InvalidParaId);
    make_ok(signed_by(kAlice), fund());
    make_error(signed_by(kBob), give(Crowdloan::Config::kConstants.MinContribution - 1), Error::ContributionTooSmall);
    make_error(signed_by(kBob), give(kCap + 1), Error::CapExceeded);
    make_ok(signed_by(kBob), give(2 * kUnit));
    make_ok(signed_by(kBob), give(3 * kUnit));
    make_ok(signed_by(kCharlie), give(4 * kUnit));
    EXPECT_TRUE(saw(event<Crowdloan>(Event::Contributed{kCharlie, kPara, 4 * kUnit})));
    EXPECT_EQ(raised(), 9 * kUnit);
    EXPECT_EQ(Contributions(0).get(kBob).amount, 5 * kUnit);
    EXPECT_EQ(Balances::free_balance(account_of(kPara)), 9 * kUnit);
    EXPECT_EQ(new_raise(), std::vector{kPara}) << "once, whoever gives";

    make_error(signed_by(kDave), Crowdloan::add_memo{kPara, {1}}, Error::NoContributions);
    make_error(signed_by(kBob), Crowdloan::add_memo{kPara, Bytes(33)}, Error::MemoTooLarge);
    make_ok(signed_by(kBob), Crowdloan::add_memo{kPara, {1, 2}});
    EXPECT_EQ(Contributions(0).get(kBob).memo, (Bytes{1, 2}));
    make_error(signed_by(kBob), Crowdloan::poke{kPara}, Error::AlreadyInNewRaise);
    go_to(kEnd);
    make_error(signed_by(kBob), give(2 * kUnit), Error::ContributionPeriodOver);
}

TEST_F(CrowdloanTest, SomebodyMayLendAllThatTheyHave) {
    make_ok(signed_by(kAlice), fund());
    endow(kEve, 20 * kUnit);
    make_ok(signed_by(kEve), Crowdloan::contribute_all{{kPara}, std::nullopt});
    EXPECT_EQ(Balances::free_balance(kEve), 0u);
    EXPECT_EQ(raised(), 20 * kUnit);
}

TEST_F(CrowdloanTest, WhatWasNotNeededGoesBackAfterTheEnd) {
    make_ok(signed_by(kAlice), fund());
    make_ok(signed_by(kBob), give(2 * kUnit));
    make_ok(signed_by(kCharlie), give(3 * kUnit));
    make_error(signed_by(kDave), Crowdloan::withdraw{kBob, {kPara}}, Error::FundNotEnded);
    make_error(signed_by(kAlice), Crowdloan::dissolve{{kPara}}, Error::NotReadyToDissolve);
    go_to(kEnd);
    make_error(signed_by(kDave), Crowdloan::withdraw{kDave, {kPara}}, Error::NoContributions);
    make_ok(signed_by(kDave), Crowdloan::withdraw{kBob, {kPara}});
    EXPECT_TRUE(saw(event<Crowdloan>(Event::Withdrew{kBob, kPara, 2 * kUnit})));
    EXPECT_EQ(Balances::free_balance(kBob), 1000 * kUnit);
    make_ok(signed_by(kDave), Crowdloan::refund{{kPara}});
    EXPECT_TRUE(saw(event<Crowdloan>(Event::AllRefunded{kPara})));
    EXPECT_EQ(Balances::free_balance(kCharlie), 1000 * kUnit);
    EXPECT_EQ(raised(), 0u);
    make_ok(signed_by(kDave), Crowdloan::dissolve{{kPara}});
    EXPECT_EQ(Balances::reserved_balance(kAlice), 0u);
    EXPECT_FALSE(Crowdloan::storage.Funds.exists(kPara));
    make_error(signed_by(kDave), Crowdloan::dissolve{{kPara}}, Error::InvalidParaId);
}

TEST_F(CrowdloanTest, BidsWithAllItHasWhileAnAuctionEnds) {
    make_ok(root(), Auctions::new_auction{{100}, {0}});
    make_ok(signed_by(kAlice), fund());
    make_ok(signed_by(kBob), give(2 * kUnit));
    System::reset_events();
    Crowdloan::on_initialize(50);
    EXPECT_EQ(new_raise(), std::vector{kPara}) << "not before";
    go_to(101);
    Auctions::on_initialize(101);
    Crowdloan::on_initialize(101);
    EXPECT_TRUE(saw(event<Crowdloan>(Event::HandleBidResult{kPara, {}})));
    EXPECT_TRUE(saw(event<Auctions>(Auctions::Event::BidAccepted{account_of(kPara), kPara, 2 * kUnit, 0, 3})));
    EXPECT_TRUE(new_raise().empty());
    EXPECT_EQ(Crowdloan::storage.EndingsCount.get(), 1u);
    go_to(kEnd);
    make_error(signed_by(kDave), Crowdloan::withdraw{kBob, {kPara}}, Error::BidOrLeaseActive);
    go_to(101 + Auctions::Config::kConstants.EndingPeriod);
    make_ok(root(), Crowdloan::edit{{kPara}, {kCap}, {1}, {3}, {2 * kPeriod}, std::nullopt});
    make_error(signed_by(kBob), give(2 * kUnit), Error::VrfDelayInProgress);
}

TEST_F(CrowdloanTest, GoesWithItsParaWhenThatSwaps) {
    make_ok(signed_by(kAlice), fund());
    Crowdloan::on_swap(kPara, kOther);
    EXPECT_FALSE(Crowdloan::storage.Funds.exists(kPara));
    EXPECT_EQ(Crowdloan::storage.Funds.get(kOther).value().depositor, kAlice);
}

TEST_F(CrowdloanTest, AVerifierSignsWhatItTakes) {
    auto with = fund();
    with.verifier = MultiSigner{};
    make_ok(signed_by(kAlice), with);
    make_error(signed_by(kBob), give(2 * kUnit), Error::InvalidSignature);
}

}  // namespace
}  // namespace serinus::polkadot_runtime_common::crowdloan
