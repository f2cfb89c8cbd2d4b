/// RankedCollective: members with ranks, who vote in polls that another pallet decides (sdk/traits/polling.hpp).
///
/// A member of a rank is also one of all lower ranks; for each rank the members are numbered without gaps, so that one
/// can be drawn. The higher a member stands above the rank that a poll asks for, the more a vote counts. Invariants
/// (checked by try_state()): each rank has as many members as MemberCount says, numbered from 0, and each of them
/// stands in both indices.
///
/// Source: pallet_ranked_collective 23.0.0 (polkadot-sdk v1.1.0). Observed: pallet-ranked-collective 42
#pragma once

#include "runtime/pallets/ranked_collective/types.hpp"
#include "runtime/pallets/ranked_collective/weights.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/polling.hpp"

namespace serinus::pallet_ranked_collective {

using namespace sdk;

using PollIndex = uint32_t;

/// A key of Voting: prefix, hashed poll, hashed account.
inline constexpr uint32_t kMaxCursorSize = 32 + (16 + 4) + (8 + 32);

/// `T` has: System, Polls, PromoteOrigin (success: the highest rank that it may promote to), DemoteOrigin (success: the
/// highest rank that it may demote from), VoteWeight (`static Votes votes(Rank above)`), `static Rank
/// min_rank_of(class)`, ExchangeOrigin, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    typename T::DemoteOrigin;
    typename T::ExchangeOrigin;
    typename T::Polls;
    typename T::PromoteOrigin;
    typename T::System;
    typename T::VoteWeight;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(Polling<typename T::Polls>);
        static_assert(std::same_as<decltype(T::VoteWeight::votes(Rank{})), Votes>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Generics = List<Param<"T">, Param<"I">>;
    using Tally = pallet_ranked_collective::Tally<Pallet>;

    struct Storage {
        /// How many members have at least that rank.
        Map<Twox64Concat<Rank>, MemberIndex, OrDefault> MemberCount;
        /// The members.
        Map<Twox64Concat<AccountId>, MemberRecord> Members;
        /// A member's number among those of at least that rank.
        DoubleMap<Twox64Concat<Rank>, Twox64Concat<AccountId>, MemberIndex> IdToIndex;
        /// The member with that number. Numbers change.
        DoubleMap<Twox64Concat<Rank>, Twox64Concat<MemberIndex>, AccountId> IndexToId;
        /// What members have voted.
        DoubleMap<Blake2_128Concat<PollIndex>, Twox64Concat<AccountId>, VoteRecord> Voting;
        /// How far the votes in a poll that is over have been removed.
        Map<Blake2_128Concat<PollIndex>, BoundedVec<uint8_t, kMaxCursorSize>> VotingCleanup;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// There is a new member.
        struct MemberAdded {
            AccountId who;
        };
        /// A member has another rank.
        struct RankChanged {
            AccountId who;
            Rank rank;
        };
        /// Somebody is no member any more.
        struct MemberRemoved {
            AccountId who;
            Rank rank;
        };
        /// A member has voted.
        struct Voted {
            AccountId who;
            PollIndex poll;
            VoteRecord vote;
            Tally tally;
        };
        /// Another account takes the place of a member.
        struct MemberExchanged {
            AccountId who;
            AccountId new_who;
        };
        using list = List<MemberAdded, RankChanged, MemberRemoved, Voted, MemberExchanged>;
    };

    enum class Error : uint8_t {
        /// The account is a member already.
        AlreadyMember,
        /// The account is no member.
        NotMember,
        /// The poll is over, or never was.
        NotPolling,
        /// The poll is not over.
        Ongoing,
        /// There is nothing left to be removed.
        NoneRemaining,
        /// The indices contradict each other.
        Corruption,
        /// The member's rank is too low to vote in this poll.
        RankTooLow,
        /// The member has a higher rank than was said.
        InvalidWitness,
        /// The origin may not do that to a member of this rank.
        NoPermission,
        /// A member cannot take its own place.
        SameMember,
        /// There is no room for more members of this rank. Nothing limits them here.
        TooManyMembers,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Adds a member of rank 0.
    ///
    /// Origin: PromoteOrigin. Errors: AlreadyMember.
    struct add_member {
        LookupSource who;
        Weight weight() const { return T::kWeights.add_member(); }
        DispatchResult operator()(Origin<typename T::PromoteOrigin>) const;
    };
    /// Raises a member's rank by one.
    ///
    /// Origin: PromoteOrigin. Errors: NotMember, NoPermission.
    struct promote_member {
        LookupSource who;
        Weight weight() const { return T::kWeights.promote_member(0); }
        DispatchResult operator()(Origin<typename T::PromoteOrigin> by) const;
    };
    /// Lowers a member's rank by one; one of rank 0 leaves.
    ///
    /// Origin: DemoteOrigin. Errors: NotMember, NoPermission.
    struct demote_member {
        LookupSource who;
        Weight weight() const { return T::kWeights.demote_member(0); }
        DispatchResult operator()(Origin<typename T::DemoteOrigin> by) const;
    };
    /// Removes a member of any rank, which is at most `min_rank`.
    ///
    /// Origin: DemoteOrigin. Errors: NotMember, InvalidWitness, NoPermission.
    struct remove_member {
        LookupSource who;
        Rank min_rank{};
        Weight weight() const { return T::kWeights.remove_member(min_rank); }
        DispatchResultWithPostInfo operator()(Origin<typename T::DemoteOrigin> by) const;
    };
    /// Votes in a poll, or changes the vote. The first vote is free.
    ///
    /// Origin: a member. Errors: NotMember, NotPolling, RankTooLow.
    struct vote {
        PollIndex poll{};
        bool aye{};
        Weight weight() const { return T::kWeights.vote(); }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    /// Removes at most `max` votes of a poll that is over. Free if there were any.
    ///
    /// Origin: signed. Errors: Ongoing.
    struct cleanup_poll {
        PollIndex poll_index{};
        uint32_t max{};
        Weight weight() const { return T::kWeights.cleanup_poll(max); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// Gives a member's place and rank to another account.
    ///
    /// Origin: ExchangeOrigin. Errors: CannotLookup, SameMember, NotMember, AlreadyMember.
    struct exchange_member {
        LookupSource who;
        LookupSource new_who;
        Weight weight() const { return T::kWeights.exchange_member(); }
        DispatchResult operator()(Origin<typename T::ExchangeOrigin>) const;
    };
    using Calls = List<At<0, add_member>, At<1, promote_member>, At<2, demote_member>, At<3, remove_member>,
                       At<4, vote>, At<5, cleanup_poll>, At<6, exchange_member>>;

    static TryStateResult try_state();

    // For other pallets.

    static std::optional<Rank> rank_of(const AccountId& who);
    static DispatchResult induct(const AccountId& who);
    /// `most`: the highest rank that there may be.
    static DispatchResult promote(const AccountId& who, std::optional<Rank> most);
    static DispatchResult demote(const AccountId& who, std::optional<Rank> most);
    /// How many may vote in a poll of that class.
    template <class Class>
    static MemberIndex max_voters(const Class& of) {
        return storage.MemberCount.get(T::min_rank_of(of));
    }

  private:
    static ResultOf<MemberRecord> ensure_member(const AccountId& who);
    static DispatchResult remove_from_rank(const AccountId& who, Rank rank);
    /// From this rank and all lower ones.
    static DispatchResult remove_from_ranks(const AccountId& who, Rank rank);
    // Without a word.
    static DispatchResult add(const AccountId& who);
    static ResultOf<Rank> raise(const AccountId& who, std::optional<Rank> most);
};

/// A signer who is a member of at least that rank; success: the account.
template <class Collective, Rank kMinRank>
struct EnsureMember {
    using Success = AccountId;
    static std::optional<AccountId> try_origin(const RuntimeOrigin& origin, const auto&...) {
        const AccountId* const who = origin.caller().signer();
        if (!who) return std::nullopt;
        const auto rank = Collective::rank_of(*who);
        return rank && *rank >= kMinRank ? std::optional(*who) : std::nullopt;
    }
};

}  // namespace serinus::pallet_ranked_collective
