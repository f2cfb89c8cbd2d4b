/// Staking with the money of others: delegators keep their money, on hold, and an agent has it staked. What the pallets
/// on both sides want of each other. Source: sp_staking 40 (DelegationInterface, DelegationMigrator, StakingUnchecked,
/// OnStakingUpdate)
#pragma once

#include "runtime/sdk/traits/election.hpp"

namespace serinus::sdk {

/// An account that stakes what others have delegated to it. It has no key.
struct Agent {
    AccountId account;
};

/// An account whose money an agent stakes.
struct Delegator {
    AccountId account;
};

/// Staking for agents: a virtual staker is bonded without any money on hold, as others hold it. Nothing is checked of
/// what the caller has to know.
template <class S>
concept VirtualStaking = requires(const AccountId& who, Balance value, uint32_t spans) {
    { S::stake(who) } -> std::same_as<ResultOf<sp_staking::Stake<AccountId, Balance>>>;
    { S::status(who) } -> std::same_as<ResultOf<sp_staking::StakerStatus<AccountId>>>;
    { S::bond_extra(who, value) } -> std::same_as<DispatchResult>;
    { S::virtual_bond(who, value, who) } -> std::same_as<DispatchResult>;  ///< rewards go to the third
    { S::set_payee(who, who) } -> std::same_as<DispatchResult>;
    /// Frees the money of a staker, who stays bonded.
    { S::migrate_to_virtual_staker(who) } -> std::same_as<DispatchResult>;
    { S::withdraw_unbonded(who, spans) } -> std::same_as<ResultOf<bool>>;  ///< whether nothing is bonded any more
};

/// What an agent's pallet, as nomination pools, wants of the one that keeps delegations.
template <class D>
concept Delegation = requires(const Agent& agent, const Delegator& delegator, const AccountId& who, Balance amount,
                              uint32_t spans, const std::optional<AccountId>& reporter) {
    { D::agent_balance(agent) } -> std::same_as<std::optional<Balance>>;  ///< without slashes that wait
    { D::agent_transferable_balance(agent) } -> std::same_as<std::optional<Balance>>;
    { D::delegator_balance(delegator) } -> std::same_as<std::optional<Balance>>;
    { D::pending_slash(agent) } -> std::same_as<std::optional<Balance>>;
    { D::register_agent(agent, who) } -> std::same_as<DispatchResult>;  ///< rewards go to `who`
    { D::remove_agent(agent) } -> std::same_as<DispatchResult>;
    { D::delegate(delegator, agent, amount) } -> std::same_as<DispatchResult>;
    { D::withdraw_delegation(delegator, agent, amount, spans) } -> std::same_as<DispatchResult>;
    { D::delegator_slash(agent, delegator, amount, reporter) } -> std::same_as<DispatchResult>;
};

/// How one who nominates with money of its own becomes an agent, and where that money then goes.
template <class D>
concept DelegationMigrator =
    requires(const Agent& agent, const Delegator& delegator, const AccountId& who, Balance amount) {
        { D::migrate_nominator_to_agent(agent, who) } -> std::same_as<DispatchResult>;
        { D::migrate_delegation(agent, delegator, amount) } -> std::same_as<DispatchResult>;
    };

/// Notified of what happens to the bond of `stash`: a slash, with what is left of the active bond and of the chunks
/// that were touched and how much was taken; and a withdrawal.
template <class L>
concept OnBondUpdate =
    requires(const AccountId& stash, Balance amount, const std::map<EraIndex, Balance>& chunks, Balance total) {
        L::on_slash(stash, amount, chunks, total);
        L::on_withdraw(stash, amount);
    };

}  // namespace serinus::sdk
