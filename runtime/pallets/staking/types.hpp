/// What Staking stores and reports.
/// Source: pallet-staking 42, sp-staking 40
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/pallets/staking/exposure.hpp"
#include "runtime/pallets/staking/slashing_spans.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/traits/election.hpp"

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

using sdk::AccountId;
using sdk::Balance;
using sdk::Compact;
using sdk::EraIndex;
using sdk::List;
using sdk::Param;
using sdk::Perbill;
using sdk::Percent;
using sp_staking::Page;
using sp_staking::SessionIndex;

/// The era whose validators are at work.
struct ActiveEraInfo {
    EraIndex index{};
    std::optional<uint64_t> start;  ///< ms since 1970; set at the end of the era's first block
};

/// Points that validators have earned in an era; they share its payout by them.
template <class AccountId>
struct EraRewardPoints {
    using Params = List<Param<"AccountId", AccountId>>;

    uint32_t total{};
    std::map<AccountId, uint32_t> individual;
};

/// Where the rewards of a stash go.
template <class AccountId>
struct RewardDestination {
    using Params = List<Param<"AccountId", AccountId>>;

    /// To the stash, and at stake.
    struct Staked {
        friend bool operator==(Staked, Staked) = default;
    };
    /// To the stash.
    struct Stash {
        friend bool operator==(Stash, Stash) = default;
    };
    /// To the controller.
    struct Controller {
        friend bool operator==(Controller, Controller) = default;
    };
    /// To that account.
    struct Account {
        AccountId _0;
        friend bool operator==(const Account&, const Account&) = default;
    };
    /// Nowhere: the stash gets none.
    struct None {
        friend bool operator==(None, None) = default;
    };
    std::variant<Staked, Stash, Controller, Account, None> v;
    friend bool operator==(const RewardDestination&, const RewardDestination&) = default;
};

/// What a validator wants.
struct ValidatorPrefs {
    Compact<Perbill> commission;  ///< its part of the payout before it is shared
    bool blocked{};               ///< nobody else may begin to nominate it
    friend bool operator==(const ValidatorPrefs& a, const ValidatorPrefs& b) {
        return a.commission.value == b.commission.value && a.blocked == b.blocked;
    }
};

/// A part of a bond that is on its way out.
template <class Balance>
struct UnlockChunk {
    using Params = List<Param<"Balance", Balance>>;

    Compact<Balance> value;
    Compact<EraIndex> era;  ///< from which on it can be withdrawn
    friend bool operator==(const UnlockChunk&, const UnlockChunk&) = default;
};

/// The bond of a stash. `total` is `active` and all of `unlocking`.
template <class T>
struct StakingLedger {
    using Params = List<Param<"T">>;

    AccountId stash;
    Compact<Balance> total;
    Compact<Balance> active;                                                              ///< what counts in elections
    sdk::BoundedVec<UnlockChunk<Balance>, T::kConstants.MaxUnlockingChunks> unlocking{};  ///< the earliest first
    /// Eras that were paid before exposures had pages, ascending.
    sdk::BoundedVec<EraIndex, T::kConstants.HistoryDepth> legacy_claimed_rewards{};
};

/// Whom a nominator has chosen.
template <class T>
struct Nominations {
    using Params = List<Param<"T">>;

    sdk::BoundedVec<AccountId, T::kMaxNominations> targets{};
    EraIndex submitted_in{};
    bool suppressed{};  ///< unused
};

/// A slash that waits for its era.
template <class AccountId, class Balance>
struct UnappliedSlash {
    using Params = List<Param<"AccountId", AccountId>, Param<"Balance", Balance>>;

    AccountId validator;
    Balance own{};
    std::vector<std::pair<AccountId, Balance>> others;  ///< nominators
    std::vector<AccountId> reporters;
    Balance payout{};  ///< to the reporters together
};

/// Whether eras end before their time.
enum class Forcing : uint8_t {
    NotForcing,
    ForceNew,     ///< once, as soon as possible
    ForceNone,    ///< no new era
    ForceAlways,  ///< with each session
};

namespace pallet::pallet {

/// A change of a parameter.
template <class T>
struct ConfigOp {
    using Params = List<Param<"T", T>>;

    struct Noop {
        friend bool operator==(Noop, Noop) = default;
    };
    struct Set {
        T _0{};
        friend bool operator==(const Set&, const Set&) = default;
    };
    struct Remove {
        friend bool operator==(Remove, Remove) = default;
    };
    std::variant<Noop, Set, Remove> v;
    friend bool operator==(const ConfigOp&, const ConfigOp&) = default;
};

/// Why money is on hold.
enum class HoldReason : uint8_t {
    /// A stake.
    Staking,
};

}  // namespace pallet::pallet

}  // namespace serinus::pallet_staking
