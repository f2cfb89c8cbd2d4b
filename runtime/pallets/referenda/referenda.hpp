/// Referenda: proposals that are enacted with an origin of governance if a vote approves them.
///
/// The origin that a proposal asks for decides on its track. A referendum is prepared, waits for its decision deposit
/// and for a free place on its track (the one with most ayes first), is decided while approval and support needed fall
/// along curves, passes without a break for the confirm period, and is enacted by the Scheduler. Tasks of the
/// Scheduler, the alarms, look at it again when something can change by time alone. Who votes and how votes count is
/// another pallet's: this one keeps the tally (sdk/traits/polling.hpp).
///
/// Kept as the reference has it: `cancel` and `kill` make room on the track even for a referendum that was not being
/// decided; their entries stay in the queue until it is drained; in a full queue the last one is marked as queued and
/// is not in it. Invariants (checked by try_state()): as many referenda as ReferendumCount says; all that MetadataOf
/// and TrackQueue name exist; tracks of ongoing ones exist; a decision begins before its confirmation ends.
///
/// Source: pallet_referenda 23.0.0 (polkadot-sdk v1.1.0). Observed: pallet-referenda 42
#pragma once

#include "codec/boxed.hpp"
#include "runtime/pallets/referenda/types.hpp"
#include "runtime/pallets/referenda/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/on_unbalanced.hpp"
#include "runtime/sdk/traits/polling.hpp"

namespace serinus::pallet_referenda {

using namespace sdk;
using types::Curve;
using types::ReferendumIndex;

using TrackId = uint16_t;
using TrackInfo = types::TrackDetails<Balance, BlockNumber, types::TrackName>;
using Track = std::tuple<TrackId, TrackInfo>;
using Deposit = types::Deposit<AccountId, Balance>;
using DecidingStatus = types::DecidingStatus<BlockNumber>;

struct Constants {
    /// The deposit for submitting a referendum.
    Balance SubmissionDeposit;
    /// How many referenda can wait on one track.
    uint32_t MaxQueued;
    /// How many blocks after its submission the decision on a referendum must have begun.
    BlockNumber UndecidingTimeout;
    /// Alarms go off in blocks that are multiples of this.
    BlockNumber AlarmInterval;
    /// The tracks, in ascending order.
    std::span<const Track> Tracks;
};

/// `T` has: System, Currency, Scheduler, Preimages, SubmitOrigin (given the proposal's origin; success: an account),
/// CancelOrigin, KillOrigin, Slash (takes imbalances), Votes, Tally (sdk/traits/polling.hpp), kWeights, and
/// `static std::optional<TrackId> track_for(const OriginCaller&)`.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires(const OriginCaller& origin) {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    { T::track_for(origin) } -> std::same_as<std::optional<TrackId>>;
    typename T::CancelOrigin;
    typename T::Currency;
    typename T::KillOrigin;
    typename T::Preimages;
    typename T::Scheduler;
    typename T::Slash;
    typename T::SubmitOrigin;
    typename T::System;
    typename T::Tally;
    typename T::Votes;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(ReservableCurrency<typename T::Currency>);
        static_assert(OnUnbalanced<typename T::Slash, typename T::Currency::NegativeImbalance>);
        static_assert(Preimages<typename T::Preimages> && Schedule<typename T::Scheduler>);
        static_assert(VoteTally<typename T::Tally, TrackId, typename T::Votes>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Generics = List<Param<"T">, Param<"I">>;
    using Tally = typename T::Tally;
    using Votes = typename T::Votes;
    /// The metadata names the hash function of a call.
    using Proposal = ShownAs<Bounded<RuntimeCall>, Bounded<RuntimeCall, sp_runtime::traits::BlakeTwo256>>;
    using Info =
        types::ReferendumInfo<TrackId, OriginCaller, BlockNumber, Proposal, Balance, Tally, AccountId, TaskAddress>;
    using Status = typename Info::Status;
    using Queue = BoundedVec<std::tuple<ReferendumIndex, Votes>, T::kConstants.MaxQueued>;

    struct Storage {
        /// How many referenda there have been.
        Value<ReferendumIndex, OrDefault> ReferendumCount;
        /// All referenda.
        Map<Blake2_128Concat<ReferendumIndex>, Info> ReferendumInfoFor;
        /// Referenda of a track that wait for their decision, with their ayes; most ayes last.
        Map<Twox64Concat<TrackId>, Queue, OrDefault> TrackQueue;
        /// How many referenda of a track are being decided.
        Map<Twox64Concat<TrackId>, uint32_t, OrDefault> DecidingCount;
        /// The hash of a preimage that says more about a referendum.
        Map<Blake2_128Concat<ReferendumIndex>, Hash256> MetadataOf;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 1;

    struct Event {
        /// There is a new referendum.
        struct Submitted {
            ReferendumIndex index;
            TrackId track;
            Proposal proposal;
        };
        /// Somebody has placed the decision deposit.
        struct DecisionDepositPlaced {
            ReferendumIndex index;
            AccountId who;
            Balance amount;
        };
        /// The decision deposit was returned.
        struct DecisionDepositRefunded {
            ReferendumIndex index;
            AccountId who;
            Balance amount;
        };
        /// A deposit was taken.
        struct DepositSlashed {
            AccountId who;
            Balance amount;
        };
        /// The decision on a referendum has begun.
        struct DecisionStarted {
            ReferendumIndex index;
            TrackId track;
            Proposal proposal;
            Tally tally;
        };
        /// A referendum passes; it must keep doing so.
        struct ConfirmStarted {
            ReferendumIndex index;
        };
        /// A referendum does not pass any more.
        struct ConfirmAborted {
            ReferendumIndex index;
        };
        /// A referendum has passed for long enough.
        struct Confirmed {
            ReferendumIndex index;
            Tally tally;
        };
        /// A referendum was approved and its proposal planned. Nobody deposits it, in the reference neither.
        struct Approved {
            ReferendumIndex index;
        };
        /// A referendum did not pass in time.
        struct Rejected {
            ReferendumIndex index;
            Tally tally;
        };
        /// The decision on a referendum did not begin in time.
        struct TimedOut {
            ReferendumIndex index;
            Tally tally;
        };
        /// A referendum was cancelled.
        struct Cancelled {
            ReferendumIndex index;
            Tally tally;
        };
        /// A referendum was cancelled and its deposits taken.
        struct Killed {
            ReferendumIndex index;
            Tally tally;
        };
        /// The submission deposit was returned.
        struct SubmissionDepositRefunded {
            ReferendumIndex index;
            AccountId who;
            Balance amount;
        };
        /// A referendum has another description.
        struct MetadataSet {
            ReferendumIndex index;
            Hash256 hash;
        };
        /// A referendum has no description any more.
        struct MetadataCleared {
            ReferendumIndex index;
            Hash256 hash;
        };
        using list = List<Submitted, DecisionDepositPlaced, DecisionDepositRefunded, DepositSlashed, DecisionStarted,
                          ConfirmStarted, ConfirmAborted, Confirmed, Approved, Rejected, TimedOut, Cancelled, Killed,
                          SubmissionDepositRefunded, MetadataSet, MetadataCleared>;
    };

    enum class Error : uint8_t {
        /// The referendum is over, or never was.
        NotOngoing,
        /// The decision deposit is there already.
        HasDeposit,
        /// There is no such track.
        BadTrack,
        /// Too many referenda wait on the track.
        Full,
        /// No referendum waits on the track.
        QueueEmpty,
        /// There is no such referendum.
        BadReferendum,
        /// There is nothing to do.
        NothingToDo,
        /// The origin of the proposal has no track.
        NoTrack,
        /// The deposit stays until the referendum is over.
        Unfinished,
        /// The referendum is somebody else's.
        NoPermission,
        /// There is no deposit, or not any more.
        NoDeposit,
        /// The submission deposit is not returned after such an end.
        BadStatus,
        /// There is no such preimage.
        PreimageNotExist,
        /// The preimage is there, and is longer or shorter than was said.
        PreimageStoredWithDifferentLength,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Proposes to make a call with an origin.
    ///
    /// Origin: SubmitOrigin. Errors: PreimageStoredWithDifferentLength, NoTrack, those of Currency::reserve.
    struct submit {
        scale::Boxed<OriginCaller> proposal_origin;
        Proposal proposal;
        DispatchTime enactment_moment;
        Weight weight() const { return T::kWeights.submit(); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    /// Places the deposit without which nothing is decided.
    ///
    /// Origin: signed. Errors: NotOngoing, HasDeposit, those of Currency::reserve.
    struct place_decision_deposit {
        ReferendumIndex index{};
        Weight weight() const { return max_weight_of_deposit(); }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    /// Returns the decision deposit of a referendum that is over to whoever placed it.
    ///
    /// Origin: signed or Root. Errors: BadReferendum, Unfinished, NoDeposit.
    struct refund_decision_deposit {
        ReferendumIndex index{};
        Weight weight() const { return T::kWeights.refund_decision_deposit(); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    /// Ends a referendum; its deposits can be taken back.
    ///
    /// Origin: CancelOrigin. Errors: NotOngoing.
    struct cancel {
        ReferendumIndex index{};
        Weight weight() const { return T::kWeights.cancel(); }
        DispatchResult operator()(Origin<typename T::CancelOrigin>) const;
    };
    /// Ends a referendum and takes its deposits.
    ///
    /// Origin: KillOrigin. Errors: NotOngoing.
    struct kill {
        ReferendumIndex index{};
        Weight weight() const { return T::kWeights.kill(); }
        DispatchResult operator()(Origin<typename T::KillOrigin>) const;
    };
    /// Looks at a referendum again: what alarms call.
    ///
    /// Origin: Root. Errors: NotOngoing.
    struct nudge_referendum {
        ReferendumIndex index{};
        Weight weight() const { return max_weight_of_nudge(); }
        DispatchResultWithPostInfo operator()(Root) const;
    };
    /// Gives a place that has become free on a track to the next one: what follows the end of a decision.
    ///
    /// Origin: Root. Errors: BadTrack.
    struct one_fewer_deciding {
        TrackId track{};
        Weight weight() const { return max_weight_of_one_fewer(); }
        DispatchResultWithPostInfo operator()(Root) const;
    };
    /// Returns the submission deposit of an approved or cancelled referendum to whoever submitted it.
    ///
    /// Origin: signed or Root. Errors: BadReferendum, BadStatus, NoDeposit.
    struct refund_submission_deposit {
        ReferendumIndex index{};
        Weight weight() const { return T::kWeights.refund_submission_deposit(); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    /// Sets the description of a referendum, or removes it; of one that is over anybody may remove it.
    ///
    /// Origin: whoever submitted it. Errors: NotOngoing, NoPermission, PreimageNotExist.
    struct set_metadata {
        ReferendumIndex index{};
        std::optional<Hash256> maybe_hash;
        Weight weight() const { return maybe_hash ? T::kWeights.set_some_metadata() : T::kWeights.clear_metadata(); }
        DispatchResult operator()(Signed who) const;
    };
    using Calls =
        List<At<0, submit>, At<1, place_decision_deposit>, At<2, refund_decision_deposit>, At<3, cancel>, At<4, kill>,
             At<5, nudge_referendum>, At<6, one_fewer_deciding>, At<7, refund_submission_deposit>, At<8, set_metadata>>;

    static TryStateResult try_state();

    // For pallets that count votes (sdk/traits/polling.hpp). The class of a poll is its track.

    using Class = TrackId;
    using Index = ReferendumIndex;
    using PollStatus = sdk::PollStatus<Tally, TrackId>;
    static std::vector<TrackId> classes();
    static std::optional<std::pair<Tally, TrackId>> as_ongoing(ReferendumIndex index);
    /// After `f` an ongoing referendum is looked at in the next block, unless `f` failed.
    template <class F>
    static auto access_poll(ReferendumIndex index, F&& f);

    // For other pallets and tools.

    /// Errors: NotOngoing.
    static ResultOf<Status> ensure_ongoing(ReferendumIndex index);
    /// Whether it would pass now. Errors: BadReferendum, NotOngoing.
    static ResultOf<bool> is_referendum_passing(ReferendumIndex index);

  private:
    /// What `service` found to do; weights differ by it.
    enum class Branch : uint8_t {
        kFail,
        kNoDeposit,
        kPreparing,
        kQueued,
        kNotQueued,
        kRequeuedInsertion,
        kRequeuedSlide,
        kBeginDecidingPassing,
        kBeginDecidingFailing,
        kBeginConfirming,
        kContinueConfirming,
        kEndConfirming,
        kContinueNotConfirming,
        kApproved,
        kRejected,
        kTimedOut,
    };
    struct Serviced {
        Info info;
        bool dirty;  ///< it must be stored
        Branch branch;
    };
    struct Begun {
        BlockNumber alarm;
        Branch branch;
    };

    static Weight weight_of_nudge(Branch branch);
    static std::optional<Weight> weight_of_deposit(Branch branch);
    static Weight weight_of_one_fewer(std::optional<Branch> begun);
    static Weight max_weight_of_nudge();
    static Weight max_weight_of_deposit();
    static Weight max_weight_of_one_fewer();

    static const TrackInfo* track(TrackId id);
    static Serviced service(BlockNumber now, ReferendumIndex index, Status status);
    static Branch requeue(ReferendumIndex index, const Status& status);
    static Begun begin_deciding(Status& status, ReferendumIndex index, BlockNumber now, const TrackInfo& track);
    static std::optional<Begun> ready_for_deciding(BlockNumber now, const TrackInfo& track, ReferendumIndex index,
                                                   Status& status);
    static BlockNumber decision_time(const DecidingStatus& deciding, const Tally& tally, TrackId id,
                                     const TrackInfo& track);
    static bool is_passing(const Tally& tally, BlockNumber elapsed, TrackId id, const TrackInfo& track);
    static void schedule_enactment(ReferendumIndex index, const TrackInfo& track, const Status& status);

    static std::optional<std::tuple<BlockNumber, TaskAddress>> set_alarm(const RuntimeCall& call, BlockNumber when);
    static bool ensure_alarm_at(Status& status, ReferendumIndex index, BlockNumber alarm);
    static bool ensure_no_alarm(Status& status);
    static void note_one_fewer_deciding(TrackId track);

    static ResultOf<Deposit> take_deposit(const AccountId& who, Balance amount);
    static void slash_deposit(const Deposit& deposit);
    static void clear_metadata(ReferendumIndex index);
};

}  // namespace serinus::pallet_referenda

#include "runtime/pallets/referenda/polling.ipp"
#include "runtime/sdk/traits/preimages.hpp"
#include "runtime/sdk/traits/schedule.hpp"
