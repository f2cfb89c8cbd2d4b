/// The bodies of ranked_collective.hpp.
#pragma once

#include "runtime/pallets/ranked_collective/ranked_collective.hpp"

namespace serinus::pallet_ranked_collective {

template <class T>
DispatchResult Pallet<T>::add_member::operator()(Origin<typename T::PromoteOrigin>) const {
    return induct(TRY(T::System::lookup(who)));
}

template <class T>
DispatchResult Pallet<T>::promote_member::operator()(Origin<typename T::PromoteOrigin> by) const {
    return promote(TRY(T::System::lookup(who)), by.success);
}

template <class T>
DispatchResult Pallet<T>::demote_member::operator()(Origin<typename T::DemoteOrigin> by) const {
    return demote(TRY(T::System::lookup(who)), by.success);
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::remove_member::operator()(Origin<typename T::DemoteOrigin> by) const {
    const AccountId member = TRY(T::System::lookup(who));
    const Rank rank = TRY(ensure_member(member)).rank;
    ENSURE(min_rank >= rank, Error::InvalidWitness);
    ENSURE(by.success >= rank, Error::NoPermission);
    TRY(remove_from_ranks(member, rank));
    deposit_event(typename Event::MemberRemoved{member, rank});
    return PostDispatchInfo{T::kWeights.remove_member(rank)};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::vote::operator()(Signed who) const {
    const Rank rank = TRY(ensure_member(who)).rank;
    bool is_first = false;
    const auto voted =
        TRY(T::Polls::access_poll(poll, [&](const auto& status) -> ResultOf<std::pair<VoteRecord, Tally>> {
            const auto* const ongoing = status.ongoing();
            ENSURE(ongoing, Error::NotPolling);
            Tally& tally = *ongoing->tally;
            const auto old = storage.Voting.get(poll, who);
            is_first = !old;
            if (old) {
                if (const auto* const was_aye = std::get_if<VoteRecord::Aye>(&old->v)) {
                    tally.bare_ayes = saturating_sub(tally.bare_ayes, 1u);
                    tally.ayes = saturating_sub(tally.ayes, was_aye->_0);
                } else {
                    tally.nays = saturating_sub(tally.nays, std::get<VoteRecord::Nay>(old->v)._0);
                }
            }
            const auto above = checked_sub(rank, Rank{T::min_rank_of(ongoing->class_)});
            ENSURE(above, Error::RankTooLow);
            const Votes votes = T::VoteWeight::votes(*above);
            VoteRecord record;
            if (aye) {
                record.v = VoteRecord::Aye{votes};
                tally.bare_ayes = saturating_add(tally.bare_ayes, 1u);
                tally.ayes = saturating_add(tally.ayes, votes);
            } else {
                record.v = VoteRecord::Nay{votes};
                tally.nays = saturating_add(tally.nays, votes);
            }
            storage.Voting.put(poll, who, record);
            return std::pair(record, tally);
        }));
    deposit_event(typename Event::Voted{who, poll, voted.first, voted.second});
    return PostDispatchInfo{.pays_fee = is_first ? Pays::No : Pays::Yes};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::cleanup_poll::operator()(Signed) const {
    ENSURE(!T::Polls::as_ongoing(poll_index), Error::Ongoing);
    const auto cursor = storage.VotingCleanup.take(poll_index);
    std::optional<BytesView> from;
    if (cursor) from = cursor->inner();
    const RemovalResult removed = storage.Voting.clear_prefix(poll_index, max, from);
    if (removed.unique == 0) return PostDispatchInfo{};
    if (removed.maybe_cursor) {
        storage.VotingCleanup.put(poll_index,
                                  BoundedVec<uint8_t, kMaxCursorSize>::truncate_from(*removed.maybe_cursor));
    }
    return PostDispatchInfo{T::kWeights.cleanup_poll(removed.unique), Pays::No};
}

template <class T>
DispatchResult Pallet<T>::exchange_member::operator()(Origin<typename T::ExchangeOrigin>) const {
    const AccountId leaving = TRY(T::System::lookup(who));
    const AccountId coming = TRY(T::System::lookup(new_who));
    ENSURE(leaving != coming, Error::SameMember);
    const Rank rank = TRY(ensure_member(leaving)).rank;
    TRY(remove_from_ranks(leaving, rank));
    TRY(add(coming));
    for (Rank one = 0; one < rank; ++one) TRY(raise(coming, std::nullopt));
    deposit_event(typename Event::MemberExchanged{leaving, coming});
    return {};
}

template <class T>
ResultOf<MemberRecord> Pallet<T>::ensure_member(const AccountId& who) {
    const auto record = storage.Members.get(who);
    ENSURE(record, Error::NotMember);
    return *record;
}

/// The last one of the rank gets the number that becomes free.
template <class T>
DispatchResult Pallet<T>::remove_from_rank(const AccountId& who, Rank rank) {
    const MemberIndex last_index = saturating_sub(storage.MemberCount.get(rank), 1u);
    const auto index = storage.IdToIndex.get(rank, who);
    ENSURE(index, Error::Corruption);
    if (*index != last_index) {
        const auto last = storage.IndexToId.get(rank, last_index);
        ENSURE(last, Error::Corruption);
        storage.IdToIndex.put(rank, *last, *index);
        storage.IndexToId.put(rank, *index, *last);
    }
    storage.IdToIndex.remove(rank, who);
    storage.IndexToId.remove(rank, last_index);
    storage.MemberCount.put(rank, last_index);
    return {};
}

template <class T>
DispatchResult Pallet<T>::remove_from_ranks(const AccountId& who, Rank rank) {
    for (uint32_t one = 0; one <= rank; ++one) TRY(remove_from_rank(who, static_cast<Rank>(one)));
    storage.Members.remove(who);
    return {};
}

template <class T>
std::optional<Rank> Pallet<T>::rank_of(const AccountId& who) {
    const auto record = storage.Members.get(who);
    return record ? std::optional(record->rank) : std::nullopt;
}

template <class T>
DispatchResult Pallet<T>::add(const AccountId& who) {
    ENSURE(!storage.Members.exists(who), Error::AlreadyMember);
    const MemberIndex index = storage.MemberCount.get(0);
    const auto count = checked_add(index, 1u);
    ENSURE(count, ArithmeticError::Overflow);
    storage.Members.put(who, MemberRecord{});
    storage.IdToIndex.put(0, who, index);
    storage.IndexToId.put(0, index, who);
    storage.MemberCount.put(0, *count);
    return {};
}

template <class T>
DispatchResult Pallet<T>::induct(const AccountId& who) {
    TRY(add(who));
    deposit_event(typename Event::MemberAdded{who});
    return {};
}

template <class T>
ResultOf<Rank> Pallet<T>::raise(const AccountId& who, std::optional<Rank> most) {
    const auto rank = checked_add(TRY(ensure_member(who)).rank, Rank{1});
    ENSURE(rank, ArithmeticError::Overflow);
    ENSURE(!most || *most >= *rank, Error::NoPermission);
    const MemberIndex index = storage.MemberCount.get(*rank);
    const auto count = checked_add(index, 1u);
    ENSURE(count, ArithmeticError::Overflow);
    storage.MemberCount.put(*rank, *count);
    storage.IdToIndex.put(*rank, who, index);
    storage.IndexToId.put(*rank, index, who);
    storage.Members.put(who, MemberRecord{*rank});
    return *rank;
}

template <class T>
DispatchResult Pallet<T>::promote(const AccountId& who, std::optional<Rank> most) {
    const Rank rank = TRY(raise(who, most));
    deposit_event(typename Event::RankChanged{who, rank});
    return {};
}

template <class T>
DispatchResult Pallet<T>::demote(const AccountId& who, std::optional<Rank> most) {
    const Rank rank = TRY(ensure_member(who)).rank;
    ENSURE(!most || *most >= rank, Error::NoPermission);
    TRY(remove_from_rank(who, rank));
    if (rank == 0) {
        storage.Members.remove(who);
        deposit_event(typename Event::MemberRemoved{who, 0});
        return {};
    }
    const Rank lower = static_cast<Rank>(rank - 1);
    storage.Members.put(who, MemberRecord{lower});
    deposit_event(typename Event::RankChanged{who, lower});
    return {};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    std::map<Rank, MemberIndex> counts;
    auto members = storage.Members.iter();
    while (const auto entry = members.next()) {
        const auto& [who, record] = *entry;
        for (uint32_t rank = 0; rank <= record.rank; ++rank) {
            const Rank of = static_cast<Rank>(rank);
            ++counts[of];
            const auto index = storage.IdToIndex.get(of, who);
            if (!index || *index >= storage.MemberCount.get(of)) return std::string("a member has no number in a rank");
            if (storage.IndexToId.get(of, *index) != who) return std::string("a member's number is somebody else's");
        }
    }
    auto all = storage.MemberCount.iter();
    while (const auto entry = all.next()) {
        if (counts[entry->first] != entry->second) return std::string("MemberCount is not the number of members");
    }
    return {};
}

}  // namespace serinus::pallet_ranked_collective
