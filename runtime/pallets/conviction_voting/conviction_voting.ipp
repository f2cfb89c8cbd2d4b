/// The bodies of conviction_voting.hpp.
#pragma once

#include "runtime/pallets/conviction_voting/conviction_voting.hpp"
#include "runtime/sdk/sorted.hpp"

namespace serinus::pallet_conviction_voting {

inline constexpr auto kLockReasons = WithdrawReasons::except(WithdrawReasons::kReserve);

namespace detail {

/// Where the vote in a poll stands, or would.
template <class Votes>
SearchResult find_vote(const Votes& votes, PollIndex index) {
    return binary_search(votes, index, [](const auto& entry) -> const PollIndex& { return std::get<0>(entry); });
}

}  // namespace detail

template <class T>
DispatchResult Pallet<T>::vote::operator()(Signed who) const {
    return try_vote(who, poll_index, vote);
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::delegate::operator()(Signed who) const {
    const AccountId target = TRY(T::System::lookup(to));
    const uint32_t votes = TRY(try_delegate(who, class_, target, conviction, balance));
    return PostDispatchInfo{T::kWeights.delegate(votes)};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::undelegate::operator()(Signed who) const {
    const uint32_t votes = TRY(try_undelegate(who, class_));
    return PostDispatchInfo{T::kWeights.undelegate(votes)};
}

template <class T>
DispatchResult Pallet<T>::unlock::operator()(Signed) const {
    const AccountId voter = TRY(T::System::lookup(target));
    update_lock(voter, class_);
    deposit_event(typename Event::VoteUnlocked{voter, class_});
    return {};
}

template <class T>
DispatchResult Pallet<T>::remove_vote::operator()(Signed who) const {
    return try_remove_vote(who, index, class_, true);
}

template <class T>
DispatchResult Pallet<T>::remove_other_vote::operator()(Signed who) const {
    const AccountId voter = TRY(T::System::lookup(target));
    return try_remove_vote(voter, index, class_, voter == who);
}

template <class T>
DispatchResult Pallet<T>::try_vote(const AccountId& who, PollIndex index,
                                   const pallet_conviction_voting::AccountVote& vote) {
    ENSURE(vote.balance() <= T::Currency::total_balance(who), Error::InsufficientFunds);
    return T::Polls::access_poll(index, [&](const auto& poll) -> DispatchResult {
        const auto* const ongoing = poll.ongoing();
        ENSURE(ongoing, Error::NotOngoing);
        auto& tally = *ongoing->tally;
        Voting voting = storage.VotingFor.get(who, ongoing->class_);
        auto* const casting = voting.casting();
        ENSURE(casting, Error::AlreadyDelegating);

        const auto [position, found] = detail::find_vote(casting->votes, index);
        if (found) {
            auto& old = std::get<1>(casting->votes[position]);
            ENSURE(tally.remove(old), ArithmeticError::Underflow);
            if (const auto aye = old.as_standard()) tally.reduce(*aye, casting->delegations);
            old = vote;
        } else {
            ENSURE(casting->votes.try_insert(position, {index, vote}), Error::MaxVotesReached);
        }
        ENSURE(tally.add(vote), ArithmeticError::Overflow);
        if (const auto aye = vote.as_standard()) tally.increase(*aye, casting->delegations);
        extend_lock(who, ongoing->class_, vote.balance());
        storage.VotingFor.put(who, ongoing->class_, voting);
        deposit_event(typename Event::Voted{who, vote});
        return {};
    });
}

template <class T>
DispatchResult Pallet<T>::try_remove_vote(const AccountId& who, PollIndex index, std::optional<Class> of,
                                          bool is_voter) {
    if (!of) {
        const auto ongoing = T::Polls::as_ongoing(index);
        ENSURE(ongoing, Error::ClassNeeded);
        of = ongoing->second;
    }
    return storage.VotingFor.try_mutate(who, *of, [&](Voting& voting) -> DispatchResult {
        auto* const casting = voting.casting();
        if (!casting) return {};
        const auto [position, found] = detail::find_vote(casting->votes, index);
        ENSURE(found, Error::NotVoter);
        const auto vote = std::get<1>(casting->votes.remove(position));

        return T::Polls::access_poll(index, [&](const auto& poll) -> DispatchResult {
            if (const auto* const ongoing = poll.ongoing()) {
                ENSURE(is_voter, Error::NoPermission);
                ENSURE(ongoing->tally->remove(vote), ArithmeticError::Underflow);
                if (const auto aye = vote.as_standard()) ongoing->tally->reduce(*aye, casting->delegations);
                deposit_event(typename Event::VoteRemoved{who, vote});
            } else if (const auto* const completed = poll.completed()) {
                const auto locked = vote.locked_if(completed->approved);
                if (!locked) return {};
                const BlockNumber until = saturating_add(
                    completed->end, saturating_mul(T::kConstants.VoteLockingPeriod, BlockNumber{locked->first}));
                if (T::System::block_number() >= until) return {};
                ENSURE(is_voter, Error::NoPermissionYet);
                casting->prior.accumulate(until, locked->second);
            }
            return {};
        });
    });
}

/// Changes what was delegated to `who`, and the tallies in which that counts; the number of votes that `who` has.
template <class T>
template <class OfAccount, class OfTally>
uint32_t Pallet<T>::change_upstream(const AccountId& who, Class of, OfAccount&& of_account, OfTally&& of_tally) {
    return storage.VotingFor.mutate(who, of, [&](Voting& voting) -> uint32_t {
        of_account(voting.delegations());
        auto* const casting = voting.casting();
        if (!casting) return 1;  // delegations do not go on from there
        for (const auto& [index, vote] : casting->votes) {
            const auto aye = vote.as_standard();
            if (!aye) continue;
            T::Polls::access_poll(index, [&](const auto& poll) {
                if (const auto* const ongoing = poll.ongoing()) of_tally(*ongoing->tally, *aye);
            });
        }
        return static_cast<uint32_t>(casting->votes.size());
    });
}

template <class T>
uint32_t Pallet<T>::increase_upstream(const AccountId& who, Class of, const Delegations& by) {
    return change_upstream(
        who, of, [&](Delegations& all) { all = all.saturating_add(by); },
        [&](auto& tally, bool aye) { tally.increase(aye, by); });
}

template <class T>
uint32_t Pallet<T>::reduce_upstream(const AccountId& who, Class of, const Delegations& by) {
    return change_upstream(
        who, of, [&](Delegations& all) { all = all.saturating_sub(by); },
        [&](auto& tally, bool aye) { tally.reduce(aye, by); });
}

template <class T>
ResultOf<uint32_t> Pallet<T>::try_delegate(const AccountId& who, Class of, const AccountId& target,
                                           pallet_conviction_voting::Conviction conviction, Balance balance) {
    ENSURE(who != target, Error::Nonsense);
    const auto classes = T::Polls::classes();
    ENSURE(std::ranges::binary_search(classes, of), Error::BadClass);
    ENSURE(balance <= T::Currency::total_balance(who), Error::InsufficientFunds);

    Voting voting = storage.VotingFor.get(who, of);
    const auto* const casting = voting.casting();
    ENSURE(casting, Error::AlreadyDelegating);
    ENSURE(casting->votes.empty(), Error::AlreadyVoting);
    const uint32_t votes = increase_upstream(target, of, votes_of(conviction, balance));
    extend_lock(who, of, balance);
    storage.VotingFor.put(
        who, of, {typename Voting::Delegating{{balance, target, conviction, casting->delegations, casting->prior}}});
    deposit_event(typename Event::Delegated{who, target});
    return votes;
}

template <class T>
ResultOf<uint32_t> Pallet<T>::try_undelegate(const AccountId& who, Class of) {
    Voting voting = storage.VotingFor.get(who, of);
    auto* const delegating = voting.delegating();
    ENSURE(delegating, Error::NotDelegating);
    const auto conviction = delegating->conviction;
    const uint32_t votes = reduce_upstream(delegating->target, of, votes_of(conviction, delegating->balance));
    const BlockNumber locked_for =
        saturating_mul(T::kConstants.VoteLockingPeriod, BlockNumber{lock_periods(conviction)});
    auto prior = delegating->prior;
    prior.accumulate(saturating_add(T::System::block_number(), locked_for), delegating->balance);
    storage.VotingFor.put(who, of, {typename Voting::Casting{{{}, delegating->delegations, prior}}});
    deposit_event(typename Event::Undelegated{who});
    return votes;
}

/// It is not known here which other votes need a lock: none is lowered.
template <class T>
void Pallet<T>::extend_lock(const AccountId& who, Class of, Balance amount) {
    storage.ClassLocksFor.mutate(who, [&](ClassLocks& locks) {
        const auto at = std::ranges::find(locks, of, [](const auto& lock) { return std::get<0>(lock); });
        if (at != locks.end()) {
            std::get<1>(*at) = std::max(std::get<1>(*at), amount);
        } else {
            static_cast<void>(locks.try_push({of, amount}));  // there is room for all classes
        }
    });
    T::Currency::extend_lock(kLockId, who, amount, kLockReasons);
}

/// Lowers the lock to what is needed.
template <class T>
void Pallet<T>::update_lock(const AccountId& who, Class of) {
    const Balance needed = storage.VotingFor.mutate(who, of, [](Voting& voting) {
        voting.prior().rejig(T::System::block_number());
        return voting.locked_balance();
    });
    const Balance most = storage.ClassLocksFor.mutate(who, [&](ClassLocks& locks) {
        locks.retain([&](const auto& lock) { return std::get<0>(lock) != of; });
        if (needed != 0) static_cast<void>(locks.try_push({of, needed}));
        Balance largest = 0;
        for (const auto& [class_of, amount] : locks) largest = std::max(largest, amount);
        return largest;
    });
    if (most == 0) {
        T::Currency::remove_lock(kLockId, who);
    } else {
        T::Currency::set_lock(kLockId, who, most, kLockReasons);
    }
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    auto all = storage.VotingFor.iter();
    while (auto entry = all.next()) {
        auto& [keys, voting] = *entry;
        const auto& [who, of] = keys;
        if (const auto* const casting = voting.casting()) {
            for (size_t i = 1; i < casting->votes.size(); ++i) {
                if (std::get<0>(casting->votes[i - 1]) >= std::get<0>(casting->votes[i])) {
                    return std::string("votes are not sorted by poll");
                }
            }
        }
        Balance votes = voting.delegating() ? voting.delegating()->balance : 0;
        if (const auto* const casting = voting.casting()) {
            for (const auto& [index, vote] : casting->votes) votes = std::max(votes, vote.balance());
        }
        const auto locks = storage.ClassLocksFor.get(who);
        const auto lock = std::ranges::find(locks, of, [](const auto& one) { return std::get<0>(one); });
        if (votes != 0 && (lock == locks.end() || std::get<1>(*lock) < votes))
            return std::string("a vote is not locked");
        for (const auto& one : locks) {
            if (std::ranges::count(locks, std::get<0>(one), [](const auto& x) { return std::get<0>(x); }) != 1) {
                return std::string("a class has two locks");
            }
        }
    }
    return {};
}

}  // namespace serinus::pallet_conviction_voting
