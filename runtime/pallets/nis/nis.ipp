#pragma once

#include "runtime/pallets/nis/nis.hpp"
#include "runtime/pallets/nis/nis_intake.ipp"

namespace serinus::pallet_nis {

template <class T>
ResultOf<size_t> Pallet<T>::queue_of(uint32_t duration) {
    ENSURE(duration >= 1, Error::DurationTooSmall);
    ENSURE(duration <= T::kConstants.QueueCount, Error::DurationTooBig);
    return size_t{duration - 1};
}

/// As many as there are queues, whatever is stored.
template <class T>
typename Pallet<T>::Totals Pallet<T>::totals() {
    std::vector<QueueTotal> stored = storage.QueueTotals.get().into_inner();
    stored.resize(T::kConstants.QueueCount);
    return Totals::truncate_from(std::move(stored));
}

template <class T>
DispatchResult Pallet<T>::place_bid::operator()(Signed who) const {
    const Balance wanted = amount;
    ENSURE(wanted >= T::kConstants.MinBid, Error::AmountTooSmall);
    TRY_ASSIGN(const size_t queue_index, queue_of(duration));

    Queue queue = storage.Queues.get(duration);
    const bool is_full = queue.is_full();
    ENSURE(!is_full || queue[0].amount < wanted, Error::BidTooLow);
    TRY(Hold::hold(who, wanted));
    // The smallest of the sorted part stands at the front, what is served first at the back.
    Bid bid{wanted, who};
    QueueTotal more{1, wanted};
    if (is_full) {
        std::swap(queue[0], bid);
        static_cast<void>(Hold::release(bid.who, bid.amount, Precision::BestEffort));
        deposit_event(typename Event::BidDropped{bid.who, bid.amount, duration});
        more = {0, wanted - bid.amount};
    } else {
        static_cast<void>(queue.try_insert(0, std::move(bid)));
    }
    // Mostly only the new bid, at the front, is not in its place. Equal bids keep their order.
    const size_t sorted = saturating_sub(queue.size(), size_t{T::kConstants.FifoQueueLen});
    for (size_t i = 1; i < sorted; ++i) {
        for (size_t at = i; at > 0 && queue[at].amount < queue[at - 1].amount; --at)
            std::swap(queue[at], queue[at - 1]);
    }
    storage.Queues.put(duration, queue);

    Totals all = totals();
    all[queue_index].first += more.first;
    all[queue_index].second = saturating_add(all[queue_index].second, more.second);
    storage.QueueTotals.put(all);
    deposit_event(typename Event::BidPlaced{who, wanted, duration});
    return {};
}

template <class T>
DispatchResult Pallet<T>::retract_bid::operator()(Signed who) const {
    const Balance bid = amount;
    TRY_ASSIGN(const size_t queue_index, queue_of(duration));
    Queue queue = storage.Queues.get(duration);
    const auto found = std::find(queue.begin(), queue.end(), Bid{bid, who});
    ENSURE(found != queue.end(), Error::UnknownBid);
    queue.erase(found);
    TRY(Hold::release(who, bid, Precision::BestEffort));
    storage.Queues.put(duration, queue);

    Totals all = totals();
    all[queue_index].first = static_cast<uint32_t>(queue.size());
    all[queue_index].second = saturating_sub(all[queue_index].second, bid);
    storage.QueueTotals.put(all);
    deposit_event(typename Event::BidRetracted{who, bid, duration});
    return {};
}

template <class T>
DispatchResult Pallet<T>::fund_deficit::operator()(Origin<typename T::FundOrigin>) const {
    const IssuanceInfo now = issuance();
    const Balance deficit = saturating_sub(now.required, now.holdings);
    ENSURE(deficit != 0, Error::AlreadyFunded);
    TRY_ASSIGN(auto debt, Currency::deposit(account_id(), deficit, Precision::Exact));
    give_to(typename T::Deficit{}, std::move(debt));
    deposit_event(typename Event::Funded{deficit});
    return {};
}

template <class T>
DispatchResult Pallet<T>::throttle(SummaryRecord& summary, Perquintill proportion) {
    const BlockNumber now = T::System::block_number();
    const auto& [most, period] = T::kConstants.ThawThrottle;
    if (saturating_sub(now, summary.last_period) >= period) {
        summary.thawed = Perquintill::zero();
        summary.last_period = now;
    }
    summary.thawed = saturating_add(summary.thawed, proportion);
    ENSURE(summary.thawed <= most, Error::Throttled);
    return {};
}

template <class T>
DispatchResult Pallet<T>::thaw_private::operator()(Signed who) const {
    auto receipt = storage.Receipts.get(index);
    ENSURE(receipt.has_value(), Error::UnknownReceipt);
    ENSURE(receipt->owner.has_value(), Error::AlreadyCommunal);
    auto& [owner, on_hold] = *receipt->owner;
    ENSURE(owner == who, Error::NotOwner);
    ENSURE(T::System::block_number() >= receipt->expiry, Error::NotExpired);

    const Perquintill proportion = maybe_proportion.value_or(receipt->proportion);
    if (maybe_proportion) {
        ENSURE(proportion <= receipt->proportion, Error::PortionTooBig);
        const Perquintill rest = saturating_sub(receipt->proportion, proportion);
        ENSURE(is_zero(rest) || rest >= T::kConstants.MinReceipt, Error::MakesDust);
    }
    SummaryRecord summary = storage.Summary.get();
    TRY(throttle(summary, proportion));

    const Balance amount = proportion * issuance_with(summary).effective;
    receipt->proportion = saturating_sub(receipt->proportion, proportion);
    summary.proportion_owed = saturating_sub(summary.proportion_owed, proportion);
    const bool dropped = is_zero(receipt->proportion);
    if (amount > on_hold) {
        TRY(Hold::release(who, on_hold, Precision::Exact));
        const Balance deficit = amount - on_hold;
        summary.receipts_on_hold = saturating_sub(summary.receipts_on_hold, on_hold);
        on_hold = 0;
        ENSURE(Currency::transfer(account_id(), who, deficit, Preservation::Expendable), Error::Unfunded);
    } else {
        on_hold -= amount;
        summary.receipts_on_hold = saturating_sub(summary.receipts_on_hold, amount);
        if (dropped && on_hold != 0) {
            // What is left goes to the pot, unless it is too little to create the account.
            const auto moved =
                Hold::transfer(who, account_id(), on_hold, Precision::Exact, Restriction::Free, Fortitude::Polite);
            if (!moved && moved.error() != DispatchError(TokenError::CannotCreate)) return Err(moved.error());
            summary.receipts_on_hold = saturating_sub(summary.receipts_on_hold, on_hold);
        }
        TRY(Hold::release(who, amount, Precision::Exact));
    }

    if (dropped) {
        storage.Receipts.remove(index);
    } else {
        storage.Receipts.put(index, *receipt);
    }
    storage.Summary.put(summary);
    deposit_event(typename Event::Thawed{index, who, proportion, amount, dropped});
    return {};
}

template <class T>
DispatchResult Pallet<T>::thaw_communal::operator()(Signed who) const {
    const auto receipt = storage.Receipts.get(index);
    ENSURE(receipt.has_value(), Error::UnknownReceipt);
    ENSURE(!receipt->owner.has_value(), Error::NotOwner);
    ENSURE(T::System::block_number() >= receipt->expiry, Error::NotExpired);
    SummaryRecord summary = storage.Summary.get();
    TRY(throttle(summary, receipt->proportion));
    TRY(T::Counterpart::burn_from(who, T::counterpart_amount(receipt->proportion), Precision::Exact,
                                  Fortitude::Polite));

    const Balance amount = receipt->proportion * issuance_with(summary).effective;
    summary.proportion_owed = saturating_sub(summary.proportion_owed, receipt->proportion);
    ENSURE(Currency::transfer(account_id(), who, amount, Preservation::Expendable), Error::Unfunded);
    storage.Receipts.remove(index);
    storage.Summary.put(summary);
    deposit_event(typename Event::Thawed{index, who, receipt->proportion, amount, true});
    return {};
}

template <class T>
DispatchResult Pallet<T>::communify::operator()(Signed who) const {
    auto receipt = storage.Receipts.get(index);
    ENSURE(receipt.has_value(), Error::UnknownReceipt);
    ENSURE(receipt->owner.has_value(), Error::AlreadyCommunal);
    const auto [owner, on_hold] = *receipt->owner;
    receipt->owner.reset();
    ENSURE(owner == who, Error::NotOwner);
    ENSURE(Hold::transfer(who, account_id(), on_hold, Precision::Exact, Restriction::Free, Fortitude::Polite),
           Error::Unfunded);

    SummaryRecord summary = storage.Summary.get();
    summary.receipts_on_hold = saturating_sub(summary.receipts_on_hold, on_hold);
    storage.Summary.put(summary);
    storage.Receipts.put(index, *receipt);
    // Observed: Kusama 1.0.0: where the counterparts cannot be made there are none, and the call succeeds.
    static_cast<void>(T::Counterpart::mint_into(who, T::counterpart_amount(receipt->proportion)));
    return {};
}

template <class T>
DispatchResult Pallet<T>::privatize::operator()(Signed who) const {
    auto receipt = storage.Receipts.get(index);
    ENSURE(receipt.has_value(), Error::UnknownReceipt);
    ENSURE(!receipt->owner.has_value(), Error::AlreadyPrivate);

    SummaryRecord summary = storage.Summary.get();
    const Balance worth = receipt->proportion * issuance_with(summary).effective;
    const Balance amount = std::min(worth, Currency::balance(account_id()));
    TRY(T::Counterpart::burn_from(who, T::counterpart_amount(receipt->proportion), Precision::Exact,
                                  Fortitude::Polite));
    TRY(Currency::transfer_and_hold(Hold::reason(), account_id(), who, amount, Precision::Exact,
                                    Preservation::Expendable, Fortitude::Polite));
    summary.receipts_on_hold = saturating_add(summary.receipts_on_hold, amount);
    receipt->owner = std::pair(AccountId(who), amount);
    storage.Summary.put(summary);
    storage.Receipts.put(index, *receipt);
    return {};
}

template <class T>
DispatchResult Pallet<T>::transfer(ReceiptIndex index, const AccountId& to) {
    auto receipt = storage.Receipts.get(index);
    ENSURE(receipt.has_value(), TokenError::UnknownAsset);
    ENSURE(receipt->owner.has_value(), Error::AlreadyCommunal);
    const auto [from, on_hold] = *receipt->owner;
    TRY(Hold::transfer(from, to, on_hold, Precision::Exact, Restriction::OnHold, Fortitude::Polite));
    receipt->owner = std::pair(to, on_hold);
    storage.Receipts.put(index, *receipt);
    deposit_event(typename Event::Transferred{from, to, index});
    return {};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    Totals expected = empty_totals();
    auto queues = storage.Queues.iter();
    while (const auto entry = queues.next()) {
        const auto& [duration, queue] = *entry;
        ENSURE(duration >= 1 && duration <= expected.size(), std::string("a queue for no duration"));
        for (const Bid& bid : queue) {
            expected[duration - 1].first += 1;
            expected[duration - 1].second = saturating_add(expected[duration - 1].second, bid.amount);
        }
    }
    ENSURE(totals().inner() == expected.inner(), std::string("QueueTotals are not those of the queues"));

    const SummaryRecord summary = storage.Summary.get();
    Balance on_hold = 0;
    Perquintill owed;
    auto receipts = storage.Receipts.iter();
    while (const auto entry = receipts.next()) {
        const auto& [index, receipt] = *entry;
        ENSURE(index < summary.index, std::string("a receipt of the future"));
        owed = saturating_add(owed, receipt.proportion);
        if (receipt.owner) on_hold = saturating_add(on_hold, receipt.owner->second);
    }
    ENSURE(owed == summary.proportion_owed, std::string("Summary owes another share than the receipts"));
    ENSURE(on_hold == summary.receipts_on_hold, std::string("Summary has another amount on hold than the receipts"));
    return {};
}

}  // namespace serinus::pallet_nis
