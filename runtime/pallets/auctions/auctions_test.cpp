// The candle auction, read as a specification. Pallet: auctions
#include "runtime/pallets/auctions/auctions.hpp"

#include "runtime/mock/relay_test.hpp"

namespace serinus::polkadot_runtime_common::auctions {
namespace {

using namespace mock::relay;
using mock::relay::Auctions;
using mock::relay::Babe;
using mock::relay::Paras;
using mock::relay::Slots;
using Error = Auctions::Error;
using Event = Auctions::Event;
using Phase = AuctionStatus::Phase;

constexpr ParaId kA{2000}, kB{2001}, kC{2002}, kUnknown{7};
constexpr Constants kConstants = Auctions::Config::kConstants;
constexpr BlockNumber kDuration = 100;
constexpr BlockNumber kEnding = 1 + kDuration, kLateEnd = kEnding + kConstants.EndingPeriod;

class AuctionsTest : public World {
  protected:
    void SetUp() override {
        World::SetUp();
        for (const ParaId para : {kA, kB, kC}) {
            Paras::storage.ParaLifecycles.put(para, polkadot_runtime_parachains::paras::ParaLifecycle::Parathread);
        }
    }
    static Auctions::bid bid(ParaId para, LeasePeriod first, LeasePeriod last, Balance amount,
                             AuctionIndex auction = 1) {
        return {{para}, {auction}, {first}, {last}, {amount}};
    }
    static void start() { make_ok(root(), Auctions::new_auction{{kDuration}, {0}}); }
    /// The ending period passes, block by block where a sample begins; then the randomness is known.
    static void end() {
        for (BlockNumber now = kEnding; now < kLateEnd; now += kConstants.SampleLength) Auctions::on_initialize(now);
        go_to(kLateEnd);
        Auctions::on_initialize(kLateEnd);
        EXPECT_TRUE(Auctions::storage.AuctionInfo.exists()) << "nobody knows the end before its randomness";
        Babe::storage.EpochStart.put({0, kLateEnd});
        System::reset_events();
        Auctions::on_initialize(kLateEnd);
    }
    static Balance reserved(const AccountId& who) { return Balances::reserved_balance(who); }
};

TEST_F(AuctionsTest, OneRunsAtATime) {
    make_error(signed_by(kAlice), Auctions::new_auction{{kDuration}, {0}}, kBadOrigin);
    start();
    expect_events({event<Auctions>(Event::AuctionStarted{1, 0, kEnding})});
    make_error(root(), Auctions::new_auction{{kDuration}, {0}}, Error::AuctionInProgress);
    make_ok(root(), Auctions::cancel_auction{});
    go_to(Slots::Config::kConstants.LeasePeriod);
    make_error(root(), Auctions::new_auction{{kDuration}, {0}}, Error::LeasePeriodInPast);
    make_ok(root(), Auctions::new_auction{{kDuration}, {1}});
}

TEST_F(AuctionsTest, PassesThroughItsPhases) {
    EXPECT_EQ(Auctions::auction_status(1).phase, Phase::NotStarted);
    start();
    EXPECT_EQ(Auctions::auction_status(kEnding - 1).phase, Phase::Starting);
    const AuctionStatus later = Auctions::auction_status(kEnding + 2 * kConstants.SampleLength + 3);
    EXPECT_EQ(std::tuple(later.phase, later.sample, later.sub_sample), std::tuple(Phase::Ending, 2u, 3u));
    EXPECT_EQ(Auctions::auction_status(kLateEnd).phase, Phase::VrfDelay);
}

TEST_F(AuctionsTest, TakesBidsForRangesOfItsEightPeriods) {
    make_error(signed_by(kAlice), bid(kA, 0, 1, kUnit, 0), Error::NotAuction);
    start();
    make_error(signed_by(kAlice), bid(kUnknown, 0, 1, kUnit), Error::ParaNotRegistered);
    make_error(signed_by(kAlice), bid(kA, 0, 1, kUnit, 2), Error::NotCurrentAuction);
    EXPECT_FALSE(make(signed_by(kAlice), bid(kA, 0, 8, kUnit)));
    EXPECT_FALSE(make(signed_by(kAlice), bid(kA, 0, 1, 5000 * kUnit))) << "more than the bidder has";
    make_ok(root(), Slots::force_lease{kB, kBob, kUnit, 1, 1});
    make_error(signed_by(kAlice), bid(kB, 0, 1, kUnit), Error::AlreadyLeasedOut);
    make_ok(signed_by(kAlice), bid(kB, 2, 7, kUnit));
    go_to(kLateEnd);
    make_error(signed_by(kAlice), bid(kA, 0, 1, kUnit), Error::AuctionEnded);
}

TEST_F(AuctionsTest, WhoIsOutbidGetsTheMoneyBackUnlessTheEndMayHaveBeen) {
    start();
    make_ok(signed_by(kAlice), bid(kA, 0, 3, 2 * kUnit));
    EXPECT_EQ(reserved(kAlice), 2 * kUnit);
    make_ok(signed_by(kBob), bid(kB, 0, 3, kUnit));
    EXPECT_EQ(reserved(kBob), 0u) << "not the best, without effect";
    make_ok(signed_by(kBob), bid(kB, 0, 3, 3 * kUnit));
    EXPECT_TRUE(saw(event<Auctions>(Event::Unreserved{kAlice, 2 * kUnit})));
    EXPECT_EQ(reserved(kAlice), 0u);

    go_to(kEnding);
    Auctions::on_initialize(kEnding);
    make_ok(signed_by(kAlice), bid(kA, 0, 3, 4 * kUnit));
    EXPECT_EQ(reserved(kBob), 3 * kUnit) << "a sample before this one may be the end";
}

TEST_F(AuctionsTest, WinnersAreTheRangesThatBringMostTogether) {
    start();
    make_ok(signed_by(kAlice), bid(kA, 0, 7, 10 * kUnit));   // 80 over its periods
    make_ok(signed_by(kBob), bid(kB, 0, 3, 15 * kUnit));     // 60
    make_ok(signed_by(kCharlie), bid(kC, 4, 7, 6 * kUnit));  // 24
    end();
    EXPECT_TRUE(saw(event<Slots>(Slots::Event::Leased{kB, kBob, 0, 4, 15 * kUnit, 15 * kUnit})));
    EXPECT_TRUE(saw(event<Slots>(Slots::Event::Leased{kC, kCharlie, 4, 4, 6 * kUnit, 6 * kUnit})));
    EXPECT_TRUE(saw(event<Auctions>(Event::AuctionClosed{1})));
    EXPECT_EQ(reserved(kAlice), 0u);
    EXPECT_TRUE(Auctions::has_won_an_auction(kB, kBob));
    EXPECT_FALSE(Auctions::has_won_an_auction(kA, kAlice));
    EXPECT_FALSE(Auctions::storage.Winning.iter().next());
}

TEST_F(AuctionsTest, OneLargeRangeWinsAgainstSmallerOnesThatBringLess) {
    start();
    make_ok(signed_by(kAlice), bid(kA, 0, 7, 10 * kUnit));
    make_ok(signed_by(kBob), bid(kB, 0, 3, 15 * kUnit));
    make_ok(signed_by(kCharlie), bid(kC, 4, 7, 4 * kUnit));
    end();
    EXPECT_TRUE(saw(event<Slots>(Slots::Event::Leased{kA, kAlice, 0, 8, 10 * kUnit, 10 * kUnit})));
    EXPECT_EQ(reserved(kBob) + reserved(kCharlie), 0u);
}

TEST_F(AuctionsTest, AWinnerWhoHasALeaseByThenLosesTheMoney) {
    start();
    make_ok(signed_by(kAlice), bid(kA, 0, 3, 2 * kUnit));
    make_ok(root(), Slots::force_lease{kA, kBob, kUnit, 2, 1});
    end();
    EXPECT_TRUE(saw(event<Auctions>(Event::ReserveConfiscated{kA, kAlice, 2 * kUnit})));
    EXPECT_EQ(reserved(kAlice), 2 * kUnit);
}

TEST_F(AuctionsTest, CancelledItGivesAllBack) {
    start();
    make_ok(signed_by(kAlice), bid(kA, 0, 3, 2 * kUnit));
    make_error(signed_by(kAlice), Auctions::cancel_auction{}, kBadOrigin);
    make_ok(root(), Auctions::cancel_auction{});
    EXPECT_EQ(reserved(kAlice), 0u);
    EXPECT_EQ(Auctions::auction_status(kEnding).phase, Phase::NotStarted);
}

}  // namespace
}  // namespace serinus::polkadot_runtime_common::auctions
