// Spends of assets, periods that are skipped, and deposits of bounties. Observed: pallet-treasury 41,
// pallet-bounties 41, pallet-child-bounties 41
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/bounties/bounties.ipp"
#include "runtime/pallets/child_bounties/child_bounties.ipp"
#include "runtime/pallets/treasury/treasury.ipp"
#include "runtime/sdk/dispatch_context.hpp"

namespace serinus::pallet_treasury::spends_chain {

using Treasury = Pallet<struct TreasuryConfig>;
using Bounties = pallet_bounties::Pallet<struct BountiesConfig>;
using ChildBounties = pallet_child_bounties::Pallet<struct ChildBountiesConfig>;

/// A thing of another chain.
struct Asset {
    uint8_t id = 0;
    friend bool operator==(const Asset&, const Asset&) = default;
};
/// The asset 1 is worth three of the native currency; nobody knows what the others are worth.
struct Rates {
    using AssetKind = Asset;
    static std::optional<Balance> from_asset_balance(Balance balance, const Asset& asset) {
        if (asset.id != 1) return std::nullopt;
        return 3 * balance;
    }
};
/// Sends what is asked for unless the way is closed; what has become of it the test says.
struct Courier {
    using Beneficiary = AccountId;
    using AssetKind = Asset;
    using Id = uint64_t;
    static inline bool is_open = true;
    static inline PaymentStatus status = PaymentStatus::InProgress;
    static inline uint64_t sent = 0;
    static ResultOf<Id> pay(const AccountId&, const Asset&, Balance) {
        if (!is_open) return DispatchError(DispatchError::Unavailable{});
        return ++sent;
    }
    static PaymentStatus check_payment(Id) { return status; }
};
/// Root without a limit, any signer 60.
struct Spender {
    using Success = Balance;
    static std::optional<Balance> try_origin(const RuntimeOrigin& by) {
        if (by.caller().is_root()) return max_value<Balance>();
        return EnsureSigned::try_origin(by) ? std::optional<Balance>(60) : std::nullopt;
    }
};
inline constexpr AccountId kHeirOfBurns = mock::account(0x98);
struct ToTheHeirOfBurns {
    template <class Imbalance>
    static void on_unbalanced(Imbalance burnt) {
        mock::Balances::resolve_creating(kHeirOfBurns, std::move(burnt));
    }
};

struct TreasuryConfig {
    static constexpr PalletInfo kInfo{3, "Treasury"};
    static constexpr auto kPalletId = pallet_id("py/trsry");
    static constexpr Constants kConstants{.SpendPeriod = 10,
                                          .Burn = Permill::zero(),
                                          .PalletId = kPalletId,
                                          .MaxApprovals = 3,
                                          .PayoutPeriod = 5,
                                          .pot_account = account_of(kPalletId)};
    using System = mock::System;
    using Currency = mock::Balances;
    using RejectOrigin = EnsureRoot;
    using SpendOrigin = Spender;
    using BurnDestination = List<ToTheHeirOfBurns>;
    using SpendFunds = List<Bounties>;
    using Paymaster = Courier;
    using BalanceConverter = Rates;
    static inline Permill share_burnt = Permill::zero();
    static Permill burn() { return share_burnt; }
    static constexpr auto kWeights = kDefaultWeights<pallet_treasury::Weights>;
};
struct BountiesConfig {
    static constexpr PalletInfo kInfo{4, "Bounties"};
    static constexpr pallet_bounties::Constants kConstants{.BountyDepositBase = mock::kUnit,
                                                           .BountyDepositPayoutDelay = 0,
                                                           .BountyUpdatePeriod = max_value<BlockNumber>(),
                                                           .CuratorDepositMultiplier = Permill::from_percent(50),
                                                           .CuratorDepositMax = mock::kUnit,
                                                           .CuratorDepositMin = mock::kUnit,
                                                           .BountyValueMinimum = 1,
                                                           .DataDepositPerByte = mock::kUnit,
                                                           .MaximumReasonLength = 10};
    static constexpr PalletId kPalletId = TreasuryConfig::kPalletId;
    static constexpr uint32_t kMaxApprovals = 3;
    using System = mock::System;
    using Currency = mock::Balances;
    using Treasury = spends_chain::Treasury;
    using ChildBounties = spends_chain::ChildBounties;
    using RejectOrigin = EnsureRoot;
    using SpendOrigin = EnsureRootWithSuccess<max_value<Balance>()>;
    using OnSlash = List<spends_chain::Treasury>;
    static constexpr auto kWeights = kDefaultWeights<pallet_bounties::Weights>;
};
struct ChildBountiesConfig {
    static constexpr PalletInfo kInfo{5, "ChildBounties"};
    static constexpr pallet_child_bounties::Constants kConstants{.MaxActiveChildBountyCount = 2,
                                                                 .ChildBountyValueMinimum = 1};
    static constexpr PalletId kPalletId = TreasuryConfig::kPalletId;
    static constexpr uint32_t kMaximumReasonLength = 10;
    static constexpr BlockNumber kPayoutDelay = 0;
    using System = mock::System;
    using Currency = mock::Balances;
    using Bounties = spends_chain::Bounties;
    using RejectOrigin = EnsureRoot;
    using OnSlash = List<spends_chain::Treasury>;
    static constexpr auto kWeights = kDefaultWeights<pallet_child_bounties::Weights>;
};
using Runtime = mock::RuntimeOf<Treasury, Bounties, ChildBounties>;

}  // namespace serinus::pallet_treasury::spends_chain

SERINUS_PALLET(serinus::pallet_treasury::Pallet<serinus::pallet_treasury::spends_chain::TreasuryConfig>)
SERINUS_PALLET(serinus::pallet_bounties::Pallet<serinus::pallet_treasury::spends_chain::BountiesConfig>)
SERINUS_PALLET(serinus::pallet_child_bounties::Pallet<serinus::pallet_treasury::spends_chain::ChildBountiesConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_treasury::spends_chain::Runtime)

namespace serinus::pallet_treasury::spends_chain {
namespace {

using namespace mock;
using Spent = Treasury::Event;
using SpendError = Treasury::Error;
using Sent = PaymentState<uint64_t>;
using spend = Treasury::spend;

constexpr AccountId kSpendsPot = Treasury::account_id();

class SpendsTest : public World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        Treasury::build({});
        Courier::is_open = true;
        Courier::status = PaymentStatus::InProgress;
        Courier::sent = 0;
        TreasuryConfig::share_burnt = Permill::zero();
    }
    void TearDown() override {
        EXPECT_TRUE(Treasury::try_state());
        EXPECT_TRUE(Bounties::try_state());
        EXPECT_TRUE(ChildBounties::try_state());
        World::TearDown();
    }
    static void fill_pot(Balance value) {
        make_ok(signed_by(kCharlie), Balances::transfer_keep_alive{id(kSpendsPot), {value}});
    }
    static void begin(BlockNumber number) {
        System::storage.Number.put(number);
        Treasury::on_initialize(number);
    }
    /// The bounty 0 of 100 units, with Bob as its curator.
    static void make_bounty() {
        fill_pot(200 * kUnit);
        make_ok(signed_by(kAlice), Bounties::propose_bounty{{100 * kUnit}, {1, 2}});
        make_ok(root(), Bounties::approve_bounty_with_curator{{0}, id(kBob), {kUnit}});
        begin(10);
        make_ok(signed_by(kBob), Bounties::accept_curator{{0}});
        System::reset_events();
    }
    static PaymentState<uint64_t> state_of(SpendIndex index) { return Treasury::storage.Spends.get(index)->status; }
};

TEST_F(SpendsTest, AssetsAreSpentForTheirWorth) {
    make_ok(signed_by(kAlice), spend{Asset{1}, {20}, kBob, std::nullopt});
    expect_events({event<Treasury>(Spent::AssetSpendApproved{0, {1}, 20, kBob, 1, 6})});
    make_error(signed_by(kAlice), spend{Asset{1}, {21}, kBob, std::nullopt}, SpendError::InsufficientPermission);
    make_error(root(), spend{Asset{2}, {1}, kBob, std::nullopt}, SpendError::FailedToConvertBalance);
    make_error(none(), spend{Asset{1}, {1}, kBob, std::nullopt}, kBadOrigin);
    System::storage.Number.put(8);
    make_error(root(), spend{Asset{1}, {1}, kBob, 3}, SpendError::SpendExpired);
    make_ok(root(), spend{Asset{1}, {1}, kBob, 4});  // for one block
    EXPECT_EQ(Treasury::storage.Spends.get(1), (Treasury::Spend{{1}, 1, kBob, 4, 9, {}}));
    EXPECT_EQ(Treasury::storage.SpendCount.get(), 2u);
}

TEST_F(SpendsTest, SpendsOfOneDispatchCountTogether) {
    const DispatchContext context;
    make_ok(signed_by(kAlice), Treasury::spend_local{{30}, id(kBob)});
    make_error(signed_by(kAlice), spend{Asset{1}, {11}, kBob, std::nullopt}, SpendError::InsufficientPermission);
    make_ok(signed_by(kAlice), spend{Asset{1}, {10}, kBob, std::nullopt});
    make_error(signed_by(kAlice), Treasury::spend_local{{1}, id(kBob)}, SpendError::InsufficientPermission);
}

TEST_F(SpendsTest, AnybodyHasASpendPaidInItsTime) {
    make_ok(root(), spend{Asset{1}, {20}, kBob, 3});
    make_error(signed_by(kDave), Treasury::payout{1}, SpendError::InvalidIndex);
    make_error(signed_by(kDave), Treasury::payout{0}, SpendError::EarlyPayout);
    System::storage.Number.put(8);
    make_error(signed_by(kDave), Treasury::payout{0}, SpendError::SpendExpired);
    System::storage.Number.put(7);
    Courier::is_open = false;
    make_error(signed_by(kDave), Treasury::payout{0}, SpendError::PayoutError);
    make_error(signed_by(kDave), Treasury::check_status{0}, SpendError::NotAttempted);
    Courier::is_open = true;
    make_ok(signed_by(kDave), Treasury::payout{0});
    EXPECT_TRUE(saw<Treasury>(Spent::Paid{0, 1}));
    EXPECT_EQ(Treasury::storage.Spends.get(0)->expire_at, 12u);
    make_error(signed_by(kDave), Treasury::payout{0}, SpendError::AlreadyAttempted);
    make_error(root(), Treasury::void_spend{0}, SpendError::AlreadyAttempted);
    make_error(signed_by(kDave), Treasury::check_status{0}, SpendError::Inconclusive);

    Courier::status = PaymentStatus::Failure;
    EXPECT_EQ(make_ok(signed_by(kDave), Treasury::check_status{0}), PostDispatchInfo{});
    EXPECT_TRUE(saw<Treasury>(Spent::PaymentFailed{0, 1}));
    EXPECT_EQ(state_of(0), (Sent{Sent::Failed{}}));
    make_ok(signed_by(kDave), Treasury::payout{0});
    EXPECT_EQ(state_of(0), (Sent{Sent::Attempted{2}}));
    Courier::status = PaymentStatus::Success;
    EXPECT_EQ(make_ok(signed_by(kDave), Treasury::check_status{0}).pays_fee, Pays::No);
    EXPECT_TRUE(saw<Treasury>(Spent::SpendProcessed{0}));
    make_error(signed_by(kDave), Treasury::check_status{0}, SpendError::InvalidIndex);
}

TEST_F(SpendsTest, SpendsThatNobodyAsksForEnd) {
    for (int i = 0; i < 2; ++i) make_ok(root(), spend{Asset{1}, {20}, kBob, std::nullopt});
    make_error(signed_by(kAlice), Treasury::void_spend{0}, kBadOrigin);
    make_ok(root(), Treasury::void_spend{0});
    EXPECT_TRUE(saw<Treasury>(Spent::AssetSpendVoided{0}));
    make_error(root(), Treasury::void_spend{0}, SpendError::InvalidIndex);
    System::storage.Number.put(6);
    make_error(signed_by(kDave), Treasury::check_status{1}, SpendError::NotAttempted);
    System::storage.Number.put(7);
    EXPECT_EQ(make_ok(signed_by(kDave), Treasury::check_status{1}).pays_fee, Pays::No);
    EXPECT_FALSE(Treasury::storage.Spends.exists(1));
}

TEST_F(SpendsTest, APeriodEndsOnceAndMakesUpForTheOnesBefore) {
    fill_pot(1000);
    TreasuryConfig::share_burnt = Permill::from_percent(10);
    begin(13);  // the first block that is asked
    EXPECT_EQ(Treasury::storage.LastSpendPeriod.get(), 10u);
    EXPECT_EQ(Treasury::pot(), 1000u);
    begin(20);
    EXPECT_TRUE(saw<Treasury>(Spent::Burnt{100}));
    EXPECT_EQ(Treasury::storage.LastSpendPeriod.get(), 20u);
    EXPECT_EQ(Balances::free_balance(kHeirOfBurns), 0u);  // too little for an account
    System::reset_events();
    begin(29);
    expect_events({event<Treasury>(Spent::UpdatedInactive{1000, 900})});
    begin(45);  // two periods
    EXPECT_EQ(Treasury::storage.LastSpendPeriod.get(), 40u);
    EXPECT_TRUE(saw<Treasury>(Spent::Burnt{900 - 729}));
    EXPECT_EQ(Treasury::pot(), 729u);
}

TEST_F(SpendsTest, NothingIsToldOfABurnOfNothing) {
    fill_pot(1000);
    begin(10);
    EXPECT_EQ(Treasury::storage.LastSpendPeriod.get(), 10u);
    expect_events({event<Balances>(Balances::Event::Transfer{kCharlie, kSpendsPot, 1000}),
                   event<Treasury>(Spent::UpdatedInactive{0, 1000}), event<Treasury>(Spent::Spending{1000}),
                   event<Treasury>(Spent::Rollover{1000})});
}

TEST_F(SpendsTest, ABountyGetsItsCuratorTogetherWithItsMoney) {
    using Told = Bounties::Event;
    using Status = Bounties::Status;
    fill_pot(200 * kUnit);
    make_ok(signed_by(kAlice), Bounties::propose_bounty{{100 * kUnit}, {}});
    make_error(root(), Bounties::approve_bounty_with_curator{{0}, id(kBob), {100 * kUnit}},
               Bounties::Error::InvalidFee);
    make_error(signed_by(kAlice), Bounties::approve_bounty_with_curator{{0}, id(kBob), {1}}, kBadOrigin);
    System::reset_events();
    make_ok(root(), Bounties::approve_bounty_with_curator{{0}, id(kBob), {1}});
    expect_events({event<Bounties>(Told::BountyApproved{0}), event<Bounties>(Told::CuratorProposed{0, kBob})});
    make_error(root(), Bounties::approve_bounty_with_curator{{0}, id(kBob), {1}}, Bounties::Error::UnexpectedStatus);
    make_error(root(), Bounties::close_bounty{{0}}, Bounties::Error::UnexpectedStatus);
    make_error(signed_by(kAlice), Bounties::unassign_curator{{0}}, kBadOrigin);
    make_ok(signed_by(kBob), Bounties::unassign_curator{{0}});
    EXPECT_TRUE(saw<Bounties>(Told::CuratorUnassigned{0}));
    EXPECT_EQ(Bounties::storage.Bounties.get(0)->status, (Status{Status::Approved{}}));

    make_ok(signed_by(kAlice), Bounties::propose_bounty{{50 * kUnit}, {}});
    make_ok(root(), Bounties::approve_bounty_with_curator{{1}, id(kBob), {1}});
    begin(10);
    EXPECT_EQ(Bounties::storage.Bounties.get(0)->status, (Status{Status::Funded{}}));
    EXPECT_EQ(Bounties::storage.Bounties.get(1)->status, (Status{Status::CuratorProposed{kBob}}));
    make_ok(signed_by(kBob), Bounties::accept_curator{{1}});
    EXPECT_TRUE(saw<Bounties>(Told::CuratorAccepted{1, kBob}));
    // For ever.
    EXPECT_EQ(Bounties::storage.Bounties.get(1)->status, (Status{Status::Active{kBob, max_value<BlockNumber>()}}));
}

TEST_F(SpendsTest, ABondBecomesTodays) {
    make_ok(signed_by(kAlice), Bounties::propose_bounty{{100}, {1, 2}});
    EXPECT_EQ(make_ok(signed_by(kDave), Bounties::poke_deposit{{0}}), PostDispatchInfo{});
    auto bounty = *Bounties::storage.Bounties.get(0);
    ASSERT_TRUE(Balances::reserve(kAlice, kUnit));
    bounty.bond = 4 * kUnit;
    Bounties::storage.Bounties.put(0, bounty);
    EXPECT_EQ(make_ok(signed_by(kDave), Bounties::poke_deposit{{0}}).pays_fee, Pays::No);
    EXPECT_TRUE(saw<Bounties>(Bounties::Event::DepositPoked{0, kAlice, 4 * kUnit, 3 * kUnit}));
    EXPECT_EQ(Balances::reserved_balance(kAlice), 3 * kUnit);
    make_error(signed_by(kDave), Bounties::poke_deposit{{1}}, Bounties::Error::InvalidIndex);
    make_ok(root(), Bounties::approve_bounty{{0}});
    make_error(signed_by(kDave), Bounties::poke_deposit{{0}}, Bounties::Error::UnexpectedStatus);
}

TEST_F(SpendsTest, ChildrenAreCountedForEachBounty) {
    make_bounty();
    EXPECT_EQ(to_hex(ChildBounties::child_bounty_account_id(1, 2).bytes),
              "6d6f646c70792f7472737279"  // modlpy/trsry
              "086362"                    // "cb"
              "0100000002000000"
              "000000000000000000");
    make_ok(signed_by(kBob), ChildBounties::add_child_bounty{{0}, {kUnit}, {7}});
    make_ok(signed_by(kBob), ChildBounties::add_child_bounty{{0}, {kUnit}, {8}});
    make_ok(signed_by(kBob), ChildBounties::close_child_bounty{{0}, {0}});
    EXPECT_EQ(ChildBounties::storage.ParentTotalChildBounties.get(0), 2u);
    EXPECT_EQ(ChildBounties::storage.ParentChildBounties.get(0), 1u);
    EXPECT_EQ(ChildBounties::storage.ChildBountyCount.get(), 0u);
    EXPECT_FALSE(ChildBounties::storage.ChildBountyDescriptionsV1.exists(0, 0));
    EXPECT_TRUE(ChildBounties::storage.ChildBountyDescriptionsV1.exists(0, 1));
    EXPECT_EQ(Balances::free_balance(ChildBounties::child_bounty_account_id(0, 1)), kUnit);

    // With the bounty its counts end.
    make_ok(signed_by(kBob), ChildBounties::close_child_bounty{{0}, {1}});
    make_ok(root(), Bounties::close_bounty{{0}});
    EXPECT_FALSE(ChildBounties::storage.ParentTotalChildBounties.exists(0));
    EXPECT_FALSE(ChildBounties::storage.ParentChildBounties.exists(0));
}

}  // namespace
}  // namespace serinus::pallet_treasury::spends_chain
