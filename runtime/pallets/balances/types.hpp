/// What Balances stores. System knows AccountData too: on Kusama it keeps it.
#pragma once

#include "runtime/sdk/metadata_names.hpp"
#include "runtime/sdk/traits/tokens.hpp"

namespace serinus::pallet_balances::types {

using sdk::List;
using sdk::LockIdentifier;
using sdk::Param;
using sdk::WithdrawReasons;

/// Bits about an account. The highest says that its locks and reserves are counted as a consumer reference
/// ("new logic"); accounts from before that change lack it until they are touched or upgraded.
struct ExtraFlags {
    static constexpr uint128_t kNewLogic = uint128_t{1} << 127;

    uint128_t _0 = kNewLogic;

    constexpr bool is_new_logic() const { return (_0 & kNewLogic) != 0; }
    constexpr void set_new_logic() { _0 |= kNewLogic; }
    friend constexpr bool operator==(const ExtraFlags&, const ExtraFlags&) = default;
};

/// All that an account owns.
template <class Balance>
struct AccountData {
    using Params = List<Param<"Balance", Balance>>;

    Balance free{};      ///< what the owner may use, but for what is frozen
    Balance reserved{};  ///< on hold or reserved by pallets
    Balance frozen{};    ///< the most that a lock or freeze asks for; free + reserved must not fall below it
    ExtraFlags flags{};

    /// Free and reserved together.
    constexpr Balance total() const { return saturating_add(free, reserved); }
    friend constexpr bool operator==(const AccountData&, const AccountData&) = default;
};

/// What a lock forbids. It is stored, but has no effect any more: every lock holds for every reason.
enum class Reasons : uint8_t { Fee, Misc, All };

constexpr Reasons reasons_from(WithdrawReasons reasons) {
    if (reasons == WithdrawReasons::kTransactionPayment) return Reasons::Fee;
    return reasons.contains(WithdrawReasons::kTransactionPayment) ? Reasons::All : Reasons::Misc;
}

constexpr Reasons operator|(Reasons a, Reasons b) { return a == b ? a : Reasons::All; }

/// Locks overlap: an account with several is bound by the largest.
template <class Balance>
struct BalanceLock {
    using Params = List<Param<"Balance", Balance>>;

    LockIdentifier id{};  ///< one lock for each identifier
    Balance amount{};
    Reasons reasons{};
    friend constexpr bool operator==(const BalanceLock&, const BalanceLock&) = default;
};

/// Named reserves add up; their sum is part of `reserved`.
template <class ReserveIdentifier, class Balance>
struct ReserveData {
    using Params = List<Param<"ReserveIdentifier", ReserveIdentifier>, Param<"Balance", Balance>>;

    ReserveIdentifier id{};
    Balance amount{};
    friend constexpr bool operator==(const ReserveData&, const ReserveData&) = default;
};

/// Where an amount is changed to.
enum class AdjustmentDirection : uint8_t {
    /// Upwards.
    Increase,
    /// Downwards.
    Decrease,
};

}  // namespace serinus::pallet_balances::types

namespace serinus::frame_support::traits::tokens::misc {

/// A hold or a freeze.
template <class Id, class Balance>
struct IdAmount {
    using Params = sdk::List<sdk::Param<"Id", Id>, sdk::Param<"Balance", Balance>>;

    Id id{};
    Balance amount{};
    friend constexpr bool operator==(const IdAmount&, const IdAmount&) = default;
};

}  // namespace serinus::frame_support::traits::tokens::misc

namespace serinus::pallet_balances::pallet {

/// What should not have happened while an account was changed.
enum class UnexpectedKind : uint8_t {
    /// The change ended the account or took money from it.
    BalanceUpdated,
    /// The account could not be changed; what stands beside it may not fit it.
    FailedToMutateAccount,
};

}  // namespace serinus::pallet_balances::pallet

namespace serinus::pallet_balances {

using frame_support::traits::tokens::misc::IdAmount;
using pallet::UnexpectedKind;
using types::AccountData;
using types::AdjustmentDirection;
using types::BalanceLock;
using types::ExtraFlags;
using types::Reasons;
using types::ReserveData;

}  // namespace serinus::pallet_balances
