#pragma once

#include "runtime/pallets/delegated_staking/delegated_staking.hpp"
#include "runtime/pallets/delegated_staking/try_state.ipp"
#include "runtime/sdk/host/host.hpp"

namespace serinus::pallet_delegated_staking {

template <class T>
ResultOf<AgentLedger> Pallet<T>::ledger_of(const Agent& agent) {
    auto ledger = storage.Agents.get(agent.account);
    ENSURE(ledger.has_value(), Error::NotAgent);
    return *std::move(ledger);
}

template <class T>
Balance Pallet<T>::staked(const AccountId& agent) {
    const auto stake = CoreStaking::stake(agent);
    return stake ? stake->total : Balance{0};
}

template <class T>
AccountId Pallet<T>::proxy_delegator_of(const Agent& agent) {
    const Bytes entropy =
        scale::encode(std::tuple(T::kConstants.PalletId, agent.account, types::AccountType::ProxyDelegator));
    return AccountId{host::blake2_256(entropy).bytes};
}

template <class T>
std::optional<Balance> Pallet<T>::agent_balance(const Agent& agent) {
    const auto ledger = storage.Agents.get(agent.account);
    return ledger ? std::optional<Balance>(ledger->effective_balance()) : std::nullopt;
}

template <class T>
std::optional<Balance> Pallet<T>::agent_transferable_balance(const Agent& agent) {
    const auto ledger = storage.Agents.get(agent.account);
    return ledger ? std::optional<Balance>(ledger->unclaimed_withdrawals.value) : std::nullopt;
}

template <class T>
std::optional<Balance> Pallet<T>::delegator_balance(const Delegator& delegator) {
    const auto delegation = storage.Delegators.get(delegator.account);
    return delegation ? std::optional<Balance>(delegation->amount) : std::nullopt;
}

template <class T>
std::optional<Balance> Pallet<T>::pending_slash(const Agent& agent) {
    const auto ledger = storage.Agents.get(agent.account);
    return ledger ? std::optional<Balance>(ledger->pending_slash.value) : std::nullopt;
}

template <class T>
DispatchResult Pallet<T>::register_agent(const Agent& agent, const AccountId& payee) {
    ENSURE(!is_agent(agent.account) && !is_delegator(agent.account), Error::NotAllowed);
    ENSURE(payee != agent.account, Error::InvalidRewardDestination);
    storage.Agents.put(agent.account, {.payee = payee});
    return {};
}

template <class T>
DispatchResult Pallet<T>::remove_agent(const Agent& agent) {
    const AgentLedger ledger = TRY(ledger_of(agent));
    ENSURE(
        ledger.total_delegated.value == 0 && ledger.pending_slash.value == 0 && ledger.unclaimed_withdrawals.value == 0,
        Error::NotAllowed);
    storage.Agents.remove(agent.account);
    return {};
}

template <class T>
void Pallet<T>::put_delegation(const AccountId& delegator, const types::Delegation& delegation) {
    if (!is_delegator(delegator)) {
        T::System::inc_providers(delegator);
    } else if (delegation.amount == 0) {
        storage.Delegators.remove(delegator);
        static_cast<void>(T::System::dec_providers(delegator));
        return;
    }
    storage.Delegators.put(delegator, delegation);
}

template <class T>
DispatchResult Pallet<T>::hold_delegation(const AccountId& delegator, const Agent& agent, Balance amount) {
    AgentLedger ledger = TRY(ledger_of(agent));
    auto delegation = storage.Delegators.get(delegator).value_or(types::Delegation{agent.account, 0});
    ENSURE(delegation.agent == agent.account, Error::InvalidDelegation);
    const auto delegated = checked_add(delegation.amount, amount);
    ENSURE(delegated.has_value(), ArithmeticError::Overflow);
    delegation.amount = *delegated;
    // First the delegation: it gives the account the provider that a hold of all its money needs.
    put_delegation(delegator, delegation);
    TRY(Hold::hold(delegator, amount));

    const auto total = checked_add(ledger.total_delegated.value, amount);
    ENSURE(total.has_value(), ArithmeticError::Overflow);
    ledger.total_delegated = {*total};
    storage.Agents.put(agent.account, ledger);
    deposit_event(typename Event::Delegated{agent.account, delegator, amount});
    return {};
}

template <class T>
DispatchResult Pallet<T>::bond(const Agent& agent, Balance amount) {
    const AgentLedger ledger = TRY(ledger_of(agent));
    if (CoreStaking::stake(agent.account)) return CoreStaking::bond_extra(agent.account, amount);
    return CoreStaking::virtual_bond(agent.account, amount, ledger.payee);
}

template <class T>
DispatchResult Pallet<T>::delegate(const Delegator& delegator, const Agent& agent, Balance amount) {
    const auto delegation = storage.Delegators.get(delegator.account);
    ENSURE(delegation ? delegation->agent == agent.account : !is_agent(delegator.account), Error::InvalidDelegation);
    ENSURE(is_agent(agent.account), Error::NotAgent);
    TRY(hold_delegation(delegator.account, agent, amount));
    return bond(agent, amount);
}

template <class T>
DispatchResult Pallet<T>::withdraw_delegation(const Delegator& delegator, const Agent& agent, Balance amount,
                                              uint32_t spans) {
    AgentLedger ledger = TRY(ledger_of(agent));
    auto delegation = storage.Delegators.get(delegator.account);
    ENSURE(delegation.has_value(), Error::NotDelegator);
    ENSURE(delegation->agent == agent.account, Error::NotAgent);
    ENSURE(delegation->amount >= amount, Error::NotEnoughFunds);

    if (ledger.unclaimed_withdrawals.value < amount) {
        ENSURE(CoreStaking::withdraw_unbonded(agent.account, spans), Error::WithdrawFailed);
        ledger = TRY(ledger_of(agent));  // on_withdraw has changed it
    }
    ENSURE(ledger.unclaimed_withdrawals.value >= amount, Error::NotEnoughFunds);
    const auto total = checked_sub(ledger.total_delegated.value, amount);
    ENSURE(total.has_value(), ArithmeticError::Overflow);
    ledger.total_delegated = {*total};
    ledger.unclaimed_withdrawals.value -= amount;
    storage.Agents.put(agent.account, ledger);

    delegation->amount -= amount;
    TRY(Hold::release(delegator.account, amount, Precision::BestEffort));
    put_delegation(delegator.account, *delegation);
    deposit_event(typename Event::Released{agent.account, delegator.account, amount});
    return {};
}

template <class T>
DispatchResult Pallet<T>::delegator_slash(const Agent& agent, const Delegator& delegator, Balance amount,
                                          const std::optional<AccountId>& reporter) {
    AgentLedger ledger = TRY(ledger_of(agent));
    ENSURE(ledger.pending_slash.value > 0, Error::NothingToSlash);
    auto delegation = storage.Delegators.get(delegator.account);
    ENSURE(delegation.has_value(), Error::NotDelegator);
    ENSURE(delegation->agent == agent.account, Error::NotAgent);
    ENSURE(delegation->amount >= amount, Error::NotEnoughFunds);

    auto credit = Hold::slash(delegator.account, amount).first;
    const Balance slashed = credit.peek();
    ledger.pending_slash = {saturating_sub(ledger.pending_slash.value, slashed)};
    ledger.total_delegated = {saturating_sub(ledger.total_delegated.value, slashed)};
    storage.Agents.put(agent.account, ledger);
    delegation->amount -= slashed;  // not more than the hold, which is at most the delegation
    put_delegation(delegator.account, *delegation);

    if (reporter) {
        auto [reward, rest] = std::move(credit).split(T::kConstants.SlashRewardFraction * slashed);
        credit = std::move(rest);
        // What the account cannot take is burnt.
        static_cast<void>(Currency::resolve(*reporter, std::move(reward)));
    }
    give_to(typename T::OnSlash{}, std::move(credit));
    deposit_event(typename Event::Slashed{agent.account, delegator.account, amount});
    return {};
}

template <class T>
DispatchResult Pallet<T>::migrate_nominator_to_agent(const Agent& agent, const AccountId& payee) {
    const AccountId& who = agent.account;
    ENSURE(CoreStaking::status(who) && !is_agent(who) && !is_delegator(who), Error::NotAllowed);
    ENSURE(payee != who, Error::InvalidRewardDestination);
    storage.Agents.put(who, {.payee = payee});

    const AccountId proxy = proxy_delegator_of(agent);
    const auto stake = TRY(CoreStaking::stake(who));
    TRY(CoreStaking::migrate_to_virtual_staker(who));
    // The stake, which is free from now on, and all else that is.
    const Balance amount = Currency::reducible_balance(who, Preservation::Expendable, Fortitude::Polite);
    TRY(Currency::transfer(who, proxy, amount, Preservation::Expendable));
    TRY(CoreStaking::set_payee(who, payee));
    TRY(hold_delegation(proxy, agent, amount));

    // What was not staked can be taken at once.
    const auto unstaked = checked_sub(amount, stake.total);
    ENSURE(unstaked.has_value(), ArithmeticError::Underflow);
    if (*unstaked != 0) {
        AgentLedger ledger = TRY(ledger_of(agent));
        const auto unclaimed = checked_add(ledger.unclaimed_withdrawals.value, *unstaked);
        ENSURE(unclaimed.has_value(), ArithmeticError::Overflow);
        ledger.unclaimed_withdrawals = {*unclaimed};
        storage.Agents.put(who, ledger);
    }
    return {};
}

template <class T>
DispatchResult Pallet<T>::migrate_delegation(const Agent& agent, const Delegator& delegator, Balance amount) {
    ENSURE(!is_agent(delegator.account) && !is_delegator(delegator.account), Error::NotAllowed);
    ENSURE(is_agent(agent.account), Error::NotAgent);
    const AccountId proxy = proxy_delegator_of(agent);
    ENSURE(Hold::balance(proxy) >= amount, Error::NotEnoughFunds);

    auto source = storage.Delegators.get(proxy);
    ENSURE(source.has_value(), Error::BadState);
    ENSURE(source->amount >= amount, Error::NotEnoughFunds);
    put_delegation(delegator.account, {source->agent, amount});
    source->amount -= amount;
    TRY(Hold::transfer(proxy, delegator.account, amount, Precision::Exact, Restriction::OnHold, Fortitude::Polite));
    put_delegation(proxy, *source);
    deposit_event(typename Event::MigratedDelegation{source->agent, delegator.account, amount});
    return {};
}

template <class T>
void Pallet<T>::on_slash(const AccountId& stash, Balance, const std::map<EraIndex, Balance>&, Balance total) {
    auto ledger = storage.Agents.get(stash);
    if (!ledger) return;
    ledger->pending_slash = {saturating_add(ledger->pending_slash.value, total)};
    storage.Agents.put(stash, *ledger);
}

template <class T>
void Pallet<T>::on_withdraw(const AccountId& stash, Balance amount) {
    auto ledger = storage.Agents.get(stash);
    const auto unclaimed = ledger ? checked_add(ledger->unclaimed_withdrawals.value, amount) : std::nullopt;
    if (!unclaimed) return;
    ledger->unclaimed_withdrawals = {*unclaimed};
    storage.Agents.put(stash, *ledger);
}

}  // namespace serinus::pallet_delegated_staking
