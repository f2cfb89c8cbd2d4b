// Nis, read as a specification. Pallet: nis
#include "runtime/runtimes/kusama/world_test.hpp"

namespace serinus::pallet_nis {
namespace {

using namespace kusama::test;
using kusama::Balances;
using kusama::Nis;
using kusama::NisCounterpartBalances;
using Event = Nis::Event;
using Error = Nis::Error;

constexpr BlockNumber kIntake = 50;
constexpr BlockNumber kPeriod = 100'800;  // seven days

/// 5000 KSM are issued, and receipts shall be a hundredth of them.
class NisTest : public World {
  protected:
    void SetUp() override {
        World::SetUp();
        host::set(host::twox_128(as_bytes(":NisTarget:")), scale::encode(Perquintill::from_percent(1)));
    }
    void TearDown() override {
        const auto state = Nis::try_state();
        EXPECT_TRUE(state) << state.error();
        World::TearDown();
    }
    static void bid(const AccountId& who, Balance amount, uint32_t duration = 1) {
        make_ok(signed_by(who), Nis::place_bid{{amount}, duration});
    }
    static void intake() {
        go_to(kIntake);
        Nis::on_initialize(kIntake);
    }
    static Balance on_hold(const AccountId& who) { return Balances::total_balance_on_hold(who); }
    static Balance coins(const AccountId& who) { return NisCounterpartBalances::balance(who); }
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
    ASSERT_TRUE(second);  // of Alice's bid only what is missing of 50 KSM
    EXPECT_EQ(second->owner, std::pair(kAlice, 20 * kUnit));
    EXPECT_EQ(Nis::storage.Queues.get(1)[0].amount, 20 * kUnit);
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
    EXPECT_GT(Balances::free_balance(kAlice), 1024 * kUnit);
    EXPECT_FALSE(Nis::storage.Receipts.exists(0));
}

TEST_F(NisTest, ThawsAtMostAQuarterOfTheIssuanceInFiveBlocks) {
    host::set(host::twox_128(as_bytes(":NisTarget:")), scale::encode(Perquintill::from_percent(90)));
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
    EXPECT_EQ(Balances::balance(Nis::account_id()), 50 * kUnit);
    EXPECT_EQ(coins(kAlice), Balance{210'000} * kUnit);  // a hundredth of 21 million

    make_ok(signed_by(kAlice), NisCounterpartBalances::transfer_all{id(kBob), false});
    make_ok(signed_by(kBob), Nis::privatize{{0}});
    EXPECT_EQ(coins(kBob), 0u);
    EXPECT_EQ(Nis::storage.Receipts.get(0)->owner, std::pair(kBob, 50 * kUnit));

    make_ok(signed_by(kBob), Nis::communify{{0}});
    go_to(kIntake + kPeriod);
    make_ok(signed_by(kBob), Nis::thaw_communal{{0}});
    EXPECT_EQ(NisCounterpartBalances::total_issuance(), 0u);
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
