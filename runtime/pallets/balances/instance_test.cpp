// A second currency: another instance of Balances with accounts of its own, and what other pallets hold and freeze in
// it.
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/balances/balances.ipp"
#include "runtime/sdk/traits/fungible.hpp"

namespace serinus::pallet_balances {

namespace instance_test {

enum class VaultReason : uint8_t { Deposit, Pledge };
enum class GameReason : uint8_t { Stake };
enum class FreezeId : uint8_t { Vote, Pool };

/// The runtime's reasons: by the indices of the pallets whose they are.
struct Reasons {
    struct Vault {
        VaultReason _0;
        friend bool operator==(Vault, Vault) = default;
    };
    struct Game {
        GameReason _0;
        friend bool operator==(Game, Game) = default;
    };
    scale::Enum<At<70, Vault>, At<71, Game>> v;
    friend bool operator==(const Reasons&, const Reasons&) = default;
};

struct CoinConfig;
using Coin = Pallet<CoinConfig>;

struct CoinConfig {
    static constexpr PalletInfo kInfo{45, "Coin"};
    static constexpr Constants kConstants{.ExistentialDeposit = 10, .MaxLocks = 4, .MaxReserves = 4, .MaxFreezes = 2};
    using System = mock::System;
    using AccountStore = StoredInBalances<Coin, mock::System>;
    using DustRemoval = sdk::List<>;
    using RuntimeHoldReason = Reasons;
    static constexpr uint32_t kMaxHolds = 2;
    using FreezeIdentifier = FreezeId;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_balances::Weights>;
};

struct Runtime : mock::RuntimeOf<Coin> {};

}  // namespace instance_test
}  // namespace serinus::pallet_balances

SERINUS_PALLET(serinus::pallet_balances::Pallet<serinus::pallet_balances::instance_test::CoinConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_balances::instance_test::Runtime)

namespace serinus::pallet_balances {
namespace {

using namespace mock;
using namespace instance_test;
using mock::System;

using Deposit = Holding<Coin, VaultReason::Deposit>;
using Pledge = Holding<Coin, VaultReason::Pledge>;
using Stake = Holding<Coin, GameReason::Stake>;
using Vote = Freezing<Coin, FreezeId::Vote>;
using Pool = Freezing<Coin, FreezeId::Pool>;

static_assert(FungibleMutate<Coin> && FungibleHold<Coin> && FungibleFreeze<Coin>);
static_assert(FungibleMutate<mock::Balances> && FungibleHold<mock::Balances> && FungibleFreeze<mock::Balances>);
static_assert(!FungibleInspect<mock::System>);

/// Alice and Bob have 1000 coins each, besides their money.
class InstanceTest : public World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        for (const AccountId& who : {kAlice, kBob}) ASSERT_TRUE(Coin::mint_into(who, 1000));
    }
    void TearDown() override {
        for (const auto check : {&Coin::try_state, &mock::Balances::try_state}) {
            const auto state = check();
            EXPECT_TRUE(state) << state.error();
        }
        World::TearDown();
    }
};

TEST_F(InstanceTest, HasAccountsAndAnIssuanceOfItsOwn) {
    EXPECT_EQ(Coin::total_issuance(), 2000u);
    EXPECT_EQ(mock::Balances::total_issuance(), 5000 * kUnit);
    EXPECT_EQ(Coin::storage.Account.get(kAlice).free, 1000u);
    EXPECT_EQ(System::account(kAlice).data.free, 1000 * kUnit);
    ASSERT_TRUE(Coin::transfer(kAlice, kCharlie, 300, Preservation::Preserve));
    EXPECT_EQ(Coin::balance(kCharlie), 300u);
    EXPECT_TRUE(saw(event<Coin>(Coin::Event::Endowed{kCharlie, 300})));
    // Both currencies provide for the account.
    EXPECT_EQ(System::providers(kCharlie), 2u);
    ASSERT_TRUE(Coin::transfer(kCharlie, kBob, 300, Preservation::Expendable));
    EXPECT_FALSE(Coin::storage.Account.exists(kCharlie));
    EXPECT_EQ(System::providers(kCharlie), 1u);
}

TEST_F(InstanceTest, AnAccountMayLiveByItsCoinsAlone) {
    const AccountId fresh = account(0xf5);
    ASSERT_TRUE(Coin::transfer(kAlice, fresh, 10, Preservation::Preserve));
    EXPECT_TRUE(System::account_exists(fresh));
    EXPECT_EQ(Coin::reducible_balance(fresh, Preservation::Expendable, Fortitude::Polite), 10u);
    ASSERT_TRUE(System::inc_consumers(fresh));
    EXPECT_EQ(Coin::reducible_balance(fresh, Preservation::Expendable, Fortitude::Polite), 0u);
    EXPECT_EQ(Coin::transfer(fresh, kAlice, 10, Preservation::Expendable).error(), DispatchError(TokenError::Frozen));
    System::dec_consumers(fresh);
    ASSERT_TRUE(Coin::transfer(fresh, kAlice, 10, Preservation::Expendable));
    EXPECT_FALSE(System::account_exists(fresh));
    EXPECT_EQ(Coin::transfer(kAlice, fresh, 9, Preservation::Preserve).error(),
              DispatchError(TokenError::BelowMinimum));
}

TEST_F(InstanceTest, PalletsHoldForReasonsOfTheirOwn) {
    EXPECT_EQ(scale::encode(Pledge::reason()), (Bytes{70, 1}));
    EXPECT_EQ(scale::encode(Stake::reason()), (Bytes{71, 0}));
    ASSERT_TRUE(Deposit::hold(kAlice, 300));
    ASSERT_TRUE(Stake::hold(kAlice, 200));
    EXPECT_EQ(Deposit::balance(kAlice), 300u);
    EXPECT_EQ(Coin::total_balance_on_hold(kAlice), 500u);
    EXPECT_EQ(Coin::balance(kAlice), 500u);
    EXPECT_EQ(Pledge::ensure_can_hold(kAlice, 1).error(), DispatchError(TokenError::CannotCreateHold));  // two reasons
    EXPECT_EQ(Deposit::ensure_can_hold(kAlice, 501).error(), DispatchError(TokenError::FundsUnavailable));

    ASSERT_TRUE(Deposit::set(kAlice, 100));
    EXPECT_EQ(Coin::balance(kAlice), 700u);
    ASSERT_TRUE(Deposit::set(kAlice, 250));
    EXPECT_EQ(Deposit::balance(kAlice), 250u);
    EXPECT_EQ(Deposit::release(kAlice, 251, Precision::Exact).error(), DispatchError(TokenError::FundsUnavailable));
    EXPECT_EQ(*Deposit::release_all(kAlice), 250u);
    EXPECT_EQ(Deposit::balance(kAlice), 0u);

    EXPECT_EQ(*Stake::burn(kAlice, 50, Precision::Exact, Fortitude::Polite), 50u);
    EXPECT_EQ(*Stake::transfer(kAlice, kBob, 50, Precision::Exact, Restriction::OnHold, Fortitude::Polite), 50u);
    EXPECT_EQ(Stake::balance(kBob), 50u);
    {
        const auto [slashed, missing] = Stake::slash(kAlice, 130);
        EXPECT_EQ(missing, 30u);
    }
    EXPECT_EQ(Coin::total_issuance(), 2000u - 50 - 100);
}

TEST_F(InstanceTest, FreezesAreAFloor) {
    ASSERT_TRUE(Vote::set(kAlice, 600));
    ASSERT_TRUE(Pool::set(kAlice, 400));
    EXPECT_EQ(Vote::balance(kAlice), 600u);
    EXPECT_TRUE(Pool::can_freeze(kAlice));
    EXPECT_EQ(Coin::reducible_balance(kAlice, Preservation::Expendable, Fortitude::Polite), 400u);
    ASSERT_TRUE(Vote::decrease(kAlice, 500));
    EXPECT_EQ(Coin::reducible_balance(kAlice, Preservation::Expendable, Fortitude::Polite), 600u);  // the other one
    EXPECT_EQ(Vote::decrease(kAlice, 101).error(), DispatchError(ArithmeticError::Underflow));
    ASSERT_TRUE(Vote::increase(kAlice, 800));
    EXPECT_EQ(Vote::increase(kAlice, ~Balance{0}).error(), DispatchError(ArithmeticError::Overflow));
    ASSERT_TRUE(Vote::extend(kAlice, 5));  // is more already
    EXPECT_EQ(Vote::balance(kAlice), 900u);
    EXPECT_EQ(Coin::transfer(kAlice, kBob, 200, Preservation::Expendable).error(), DispatchError(TokenError::Frozen));
    ASSERT_TRUE(Vote::thaw(kAlice));
    ASSERT_TRUE(Pool::thaw(kAlice));
    EXPECT_FALSE(Coin::storage.Freezes.exists(kAlice));
    ASSERT_TRUE(Coin::transfer(kAlice, kBob, 200, Preservation::Expendable));
}

}  // namespace
}  // namespace serinus::pallet_balances
