/// The bodies of treasury.hpp.
#pragma once

#include "runtime/pallets/treasury/treasury.hpp"
#include "runtime/sdk/dispatch_context.hpp"

namespace serinus::pallet_treasury {

template <class T>
Balance& Pallet<T>::SpendContext::by_limit(Balance limit) {
    for (auto& [of, sum] : spent) {
        if (of == limit) return sum;
    }
    return spent.emplace_back(limit, 0).second;
}

template <class T>
DispatchResult Pallet<T>::note_spend(Balance amount, Balance limit) {
    ENSURE(amount <= limit, Error::InsufficientPermission);
    if (auto* const context = DispatchContext::value<SpendContext>()) {
        Balance& spent = context->by_limit(limit);
        const auto sum = checked_add(spent, amount);
        ENSURE(sum && *sum <= limit, Error::InsufficientPermission);
        spent = *sum;
    }
    return {};
}

template <class T>
DispatchResult Pallet<T>::spend_local::operator()(Origin<typename T::SpendOrigin> by) const {
    TRY(note_spend(amount, by.success));
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
DispatchResult Pallet<T>::spend::operator()(Origin<typename T::SpendOrigin> by) const {
    const BlockNumber now = T::System::block_number();
    const BlockNumber from = valid_from.value_or(now);
    const BlockNumber expire_at = saturating_add(from, T::kConstants.PayoutPeriod);
    ENSURE(expire_at > now, Error::SpendExpired);
    const auto worth = T::BalanceConverter::from_asset_balance(amount, asset_kind);
    ENSURE(worth, Error::FailedToConvertBalance);
    TRY(note_spend(*worth, by.success));

    const SpendIndex index = storage.SpendCount.get();
    storage.Spends.put(index, {asset_kind, amount, beneficiary, from, expire_at, {}});
    storage.SpendCount.put(index + 1);
    deposit_event(typename Event::AssetSpendApproved{index, asset_kind, amount, beneficiary, from, expire_at});
    return {};
}

template <class T>
DispatchResult Pallet<T>::payout::operator()(Signed) const {
    auto spend = storage.Spends.get(index);
    ENSURE(spend, Error::InvalidIndex);
    const BlockNumber now = T::System::block_number();
    ENSURE(now >= spend->valid_from, Error::EarlyPayout);
    ENSURE(spend->expire_at > now, Error::SpendExpired);
    using State = PaymentState<PaymentId>;
    ENSURE(!std::holds_alternative<typename State::Attempted>(spend->status.v), Error::AlreadyAttempted);
    const auto id = T::Paymaster::pay(spend->beneficiary, spend->asset_kind, spend->amount);
    ENSURE(id, Error::PayoutError);

    spend->status.v = typename State::Attempted{*id};
    spend->expire_at = saturating_add(now, T::kConstants.PayoutPeriod);
    storage.Spends.put(index, *spend);
    deposit_event(typename Event::Paid{index, *id});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::check_status::operator()(Signed) const {
    auto spend = storage.Spends.get(index);
    ENSURE(spend, Error::InvalidIndex);
    using State = PaymentState<PaymentId>;
    const auto* const attempted = std::get_if<typename State::Attempted>(&spend->status.v);
    const auto end = [&] {
        storage.Spends.remove(index);
        deposit_event(typename Event::SpendProcessed{index});
        return PostDispatchInfo{.pays_fee = Pays::No};
    };
    if (!attempted && T::System::block_number() > spend->expire_at) return end();
    ENSURE(attempted, Error::NotAttempted);
    const PaymentId id = attempted->id;
    switch (T::Paymaster::check_payment(id)) {
        case PaymentStatus::InProgress:
            return DispatchErrorWithPostInfo(Error::Inconclusive);
        case PaymentStatus::Success:
        case PaymentStatus::Unknown:
            return end();
        case PaymentStatus::Failure:
            break;
    }
    spend->status.v = typename State::Failed{};
    storage.Spends.put(index, *spend);
    deposit_event(typename Event::PaymentFailed{index, id});
    return PostDispatchInfo{};
}

template <class T>
DispatchResult Pallet<T>::void_spend::operator()(Origin<typename T::RejectOrigin>) const {
    const auto spend = storage.Spends.get(index);
    ENSURE(spend, Error::InvalidIndex);
    ENSURE(!std::holds_alternative<typename PaymentState<PaymentId>::Attempted>(spend->status.v),
           Error::AlreadyAttempted);
    storage.Spends.remove(index);
    deposit_event(typename Event::AssetSpendVoided{index});
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
    return end_periods(now);
}

/// A period ends in the first block of all too, if that is a multiple of it.
template <class T>
BlockNumber Pallet<T>::last_spend_period() {
    if (const auto last = storage.LastSpendPeriod.get()) return *last;
    constexpr BlockNumber kPeriod = std::max(T::kConstants.SpendPeriod, BlockNumber{1});
    const BlockNumber now = T::System::block_number();
    const BlockNumber since = now % kPeriod;
    const BlockNumber last = saturating_sub(now, since == 0 ? kPeriod : since);
    storage.LastSpendPeriod.put(last);
    return last;
}

template <class T>
Weight Pallet<T>::end_periods(BlockNumber now) {
    constexpr BlockNumber kPeriod = std::max(T::kConstants.SpendPeriod, BlockNumber{1});
    const BlockNumber since = saturating_sub(now, last_spend_period());
    if (since < kPeriod) return Weight::zero();
    storage.LastSpendPeriod.put(saturating_sub(now, since % kPeriod));
    return spend_funds(since / kPeriod);
}

template <class T>
bool Pallet<T>::award(ProposalIndex index, SpendBudget<typename T::Currency>& budget) {
    const auto proposal = storage.Proposals.get(index);
    if (!proposal) return true;  // it was rejected, as older runtimes could
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

template <class T>
Weight Pallet<T>::spend_funds() {
    return spend_funds(1);
}

template <class T>
void Pallet<T>::burn(SpendBudget<typename T::Currency>& budget, Balance amount) {
    budget.remaining -= amount;
    auto debit = T::Currency::burn(amount);
    auto credit = T::Currency::issue(amount);
    budget.spent.subsume(std::move(debit));
    give_to(typename T::BurnDestination{}, std::move(credit));
    deposit_event(typename Event::Burnt{amount});
}

/// All that is paid is taken from the account at once, at the end. Of several periods at once each burns its share.
template <class T>
Weight Pallet<T>::spend_funds(uint32_t periods) {
    SpendBudget<typename T::Currency> budget;
    budget.remaining = pot();
    deposit_event(typename Event::Spending{budget.remaining});

    auto approvals = storage.Approvals.get();
    budget.weight = T::kWeights.on_initialize_proposals(static_cast<uint32_t>(approvals.size()));
    approvals.retain([&](ProposalIndex index) { return !award(index, budget); });
    storage.Approvals.put(approvals);

    for_each_handler(typename T::SpendFunds{}, [&]<class Handler>() { Handler::spend_funds(budget); });

    const Permill share = T::burn();
    if (!budget.missed_any && share != Permill::zero()) {
        const Permill kept = saturating_pow(left_from_one(share), periods);
        burn(budget, saturating_sub(budget.remaining, kept * budget.remaining));
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
    auto spends = storage.Spends.iter();
    while (const auto entry = spends.next()) {
        const auto& [index, spend] = *entry;
        if (index >= storage.SpendCount.get()) return std::string("a spend has an index that was never given");
        if (spend.valid_from >= spend.expire_at) return std::string("a spend expires before it is valid");
    }
    return {};
}

}  // namespace serinus::pallet_treasury
