/// ConvictionVoting: votes with money, in polls that another pallet decides (sdk/traits/polling.hpp).
///
/// A vote counts its money times its conviction, and if it wins the money stays locked for a time that doubles with the
/// conviction. An account can delegate its votes in a class of polls to another one, whose standard votes they follow;
/// what was delegated to the account itself does not go on from there. Locks only grow until somebody calls `unlock`.
/// Invariants (checked by try_state()): votes are sorted by poll; the locks of an account's classes are those in
/// ClassLocksFor at most once each, and cover what its votes need.
///
/// Source: pallet_conviction_voting 23.0.0 (polkadot-sdk v1.1.0). Observed: pallet-conviction-voting 42
#pragma once

#include "runtime/pallets/conviction_voting/types.hpp"
#include "runtime/pallets/conviction_voting/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/polling.hpp"

namespace serinus::pallet_conviction_voting {

using namespace sdk;
using conviction::Conviction;
using vote::Vote;
using AccountVote = vote::AccountVote<Balance>;
using Delegations = types::Delegations<Balance>;

using PollIndex = uint32_t;
using Class = uint16_t;

inline constexpr LockIdentifier kLockId = {'p', 'y', 'c', 'o', 'n', 'v', 'o', 't'};

struct Constants {
    /// In how many polls of a class an account can have a vote. Weights follow from it.
    uint32_t MaxVotes;
    /// For how many blocks a vote with a conviction of 1 that has won is locked, counted from the end of the poll.
    BlockNumber VoteLockingPeriod;
};

/// `T` has: System, Currency (lockable), Polls, kClassCount (how many classes of polls there are), kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    { T::kClassCount } -> std::convertible_to<uint32_t>;
    typename T::Currency;
    typename T::Polls;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(LockableCurrency<typename T::Currency>);
        static_assert(Polling<typename T::Polls>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Generics = List<Param<"T">, Param<"I">>;
    using Voting = vote::Voting<Balance, AccountId, BlockNumber, PollIndex, T::kConstants.MaxVotes>;
    using ClassLocks = BoundedVec<std::tuple<Class, Balance>, T::kClassCount>;

    struct Storage {
        /// What an account votes, or to whom it delegates, by class.
        DoubleMap<Twox64Concat<AccountId>, Twox64Concat<Class>, Voting, OrDefault> VotingFor;
        /// How much of an account is locked for each class. The lock itself is the largest of them.
        Map<Twox64Concat<AccountId>, ClassLocks, OrDefault> ClassLocksFor;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// An account has delegated its votes to another: who, to whom.
        struct Delegated {
            AccountId _0;
            AccountId _1;
        };
        /// An account votes itself again.
        struct Undelegated {
            AccountId _0;
        };
        /// An account has voted, or changed its vote.
        struct Voted {
            AccountId who;
            pallet_conviction_voting::AccountVote vote;
        };
        /// An account has taken back its vote in a poll that is not over.
        struct VoteRemoved {
            AccountId who;
            pallet_conviction_voting::AccountVote vote;
        };
        /// What an account's votes in a class do not lock any more is free.
        struct VoteUnlocked {
            AccountId who;
            Class class_;
        };
        using list = List<Delegated, Undelegated, Voted, VoteRemoved, VoteUnlocked>;
    };

    enum class Error : uint8_t {
        /// The poll is over, or never was.
        NotOngoing,
        /// The account has not voted in the poll.
        NotVoter,
        /// Only the voter may do that.
        NoPermission,
        /// Only the voter may do that now, later anybody.
        NoPermissionYet,
        /// The account delegates its votes.
        AlreadyDelegating,
        /// The account has votes, which must be removed first.
        AlreadyVoting,
        /// The account does not own that much.
        InsufficientFunds,
        /// The account does not delegate its votes.
        NotDelegating,
        /// An account cannot delegate to itself.
        Nonsense,
        /// The account votes in too many polls.
        MaxVotesReached,
        /// The class of a poll that is over must be given.
        ClassNeeded,
        /// There is no such class.
        BadClass,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Votes in a poll, or changes the vote.
    ///
    /// Origin: signed. Errors: InsufficientFunds, NotOngoing, AlreadyDelegating, MaxVotesReached.
    struct vote {
        Compact<PollIndex> poll_index;
        pallet_conviction_voting::AccountVote vote;
        Weight weight() const { return T::kWeights.vote_new().max(T::kWeights.vote_existing()); }
        DispatchResult operator()(Signed who) const;
    };
    /// Lets another account vote with this one's money.
    ///
    /// Origin: signed. Errors: Nonsense, BadClass, InsufficientFunds, AlreadyDelegating, AlreadyVoting.
    struct delegate {
        Class class_{};
        LookupSource to;
        pallet_conviction_voting::Conviction conviction{};
        Balance balance{};
        Weight weight() const { return T::kWeights.delegate(T::kConstants.MaxVotes); }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    /// Ends that; the money stays locked for the time of the conviction, counted from now.
    ///
    /// Origin: signed. Errors: NotDelegating.
    struct undelegate {
        Class class_{};
        Weight weight() const { return T::kWeights.undelegate(T::kConstants.MaxVotes); }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    /// Frees what an account's votes in a class do not lock any more.
    ///
    /// Origin: signed.
    struct unlock {
        Class class_{};
        LookupSource target;
        Weight weight() const { return T::kWeights.unlock(); }
        DispatchResult operator()(Signed) const;
    };
    /// Removes a vote. If it has won and its time is not over, its lock is kept.
    ///
    /// Origin: the voter. Errors: ClassNeeded, NotVoter.
    struct remove_vote {
        std::optional<Class> class_;
        PollIndex index{};
        Weight weight() const { return T::kWeights.remove_vote(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Removes the vote of another account that locks nothing any more.
    ///
    /// Origin: signed. Errors: NotVoter, NoPermission, NoPermissionYet.
    struct remove_other_vote {
        LookupSource target;
        Class class_{};
        PollIndex index{};
        Weight weight() const { return T::kWeights.remove_other_vote(); }
        DispatchResult operator()(Signed who) const;
    };
    using Calls = List<At<0, vote>, At<1, delegate>, At<2, undelegate>, At<3, unlock>, At<4, remove_vote>,
                       At<5, remove_other_vote>>;

    static TryStateResult try_state();

  private:
    static DispatchResult try_vote(const AccountId& who, PollIndex index,
                                   const pallet_conviction_voting::AccountVote& vote);
    /// `is_voter`: not only what has expired may be removed.
    static DispatchResult try_remove_vote(const AccountId& who, PollIndex index, std::optional<Class> of,
                                          bool is_voter);
    static ResultOf<uint32_t> try_delegate(const AccountId& who, Class of, const AccountId& target,
                                           pallet_conviction_voting::Conviction conviction, Balance balance);
    static ResultOf<uint32_t> try_undelegate(const AccountId& who, Class of);
    template <class OfAccount, class OfTally>
    static uint32_t change_upstream(const AccountId& who, Class of, OfAccount&& of_account, OfTally&& of_tally);
    static uint32_t increase_upstream(const AccountId& who, Class of, const Delegations& by);
    static uint32_t reduce_upstream(const AccountId& who, Class of, const Delegations& by);
    static void extend_lock(const AccountId& who, Class of, Balance amount);
    static void update_lock(const AccountId& who, Class of);
};

}  // namespace serinus::pallet_conviction_voting
