/// DelegatedStaking: accounts delegate money to an agent, who stakes it; the money stays in their accounts, on hold.
/// The pallet has no calls: another pallet, as nomination pools, is each agent.
///
/// A delegator delegates to one agent, and is none. A slash of the agent's stake is noted as pending, and lost when the
/// agent's pallet applies it to the delegators one by one. An agent that staked money of its own before has it at a
/// proxy delegator, an account derived of its own, from which the true delegators take their parts over. Delegating
/// gives an account a provider, so that it lives with nothing free.
///
/// Invariants (try_state): an agent is no delegator and each delegator's agent exists; an agent's total is the sum of
/// its delegations; what it has staked is at most what may be, and it validates nothing.
///
/// Source: pallet_delegated_staking 9.0.0
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/pallets/delegated_staking/types.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/pallet_id.hpp"
#include "runtime/sdk/traits/delegation.hpp"
#include "runtime/sdk/traits/fungible.hpp"
#include "runtime/sdk/traits/on_unbalanced.hpp"

namespace serinus::pallet_delegated_staking {

using namespace sdk;
using pallet::HoldReason;
using types::AgentLedger;

struct Constants {
    /// Of which the accounts of proxy delegators are made.
    sdk::PalletId PalletId;
    /// The part of a slash that its reporter gets.
    Perbill SlashRewardFraction;
};

/// `T` has kConstants; Currency, which holds for a runtime's reasons; OnSlash, the list of takers of slashes;
/// CoreStaking, where agents stake (VirtualStaking); System.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::CoreStaking;
    typename T::Currency;
    typename T::OnSlash;
    typename T::System;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(VirtualStaking<typename T::CoreStaking>);
        static_assert(FungibleMutate<typename T::Currency> && FungibleBalanced<typename T::Currency>);
        static_assert(FungibleHold<typename T::Currency>);
        static_assert(OnUnbalanced<typename T::OnSlash, CreditOf<typename T::Currency>>);
        static_assert(sdk::Delegation<Pallet> && DelegationMigrator<Pallet> && OnBondUpdate<Pallet>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Currency = typename T::Currency;
    using CoreStaking = typename T::CoreStaking;
    using Hold = Holding<Currency, HoldReason::StakingDelegation>;

    struct Storage {
        /// What each delegator has delegated.
        CountedMap<Twox64Concat<AccountId>, types::Delegation> Delegators;
        /// What each agent has of others.
        CountedMap<Twox64Concat<AccountId>, AgentLedger> Agents;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// Money was delegated.
        struct Delegated {
            AccountId agent;
            AccountId delegator;
            Balance amount;
        };
        /// Delegated money is the delegator's again.
        struct Released {
            AccountId agent;
            AccountId delegator;
            Balance amount;
        };
        /// Delegated money is lost.
        struct Slashed {
            AccountId agent;
            AccountId delegator;
            Balance amount;
        };
        /// A delegator took its part over from the proxy delegator.
        struct MigratedDelegation {
            AccountId agent;
            AccountId delegator;
            Balance amount;
        };
        using list = List<Delegated, Released, Slashed, MigratedDelegation>;
    };

    enum class Error : uint8_t {
        /// The account cannot do that.
        NotAllowed,
        /// The account stakes already.
        AlreadyStaking,
        /// An agent's rewards cannot go to itself.
        InvalidRewardDestination,
        /// The account is an agent, or delegates to another one.
        InvalidDelegation,
        /// There is not enough money for it.
        NotEnoughFunds,
        /// The account is no agent, or not that of the delegator.
        NotAgent,
        /// The account is no delegator.
        NotDelegator,
        /// The state of the pallet is broken.
        BadState,
        /// A slash of the agent has to be applied before.
        UnappliedSlash,
        /// The agent has no slash that waits.
        NothingToSlash,
        /// Staking gave nothing back.
        WithdrawFailed,
        /// The pallet does not do that.
        NotSupported,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    static TryStateResult try_state();

    // For the agent's pallet (sdk/traits/delegation.hpp). Each change either succeeds, or has to be undone by the call
    // that asked for it.

    /// What the agent has, without slashes that wait; nullopt: no agent.
    static std::optional<Balance> agent_balance(const Agent& agent);
    /// What of it delegators can take.
    static std::optional<Balance> agent_transferable_balance(const Agent& agent);
    static std::optional<Balance> delegator_balance(const Delegator& delegator);
    static std::optional<Balance> pending_slash(const Agent& agent);

    /// Errors: NotAllowed (an agent or a delegator), InvalidRewardDestination.
    static DispatchResult register_agent(const Agent& agent, const AccountId& payee);
    /// Errors: NotAgent, NotAllowed (others' money is left).
    static DispatchResult remove_agent(const Agent& agent);
    /// Holds `amount` and has the agent stake it.
    /// Errors: InvalidDelegation, NotAgent, those of holds and of staking.
    static DispatchResult delegate(const Delegator& delegator, const Agent& agent, Balance amount);
    /// Gives `amount` back, and withdraws from staking before if it is not there yet; `spans` is for that.
    /// Errors: NotAgent, NotDelegator, NotEnoughFunds, WithdrawFailed.
    static DispatchResult withdraw_delegation(const Delegator& delegator, const Agent& agent, Balance amount,
                                              uint32_t spans);
    /// Applies `amount` of the slash that waits to one delegator. A reporter gets its part, if its account can take it.
    /// Errors: NotAgent, NothingToSlash, NotDelegator, NotEnoughFunds.
    static DispatchResult delegator_slash(const Agent& agent, const Delegator& delegator, Balance amount,
                                          const std::optional<AccountId>& reporter);
    /// Makes a staker an agent: its stake, with all else that it has free, becomes a delegation of the proxy delegator.
    /// Errors: NotAllowed (no staker, or an agent or delegator), InvalidRewardDestination, those of staking.
    static DispatchResult migrate_nominator_to_agent(const Agent& agent, const AccountId& payee);
    /// Moves a part of that to the delegator whose money it is.
    /// Errors: NotAllowed (the delegator is one already, or an agent), NotAgent, NotEnoughFunds, those of holds.
    static DispatchResult migrate_delegation(const Agent& agent, const Delegator& delegator, Balance amount);

    /// Notified by staking (OnBondUpdate).
    static void on_slash(const AccountId& stash, Balance active, const std::map<EraIndex, Balance>& chunks,
                         Balance total);
    static void on_withdraw(const AccountId& stash, Balance amount);

    /// The account of the proxy delegator.
    static AccountId proxy_delegator_of(const Agent& agent);

  private:
    static bool is_agent(const AccountId& who) { return storage.Agents.exists(who); }
    static bool is_delegator(const AccountId& who) { return storage.Delegators.exists(who); }
    static ResultOf<AgentLedger> ledger_of(const Agent& agent);
    /// Stores a delegation, or removes an empty one; the account's provider follows.
    static void put_delegation(const AccountId& delegator, const types::Delegation& delegation);
    static DispatchResult hold_delegation(const AccountId& delegator, const Agent& agent, Balance amount);
    static DispatchResult bond(const Agent& agent, Balance amount);
    static Balance staked(const AccountId& agent);
    static TryStateResult check_agents();
    static TryStateResult check_delegators();
};

}  // namespace serinus::pallet_delegated_staking
