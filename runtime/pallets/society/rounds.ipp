/// Society: bids, candidates, votes, and what happens at the begin of rounds and challenges.
#pragma once

#include "runtime/pallets/society/society.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::pallet_society {

/// Both use one stream of numbers, rounds first.
template <class T>
Weight Pallet<T>::on_initialize(BlockNumber now) {
    const bool round = now % (T::kConstants.VotingPeriod + T::kConstants.ClaimPeriod) == 0;
    const bool challenge = now % T::kConstants.ChallengePeriod == 0;
    if (!round && !challenge) return Weight::zero();

    const Hash256 seed = T::Randomness::random(as_bytes("society_rotation")).first;
    ChaCha20 random(seed.bytes);
    const Weight twentieth = T::System::block_weights().max_block.div(20);
    Weight weight = Weight::zero();
    if (round) {
        rotate_intake(random);
        weight.saturating_accrue(twentieth);
    }
    if (challenge) {
        rotate_challenge(random);
        weight.saturating_accrue(twentieth);
    }
    return weight;
}

template <class T>
bool Pallet<T>::is_voting() {
    const BlockNumber phase = T::System::block_number() % (T::kConstants.VotingPeriod + T::kConstants.ClaimPeriod);
    return phase < T::kConstants.VotingPeriod;
}

template <class T>
bool Pallet<T>::in_progress(RoundIndex round) {
    return round == storage.RoundCount.get() && is_voting();
}

template <class T>
ResultOf<typename Pallet<T>::Candidacy> Pallet<T>::find_candidate(const AccountId& who) {
    auto candidacy = storage.Candidates.get(who);
    ENSURE(candidacy, Error::NotCandidate);
    return *std::move(candidacy);
}

template <class T>
DispatchResult Pallet<T>::ensure_new(const BidList& bids, const AccountId& who) {
    const bool has_bid = std::any_of(bids.begin(), bids.end(), [&](const Bid& bid) { return bid.who == who; });
    ENSURE(!has_bid, Error::AlreadyBid);
    ENSURE(!storage.Candidates.exists(who), Error::AlreadyCandidate);
    ENSURE(!storage.Members.exists(who), Error::AlreadyMember);
    ENSURE(!storage.SuspendedMembers.exists(who), Error::Suspended);
    return {};
}

template <class T>
Vote Pallet<T>::do_vote(const std::optional<Vote>& old, bool approve, Rank rank, Tally& tally) {
    if (old) {
        VoteCount& count = old->approve ? tally.approvals : tally.rejections;
        count = saturating_sub(count, old->weight);
    }
    VoteCount& count = approve ? tally.approvals : tally.rejections;
    const uint32_t weight = (rank + 1) * (rank + 1);
    count = saturating_add(count, weight);
    return {approve, weight};
}

/// Whether the skeptic of this round has got a strike, for no vote or one against the clear result.
template <class T>
bool Pallet<T>::check_skeptic(const AccountId& candidate, Candidacy& candidacy) {
    if (storage.RoundCount.get() != candidacy.round || candidacy.skeptic_struck) return false;
    const auto skeptic = storage.Skeptic.get();
    if (!skeptic) return false;
    const auto vote = storage.Votes.get(candidate, *skeptic);
    const bool approved = candidacy.tally.clear_approval();
    const bool rejected = candidacy.tally.clear_rejection();
    const bool is_wrong = !vote || (vote->approve ? !approved && rejected : approved && !rejected);
    if (!is_wrong || !strike_member(*skeptic)) return false;
    candidacy.skeptic_struck = true;
    return true;
}

template <class T>
void Pallet<T>::rotate_challenge(ChaCha20& random) {
    std::optional<AccountId> next;
    if (const auto defending = storage.Defending.get()) {
        const auto& [defender, skeptic, tally] = *defending;
        if (!tally.more_approvals()) static_cast<void>(suspend_member(defender));

        const RoundIndex round = storage.ChallengeRoundCount.get();
        const auto vote = storage.DefenderVotes.get(round, skeptic);
        const bool is_wrong = !vote || (vote->approve ? tally.more_rejections() : tally.more_approvals());
        if (is_wrong) {
            static_cast<void>(strike_member(skeptic));
            // Such a skeptic is challenged next, a member or not.
            if (storage.Founder.get() != skeptic && storage.Head.get() != skeptic) next = skeptic;
        }
        storage.ChallengeRoundCount.put(saturating_add(round, 1u));
    }
    if (storage.MemberCount.get() <= 2) {
        storage.Defending.remove();
        return;
    }
    if (!next) next = pick_defendant(random);
    if (!next) panic("a member is missing in MemberByIndex");
    const auto skeptic = pick_member_except(random, *next);
    if (!skeptic) panic("a member is missing in MemberByIndex");
    deposit_event(typename Event::Challenged{*next});
    storage.Defending.put({*next, *skeptic, Tally{}});
}

template <class T>
void Pallet<T>::rotate_intake(ChaCha20& random) {
    const uint32_t members = storage.MemberCount.get();
    if (members < 1) return;
    if (const auto head = storage.NextHead.take()) storage.Head.put(head->who);

    Balance pot = storage.Pot.get();
    const Balance unaccounted = saturating_sub(T::Currency::free_balance(account_id()), pot);
    pot = saturating_add(pot, std::min(T::kConstants.PeriodSpend, unaccounted / 2));
    storage.Pot.put(pot);

    const RoundIndex round = saturating_add(storage.RoundCount.get(), 1u);
    if (select_new_candidates(round, members, pot) > 0) {
        const auto skeptic = pick_member(random);
        if (!skeptic) panic("a member is missing in MemberByIndex");
        storage.Skeptic.put(*skeptic);
    }
    storage.RoundCount.put(round);
}

/// Makes candidates of bids, and says of how many. Bids that are passed over count as costs too, and of bids of 0 only
/// one that is the first of the round is taken: faults of the reference that are kept.
template <class T>
uint32_t Pallet<T>::select_new_candidates(RoundIndex round, uint32_t member_count, Balance pot) {
    auto bids = storage.Bids.get();
    const auto params = storage.Parameters.get();
    if (!params) return 0;
    const uint32_t most = std::min(
        {params->max_intake, saturating_sub(params->max_members, member_count), static_cast<uint32_t>(bids.size())});
    uint32_t selected = 0;
    Balance cost = 0;
    bids.retain([&](const Bid& bid) {
        cost = saturating_add(cost, bid.value);
        const bool accept = selected < most && (bid.value != 0 || selected == 0) && cost <= pot;
        if (!accept) return true;
        storage.Candidates.put(bid.who, {round, bid.kind, bid.value, {}, false});
        ++selected;
        return false;
    });
    storage.Bids.put(bids);
    return selected;
}

/// Behind the bids that are not dearer. If there are too many, the dearest falls out.
template <class T>
void Pallet<T>::insert_bid(BidList& bids, const AccountId& who, Balance value, BidKind kind) {
    const auto place = std::find_if(bids.begin(), bids.end(), [&](const Bid& bid) { return bid.value > value; });
    const auto discarded =
        bids.force_insert_keep_left(static_cast<size_t>(place - bids.begin()), {who, std::move(kind), value});
    if (!discarded) return;
    clean_bid(*discarded);
    deposit_event(typename Event::AutoUnbid{discarded->who});
}

/// Returns what backed a bid.
template <class T>
void Pallet<T>::clean_bid(const Bid& bid) {
    if (const auto* const deposit = std::get_if<typename BidKind::Deposit>(&bid.kind.v)) {
        T::Currency::unreserve(bid.who, deposit->_0);
        return;
    }
    const AccountId& voucher = std::get<typename BidKind::Vouch>(bid.kind.v)._0;
    storage.Members.mutate(voucher, [](auto& record) {
        if (record) record->vouching = std::nullopt;
    });
}

/// Takes the deposit, or the right to vouch.
template <class T>
void Pallet<T>::reject_candidate(const AccountId& who, const BidKind& kind) {
    if (const auto* const deposit = std::get_if<typename BidKind::Deposit>(&kind.v)) {
        static_cast<void>(T::Currency::repatriate_reserved(who, account_id(), deposit->_0, BalanceStatus::Free));
        return;
    }
    const AccountId& voucher = std::get<typename BidKind::Vouch>(kind.v)._0;
    storage.Members.mutate(voucher, [](auto& record) {
        if (record) record->vouching = VouchingStatus::Banned;
    });
}

}  // namespace serinus::pallet_society
