/// What Staking stores and reports.
/// Source: pallet_staking 23.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/pallets/staking/exposure.hpp"
#include "runtime/pallets/staking/slashing_spans.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/traits/election.hpp"

namespace serinus::pallet_staking {

using sdk::AccountId;
using sdk::Balance;
using sdk::Compact;
using sdk::EraIndex;
using sdk::List;
using sdk::Param;
using sdk::Perbill;
using sdk::Percent;
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
    using Chunk = UnlockChunk<Balance>;

    AccountId stash;
    Compact<Balance> total;
    Compact<Balance> active;                                                  ///< what counts in elections
    sdk::BoundedVec<Chunk, T::kConstants.MaxUnlockingChunks> unlocking{};     ///< the earliest first
    sdk::BoundedVec<EraIndex, T::kConstants.HistoryDepth> claimed_rewards{};  ///< ascending

    /// Without the chunks that can be withdrawn in that era.
    void consolidate_unlocked(EraIndex current_era);
    /// Takes up to `value` back from the youngest chunks; says how much it was.
    Balance rebond(Balance value);
    /// Takes up to `amount` for an offence in `slash_era`, and tells the listeners; says how much it was. What is then
    /// left of active stake or of a chunk and below `minimum_balance` is taken as well.
    ///
    /// If there are chunks that were still at stake in that era, active stake and these chunks lose the same share,
    /// rounded up, then the older chunks from the youngest on what is missing. Else active stake pays first, then the
    /// chunks from the youngest on.
    Balance slash(Balance amount, Balance minimum_balance, EraIndex slash_era);
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

}  // namespace pallet::pallet

}  // namespace serinus::pallet_staking
