// Bounties, read as a specification. Pallet: bounties
#include "runtime/pallets/treasury/treasury_world_test.hpp"

namespace serinus::pallet_bounties {
namespace {

using namespace mock;
using namespace pallet_treasury::chain;
using Event = Bounties::Event;
using Error = Bounties::Error;
using Status = Bounties::Status;

constexpr Balance kCents = BountiesConfig::kCents;
constexpr BlockNumber kPeriod = TreasuryConfig::kConstants.SpendPeriod;
constexpr BlockNumber kDelay = BountiesConfig::kConstants.BountyDepositPayoutDelay;
constexpr BlockNumber kUpdate = BountiesConfig::kConstants.BountyUpdatePeriod;

class BountiesTest : public World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        Treasury::build({});
        make_ok(signed_by(kCharlie), Balances::transfer_keep_alive{id(Treasury::account_id()), {100 * kUnit}});
    }
    void TearDown() override {
        EXPECT_TRUE(Bounties::try_state());
        World::TearDown();
    }
    static Status::Active active(BountyIndex index) {
        return std::get<Status::Active>(Bounties::storage.Bounties.get(index)->status.v);
    }
    static bool is_funded(BountyIndex index) {
        return std::holds_alternative<Status::Funded>(Bounties::storage.Bounties.get(index)->status.v);
    }
    static void propose(Balance value) { make_ok(signed_by(kAlice), Bounties::propose_bounty{{value}, {1, 2, 3}}); }
    static void fund(Balance value) {
        propose(value);
        make_ok(root(), Bounties::approve_bounty{{0}});
        Treasury::on_initialize(kPeriod);
    }
    /// Bob curates bounty 0 of 10 KSM for 2 of them.
    static void activate() {
        fund(10 * kUnit);
        make_ok(root(), Bounties::propose_curator{{0}, id(kBob), {2 * kUnit}});
        make_ok(signed_by(kBob), Bounties::accept_curator{{0}});
    }
};

TEST_F(BountiesTest, HasAnAccountForEach) {
    EXPECT_EQ(to_hex(Bounties::bounty_account_id(258).bytes),
              "6d6f646c70792f7472737279"  // modlpy/trsry
              "086274"                    // "bt"
              "02010000"
              "00000000000000000000000000");
}

TEST_F(BountiesTest, ReservesABondThatGrowsWithTheDescription) {
    make_error(signed_by(kAlice), Bounties::propose_bounty{{200 * kCents - 1}, {}}, Error::InvalidValue);
    make_error(signed_by(kAlice), Bounties::propose_bounty{{kUnit}, Bytes(16'385)}, Error::ReasonTooBig);
    make_error(signed_by(account(1)), Bounties::propose_bounty{{kUnit}, {}}, Error::InsufficientProposersBalance);
    propose(200 * kCents);
    EXPECT_EQ(Balances::reserved_balance(kAlice), 103 * kCents);
    EXPECT_TRUE(saw(event<Bounties>(Event::BountyProposed{0})));
}

TEST_F(BountiesTest, ComesToItsMoneyAtTheEndOfASpendPeriod) {
    propose(10 * kUnit);
    propose(1000 * kUnit);
    make_error(origin(Track::SmallTipper), Bounties::approve_bounty{{0}}, Treasury::Error::InsufficientPermission);
    make_error(root(), Bounties::approve_bounty{{7}}, Error::InvalidIndex);
    make_ok(origin(Track::SmallSpender), Bounties::approve_bounty{{0}});
    make_error(root(), Bounties::approve_bounty{{0}}, Error::UnexpectedStatus);
    make_ok(root(), Bounties::approve_bounty{{1}});
    const Weight weight = Treasury::on_initialize(kPeriod);
    EXPECT_EQ(weight, sdk::kDefaultWeights<pallet_treasury::Weights>.on_initialize_proposals(0).saturating_add(
                          sdk::kDefaultWeights<pallet_bounties::Weights>.spend_funds(2)));
    EXPECT_TRUE(is_funded(0));
    EXPECT_EQ(Balances::free_balance(Bounties::bounty_account_id(0)), 10 * kUnit);
    // The dear one waits, so nothing is burnt.
    EXPECT_EQ(Bounties::storage.BountyApprovals.get().inner(), (std::vector<BountyIndex>{1}));
    EXPECT_EQ(Treasury::pot(), 90 * kUnit);
    EXPECT_EQ(Balances::reserved_balance(kAlice), 103 * kCents);
}

TEST_F(BountiesTest, TakesADepositOfTheCurator) {
    EXPECT_EQ(Bounties::calculate_curator_deposit(0), 10 * kCents);
    EXPECT_EQ(Bounties::calculate_curator_deposit(100 * kCents), 50 * kCents);
    EXPECT_EQ(Bounties::calculate_curator_deposit(kUnit), 500 * kCents);
    fund(10 * kUnit);
    make_error(root(), Bounties::propose_curator{{0}, id(kBob), {10 * kUnit}}, Error::InvalidFee);
    make_ok(root(), Bounties::propose_curator{{0}, id(kBob), {2 * kUnit}});
    make_error(signed_by(kDave), Bounties::accept_curator{{0}}, Error::RequireCurator);
    make_error(signed_by(kDave), Bounties::unassign_curator{{0}}, kBadOrigin);
    make_ok(signed_by(kBob), Bounties::accept_curator{{0}});
    EXPECT_EQ(Balances::reserved_balance(kBob), 500 * kCents);
    EXPECT_EQ(active(0).update_due, 1 + kUpdate);
}

TEST_F(BountiesTest, StrikesCuratorsButThoseWhoGiveUp) {
    activate();
    make_ok(signed_by(kBob), Bounties::unassign_curator{{0}});
    EXPECT_EQ(Balances::reserved_balance(kBob), 0u);
    EXPECT_TRUE(is_funded(0));
    make_ok(root(), Bounties::propose_curator{{0}, id(kBob), {2 * kUnit}});
    make_ok(signed_by(kBob), Bounties::accept_curator{{0}});
    go_to(1 + kUpdate);
    make_error(signed_by(kDave), Bounties::unassign_curator{{0}}, Error::Premature);
    go_to(2 + kUpdate);
    const Balance pot = Treasury::pot();
    make_ok(signed_by(kDave), Bounties::unassign_curator{{0}});
    EXPECT_EQ(Treasury::pot(), pot + 500 * kCents);
    make_error(signed_by(kDave), Bounties::unassign_curator{{0}}, Error::UnexpectedStatus);
}

TEST_F(BountiesTest, PaysTheBeneficiaryAndTheCurator) {
    activate();
    make_error(signed_by(kDave), Bounties::award_bounty{{0}, id(kEve)}, Error::RequireCurator);
    make_ok(signed_by(kBob), Bounties::extend_bounty_expiry{{0}, {}});
    make_ok(signed_by(kBob), Bounties::award_bounty{{0}, id(kEve)});
    make_error(root(), Bounties::close_bounty{{0}}, Error::PendingPayout);
    make_error(signed_by(kBob), Bounties::unassign_curator{{0}}, kBadOrigin);
    go_to(kDelay);
    make_error(signed_by(kDave), Bounties::claim_bounty{{0}}, Error::Premature);
    go_to(1 + kDelay);
    const Balance of_bob = Balances::free_balance(kBob);
    const Balance of_eve = Balances::free_balance(kEve);
    make_ok(signed_by(kDave), Bounties::claim_bounty{{0}});
    EXPECT_TRUE(saw(event<Bounties>(Event::BountyClaimed{0, 8 * kUnit, kEve})));
    EXPECT_EQ(Balances::free_balance(kEve), of_eve + 8 * kUnit);
    EXPECT_EQ(Balances::free_balance(kBob), of_bob + 2 * kUnit + 500 * kCents);
    EXPECT_FALSE(Bounties::storage.BountyDescriptions.exists(0));
}

TEST_F(BountiesTest, IsClosedForLessThanWasDeclared) {
    propose(kUnit);
    constexpr auto kWeights = sdk::kDefaultWeights<pallet_bounties::Weights>;
    EXPECT_EQ(make_ok(root(), Bounties::close_bounty{{0}}).actual_weight, kWeights.close_bounty_proposed());
    EXPECT_TRUE(saw(event<Bounties>(Event::BountyRejected{0, 103 * kCents})));
    propose(kUnit);
    make_ok(root(), Bounties::approve_bounty{{1}});
    make_error(root(), Bounties::close_bounty{{1}}, Error::UnexpectedStatus);
    Treasury::on_initialize(kPeriod);
    const Balance pot = Treasury::pot();
    EXPECT_EQ(make_ok(root(), Bounties::close_bounty{{1}}).actual_weight, kWeights.close_bounty_active());
    EXPECT_EQ(Treasury::pot(), pot + kUnit);
}

}  // namespace
}  // namespace serinus::pallet_bounties
