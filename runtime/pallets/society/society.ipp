/// Calls of Society; what they stand on is in members.ipp and rounds.ipp.
#pragma once

#include "runtime/pallets/society/members.ipp"
#include "runtime/pallets/society/rounds.ipp"

namespace serinus::pallet_society {

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    storage.Pot.put(config.pot);
}

template <class T>
DispatchResult Pallet<T>::bid::operator()(Signed who) const {
    auto bids = storage.Bids.get();
    TRY(ensure_new(bids, who));
    const auto params = storage.Parameters.get();
    ENSURE(params, Error::NotGroup);
    TRY(T::Currency::reserve(who, params->candidate_deposit));
    insert_bid(bids, who, value, {typename BidKind::Deposit{params->candidate_deposit}});
    storage.Bids.put(bids);
    deposit_event(typename Event::Bid{who, value});
    return {};
}

template <class T>
DispatchResult Pallet<T>::unbid::operator()(Signed who) const {
    auto bids = storage.Bids.get();
    const auto found = std::find_if(bids.begin(), bids.end(), [&](const Bid& bid) { return bid.who == who; });
    ENSURE(found != bids.end(), Error::NotBidder);
    clean_bid(*found);
    bids.erase(found);
    storage.Bids.put(bids);
    deposit_event(typename Event::Unbid{who});
    return {};
}

template <class T>
DispatchResult Pallet<T>::vouch::operator()(Signed voucher) const {
    const AccountId candidate = TRY(T::System::lookup(who));
    auto bids = storage.Bids.get();
    TRY(ensure_new(bids, candidate));
    MemberRecord record = TRY(find_member(voucher));
    ENSURE(!record.vouching, Error::AlreadyVouching);
    record.vouching = VouchingStatus::Vouching;
    insert_bid(bids, candidate, value, {typename BidKind::Vouch{voucher, tip}});
    storage.Members.put(voucher, record);
    storage.Bids.put(bids);
    deposit_event(typename Event::Vouch{candidate, value, voucher});
    return {};
}

template <class T>
DispatchResult Pallet<T>::unvouch::operator()(Signed voucher) const {
    auto bids = storage.Bids.get();
    const auto found =
        std::find_if(bids.begin(), bids.end(), [&](const Bid& bid) { return bid.kind.is_vouch_of(voucher); });
    ENSURE(found != bids.end(), Error::NotVouchingOnBidder);
    const AccountId candidate = found->who;
    clean_bid(*found);
    bids.erase(found);
    storage.Bids.put(bids);
    deposit_event(typename Event::Unvouch{candidate});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::vote::operator()(Signed voter) const {
    const AccountId who = TRY(T::System::lookup(candidate));
    Candidacy candidacy = TRY(find_candidate(who));
    const MemberRecord record = TRY(find_member(voter));
    const auto old = storage.Votes.get(who, voter);
    storage.Votes.put(who, voter, do_vote(old, approve, record.rank, candidacy.tally));
    storage.Candidates.put(who, candidacy);
    deposit_event(typename Event::Vote{who, voter, approve});
    return PostDispatchInfo{.pays_fee = old ? Pays::Yes : Pays::No};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::defender_vote::operator()(Signed voter) const {
    auto defending = storage.Defending.get();
    ENSURE(defending, Error::NoDefender);
    const MemberRecord record = TRY(find_member(voter));
    const RoundIndex round = storage.ChallengeRoundCount.get();
    const auto old = storage.DefenderVotes.get(round, voter);
    storage.DefenderVotes.put(round, voter, do_vote(old, approve, record.rank, std::get<2>(*defending)));
    storage.Defending.put(*defending);
    deposit_event(typename Event::DefenderVote{voter, approve});
    return PostDispatchInfo{.pays_fee = old ? Pays::Yes : Pays::No};
}

template <class T>
DispatchResult Pallet<T>::payout::operator()(Signed who) const {
    const MemberRecord member = TRY(find_member(who));
    ENSURE(member.rank == 0, Error::NoPayout);
    PayoutRecord record = storage.Payouts.get(who);
    ENSURE(!record.payouts.empty() && record.payouts.front().first <= T::System::block_number(), Error::NoPayout);
    const Balance amount = record.payouts.front().second;
    const auto paid = checked_add(record.paid, amount);
    ENSURE(paid, ArithmeticError::Overflow);
    TRY(T::Currency::transfer(payouts_account(), who, amount, ExistenceRequirement::AllowDeath));
    record.paid = *paid;
    record.payouts.erase(record.payouts.begin());
    storage.Payouts.put(who, record);
    return {};
}

template <class T>
DispatchResult Pallet<T>::waive_repay::operator()(Signed who) const {
    MemberRecord member = TRY(find_member(who));
    PayoutRecord record = storage.Payouts.get(who);
    ENSURE(member.rank == 0, Error::AlreadyElevated);
    ENSURE(amount >= record.paid, Error::InsufficientFunds);
    TRY(T::Currency::transfer(who, account_id(), record.paid, ExistenceRequirement::AllowDeath));
    member.rank = 1;
    storage.Members.put(who, member);
    storage.Payouts.put(who, {});
    deposit_event(typename Event::Elevated{who, 1});
    return {};
}

template <class T>
DispatchResult Pallet<T>::found_society::operator()(Origin<typename T::FounderSetOrigin>) const {
    const AccountId who = TRY(T::System::lookup(founder));
    ENSURE(!storage.Head.exists(), Error::AlreadyFounded);
    ENSURE(max_members > 1, Error::MaxMembers);
    storage.Parameters.put({max_members, max_intake, max_strikes, candidate_deposit});
    TRY(insert_member(who, 1));
    storage.Head.put(who);
    storage.Founder.put(who);
    storage.Rules.put(host::blake2_256(rules));
    deposit_event(typename Event::Founded{who});
    return {};
}

template <class T>
DispatchResult Pallet<T>::dissolve::operator()(Signed founder) const {
    TRY(ensure_founder(founder));
    ENSURE(storage.MemberCount.get() == 1, Error::NotHead);
    const auto clear = [](const auto&... map) { (static_cast<void>(map.clear(max_value<uint32_t>())), ...); };
    const auto remove = [](const auto&... value) { (value.remove(), ...); };
    clear(storage.Members, storage.MemberByIndex, storage.SuspendedMembers, storage.Payouts, storage.Votes,
          storage.VoteClearCursor, storage.DefenderVotes, storage.Candidates);
    remove(storage.MemberCount, storage.Head, storage.NextHead, storage.Founder, storage.Rules, storage.Parameters,
           storage.Pot, storage.RoundCount, storage.Bids, storage.Skeptic, storage.ChallengeRoundCount,
           storage.Defending);
    deposit_event(typename Event::Unfounded{founder});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::judge_suspended_member::operator()(Signed founder) const {
    TRY(ensure_founder(founder));
    const AccountId suspended = TRY(T::System::lookup(who));
    const auto record = storage.SuspendedMembers.get(suspended);
    ENSURE(record, Error::NotSuspended);
    if (forgive) {
        TRY(insert_member(suspended, record->rank));
    } else {
        Balance total = 0;
        for (const auto& [_, amount] : storage.Payouts.take(suspended).payouts) total = saturating_add(total, amount);
        unreserve_payout(total);
    }
    storage.SuspendedMembers.remove(suspended);
    deposit_event(typename Event::SuspendedMemberJudgement{suspended, forgive});
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResult Pallet<T>::set_parameters::operator()(Signed founder) const {
    TRY(ensure_founder(founder));
    ENSURE(max_members >= storage.MemberCount.get(), Error::MaxMembers);
    const GroupParams params{max_members, max_intake, max_strikes, candidate_deposit};
    storage.Parameters.put(params);
    deposit_event(typename Event::NewParams{params});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::punish_skeptic::operator()(Signed candidate) const {
    Candidacy candidacy = TRY(find_candidate(candidate));
    ENSURE(!candidacy.skeptic_struck, Error::AlreadyPunished);
    ENSURE(!in_progress(candidacy.round), Error::InProgress);
    const bool punished = check_skeptic(candidate, candidacy);
    storage.Candidates.put(candidate, candidacy);
    return PostDispatchInfo{.pays_fee = punished ? Pays::No : Pays::Yes};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::claim_membership::operator()(Signed candidate) const {
    const Candidacy candidacy = TRY(find_candidate(candidate));
    ENSURE(candidacy.tally.clear_approval(), Error::NotApproved);
    ENSURE(!in_progress(candidacy.round), Error::InProgress);
    TRY(induct_member(candidate, candidacy, 0));
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::bestow_membership::operator()(Signed founder) const {
    TRY(ensure_founder(founder));
    const Candidacy candidacy = TRY(find_candidate(candidate));
    ENSURE(!candidacy.tally.clear_rejection(), Error::Rejected);
    ENSURE(!in_progress(candidacy.round), Error::InProgress);
    TRY(induct_member(candidate, candidacy, 0));
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::kick_candidate::operator()(Signed founder) const {
    TRY(ensure_founder(founder));
    Candidacy candidacy = TRY(find_candidate(candidate));
    ENSURE(!in_progress(candidacy.round), Error::InProgress);
    ENSURE(!candidacy.tally.clear_approval(), Error::Approved);
    check_skeptic(candidate, candidacy);
    reject_candidate(candidate, candidacy.kind);
    storage.Candidates.remove(candidate);
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::resign_candidacy::operator()(Signed candidate) const {
    Candidacy candidacy = TRY(find_candidate(candidate));
    if (!in_progress(candidacy.round)) check_skeptic(candidate, candidacy);
    reject_candidate(candidate, candidacy.kind);
    storage.Candidates.remove(candidate);
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::drop_candidate::operator()(Signed) const {
    const Candidacy candidacy = TRY(find_candidate(candidate));
    ENSURE(candidacy.tally.clear_rejection(), Error::NotRejected);
    ENSURE(storage.RoundCount.get() > candidacy.round + 1, Error::TooEarly);
    reject_candidate(candidate, candidacy.kind);
    storage.Candidates.remove(candidate);
    return PostDispatchInfo{.pays_fee = Pays::No};
}

/// The cursor stays when all is gone.
template <class T>
DispatchResultWithPostInfo Pallet<T>::cleanup_candidacy::operator()(Signed) const {
    ENSURE(!storage.Candidates.exists(candidate), Error::InProgress);
    const auto cursor = storage.VoteClearCursor.get(candidate);
    std::optional<BytesView> from;
    if (cursor) from = cursor->inner();
    const RemovalResult removed = storage.Votes.clear_prefix(candidate, max, from);
    if (removed.maybe_cursor) {
        storage.VoteClearCursor.put(candidate,
                                    BoundedVec<uint8_t, kMaxCursorSize>::truncate_from(*removed.maybe_cursor));
    }
    return PostDispatchInfo{.pays_fee = removed.loops == 0 ? Pays::Yes : Pays::No};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::cleanup_challenge::operator()(Signed) const {
    ENSURE(challenge_round < storage.ChallengeRoundCount.get(), Error::InProgress);
    static_cast<void>(storage.DefenderVotes.clear_prefix(challenge_round, max));
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const uint32_t count = storage.MemberCount.get();
    for (uint32_t index = 0; index < count; ++index) {
        const auto who = storage.MemberByIndex.get(index);
        if (!who) return std::string("MemberByIndex has a gap");
        const auto record = storage.Members.get(*who);
        if (!record || record->index != index) return std::string("a member does not know its index");
    }
    uint32_t members = 0;
    auto keys = storage.Members.iter_keys();
    while (keys.next()) ++members;
    if (members != count) return std::string("MemberCount is not the number of members");
    const auto founder = storage.Founder.get();
    if (founder && !storage.Members.exists(*founder)) return std::string("the founder is no member");
    const auto bids = storage.Bids.get();
    const auto dearer = [](const Bid& a, const Bid& b) { return a.value > b.value; };
    if (std::adjacent_find(bids.begin(), bids.end(), dearer) != bids.end()) {
        return std::string("the bids are not sorted");
    }
    std::set<AccountId> bidders;
    for (const Bid& bid : bids) {
        if (!bidders.insert(bid.who).second) return std::string("an account has two bids");
    }
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::poke_deposit::operator()(Signed who) const {
    auto bids = storage.Bids.get();
    const auto mine = std::find_if(bids.begin(), bids.end(), [&](const Bid& bid) { return bid.who == who; });
    ENSURE(mine != bids.end(), Error::NotBidder);
    auto* const deposit = std::get_if<typename BidKind::Deposit>(&mine->kind.v);
    ENSURE(deposit, Error::NoDeposit);
    const auto params = storage.Parameters.get();
    ENSURE(params, Error::NotGroup);
    const Balance old = std::exchange(deposit->_0, params->candidate_deposit);
    if (deposit->_0 == old) return PostDispatchInfo{};
    TRY(change_reserve<typename T::Currency>(who, old, deposit->_0));
    storage.Bids.put(bids);
    deposit_event(typename Event::DepositPoked{who, old, params->candidate_deposit});
    return PostDispatchInfo{.pays_fee = Pays::No};
}

}  // namespace serinus::pallet_society
