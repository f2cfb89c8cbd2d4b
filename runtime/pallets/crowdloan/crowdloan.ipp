/// The bodies of crowdloan.hpp.
#pragma once

#include "runtime/pallets/crowdloan/crowdloan.hpp"

namespace serinus::polkadot_runtime_common::crowdloan {

/// While an auction ends the funds that have got money bid with all that they have.
template <class T>
Weight Pallet<T>::on_initialize(BlockNumber now) {
    const AuctionStatus status = Auctioneer::auction_status(now);
    if (!status.is_ending()) return T::kDbWeight.reads(1);
    if (status.sample == 0 && status.sub_sample == 0) storage.EndingsCount.put(storage.EndingsCount.get() + 1);
    const std::vector<ParaId> raised = storage.NewRaise.take();
    for (const ParaId para : raised) {
        const auto fund = storage.Funds.get(para);
        if (!fund) continue;
        auto result = Auctioneer::place_bid(fund_account_id(fund->fund_index), para, fund->first_period,
                                            fund->last_period, fund->raised);
        deposit_event(typename Event::HandleBidResult{para, std::move(result)});
    }
    return T::kWeights.on_initialize(static_cast<uint32_t>(raised.size()));
}

template <class T>
void Pallet<T>::on_swap(ParaId one, ParaId other) {
    storage.Funds.mutate(one, [&](std::optional<Fund>& of_one) {
        storage.Funds.mutate(other, [&](std::optional<Fund>& of_other) { std::swap(of_one, of_other); });
    });
}

template <class T>
DispatchResult Pallet<T>::create::operator()(Signed depositor) const {
    const BlockNumber now = T::System::block_number();
    ENSURE(first_period <= last_period, Error::LastPeriodBeforeFirstPeriod);
    const auto last_period_limit = checked_add(first_period.value, SlotRange::kPeriods - 1);
    ENSURE(last_period_limit, Error::FirstPeriodTooFarInFuture);
    ENSURE(last_period <= *last_period_limit, Error::LastPeriodTooFarInFuture);
    ENSURE(end > now, Error::CannotEndInPast);
    // An auction for the first period is over when that begins, so there is nothing to collect for later.
    const auto at_end = Auctioneer::lease_period_index(end);
    ENSURE(at_end, Error::NoLeasePeriod);
    const LeasePeriod period_at_end = at_end->is_first_block ? saturating_sub(at_end->index, 1u) : at_end->index;
    ENSURE(period_at_end <= first_period, Error::EndTooFarInFuture);
    if (const auto current = Auctioneer::lease_period_index(now)) {
        ENSURE(first_period >= current->index, Error::FirstPeriodInPast);
    }
    const ParaId para = index;
    ENSURE(!storage.Funds.exists(para), Error::FundNotEnded);
    const auto manager = T::Registrar::manager_of(para);
    ENSURE(manager, Error::InvalidParaId);
    ENSURE(*manager == depositor, Error::InvalidOrigin);
    ENSURE(T::Registrar::is_registered(para), Error::InvalidParaId);

    const FundIndex fund_index = storage.NextFundIndex.get();
    const auto next_index = checked_add(fund_index, 1u);
    ENSURE(next_index, Error::Overflow);
    T::System::inc_providers(fund_account_id(fund_index));
    TRY(Currency::reserve(depositor, T::kSubmissionDeposit));
    storage.Funds.put(para, Fund{.depositor = depositor,
                                 .verifier = verifier,
                                 .deposit = T::kSubmissionDeposit,
                                 .raised = 0,
                                 .end = end,
                                 .cap = cap,
                                 .last_contribution = {},
                                 .first_period = first_period,
                                 .last_period = last_period,
                                 .fund_index = fund_index});
    storage.NextFundIndex.put(*next_index);
    deposit_event(typename Event::Created{para});
    return {};
}

template <class T>
DispatchResult Pallet<T>::contribute::operator()(Signed who) const {
    return do_contribute(who, index, value, signature, ExistenceRequirement::KeepAlive);
}

template <class T>
DispatchResult Pallet<T>::contribute_all::operator()(Signed who) const {
    return do_contribute(who, index, Currency::free_balance(who), signature, ExistenceRequirement::AllowDeath);
}

template <class T>
DispatchResult Pallet<T>::do_contribute(const AccountId& who, ParaId index, Balance value,
                                        const std::optional<MultiSignature>& signature,
                                        ExistenceRequirement existence) {
    ENSURE(value >= Constants(T::kConstants).MinContribution, Error::ContributionTooSmall);
    auto fund = storage.Funds.get(index);
    ENSURE(fund, Error::InvalidParaId);
    const auto raised = checked_add(fund->raised, value);
    ENSURE(raised, Error::Overflow);
    fund->raised = *raised;
    ENSURE(fund->raised <= fund->cap, Error::CapExceeded);
    const BlockNumber now = T::System::block_number();
    ENSURE(now < fund->end, Error::ContributionPeriodOver);
    const auto current = Auctioneer::lease_period_index(now);
    ENSURE(current, Error::NoLeasePeriod);
    ENSURE(current->index <= fund->first_period, Error::ContributionPeriodOver);
    const AccountId account = fund_account_id(fund->fund_index);
    ENSURE(!Auctioneer::has_won_an_auction(index, account), Error::BidOrLeaseActive);
    ENSURE(!Auctioneer::auction_status(now).is_vrf(), Error::VrfDelayInProgress);

    const Contributions contributions(fund->fund_index);
    Contribution contribution = contributions.get(who);
    if (fund->verifier) {
        ENSURE(signature, Error::InvalidSignature);
        const Bytes payload = scale::encode(std::tuple(index, who, contribution.amount, value));
        ENSURE(signature->verify(payload, fund->verifier->into_account()), Error::InvalidSignature);
    }
    TRY(Currency::transfer(who, account, value, existence));
    Currency::deactivate(value);
    contribution.amount = saturating_add(contribution.amount, value);
    contributions.put(who, contribution);
    note_new_raise(index, *fund, now);
    storage.Funds.put(index, *fund);
    deposit_event(typename Event::Contributed{who, index, value});
    return {};
}

/// Puts a fund into NewRaise unless it stands there since an earlier contribution.
template <class T>
void Pallet<T>::note_new_raise(ParaId index, Fund& fund, BlockNumber now) {
    Last last;
    if (Auctioneer::auction_status(now).is_ending()) {
        last.v = typename Last::Ending{now};
    } else {
        last.v = typename Last::PreEnding{storage.EndingsCount.get()};
    }
    if (fund.last_contribution == last) return;
    storage.NewRaise.append(index);
    fund.last_contribution = last;
}

template <class T>
DispatchResult Pallet<T>::ensure_crowdloan_ended(const Fund& fund) {
    const BlockNumber now = T::System::block_number();
    const auto current = Auctioneer::lease_period_index(now);
    ENSURE(current, Error::NoLeasePeriod);
    ENSURE(now >= fund.end || current->index > fund.first_period, Error::FundNotEnded);
    ENSURE(Currency::free_balance(fund_account_id(fund.fund_index)) >= fund.raised, Error::BidOrLeaseActive);
    return {};
}

template <class T>
DispatchResult Pallet<T>::give_back(Fund& fund, const AccountId& who, Balance amount) {
    TRY(Currency::transfer(fund_account_id(fund.fund_index), who, amount, ExistenceRequirement::AllowDeath));
    Currency::reactivate(amount);
    Contributions(fund.fund_index).remove(who);
    fund.raised = saturating_sub(fund.raised, amount);
    return {};
}

template <class T>
DispatchResult Pallet<T>::withdraw::operator()(Signed) const {
    auto fund = storage.Funds.get(index);
    ENSURE(fund, Error::InvalidParaId);
    TRY(ensure_crowdloan_ended(*fund));
    const Balance amount = Contributions(fund->fund_index).get(who).amount;
    ENSURE(amount > 0, Error::NoContributions);
    TRY(give_back(*fund, who, amount));
    storage.Funds.put(index, *fund);
    deposit_event(typename Event::Withdrew{who, index, amount});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::refund::operator()(Signed) const {
    auto fund = storage.Funds.get(index);
    ENSURE(fund, Error::InvalidParaId);
    TRY(ensure_crowdloan_ended(*fund));
    uint32_t count = 0;
    const bool all = TRY(Contributions(fund->fund_index)
                             .each([&](const AccountId& who, const Contribution& contribution) -> ResultOf<bool> {
                                 if (count >= Constants(T::kConstants).RemoveKeysLimit) return false;
                                 TRY(give_back(*fund, who, contribution.amount));
                                 ++count;
                                 return true;
                             }));
    storage.Funds.put(index, *fund);
    if (!all) {
        deposit_event(typename Event::PartiallyRefunded{index});
        return PostDispatchInfo{};
    }
    deposit_event(typename Event::AllRefunded{index});
    return PostDispatchInfo{T::kWeights.refund(count)};
}

template <class T>
DispatchResult Pallet<T>::dissolve::operator()(Signed who) const {
    const auto fund = storage.Funds.get(index);
    ENSURE(fund, Error::InvalidParaId);
    const bool is_permitted = fund->depositor == who || T::System::block_number() >= fund->end;
    ENSURE(is_permitted && fund->raised == 0, Error::NotReadyToDissolve);
    const AccountId pot = fund_account_id(fund->fund_index);
    std::optional<decltype(Currency::make_free_balance_be(pot, 0))> burnt;
    // What strangers have sent there is burnt, and said to be at the end.
    burnt.emplace(Currency::make_free_balance_be(pot, 0));
    static_cast<void>(T::System::dec_providers(pot));
    Currency::unreserve(fund->depositor, fund->deposit);
    storage.Funds.remove(index);
    deposit_event(typename Event::Dissolved{index});
    return {};
}

template <class T>
DispatchResult Pallet<T>::edit::operator()(Root) const {
    auto fund = storage.Funds.get(index);
    ENSURE(fund, Error::InvalidParaId);
    fund->verifier = verifier;
    fund->end = end;
    fund->cap = cap;
    fund->first_period = first_period;
    fund->last_period = last_period;
    storage.Funds.put(index, *fund);
    deposit_event(typename Event::Edited{index});
    return {};
}

template <class T>
DispatchResult Pallet<T>::add_memo::operator()(Signed who) const {
    ENSURE(memo.size() <= T::kMaxMemoLength, Error::MemoTooLarge);
    const auto fund = storage.Funds.get(index);
    ENSURE(fund, Error::InvalidParaId);
    const Contributions contributions(fund->fund_index);
    const Balance amount = contributions.get(who).amount;
    ENSURE(amount > 0, Error::NoContributions);
    contributions.put(who, {amount, memo});
    deposit_event(typename Event::MemoUpdated{who, index, memo});
    return {};
}

template <class T>
DispatchResult Pallet<T>::poke::operator()(Signed) const {
    const auto fund = storage.Funds.get(index);
    ENSURE(fund, Error::InvalidParaId);
    ENSURE(fund->raised != 0, Error::NoContributions);
    const std::vector<ParaId> raised = storage.NewRaise.get();
    ENSURE(std::ranges::find(raised, index) == raised.end(), Error::AlreadyInNewRaise);
    storage.NewRaise.append(index);
    deposit_event(typename Event::AddedToNewRaise{index});
    return {};
}

}  // namespace serinus::polkadot_runtime_common::crowdloan
