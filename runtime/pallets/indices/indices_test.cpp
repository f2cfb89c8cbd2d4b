#include "runtime/pallets/indices/indices.ipp"
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/indices/weights.hpp"

namespace serinus::pallet_indices::chain {

using Indices = Pallet<struct IndicesConfig>;
struct IndicesConfig {
    static constexpr PalletInfo kInfo{3, "Indices"};
    static constexpr Constants kConstants{.Deposit = mock::kUnit / 30};
    using System = mock::System;
    using Currency = mock::Balances;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_indices::Weights>;
};
struct Runtime : mock::RuntimeOf<Indices> {};

}  // namespace serinus::pallet_indices::chain

SERINUS_PALLET(serinus::pallet_indices::Pallet<serinus::pallet_indices::chain::IndicesConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_indices::chain::Runtime)

namespace serinus::pallet_indices {
namespace {

using namespace mock;
using namespace chain;
using Event = Indices::Event;
using Error = Indices::Error;
using Money = Balances::Event;

constexpr Balance kDeposit = IndicesConfig::kConstants.Deposit;
constexpr AccountId kFresh = account(0xf5);

class IndicesTest : public World<Runtime> {
  protected:
    void TearDown() override {
        for (const auto& state : {Indices::try_state(), Balances::try_state()}) EXPECT_TRUE(state) << state.error();
        World::TearDown();
    }
    static Balance reserved(const AccountId& who) { return Balances::reserved_balance(who); }
};

TEST_F(IndicesTest, ClaimTakesADeposit) {
    make_ok(signed_by(kAlice), Indices::claim{7});
    expect_events(
        {event<Balances>(Money::Reserved{kAlice, kDeposit}), event<Indices>(Event::IndexAssigned{kAlice, 7})});
    EXPECT_EQ(Indices::lookup_index(7), kAlice);
    EXPECT_EQ(Indices::storage.Accounts.get(7), (Indices::Entry{kAlice, kDeposit, false}));
    make_error(signed_by(kBob), Indices::claim{7}, Error::InUse);
    make_error(signed_by(kFresh), Indices::claim{8}, Balances::Error::InsufficientBalance);
    EXPECT_EQ(Indices::lookup_index(8), std::nullopt);
}

TEST_F(IndicesTest, TransferTakesTheDepositAlong) {
    make_ok(signed_by(kAlice), Indices::claim{7});
    make_error(signed_by(kAlice), Indices::transfer{id(kAlice), 7}, Error::NotTransfer);
    make_error(signed_by(kAlice), Indices::transfer{id(kBob), 8}, Error::NotAssigned);
    make_error(signed_by(kCharlie), Indices::transfer{id(kBob), 7}, Error::NotOwner);
    make_error(signed_by(kAlice), Indices::transfer{nobody(), 7}, DispatchError::CannotLookup{});
    make_error(signed_by(kAlice), Indices::transfer{id(kFresh), 7}, Balances::Error::DeadAccount);
    make_ok(signed_by(kAlice), Indices::transfer{id(kBob), 7});
    expect_events({event<Balances>(Money::ReserveRepatriated{kAlice, kBob, kDeposit, BalanceStatus::Reserved}),
                   event<Indices>(Event::IndexAssigned{kBob, 7})});
    EXPECT_EQ(reserved(kAlice), 0u);
    EXPECT_EQ(reserved(kBob), kDeposit);
}

// What the old owner cannot give along, because it is frozen, the new deposit lacks.
TEST_F(IndicesTest, TransferKnowsWhatWasLostOnTheWay) {
    make_ok(signed_by(kAlice), Indices::claim{7});
    Balances::set_lock({'l'}, kAlice, 1000 * kUnit - kDeposit / 4, WithdrawReasons::all());
    make_ok(signed_by(kAlice), Indices::transfer{id(kBob), 7});
    EXPECT_EQ(std::get<Balance>(*Indices::storage.Accounts.get(7)), kDeposit / 4);
    EXPECT_EQ(reserved(kBob), kDeposit / 4);
}

TEST_F(IndicesTest, FreeReturnsTheDeposit) {
    make_ok(signed_by(kAlice), Indices::claim{7});
    make_error(signed_by(kBob), Indices::free{7}, Error::NotOwner);
    make_error(signed_by(kAlice), Indices::free{8}, Error::NotAssigned);
    make_ok(signed_by(kAlice), Indices::free{7});
    expect_events({event<Balances>(Money::Unreserved{kAlice, kDeposit}), event<Indices>(Event::IndexFreed{7})});
    EXPECT_FALSE(Indices::storage.Accounts.exists(7));
}

TEST_F(IndicesTest, FreezeCostsTheDeposit) {
    make_ok(signed_by(kAlice), Indices::claim{7});
    make_error(signed_by(kBob), Indices::freeze{7}, Error::NotOwner);
    make_error(signed_by(kAlice), Indices::freeze{8}, Error::NotAssigned);
    make_ok(signed_by(kAlice), Indices::freeze{7});
    expect_events({event<Balances>(Money::Slashed{kAlice, kDeposit}), event<Balances>(Money::Rescinded{kDeposit}),
                   event<Indices>(Event::IndexFrozen{7, kAlice})});
    EXPECT_EQ(Balances::total_issuance(), 5000 * kUnit - kDeposit);
    // For ever; that it is somebody else's is not even looked at.
    make_error(signed_by(kAlice), Indices::free{7}, Error::Permanent);
    make_error(signed_by(kAlice), Indices::freeze{7}, Error::Permanent);
    make_error(signed_by(kBob), Indices::transfer{id(kAlice), 7}, Error::Permanent);
}

TEST_F(IndicesTest, RootGivesIndicesWithoutDeposit) {
    make_ok(signed_by(kAlice), Indices::claim{7});
    make_error(signed_by(kAlice), Indices::force_transfer{id(kBob), 7, false}, kBadOrigin);
    make_error(root(), Indices::force_transfer{nobody(), 7, false}, DispatchError::CannotLookup{});
    make_ok(root(), Indices::force_transfer{id(kBob), 7, false});
    expect_events(
        {event<Balances>(Money::Unreserved{kAlice, kDeposit}), event<Indices>(Event::IndexAssigned{kBob, 7})});
    make_ok(root(), Indices::force_transfer{id(kFresh), 9, true});
    expect_events({event<Indices>(Event::IndexAssigned{kFresh, 9})});
    // Not even a frozen index is safe from root.
    make_ok(root(), Indices::force_transfer{id(kBob), 9, false});
    make_ok(signed_by(kBob), Indices::free{9});
    expect_events({event<Indices>(Event::IndexFreed{9})});
}

TEST_F(IndicesTest, OriginsAreChecked) {
    for (const RuntimeCall& call : {RuntimeCall(Indices::claim{7}), RuntimeCall(Indices::transfer{id(kBob), 7}),
                                    RuntimeCall(Indices::free{7}), RuntimeCall(Indices::freeze{7})}) {
        make_error(root(), call, kBadOrigin);
        make_error(none(), call, kBadOrigin);
    }
}

TEST_F(IndicesTest, GenesisGivesIndices) {
    Indices::build({.indices = {{1, kAlice}, {2, kBob}}});
    EXPECT_EQ(Indices::storage.Accounts.get(2), (Indices::Entry{kBob, 0, false}));
}

}  // namespace
}  // namespace serinus::pallet_indices
