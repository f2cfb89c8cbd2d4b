// Nis, read as a specification. Pallet: nis
#include "runtime/pallets/nis/nis.ipp"

#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/balances/balances.ipp"
#include "runtime/pallets/nis/weights.hpp"
#include "runtime/sdk/traits/parameters.hpp"

namespace serinus::pallet_nis::chain {

using Nis = Pallet<struct NisConfig>;
using Money = pallet_balances::Pallet<struct MoneyConfig>;
using Counterparts = pallet_balances::Pallet<struct CounterpartsConfig>;

inline constexpr BlockNumber kPeriod = 1'000, kIntake = 50;
/// The share of the issuance that receipts shall be.
using Target = Stored<"NisTarget", Perquintill>;
/// Money that does not count as issued.
using Ignored = Stored<"NisIgnored", Balance>;

struct NisConfig {
    static constexpr PalletInfo kInfo{3, "Nis"};
    static constexpr Constants kConstants{.PalletId = pallet_id("py/nis  "),
                                          .QueueCount = 500,
                                          .MaxQueueLen = 1'000,
                                          .FifoQueueLen = 250,
                                          .BasePeriod = kPeriod,
                                          .MinBid = 3 * mock::kUnit,
                                          .MinReceipt = Perquintill::from_rational(uint64_t{1}, 10'000'000),
                                          .IntakePeriod = kIntake,
                                          .MaxIntakeWeight = development_weights::kBlockWeights.max_block.div(10),
                                          .ThawThrottle = {Perquintill::from_percent(25), 5}};
    using System = mock::System;
    using Currency = Money;
    using Counterpart = Counterparts;
    using Deficit = List<>;  ///< it is new money
    using FundOrigin = EnsureSigned;
    using IgnoredIssuance = Ignored;
    static constexpr auto kWeights = kDefaultWeights<pallet_nis::Weights>;
    static Perquintill target() { return Target::get(); }
    /// As many counterparts as the share of 21 million of them.
    static constexpr Balance counterpart_amount(Perquintill share) {
        return share * (Balance{21'000'000} * mock::kUnit);
    }
};
/// A currency that Nis may hold.
struct MoneyConfig : mock::BalancesConfig {
    static constexpr PalletInfo kInfo{4, "Money"};
    using AccountStore = pallet_balances::StoredInBalances<Money, mock::System>;
    using RuntimeHoldReason = HoldReason;
};
struct CounterpartsConfig : mock::BalancesConfig {
    static constexpr PalletInfo kInfo{5, "Counterparts"};
    static constexpr pallet_balances::Constants kConstants{
        .ExistentialDeposit = mock::kUnit / 100, .MaxLocks = 4, .MaxReserves = 4, .MaxFreezes = 0};
    using AccountStore = pallet_balances::StoredInBalances<Counterparts, mock::System>;
};
struct Runtime : mock::RuntimeOf<Nis, Money, Counterparts> {};

}  // namespace serinus::pallet_nis::chain

SERINUS_PALLET(serinus::pallet_nis::Pallet<serinus::pallet_nis::chain::NisConfig>)
SERINUS_PALLET(serinus::pallet_balances::Pallet<serinus::pallet_nis::chain::MoneyConfig>)
SERINUS_PALLET(serinus::pallet_balances::Pallet<serinus::pallet_nis::chain::CounterpartsConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_nis::chain::Runtime)

namespace serinus::pallet_nis {
namespace {

using namespace mock;
using namespace chain;
using Event = Nis::Event;
using Error = Nis::Error;

/// 5000 units are issued, and receipts shall be a hundredth of them.
class NisTest : public World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        for (const AccountId& who : {kAlice, kBob, kCharlie, kDave, kEve}) endow(who, 1000 * kUnit);
        Target::set(Perquintill::from_percent(1));
    }
    static void endow(const AccountId& who, Balance free) {
        make_ok(root(), Money::force_set_balance{id(who), {free}});
    }
    static void bid(const AccountId& who, Balance amount, uint32_t duration = 1) {
        make_ok(signed_by(who), Nis::place_bid{{amount}, duration});
    }
    static void intake() {
        go_to(kIntake);
        Nis::on_initialize(kIntake);
    }
    static Balance on_hold(const AccountId& who) { return Money::total_balance_on_hold(who); }
    static Balance coins(const AccountId& who) { return Counterparts::balance(who); }
};

TEST_F(NisTest, HoldsTheMoneyOfABidUntilItIsTakenBack) {
    make_error(signed_by(kAlice), Nis::place_bid{{kUnit}, 1}, Error::AmountTooSmall);
    make_error(signed_by(kAlice), Nis::place_bid{{10 * kUnit}, 0}, Error::DurationTooSmall);
    make_error(signed_by(kAlice), Nis::place_bid{{10 * kUnit}, 501}, Error::DurationTooBig);
    bid(kAlice, 10 * kUnit);
    EXPECT_TRUE(saw(event<Nis>(Event::BidPlaced{kAlice, 10 * kUnit, 1})));
    EXPECT_EQ(on_hold(kAlice), 10 * kUnit);
    make_error(signed_by(kBob), Nis::retract_bid{{10 * kUnit}, 1}, Error::UnknownBid);
    make_ok(signed_by(kAlice), Nis::retract_bid{{10 * kUnit}, 1});
    EXPECT_EQ(on_hold(kAlice), 0u);
}

TEST_F(NisTest, TakesBidsInUpToTheTargetTheLongestFirst) {
    bid(kAlice, 40 * kUnit, 1);
    bid(kBob, 30 * kUnit, 2);
    intake();
    const auto first = Nis::storage.Receipts.get(0);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->owner, std::pair(kBob, 30 * kUnit));
    EXPECT_EQ(first->expiry, kIntake + 2 * kPeriod);
    EXPECT_EQ(first->proportion, Perquintill::from_rational(Balance{30}, Balance{5000}));
    const auto second = Nis::storage.Receipts.get(1);
    ASSERT_TRUE(second);  // of Alice's bid only what is missing of 50 units
    EXPECT_EQ(second->owner, std::pair(kAlice, 20 * kUnit));
    EXPECT_EQ(Nis::storage.Queues.get(1)[0].amount, 20 * kUnit);
}

TEST_F(NisTest, WhatIsIgnoredIsNoPartOfTheIssuance) {
    EXPECT_EQ(Nis::issuance().other, 5000 * kUnit);
    Ignored::set(1000 * kUnit);
    EXPECT_EQ(Nis::issuance().other, 4000 * kUnit);
    bid(kAlice, 100 * kUnit);
    intake();
    EXPECT_EQ(Nis::storage.Receipts.get(0)->owner, std::pair(kAlice, 40 * kUnit)) << "a hundredth of the rest";
}

TEST_F(NisTest, ThawsAShareOfTheIssuanceOnceItHasExpired) {
    bid(kAlice, 50 * kUnit);
    intake();
    make_error(signed_by(kAlice), Nis::thaw_private{{0}, {}}, Error::NotExpired);
    go_to(kIntake + kPeriod);
    make_error(signed_by(kBob), Nis::thaw_private{{0}, {}}, Error::NotOwner);
    make_error(signed_by(kAlice), Nis::thaw_private{{0}, Perquintill::one()}, Error::PortionTooBig);
    make_error(signed_by(kAlice), Nis::thaw_private{{1}, {}}, Error::UnknownReceipt);
    make_ok(signed_by(kAlice), Nis::thaw_private{{0}, Perquintill::from_rational(uint64_t{1}, 200)});
    EXPECT_EQ(on_hold(kAlice), 25 * kUnit);

    // The issuance doubles: what is owed beyond what is on hold has to be in the pot.
    endow(kEve, 6000 * kUnit);
    make_error(signed_by(kAlice), Nis::thaw_private{{0}, {}}, Error::Unfunded);
    make_ok(signed_by(kBob), Nis::fund_deficit{});
    make_error(signed_by(kBob), Nis::fund_deficit{}, Error::AlreadyFunded);
    make_ok(signed_by(kAlice), Nis::thaw_private{{0}, {}});
    EXPECT_EQ(on_hold(kAlice), 0u);
    EXPECT_GT(Money::free_balance(kAlice), 1024 * kUnit);
    EXPECT_FALSE(Nis::storage.Receipts.exists(0));
}

TEST_F(NisTest, ThawsAtMostAQuarterOfTheIssuanceInFiveBlocks) {
    Target::set(Perquintill::from_percent(90));
    for (const auto& who : {kAlice, kBob}) bid(who, 900 * kUnit);
    intake();
    go_to(kIntake + kPeriod);
    make_ok(signed_by(kAlice), Nis::thaw_private{{0}, {}});
    make_error(signed_by(kBob), Nis::thaw_private{{1}, {}}, Error::Throttled);
    go_to(kIntake + kPeriod + 5);
    make_ok(signed_by(kBob), Nis::thaw_private{{1}, {}});
}

TEST_F(NisTest, MakesCounterpartsOfAReceiptAndAReceiptOfCounterparts) {
    bid(kAlice, 50 * kUnit);
    intake();
    make_error(signed_by(kAlice), Nis::privatize{{0}}, Error::AlreadyPrivate);
    make_ok(signed_by(kAlice), Nis::communify{{0}});
    make_error(signed_by(kAlice), Nis::communify{{0}}, Error::AlreadyCommunal);
    EXPECT_EQ(on_hold(kAlice), 0u);
    EXPECT_EQ(Money::balance(Nis::account_id()), 50 * kUnit);
    EXPECT_EQ(coins(kAlice), Balance{210'000} * kUnit);  // a hundredth of 21 million

    make_ok(signed_by(kAlice), Counterparts::transfer_all{id(kBob), false});
    make_ok(signed_by(kBob), Nis::privatize{{0}});
    EXPECT_EQ(coins(kBob), 0u);
    EXPECT_EQ(Nis::storage.Receipts.get(0)->owner, std::pair(kBob, 50 * kUnit));

    make_ok(signed_by(kBob), Nis::communify{{0}});
    go_to(kIntake + kPeriod);
    make_ok(signed_by(kBob), Nis::thaw_communal{{0}});
    EXPECT_EQ(Counterparts::total_issuance(), 0u);
}

TEST_F(NisTest, AnotherPalletMayMoveAReceipt) {
    bid(kAlice, 50 * kUnit);
    intake();
    EXPECT_EQ(Nis::transfer(7, kBob).error(), DispatchError(TokenError::UnknownAsset));
    ASSERT_TRUE(Nis::transfer(0, kBob));
    EXPECT_TRUE(saw(event<Nis>(Event::Transferred{kAlice, kBob, 0})));
    EXPECT_EQ(on_hold(kAlice), 0u);
    EXPECT_EQ(on_hold(kBob), 50 * kUnit);
}

}  // namespace
}  // namespace serinus::pallet_nis
