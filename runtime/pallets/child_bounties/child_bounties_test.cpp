// ChildBounties, read as a specification. Pallet: child-bounties
#include "runtime/pallets/treasury/treasury_world_test.hpp"

namespace serinus::pallet_child_bounties {
namespace {

using namespace mock;
using namespace pallet_treasury::chain;
using Event = ChildBounties::Event;
using Error = ChildBounties::Error;
using Status = ChildBounties::Status;
using ParentError = Bounties::Error;

constexpr Balance kCents = BountiesConfig::kCents;
constexpr BlockNumber kDelay = BountiesConfig::kConstants.BountyDepositPayoutDelay;

/// Bob curates bounty 0 of 10 KSM for 2 of them.
class ChildBountiesTest : public World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        Treasury::build({});
        make_ok(signed_by(kCharlie), Balances::transfer_keep_alive{id(Treasury::account_id()), {100 * kUnit}});
        make_ok(signed_by(kAlice), Bounties::propose_bounty{{10 * kUnit}, {}});
        make_ok(root(), Bounties::approve_bounty{{0}});
        Treasury::on_initialize(TreasuryConfig::kConstants.SpendPeriod);
        make_ok(root(), Bounties::propose_curator{{0}, id(kBob), {2 * kUnit}});
        make_ok(signed_by(kBob), Bounties::accept_curator{{0}});
    }
    void TearDown() override {
        EXPECT_TRUE(ChildBounties::try_state());
        World::TearDown();
    }
    static void add(Balance value) { make_ok(signed_by(kBob), ChildBounties::add_child_bounty{{0}, {value}, {7}}); }
    /// Child 0 of 3 KSM, of which `curator` gets one.
    static void activate(const AccountId& curator) {
        add(3 * kUnit);
        make_ok(signed_by(kBob), ChildBounties::propose_curator{{0}, {0}, id(curator), {kUnit}});
        make_ok(signed_by(curator), ChildBounties::accept_curator{{0}, {0}});
    }
};

TEST_F(ChildBountiesTest, AreMadeWithMoneyOfTheParent) {
    const auto call = [](BountyIndex parent, Balance value) {
        return ChildBounties::add_child_bounty{{parent}, {value}, {}};
    };
    make_error(signed_by(kBob), call(0, 20 * kCents - 1), ParentError::InvalidValue);
    make_error(signed_by(kDave), call(0, kUnit), ParentError::RequireCurator);
    make_error(signed_by(kBob), call(1, kUnit), ParentError::InvalidIndex);
    make_error(signed_by(kBob), call(0, 11 * kUnit), Error::InsufficientBountyBalance);
    add(3 * kUnit);
    EXPECT_TRUE(saw(event<ChildBounties>(Event::Added{0, 0})));
    EXPECT_EQ(Balances::free_balance(ChildBounties::child_bounty_account_id(0, 0)), 3 * kUnit);
    EXPECT_EQ(Balances::free_balance(Bounties::bounty_account_id(0)), 7 * kUnit);
    make_error(root(), Bounties::close_bounty{{0}}, ParentError::HasActiveChildBounty);
    EXPECT_EQ(to_hex(ChildBounties::child_bounty_account_id(0, 0).bytes).substr(24, 6), "086362");
}

TEST_F(ChildBountiesTest, MayBeAHundredAndOne) {
    for (int i = 0; i <= 100; ++i) add(20 * kCents);
    make_error(signed_by(kBob), ChildBounties::add_child_bounty{{0}, {kUnit}, {}}, Error::TooManyChildBounties);
}

TEST_F(ChildBountiesTest, NeedNoDepositOfTheParentsCurator) {
    const Balance before = Balances::reserved_balance(kBob);
    activate(kBob);
    EXPECT_EQ(Balances::reserved_balance(kBob), before);
}

TEST_F(ChildBountiesTest, TakeTheirCuratorsFeeFromTheParents) {
    activate(kDave);
    EXPECT_EQ(Balances::reserved_balance(kDave), 500 * kCents);
    make_error(signed_by(kEve), ChildBounties::award_child_bounty{{0}, {0}, id(kEve)}, ParentError::RequireCurator);
    make_ok(signed_by(kDave), ChildBounties::award_child_bounty{{0}, {0}, id(kEve)});
    make_error(signed_by(kBob), ChildBounties::close_child_bounty{{0}, {0}}, ParentError::PendingPayout);
    go_to(kDelay);
    make_error(signed_by(kAlice), ChildBounties::claim_child_bounty{{0}, {0}}, ParentError::Premature);
    go_to(1 + kDelay);
    make_ok(signed_by(kAlice), ChildBounties::claim_child_bounty{{0}, {0}});
    EXPECT_TRUE(saw(event<ChildBounties>(Event::Claimed{0, 0, 2 * kUnit, kEve})));
    EXPECT_EQ(ChildBounties::storage.ChildrenCuratorFees.get(0), kUnit);

    make_ok(signed_by(kBob), Bounties::award_bounty{{0}, id(kEve)});
    go_to(1 + 2 * kDelay);
    const Balance before = Balances::free_balance(kBob);
    make_ok(signed_by(kAlice), Bounties::claim_bounty{{0}});
    EXPECT_EQ(Balances::free_balance(kBob), before + kUnit + 500 * kCents);  // of the fee one KSM is left
    EXPECT_FALSE(ChildBounties::storage.ChildrenCuratorFees.exists(0));
}

TEST_F(ChildBountiesTest, LoseTheirCuratorToTheParents) {
    activate(kDave);
    make_error(signed_by(kEve), ChildBounties::unassign_curator{{0}, {0}}, ParentError::Premature);
    const Balance pot = Treasury::pot();
    make_ok(signed_by(kBob), ChildBounties::unassign_curator{{0}, {0}});
    EXPECT_EQ(Treasury::pot(), pot + 500 * kCents);
    EXPECT_TRUE(std::holds_alternative<Status::Added>(ChildBounties::storage.ChildBounties.get(0, 0)->status.v));
}

TEST_F(ChildBountiesTest, ReturnTheirMoneyWhenClosed) {
    activate(kDave);
    make_error(signed_by(kDave), ChildBounties::close_child_bounty{{0}, {0}}, kBadOrigin);
    make_ok(root(), ChildBounties::close_child_bounty{{0}, {0}});
    EXPECT_TRUE(saw(event<ChildBounties>(Event::Canceled{0, 0})));
    EXPECT_EQ(Balances::free_balance(Bounties::bounty_account_id(0)), 10 * kUnit);
    EXPECT_EQ(Balances::reserved_balance(kDave), 0u);
    EXPECT_EQ(ChildBounties::child_bounties_count(0), 0u);
}

TEST_F(ChildBountiesTest, StandStillWithoutACuratorOfTheParent) {
    activate(kDave);
    make_ok(root(), Bounties::unassign_curator{{0}});
    make_error(signed_by(kDave), ChildBounties::award_child_bounty{{0}, {0}, id(kEve)}, Error::ParentBountyNotActive);
}

}  // namespace
}  // namespace serinus::pallet_child_bounties
