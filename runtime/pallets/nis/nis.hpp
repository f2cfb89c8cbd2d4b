/// Nis, non-interactive staking: who gives money away for some weeks or years gets back the same share of the issuance.
/// Pallet: nis
///
/// Bids stand in queues, one for each number of base periods, with their money on hold. Every IntakePeriod bids become
/// receipts, those of the longest duration first, until the receipts are the target share of the issuance. A receipt
/// may be thawed once it has expired; how much of the issuance can be thawed in a time is limited. What a receipt is
/// worth by then beyond what its owner has on hold comes from the pot, the account of this pallet. A receipt may be
/// made communal: its money goes to the pot, its owner gets counterparts, which can be traded, and with which anybody
/// may thaw it or make it private again.
///
/// Invariants (checked by try_state()): QueueTotals are those of the queues, and Summary is that of the receipts.
#pragma once

#include "runtime/pallets/nis/types.hpp"
#include "runtime/pallets/nis/weights.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/pallet_id.hpp"
#include "runtime/sdk/traits/fungible.hpp"
#include "runtime/sdk/traits/on_unbalanced.hpp"
#include "runtime/sdk/traits/parameters.hpp"

namespace serinus::pallet_nis {

using namespace sdk;
using HoldReason = pallet::HoldReason;
using ReceiptIndex = uint32_t;
using Bid = pallet::Bid<Balance, AccountId>;
using Receipt = pallet::ReceiptRecord<AccountId, BlockNumber, Balance>;
using SummaryRecord = pallet::SummaryRecord<BlockNumber, Balance>;
using QueueTotal = std::pair<uint32_t, Balance>;  ///< bids and their amounts

struct Constants {
    /// The letters of the account with the pot.
    frame_support::PalletId PalletId;
    /// How many queues there are: the longest duration, in base periods.
    uint32_t QueueCount;
    /// The most bids in a queue.
    uint32_t MaxQueueLen;
    /// How many of them, at the end that is served first, stand in the order in which they came.
    uint32_t FifoQueueLen;
    /// The unit of durations, in blocks.
    BlockNumber BasePeriod;
    /// The least bid.
    Balance MinBid;
    /// The least share that may be left of a receipt.
    Perquintill MinReceipt;
    /// How many blocks are between two intakes.
    BlockNumber IntakePeriod;
    /// What an intake may weigh.
    Weight MaxIntakeWeight;
    /// How much may be thawed, in how many blocks.
    std::pair<Perquintill, BlockNumber> ThawThrottle;
};

/// What the money of all is, as the receipts see it.
struct IssuanceInfo {
    Balance holdings{};   ///< the pot, and what owners have on hold for receipts
    Balance other{};      ///< the rest of the active issuance
    Balance effective{};  ///< what it would be if all receipts were thawed at once
    Balance required{};   ///< what the holdings must be for that
};

/// What a configuration has. If it likes: IgnoredIssuance (a Parameter), which does not count as issued.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires(Perquintill share) {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::Counterpart;
    typename T::Currency;
    typename T::Deficit;
    typename T::FundOrigin;
    typename T::System;
    T::kWeights;
    { T::target() } -> std::same_as<Perquintill>;
    { T::counterpart_amount(share) } -> std::same_as<Balance>;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(FungibleHold<typename T::Currency> && FungibleMutate<typename T::Currency>);
        static_assert(FungibleBalanced<typename T::Currency>);
        static_assert(FungibleMutate<typename T::Counterpart>);
        static_assert(OnUnbalanced<typename T::Deficit, DebtOf<typename T::Currency>>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Queue = BoundedVec<Bid, T::kConstants.MaxQueueLen>;
    using Totals = BoundedVec<QueueTotal, T::kConstants.QueueCount>;

    static Totals empty_totals() { return Totals::truncate_from(std::vector<QueueTotal>(T::kConstants.QueueCount)); }

    struct Storage {
        /// How many bids each queue has, and what they amount to; the shortest duration first.
        Value<Totals, OrDefault> QueueTotals{.on_empty = [] { return empty_totals(); }};
        /// Bids by their durations; the last one is served first.
        Map<Blake2_128Concat<uint32_t>, Queue, OrDefault> Queues;
        /// All receipts together.
        Value<SummaryRecord, OrDefault> Summary;
        /// The receipts.
        Map<Blake2_128Concat<ReceiptIndex>, Receipt> Receipts;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// Somebody wants a receipt.
        struct BidPlaced {
            AccountId who;
            Balance amount;
            uint32_t duration;
        };
        /// Somebody no longer wants a receipt.
        struct BidRetracted {
            AccountId who;
            Balance amount;
            uint32_t duration;
        };
        /// A bid fell out of a full queue because of a larger one.
        struct BidDropped {
            AccountId who;
            Balance amount;
            uint32_t duration;
        };
        /// A bid, or a part of it, became a receipt.
        struct Issued {
            ReceiptIndex index;
            BlockNumber expiry;
            AccountId who;
            Perquintill proportion;
            Balance amount;
        };
        /// A receipt was thawed, to a part unless it was dropped.
        struct Thawed {
            ReceiptIndex index;
            AccountId who;
            Perquintill proportion;
            Balance amount;
            bool dropped;
        };
        /// The pot got what it lacked.
        struct Funded {
            Balance deficit;
        };
        /// A receipt has another owner.
        struct Transferred {
            AccountId from;
            AccountId to;
            ReceiptIndex index;
        };
        using list = List<BidPlaced, BidRetracted, BidDropped, Issued, Thawed, Funded, Transferred>;
    };

    enum class Error : uint8_t {
        /// A duration is at least one period.
        DurationTooSmall,
        /// There is no queue for such a duration.
        DurationTooBig,
        /// The bid is below the least one.
        AmountTooSmall,
        /// The queue is full of larger bids.
        BidTooLow,
        /// There is no such receipt.
        UnknownReceipt,
        /// The receipt is not the caller's.
        NotOwner,
        /// The receipt has not expired yet.
        NotExpired,
        /// There is no such bid.
        UnknownBid,
        /// The receipt is worth less.
        PortionTooBig,
        /// The pot has not enough.
        Unfunded,
        /// The pot lacks nothing.
        AlreadyFunded,
        /// Too much was thawed in this period.
        Throttled,
        /// Too little would be left of the receipt.
        MakesDust,
        /// The receipt is communal.
        AlreadyCommunal,
        /// The receipt is private.
        AlreadyPrivate,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Bids an amount for a number of base periods; it goes on hold. Origin: signed.
    /// Errors: AmountTooSmall, DurationTooSmall, DurationTooBig, BidTooLow, those of a hold.
    struct place_bid {
        Compact<Balance> amount;
        uint32_t duration{};
        Weight weight() const { return T::kWeights.place_bid_max(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Takes a bid back. Origin: signed. Errors: DurationTooSmall, DurationTooBig, UnknownBid.
    struct retract_bid {
        Compact<Balance> amount;
        uint32_t duration{};
        Weight weight() const { return T::kWeights.retract_bid(T::kConstants.MaxQueueLen); }
        DispatchResult operator()(Signed who) const;
    };
    /// Makes the money that the pot lacks. Origin: the configuration's. Errors: AlreadyFunded.
    struct fund_deficit {
        Weight weight() const { return T::kWeights.fund_deficit(); }
        DispatchResult operator()(Origin<typename T::FundOrigin>) const;
    };
    /// Thaws a private receipt that has expired, or a share of the issuance of it. Origin: its owner.
    /// Errors: UnknownReceipt, AlreadyCommunal, NotOwner, NotExpired, PortionTooBig, MakesDust, Throttled, Unfunded.
    struct thaw_private {
        Compact<ReceiptIndex> index;
        std::optional<Perquintill> maybe_proportion;
        Weight weight() const { return T::kWeights.thaw_private(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Thaws a communal receipt that has expired against its counterparts. Origin: signed.
    /// Errors: UnknownReceipt, NotOwner (it is private), NotExpired, Throttled, Unfunded, those of burning.
    struct thaw_communal {
        Compact<ReceiptIndex> index;
        Weight weight() const { return T::kWeights.thaw_communal(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Makes counterparts of a private receipt. Origin: its owner. Errors: UnknownReceipt, AlreadyCommunal, NotOwner,
    /// Unfunded.
    struct communify {
        Compact<ReceiptIndex> index;
        Weight weight() const { return T::kWeights.communify(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Makes a communal receipt the caller's against its counterparts. Origin: signed. Errors: UnknownReceipt,
    /// AlreadyPrivate, those of burning and of holds.
    struct privatize {
        Compact<ReceiptIndex> index;
        Weight weight() const { return T::kWeights.privatize(); }
        DispatchResult operator()(Signed who) const;
    };
    using Calls = List<At<0, place_bid>, At<1, retract_bid>, At<2, fund_deficit>, At<3, thaw_private>,
                       At<4, thaw_communal>, At<5, communify>, At<6, privatize>>;

    /// Every IntakePeriod: bids become receipts.
    static Weight on_initialize(BlockNumber now);
    static TryStateResult try_state();

    static AccountId account_id() { return account_of(T::kConstants.PalletId); }
    static IssuanceInfo issuance();
    /// Gives a private receipt to another account, with what is on hold for it. For other pallets.
    /// Errors: UnknownAsset, AlreadyCommunal, those of moving what is on hold.
    static DispatchResult transfer(ReceiptIndex index, const AccountId& to);

  private:
    using Currency = typename T::Currency;
    using Hold = Holding<Currency, HoldReason::NftReceipt>;

    /// What an intake has weighed.
    struct Meter {
        Weight used = Weight::zero();

        bool accepts(Weight weight) const;
        /// False, and nothing is counted, beyond MaxIntakeWeight.
        bool count(Weight weight);
    };

    static IssuanceInfo issuance_with(const SummaryRecord& summary);
    static ResultOf<size_t> queue_of(uint32_t duration);
    static Totals totals();
    /// Counts what is thawed now. Errors: Throttled.
    static DispatchResult throttle(SummaryRecord& summary, Perquintill proportion);
    static void process_queues(Meter& meter);
    static void process_queue(uint32_t duration, const IssuanceInfo& issuance, Balance& remaining, QueueTotal& total,
                              SummaryRecord& summary, Meter& meter);
    static std::optional<Bid> process_bid(Bid bid, BlockNumber expiry, const IssuanceInfo& issuance, Balance& remaining,
                                          Balance& queue_amount, SummaryRecord& summary);
};

}  // namespace serinus::pallet_nis
