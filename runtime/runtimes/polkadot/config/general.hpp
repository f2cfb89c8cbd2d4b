/// What Polkadot configures its pallets with.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/lib.rs and src/governance/mod.rs
#pragma once

#include "runtime/pallets/authority_discovery/authority_discovery.hpp"
#include "runtime/pallets/authorship/authorship.hpp"
#include "runtime/pallets/babe/babe.hpp"
#include "runtime/pallets/balances/account_store.hpp"
#include "runtime/pallets/balances/balances.hpp"
#include "runtime/pallets/bounties/bounties.hpp"
#include "runtime/pallets/child_bounties/child_bounties.hpp"
#include "runtime/pallets/claims/claims.hpp"
#include "runtime/pallets/conviction_voting/conviction_voting.hpp"
#include "runtime/pallets/conviction_voting/types.hpp"
#include "runtime/pallets/grandpa/grandpa.hpp"
#include "runtime/pallets/identity/identity.hpp"
#include "runtime/pallets/im_online/im_online.hpp"
#include "runtime/pallets/indices/indices.hpp"
#include "runtime/pallets/multisig/multisig.hpp"
#include "runtime/pallets/offences/offences.hpp"
#include "runtime/pallets/preimage/preimage.hpp"
#include "runtime/pallets/proxy/proxy.hpp"
#include "runtime/pallets/referenda/referenda.hpp"
#include "runtime/pallets/scheduler/scheduler.hpp"
#include "runtime/pallets/session/historical.hpp"
#include "runtime/pallets/session/session.hpp"
#include "runtime/pallets/session/session_handler.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/pallets/timestamp/timestamp.hpp"
#include "runtime/pallets/transaction_payment/transaction_payment.hpp"
#include "runtime/pallets/treasury/treasury.hpp"
#include "runtime/pallets/utility/utility.hpp"
#include "runtime/pallets/vesting/vesting.hpp"
#include "runtime/pallets/whitelist/whitelist.hpp"
#include "runtime/runtimes/common/relay/deal_with_fees.hpp"
#include "runtime/runtimes/common/relay/origin_privilege.hpp"
#include "runtime/runtimes/polkadot/common.hpp"
#include "runtime/runtimes/polkadot/config/parachains.hpp"
#include "runtime/runtimes/polkadot/config/staking.hpp"
#include "runtime/runtimes/polkadot/parameters.hpp"
#include "runtime/runtimes/polkadot/proxy_type.hpp"
#include "runtime/runtimes/polkadot/session_keys.hpp"
#include "runtime/runtimes/polkadot/tracks.hpp"
#include "runtime/runtimes/polkadot/weights/balances.hpp"
#include "runtime/runtimes/polkadot/weights/bounties.hpp"
#include "runtime/runtimes/polkadot/weights/child_bounties.hpp"
#include "runtime/runtimes/polkadot/weights/claims.hpp"
#include "runtime/runtimes/polkadot/weights/conviction_voting.hpp"
#include "runtime/runtimes/polkadot/weights/identity.hpp"
#include "runtime/runtimes/polkadot/weights/im_online.hpp"
#include "runtime/runtimes/polkadot/weights/indices.hpp"
#include "runtime/runtimes/polkadot/weights/multisig.hpp"
#include "runtime/runtimes/polkadot/weights/preimage.hpp"
#include "runtime/runtimes/polkadot/weights/proxy.hpp"
#include "runtime/runtimes/polkadot/weights/referenda.hpp"
#include "runtime/runtimes/polkadot/weights/scheduler.hpp"
#include "runtime/runtimes/polkadot/weights/session.hpp"
#include "runtime/runtimes/polkadot/weights/system.hpp"
#include "runtime/runtimes/polkadot/weights/timestamp.hpp"
#include "runtime/runtimes/polkadot/weights/treasury.hpp"
#include "runtime/runtimes/polkadot/weights/utility.hpp"
#include "runtime/runtimes/polkadot/weights/vesting.hpp"
#include "runtime/runtimes/polkadot/weights/whitelist.hpp"

namespace serinus::polkadot {

/// Defined in version.cpp, which knows the list of APIs.
sdk::RuntimeVersion version();

struct SystemConfig : Common<SystemConfig> {
    static constexpr auto kWeights = weights::kSystem;
    using AccountData = pallet_balances::types::AccountData<sdk::Balance>;
    using OnNewAccount = sdk::List<>;
    using OnKilledAccount = sdk::List<>;

    static constexpr uint32_t kMaxConsumers = 16;
    static constexpr sdk::BlockNumber kBlockHashCount = 4'096;
    static constexpr auto kBlockWeights = parameters::kBlockWeights;
    static constexpr auto kBlockLength = parameters::kBlockLength;
    static constexpr uint8_t kStateVersion = parameters::kStateVersion;
    static constexpr uint32_t kTransactionVersion = parameters::kTransactionVersion;
    static sdk::RuntimeVersion version() { return polkadot::version(); }
    static uint32_t spec_version() noexcept { return parameters::kSpecVersion; }
    static frame_system::Constants constants() {
        return {.BlockWeights = kBlockWeights,
                .BlockLength = kBlockLength,
                .BlockHashCount = kBlockHashCount,
                .DbWeight = weights::kDbWeight,
                .Version = version(),
                .SS58Prefix = parameters::kSs58Prefix};
    }
};

struct SchedulerConfig : Common<SchedulerConfig> {
    static constexpr pallet_scheduler::Constants kConstants{
        .MaximumWeight = sdk::Perbill::from_percent(80) * parameters::kMaxBlockWeight,
        .MaxScheduledPerBlock = 50,
    };
    using Preimages = polkadot::Preimage;
    using ScheduleOrigin = sdk::EitherOf<origins::EnsureOrRoot<origins::Custom::AuctionAdmin>,
                                         origins::Ensure<origins::Custom::Treasurer>>;
    using OriginPrivilegeCmp = relay::OriginPrivilegeCmp;
    static constexpr auto kWeights = weights::kScheduler;
};

struct PreimageConfig : Common<PreimageConfig> {
    static constexpr sdk::Balance kBaseDeposit = currency::deposit(2, 64);
    static constexpr sdk::Balance kByteDeposit = currency::deposit(0, 1);
    using ManagerOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kPreimage;
};

struct BabeConfig : Reporting<BabeConfig> {
    static constexpr pallet_babe::Constants kConstants{
        .EpochDuration = parameters::kEpochDurationInSlots,
        .ExpectedBlockTime = parameters::kMillisecondsPerBlock,
        .MaxAuthorities = parameters::kMaxAuthorities,
        .MaxNominators = parameters::kMaxNominatorRewardedPerValidator,
    };
    using Timestamp = polkadot::Timestamp;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_babe::Weights>;
};

/// A quarter of the slots has a primary author; the others have a secondary one who shows a VRF too.
inline constexpr sp_consensus_babe::BabeEpochConfiguration kBabeGenesisEpochConfig{
    .c = {1, 4}, .allowed_slots = sp_consensus_babe::AllowedSlots::PrimaryAndSecondaryVRFSlots};

struct TimestampConfig : Common<TimestampConfig> {
    static constexpr pallet_timestamp::Constants kConstants{.MinimumPeriod = parameters::kMillisecondsPerBlock / 2};
    using OnTimestampSet = sdk::List<polkadot::Babe>;
    static constexpr auto kWeights = weights::kTimestamp;
};

struct IndicesConfig : Common<IndicesConfig> {
    static constexpr pallet_indices::Constants kConstants{.Deposit = 10 * currency::kDollars};
    static constexpr auto kWeights = weights::kIndices;
};

struct BalancesConfig : Common<BalancesConfig> {
    static constexpr pallet_balances::Constants kConstants{
        .ExistentialDeposit = currency::kExistentialDeposit,
        .MaxLocks = 50,
        .MaxReserves = 50,
        .MaxHolds = 0,
        .MaxFreezes = 0,
    };
    using AccountStore = pallet_balances::StoredInSystem<polkadot::System>;
    using DustRemoval = sdk::List<>;
    using RuntimeHoldReason = sdk::Unit;
    using FreezeIdentifier = sdk::Unit;
    static constexpr auto kWeights = weights::kBalances;
};

struct TransactionPaymentConfig : Common<TransactionPaymentConfig> {
    static constexpr pallet_transaction_payment::Constants kConstants{.OperationalFeeMultiplier = 5};
    using OnChargeTransaction =
        pallet_transaction_payment::CurrencyAdapter<Balances, relay::DealWithFees<Balances, Treasury, Authorship>>;
    static constexpr auto kFees = parameters::kFees;
    static constexpr auto kFeeAdjustment = parameters::kFeeAdjustment;
};

struct AuthorshipConfig : Common<AuthorshipConfig> {
    using FindAuthor = pallet_session::FindAccountFromAuthorIndex<Session, Babe>;
    using EventHandlers = sdk::List<Staking, ImOnline>;
};

struct OffencesConfig : Common<OffencesConfig> {
    using IdentificationTuple = polkadot::IdentificationTuple;
    using OnOffenceHandler = sdk::List<Staking>;
};

struct HistoricalConfig : Common<HistoricalConfig> {
    using Session = polkadot::Session;
    using FullIdentification = relay::Exposure;
    using FullIdentificationOf = ExposureOf;
    using SessionManager = ElectedOrConfigured;
};

struct SessionConfig : Common<SessionConfig> {
    using Keys = polkadot_runtime::SessionKeys;
    using ValidatorIdOf = StashOf;
    using ShouldEndSession = Babe;
    using NextSessionRotation = Babe;
    using SessionManager = Historical;
    using SessionHandlers =
        sdk::List<pallet_session::KeyHandler<&Keys::grandpa, Grandpa>, pallet_session::KeyHandler<&Keys::babe, Babe>,
                  pallet_session::KeyHandler<&Keys::im_online, ImOnline>,
                  pallet_session::KeyHandler<&Keys::para_validator, Initializer>,
                  pallet_session::KeyHandler<&Keys::para_assignment, ParaSessionInfo>,
                  pallet_session::KeyHandler<&Keys::authority_discovery, AuthorityDiscovery>>;
    static constexpr auto kWeights = weights::kSession;
};

struct GrandpaConfig : Reporting<GrandpaConfig> {
    static constexpr pallet_grandpa::Constants kConstants{
        .MaxAuthorities = parameters::kMaxAuthorities,
        .MaxNominators = parameters::kMaxNominatorRewardedPerValidator,
        .MaxSetIdSessionEntries = uint64_t{parameters::kBondingDurationInEras} * parameters::kSessionsPerEra,
    };
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_grandpa::Weights>;
};

struct ImOnlineConfig : Common<ImOnlineConfig> {
    static constexpr pallet_im_online::Constants kConstants{.UnsignedPriority = max_value<uint64_t>()};
    static constexpr uint32_t kMaxKeys = 10'000;
    using Session = polkadot::Session;
    using IdentificationOf = ExposureOf;
    using IdentificationTuple = polkadot::IdentificationTuple;
    using NextSessionRotation = Babe;
    using Offences = polkadot::Offences;
    static constexpr auto kWeights = weights::kImOnline;
};

struct AuthorityDiscoveryConfig : Common<AuthorityDiscoveryConfig> {
    static constexpr uint32_t kMaxAuthorities = parameters::kMaxAuthorities;
};

struct TreasuryConfig : Common<TreasuryConfig> {
    static constexpr pallet_treasury::Constants kConstants{
        .ProposalBond = sdk::Permill::from_percent(5),
        .ProposalBondMinimum = 100 * currency::kDollars,
        .ProposalBondMaximum = 500 * currency::kDollars,
        .SpendPeriod = 24 * parameters::kDays,
        .Burn = sdk::Permill::from_percent(1),
        .PalletId = sdk::pallet_id("py/trsry"),
        .MaxApprovals = 100,
    };
    using ApproveOrigin = origins::EnsureOrRoot<origins::Custom::Treasurer>;
    using RejectOrigin = ApproveOrigin;
    using SpendOrigin = origins::TreasurySpender;
    using OnSlash = sdk::List<polkadot::Treasury>;
    using BurnDestination = sdk::List<>;
    using SpendFunds = sdk::List<polkadot::Bounties>;
    static constexpr auto kWeights = weights::kTreasury;
};

struct ConvictionVotingConfig : Common<ConvictionVotingConfig> {
    static constexpr pallet_conviction_voting::Constants kConstants{
        .MaxVotes = 512,
        .VoteLockingPeriod = 28 * parameters::kDays,
    };
    static constexpr uint32_t kClassCount = std::size(tracks::kTracks);
    using Polls = polkadot::Referenda;
    static constexpr auto kWeights = weights::kConvictionVoting;
};

/// All money that is not inactive could vote.
struct ActiveIssuance {
    static sdk::Balance get();
};

struct ReferendaConfig : Common<ReferendaConfig> {
    static constexpr pallet_referenda::Constants kConstants{
        .SubmissionDeposit = currency::kDollars,
        .MaxQueued = 100,
        .UndecidingTimeout = 14 * parameters::kDays,
        .AlarmInterval = 1,
        .Tracks = tracks::kTracks,
    };
    static std::optional<pallet_referenda::TrackId> track_for(const sdk::OriginCaller& origin) {
        return tracks::track_for(origin);
    }
    using Scheduler = polkadot::Scheduler;
    using Preimages = polkadot::Preimage;
    using SubmitOrigin = sdk::IgnoringArgument<sdk::EnsureSigned>;
    using CancelOrigin = origins::EnsureOrRoot<origins::Custom::ReferendumCanceller>;
    using KillOrigin = origins::EnsureOrRoot<origins::Custom::ReferendumKiller>;
    using Slash = sdk::List<polkadot::Treasury>;
    using Votes = sdk::Balance;
    using Tally = pallet_conviction_voting::types::Tally<sdk::Balance, ActiveIssuance>;
    static constexpr auto kWeights = weights::kReferenda;
};

struct WhitelistConfig : Common<WhitelistConfig> {
    using Preimages = polkadot::Preimage;
    using WhitelistOrigin = sdk::EnsureRoot;  ///< on Polkadot also the fellows, by XCM of the Collectives chain
    using DispatchWhitelistedOrigin = origins::EnsureOrRoot<origins::Custom::WhitelistedCaller>;
    static constexpr auto kWeights = weights::kWhitelist;
};

struct ClaimsConfig : Common<ClaimsConfig> {
    static constexpr ByteArray<33> kPrefix = {'P', 'a', 'y', ' ', 'D', 'O', 'T', 's', ' ', 't', 'o',
                                              ' ', 't', 'h', 'e', ' ', 'P', 'o', 'l', 'k', 'a', 'd',
                                              'o', 't', ' ', 'a', 'c', 'c', 'o', 'u', 'n', 't', ':'};
    static constexpr polkadot_runtime_common::claims::Constants kConstants{.Prefix = kPrefix};
    using Vesting = polkadot::Vesting;
    using MoveClaimOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kClaims;
};

struct VestingConfig : Common<VestingConfig> {
    static constexpr pallet_vesting::Constants kConstants{
        .MinVestedTransfer = currency::kDollars,
        .MaxVestingSchedules = 28,
    };
    static constexpr uint32_t kMaxLocks = BalancesConfig::kConstants.MaxLocks;
    static constexpr auto kUnvestedFundsAllowedWithdrawReasons =
        sdk::WithdrawReasons::except(sdk::WithdrawReasons::kTransfer | sdk::WithdrawReasons::kReserve);
    static constexpr auto kWeights = weights::kVesting;
};

struct UtilityConfig : Common<UtilityConfig> {
    static constexpr pallet_utility::Constants kConstants{.batched_calls_limit = 32 * 1024 * 1024 / 3 / 1024};
    static constexpr auto kWeights = weights::kUtility;
};

struct IdentityConfig : Common<IdentityConfig> {
    static constexpr pallet_identity::Constants kConstants{
        .BasicDeposit = currency::deposit(1, 258),
        .FieldDeposit = currency::deposit(0, 66),
        .SubAccountDeposit = currency::deposit(1, 53),
        .MaxSubAccounts = 100,
        .MaxAdditionalFields = 100,
        .MaxRegistrars = 20,
    };
    using Slashed = sdk::List<polkadot::Treasury>;
    using ForceOrigin = origins::EnsureOrRoot<origins::Custom::GeneralAdmin>;
    using RegistrarOrigin = ForceOrigin;
    static constexpr auto kWeights = weights::kIdentity;
};

struct ProxyConfig : Common<ProxyConfig> {
    static constexpr pallet_proxy::Constants kConstants{
        .ProxyDepositBase = currency::deposit(1, 8),
        .ProxyDepositFactor = currency::deposit(0, 33),
        .MaxProxies = 32,
        .MaxPending = 32,
        .AnnouncementDepositBase = currency::deposit(1, 8),
        .AnnouncementDepositFactor = currency::deposit(0, 66),
    };
    using ProxyType = polkadot_runtime::ProxyType;
    static constexpr auto kWeights = weights::kProxy;
};

struct MultisigConfig : Common<MultisigConfig> {
    static constexpr pallet_multisig::Constants kConstants{
        .DepositBase = currency::deposit(1, 88),
        .DepositFactor = currency::deposit(0, 32),
        .MaxSignatories = 100,
    };
    static constexpr auto kWeights = weights::kMultisig;
};

struct BountiesConfig : Common<BountiesConfig> {
    static constexpr pallet_bounties::Constants kConstants{
        .BountyDepositBase = currency::kDollars,
        .BountyDepositPayoutDelay = 8 * parameters::kDays,
        .BountyUpdatePeriod = 90 * parameters::kDays,
        .CuratorDepositMultiplier = sdk::Permill::from_percent(50),
        .CuratorDepositMax = 200 * currency::kDollars,
        .CuratorDepositMin = 10 * currency::kDollars,
        .BountyValueMinimum = 10 * currency::kDollars,
        .DataDepositPerByte = currency::kCents,
        .MaximumReasonLength = 16'384,
    };
    static constexpr sdk::PalletId kPalletId = TreasuryConfig::kConstants.PalletId;
    static constexpr uint32_t kMaxApprovals = TreasuryConfig::kConstants.MaxApprovals;
    using Treasury = polkadot::Treasury;
    using ChildBounties = polkadot::ChildBounties;
    using RejectOrigin = TreasuryConfig::RejectOrigin;
    using SpendOrigin = TreasuryConfig::SpendOrigin;
    using OnSlash = TreasuryConfig::OnSlash;
    static constexpr auto kWeights = weights::kBounties;
};

struct ChildBountiesConfig : Common<ChildBountiesConfig> {
    static constexpr pallet_child_bounties::Constants kConstants{
        .MaxActiveChildBountyCount = 100,
        .ChildBountyValueMinimum = BountiesConfig::kConstants.BountyValueMinimum / 10,
    };
    static constexpr sdk::PalletId kPalletId = BountiesConfig::kPalletId;
    static constexpr uint32_t kMaximumReasonLength = BountiesConfig::kConstants.MaximumReasonLength;
    static constexpr sdk::BlockNumber kPayoutDelay = BountiesConfig::kConstants.BountyDepositPayoutDelay;
    using Bounties = polkadot::Bounties;
    using RejectOrigin = BountiesConfig::RejectOrigin;
    using OnSlash = sdk::List<polkadot::Treasury>;
    static constexpr auto kWeights = weights::kChildBounties;
};

}  // namespace serinus::polkadot
