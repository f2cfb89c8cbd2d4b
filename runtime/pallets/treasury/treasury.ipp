/// The bodies of treasury.hpp.
#pragma once

#include "runtime/pallets/treasury/treasury.hpp"
#include "runtime/sdk/dispatch_context.hpp"

namespace serinus::pallet_treasury {

template <class T>
DispatchResult Pallet<T>::propose_spend::operator()(Signed proposer) const {
    const AccountId to = TRY(T::System::lookup(beneficiary));
    const Balance bond = calculate_bond(value);
    ENSURE(T::Currency::reserve(proposer, bond), Error::InsufficientProposersBalance);

    const ProposalIndex index = storage.ProposalCount.get();
    storage.ProposalCount.put(index + 1);
    storage.Proposals.put(index, {proposer, value, to, bond});
    deposit_event(typename Event::Proposed{index});
    return {};
}

template <class T>
DispatchResult Pallet<T>::reject_proposal::operator()(Origin<typename T::RejectOrigin>) const {
    const auto proposal = storage.Proposals.take(proposal_id);
    ENSURE(proposal, Error::InvalidIndex);
    give_to(typename T::OnSlash{}, T::Currency::slash_reserved(proposal->proposer, proposal->bond).first);
    deposit_event(typename Event::Rejected{proposal_id, proposal->bond});
    return {};
}

template <class T>
DispatchResult Pallet<T>::approve_proposal::operator()(Origin<typename T::ApproveOrigin>) const {
    ENSURE(storage.Proposals.exists(proposal_id), Error::InvalidIndex);
    ENSURE(storage.Approvals.try_append(proposal_id.value), Error::TooManyApprovals);
    return {};
}

template <class T>
Balance& Pallet<T>::SpendContext::by_limit(Balance limit) {
    for (auto& [of, sum] : spent) {
        if (of == limit) return sum;
    }
    return spent.emplace_back(limit, 0).second;
}

template <class T>
DispatchResult Pallet<T>::spend::operator()(Origin<typename T::SpendOrigin> by) const {
    const Balance limit = by.success;
    ENSURE(amount.value <= limit, Error::InsufficientPermission);
    if (auto* const context = DispatchContext::value<SpendContext>()) {
        Balance& spent = context->by_limit(limit);
        const auto sum = checked_add(spent, amount.value);
        ENSURE(sum && *sum <= limit, Error::InsufficientPermission);
        spent = *sum;
    }
    const AccountId to = TRY(T::System::lookup(beneficiary));
    const ProposalIndex index = storage.ProposalCount.get();
    ENSURE(storage.Approvals.try_append(index), Error::TooManyApprovals);
    // It is the beneficiary who counts as the proposer.
    storage.Proposals.put(index, {to, amount, to, 0});
    storage.ProposalCount.put(index + 1);
    deposit_event(typename Event::SpendApproved{index, amount, to});
    return {};
}

template <class T>
DispatchResult Pallet<T>::remove_approval::operator()(Origin<typename T::RejectOrigin>) const {
    auto approvals = storage.Approvals.get();
    const auto at = std::ranges::find(approvals, proposal_id.value);
    ENSURE(at != approvals.end(), Error::ProposalNotApproved);
    approvals.erase(at);
    storage.Approvals.put(approvals);
    return {};
}

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber now) {
    const Balance deactivated = storage.Deactivated.get();
    if (const Balance now_in_pot = pot(); now_in_pot != deactivated) {
        T::Currency::reactivate(deactivated);
        T::Currency::deactivate(now_in_pot);
        storage.Deactivated.put(now_in_pot);
        deposit_event(typename Event::UpdatedInactive{deactivated, now_in_pot});
    }
    return now % T::kConstants.SpendPeriod == 0 ? spend_funds() : Weight::zero();
}

/// The bond for a spend of `value`.
template <class T>
Balance Pallet<T>::calculate_bond(Balance value) {
    const Balance bond = std::max(T::kConstants.ProposalBondMinimum, T::kConstants.ProposalBond * value);
    return std::min(bond, T::kConstants.ProposalBondMaximum.value_or(bond));
}

template <class T>
bool Pallet<T>::award(ProposalIndex index, SpendBudget<typename T::Currency>& budget) {
    const auto proposal = storage.Proposals.get(index);
    if (!proposal) return true;  // it was rejected
    if (proposal->value > budget.remaining) {
        budget.missed_any = true;
        return false;
    }
    budget.remaining -= proposal->value;
    storage.Proposals.remove(index);
    T::Currency::unreserve(proposal->proposer, proposal->bond);
    budget.spent.subsume(T::Currency::deposit_creating(proposal->beneficiary, proposal->value));
    deposit_event(typename Event::Awarded{index, proposal->value, proposal->beneficiary});
    return true;
}

/// All that is paid is taken from the account at once, at the end.
template <class T>
Weight Pallet<T>::spend_funds() {
    SpendBudget<typename T::Currency> budget;
    budget.remaining = pot();
    deposit_event(typename Event::Spending{budget.remaining});

    auto approvals = storage.Approvals.get();
    budget.weight = T::kWeights.on_initialize_proposals(static_cast<uint32_t>(approvals.size()));
    approvals.retain([&](ProposalIndex index) { return !award(index, budget); });
    storage.Approvals.put(approvals);

    for_each_handler(typename T::SpendFunds{}, [&]<class Handler>() { Handler::spend_funds(budget); });

    if (!budget.missed_any) {
        const Balance burn = std::min(T::kConstants.Burn * budget.remaining, budget.remaining);
        budget.remaining -= burn;
        auto debit = T::Currency::burn(burn);
        auto credit = T::Currency::issue(burn);
        budget.spent.subsume(std::move(debit));
        give_to(typename T::BurnDestination{}, std::move(credit));
        deposit_event(typename Event::Burnt{burn});
    }
    // The budget leaves the existential deposit, so only locks on the pot can make this fail; then issuance grows.
    static_cast<void>(T::Currency::settle(account_id(), std::move(budget.spent), WithdrawReasons::kTransfer,
                                          ExistenceRequirement::KeepAlive));
    deposit_event(typename Event::Rollover{budget.remaining});
    return budget.weight;
}

template <class T>
Balance Pallet<T>::pot() {
    return saturating_sub(T::Currency::free_balance(account_id()), T::Currency::minimum_balance());
}

template <class T>
void Pallet<T>::on_unbalanced(typename T::Currency::NegativeImbalance amount) {
    const Balance value = amount.peek();
    if (value == 0) return;
    T::Currency::resolve_creating(account_id(), std::move(amount));
    deposit_event(typename Event::Deposit{value});
}

template <class T>
void Pallet<T>::build(const GenesisConfig&) {
    const Balance minimum = T::Currency::minimum_balance();
    if (T::Currency::free_balance(account_id()) >= minimum) return;
    static_cast<void>(T::Currency::make_free_balance_be(account_id(), minimum));
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const ProposalIndex count = storage.ProposalCount.get();
    std::map<AccountId, Balance> bonds;
    auto proposals = storage.Proposals.iter();
    while (const auto entry = proposals.next()) {
        const auto& [index, proposal] = *entry;
        if (index >= count) return std::string("a proposal has an index that was never given");
        bonds[proposal.proposer] = saturating_add(bonds[proposal.proposer], proposal.bond);
    }
    for (const auto& [who, bond] : bonds) {
        if (T::Currency::reserved_balance(who) < bond) return std::string("a bond is not reserved");
    }
    for (const ProposalIndex index : storage.Approvals.get()) {
        if (index >= count) return std::string("a proposal was approved that never was");
    }
    return {};
}

}  // namespace serinus::pallet_treasury
