// Assets and things in collections, as pallets see them. The assets are a table in memory.
#include "runtime/sdk/traits/fungibles.hpp"

#include <gtest/gtest.h>

#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/fungible.hpp"
#include "runtime/sdk/traits/nonfungibles.hpp"

namespace serinus::sdk {
namespace {

constexpr AccountId account(uint8_t byte) {
    AccountId out;
    out.bytes.fill(byte);
    return out;
}
constexpr AccountId kAlice = account(0xa1), kBob = account(0xb0);

/// Unbalanced functions, and a line for each event. Balances of less than 10 are not kept.
struct Assets {
    using AssetId = uint32_t;
    static inline std::map<AssetId, Balance> issuances;
    static inline std::map<std::pair<AssetId, AccountId>, Balance> balances;
    static inline std::vector<std::string> events;
    static void reset() {
        issuances.clear();
        balances.clear();
        events.clear();
    }

    static bool asset_exists(AssetId asset) { return issuances.contains(asset); }
    static DispatchResult create(AssetId asset, const AccountId&, bool, Balance) {
        ENSURE(!asset_exists(asset), DispatchError(TokenError::UnknownAsset));
        issuances[asset] = 0;
        return {};
    }
    static Balance total_issuance(AssetId asset) { return issuances[asset]; }
    static void set_total_issuance(AssetId asset, Balance amount) { issuances[asset] = amount; }
    static Balance minimum_balance(AssetId) { return 10; }
    static Balance balance(AssetId asset, const AccountId& who) { return balances[{asset, who}]; }
    static Balance total_balance(AssetId asset, const AccountId& who) { return balance(asset, who); }
    static Balance reducible_balance(AssetId asset, const AccountId& who, Preservation preservation, Fortitude) {
        return saturating_sub(balance(asset, who), preservation == Preservation::Expendable ? Balance{0} : Balance{10});
    }
    static DepositConsequence can_deposit(AssetId asset, const AccountId& who, Balance amount, Provenance) {
        return balance(asset, who) + amount < 10 ? DepositConsequence::BelowMinimum : DepositConsequence::Success;
    }
    static WithdrawConsequence can_withdraw(AssetId asset, const AccountId& who, Balance amount) {
        return amount > balance(asset, who) ? WithdrawConsequence::BalanceLow : WithdrawConsequence::Success;
    }
    static ResultOf<Balance> increase_balance(AssetId asset, const AccountId& who, Balance amount, Precision) {
        TRY(into_result(can_deposit(asset, who, amount, Provenance::Extant)));
        balances[{asset, who}] += amount;
        return amount;
    }
    static ResultOf<Balance> decrease_balance(AssetId asset, const AccountId& who, Balance amount, Precision precision,
                                              Preservation preservation, Fortitude force) {
        const Balance most = reducible_balance(asset, who, preservation, force);
        if (precision == Precision::BestEffort) amount = std::min(amount, most);
        ENSURE(amount <= most, DispatchError(TokenError::FundsUnavailable));
        balances[{asset, who}] -= amount;
        return amount;
    }
    static ResultOf<Balance> mint_into(AssetId asset, const AccountId& who, Balance amount) {
        TRY(increase_balance(asset, who, amount, Precision::Exact));
        issuances[asset] += amount;
        return amount;
    }
    static ResultOf<Balance> burn_from(AssetId asset, const AccountId& who, Balance amount, Precision precision,
                                       Fortitude force) {
        const Balance done = TRY(decrease_balance(asset, who, amount, precision, Preservation::Expendable, force));
        issuances[asset] -= done;
        return done;
    }
    static ResultOf<Balance> transfer(AssetId asset, const AccountId& from, const AccountId& to, Balance amount,
                                      Preservation preservation) {
        TRY(decrease_balance(asset, from, amount, Precision::Exact, preservation, Fortitude::Polite));
        return increase_balance(asset, to, amount, Precision::Exact);
    }

    static void note(const char* what, AssetId asset, Balance amount) {
        events.push_back(std::string(what) + " " + std::to_string(asset) + " " +
                         std::to_string(static_cast<uint64_t>(amount)));
    }
    static void done_issue(AssetId asset, Balance amount) { note("issue", asset, amount); }
    static void done_rescind(AssetId asset, Balance amount) { note("rescind", asset, amount); }
    static void done_deposit(AssetId asset, const AccountId&, Balance amount) { note("deposit", asset, amount); }
    static void done_withdraw(AssetId asset, const AccountId&, Balance amount) { note("withdraw", asset, amount); }
    static void done_drop(AssetId asset, Balance amount, bool is_credit) {
        note(is_credit ? "burned credit" : "minted debt", asset, amount);
    }
};
static_assert(FungiblesInspect<Assets> && FungiblesMutate<Assets> && FungiblesUnbalanced<Assets> &&
              FungiblesCreate<Assets>);

using Imbalances = FungiblesImbalances<Assets>;
using Events = std::vector<std::string>;

class FungiblesTest : public testing::Test {
  protected:
    void SetUp() override {
        Assets::reset();
        for (const uint32_t asset : {1u, 2u}) {
            ASSERT_TRUE(Assets::create(asset, kAlice, true, 10));
            ASSERT_TRUE(Assets::mint_into(asset, kAlice, 1'000));
        }
    }
    void TearDown() override {
        for (const auto& [asset, issuance] : Assets::issuances) {
            Balance sum = 0;
            for (const auto& [key, balance] : Assets::balances) sum += key.first == asset ? balance : 0;
            EXPECT_EQ(sum, issuance) << "asset " << asset;
        }
    }
};

// Source: fungibles::Balanced
TEST_F(FungiblesTest, CreditMovesMoneyBetweenAccounts) {
    auto credit = *Imbalances::withdraw(1, kAlice, 300, Precision::Exact, Preservation::Preserve, Fortitude::Polite);
    EXPECT_EQ(credit.asset(), 1u);
    EXPECT_TRUE(Imbalances::resolve(kBob, std::move(credit)));
    EXPECT_EQ(Assets::balance(1, kBob), 300u);
    EXPECT_EQ(Assets::total_issuance(1), 1'000u);
    EXPECT_EQ(Assets::events, (Events{"withdraw 1 300", "deposit 1 300"})) << "nothing is made or destroyed";
}

TEST_F(FungiblesTest, DroppedCreditIsDestroyedAndTellsOfIt) {
    {
        auto credit = Imbalances::withdraw(2, kAlice, 300, Precision::Exact, Preservation::Preserve, Fortitude::Polite);
    }
    EXPECT_EQ(Assets::total_issuance(2), 700u);
    EXPECT_EQ(Assets::total_issuance(1), 1'000u);
    EXPECT_EQ(Assets::events, (Events{"withdraw 2 300", "burned credit 2 300"}));
}

TEST_F(FungiblesTest, DroppedDebtIsMade) {
    {
        auto debt = Imbalances::deposit(1, kBob, 20, Precision::Exact);
    }
    EXPECT_EQ(Assets::total_issuance(1), 1'020u);
    EXPECT_EQ(Assets::events, (Events{"deposit 1 20", "minted debt 1 20"}));
}

TEST_F(FungiblesTest, IssuedCreditGoesIntoAnAccountOrComesBack) {
    EXPECT_TRUE(Imbalances::resolve(kBob, Imbalances::issue(1, 50)));
    EXPECT_EQ(Assets::total_issuance(1), 1'050u);
    auto refused = Imbalances::resolve(account(3), Imbalances::issue(1, 9));
    ASSERT_FALSE(refused) << "below the minimum";
    EXPECT_EQ(refused.error().peek(), 9u);
    EXPECT_TRUE(Imbalances::resolve(kBob, std::move(refused).error()));
    EXPECT_EQ(Assets::balance(1, kBob), 59u);
}

TEST_F(FungiblesTest, RescindedIssuanceIsTakenFromAnAccount) {
    auto rest = Imbalances::settle(kAlice, Imbalances::rescind(1, 400), Preservation::Preserve);
    ASSERT_TRUE(rest);
    EXPECT_EQ(rest->peek(), 0u);
    EXPECT_EQ(Assets::balance(1, kAlice), 600u);
    auto refused = Imbalances::settle(kBob, Imbalances::rescind(1, 100), Preservation::Preserve);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().peek(), 100u) << "dropped, it is issued again";
}

TEST_F(FungiblesTest, IssuanceStopsAtItsRange) {
    auto credit = Imbalances::issue(1, ~Balance{0});
    EXPECT_EQ(credit.peek(), ~Balance{0} - 1'000);
    auto debt = Imbalances::rescind(2, 1'001);
    EXPECT_EQ(debt.peek(), 1'000u);
}

TEST_F(FungiblesTest, ImbalancesOfTwoAssetsDoNotMix) {
    auto one = Imbalances::issue(1, 50);
    auto mixed = one.subsume(Imbalances::issue(2, 60));
    ASSERT_FALSE(mixed);
    EXPECT_EQ(mixed.error().asset(), 2u);
    EXPECT_TRUE(one.subsume(Imbalances::issue(1, 5)));
    auto [small, large] = std::move(one).split(15);
    EXPECT_EQ(small.peek(), 15u);
    EXPECT_EQ(large.peek(), 40u);
    auto [credit, debt] = std::move(large).offset(Imbalances::rescind(2, 7));
    EXPECT_EQ(credit.peek(), 40u);
    EXPECT_EQ(debt.peek(), 7u);
}

// Source: fungible::ItemOf
using Gold = ItemOf<Assets, 2u>;
static_assert(FungibleInspect<Gold> && FungibleMutate<Gold> && !FungibleHold<Gold> && !BasicCurrency<Gold>);

TEST_F(FungiblesTest, OneAssetIsACurrency) {
    EXPECT_EQ(Gold::balance(kAlice), 1'000u);
    EXPECT_EQ(Gold::total_balance(kAlice), 1'000u);
    EXPECT_EQ(Gold::reducible_balance(kAlice, Preservation::Preserve, Fortitude::Polite), 990u);
    EXPECT_EQ(*Gold::transfer(kAlice, kBob, 100, Preservation::Preserve), 100u);
    EXPECT_EQ(*Gold::burn_from(kBob, 200, Precision::BestEffort, Fortitude::Polite), 100u);
    EXPECT_EQ(*Gold::mint_into(kBob, 30), 30u);
    EXPECT_EQ(Gold::total_issuance(), 930u);
    EXPECT_EQ(Gold::minimum_balance(), 10u);
    EXPECT_EQ(Gold::can_deposit(account(3), 9, Provenance::Minted), DepositConsequence::BelowMinimum);
    EXPECT_EQ(Gold::can_withdraw(kBob, 31), WithdrawConsequence::BalanceLow);
    EXPECT_EQ(Assets::total_issuance(1), 1'000u);
}

// nonfungibles.hpp
struct Gallery {
    using CollectionId = uint32_t;
    using ItemId = uint32_t;
    static inline std::map<std::pair<CollectionId, ItemId>, AccountId> owners;
    static std::optional<AccountId> owner(CollectionId collection, ItemId item) {
        const auto found = owners.find({collection, item});
        return found == owners.end() ? std::nullopt : std::optional(found->second);
    }
    static std::optional<AccountId> collection_owner(CollectionId) { return kAlice; }
    static std::optional<Bytes> attribute(CollectionId collection, ItemId, BytesView key) {
        return collection == 1 ? std::optional(to_bytes(key)) : std::nullopt;
    }
    static bool can_transfer(CollectionId, ItemId item) { return item != 0; }
    static DispatchResult transfer(CollectionId collection, ItemId item, const AccountId& to) {
        ENSURE(owner(collection, item), DispatchError(TokenError::UnknownAsset));
        owners[{collection, item}] = to;
        return {};
    }
};
static_assert(NonfungiblesInspect<Gallery> && NonfungiblesTransfer<Gallery>);

/// A pallet with things of one kind, which it makes and destroys.
struct Receipts {
    using ItemId = uint32_t;
    static std::optional<AccountId> owner(ItemId);
    static std::optional<Bytes> attribute(ItemId, BytesView);
    static bool can_transfer(ItemId);
    static DispatchResult mint_into(ItemId, const AccountId&);
    static DispatchResult burn(ItemId, const std::optional<AccountId>&);
};
static_assert(NonfungibleMutate<Receipts> && !NonfungibleTransfer<Receipts> && !NonfungiblesInspect<Receipts>);

TEST(Nonfungibles, OneCollectionIsThingsOfOneKind) {
    using Paintings = CollectionOf<Gallery, 1u>;
    static_assert(NonfungibleInspect<Paintings> && NonfungibleTransfer<Paintings>);
    Gallery::owners = {{{1, 5}, kAlice}, {{2, 5}, kBob}};
    EXPECT_EQ(Paintings::owner(5), kAlice);
    EXPECT_TRUE(Paintings::transfer(5, kBob));
    EXPECT_EQ(Paintings::owner(5), kBob);
    EXPECT_FALSE(Paintings::transfer(6, kBob));
    EXPECT_EQ(Paintings::attribute(5, Bytes{1}), (Bytes{1}));
    EXPECT_FALSE(Paintings::can_transfer(0));
    EXPECT_EQ(Gallery::collection_owner(1), kAlice);
}

}  // namespace
}  // namespace serinus::sdk
