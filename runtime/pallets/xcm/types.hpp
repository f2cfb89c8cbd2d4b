/// What XcmPallet stores, and what its calls are given.
///
/// Locations, assets and answers are stored with the version that they are said in, as a message of that version named
/// them. The namespaces are the paths of the types in the metadata. Source: pallet-xcm 22
#pragma once

#include "codec/boxed.hpp"
#include "runtime/pallets/xcm/hold_reason.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/metadata_names.hpp"
#include "runtime/xcm/metadata.hpp"

namespace serinus::staging_xcm_executor::traits::asset_transfer {

/// How assets go to another chain.
struct TransferType {
    /// They are burnt here and made there.
    struct Teleport {
        friend bool operator==(Teleport, Teleport) = default;
    };
    /// Those that are meant are here, and belong to the other chain from then on.
    struct LocalReserve {
        friend bool operator==(LocalReserve, LocalReserve) = default;
    };
    /// Those that are meant are at the destination, and have belonged to this chain.
    struct DestinationReserve {
        friend bool operator==(DestinationReserve, DestinationReserve) = default;
    };
    /// Those that are meant are on a third chain, and change their owner there.
    struct RemoteReserve {
        xcm::VersionedLocation _0;
        friend bool operator==(const RemoteReserve&, const RemoteReserve&) = default;
    };
    std::variant<Teleport, LocalReserve, DestinationReserve, RemoteReserve> v;
    friend bool operator==(const TransferType&, const TransferType&) = default;
};

}  // namespace serinus::staging_xcm_executor::traits::asset_transfer

namespace serinus::xcm_runtime_apis::authorized_aliases {

/// A place that may speak for another one, until before the block `expiry`.
struct OriginAliaser {
    xcm::VersionedLocation location;
    std::optional<uint64_t> expiry;
    /// Bytes of the largest one. Source: MaxEncodedLen: eight junctions of 75, and what stands around them.
    static constexpr uint64_t kMaxEncodedSize = 1 + 1 + 1 + 8 * 75 + 1 + 8;
    friend bool operator==(const OriginAliaser&, const OriginAliaser&) = default;
};

}  // namespace serinus::xcm_runtime_apis::authorized_aliases

namespace serinus::pallet_xcm {

using namespace sdk;
using TransferType = staging_xcm_executor::traits::asset_transfer::TransferType;
using OriginAliaser = xcm_runtime_apis::authorized_aliases::OriginAliaser;

namespace pallet {

/// What the pallet vouches for.
struct Origin {
    /// A message of that place.
    struct Xcm {
        xcm::Location _0;
        friend bool operator==(const Xcm&, const Xcm&) = default;
    };
    /// The answer of that place to a query.
    struct Response {
        xcm::Location _0;
        friend bool operator==(const Response&, const Response&) = default;
    };
    std::variant<Xcm, Response> v;
    friend bool operator==(const Origin&, const Origin&) = default;
};

/// A question to another chain.
template <class BlockNumber>
struct QueryStatus {
    using Params = List<Param<"BlockNumber", BlockNumber>>;

    /// There is no answer yet.
    struct Pending {
        xcm::VersionedLocation responder;  ///< whose answer counts
        std::optional<xcm::VersionedLocation> maybe_match_querier;
        /// A call, by pallet and index, whose arguments are the query and its answer.
        std::optional<std::pair<uint8_t, uint8_t>> maybe_notify;
        BlockNumber timeout{};  ///< after which the answer does not matter any more
        friend bool operator==(const Pending&, const Pending&) = default;
    };
    /// The other chain was asked to tell its version whenever that changes.
    struct VersionNotifier {
        xcm::VersionedLocation origin;
        bool is_active{};  ///< it has told it
        friend bool operator==(const VersionNotifier&, const VersionNotifier&) = default;
    };
    struct Ready {
        xcm::VersionedResponse response;
        BlockNumber at{};
        friend bool operator==(const Ready&, const Ready&) = default;
    };
    std::variant<Pending, VersionNotifier, Ready> v;
    friend bool operator==(const QueryStatus&, const QueryStatus&) = default;
};

/// How far what is stored in older versions is on its way to the newest one.
struct VersionMigrationStage {
    struct MigrateSupportedVersion {
        friend bool operator==(MigrateSupportedVersion, MigrateSupportedVersion) = default;
    };
    struct MigrateVersionNotifiers {
        friend bool operator==(MigrateVersionNotifiers, MigrateVersionNotifiers) = default;
    };
    /// The storage key of the last one that was looked at.
    struct NotifyCurrentTargets {
        std::optional<Bytes> _0;
        friend bool operator==(const NotifyCurrentTargets&, const NotifyCurrentTargets&) = default;
    };
    struct MigrateAndNotifyOldTargets {
        friend bool operator==(MigrateAndNotifyOldTargets, MigrateAndNotifyOldTargets) = default;
    };
    std::variant<MigrateSupportedVersion, MigrateVersionNotifiers, NotifyCurrentTargets, MigrateAndNotifyOldTargets> v;
    friend bool operator==(const VersionMigrationStage&, const VersionMigrationStage&) = default;
};

/// An asset that is locked on another chain.
template <class ConsumerIdentifier, uint32_t kMaxConsumers>
struct RemoteLockedFungibleRecord {
    using Params = List<Param<"ConsumerIdentifier", ConsumerIdentifier>, Param<"MaxConsumers">>;

    uint128_t amount{};
    xcm::VersionedLocation owner;
    xcm::VersionedLocation locker;
    /// Who relies on it here, each on at most the whole amount.
    BoundedVec<std::pair<ConsumerIdentifier, uint128_t>, kMaxConsumers> consumers;
    friend bool operator==(const RemoteLockedFungibleRecord&, const RemoteLockedFungibleRecord&) = default;
};

/// The most places that may speak for one account. A type only for the metadata.
struct MaxAuthorizedAliases {
    static constexpr uint32_t kValue = 10;
};

}  // namespace pallet

/// Who may speak for an account, and what is paid for that.
template <class Ticket>
struct AuthorizedAliasesEntry {
    using Params = List<Param<"Ticket", Ticket>, Param<"MAX", pallet::MaxAuthorizedAliases>>;

    BoundedVec<OriginAliaser, pallet::MaxAuthorizedAliases::kValue> aliasers;
    Ticket ticket{};
    friend bool operator==(const AuthorizedAliasesEntry&, const AuthorizedAliasesEntry&) = default;
};

/// How much is stored for somebody: so many items of so many bytes each.
struct Footprint {
    uint64_t count{};
    uint64_t size{};
    friend bool operator==(const Footprint&, const Footprint&) = default;
};

/// The errors of the pallet by their numbers, for what is compiled once: Pallet<T>::Error has their meaning.
enum class ErrorCode : uint8_t {
    Unreachable,
    SendFailure,
    Filtered,
    UnweighableMessage,
    DestinationNotInvertible,
    Empty,
    CannotReanchor,
    TooManyAssets,
    InvalidOrigin,
    BadVersion,
    BadLocation,
    NoSubscription,
    AlreadySubscribed,
    CannotCheckOutTeleport,
    LowBalance,
    TooManyLocks,
    AccountNotSovereign,
    FeesNotMet,
    LockNotFound,
    InUse,
    InvalidAssetUnknownReserve = 21,
    InvalidAssetUnsupportedReserve,
    TooManyReserves,
    LocalExecutionIncomplete,
    TooManyAuthorizedAliases,
    ExpiresInPast,
    AliasNotFound,
    LocalExecutionIncompleteWithError,
};

}  // namespace serinus::pallet_xcm

namespace serinus::scale {

/// Measured: tests/differential/heap.mjs
template <>
inline constexpr RustLayout kRustLayout<staging_xcm_executor::traits::asset_transfer::TransferType>{656, 16};

/// Its number; what a Transport says is not encoded.
template <>
struct Codec<xcm::SendError> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const xcm::SendError&) { return 1; }
    static void write(Encoder& out, const xcm::SendError& error) { out.byte(static_cast<uint8_t>(error.code)); }
    static bool read(Decoder& in, xcm::SendError& error) {
        uint8_t code;
        if (!in.byte(code)) return false;
        if (code > static_cast<uint8_t>(xcm::SendError::Code::Fees)) {
            return in.fail(DecodeFault::kUnknownVariant, in.position() - 1, code);
        }
        error.code = static_cast<xcm::SendError::Code>(code);
        return true;
    }
};

}  // namespace serinus::scale
