/// What the pallets of leases say to each other: lease periods, ranges of them, and how far an auction has come.
/// Source: polkadot_runtime_common::{traits, slot_range} 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/parachains/types.hpp"
#include "runtime/sdk/dispatch_error.hpp"

namespace serinus::polkadot_runtime_common {

using polkadot_primitives::ParaId;
using LeasePeriod = uint32_t;  ///< number of a period, counted from the first

/// Why a lease was not given.
enum class LeaseError : uint8_t { ReserveFailed, AlreadyLeased, AlreadyEnded, NoLeasePeriod };

/// The period that a block belongs to.
struct PeriodOf {
    LeasePeriod index = 0;
    bool is_first_block = false;
};

/// How far an auction has come.
struct AuctionStatus {
    enum class Phase : uint8_t {
        NotStarted,
        Starting,  ///< bids count until they are beaten
        Ending,    ///< any sample of this time may be the end in hindsight
        VrfDelay,  ///< over; the randomness that chooses the sample is not there yet
    };
    Phase phase = Phase::NotStarted;
    primitives::BlockNumber sample = 0;      ///< of the ending period
    primitives::BlockNumber sub_sample = 0;  ///< blocks since the sample began

    bool is_starting() const { return phase == Phase::Starting; }
    bool is_ending() const { return phase == Phase::Ending; }
    bool is_vrf() const { return phase == Phase::VrfDelay; }
};

/// Consecutive lease periods of the eight that an auction is about. Ranges are numbered by their first period, then by
/// their last: 0..=0, 0..=1, …, 7..=7.
struct SlotRange {
    static constexpr uint32_t kPeriods = 8;                            ///< in an auction
    static constexpr uint32_t kCount = kPeriods * (kPeriods + 1) / 2;  ///< of ranges

    uint32_t first = 0;  ///< 0 to 7
    uint32_t last = 0;   ///< first to 7

    uint32_t index() const { return first * kPeriods - first * (first + 1) / 2 + last; }
    uint32_t length() const { return last - first + 1; }

    /// The range from period `first` to period `last` of an auction that begins with `current`; nullopt if that has
    /// not got it. Sums wrap around, as the reference's do.
    static std::optional<SlotRange> new_bounded(LeasePeriod current, LeasePeriod first, LeasePeriod last) {
        if (first > last || first < current || last >= current + kPeriods) return std::nullopt;
        return SlotRange{first - current, last - current};
    }
};

// What the pallets want of each other. Source: polkadot_runtime_common::traits

/// Knows the paras and who manages them, and changes their kind.
template <class R>
concept ParaRegistrar = requires(ParaId para) {
    { R::manager_of(para) } -> std::same_as<std::optional<sdk::AccountId>>;
    { R::parachains() } -> std::same_as<std::vector<ParaId>>;
    { R::is_registered(para) } -> std::same_as<bool>;
    { R::make_parachain(para) } -> std::same_as<sdk::DispatchResult>;
    { R::make_parathread(para) } -> std::same_as<sdk::DispatchResult>;
};

/// Gives leases against deposits.
template <class L>
concept ParaLeaser =
    requires(ParaId para, const sdk::AccountId& who, sdk::Balance amount, LeasePeriod period, sdk::BlockNumber block) {
        { L::lease_out(para, who, amount, period, period) } -> std::same_as<Result<void, LeaseError>>;
        { L::deposit_held(para, who) } -> std::same_as<sdk::Balance>;
        { L::lease_period_index(block) } -> std::same_as<std::optional<PeriodOf>>;
        { L::already_leased(para, period, period) } -> std::same_as<bool>;
    };

/// Holds auctions of leases, in which others may bid.
template <class A>
concept ParaAuctioneer =
    requires(ParaId para, const sdk::AccountId& who, sdk::Balance amount, LeasePeriod period, sdk::BlockNumber block) {
        { A::auction_status(block) } -> std::same_as<AuctionStatus>;
        { A::place_bid(who, para, period, period, amount) } -> std::same_as<sdk::DispatchResult>;
        { A::lease_period_index(block) } -> std::same_as<std::optional<PeriodOf>>;
        { A::has_won_an_auction(para, who) } -> std::same_as<bool>;
    };

/// Notified when two paras have changed places.
template <class L>
concept OnSwap = requires(ParaId one, ParaId other) { L::on_swap(one, other); };

}  // namespace serinus::polkadot_runtime_common
