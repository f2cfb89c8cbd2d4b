// DelegatedStaking, read as a specification. Pallet: delegated-staking
#include "runtime/pallets/delegated_staking/delegated_staking.ipp"

#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/balances/balances.ipp"
#include "runtime/sdk/traits/delegation.hpp"

namespace serinus::pallet_delegated_staking::chain {

using mock::System;
using Balances = pallet_balances::Pallet<struct BalancesConfig>;
using DelegatedStaking = Pallet<struct DelegatedStakingConfig>;

struct BalancesConfig : mock::BalancesConfig {
    using RuntimeHoldReason = pallet::HoldReason;
};

/// Staking as far as agents need it: a bond with its payee, and what is free of it at the next withdrawal.
struct Staking {
    struct Bond {
        Balance total{};
        Balance unlocked{};
        AccountId payee;
        bool is_virtual{};
    };
    struct Storage {
        Map<Twox64Concat<AccountId>, Bond> Bonds;
    };
    static constexpr Storage storage = bind_storage<Storage>("Staking");

    static ResultOf<sp_staking::Stake<AccountId, Balance>> stake(const AccountId& who) {
        const auto bond = storage.Bonds.get(who);
        if (!bond) return Err(DispatchError(DispatchError::Unavailable{}));
        return sp_staking::Stake<AccountId, Balance>{bond->total, bond->total};
    }
    static ResultOf<sp_staking::StakerStatus<AccountId>> status(const AccountId& who) {
        if (!storage.Bonds.exists(who)) return Err(DispatchError(DispatchError::Unavailable{}));
        return sp_staking::StakerStatus<AccountId>{sp_staking::StakerStatus<AccountId>::Idle{}};
    }
    static DispatchResult bond_extra(const AccountId& who, Balance more) {
        storage.Bonds.mutate(who, [&](auto& bond) { bond->total = saturating_add(bond->total, more); });
        return {};
    }
    static DispatchResult virtual_bond(const AccountId& who, Balance value, const AccountId& payee) {
        storage.Bonds.put(who, {value, 0, payee, true});
        return {};
    }
    static DispatchResult set_payee(const AccountId& who, const AccountId& payee) {
        storage.Bonds.mutate(who, [&](auto& bond) { bond->payee = payee; });
        return {};
    }
    static DispatchResult migrate_to_virtual_staker(const AccountId& who) {
        storage.Bonds.mutate(who, [&](auto& bond) { bond->is_virtual = true; });
        return {};
    }
    static ResultOf<bool> withdraw_unbonded(const AccountId& who, uint32_t spans);
};

/// Gets what is slashed.
struct Pot {
    static void on_unbalanced(Balances::FungibleCredit amount) {
        static_cast<void>(Balances::resolve(sdk::test::kEve, std::move(amount)));
    }
};

struct DelegatedStakingConfig {
    static constexpr PalletInfo kInfo{2, "DelegatedStaking"};
    static constexpr Constants kConstants{.PalletId = pallet_id("py/dlstk"),
                                          .SlashRewardFraction = Perbill::from_percent(10)};
    using System = mock::System;
    using Currency = chain::Balances;
    using CoreStaking = chain::Staking;
    using OnSlash = List<Pot>;
};

struct Runtime {
    using Pallets = List<mock::System, Balances, DelegatedStaking>;
    using System = mock::System;
};

}  // namespace serinus::pallet_delegated_staking::chain

SERINUS_PALLET(serinus::pallet_balances::Pallet<serinus::pallet_delegated_staking::chain::BalancesConfig>)
template struct serinus::pallet_balances::Currency<serinus::pallet_delegated_staking::chain::BalancesConfig>;
SERINUS_PALLET(
    serinus::pallet_delegated_staking::Pallet<serinus::pallet_delegated_staking::chain::DelegatedStakingConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_delegated_staking::chain::Runtime)

namespace serinus::pallet_delegated_staking {

ResultOf<bool> chain::Staking::withdraw_unbonded(const AccountId& who, uint32_t) {
    auto bond = storage.Bonds.get(who);
    if (!bond) return Err(DispatchError(DispatchError::Unavailable{}));
    const Balance amount = std::exchange(bond->unlocked, Balance{0});
    bond->total = saturating_sub(bond->total, amount);
    storage.Bonds.put(who, *bond);
    DelegatedStaking::on_withdraw(who, amount);
    return bond->total == 0;
}

namespace {

using mock::kUnit;
using namespace sdk::test;
using chain::Balances, chain::Staking, chain::System;
using Delegations = chain::DelegatedStaking;
using Event = Delegations::Event;
using Error = Delegations::Error;

constexpr AccountId kAgent = account(0x11), kOtherAgent = account(0x12), kPayee = account(0x22);

class DelegatedStakingTest : public sdk::test::World<chain::Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        for (const AccountId& who : {kAlice, kBob, kCharlie, kEve}) {
            make_ok(root(), Balances::force_set_balance{id(who), {1000 * kUnit}});
        }
        System::reset_events();
    }
    /// As a call of the agent's pallet: a failure leaves nothing.
    static void ok(const DispatchResult& result) { EXPECT_TRUE(result) << testing::PrintToString(result.error()); }
    template <class E>
    static void fails(const DispatchResult& result, const E& error) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error(), DispatchError(error));
    }
    static void register_agent() { ok(Delegations::register_agent({kAgent}, kPayee)); }
    static void delegate(const AccountId& who, Balance amount) { ok(Delegations::delegate({who}, {kAgent}, amount)); }
    static AgentLedger ledger() { return Delegations::storage.Agents.get(kAgent).value(); }
    static void unbond(Balance amount) {
        Staking::storage.Bonds.mutate(kAgent, [&](auto& bond) { bond->unlocked = amount; });
    }
    /// A slash of the agent's bond, as staking tells of it.
    static void slash(Balance amount) {
        Staking::storage.Bonds.mutate(kAgent, [&](auto& bond) { bond->total = saturating_sub(bond->total, amount); });
        Delegations::on_slash(kAgent, 0, {}, amount);
    }
    static Balance held(const AccountId& who) {
        return Balances::balance_on_hold(pallet::HoldReason::StakingDelegation, who);
    }
};

TEST_F(DelegatedStakingTest, AnAgentIsRegisteredOnceWithAnotherPayee) {
    fails(Delegations::register_agent({kAgent}, kAgent), Error::InvalidRewardDestination);
    register_agent();
    EXPECT_EQ(ledger(), AgentLedger{.payee = kPayee});
    EXPECT_EQ(Delegations::storage.Agents.count(), 1u);
    fails(Delegations::register_agent({kAgent}, kPayee), Error::NotAllowed);
    delegate(kAlice, 10 * kUnit);
    fails(Delegations::register_agent({kAlice}, kPayee), Error::NotAllowed);
    fails(Delegations::remove_agent({kAgent}), Error::NotAllowed);
    fails(Delegations::remove_agent({kBob}), Error::NotAgent);
}

TEST_F(DelegatedStakingTest, WhatIsDelegatedIsHeldAndStaked) {
    register_agent();
    delegate(kAlice, 100 * kUnit);
    EXPECT_TRUE(saw<Delegations>(Event::Delegated{kAgent, kAlice, 100 * kUnit}));
    EXPECT_EQ(held(kAlice), 100 * kUnit);
    EXPECT_EQ(Balances::free_balance(kAlice), 900 * kUnit);
    EXPECT_EQ(System::providers(kAlice), 2u);
    const auto bond = Staking::storage.Bonds.get(kAgent).value();
    EXPECT_TRUE(bond.is_virtual);
    EXPECT_EQ(bond.total, 100 * kUnit);
    EXPECT_EQ(bond.payee, kPayee);
    EXPECT_EQ(Balances::total_balance(kAgent), 0u);

    delegate(kBob, 50 * kUnit);
    delegate(kAlice, 10 * kUnit);
    EXPECT_EQ(System::providers(kAlice), 2u);
    EXPECT_EQ(Staking::stake(kAgent)->total, 160 * kUnit);
    EXPECT_EQ(Delegations::agent_balance({kAgent}), 160 * kUnit);
    EXPECT_EQ(Delegations::delegator_balance({kAlice}), 110 * kUnit);
    EXPECT_EQ(Delegations::storage.Delegators.count(), 2u);
}

TEST_F(DelegatedStakingTest, AllMoneyMayBeDelegated) {
    register_agent();
    delegate(kAlice, 1000 * kUnit);
    EXPECT_EQ(Balances::free_balance(kAlice), 0u);
    EXPECT_TRUE(System::account_exists(kAlice));
    EXPECT_EQ(System::providers(kAlice), 1u) << "the delegation's";
}

TEST_F(DelegatedStakingTest, ADelegatorHasOneAgentAndIsNone) {
    register_agent();
    ok(Delegations::register_agent({kOtherAgent}, kPayee));
    delegate(kAlice, 100 * kUnit);
    fails(Delegations::delegate({kAlice}, {kOtherAgent}, kUnit), Error::InvalidDelegation);
    fails(Delegations::delegate({kOtherAgent}, {kAgent}, kUnit), Error::InvalidDelegation);
    fails(Delegations::delegate({kBob}, {kCharlie}, kUnit), Error::NotAgent);
}

TEST_F(DelegatedStakingTest, MoneyComesBackWhenStakingHasGivenItBack) {
    register_agent();
    delegate(kAlice, 100 * kUnit);
    delegate(kBob, 50 * kUnit);
    fails(Delegations::withdraw_delegation({kAlice}, {kAgent}, 60 * kUnit, 0), Error::NotEnoughFunds);
    unbond(80 * kUnit);
    ok(Delegations::withdraw_delegation({kAlice}, {kAgent}, 60 * kUnit, 0));
    EXPECT_TRUE(saw<Delegations>(Event::Released{kAgent, kAlice, 60 * kUnit}));
    EXPECT_EQ(held(kAlice), 40 * kUnit);
    EXPECT_EQ(Delegations::agent_transferable_balance({kAgent}), 20 * kUnit);
    EXPECT_EQ(Delegations::agent_balance({kAgent}), 90 * kUnit);

    // What is there already needs no withdrawal.
    ok(Delegations::withdraw_delegation({kBob}, {kAgent}, 20 * kUnit, 0));
    EXPECT_EQ(Delegations::agent_transferable_balance({kAgent}), 0u);
}

TEST_F(DelegatedStakingTest, WhoHasTakenEverythingIsNoDelegator) {
    register_agent();
    delegate(kAlice, 1000 * kUnit);
    unbond(1000 * kUnit);
    ok(Delegations::withdraw_delegation({kAlice}, {kAgent}, 1000 * kUnit, 0));
    EXPECT_FALSE(Delegations::storage.Delegators.exists(kAlice));
    EXPECT_EQ(Delegations::storage.Delegators.count(), 0u);
    EXPECT_EQ(System::providers(kAlice), 1u) << "that of its free balance";
    ok(Delegations::remove_agent({kAgent}));
    EXPECT_FALSE(Delegations::storage.Agents.exists(kAgent));
}

TEST_F(DelegatedStakingTest, OnlyTheOwnMoneyOfTheOwnAgentComesBack) {
    register_agent();
    ok(Delegations::register_agent({kOtherAgent}, kPayee));
    delegate(kAlice, 100 * kUnit);
    fails(Delegations::withdraw_delegation({kAlice}, {kBob}, kUnit, 0), Error::NotAgent);
    fails(Delegations::withdraw_delegation({kBob}, {kAgent}, kUnit, 0), Error::NotDelegator);
    fails(Delegations::withdraw_delegation({kAlice}, {kOtherAgent}, kUnit, 0), Error::NotAgent);
    fails(Delegations::withdraw_delegation({kAlice}, {kAgent}, 101 * kUnit, 0), Error::NotEnoughFunds);
    Staking::storage.Bonds.remove(kAgent);
    fails(Delegations::withdraw_delegation({kAlice}, {kAgent}, kUnit, 0), Error::WithdrawFailed);
    ok(Staking::virtual_bond(kAgent, 100 * kUnit, kPayee));
}

TEST_F(DelegatedStakingTest, ASlashWaitsUntilItIsApplied) {
    register_agent();
    delegate(kAlice, 100 * kUnit);
    delegate(kBob, 100 * kUnit);
    slash(50 * kUnit);
    EXPECT_EQ(Delegations::pending_slash({kAgent}), 50 * kUnit);
    EXPECT_EQ(Delegations::agent_balance({kAgent}), 150 * kUnit);
    EXPECT_EQ(held(kAlice), 100 * kUnit);

    const Balance issued = Balances::total_issuance();
    ok(Delegations::delegator_slash({kAgent}, {kAlice}, 30 * kUnit, kCharlie));
    EXPECT_TRUE(saw<Delegations>(Event::Slashed{kAgent, kAlice, 30 * kUnit}));
    EXPECT_EQ(held(kAlice), 70 * kUnit);
    EXPECT_EQ(Delegations::delegator_balance({kAlice}), 70 * kUnit);
    EXPECT_EQ(Delegations::pending_slash({kAgent}), 20 * kUnit);
    EXPECT_EQ(Balances::free_balance(kCharlie), 1003 * kUnit) << "a tenth for who reports it";
    EXPECT_EQ(Balances::free_balance(kEve), 1027 * kUnit) << "the rest";
    EXPECT_EQ(Balances::total_issuance(), issued);

    ok(Delegations::delegator_slash({kAgent}, {kBob}, 20 * kUnit, std::nullopt));
    EXPECT_EQ(Balances::free_balance(kEve), 1047 * kUnit);
    fails(Delegations::delegator_slash({kAgent}, {kBob}, kUnit, std::nullopt), Error::NothingToSlash);
}

TEST_F(DelegatedStakingTest, AReporterWhoseAccountCannotTakeItGetsNothing) {
    register_agent();
    delegate(kAlice, 100 * kUnit);
    slash(kUnit);
    const Balance issued = Balances::total_issuance();
    // A tenth of a thousandth of a unit is below the existential deposit.
    ok(Delegations::delegator_slash({kAgent}, {kAlice}, kUnit / 1'000, kDave));
    EXPECT_EQ(Balances::total_balance(kDave), 0u);
    EXPECT_EQ(Balances::total_issuance(), issued - kUnit / 10'000);
    ok(Delegations::delegator_slash({kAgent}, {kAlice}, kUnit - kUnit / 1'000, std::nullopt));
}

TEST_F(DelegatedStakingTest, OnlyADelegatorOfTheAgentIsSlashed) {
    register_agent();
    ok(Delegations::register_agent({kOtherAgent}, kPayee));
    delegate(kAlice, 100 * kUnit);
    ok(Delegations::delegate({kBob}, {kOtherAgent}, kUnit));
    slash(10 * kUnit);
    fails(Delegations::delegator_slash({kCharlie}, {kAlice}, kUnit, std::nullopt), Error::NotAgent);
    fails(Delegations::delegator_slash({kAgent}, {kCharlie}, kUnit, std::nullopt), Error::NotDelegator);
    fails(Delegations::delegator_slash({kAgent}, {kBob}, kUnit, std::nullopt), Error::NotAgent);
    fails(Delegations::delegator_slash({kAgent}, {kAlice}, 101 * kUnit, std::nullopt), Error::NotEnoughFunds);
}

TEST_F(DelegatedStakingTest, SlashesOfOthersDoNotConcernIt) {
    Delegations::on_slash(kAlice, 0, {}, kUnit);
    Delegations::on_withdraw(kAlice, kUnit);
    EXPECT_FALSE(Delegations::storage.Agents.exists(kAlice));
}

// The proxy delegator's account has no key. Its bytes were computed with Python's hashlib: BLAKE2b-256 of
// "py/dlstk", the agent's account, and 0.
TEST_F(DelegatedStakingTest, AStakerBecomesAnAgentOfItsOwnMoney) {
    const AccountId proxy = Delegations::proxy_delegator_of({kCharlie});
    EXPECT_EQ(to_hex(proxy.bytes), "baa7a0ce9392cd4314faea2ee1890be56dce3a2e7ec6a8f00568dfe261edbc31");
    fails(Delegations::migrate_nominator_to_agent({kCharlie}, kPayee), Error::NotAllowed);
    ok(Staking::virtual_bond(kCharlie, 600 * kUnit, kCharlie));
    Staking::storage.Bonds.mutate(kCharlie, [](auto& bond) { bond->is_virtual = false; });
    fails(Delegations::migrate_nominator_to_agent({kCharlie}, kCharlie), Error::InvalidRewardDestination);

    ok(Delegations::migrate_nominator_to_agent({kCharlie}, kPayee));
    EXPECT_TRUE(saw<Delegations>(Event::Delegated{kCharlie, proxy, 1000 * kUnit}));
    EXPECT_EQ(Balances::total_balance(kCharlie), 0u);
    EXPECT_EQ(held(proxy), 1000 * kUnit);
    const auto bond = Staking::storage.Bonds.get(kCharlie).value();
    EXPECT_TRUE(bond.is_virtual);
    EXPECT_EQ(bond.payee, kPayee);
    EXPECT_EQ(Delegations::agent_balance({kCharlie}), 1000 * kUnit);
    EXPECT_EQ(Delegations::agent_transferable_balance({kCharlie}), 400 * kUnit) << "what it had not staked";
}

TEST_F(DelegatedStakingTest, DelegatorsTakeTheirPartsOver) {
    ok(Staking::virtual_bond(kCharlie, 600 * kUnit, kCharlie));
    ok(Delegations::migrate_nominator_to_agent({kCharlie}, kPayee));
    const AccountId proxy = Delegations::proxy_delegator_of({kCharlie});

    ok(Delegations::migrate_delegation({kCharlie}, {kDave}, 300 * kUnit));
    EXPECT_TRUE(saw<Delegations>(Event::MigratedDelegation{kCharlie, kDave, 300 * kUnit}));
    EXPECT_EQ(held(kDave), 300 * kUnit);
    EXPECT_EQ(Balances::free_balance(kDave), 0u) << "an account that holds alone";
    EXPECT_EQ(held(proxy), 700 * kUnit);
    EXPECT_EQ(Delegations::agent_balance({kCharlie}), 1000 * kUnit);

    fails(Delegations::migrate_delegation({kCharlie}, {kDave}, kUnit), Error::NotAllowed);
    fails(Delegations::migrate_delegation({kCharlie}, {kCharlie}, kUnit), Error::NotAllowed);
    fails(Delegations::migrate_delegation({kAlice}, {kBob}, kUnit), Error::NotAgent);
    fails(Delegations::migrate_delegation({kCharlie}, {kBob}, 701 * kUnit), Error::NotEnoughFunds);
    ok(Delegations::migrate_delegation({kCharlie}, {kBob}, 700 * kUnit));
    EXPECT_FALSE(Delegations::storage.Delegators.exists(proxy));
    EXPECT_FALSE(System::account_exists(proxy));
}

TEST_F(DelegatedStakingTest, AWrongTotalIsABrokenState) {
    register_agent();
    delegate(kAlice, 100 * kUnit);
    const AgentLedger sound = ledger();
    AgentLedger broken = sound;
    broken.total_delegated = {101 * kUnit};
    Delegations::storage.Agents.put(kAgent, broken);
    EXPECT_FALSE(Delegations::try_state());
    Delegations::storage.Agents.put(kAgent, sound);
    Staking::storage.Bonds.remove(kAgent);
    EXPECT_FALSE(Delegations::try_state());
    ok(Staking::virtual_bond(kAgent, 100 * kUnit, kPayee));
    EXPECT_TRUE(Delegations::try_state());
}

}  // namespace
}  // namespace serinus::pallet_delegated_staking
