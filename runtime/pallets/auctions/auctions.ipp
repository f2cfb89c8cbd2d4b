/// The bodies of auctions.hpp.
#pragma once

#include "runtime/pallets/auctions/auctions.hpp"

namespace serinus::polkadot_runtime_common::auctions {

template <class T>
AuctionStatus Pallet<T>::auction_status(BlockNumber now) {
    using Phase = AuctionStatus::Phase;
    constexpr Constants kConstants = T::kConstants;
    const auto info = storage.AuctionInfo.get();
    if (!info) return {Phase::NotStarted};
    if (now < info->second) return {Phase::Starting};
    const BlockNumber since = now - info->second;
    if (since >= kConstants.EndingPeriod) return {Phase::VrfDelay};
    const BlockNumber length = std::max(kConstants.SampleLength, BlockNumber{1});
    return {Phase::Ending, since / length, since % length};
}

template <class T>
DispatchResult Pallet<T>::place_bid(const AccountId& bidder, ParaId para, LeasePeriod first, LeasePeriod last,
                                    Balance amount) {
    return handle_bid(bidder, para, storage.AuctionCounter.get(), first, last, amount);
}

template <class T>
std::optional<PeriodOf> Pallet<T>::lease_period_index(BlockNumber block) {
    return T::Leaser::lease_period_index(block);
}

template <class T>
bool Pallet<T>::has_won_an_auction(ParaId para, const AccountId& bidder) {
    return T::Leaser::deposit_held(para, bidder) != 0;
}

/// The best bids of the sample before.
template <class T>
auto Pallet<T>::previous_winning(BlockNumber sample) -> std::optional<WinningData> {
    return sample > 0 ? storage.Winning.get(sample - 1) : std::nullopt;
}

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber now) {
    Weight weight = T::kDbWeight.reads(1);
    if (const AuctionStatus status = auction_status(now); status.is_ending()) {
        weight = weight.saturating_add(T::kDbWeight.reads(1));
        if (!storage.Winning.exists(status.sample)) {
            weight = weight.saturating_add(T::kDbWeight.writes(1));
            storage.Winning.put(status.sample, previous_winning(status.sample).value_or(WinningData{}));
        }
    }
    if (const auto end = check_auction_end(now)) {
        manage_auction_end(end->second, end->first);
        weight = weight.saturating_add(T::kWeights.on_initialize());
    }
    return weight;
}

/// The best bids at the end of an auction whose end is known, and its first lease period; the auction is then gone.
template <class T>
auto Pallet<T>::check_auction_end(BlockNumber now) -> std::optional<std::pair<WinningData, LeasePeriod>> {
    constexpr Constants kConstants = T::kConstants;
    const auto info = storage.AuctionInfo.get();
    if (!info) return std::nullopt;
    const auto& [first_period, early_end] = *info;
    const BlockNumber late_end = saturating_add(early_end, kConstants.EndingPeriod);
    if (now < late_end) return std::nullopt;
    const auto [hash, known_since] = T::Randomness::random(as_bytes("para_auction"));
    // Whoever has bid must not have known it.
    if (late_end > known_since) return std::nullopt;
    uint32_t chosen = 0;
    for (uint32_t i = 0; i < 4; ++i) chosen |= uint32_t{hash.bytes[i]} << (8 * i);
    const BlockNumber sample = chosen % kConstants.EndingPeriod / std::max(kConstants.SampleLength, BlockNumber{1});
    deposit_event(typename Event::WinningOffset{storage.AuctionCounter.get(), sample});
    WinningData winning = storage.Winning.get(sample).value_or(WinningData{});
    storage.Winning.clear(std::nullopt);
    storage.AuctionInfo.remove();
    return std::pair(std::move(winning), first_period);
}

template <class T>
void Pallet<T>::unreserve_all() {
    auto reserved = storage.ReservedAmounts.drain();
    while (const auto entry = reserved.next()) Currency::unreserve(entry->first.first, entry->second);
}

template <class T>
void Pallet<T>::manage_auction_end(LeasePeriod first_period, const WinningData& winning) {
    unreserve_all();
    for (const SlotRange range : calculate_winners(winning)) {
        const auto& [leaser, para, amount] = *winning[range.index()];
        const auto leased = T::Leaser::lease_out(para, leaser, amount, first_period + range.first, range.length());
        if (leased || leased.error() != LeaseError::AlreadyLeased) continue;
        if (Currency::reserve(leaser, amount)) {
            deposit_event(typename Event::ReserveConfiscated{para, leaser, amount});
        }
    }
    deposit_event(typename Event::AuctionClosed{storage.AuctionCounter.get()});
}

/// The ranges that do not overlap and bring most. A bid counts for each of its periods. For each period the best
/// choice of ranges that end with it or before is found from those of the periods before.
template <class T>
std::vector<SlotRange> Pallet<T>::calculate_winners(const WinningData& winning) {
    struct Choice {
        std::vector<SlotRange> ranges;
        Balance value = 0;
    };
    const auto value_of = [&](SlotRange range) -> std::optional<Balance> {
        const auto& best = winning[range.index()];
        if (!best) return std::nullopt;
        return std::get<2>(*best) * range.length();
    };
    std::array<Choice, SlotRange::kPeriods> best_until;
    for (uint32_t last = 0; last < SlotRange::kPeriods; ++last) {
        Choice& best = best_until[last];
        const SlotRange from_start{0, last};
        if (const auto value = value_of(from_start)) best = {{from_start}, *value};
        for (uint32_t before = 0; before < last; ++before) {
            const SlotRange range{before + 1, last};
            if (const auto value = value_of(range)) {
                const Balance sum = *value + best_until[before].value;
                if (sum <= best.value) continue;
                best = best_until[before];
                best.ranges.push_back(range);
                best.value = sum;
            } else if (best_until[before].value > best.value) {
                best = best_until[before];
            }
        }
    }
    return std::move(best_until.back().ranges);
}

template <class T>
DispatchResult Pallet<T>::new_auction::operator()(Initiator) const {
    ENSURE(!storage.AuctionInfo.find(), Error::AuctionInProgress);
    const BlockNumber now = T::System::block_number();
    if (const auto period = T::Leaser::lease_period_index(now)) {
        ENSURE(lease_period_index >= period->index, Error::LeasePeriodInPast);
    }
    const AuctionIndex index = storage.AuctionCounter.get() + 1;
    storage.AuctionCounter.put(index);
    const BlockNumber ending = saturating_add(now, duration.value);
    storage.AuctionInfo.put({lease_period_index, ending});
    deposit_event(typename Event::AuctionStarted{index, lease_period_index, ending});
    return {};
}

template <class T>
DispatchResult Pallet<T>::bid::operator()(Signed who) const {
    return handle_bid(who, para, auction_index, first_slot, last_slot, amount);
}

template <class T>
DispatchResult Pallet<T>::handle_bid(const AccountId& bidder, ParaId para, AuctionIndex auction, LeasePeriod first,
                                     LeasePeriod last, Balance amount) {
    ENSURE(T::Registrar::is_registered(para), Error::ParaNotRegistered);
    ENSURE(auction == storage.AuctionCounter.get(), Error::NotCurrentAuction);
    const auto info = storage.AuctionInfo.get();
    ENSURE(info, Error::NotAuction);
    const AuctionStatus status = auction_status(T::System::block_number());
    ENSURE(status.is_starting() || status.is_ending(), Error::AuctionEnded);
    ENSURE(!T::Leaser::already_leased(para, first, last), Error::AlreadyLeasedOut);
    const auto range = SlotRange::new_bounded(info->first, first, last);
    ENSURE(range, DispatchError{DispatchError::Other{}});

    const BlockNumber sample = status.sample;
    auto stored = storage.Winning.get(sample);
    if (!stored) stored = previous_winning(sample);
    WinningData winning = std::move(stored).value_or(WinningData{});
    auto& best = winning[range->index()];
    if (best && amount <= std::get<2>(*best)) return {};

    TRY(reserve_for_bid(bidder, para, amount));
    const auto outbid = std::exchange(best, Bid{bidder, para, amount});
    if (outbid && status.is_starting()) release_outbid(*outbid, winning);
    storage.Winning.put(sample, winning);
    deposit_event(typename Event::BidAccepted{bidder, para, amount, first, last});
    return {};
}

/// What the deposit of a present lease and earlier bids for the para do not cover.
template <class T>
DispatchResult Pallet<T>::reserve_for_bid(const AccountId& bidder, ParaId para, Balance amount) {
    const Balance required = saturating_sub(amount, T::Leaser::deposit_held(para, bidder));
    const std::pair key(bidder, para);
    const auto additional = checked_sub(required, storage.ReservedAmounts.get(key).value_or(0));
    if (!additional) return {};
    TRY(Currency::reserve(bidder, *additional));
    storage.ReservedAmounts.put(key, required);
    deposit_event(typename Event::Reserved{bidder, *additional, required});
    return {};
}

/// Gives back what was reserved for a bid, if the bidder has no other best bid for the para. While the auction ends it
/// may still turn out to have won.
template <class T>
void Pallet<T>::release_outbid(const Bid& outbid, const WinningData& winning) {
    const auto& [who, para, _] = outbid;
    for (const auto& other : winning) {
        if (other && std::get<0>(*other) == who && std::get<1>(*other) == para) return;
    }
    if (const auto amount = storage.ReservedAmounts.take(std::pair(who, para))) {
        Currency::unreserve(who, *amount);
        deposit_event(typename Event::Unreserved{who, *amount});
    }
}

template <class T>
DispatchResult Pallet<T>::cancel_auction::operator()(Root) const {
    unreserve_all();
    storage.Winning.clear(std::nullopt);
    storage.AuctionInfo.remove();
    return {};
}

}  // namespace serinus::polkadot_runtime_common::auctions
