// Recovery, read as a specification. Pallet: recovery
#include "runtime/pallets/recovery/recovery.ipp"
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/recovery/weights.hpp"

namespace serinus::pallet_recovery::chain {

using Recovery = Pallet<struct MockConfig>;
struct MockConfig {
    static constexpr PalletInfo kInfo{3, "Recovery"};
    static constexpr Constants kConstants{.ConfigDepositBase = 50 * mock::kUnit,
                                          .FriendDepositFactor = 5 * mock::kUnit,
                                          .MaxFriends = 9,
                                          .RecoveryDeposit = 50 * mock::kUnit};
    using System = mock::System;
    using Currency = mock::Balances;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_recovery::Weights>;
};
struct Runtime : mock::RuntimeOf<Recovery> {};

}  // namespace serinus::pallet_recovery::chain

SERINUS_PALLET(serinus::pallet_recovery::Pallet<serinus::pallet_recovery::chain::MockConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_recovery::chain::Runtime)

namespace serinus::pallet_recovery {
namespace {

using namespace mock;
using namespace chain;
using Event = Recovery::Event;
using Error = Recovery::Error;

constexpr Balance kBase = MockConfig::kConstants.ConfigDepositBase;
constexpr Balance kPerFriend = MockConfig::kConstants.FriendDepositFactor;

/// Alice can be recovered by two of Charlie, Dave and Eve after ten blocks.
class RecoveryTest : public World<Runtime> {
  protected:
    void TearDown() override {
        EXPECT_TRUE(Recovery::try_state());
        World::TearDown();
    }
    static void create() { make_ok(signed_by(kAlice), Recovery::create_recovery{{kCharlie, kDave, kEve}, 2, 10}); }
    static void begin() { make_ok(signed_by(kBob), Recovery::initiate_recovery{id(kAlice)}); }
    static void vouch(const AccountId& who) { make_ok(signed_by(who), Recovery::vouch_recovery{id(kAlice), id(kBob)}); }
};

TEST_F(RecoveryTest, ReservesADepositThatGrowsWithTheFriends) {
    create();
    EXPECT_EQ(Balances::reserved_balance(kAlice), kBase + 3 * kPerFriend);
    EXPECT_TRUE(saw(event<Recovery>(Event::RecoveryCreated{kAlice})));
    make_ok(signed_by(kAlice), Recovery::remove_recovery{});
    EXPECT_EQ(Balances::reserved_balance(kAlice), 0u);
    make_error(signed_by(kAlice), Recovery::remove_recovery{}, Error::NotRecoverable);
}

TEST_F(RecoveryTest, WantsSortedFriendsOfWhomEnoughVouch) {
    const auto fails = [](std::vector<AccountId> friends, uint16_t threshold, Error error) {
        make_error(signed_by(kAlice), Recovery::create_recovery{std::move(friends), threshold, 10}, error);
    };
    fails({kCharlie}, 0, Error::ZeroThreshold);
    fails({}, 1, Error::NotEnoughFriends);
    fails({kCharlie}, 2, Error::NotEnoughFriends);
    fails({kDave, kCharlie}, 1, Error::NotSorted);
    fails({kDave, kDave}, 1, Error::NotSorted);
    std::vector<AccountId> many;
    for (uint8_t i = 0; i < 10; ++i) many.push_back(account(i));
    fails(many, 1, Error::MaxFriends);
}

TEST_F(RecoveryTest, LetsARescuerActForTheLostAccount) {
    create();
    begin();
    make_error(signed_by(kBob), Recovery::vouch_recovery{id(kAlice), id(kBob)}, Error::NotFriend);
    vouch(kEve);
    make_error(signed_by(kEve), Recovery::vouch_recovery{id(kAlice), id(kBob)}, Error::AlreadyVouched);
    make_error(signed_by(kBob), Recovery::claim_recovery{id(kAlice)}, Error::DelayPeriod);
    go_to(11);
    make_error(signed_by(kBob), Recovery::claim_recovery{id(kAlice)}, Error::Threshold);
    vouch(kCharlie);
    EXPECT_EQ(Recovery::storage.ActiveRecoveries.get(kAlice, kBob)->friends.inner(),
              (std::vector<AccountId>{kCharlie, kEve}));
    make_ok(signed_by(kBob), Recovery::claim_recovery{id(kAlice)});
    expect_events({event<Recovery>(Event::AccountRecovered{kAlice, kBob})});
    make_error(signed_by(kBob), Recovery::claim_recovery{id(kAlice)}, Error::AlreadyProxy);

    const Balance before = Balances::free_balance(kEve);
    make_ok(signed_by(kBob), Recovery::as_recovered{id(kAlice), Balances::transfer_allow_death{id(kEve), {kUnit}}});
    EXPECT_EQ(Balances::free_balance(kEve), before + kUnit);
    make_error(signed_by(kCharlie), Recovery::as_recovered{id(kAlice), Recovery::remove_recovery{}}, Error::NotAllowed);
    make_error(signed_by(kBob), Recovery::as_recovered{id(kAlice), Recovery::remove_recovery{}}, Error::StillActive);

    const uint32_t consumers = System::consumers(kBob);
    make_ok(signed_by(kBob), Recovery::cancel_recovered{id(kAlice)});
    EXPECT_EQ(System::consumers(kBob), consumers - 1);
}

TEST_F(RecoveryTest, GivesTheRescuersDepositToAnOwnerWhoIsNotLost) {
    create();
    begin();
    EXPECT_EQ(Balances::reserved_balance(kBob), kBase);
    make_error(signed_by(kBob), Recovery::initiate_recovery{id(kAlice)}, Error::AlreadyStarted);
    const Balance before = Balances::free_balance(kAlice);
    make_ok(signed_by(kAlice), Recovery::close_recovery{id(kBob)});
    EXPECT_EQ(Balances::free_balance(kAlice), before + kBase);
    EXPECT_EQ(Balances::reserved_balance(kBob), 0u);
    make_error(signed_by(kAlice), Recovery::close_recovery{id(kBob)}, Error::NotStarted);
}

TEST_F(RecoveryTest, IsSkippedByRoot) {
    make_ok(root(), Recovery::set_recovered{id(kAlice), id(kBob)});
    EXPECT_EQ(Recovery::storage.Proxy.get(kBob), kAlice);
    make_error(signed_by(kBob), Recovery::set_recovered{id(kAlice), id(kBob)}, kBadOrigin);
}

}  // namespace
}  // namespace serinus::pallet_recovery
