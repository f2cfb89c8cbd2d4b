/// Society: members and what is paid to them.
#pragma once

#include "runtime/pallets/society/society.hpp"

namespace serinus::pallet_society {

template <class T>
DispatchResult Pallet<T>::ensure_founder(const AccountId& who) {
    ENSURE(storage.Founder.get() == who, Error::NotFounder);
    return {};
}

template <class T>
ResultOf<MemberRecord> Pallet<T>::find_member(const AccountId& who) {
    const auto record = storage.Members.get(who);
    ENSURE(record, Error::NotMember);
    return *record;
}

template <class T>
DispatchResult Pallet<T>::insert_member(const AccountId& who, Rank rank) {
    const auto params = storage.Parameters.get();
    ENSURE(params, Error::NotGroup);
    const uint32_t index = storage.MemberCount.get();
    ENSURE(index < params->max_members, Error::MaxMembers);
    storage.MemberCount.put(index + 1);
    storage.Members.put(who, {rank, 0, std::nullopt, index});
    storage.MemberByIndex.put(index, who);
    return {};
}

template <class T>
DispatchResult Pallet<T>::induct_member(const AccountId& candidate, Candidacy candidacy, Rank rank) {
    TRY(insert_member(candidate, rank));
    check_skeptic(candidate, candidacy);
    const auto next = storage.NextHead.get();
    const bool stays =
        next && (next->round > candidacy.round || (next->round == candidacy.round && next->bid < candidacy.bid));
    storage.NextHead.put(stays ? *next : IntakeRecord{candidate, candidacy.bid, candidacy.round});
    const BlockNumber maturity = T::System::block_number() + lock_duration(storage.MemberCount.get());
    reward_bidder(candidate, candidacy.bid, candidacy.kind, maturity);
    storage.Candidates.remove(candidate);
    return {};
}

template <class T>
DispatchResult Pallet<T>::strike_member(const AccountId& who) {
    MemberRecord record = TRY(find_member(who));
    record.strikes = saturating_add(record.strikes, 1u);
    storage.Members.put(who, record);
    if (record.strikes >= T::kConstants.GraceStrikes) {
        Balance total = 0;
        for (const auto& [_, amount] : storage.Payouts.get(who).payouts) total = saturating_add(total, amount);
        slash_payout(who, total / 2);
    }
    const auto params = storage.Parameters.get();
    ENSURE(params, Error::NotGroup);
    // The founder and the head stay.
    if (record.strikes >= params->max_strikes) static_cast<void>(suspend_member(who));
    return {};
}

/// The last member gets the index that becomes free. A bid that the member vouched for goes.
template <class T>
ResultOf<MemberRecord> Pallet<T>::remove_member(const AccountId& who) {
    ENSURE(storage.Head.get() != who, Error::Head);
    ENSURE(storage.Founder.get() != who, Error::Founder);
    MemberRecord record = TRY(find_member(who));
    const uint32_t last = saturating_sub(storage.MemberCount.get(), 1u);
    storage.MemberCount.put(last);
    if (record.index != last) {
        if (const auto other = storage.MemberByIndex.get(last)) {
            storage.MemberByIndex.put(record.index, *other);
            storage.Members.mutate(*other, [&](auto& moved) {
                if (moved) moved->index = record.index;
            });
        }
    }
    storage.MemberByIndex.remove(last);
    storage.Members.remove(who);
    if (std::exchange(record.vouching, std::nullopt) == VouchingStatus::Vouching) {
        auto bids = storage.Bids.get();
        const auto found =
            std::find_if(bids.begin(), bids.end(), [&](const Bid& bid) { return bid.kind.is_vouch_of(who); });
        if (found != bids.end()) {
            const AccountId vouched = found->who;
            bids.erase(found);
            deposit_event(typename Event::Unvouch{vouched});
        }
        storage.Bids.put(bids);
    }
    return record;
}

template <class T>
DispatchResult Pallet<T>::suspend_member(const AccountId& who) {
    const MemberRecord record = TRY(remove_member(who));
    storage.SuspendedMembers.put(who, record);
    deposit_event(typename Event::MemberSuspended{who});
    return {};
}

template <class T>
std::optional<AccountId> Pallet<T>::pick_member(ChaCha20& random) {
    const uint32_t count = storage.MemberCount.get();
    if (count == 0) return std::nullopt;
    return storage.MemberByIndex.get(random.next_u32() % count);
}

template <class T>
std::optional<AccountId> Pallet<T>::pick_member_except(ChaCha20& random, const AccountId& exception) {
    const uint32_t count = storage.MemberCount.get();
    if (count <= 1) return std::nullopt;
    auto pick = storage.MemberByIndex.get(random.next_u32() % (count - 1));
    return pick == exception ? storage.MemberByIndex.get(count - 1) : pick;
}

/// Neither the founder, who has index 0, nor the head.
template <class T>
std::optional<AccountId> Pallet<T>::pick_defendant(ChaCha20& random) {
    const uint32_t count = storage.MemberCount.get();
    if (count <= 2) return std::nullopt;
    const auto head = storage.Head.get();
    auto pick = storage.MemberByIndex.get(random.next_u32() % (count - (head ? 2 : 1)) + 1);
    return head && pick == head ? storage.MemberByIndex.get(count - 1) : pick;
}

/// Returns what backed the bid, and promises the money: to the new member, less the tip of a voucher.
template <class T>
void Pallet<T>::reward_bidder(const AccountId& candidate, Balance value, const BidKind& kind, BlockNumber maturity) {
    if (const auto* const deposit = std::get_if<typename BidKind::Deposit>(&kind.v)) {
        T::Currency::unreserve(candidate, deposit->_0);
    } else {
        const auto& [voucher, tip] = std::get<typename BidKind::Vouch>(kind.v);
        auto record = storage.Members.get(voucher);
        if (record && record->vouching == VouchingStatus::Vouching) {
            record->vouching = std::nullopt;
            bump_payout(voucher, maturity, std::min(tip, value));
            storage.Members.put(voucher, *record);
            value = saturating_sub(value, tip);
        }
    }
    bump_payout(candidate, maturity, value);
}

/// Promises money to a member of rank 0. If too many payouts wait, the money is put aside all the same.
template <class T>
void Pallet<T>::bump_payout(const AccountId& who, BlockNumber when, Balance value) {
    if (value == 0) return;
    const auto member = storage.Members.get(who);
    if (!member || member->rank != 0) return;
    storage.Payouts.mutate(who, [&](PayoutRecord& record) {
        auto& payouts = record.payouts;
        const auto place = std::lower_bound(payouts.begin(), payouts.end(), when,
                                            [](const auto& entry, BlockNumber at) { return entry.first < at; });
        if (place != payouts.end() && place->first == when) {
            place->second = saturating_add(place->second, value);
        } else {
            static_cast<void>(payouts.try_insert(static_cast<size_t>(place - payouts.begin()), {when, value}));
        }
    });
    reserve_payout(value);
}

/// Takes what is promised, the earliest first. The money stays where it is.
template <class T>
void Pallet<T>::slash_payout(const AccountId& who, Balance value) {
    PayoutRecord record = storage.Payouts.get(who);
    while (!record.payouts.empty()) {
        Balance& first = record.payouts.front().second;
        if (value < first) {
            first -= value;
            break;
        }
        value -= first;
        record.payouts.erase(record.payouts.begin());
    }
    storage.Payouts.put(who, record);
}

template <class T>
void Pallet<T>::reserve_payout(Balance amount) {
    storage.Pot.mutate([&](Balance& pot) { pot = saturating_sub(pot, amount); });
    static_cast<void>(T::Currency::transfer(account_id(), payouts_account(), amount, ExistenceRequirement::AllowDeath));
}

template <class T>
void Pallet<T>::unreserve_payout(Balance amount) {
    storage.Pot.mutate([&](Balance& pot) { pot = saturating_add(pot, amount); });
    static_cast<void>(T::Currency::transfer(payouts_account(), account_id(), amount, ExistenceRequirement::AllowDeath));
}

/// The more members, the longer, in whole percent of the longest.
template <class T>
BlockNumber Pallet<T>::lock_duration(uint32_t members) {
    const uint32_t percent = 100 - 50'000 / (members + 500);
    return Percent::from_percent(static_cast<uint8_t>(percent)) * T::kConstants.MaxLockDuration;
}

template <class T>
void Pallet<T>::on_unbalanced(typename T::Currency::NegativeImbalance amount) {
    const Balance value = amount.peek();
    if (value == 0) return;
    T::Currency::resolve_creating(account_id(), std::move(amount));
    deposit_event(typename Event::Deposit{value});
}

}  // namespace serinus::pallet_society
