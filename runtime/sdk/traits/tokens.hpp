/// The words in which pallets speak of money: what must stay, what may be forced, why it moves.
/// Source: frame_support::traits::tokens of July 2023
#pragma once

#include "runtime/sdk/dispatch_error.hpp"

namespace serinus::frame_support::traits::tokens::misc {

/// Where money that leaves a reserve goes to in the beneficiary's account.
enum class BalanceStatus : uint8_t { Free, Reserved };

}  // namespace serinus::frame_support::traits::tokens::misc

namespace serinus::sdk {

using frame_support::traits::tokens::misc::BalanceStatus;

using LockIdentifier = ByteArray<8>;
using ReserveIdentifier = ByteArray<8>;

/// Whether a withdrawal may take the last of an account.
enum class ExistenceRequirement : uint8_t { KeepAlive, AllowDeath };

/// The same question for the fungible functions, in three steps.
enum class Preservation : uint8_t {
    Expendable,  ///< the account may die
    Protect,     ///< it may lose this provider, but must not die by that
    Preserve,    ///< it must keep the minimum balance
};

/// Whether locks and freezes are respected (Polite) or ignored (Force).
enum class Fortitude : uint8_t { Polite, Force };

/// Whether less than the amount is good enough.
enum class Precision : uint8_t { Exact, BestEffort };

/// Whether money comes into being or only moves.
enum class Provenance : uint8_t { Minted, Extant };

/// How money arrives at its destination.
enum class Restriction : uint8_t { Free, OnHold };

/// Why money is withdrawn: a set.
struct WithdrawReasons {
    uint8_t bits = 0;

    static const WithdrawReasons kTransactionPayment, kTransfer, kReserve, kFee, kTip;
    static constexpr WithdrawReasons empty() { return {}; }
    static constexpr WithdrawReasons all() { return {0x1f}; }
    /// All but these.
    static constexpr WithdrawReasons except(WithdrawReasons these) {
        return {static_cast<uint8_t>(0x1f & ~these.bits)};
    }

    constexpr bool is_empty() const { return bits == 0; }
    constexpr bool contains(WithdrawReasons other) const { return (bits & other.bits) == other.bits; }
    friend constexpr WithdrawReasons operator|(WithdrawReasons a, WithdrawReasons b) {
        return {static_cast<uint8_t>(a.bits | b.bits)};
    }
    friend constexpr bool operator==(WithdrawReasons, WithdrawReasons) = default;
};
inline constexpr WithdrawReasons WithdrawReasons::kTransactionPayment{0x01};
inline constexpr WithdrawReasons WithdrawReasons::kTransfer{0x02};
inline constexpr WithdrawReasons WithdrawReasons::kReserve{0x04};
inline constexpr WithdrawReasons WithdrawReasons::kFee{0x08};
inline constexpr WithdrawReasons WithdrawReasons::kTip{0x10};

/// What would come of a deposit.
enum class DepositConsequence : uint8_t { Success, BelowMinimum, CannotCreate, UnknownAsset, Overflow };

inline DispatchResult into_result(DepositConsequence consequence) {
    switch (consequence) {
        case DepositConsequence::Success:
            return {};
        case DepositConsequence::BelowMinimum:
            return DispatchError(TokenError::BelowMinimum);
        case DepositConsequence::CannotCreate:
            return DispatchError(TokenError::CannotCreate);
        case DepositConsequence::UnknownAsset:
            return DispatchError(TokenError::UnknownAsset);
        case DepositConsequence::Overflow:
            return DispatchError(ArithmeticError::Overflow);
    }
    SERINUS_ASSERT(false);
}

/// What would come of a withdrawal.
enum class WithdrawConsequence : uint8_t {
    Success,
    BalanceLow,  ///< there is not that much
    WouldDie,    ///< the account would end, but others still refer to it
    UnknownAsset,
    Underflow,  ///< more than was ever issued
    Overflow,
    Frozen,         ///< locks and freezes hold it back
    ReducedToZero,  ///< works, and ends the account
};

/// `keep_nonzero`: the end of the account counts as a failure.
inline DispatchResult into_result(WithdrawConsequence consequence, bool keep_nonzero) {
    switch (consequence) {
        case WithdrawConsequence::Success:
            return {};
        case WithdrawConsequence::BalanceLow:
            return DispatchError(TokenError::FundsUnavailable);
        case WithdrawConsequence::WouldDie:
            return DispatchError(TokenError::OnlyProvider);
        case WithdrawConsequence::UnknownAsset:
            return DispatchError(TokenError::UnknownAsset);
        case WithdrawConsequence::Underflow:
            return DispatchError(ArithmeticError::Underflow);
        case WithdrawConsequence::Overflow:
            return DispatchError(ArithmeticError::Overflow);
        case WithdrawConsequence::Frozen:
            return DispatchError(TokenError::Frozen);
        case WithdrawConsequence::ReducedToZero:
            if (keep_nonzero) return DispatchError(TokenError::NotExpendable);
            return {};
    }
    SERINUS_ASSERT(false);
}

}  // namespace serinus::sdk
