/// How bids become receipts.
#pragma once

#include "runtime/pallets/nis/nis.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::pallet_nis {

template <class T>
bool Pallet<T>::Meter::accepts(Weight weight) const {
    return used.saturating_add(weight).all_lte(T::kConstants.MaxIntakeWeight);
}

template <class T>
bool Pallet<T>::Meter::count(Weight weight) {
    if (!accepts(weight)) return false;
    used = used.saturating_add(weight);
    return true;
}

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber now) {
    Meter meter;
    if (now % T::kConstants.IntakePeriod == 0 && meter.count(T::kWeights.process_queues())) process_queues(meter);
    return meter.used;
}

template <class T>
IssuanceInfo Pallet<T>::issuance() {
    return issuance_with(storage.Summary.get());
}

template <class T>
IssuanceInfo Pallet<T>::issuance_with(const SummaryRecord& summary) {
    Balance active = Currency::active_issuance();
    if constexpr (requires { typename T::IgnoredIssuance; }) {
        static_assert(Parameter<typename T::IgnoredIssuance, Balance>);
        active = saturating_sub(active, Balance{T::IgnoredIssuance::get()});
    }
    IssuanceInfo out;
    out.holdings = saturating_add(Currency::balance(account_id()), summary.receipts_on_hold);
    out.other = saturating_sub(active, out.holdings);
    const Perquintill rest = left_from_one(summary.proportion_owed);
    if (is_zero(rest)) panic("the receipts are the whole issuance");  // the reference divides by zero
    out.effective = saturating_reciprocal_mul(rest, out.other);
    out.required = summary.proportion_owed * out.effective;
    return out;
}

template <class T>
void Pallet<T>::process_queues(Meter& meter) {
    SummaryRecord summary = storage.Summary.get();
    const Perquintill target = T::target();
    if (summary.proportion_owed >= target) return;

    const IssuanceInfo issuance = issuance_with(summary);
    Balance remaining = saturating_sub(target, summary.proportion_owed) * issuance.effective;
    Totals all = totals();
    for (uint32_t duration = T::kConstants.QueueCount; duration >= 1; --duration) {
        QueueTotal& total = all[duration - 1];
        if (total.first == 0) continue;
        // A queue is not begun if there is no room for one of its bids.
        if (remaining == 0 || !meter.count(T::kWeights.process_queue()) || !meter.accepts(T::kWeights.process_bid())) {
            break;
        }
        process_queue(duration, issuance, remaining, total, summary, meter);
    }
    storage.QueueTotals.put(all);
    storage.Summary.put(summary);
}

template <class T>
void Pallet<T>::process_queue(uint32_t duration, const IssuanceInfo& issuance, Balance& remaining, QueueTotal& total,
                              SummaryRecord& summary, Meter& meter) {
    Queue queue = storage.Queues.get(duration);
    const BlockNumber expiry =
        saturating_add(T::System::block_number(), saturating_mul(T::kConstants.BasePeriod, BlockNumber{duration}));
    while (!queue.empty() && remaining != 0 && meter.count(T::kWeights.process_bid())) {
        Bid bid = queue.back();
        queue.pop_back();
        auto rest = process_bid(std::move(bid), expiry, issuance, remaining, total.second, summary);
        if (rest) static_cast<void>(queue.try_push(*std::move(rest)));
    }
    total.first = static_cast<uint32_t>(queue.size());
    storage.Queues.put(duration, queue);
}

/// The part of the bid for which there is no place any more.
template <class T>
std::optional<Bid> Pallet<T>::process_bid(Bid bid, BlockNumber expiry, const IssuanceInfo& issuance, Balance& remaining,
                                          Balance& queue_amount, SummaryRecord& summary) {
    const Balance amount = std::min(bid.amount, remaining);
    summary.receipts_on_hold = saturating_add(summary.receipts_on_hold, amount);
    remaining -= amount;
    queue_amount = saturating_sub(queue_amount, amount);

    const Perquintill proportion =
        sp_arithmetic::per_things::from_rational_with_rounding<Perquintill>(amount, issuance.effective, Rounding::kDown)
            .value_or(Perquintill{});
    const ReceiptIndex index = summary.index++;
    summary.proportion_owed = saturating_add(summary.proportion_owed, proportion);
    deposit_event(typename Event::Issued{index, expiry, bid.who, proportion, amount});
    storage.Receipts.put(index, Receipt{proportion, std::pair(bid.who, amount), expiry});
    if (bid.amount == amount) return std::nullopt;
    return Bid{bid.amount - amount, bid.who};
}

}  // namespace serinus::pallet_nis
