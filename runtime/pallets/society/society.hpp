/// Society: a club whose members let others in by votes, and pay them for it.
///
/// Who wants to become a member makes a bid: so much money, backed by a deposit or by a member who vouches. At the
/// begin of each round the cheapest bids that the pot can pay become candidates, and a random member is the skeptic,
/// who must vote. After the voting period candidates with a clear approval become members; rank 0 gets its money later,
/// the more members there are the later. Every challenge period a random member must defend the membership. Strikes end
/// in suspension, about which the founder decides. Invariants (checked by try_state()): MemberByIndex and the indices
/// of Members agree and are dense; the founder is a member; bids are sorted by value, one an account.
///
/// A fault of the reference that is kept: of bids of 0 only the first is taken in a round.
///
/// Source: pallet_society 23.0.0 (polkadot-sdk v1.1.0). Observed: pallet-society 42
#pragma once

#include "base/chacha20.hpp"
#include "runtime/arithmetic/per_things.hpp"
#include "runtime/pallets/society/types.hpp"
#include "runtime/pallets/society/weights.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/pallet_id.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/randomness.hpp"

namespace serinus::pallet_society {

using namespace sdk;

struct Constants {
    /// The pallet's identifier, from which its accounts follow.
    frame_support::PalletId PalletId;
    /// From how many strikes on a member loses half of what is to be paid.
    uint32_t GraceStrikes;
    /// The most that a round adds to the pot.
    Balance PeriodSpend;
    /// How many blocks of a round are for votes.
    BlockNumber VotingPeriod;
    /// How many blocks follow, in which candidates become members.
    BlockNumber ClaimPeriod;
    /// How long payouts can be locked.
    BlockNumber MaxLockDuration;
    /// How many blocks lie between two challenges.
    BlockNumber ChallengePeriod;
    /// How many payouts of a member can wait.
    uint32_t MaxPayouts;
    /// How many bids there can be.
    uint32_t MaxBids;
};

/// `T` has: System, Currency, Randomness, FounderSetOrigin, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::Currency;
    typename T::FounderSetOrigin;
    typename T::Randomness;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(ReservableCurrency<typename T::Currency>);
        static_assert(Randomness<typename T::Randomness>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Generics = List<Param<"T">, Param<"I">>;
    using Bid = pallet_society::Bid<AccountId, Balance>;
    using BidKind = pallet_society::BidKind<AccountId, Balance>;
    using BidList = BoundedVec<Bid, T::kConstants.MaxBids>;
    using Candidacy = pallet_society::Candidacy<AccountId, Balance>;
    using GroupParams = pallet_society::GroupParams<Balance>;
    using IntakeRecord = pallet_society::IntakeRecord<AccountId, Balance>;
    using PayoutRecord =
        pallet_society::PayoutRecord<Balance, BoundedVec<std::pair<BlockNumber, Balance>, T::kConstants.MaxPayouts>>;
    /// The size of a key of Votes.
    static constexpr uint32_t kMaxCursorSize = 32 + 2 * (8 + 32);

    static constexpr uint16_t kStorageVersion = 2;

    struct Storage {
        /// The rules of the group; there is a society if they are there.
        Value<GroupParams> Parameters;
        /// What of the account can be promised to candidates.
        Value<Balance, OrDefault> Pot;
        /// The first member, who can never be removed.
        Value<AccountId> Founder;
        /// The most recent primary member, who cannot be removed either.
        Value<AccountId> Head;
        /// The BLAKE2b-256 of the society's rules.
        Value<Hash256> Rules;
        /// Members that are not suspended.
        Map<Twox64Concat<AccountId>, MemberRecord> Members;
        /// What members of rank 0 have got and will get.
        Map<Twox64Concat<AccountId>, PayoutRecord, OrDefault> Payouts;
        /// How many members there are.
        Value<uint32_t, OrDefault> MemberCount;
        /// The members by their indices.
        Map<Twox64Concat<uint32_t>, AccountId> MemberByIndex;
        /// Members about whom the founder must decide.
        Map<Twox64Concat<AccountId>, MemberRecord> SuspendedMembers;
        /// How many rounds there have been.
        Value<RoundIndex, OrDefault> RoundCount;
        /// Those who want to become candidates, the cheapest first.
        Value<BidList, OrDefault> Bids;
        /// Those who want to become members.
        Map<Blake2_128Concat<AccountId>, Candidacy> Candidates;
        /// The member who must vote in this round.
        Value<AccountId> Skeptic;
        /// Votes on candidates, by candidate and voter; they stay until somebody cleans up.
        DoubleMap<Twox64Concat<AccountId>, Twox64Concat<AccountId>, Vote> Votes;
        /// Where to go on cleaning up.
        Map<Twox64Concat<AccountId>, BoundedVec<uint8_t, kMaxCursorSize>> VoteClearCursor;
        /// Who will be head from the next round on.
        Value<IntakeRecord> NextHead;
        /// How many challenges there have been.
        Value<RoundIndex, OrDefault> ChallengeRoundCount;
        /// Who is challenged, the skeptic of the challenge, and the votes.
        Value<std::tuple<AccountId, AccountId, Tally>> Defending;
        /// Votes on who is challenged, by round and voter.
        DoubleMap<Twox64Concat<RoundIndex>, Twox64Concat<AccountId>, Vote> DefenderVotes;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// There is a society.
        struct Founded {
            AccountId founder;
        };
        /// Somebody wants to become a candidate.
        struct Bid {
            AccountId candidate_id;
            Balance offer;
        };
        /// A member vouches for somebody.
        struct Vouch {
            AccountId candidate_id;
            Balance offer;
            AccountId vouching;
        };
        /// A bid fell out, since there are too many.
        struct AutoUnbid {
            AccountId candidate;
        };
        /// A bid was withdrawn.
        struct Unbid {
            AccountId candidate;
        };
        /// A vouched bid was withdrawn by the voucher.
        struct Unvouch {
            AccountId candidate;
        };
        /// New members; nothing deposits this.
        struct Inducted {
            AccountId primary;
            std::vector<AccountId> candidates;
        };
        /// The founder has decided about a suspended member.
        struct SuspendedMemberJudgement {
            AccountId who;
            bool judged;
        };
        /// Nothing deposits this.
        struct CandidateSuspended {
            AccountId candidate;
        };
        /// A member was suspended.
        struct MemberSuspended {
            AccountId member;
        };
        /// A member must defend the membership.
        struct Challenged {
            AccountId member;
        };
        /// A member has voted on a candidate.
        struct Vote {
            AccountId candidate;
            AccountId voter;
            bool vote;
        };
        /// A member has voted on who is challenged.
        struct DefenderVote {
            AccountId voter;
            bool vote;
        };
        /// The rules of the group have changed.
        struct NewParams {
            GroupParams params;
        };
        /// There is no society any more.
        struct Unfounded {
            AccountId founder;
        };
        /// Money has come in.
        struct Deposit {
            Balance value;
        };
        /// A member has given up all money for a higher rank.
        struct Elevated {
            AccountId member;
            Rank rank;
        };
        /// The deposit of a bid is another from now on.
        struct DepositPoked {
            AccountId who;
            Balance old_deposit;
            Balance new_deposit;
        };
        using list = List<Founded, Bid, Vouch, AutoUnbid, Unbid, Unvouch, Inducted, SuspendedMemberJudgement,
                          CandidateSuspended, MemberSuspended, Challenged, Vote, DefenderVote, NewParams, Unfounded,
                          Deposit, Elevated, DepositPoked>;
    };

    enum class Error : uint8_t {
        /// Only for members.
        NotMember,
        /// The account is a member.
        AlreadyMember,
        /// The account is suspended.
        Suspended,
        /// The account is not suspended.
        NotSuspended,
        /// Nothing is to be paid, or not yet.
        NoPayout,
        /// There is a society.
        AlreadyFounded,
        /// There is too little in the pot.
        InsufficientPot,
        /// The member vouches for somebody, or must not vouch.
        AlreadyVouching,
        /// The member vouches for no bid.
        NotVouchingOnBidder,
        /// The head cannot be removed.
        Head,
        /// The founder cannot be removed.
        Founder,
        /// The account has made a bid.
        AlreadyBid,
        /// The account is a candidate.
        AlreadyCandidate,
        /// The account is no candidate.
        NotCandidate,
        /// There would be too many members.
        MaxMembers,
        /// Only for the founder.
        NotFounder,
        /// The founder is not the only member.
        NotHead,
        /// The votes are not clearly for the candidate.
        NotApproved,
        /// The votes are not clearly against the candidate.
        NotRejected,
        /// The votes are clearly for the candidate.
        Approved,
        /// The votes are clearly against the candidate.
        Rejected,
        /// The votes are not over, or what is to be cleaned up is not.
        InProgress,
        /// The candidate may still be let in.
        TooEarly,
        /// The skeptic has voted.
        Voted,
        /// It is too late.
        Expired,
        /// The account has made no bid.
        NotBidder,
        /// Nobody is challenged.
        NoDefender,
        /// There is no society.
        NotGroup,
        /// The member has a rank.
        AlreadyElevated,
        /// The skeptic has been punished for this candidate.
        AlreadyPunished,
        /// Less than the member was paid.
        InsufficientFunds,
        /// There are no votes to clean up.
        NoVotes,
        /// A member vouches for the bid, which has no deposit.
        NoDeposit,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Wants to become a candidate, for `value`, and reserves the deposit.
    ///
    /// Origin: signed. Errors: AlreadyBid, AlreadyCandidate, AlreadyMember, Suspended, NotGroup, those of
    /// Currency::reserve.
    struct bid {
        Balance value{};
        Weight weight() const { return T::kWeights.bid(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Withdraws the sender's bid. Origin: signed. Errors: NotBidder.
    struct unbid {
        Weight weight() const { return T::kWeights.unbid(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Makes a bid for somebody, for whom the sender vouches; `tip` is the sender's part of the value.
    ///
    /// Origin: a member. Errors: CannotLookup, AlreadyBid, AlreadyCandidate, AlreadyMember, Suspended, NotMember,
    /// AlreadyVouching.
    struct vouch {
        LookupSource who;
        Balance value{};
        Balance tip{};
        Weight weight() const { return T::kWeights.vouch(); }
        DispatchResult operator()(Signed voucher) const;
    };
    /// Withdraws the bid that the sender vouches for. Origin: a member. Errors: NotVouchingOnBidder.
    struct unvouch {
        Weight weight() const { return T::kWeights.unvouch(); }
        DispatchResult operator()(Signed voucher) const;
    };
    /// Votes on a candidate; the first vote is free.
    /// Origin: a member. Errors: CannotLookup, NotCandidate, NotMember.
    struct vote {
        LookupSource candidate;
        bool approve{};
        Weight weight() const { return T::kWeights.vote(); }
        DispatchResultWithPostInfo operator()(Signed voter) const;
    };
    /// Votes on who is challenged; the first vote is free. Origin: a member. Errors: NoDefender, NotMember.
    struct defender_vote {
        bool approve{};
        Weight weight() const { return T::kWeights.defender_vote(); }
        DispatchResultWithPostInfo operator()(Signed voter) const;
    };
    /// Pays the sender what is due first.
    /// Origin: a member of rank 0. Errors: NotMember, NoPayout, Overflow, those of transfers.
    struct payout {
        Weight weight() const { return T::kWeights.payout(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Pays back all that the sender was paid, at most `amount`, and waives the rest, for rank 1.
    ///
    /// Origin: a member of rank 0. Errors: NotMember, AlreadyElevated, InsufficientFunds, those of transfers.
    struct waive_repay {
        Balance amount{};
        Weight weight() const { return T::kWeights.waive_repay(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Founds the society. Origin: FounderSetOrigin. Errors: CannotLookup, AlreadyFounded, MaxMembers.
    struct found_society {
        LookupSource founder;
        uint32_t max_members{};
        uint32_t max_intake{};
        uint32_t max_strikes{};
        Balance candidate_deposit{};
        Bytes rules;
        Weight weight() const { return T::kWeights.found_society(); }
        DispatchResult operator()(Origin<typename T::FounderSetOrigin>) const;
    };
    /// Ends the society; deposits of bids stay reserved. Origin: the founder. Errors: NotFounder, NotHead.
    struct dissolve {
        Weight weight() const { return T::kWeights.dissolve(); }
        DispatchResult operator()(Signed founder) const;
    };
    /// Lets a suspended member in again, or takes away what is to be paid. Free.
    ///
    /// Origin: the founder. Errors: NotFounder, CannotLookup, NotSuspended, MaxMembers.
    struct judge_suspended_member {
        LookupSource who;
        bool forgive{};
        Weight weight() const { return T::kWeights.judge_suspended_member(); }
        DispatchResultWithPostInfo operator()(Signed founder) const;
    };
    /// Changes the rules of the group. Origin: the founder. Errors: NotFounder, MaxMembers.
    struct set_parameters {
        uint32_t max_members{};
        uint32_t max_intake{};
        uint32_t max_strikes{};
        Balance candidate_deposit{};
        Weight weight() const { return T::kWeights.set_parameters(); }
        DispatchResult operator()(Signed founder) const;
    };
    /// Gives the skeptic a strike who did not vote on the sender, or voted against the clear result; free if so.
    ///
    /// Origin: a candidate. Errors: NotCandidate, AlreadyPunished, InProgress.
    struct punish_skeptic {
        Weight weight() const { return T::kWeights.punish_skeptic(); }
        DispatchResultWithPostInfo operator()(Signed candidate) const;
    };
    /// Becomes a member by a clear approval. Free. Origin: a candidate. Errors: NotCandidate, NotApproved, InProgress,
    /// NotGroup, MaxMembers.
    struct claim_membership {
        Weight weight() const { return T::kWeights.claim_membership(); }
        DispatchResultWithPostInfo operator()(Signed candidate) const;
    };
    /// Makes a candidate a member who is not clearly rejected. Free.
    /// Origin: the founder. Errors: NotFounder, NotCandidate, Rejected, InProgress, NotGroup, MaxMembers.
    struct bestow_membership {
        AccountId candidate;
        Weight weight() const { return T::kWeights.bestow_membership(); }
        DispatchResultWithPostInfo operator()(Signed founder) const;
    };
    /// Removes a candidate who is not clearly approved. Free.
    /// Origin: the founder. Errors: NotFounder, NotCandidate, InProgress, Approved.
    struct kick_candidate {
        AccountId candidate;
        Weight weight() const { return T::kWeights.kick_candidate(); }
        DispatchResultWithPostInfo operator()(Signed founder) const;
    };
    /// Gives the candidacy up, and the deposit with it. Free. Origin: a candidate. Errors: NotCandidate.
    struct resign_candidacy {
        Weight weight() const { return T::kWeights.resign_candidacy(); }
        DispatchResultWithPostInfo operator()(Signed candidate) const;
    };
    /// Removes a candidate of an earlier round who was clearly rejected. Free.
    /// Origin: signed. Errors: NotCandidate, NotRejected, TooEarly.
    struct drop_candidate {
        AccountId candidate;
        Weight weight() const { return T::kWeights.drop_candidate(); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// Removes at most `max` votes on somebody who is no candidate any more; free if there were any.
    /// Origin: signed. Errors: InProgress.
    struct cleanup_candidacy {
        AccountId candidate;
        uint32_t max{};
        Weight weight() const { return T::kWeights.cleanup_candidacy(); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// Removes at most `max` votes of a challenge that is over. Free. Origin: signed. Errors: InProgress.
    struct cleanup_challenge {
        RoundIndex challenge_round{};
        uint32_t max{};
        Weight weight() const { return T::kWeights.cleanup_challenge(); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// Makes the deposit of the sender's bid what it would be today; free if that is another one.
    /// Origin: signed. Errors: NotBidder, NoDeposit, NotGroup, those of Currency::reserve.
    struct poke_deposit {
        Weight weight() const { return T::kWeights.poke_deposit(); }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    using Calls =
        List<At<0, bid>, At<1, unbid>, At<2, vouch>, At<3, unvouch>, At<4, vote>, At<5, defender_vote>, At<6, payout>,
             At<7, waive_repay>, At<8, found_society>, At<9, dissolve>, At<10, judge_suspended_member>,
             At<11, set_parameters>, At<12, punish_skeptic>, At<13, claim_membership>, At<14, bestow_membership>,
             At<15, kick_candidate>, At<16, resign_candidacy>, At<17, drop_candidate>, At<18, cleanup_candidacy>,
             At<19, cleanup_challenge>, At<20, poke_deposit>>;

    /// Begins rounds and challenges.
    static Weight on_initialize(BlockNumber now);
    static TryStateResult try_state();

    /// What the pot has.
    struct GenesisConfig {
        Balance pot{};
    };
    static void build(const GenesisConfig& config);

    // For other pallets.

    static constexpr AccountId account_id() { return account_of(T::kConstants.PalletId); }
    /// Where money lies that is promised.
    static AccountId payouts_account() { return sub_account_of(T::kConstants.PalletId, as_bytes("payouts")); }
    /// Puts money into the account; rounds bring it into the pot.
    static void on_unbalanced(typename T::Currency::NegativeImbalance amount);

  private:
    static bool is_voting();
    static bool in_progress(RoundIndex round);
    static DispatchResult ensure_founder(const AccountId& who);
    /// AlreadyBid, AlreadyCandidate, AlreadyMember, Suspended.
    static DispatchResult ensure_new(const BidList& bids, const AccountId& who);
    static ResultOf<Candidacy> find_candidate(const AccountId& who);
    static ResultOf<MemberRecord> find_member(const AccountId& who);
    static Vote do_vote(const std::optional<Vote>& old, bool approve, Rank rank, Tally& tally);
    static bool check_skeptic(const AccountId& candidate, Candidacy& candidacy);
    static void rotate_challenge(ChaCha20& random);
    static void rotate_intake(ChaCha20& random);
    static uint32_t select_new_candidates(RoundIndex round, uint32_t member_count, Balance pot);
    static void insert_bid(BidList& bids, const AccountId& who, Balance value, BidKind kind);
    static void clean_bid(const Bid& bid);
    static void reject_candidate(const AccountId& who, const BidKind& kind);
    static DispatchResult insert_member(const AccountId& who, Rank rank);
    static DispatchResult induct_member(const AccountId& candidate, Candidacy candidacy, Rank rank);
    static DispatchResult strike_member(const AccountId& who);
    static ResultOf<MemberRecord> remove_member(const AccountId& who);
    static DispatchResult suspend_member(const AccountId& who);
    static std::optional<AccountId> pick_member(ChaCha20& random);
    static std::optional<AccountId> pick_member_except(ChaCha20& random, const AccountId& exception);
    static std::optional<AccountId> pick_defendant(ChaCha20& random);
    static void reward_bidder(const AccountId& candidate, Balance value, const BidKind& kind, BlockNumber maturity);
    static void bump_payout(const AccountId& who, BlockNumber when, Balance value);
    static void slash_payout(const AccountId& who, Balance value);
    static void reserve_payout(Balance amount);
    static void unreserve_payout(Balance amount);
    static BlockNumber lock_duration(uint32_t members);
};

}  // namespace serinus::pallet_society
