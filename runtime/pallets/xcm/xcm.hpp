/// XcmPallet: what of messages between chains has to be stored and called.
///
/// It keeps what programs leave behind (asset traps), which questions are open (queries), and which version of messages
/// other chains understand, which it asks and tells them. Its calls run programs, send messages and transfer assets.
/// The executor (runtime/xcm/) knows it by its parts: `responses`, `traps`, `subscriptions`, `events`, `recorder`.
///
/// Locations as keys of storage are in the newest version; what an older one has said there, `on_initialize` brings to
/// it, after an upgrade has started that. A version that is asked for a second time in the same block is asked once.
///
/// Invariants (try_state()): what is stored is not older than the version that may be sent to anybody, and no older
/// than the one before the newest; unless a migration is going on, maps of versions have keys of the newest alone.
///
/// Source: pallet-xcm 22
#pragma once

#include "runtime/pallets/xcm/consideration.hpp"
#include "runtime/pallets/xcm/errors.hpp"
#include "runtime/pallets/xcm/transfers.hpp"
#include "runtime/pallets/xcm/types.hpp"
#include "runtime/pallets/xcm/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/xcm/named_consensus.hpp"

namespace serinus::pallet_xcm {

/// The version that is written; AdvertisedXcmVersion is what others are told.
inline constexpr uint32_t kXcmVersion = static_cast<uint32_t>(xcm::kLatest);

template <class Universal = xcm::NamedConsensus>
struct Constants {
    /// Where this chain is.
    Universal UniversalLocation;
    /// The version that other chains are told.
    uint32_t AdvertisedXcmVersion = kXcmVersion;
    /// The most chains for which an account may lock assets.
    uint32_t MaxLockers = 0;
    /// How many may rely on an asset that is locked on another chain.
    uint32_t MaxRemoteLockConsumers = 0;
};

/// The version in which unknown chains are written to; none: nobody writes to them.
struct GenesisConfig {
    std::optional<uint32_t> safe_xcm_version{kXcmVersion};
};

/// What is known of the answer to a query.
struct QueryAnswer {
    enum class Kind : uint8_t {
        NotFound,
        Pending,            ///< block: the timeout
        Ready,              ///< response, block: when it came
        UnexpectedVersion,  ///< a question for a version, or an answer that version 5 cannot say
    };
    Kind kind{};
    BlockNumber block{};
    xcm::Response response;
};

/// `T` has:
/// - kConstants (Constants), kWeights, kDbWeight, kVersionDiscoveryQueueSize; System;
/// - `static const xcm::Config& executor()`, the chain's executor, whose router, fees, weigher, assets and trusted
///   places are the pallet's too;
/// - SendXcmOrigin, ExecuteXcmOrigin: origins that may send and execute; success: their xcm::Location. AdminOrigin;
/// - XcmExecuteFilter (a set of ProgramOf), XcmTeleportFilter, XcmReserveTransferFilter (sets of AssetsOf):
/// `Everything`
///   filters nothing;
/// - AuthorizedAliasConsideration (consideration.hpp), RemoteLockConsumerIdentifier.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    T::kConstants;
    T::kWeights;
    { T::kDbWeight } -> std::convertible_to<RuntimeDbWeight>;
    { T::kVersionDiscoveryQueueSize } -> std::convertible_to<uint32_t>;
    typename T::System;
    typename T::SendXcmOrigin;
    typename T::ExecuteXcmOrigin;
    typename T::AdminOrigin;
    typename T::XcmExecuteFilter;
    typename T::XcmTeleportFilter;
    typename T::XcmReserveTransferFilter;
    typename T::AuthorizedAliasConsideration;
    typename T::RemoteLockConsumerIdentifier;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(pallet_xcm::Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(EnsureOrigin<typename T::SendXcmOrigin> && EnsureOrigin<typename T::ExecuteXcmOrigin> &&
                      EnsureOrigin<typename T::AdminOrigin>);
        static_assert(std::is_same_v<typename T::SendXcmOrigin::Success, xcm::Location>);
        static_assert(std::is_same_v<typename T::ExecuteXcmOrigin::Success, xcm::Location>);
        static_assert(AliasConsideration<typename T::AuthorizedAliasConsideration>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Origin = pallet::Origin;
    using QueryStatus = pallet::QueryStatus<BlockNumber>;
    using Stage = pallet::VersionMigrationStage;
    using RemoteLock = pallet::RemoteLockedFungibleRecord<typename T::RemoteLockConsumerIdentifier,
                                                          T::kConstants.MaxRemoteLockConsumers>;
    using LocalLocks = BoundedVec<std::pair<Balance, xcm::VersionedLocation>, T::kConstants.MaxLockers>;
    using DiscoveryQueue = BoundedVec<std::pair<xcm::VersionedLocation, uint32_t>, T::kVersionDiscoveryQueueSize>;
    using Consideration = typename T::AuthorizedAliasConsideration;
    using Aliases = AuthorizedAliasesEntry<typename Consideration::Ticket>;
    static constexpr uint16_t kStorageVersion = 1;

    struct Storage {
        /// The number of the next query.
        Value<uint64_t, OrDefault> QueryCounter;
        /// Questions that are open or answered.
        Map<Blake2_128Concat<uint64_t>, QueryStatus> Queries;
        /// How often each origin has left the same assets behind, by the hash of both.
        Map<sdk::Identity<Hash256>, uint32_t, OrDefault> AssetTraps;
        /// The version for chains whose version is not known; without it they are not written to.
        Value<uint32_t> SafeXcmVersion;
        /// The newest version that each place understands.
        DoubleMap<Twox64Concat<uint32_t>, Blake2_128Concat<xcm::VersionedLocation>, uint32_t> SupportedVersion;
        /// The places that we have asked to tell their version, with the query.
        DoubleMap<Twox64Concat<uint32_t>, Blake2_128Concat<xcm::VersionedLocation>, uint64_t> VersionNotifiers;
        /// The places that have asked us: their query, the weight that the answer may take, and what they know.
        DoubleMap<Twox64Concat<uint32_t>, Blake2_128Concat<xcm::VersionedLocation>,
                  std::tuple<uint64_t, Weight, uint32_t>>
            VersionNotifyTargets;
        /// The places whose version we want to know, and how often something was sent to them.
        Value<DiscoveryQueue, OrDefault> VersionDiscoveryQueue;
        /// How far the migration to the newest version is, if one is going on.
        Value<Stage> CurrentMigration;
        /// Assets that are locked on other chains.
        NMap<Keys<Twox64Concat<uint32_t>, Blake2_128Concat<AccountId>, Blake2_128Concat<xcm::VersionedAssetId>>,
             RemoteLock>
            RemoteLockedFungibles;
        /// Assets that are locked here for other chains.
        Map<Blake2_128Concat<AccountId>, LocalLocks> LockedFungibles;
        /// Whether no program runs at all, where a barrier asks for that.
        Value<bool, OrDefault> XcmExecutionSuspended;
        /// Whether programs are recorded, for dry runs.
        Value<bool, OrDefault> ShouldRecordXcm;
        /// The last program that was recorded.
        Value<xcm::Program> RecordedXcm;
        /// Who may speak for each account.
        Map<Blake2_128Concat<xcm::VersionedLocation>, Aliases> AuthorizedAliases;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A program was run.
        struct Attempted {
            xcm::Outcome outcome;
        };
        /// A message was sent.
        struct Sent {
            xcm::Location origin;
            xcm::Location destination;
            xcm::Program message;
            ByteArray<32> message_id;
        };
        /// A message was not sent.
        struct SendFailed {
            xcm::Location origin;
            xcm::Location destination;
            xcm::SendError error;
            ByteArray<32> message_id;
        };
        /// An instruction of a program has failed.
        struct ProcessXcmError {
            xcm::Location origin;
            xcm::Error error;
            ByteArray<32> message_id;
        };
        /// An answer came to a question that is not open.
        struct UnexpectedResponse {
            xcm::Location origin;
            uint64_t query_id;
        };
        /// An answer waits to be taken.
        struct ResponseReady {
            uint64_t query_id;
            xcm::Response response;
        };
        /// The call that waited for an answer was made.
        struct Notified {
            uint64_t query_id;
            uint8_t pallet_index;
            uint8_t call_index;
        };
        /// The call that waited for an answer weighs more than was paid for.
        struct NotifyOverweight {
            uint64_t query_id;
            uint8_t pallet_index;
            uint8_t call_index;
            Weight actual_weight;
            Weight max_budgeted_weight;
        };
        /// The call that waited for an answer has failed.
        struct NotifyDispatchError {
            uint64_t query_id;
            uint8_t pallet_index;
            uint8_t call_index;
        };
        /// The call that waited for an answer does not take one.
        struct NotifyDecodeFailed {
            uint64_t query_id;
            uint8_t pallet_index;
            uint8_t call_index;
        };
        /// Another place than was asked has answered.
        struct InvalidResponder {
            xcm::Location origin;
            uint64_t query_id;
            std::optional<xcm::Location> expected_location;
        };
        /// An answer came, and who was asked cannot be said in this version.
        struct InvalidResponderVersion {
            xcm::Location origin;
            uint64_t query_id;
        };
        /// An answer was taken, and the query is gone.
        struct ResponseTaken {
            uint64_t query_id;
        };
        /// A program has left assets behind.
        struct AssetsTrapped {
            Hash256 hash;
            xcm::Location origin;
            xcm::VersionedAssets assets;
        };
        /// A place was told our new version.
        struct VersionChangeNotified {
            xcm::Location destination;
            uint32_t result;
            xcm::Assets cost;
            ByteArray<32> message_id;
        };
        /// A place understands another version than before.
        struct SupportedVersionChanged {
            xcm::Location location;
            uint32_t version;
        };
        /// A place could not be told our new version, and is not told any more.
        struct NotifyTargetSendFail {
            xcm::Location location;
            uint64_t query_id;
            xcm::Error error;
        };
        /// A place that was told our version cannot be said in the new one, and is not told any more.
        struct NotifyTargetMigrationFail {
            xcm::VersionedLocation location;
            uint64_t query_id;
        };
        /// An answer came, and who has asked cannot be said in this version.
        struct InvalidQuerierVersion {
            xcm::Location origin;
            uint64_t query_id;
        };
        /// An answer came that is meant for somebody else.
        struct InvalidQuerier {
            xcm::Location origin;
            uint64_t query_id;
            xcm::Location expected_querier;
            std::optional<xcm::Location> maybe_actual_querier;
        };
        /// A place wants to be told our version, and was told it.
        struct VersionNotifyStarted {
            xcm::Location destination;
            xcm::Assets cost;
            ByteArray<32> message_id;
        };
        /// We have asked a place to tell its version.
        struct VersionNotifyRequested {
            xcm::Location destination;
            xcm::Assets cost;
            ByteArray<32> message_id;
        };
        /// We have asked a place to tell it no more.
        struct VersionNotifyUnrequested {
            xcm::Location destination;
            xcm::Assets cost;
            ByteArray<32> message_id;
        };
        /// Somebody has paid for delivery.
        struct FeesPaid {
            xcm::Location paying;
            xcm::Assets fees;
        };
        /// Assets that were left behind are back with a program.
        struct AssetsClaimed {
            Hash256 hash;
            xcm::Location origin;
            xcm::VersionedAssets assets;
        };
        /// All that is stored is in this version.
        struct VersionMigrationFinished {
            uint32_t version;
        };
        /// A place may speak for an account, until before the block `expiry`.
        struct AliasAuthorized {
            xcm::Location aliaser;
            xcm::Location target;
            std::optional<uint64_t> expiry;
        };
        /// A place may not speak for an account any more.
        struct AliasAuthorizationRemoved {
            xcm::Location aliaser;
            xcm::Location target;
        };
        /// Nobody may speak for an account any more.
        struct AliasesAuthorizationsRemoved {
            xcm::Location target;
        };
        using list =
            List<Attempted, Sent, SendFailed, ProcessXcmError, UnexpectedResponse, ResponseReady, Notified,
                 NotifyOverweight, NotifyDispatchError, NotifyDecodeFailed, InvalidResponder, InvalidResponderVersion,
                 ResponseTaken, AssetsTrapped, VersionChangeNotified, SupportedVersionChanged, NotifyTargetSendFail,
                 NotifyTargetMigrationFail, InvalidQuerierVersion, InvalidQuerier, VersionNotifyStarted,
                 VersionNotifyRequested, VersionNotifyUnrequested, FeesPaid, AssetsClaimed, VersionMigrationFinished,
                 AliasAuthorized, AliasAuthorizationRemoved, AliasesAuthorizationsRemoved>;
    };

    /// Numbered as ErrorCode.
    struct Error {
        /// There is no way to the destination.
        struct Unreachable {};
        /// The message could not be sent for another reason.
        struct SendFailure {};
        /// That is not allowed here.
        struct Filtered {};
        /// The program could not be weighed.
        struct UnweighableMessage {};
        /// The destination does not see this chain. Not used.
        struct DestinationNotInvertible {};
        /// There is nothing to transfer, or nothing to pay fees with.
        struct Empty {};
        /// The destination cannot say which assets are meant.
        struct CannotReanchor {};
        /// More assets than a transfer may have.
        struct TooManyAssets {};
        /// The origin is not a place on this chain, or no account.
        struct InvalidOrigin {};
        /// The version is not known, or this version cannot say it.
        struct BadVersion {};
        /// The location cannot be used so.
        struct BadLocation {};
        /// We have not asked that place.
        struct NoSubscription {};
        /// We have asked that place already.
        struct AlreadySubscribed {};
        /// What is teleported cannot be noted as gone.
        struct CannotCheckOutTeleport {};
        /// The account does not have so much. Not used.
        struct LowBalance {};
        /// The account has locked assets for too many chains. Not used.
        struct TooManyLocks {};
        /// The account belongs to no place. Not used.
        struct AccountNotSovereign {};
        /// The fees cannot be paid.
        struct FeesNotMet {};
        /// Nothing is locked there. Not used.
        struct LockNotFound {};
        /// Somebody relies on the lock. Not used.
        struct InUse {};
        /// It is not known which chain is the asset's reserve.
        struct InvalidAssetUnknownReserve {};
        /// An asset with that reserve cannot be transferred so.
        struct InvalidAssetUnsupportedReserve {};
        /// The assets have different reserves.
        struct TooManyReserves {};
        /// The program has failed. Not used.
        /// Deprecated since 20.0.0: Use `LocalExecutionIncompleteWithError` instead
        struct LocalExecutionIncomplete {};
        /// As many places as possible may speak for the account.
        struct TooManyAuthorizedAliases {};
        /// The alias would have expired already.
        struct ExpiresInPast {};
        /// That place may not speak for the account.
        struct AliasNotFound {};
        /// The program has failed, at that instruction.
        struct LocalExecutionIncompleteWithError {
            uint8_t index{};
            errors::ExecutionError error{};
        };
        Enum<At<0, Unreachable>, At<1, SendFailure>, At<2, Filtered>, At<3, UnweighableMessage>,
             At<4, DestinationNotInvertible>, At<5, Empty>, At<6, CannotReanchor>, At<7, TooManyAssets>,
             At<8, InvalidOrigin>, At<9, BadVersion>, At<10, BadLocation>, At<11, NoSubscription>,
             At<12, AlreadySubscribed>, At<13, CannotCheckOutTeleport>, At<14, LowBalance>, At<15, TooManyLocks>,
             At<16, AccountNotSovereign>, At<17, FeesNotMet>, At<18, LockNotFound>, At<19, InUse>,
             At<21, InvalidAssetUnknownReserve>, At<22, InvalidAssetUnsupportedReserve>, At<23, TooManyReserves>,
             At<24, LocalExecutionIncomplete>, At<25, TooManyAuthorizedAliases>, At<26, ExpiresInPast>,
             At<27, AliasNotFound>, At<28, LocalExecutionIncompleteWithError>>
            v;
        friend constexpr uint8_t pallet_index_of(const Error&) { return T::kInfo.index; }
    };

    /// Sends a message, for which the origin pays. A sender inside of this chain is named in front of it.
    /// Origin: SendXcmOrigin. Errors: InvalidOrigin, BadVersion, FeesNotMet, Unreachable, SendFailure.
    struct send {
        scale::Boxed<xcm::VersionedLocation> dest;
        scale::Boxed<xcm::VersionedXcm> message;
        Weight weight() const { return T::kWeights.send(); }
        DispatchResult operator()(sdk::Origin<typename T::SendXcmOrigin> by) const;
    };
    /// Burns assets here and has them made on another chain, at whose weight without limit.
    /// Origin: ExecuteXcmOrigin. Errors: Filtered, and those of transfer_assets.
    /// Deprecated: This extrinsic uses `WeightLimit::Unlimited`, please migrate to `limited_teleport_assets` or
    /// `transfer_assets`
    struct teleport_assets {
        scale::Boxed<xcm::VersionedLocation> dest;
        scale::Boxed<xcm::VersionedLocation> beneficiary;
        scale::Boxed<xcm::VersionedAssets> assets;
        uint32_t fee_asset_item{};
        Weight weight() const { return T::kWeights.teleport_assets(); }
        DispatchResult operator()(sdk::Origin<typename T::ExecuteXcmOrigin> by) const;
    };
    /// Transfers assets over the chain that is their reserve, without limit of weight.
    /// Origin: ExecuteXcmOrigin. Errors: those of transfer_assets.
    /// Deprecated: This extrinsic uses `WeightLimit::Unlimited`, please migrate to `limited_reserve_transfer_assets` or
    /// `transfer_assets`
    struct reserve_transfer_assets {
        scale::Boxed<xcm::VersionedLocation> dest;
        scale::Boxed<xcm::VersionedLocation> beneficiary;
        scale::Boxed<xcm::VersionedAssets> assets;
        uint32_t fee_asset_item{};
        Weight weight() const { return T::kWeights.reserve_transfer_assets(); }
        DispatchResult operator()(sdk::Origin<typename T::ExecuteXcmOrigin> by) const;
    };
    /// Runs a program for the origin. Origin: ExecuteXcmOrigin.
    /// Errors: BadVersion, Filtered, LocalExecutionIncompleteWithError, which undoes what the program did.
    struct execute {
        scale::Boxed<xcm::VersionedXcmOfCalls> message;
        Weight max_weight;
        Weight weight() const { return max_weight.saturating_add(T::kWeights.execute()); }
        DispatchResultWithPostInfo operator()(const RuntimeOrigin& origin) const;
    };
    /// Notes which version a place understands. Origin: AdminOrigin.
    struct force_xcm_version {
        scale::Boxed<xcm::Location> location;
        uint32_t version{};
        Weight weight() const { return T::kWeights.force_xcm_version(); }
        DispatchResult operator()(sdk::Origin<typename T::AdminOrigin>) const;
    };
    /// Sets the version for places whose version is not known. Origin: AdminOrigin.
    struct force_default_xcm_version {
        std::optional<uint32_t> maybe_xcm_version;
        Weight weight() const { return T::kWeights.force_default_xcm_version(); }
        DispatchResult operator()(sdk::Origin<typename T::AdminOrigin>) const;
    };
    /// Asks a place to tell its version. Origin: AdminOrigin. Errors: BadLocation, AlreadySubscribed, InvalidOrigin.
    struct force_subscribe_version_notify {
        scale::Boxed<xcm::VersionedLocation> location;
        Weight weight() const { return T::kWeights.force_subscribe_version_notify(); }
        DispatchResult operator()(sdk::Origin<typename T::AdminOrigin>) const;
    };
    /// Asks a place to tell it no more. Origin: AdminOrigin. Errors: BadLocation, NoSubscription, InvalidOrigin.
    struct force_unsubscribe_version_notify {
        scale::Boxed<xcm::VersionedLocation> location;
        Weight weight() const { return T::kWeights.force_unsubscribe_version_notify(); }
        DispatchResult operator()(sdk::Origin<typename T::AdminOrigin>) const;
    };
    /// As reserve_transfer_assets, with a limit for the weight that is bought on the other chain.
    struct limited_reserve_transfer_assets {
        scale::Boxed<xcm::VersionedLocation> dest;
        scale::Boxed<xcm::VersionedLocation> beneficiary;
        scale::Boxed<xcm::VersionedAssets> assets;
        uint32_t fee_asset_item{};
        xcm::v3::WeightLimit weight_limit;
        Weight weight() const { return T::kWeights.reserve_transfer_assets(); }
        DispatchResult operator()(sdk::Origin<typename T::ExecuteXcmOrigin> by) const;
    };
    /// As teleport_assets, with a limit for the weight that is bought on the other chain.
    struct limited_teleport_assets {
        scale::Boxed<xcm::VersionedLocation> dest;
        scale::Boxed<xcm::VersionedLocation> beneficiary;
        scale::Boxed<xcm::VersionedAssets> assets;
        uint32_t fee_asset_item{};
        xcm::v3::WeightLimit weight_limit;
        Weight weight() const { return T::kWeights.teleport_assets(); }
        DispatchResult operator()(sdk::Origin<typename T::ExecuteXcmOrigin> by) const;
    };
    /// Stops all programs, or lets them run again. Origin: AdminOrigin.
    struct force_suspension {
        bool suspended{};
        Weight weight() const { return T::kWeights.force_suspension(); }
        DispatchResult operator()(sdk::Origin<typename T::AdminOrigin>) const;
    };
    /// Transfers assets as each can be transferred to that chain; the one that pays fees may go otherwise than the
    /// others. Origin: ExecuteXcmOrigin. Errors: BadVersion, TooManyAssets, Empty, TooManyReserves, Filtered,
    /// InvalidAssetUnknownReserve, InvalidAssetUnsupportedReserve, CannotReanchor, CannotCheckOutTeleport, FeesNotMet,
    /// UnweighableMessage, LocalExecutionIncompleteWithError, Unreachable, SendFailure.
    struct transfer_assets {
        scale::Boxed<xcm::VersionedLocation> dest;
        scale::Boxed<xcm::VersionedLocation> beneficiary;
        scale::Boxed<xcm::VersionedAssets> assets;
        uint32_t fee_asset_item{};
        xcm::v3::WeightLimit weight_limit;
        Weight weight() const { return T::kWeights.transfer_assets(); }
        DispatchResult operator()(sdk::Origin<typename T::ExecuteXcmOrigin> by) const;
    };
    /// Gives assets that the origin has left behind to a beneficiary here. They are claimed in the version in which
    /// they were left. Origin: ExecuteXcmOrigin.
    /// Errors: BadVersion, UnweighableMessage, LocalExecutionIncompleteWithError.
    struct claim_assets {
        scale::Boxed<xcm::VersionedAssets> assets;
        scale::Boxed<xcm::VersionedLocation> beneficiary;
        Weight weight() const { return T::kWeights.claim_assets(); }
        DispatchResult operator()(sdk::Origin<typename T::ExecuteXcmOrigin> by) const;
    };
    /// As transfer_assets, but the caller says how assets go, and what happens to them there.
    struct transfer_assets_using_type_and_then {
        scale::Boxed<xcm::VersionedLocation> dest;
        scale::Boxed<xcm::VersionedAssets> assets;
        scale::Boxed<TransferType> assets_transfer_type;
        scale::Boxed<xcm::VersionedAssetId> remote_fees_id;
        scale::Boxed<TransferType> fees_transfer_type;
        scale::Boxed<xcm::VersionedXcm> custom_xcm_on_dest;
        xcm::v3::WeightLimit weight_limit;
        Weight weight() const { return T::kWeights.transfer_assets(); }
        DispatchResult operator()(sdk::Origin<typename T::ExecuteXcmOrigin> by) const;
    };
    /// Lets another place speak for the caller's account, or changes how long it may. Origin: signed, and
    /// ExecuteXcmOrigin. Errors: BadVersion, BadLocation, InvalidOrigin, ExpiresInPast, TooManyAuthorizedAliases, those
    /// of the consideration.
    struct add_authorized_alias {
        scale::Boxed<xcm::VersionedLocation> aliaser;
        std::optional<uint64_t> expires;
        Weight weight() const { return T::kWeights.add_authorized_alias(); }
        DispatchResult operator()(Signed who, const RuntimeOrigin& origin) const;
    };
    /// Ends that. Origin: signed, and ExecuteXcmOrigin.
    /// Errors: BadVersion, BadLocation, InvalidOrigin, AliasNotFound, those of the consideration.
    struct remove_authorized_alias {
        scale::Boxed<xcm::VersionedLocation> aliaser;
        Weight weight() const { return T::kWeights.remove_authorized_alias(); }
        DispatchResult operator()(Signed who, const RuntimeOrigin& origin) const;
    };
    /// Ends that for all places. Origin: signed, and ExecuteXcmOrigin.
    /// Errors: InvalidOrigin, AliasNotFound, those of the consideration.
    struct remove_all_authorized_aliases {
        Weight weight() const { return T::kWeights.remove_authorized_alias(); }
        DispatchResult operator()(Signed who, const RuntimeOrigin& origin) const;
    };
    using Calls =
        List<At<0, send>, At<1, teleport_assets>, At<2, reserve_transfer_assets>, At<3, execute>,
             At<4, force_xcm_version>, At<5, force_default_xcm_version>, At<6, force_subscribe_version_notify>,
             At<7, force_unsubscribe_version_notify>, At<8, limited_reserve_transfer_assets>,
             At<9, limited_teleport_assets>, At<10, force_suspension>, At<11, transfer_assets>, At<12, claim_assets>,
             At<13, transfer_assets_using_type_and_then>, At<14, add_authorized_alias>, At<15, remove_authorized_alias>,
             At<16, remove_all_authorized_aliases>>;

    using GenesisConfig = pallet_xcm::GenesisConfig;
    static void build(const GenesisConfig& config);
    static Weight on_initialize(BlockNumber now);
    static TryStateResult try_state();

    // What the executor's configuration refers to.
    struct Responses final : xcm::ResponseHandler {
        bool is_expected(const xcm::Location& origin, uint64_t query_id, const xcm::Location* querier) const override;
        Weight on_response(const xcm::Location& origin, uint64_t query_id, const xcm::Location* querier,
                           const xcm::Response& response, Weight max_weight,
                           const xcm::Context& context) const override;
    };
    struct Traps final : xcm::AssetTrap {
        Weight drop_assets(const xcm::Location& origin, const xcm::Holding& assets,
                           const xcm::Context& context) const override;
        bool claim_assets(const xcm::Location& origin, const xcm::Location& ticket, const xcm::Assets& what,
                          const xcm::Context& context) const override;
    };
    struct Subscribers final : xcm::Subscriptions {
        xcm::XcmResult start(const xcm::Location& origin, uint64_t query_id, Weight max_weight,
                             const xcm::Context& context) const override;
        xcm::XcmResult stop(const xcm::Location& origin, const xcm::Context& context) const override;
    };
    struct Reports final : xcm::Events {
        void sent(const xcm::Location& origin, const xcm::Location& destination, const xcm::XcmHash& id) const override;
        void send_failed(const xcm::Location& origin, const xcm::Location& destination, const xcm::SendError& error,
                         const xcm::XcmHash& id) const override;
        void process_failed(const xcm::Location& origin, const xcm::Error& error,
                            const xcm::XcmHash& id) const override;
    };
    struct Record final : xcm::Recorder {
        bool should_record() const override { return storage.ShouldRecordXcm.get(); }
        void record(const xcm::Program& program) const override { storage.RecordedXcm.put(program); }
    };
    static constexpr Responses responses{};
    static constexpr Traps traps{};
    static constexpr Subscribers subscriptions{};
    static constexpr Reports events{};
    static constexpr Record recorder{};

    // For routers.

    /// The version to write to `dest` in: what it is known to understand, else the safe one, and then its version will
    /// be asked for. nullopt: nothing can be written to it.
    static std::optional<xcm::Version> version_for(const xcm::Location& dest);
    /// A message in that version; nullopt if there is none, or if it cannot say that.
    static std::optional<xcm::VersionedXcm> wrap_version(const xcm::Location& dest, const xcm::Program& message);

    // For those who ask other chains.

    /// Registers a question to `responder` from `querier`, a place as the other chain is told it; gives its number.
    static uint64_t new_query(const xcm::Location& responder, BlockNumber timeout, const xcm::Location& querier);
    /// The same; the answer is given to a call, of which pallet and index are named, and which takes the number of the
    /// query and the answer. Its origin is Origin::Response.
    static uint64_t new_notify_query(const xcm::Location& responder, std::pair<uint8_t, uint8_t> notify,
                                     BlockNumber timeout, const xcm::Location& querier);
    /// Makes `message`, which is to be sent to `responder`, report its outcome here; gives the query's number.
    /// Error: LocationNotInvertible.
    static xcm::XcmResultOf<uint64_t> report_outcome(xcm::Program& message, const xcm::Location& responder,
                                                     BlockNumber timeout);
    /// The same; the report is given to a call like `notify`, for whose weight the report may ask. No number is given:
    /// nobody takes the answer.
    static xcm::XcmResult report_outcome_notify(xcm::Program& message, const xcm::Location& responder,
                                                const RuntimeCall& notify, BlockNumber timeout);
    /// What is known of an answer. One that is ready is gone afterwards.
    static QueryAnswer take_response(uint64_t query_id);

    // For dry runs and barriers.
    static void set_record_xcm(bool enabled) { storage.ShouldRecordXcm.put(enabled); }
    static std::optional<xcm::Program> recorded_xcm() { return storage.RecordedXcm.get(); }
    static bool is_suspended() { return storage.XcmExecutionSuspended.get(); }

    /// Origin::Xcm of that place, for conversion of origins.
    static RuntimeOrigin origin_of(const xcm::Location& place) {
        return RuntimeOrigin::of_pallet<Pallet>({typename Origin::Xcm{place}});
    }

    /// Sends a message of `interior`, a place on this chain, which pays for it unless that is waived. Errors: Fees,
    /// those of the router.
    static Result<xcm::XcmHash, xcm::SendError> send_xcm(const xcm::Junctions& interior, const xcm::Location& dest,
                                                         xcm::Program message);

    /// Asks `dest` to tell its version, or to tell it no more. Errors: InvalidLocation (asked already, or not), those
    /// of sending.
    static xcm::XcmResult request_version_notify(const xcm::Location& dest);
    static xcm::XcmResult unrequest_version_notify(const xcm::Location& dest);

    /// Begins the migration of what is stored to the newest version: at once or, where there may be much, in the blocks
    /// that follow. For MigrateToLatestXcmVersion.
    static void migrate_to_latest_version();

  private:
    static DispatchError error_of(ErrorCode code) {
        return DispatchError::Module{{T::kInfo.index, {static_cast<uint8_t>(code), 0, 0, 0}}};
    }
    static DispatchError error_of(const xcm::SendError& error);
    static DispatchError error_of(const xcm::InstructionError& error);

    static TransferRules transfer_rules();
    static ResultOf<Transfer> read_transfer(const xcm::Location& origin, const xcm::VersionedLocation& dest,
                                            const xcm::VersionedLocation* beneficiary,
                                            const xcm::VersionedAssets& assets, uint32_t fee_item,
                                            const xcm::v3::WeightLimit& limit);
    static DispatchResult teleport(Transfer transfer);
    static DispatchResult transfer_reserves(Transfer transfer);
    static DispatchResult make_transfer(Transfer transfer, const TransferWays& ways);
    static DispatchResult charge_fees(const xcm::Location& payer, const xcm::Assets& fees);

    static ResultOf<xcm::Location> account_place(const RuntimeOrigin& origin, const xcm::VersionedLocation* other,
                                                 xcm::Location* other_place);

    using Notify = std::optional<std::pair<uint8_t, uint8_t>>;
    static xcm::XcmResultOf<uint64_t> add_report(xcm::Program& message, const xcm::Location& responder, Notify notify,
                                                 Weight max_weight, BlockNumber timeout);
    static uint64_t add_query(const xcm::Location& responder, Notify notify, BlockNumber timeout,
                              const xcm::Location& querier);
    static void note_version(const xcm::Location& origin, uint64_t query_id,
                             const typename QueryStatus::VersionNotifier& query, uint32_t version);
    static Weight note_answer(const xcm::Location& origin, uint64_t query_id, const xcm::Location* querier,
                              const typename QueryStatus::Pending& query, const xcm::Response& response,
                              Weight max_weight);
    static Weight notify(const xcm::Location& origin, uint64_t query_id, std::pair<uint8_t, uint8_t> call,
                         const xcm::Response& response, Weight max_weight);

    using Target = std::tuple<uint64_t, Weight, uint32_t>;
    using Sending = Result<std::pair<xcm::XcmHash, xcm::Assets>, xcm::SendError>;
    static void note_unknown_version(const xcm::Location& dest);
    /// Tells our version.
    static Sending tell_version(const xcm::Location& dest, uint64_t query_id, Weight max_weight);
    /// Tells it to one who knows another; whether that could be sent.
    static bool tell_new_version(const xcm::Location& dest, const Target& target);

    /// Work for one block on the migration; what it weighed, and where it goes on.
    class LazyMigration;
};

/// A message of another chain, or the answer of one, as the origin of a call; success: the place. `P`: the pallet of
/// this file.
template <class P, class Accepted = Everything>
using EnsureXcm = EnsureOriginCase<P, pallet::Origin::Xcm, Accepted>;
template <class P>
using EnsureResponse = EnsureOriginCase<P, pallet::Origin::Response>;

/// Every upgrade starts it: what is stored in older versions comes to the newest one.
/// Source: pallet-xcm 22, migration.rs
template <class P>
struct MigrateToLatestXcmVersion {
    static Weight on_runtime_upgrade() {
        P::migrate_to_latest_version();
        return P::Config::kDbWeight.reads_writes(1, 1);
    }
};

}  // namespace serinus::pallet_xcm
