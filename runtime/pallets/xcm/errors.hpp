/// Why a program failed, as an error of a call says it: without what the error carries besides.
#pragma once

#include "runtime/xcm/error.hpp"

namespace serinus::pallet_xcm::errors {

/// Numbered as xcm::Error::Code.
enum class ExecutionError : uint8_t {
    /// A number left its range.
    Overflow,
    /// This chain does not have the instruction.
    Unimplemented,
    /// The place is not trusted as a reserve of the asset.
    UntrustedReserveLocation,
    /// The place is not trusted to teleport the asset.
    UntrustedTeleportLocation,
    /// A location would be too long.
    LocationFull,
    /// A location lies outside of what this chain knows to be around it.
    LocationNotInvertible,
    /// There is no origin, or another one is needed.
    BadOrigin,
    /// The location is of no use to the instruction.
    InvalidLocation,
    /// The asset is not known here.
    AssetNotFound,
    /// An asset could not be moved.
    FailedToTransactAsset,
    /// An asset could not be withdrawn.
    NotWithdrawable,
    /// An asset could not be deposited at the place.
    LocationCannotHold,
    /// A message would be too long.
    ExceedsMaxMessageSize,
    /// The receiver would not understand a message.
    DestinationUnsupported,
    /// A message could not be handed over.
    Transport,
    /// There is no way to the receiver.
    Unroutable,
    /// Nothing is there to be claimed so.
    UnknownClaim,
    /// A call could not be decoded.
    FailedToDecode,
    /// A call weighs more than the program said.
    MaxWeightInvalid,
    /// There is not enough of the asset with which fees are paid.
    NotHoldingFees,
    /// The payment does not buy the weight.
    TooExpensive,
    /// The program has failed on purpose.
    Trap,
    /// Something is not as the program expects it.
    ExpectationFalse,
    /// There is no such pallet.
    PalletNotFound,
    /// The pallet has another name.
    NameMismatch,
    /// The pallet has another version.
    VersionIncompatible,
    /// The program would hold too many assets.
    HoldingWouldOverflow,
    /// A message could not be exported.
    ExportError,
    /// Something could not be said as another chain sees it.
    ReanchorFailed,
    /// Assets could not be exchanged so.
    NoDeal,
    /// Fees could not be paid.
    FeesNotMet,
    /// An asset could not be locked or unlocked.
    LockError,
    /// That is not permitted now.
    NoPermission,
    /// This chain does not know where it is.
    Unanchored,
    /// There would be too much of an asset.
    NotDepositable,
    /// More assets than one are meant.
    TooManyAssets,
    /// The version is not known.
    UnhandledXcmVersion,
    /// The program weighs more than it may.
    WeightLimitReached,
    /// The program is not let in.
    Barrier,
    /// The program could not be weighed.
    WeightNotComputable,
    /// Something is nested too deeply.
    ExceedsStackLimit,
};
static_assert(static_cast<uint8_t>(ExecutionError::ExceedsStackLimit) ==
              static_cast<uint8_t>(xcm::Error::Code::ExceedsStackLimit));

}  // namespace serinus::pallet_xcm::errors
