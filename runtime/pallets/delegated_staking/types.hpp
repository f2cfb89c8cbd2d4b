/// What DelegatedStaking stores.
#pragma once

#include "runtime/sdk/metadata_names.hpp"

namespace serinus::pallet_delegated_staking {

namespace pallet {

/// Why money is on hold.
enum class HoldReason : uint8_t {
    /// It is delegated to an agent, who stakes it.
    StakingDelegation,
};

}  // namespace pallet

namespace types {

using sdk::AccountId;
using sdk::Balance;
using sdk::Compact;
using sdk::List;
using sdk::Param;

/// To whom a delegator delegates, and how much.
struct Delegation {
    using Params = List<Param<"T">>;

    AccountId agent;
    Balance amount{};
    friend bool operator==(const Delegation&, const Delegation&) = default;
};

/// What an agent has of others.
struct AgentLedger {
    using Params = List<Param<"T">>;

    AccountId payee;                           ///< gets the rewards
    Compact<Balance> total_delegated{};        ///< all of it, staked or not
    Compact<Balance> unclaimed_withdrawals{};  ///< a part of it: not staked any more, for delegators to take
    Compact<Balance> pending_slash{};          ///< a part of it: lost, but no delegator has lost it yet

    /// Without what is lost.
    Balance effective_balance() const { return saturating_sub(total_delegated.value, pending_slash.value); }
    /// What may be staked.
    Balance stakeable_balance() const { return saturating_sub(effective_balance(), unclaimed_withdrawals.value); }
    friend bool operator==(const AgentLedger&, const AgentLedger&) = default;
};

/// Accounts that the pallet derives of an agent's.
enum class AccountType : uint8_t {
    /// Holds what was the agent's before it became one, until the delegators take it over.
    ProxyDelegator,
};

}  // namespace types

}  // namespace serinus::pallet_delegated_staking
