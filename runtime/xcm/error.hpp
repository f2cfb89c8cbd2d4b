/// Why an instruction, a message or its delivery failed. Source: XCM version 5
#pragma once

#include <string_view>

#include "runtime/arithmetic/weight.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::xcm {

using sdk::Weight;

/// An error of an instruction. Numbered as in version 5; versions 3 and 4 do not have TooManyAssets, and what follows
/// it has a number less there.
struct Error {
    enum class Code : uint8_t {
        Overflow,
        Unimplemented,
        UntrustedReserveLocation,
        UntrustedTeleportLocation,
        LocationFull,
        LocationNotInvertible,
        BadOrigin,
        InvalidLocation,
        AssetNotFound,
        FailedToTransactAsset,  ///< text
        NotWithdrawable,
        LocationCannotHold,
        ExceedsMaxMessageSize,
        DestinationUnsupported,
        Transport,  ///< text
        Unroutable,
        UnknownClaim,
        FailedToDecode,
        MaxWeightInvalid,
        NotHoldingFees,
        TooExpensive,
        Trap,  ///< trap_code
        ExpectationFalse,
        PalletNotFound,
        NameMismatch,
        VersionIncompatible,
        HoldingWouldOverflow,
        ExportError,
        ReanchorFailed,
        NoDeal,
        FeesNotMet,
        LockError,
        NoPermission,
        Unanchored,
        NotDepositable,
        TooManyAssets,
        UnhandledXcmVersion,
        WeightLimitReached,  ///< weight
        Barrier,
        WeightNotComputable,
        ExceedsStackLimit,
    };
    Code code{};
    uint64_t trap_code{};
    Weight weight{};
    /// Not encoded: an error that was decoded has none, and is therefore not equal to one that happened here.
    std::string_view text{};

    Error() = default;
    Error(Code of) : code(of) {}

    static Error trap(uint64_t code);
    static Error weight_limit_reached(Weight weight);
    /// `text` lives as long as the program.
    static Error failed_to_transact(std::string_view text);

    friend bool operator==(const Error&, const Error&) = default;
};

/// The text of FailedToTransactAsset where an account would have less than it may. Source: sp_runtime::TokenError
inline constexpr std::string_view kBelowMinimum = "Account cannot exist with the funds that would be given";

/// What an instruction and most of what it asks for end with. (`xcm::Result` would hide the name of all results.)
template <class T>
using XcmResultOf = Result<T, Error>;
using XcmResult = Result<void, Error>;

/// Why a message cannot be sent.
struct SendError {
    enum class Code : uint8_t {
        NotApplicable,  ///< not a destination of this router: another may know it
        Transport,      ///< text, not encoded
        Unroutable,
        DestinationUnsupported,
        ExceedsMaxMessageSize,
        MissingArgument,
        Fees,
    };
    Code code{};
    std::string_view text{};

    SendError() = default;
    SendError(Code of, std::string_view why = {}) : code(of), text(why) {}
    /// What the instruction fails with that sends.
    Error as_error() const;

    friend bool operator==(const SendError&, const SendError&) = default;
};

/// An error and where in its program it happened. In an Outcome the index is at most 255.
struct InstructionError {
    uint32_t index{};
    Error error;
    friend bool operator==(const InstructionError&, const InstructionError&) = default;
};

/// What became of a program.
struct Outcome {
    enum class Kind : uint8_t {
        Complete,    ///< used
        Incomplete,  ///< used, error: what happened before it stays
        Error,       ///< error: it was not begun
    };
    Kind kind{};
    Weight used{};
    InstructionError error;

    static Outcome complete(Weight used) { return {Kind::Complete, used, {}}; }
    static Outcome incomplete(Weight used, InstructionError error) { return {Kind::Incomplete, used, error}; }
    static Outcome not_begun(InstructionError error) { return {Kind::Error, {}, error}; }

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

}  // namespace serinus::xcm
