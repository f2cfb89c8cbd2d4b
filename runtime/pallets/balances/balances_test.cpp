// The calls of Balances.
#include "runtime/mock/world_test.hpp"

namespace serinus::pallet_balances {
namespace {

using namespace mock;
using mock::Balances;
using mock::System;
using Event = Balances::Event;
using Error = Balances::Error;
using SystemEvent = System::Event;

constexpr Balance kDeposit = BalancesConfig::kConstants.ExistentialDeposit;
constexpr AccountId kFresh = account(0xf5);
constexpr LockIdentifier kLock{'l', 'o', 'c', 'k'};

RuntimeCall send(const AccountId& to, Balance value) { return Balances::transfer_allow_death{id(to), {value}}; }
RuntimeCall send_and_live(const AccountId& to, Balance value) { return Balances::transfer_keep_alive{id(to), {value}}; }
RuntimeCall send_all(const AccountId& to, bool keep_alive) { return Balances::transfer_all{id(to), keep_alive}; }
RuntimeCall set_free(const AccountId& who, Balance free) { return Balances::force_set_balance{id(who), {free}}; }

class BalancesTest : public World<PlainRuntime> {
  protected:
    void TearDown() override {
        const auto state = Balances::try_state();
        EXPECT_TRUE(state) << state.error();
        World::TearDown();
    }
    static Balance free(const AccountId& who) { return Balances::free_balance(who); }
};

// Pallet: balances. A new account: first System's event, then Endowed, the transfer last.
TEST_F(BalancesTest, TransferCreatesTheReceiver) {
    make_ok(signed_by(kAlice), send(kFresh, kUnit));
    EXPECT_EQ(free(kAlice), 999 * kUnit);
    EXPECT_EQ(free(kFresh), kUnit);
    EXPECT_EQ(System::providers(kFresh), 1u);
    expect_events({event<System>(SystemEvent::NewAccount{kFresh}), event<Balances>(Event::Endowed{kFresh, kUnit}),
                   event<Balances>(Event::Transfer{kAlice, kFresh, kUnit})});
}

TEST_F(BalancesTest, LessThanTheExistentialDepositCreatesNothing) {
    make_error(signed_by(kAlice), send(kFresh, kDeposit - 1), TokenError::BelowMinimum);
    make_ok(signed_by(kAlice), send(kFresh, 0));
    EXPECT_FALSE(System::account_exists(kFresh));
    expect_events({event<Balances>(Event::Transfer{kAlice, kFresh, 0})});
    make_ok(signed_by(kAlice), send(kFresh, kDeposit));
    make_ok(signed_by(kAlice), send(kFresh, 1));
    EXPECT_EQ(free(kFresh), kDeposit + 1);
}

TEST_F(BalancesTest, NobodySendsWhatHeHasNot) {
    make_error(signed_by(kAlice), send(kBob, 1000 * kUnit + 1), TokenError::FundsUnavailable);
    make_error(signed_by(kFresh), send(kBob, 1), TokenError::FundsUnavailable);
    // More than there is in all accounts together.
    make_error(signed_by(kAlice), send(kBob, 5000 * kUnit + 1), ArithmeticError::Underflow);
}

TEST_F(BalancesTest, ReceiverCannotHaveMoreThanABalanceCanSay) {
    System::storage.Account.mutate(kBob, [](auto& info) { info.data.free = max_value<Balance>(); });
    Balances::set_total_issuance(max_value<Balance>());
    make_error(signed_by(kAlice), send(kBob, 1), ArithmeticError::Overflow);
    System::storage.Account.mutate(kBob, [](auto& info) { info.data.free = 1000 * kUnit; });
    Balances::set_total_issuance(5000 * kUnit);
}

// Pallet: balances. The sender ends, and what is left below the existential deposit with it.
TEST_F(BalancesTest, DustIsDestroyed) {
    make_ok(signed_by(kAlice), send(kBob, 1000 * kUnit - kDeposit + 1));
    EXPECT_FALSE(System::account_exists(kAlice));
    EXPECT_EQ(Balances::total_issuance(), 5000 * kUnit - (kDeposit - 1));
    expect_events({event<System>(SystemEvent::KilledAccount{kAlice}),
                   event<Balances>(Event::DustLost{kAlice, kDeposit - 1}),
                   event<Balances>(Event::Transfer{kAlice, kBob, 1000 * kUnit - kDeposit + 1})});
}

TEST_F(BalancesTest, KeepAliveLeavesTheExistentialDeposit) {
    make_error(signed_by(kAlice), send_and_live(kBob, 1000 * kUnit), TokenError::NotExpendable);
    make_error(signed_by(kAlice), send_and_live(kBob, 1000 * kUnit - kDeposit + 1), TokenError::NotExpendable);
    make_ok(signed_by(kAlice), send_and_live(kBob, 1000 * kUnit - kDeposit));
    EXPECT_EQ(free(kAlice), kDeposit);
}

// Not even an event tells of it. Observed: pallet-balances 43
TEST_F(BalancesTest, TransferToOneselfChangesNothing) {
    make_ok(signed_by(kAlice), send(kAlice, kUnit));
    expect_events({});
    make_ok(root(), Balances::force_transfer{id(kBob), id(kBob), {1000 * kUnit}});
    expect_events({});
    EXPECT_EQ(free(kBob), 1000 * kUnit);
}

TEST_F(BalancesTest, LocksHoldBackTransfersButNotWhatIsAboveThem) {
    Balances::set_lock(kLock, kAlice, 900 * kUnit, WithdrawReasons::all());
    make_error(signed_by(kAlice), send(kBob, 100 * kUnit + 1), TokenError::Frozen);
    make_ok(signed_by(kAlice), send(kBob, 100 * kUnit));
    // What is reserved counts towards the frozen floor.
    ASSERT_TRUE(Balances::reserve(kBob, 300 * kUnit));
    Balances::set_lock(kLock, kBob, 500 * kUnit, WithdrawReasons::kTransfer);
    make_error(signed_by(kBob), send(kAlice, 600 * kUnit + 1), TokenError::Frozen);
    make_ok(signed_by(kBob), send(kAlice, 600 * kUnit));
}

TEST_F(BalancesTest, WhoIsReferredToStaysAlive) {
    ASSERT_TRUE(System::inc_consumers(kAlice));
    make_error(signed_by(kAlice), send(kBob, 1000 * kUnit), TokenError::Frozen);
    // Another provider keeps it alive, without money.
    System::inc_providers(kAlice);
    make_ok(signed_by(kAlice), send(kBob, 1000 * kUnit));
    EXPECT_TRUE(System::account_exists(kAlice));
    EXPECT_EQ(free(kAlice), 0u);
    EXPECT_EQ(System::providers(kAlice), 1u);
}

TEST_F(BalancesTest, TransferAllMovesAllThatCanMove) {
    make_ok(signed_by(kAlice), send_all(kBob, true));
    EXPECT_EQ(free(kAlice), kDeposit);
    make_ok(signed_by(kAlice), send_all(kBob, false));
    EXPECT_FALSE(System::account_exists(kAlice));
    // Reserves need their account.
    ASSERT_TRUE(Balances::reserve(kCharlie, 10 * kUnit));
    make_ok(signed_by(kCharlie), send_all(kBob, false));
    EXPECT_EQ(free(kCharlie), kDeposit);
    // Observed: Kusama 1.0.0. Without money nothing moves, and nothing is wrong, but for an account that is not made.
    make_ok(signed_by(kFresh), send_all(kBob, false));
    expect_events({event<Balances>(Event::Endowed{kFresh, 0}), event<Balances>(Event::Transfer{kFresh, kBob, 0})});
    EXPECT_FALSE(System::account_exists(kFresh));
}

TEST_F(BalancesTest, AddressesMustNameAnAccount) {
    const DispatchError error = DispatchError::CannotLookup{};
    make_error(signed_by(kAlice), Balances::transfer_allow_death{nobody(), {1}}, error);
    make_error(signed_by(kAlice), Balances::transfer_allow_death{{LookupSource::Index{}}, {1}}, error);
    make_error(signed_by(kAlice), Balances::transfer_allow_death{{LookupSource::Address20{}}, {1}}, error);
    make_error(signed_by(kAlice), Balances::transfer_allow_death{{LookupSource::Address32{kBob.bytes}}, {1}}, error);
    make_error(signed_by(kAlice), Balances::transfer_keep_alive{nobody(), {1}}, error);
    make_error(signed_by(kAlice), Balances::transfer_all{nobody(), false}, error);
    make_error(root(), Balances::force_transfer{nobody(), id(kBob), {1}}, error);
    make_error(root(), Balances::force_transfer{id(kBob), nobody(), {1}}, error);
    make_error(root(), Balances::force_unreserve{nobody(), 1}, error);
    make_error(root(), Balances::force_set_balance{nobody(), {1}}, error);
}

TEST_F(BalancesTest, OriginsAreChecked) {
    for (const RuntimeCall& call : {send(kBob, 1), send_and_live(kBob, 1), send_all(kBob, true),
                                    RuntimeCall(Balances::upgrade_accounts{{kBob}})}) {
        make_error(root(), call, kBadOrigin);
        make_error(none(), call, kBadOrigin);
    }
    for (const RuntimeCall& call : {set_free(kBob, 1), RuntimeCall(Balances::force_unreserve{nobody(), 1}),
                                    RuntimeCall(Balances::force_transfer{nobody(), nobody(), {1}})}) {
        make_error(signed_by(kAlice), call, kBadOrigin);
    }
}

TEST_F(BalancesTest, ForceSetBalanceMovesTheIssuanceToo) {
    make_ok(root(), set_free(kAlice, 7 * kUnit));
    expect_events(
        {event<Balances>(Event::Rescinded{993 * kUnit}), event<Balances>(Event::BalanceSet{kAlice, 7 * kUnit})});
    EXPECT_EQ(Balances::total_issuance(), 4007 * kUnit);
    make_ok(root(), set_free(kFresh, 3 * kUnit));
    expect_events({event<System>(SystemEvent::NewAccount{kFresh}), event<Balances>(Event::Endowed{kFresh, 3 * kUnit}),
                   event<Balances>(Event::Issued{3 * kUnit}), event<Balances>(Event::BalanceSet{kFresh, 3 * kUnit})});
    // Below the existential deposit means nothing: the account ends without dust.
    make_ok(root(), set_free(kFresh, kDeposit - 1));
    expect_events({event<System>(SystemEvent::KilledAccount{kFresh}), event<Balances>(Event::Rescinded{3 * kUnit}),
                   event<Balances>(Event::BalanceSet{kFresh, 0})});
    EXPECT_EQ(Balances::total_issuance(), 4007 * kUnit);
    // It does not end an account that is referred to.
    ASSERT_TRUE(Balances::reserve(kBob, kUnit));
    make_error(root(), set_free(kBob, 0), DispatchError::ConsumerRemaining{});
}

TEST_F(BalancesTest, ForceUnreserveFreesWhatThereIs) {
    ASSERT_TRUE(Balances::reserve(kAlice, 10 * kUnit));
    EXPECT_EQ(System::consumers(kAlice), 1u);
    make_ok(root(), Balances::force_unreserve{id(kAlice), 4 * kUnit});
    expect_events({event<Balances>(Event::Unreserved{kAlice, 4 * kUnit})});
    make_ok(root(), Balances::force_unreserve{id(kAlice), 100 * kUnit});
    expect_events({event<Balances>(Event::Unreserved{kAlice, 6 * kUnit})});
    EXPECT_EQ(System::consumers(kAlice), 0u);
    make_ok(root(), Balances::force_unreserve{id(kFresh), kUnit});
    expect_events({});
}

/// An account of the old logic.
void store_old(const AccountId& who, uint32_t providers, Balances::Data data) {
    data.flags._0 = 0;
    System::storage.Account.put(who, {.nonce = 0, .consumers = 0, .providers = providers, .data = data});
    Balances::increase_issuance(data.total());
}

// Observed: Kusama 1.0.0.
TEST_F(BalancesTest, UpgradeCountsReservesAsAConsumer) {
    store_old(kFresh, 1, {.free = kUnit, .reserved = 2 * kUnit});
    const auto post = make_ok(signed_by(kAlice), Balances::upgrade_accounts{{kFresh}});
    EXPECT_EQ(post.pays_fee, Pays::No);
    expect_events({event<Balances>(Event::Upgraded{kFresh})});
    EXPECT_EQ(System::consumers(kFresh), 1u);
    EXPECT_TRUE(Balances::account(kFresh).flags.is_new_logic());
}

// Observed: Kusama 1.0.0. Locks were counted before: nothing is added for them.
TEST_F(BalancesTest, UpgradeLeavesFrozenAccountsAlone) {
    store_old(kFresh, 1, {.free = kUnit, .reserved = 2 * kUnit, .frozen = 3});
    EXPECT_TRUE(Balances::ensure_upgraded(kFresh));
    EXPECT_EQ(System::consumers(kFresh), 0u);
    Balances::decrease_issuance(3 * kUnit);
    System::storage.Account.remove(kFresh);
}

// Observed: Kusama 1.0.0. The gift is not issued: a failsafe for accounts that should not be.
TEST_F(BalancesTest, UpgradeGivesReservesWithoutAProviderTheirExistence) {
    store_old(kFresh, 0, {.free = 5, .reserved = 2 * kUnit});
    EXPECT_TRUE(Balances::ensure_upgraded(kFresh));
    EXPECT_EQ(free(kFresh), kDeposit);
    EXPECT_EQ(System::providers(kFresh), 1u);
    EXPECT_EQ(System::consumers(kFresh), 1u);
    Balances::increase_issuance(kDeposit - 5);
}

TEST_F(BalancesTest, UpgradeIsFreeIfNineInTenNeededIt) {
    std::vector<AccountId> who;
    for (uint8_t i = 0; i < 10; ++i) {
        who.push_back(account(i));
        if (i > 0) store_old(account(i), 1, {.free = kUnit});
    }
    EXPECT_EQ(make_ok(signed_by(kAlice), Balances::upgrade_accounts{who}).pays_fee, Pays::No);
    EXPECT_EQ(make_ok(signed_by(kAlice), Balances::upgrade_accounts{who}).pays_fee, Pays::Yes);
    EXPECT_EQ(make_ok(signed_by(kAlice), Balances::upgrade_accounts{}).pays_fee, Pays::Yes);
    store_old(kFresh, 1, {.free = kUnit});
    EXPECT_EQ(make_ok(signed_by(kAlice), Balances::upgrade_accounts{{kFresh, kFresh}}).pays_fee, Pays::Yes);
}

TEST_F(BalancesTest, AnyChangeUpgrades) {
    store_old(kFresh, 1, {.free = 5 * kUnit});
    make_ok(signed_by(kAlice), send(kFresh, 1));
    expect_events({event<Balances>(Event::Upgraded{kFresh}), event<Balances>(Event::Transfer{kAlice, kFresh, 1})});
}

TEST_F(BalancesTest, GenesisEndowsWithoutEvents) {
    native::state().reset();
    Balances::build({.balances = {{kAlice, kUnit}, {kBob, 2 * kUnit}}});
    EXPECT_EQ(Balances::total_issuance(), 3 * kUnit);
    EXPECT_EQ(System::account(kBob),
              (System::AccountInfo{
                  .nonce = 0, .consumers = 0, .providers = 1, .sufficients = 0, .data = {.free = 2 * kUnit}}));
}

}  // namespace
}  // namespace serinus::pallet_balances
