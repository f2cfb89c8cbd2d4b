/// What Staking stores and reports besides or otherwise with the release of July 2025.
/// Source: pallet_staking 42, sp_staking 40
#pragma once

#include "runtime/pallets/staking/types.hpp"

namespace serinus::sp_staking {

using sdk::List;
using sdk::Param;
using Page = uint32_t;

/// What one nominator has at stake for a validator.
template <class AccountId, class Balance>
struct IndividualExposure {
    using Params = List<Param<"AccountId", AccountId>, Param<"Balance", Balance>>;

    AccountId who;
    scale::Compact<Balance> value;
    friend bool operator==(const IndividualExposure&, const IndividualExposure&) = default;
};

/// What is at stake for a validator; all of it can be slashed.
template <class AccountId, class Balance>
struct Exposure {
    using Params = List<Param<"AccountId", AccountId>, Param<"Balance", Balance>>;

    scale::Compact<Balance> total;
    scale::Compact<Balance> own;
    std::vector<IndividualExposure<AccountId, Balance>> others;
    friend bool operator==(const Exposure&, const Exposure&) = default;
};

/// Some of the nominators behind a validator.
template <class AccountId, class Balance>
struct ExposurePage {
    using Params = List<Param<"AccountId", AccountId>, Param<"Balance", Balance>>;

    scale::Compact<Balance> page_total;  ///< of these
    std::vector<IndividualExposure<AccountId, Balance>> others;
    friend bool operator==(const ExposurePage&, const ExposurePage&) = default;
};

/// An exposure whose nominators stand in pages.
template <class Balance>
struct PagedExposureMetadata {
    using Params = List<Param<"Balance", Balance>>;

    scale::Compact<Balance> total;
    scale::Compact<Balance> own;
    uint32_t nominator_count{};
    Page page_count{};
    friend bool operator==(const PagedExposureMetadata&, const PagedExposureMetadata&) = default;
};

}  // namespace serinus::sp_staking

namespace serinus::pallet_staking {

using sp_staking::Page;

/// The bond of a stash. `total` is `active` and all of `unlocking`.
template <class T>
struct StakingLedgerOf2025 {
    using Params = List<Param<"T">>;

    AccountId stash;
    Compact<Balance> total;
    Compact<Balance> active;                                                              ///< what counts in elections
    sdk::BoundedVec<UnlockChunk<Balance>, T::kConstants.MaxUnlockingChunks> unlocking{};  ///< the earliest first
    /// Eras that were paid before exposures had pages, ascending.
    sdk::BoundedVec<EraIndex, T::kConstants.HistoryDepth> legacy_claimed_rewards{};
};

namespace pallet::pallet {

/// Why money is on hold.
enum class HoldReason : uint8_t {
    /// A stake.
    Staking,
};

}  // namespace pallet::pallet

}  // namespace serinus::pallet_staking
