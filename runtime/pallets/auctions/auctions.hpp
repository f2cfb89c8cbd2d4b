/// Auctions: who leases the next eight lease periods. Bids are for a range of them; at the end the ranges that bring
/// most together win.
///
/// An auction is a *candle*: after a starting period comes an ending period, of whose samples one, chosen by randomness
/// that is known only later, was the end. A bid counts from its sample on, so that to wait is to risk.
///
/// Invariant: what a bidder has reserved for a para is in ReservedAmounts; it covers the largest bid beyond the deposit
/// of the present lease.
///
/// Source: polkadot_runtime_common::auctions 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/auctions/weights.hpp"
#include "runtime/pallets/parachains/leasing.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/randomness.hpp"

namespace serinus::polkadot_runtime_common::auctions {

using namespace sdk;

using AuctionIndex = uint32_t;

struct Constants {
    BlockNumber EndingPeriod;      ///< blocks of which any may be the end
    BlockNumber SampleLength;      ///< blocks of a sample of it
    uint32_t SlotRangeCount;       ///< ranges that one can bid for
    uint32_t LeasePeriodsPerSlot;  ///< periods of an auction
};

/// `T`: Currency, Leaser (Slots), Registrar (`is_registered`), Randomness, System, InitiateOrigin, kConstants,
/// kDbWeight, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && sdk::Randomness<typename T::Randomness> && requires {
    typename T::Currency;
    typename T::InitiateOrigin;
    typename T::Leaser;
    typename T::Registrar;
    typename T::System;
    T::kWeights;
    { T::kConstants } -> std::convertible_to<Constants>;
    { T::kDbWeight } -> std::convertible_to<RuntimeDbWeight>;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(auctions::Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(ReservableCurrency<typename T::Currency>);
        static_assert(ParaRegistrar<typename T::Registrar> && ParaLeaser<typename T::Leaser>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Initiator = Origin<typename T::InitiateOrigin>;
    using Currency = typename T::Currency;
    using Bid = std::tuple<AccountId, ParaId, Balance>;
    /// The best bid for each range, by the range's index.
    using WinningData = std::array<std::optional<Bid>, SlotRange::kCount>;

    struct Storage {
        /// How many auctions there were.
        Value<AuctionIndex, OrDefault> AuctionCounter;
        /// The first lease period of the auction that runs, and the block with which it begins to end.
        Value<std::pair<LeasePeriod, BlockNumber>> AuctionInfo;
        /// What bidders have reserved for a para.
        Map<Twox64Concat<std::pair<AccountId, ParaId>>, Balance> ReservedAmounts;
        /// The best bids at each sample of the ending period; before it they stand at sample 0.
        Map<Twox64Concat<BlockNumber>, WinningData> Winning;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// An auction has started: its first lease period, and when it begins to end.
        struct AuctionStarted {
            AuctionIndex auction_index{};
            LeasePeriod lease_period{};
            BlockNumber ending{};
        };
        /// An auction is over; what was reserved for it is free.
        struct AuctionClosed {
            AuctionIndex auction_index{};
        };
        /// Money was reserved for a bid: now, and in all.
        struct Reserved {
            AccountId bidder;
            Balance extra_reserved{};
            Balance total_amount{};
        };
        /// A bidder has no best bid any more and gets the money back.
        struct Unreserved {
            AccountId bidder;
            Balance amount{};
        };
        /// The winner had a lease for one of these periods. There is no second one, and the money stays reserved.
        struct ReserveConfiscated {
            ParaId para_id;
            AccountId leaser;
            Balance amount{};
        };
        /// A bid is the best for its range.
        struct BidAccepted {
            AccountId bidder;
            ParaId para_id;
            Balance amount{};
            LeasePeriod first_slot{};
            LeasePeriod last_slot{};
        };
        /// The sample that was the end.
        struct WinningOffset {
            AuctionIndex auction_index{};
            BlockNumber block_number{};
        };
        using list =
            List<AuctionStarted, AuctionClosed, Reserved, Unreserved, ReserveConfiscated, BidAccepted, WinningOffset>;
    };

    enum class Error : uint8_t {
        /// An auction runs.
        AuctionInProgress,
        /// The lease period is over.
        LeasePeriodInPast,
        /// There is no such para.
        ParaNotRegistered,
        /// The auction is none, or not the present one.
        NotCurrentAuction,
        /// No auction runs.
        NotAuction,
        /// The auction is over.
        AuctionEnded,
        /// The para has a lease for one of the periods.
        AlreadyLeasedOut,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Starts an auction of eight lease periods that begins to end after `duration` blocks. Origin: InitiateOrigin.
    /// Errors: AuctionInProgress, LeasePeriodInPast.
    struct new_auction {
        Compact<BlockNumber> duration;
        Compact<LeasePeriod> lease_period_index;
        static constexpr auto kClass = DispatchClass::Operational;
        Weight weight() const { return T::kWeights.new_auction(); }
        DispatchResult operator()(Initiator) const;
    };
    /// Bids for the periods from `first_slot` to `last_slot`. A bid that is not the best has no effect. Origin: signed.
    /// Errors: ParaNotRegistered, NotCurrentAuction, NotAuction, AuctionEnded, AlreadyLeasedOut, Other (a range that
    /// the auction has not got), those of Currency.
    struct bid {
        Compact<ParaId> para;
        Compact<AuctionIndex> auction_index;
        Compact<LeasePeriod> first_slot;
        Compact<LeasePeriod> last_slot;
        Compact<Balance> amount;
        Weight weight() const { return T::kWeights.bid(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Ends an auction without winners. Origin: root.
    struct cancel_auction {
        Weight weight() const { return T::kWeights.cancel_auction(); }
        DispatchResult operator()(Root) const;
    };
    using Calls = List<At<0, new_auction>, At<1, bid>, At<2, cancel_auction>>;

    static Weight on_initialize(BlockNumber now);

    // Auctioneer
    static AuctionStatus auction_status(BlockNumber now);
    /// In the auction that runs. Errors: as bid.
    static DispatchResult place_bid(const AccountId& bidder, ParaId para, LeasePeriod first, LeasePeriod last,
                                    Balance amount);
    static std::optional<PeriodOf> lease_period_index(BlockNumber block);
    static bool has_won_an_auction(ParaId para, const AccountId& bidder);

  private:
    static DispatchResult handle_bid(const AccountId& bidder, ParaId para, AuctionIndex auction, LeasePeriod first,
                                     LeasePeriod last, Balance amount);
    static DispatchResult reserve_for_bid(const AccountId& bidder, ParaId para, Balance amount);
    static void release_outbid(const Bid& outbid, const WinningData& winning);
    static std::optional<WinningData> previous_winning(BlockNumber sample);
    static std::optional<std::pair<WinningData, LeasePeriod>> check_auction_end(BlockNumber now);
    static void manage_auction_end(LeasePeriod first_period, const WinningData& winning);
    static std::vector<SlotRange> calculate_winners(const WinningData& winning);
    static void unreserve_all();
};

}  // namespace serinus::polkadot_runtime_common::auctions
