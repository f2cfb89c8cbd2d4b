/// A mock runtime that hosts parachains: the validators of runtime/mock/validators.hpp, the pallets of the host, and
/// registration and leases of paras. For tests of these pallets.
#pragma once

#include "runtime/mock/validators.hpp"
#include "runtime/pallets/auctions/auctions.hpp"
#include "runtime/pallets/babe/randomness.hpp"
#include "runtime/pallets/crowdloan/crowdloan.hpp"
#include "runtime/pallets/message_queue/message_queue.hpp"
#include "runtime/pallets/message_queue/weights.hpp"
#include "runtime/pallets/parachains/assigner_coretime/assigner_coretime.hpp"
#include "runtime/pallets/parachains/configuration/configuration.hpp"
#include "runtime/pallets/parachains/disputes/disputes.hpp"
#include "runtime/pallets/parachains/dmp/dmp.hpp"
#include "runtime/pallets/parachains/hrmp/hrmp.hpp"
#include "runtime/pallets/parachains/inclusion/inclusion.hpp"
#include "runtime/pallets/parachains/inclusion/reward_points.hpp"
#include "runtime/pallets/parachains/inclusion/upward_queue.hpp"
#include "runtime/pallets/parachains/initializer/initializer.hpp"
#include "runtime/pallets/parachains/on_demand/on_demand.hpp"
#include "runtime/pallets/parachains/origin/origin.hpp"
#include "runtime/pallets/parachains/para_scheduler/para_scheduler.hpp"
#include "runtime/pallets/parachains/paras/paras.hpp"
#include "runtime/pallets/parachains/paras_inherent/paras_inherent.hpp"
#include "runtime/pallets/parachains/session_info/session_info.hpp"
#include "runtime/pallets/parachains/shared/shared.hpp"
#include "runtime/pallets/parachains/slashing/slashing.hpp"
#include "runtime/pallets/paras_registrar/paras_registrar.hpp"
#include "runtime/pallets/slots/slots.hpp"

namespace serinus::mock::relay {

namespace parachains = polkadot_runtime_parachains;
namespace common = polkadot_runtime_common;

using mock::System, holds::Balances, holds::Currency;
using validators::Babe, validators::Session, validators::Staking;
using ParachainsOrigin = parachains::origin::Pallet<struct ParachainsOriginConfig>;
using Configuration = parachains::configuration::Pallet<struct ConfigurationConfig>;
using ParasShared = parachains::shared::Pallet<struct ParasSharedConfig>;
using ParaInclusion = parachains::inclusion::Pallet<struct ParaInclusionConfig>;
using ParaInherent = parachains::paras_inherent::Pallet<struct ParaInherentConfig>;
using ParaScheduler = parachains::para_scheduler::Pallet<struct ParaSchedulerConfig>;
using Paras = parachains::paras::Pallet<struct ParasConfig>;
using Initializer = parachains::initializer::Pallet<struct InitializerConfig>;
using Dmp = parachains::dmp::Pallet<struct DmpConfig>;
using Hrmp = parachains::hrmp::Pallet<struct HrmpConfig>;
using ParaSessionInfo = parachains::session_info::Pallet<struct ParaSessionInfoConfig>;
using ParasDisputes = parachains::disputes::Pallet<struct ParasDisputesConfig>;
using ParasSlashing = parachains::disputes::slashing::Pallet<struct ParasSlashingConfig>;
using OnDemand = parachains::on_demand::Pallet<struct OnDemandConfig>;
using CoretimeAssignmentProvider = parachains::assigner_coretime::Pallet<struct CoretimeAssignmentProviderConfig>;
using MessageQueue = pallet_message_queue::Pallet<struct MessageQueueConfig>;
using Registrar = common::paras_registrar::Pallet<struct RegistrarConfig>;
using Slots = common::slots::Pallet<struct SlotsConfig>;
using Auctions = common::auctions::Pallet<struct AuctionsConfig>;
using Crowdloan = common::crowdloan::Pallet<struct CrowdloanConfig>;

/// What most pallets of the host build on.
struct OfParachains : holds::OfHolds {
    using Configuration = relay::Configuration;
    using Shared = ParasShared;
    using Paras = relay::Paras;
    using Dmp = relay::Dmp;
    using Hrmp = relay::Hrmp;
    using Scheduler = ParaScheduler;
    using Session = relay::Session;
    using SessionInfo = ParaSessionInfo;
    using RewardValidators =
        parachains::reward_points::RewardValidatorsWithEraPoints<relay::Session, ParaSessionInfo, ParasShared, Staking>;
};

struct ParachainsOriginConfig {
    static constexpr PalletInfo kInfo{19, "ParachainsOrigin"};
};

struct ConfigurationConfig : OfParachains {
    static constexpr PalletInfo kInfo{20, "Configuration"};
    static constexpr auto kWeights = kDefaultWeights<parachains::configuration::Weights>;
};

struct ParasSharedConfig : OfParachains {
    static constexpr PalletInfo kInfo{21, "ParasShared"};
    using DisabledValidators = relay::Session;
};

struct ParaInclusionConfig : OfParachains {
    static constexpr PalletInfo kInfo{22, "ParaInclusion"};
    using MessageQueue = relay::MessageQueue;
    static constexpr auto kWeights = kDefaultWeights<parachains::inclusion::Weights>;
};

struct ParaInherentConfig : OfParachains {
    static constexpr PalletInfo kInfo{23, "ParaInherent"};
    using Disputes = ParasDisputes;
    using Inclusion = ParaInclusion;
    using Initializer = relay::Initializer;
    using ParentBlockRandomness = pallet_babe::ParentBlockRandomness<Babe>;
    static constexpr auto kWeights = kDefaultWeights<parachains::paras_inherent::Weights>;
};

struct ParaSchedulerConfig : OfParachains {
    static constexpr PalletInfo kInfo{24, "ParaScheduler"};
    using AssignmentProvider = CoretimeAssignmentProvider;
};

struct ParasConfig : OfParachains {
    static constexpr PalletInfo kInfo{25, "Paras"};
    static constexpr parachains::paras::Constants kConstants{.UnsignedPriority = max_value<uint64_t>()};
    using NextSessionRotation = Babe;
    using OnNewHead = List<Registrar>;
    using QueueFootprinter = parachains::inclusion::UpwardQueueFootprint<MessageQueue>;
    using AssignCoretime = CoretimeAssignmentProvider;
    using Fungible = holds::Currency;
    static constexpr Balance kCooldownRemovalMultiplier = kUnit;
    using AuthorizeCurrentCodeOrigin = EnsureRoot;
    static constexpr auto kWeights = kDefaultWeights<parachains::paras::Weights>;
};

struct InitializerConfig : OfParachains {
    static constexpr PalletInfo kInfo{26, "Initializer"};
    using Modules = List<Paras, ParaScheduler, ParaInclusion, ParaSessionInfo, ParasDisputes, ParasSlashing, Dmp, Hrmp>;
    using Randomness = pallet_babe::RandomnessFromOneEpochAgo<Babe>;
    using ForceOrigin = EnsureRoot;
    static constexpr auto kWeights = kDefaultWeights<parachains::initializer::Weights>;
};

struct DmpConfig : OfParachains {
    static constexpr PalletInfo kInfo{27, "Dmp"};
};

/// All paras understand version 3 of XCM.
struct VersionThree {
    static uint8_t xcm_version_for(polkadot_primitives::ParaId) { return 3; }
};
struct HrmpConfig : OfParachains {
    static constexpr PalletInfo kInfo{28, "Hrmp"};
    using ChannelManager = EnsureRoot;
    using EnsureParachain = parachains::origin::EnsureParachain<ParachainsOrigin>;
    using VersionWrapper = VersionThree;
    static std::pair<uint32_t, uint32_t> default_channel_with_system() { return {50, 4}; }
    static constexpr auto kWeights = kDefaultWeights<parachains::hrmp::Weights>;
};

struct ParaSessionInfoConfig : OfParachains {
    static constexpr PalletInfo kInfo{29, "ParaSessionInfo"};
    using AuthorityDiscovery = validators::AuthorityDiscovery;
};

struct ParasDisputesConfig : OfParachains {
    static constexpr PalletInfo kInfo{30, "ParasDisputes"};
    using SlashingHandler = ParasSlashing;
    static constexpr auto kWeights = kDefaultWeights<parachains::disputes::Weights>;
};

struct ParasSlashingConfig : OfParachains {
    static constexpr PalletInfo kInfo{31, "ParasSlashing"};
    static constexpr uint64_t kReportLongevity = validators::kReportLongevity;
    using IdentificationOf = validators::ExposureOf;
    using KeyOwnerProofSystem = validators::Historical;
    using Offences = validators::Offences;
    static constexpr auto kWeights = kDefaultWeights<parachains::disputes::slashing::Weights>;
};

struct OnDemandConfig : OfParachains {
    static constexpr PalletInfo kInfo{32, "OnDemandAssignmentProvider"};
    static constexpr parachains::on_demand::Constants kConstants{
        .TrafficDefaultValue = FixedU128::one(), .MaxHistoricalRevenue = 4, .PalletId = pallet_id("py/ondmd")};
    static constexpr auto kWeights = kDefaultWeights<parachains::on_demand::Weights>;
};

struct CoretimeAssignmentProviderConfig : OfParachains {
    static constexpr PalletInfo kInfo{38, "CoretimeAssignmentProvider"};
    using OnDemand = relay::OnDemand;
};

/// Messages of paras mean nothing here: each is a success that takes no weight.
struct EveryMessage {
    using Origin = parachains::inclusion::AggregateMessageOrigin;
    static Result<bool, ProcessMessageError> process_message(BytesView, const Origin&, WeightMeter&, ByteArray<32>&) {
        return true;
    }
};
struct MessageQueueConfig : holds::OfHolds {
    static constexpr PalletInfo kInfo{33, "MessageQueue"};
    static constexpr Weight kServiceWeight = Perbill::from_percent(20) * development_weights::kBlockWeights.max_block;
    static constexpr pallet_message_queue::Constants kConstants{
        .HeapSize = 65'536, .MaxStale = 16, .ServiceWeight = kServiceWeight, .IdleMaxServiceWeight = kServiceWeight};
    using MessageProcessor = EveryMessage;
    using QueueChangeHandler = List<parachains::inclusion::UpwardQueueSizes<Configuration>>;
    static constexpr auto kWeights = kDefaultWeights<pallet_message_queue::Weights>;
};

struct RegistrarConfig : OfParachains {
    static constexpr PalletInfo kInfo{34, "Registrar"};
    static constexpr common::paras_registrar::Constants kConstants{.ParaDeposit = 40 * kUnit,
                                                                   .DataDepositPerByte = kUnit / 1'000};
    using EnsureParachain = parachains::origin::EnsureParachain<ParachainsOrigin>;
    using OnSwap = List<Crowdloan, Slots>;
    static constexpr auto kWeights = kDefaultWeights<common::paras_registrar::Weights>;
};

struct OfLeases : holds::OfHolds {
    using Registrar = relay::Registrar;
};

struct SlotsConfig : OfLeases {
    static constexpr PalletInfo kInfo{35, "Slots"};
    static constexpr common::slots::Constants kConstants{.LeasePeriod = 60'000, .LeaseOffset = 0};
    using ForceOrigin = EnsureRoot;
    static constexpr auto kWeights = kDefaultWeights<common::slots::Weights>;
};

struct AuctionsConfig : OfLeases {
    static constexpr PalletInfo kInfo{36, "Auctions"};
    static constexpr common::auctions::Constants kConstants{.EndingPeriod = 7'200,
                                                            .SampleLength = 20,
                                                            .SlotRangeCount = common::SlotRange::kCount,
                                                            .LeasePeriodsPerSlot = common::SlotRange::kPeriods};
    using Leaser = Slots;
    using Randomness = pallet_babe::RandomnessFromOneEpochAgo<Babe>;
    using InitiateOrigin = EnsureRoot;
    static constexpr auto kWeights = kDefaultWeights<common::auctions::Weights>;
};

struct CrowdloanConfig : OfLeases {
    static constexpr PalletInfo kInfo{37, "Crowdloan"};
    static constexpr common::crowdloan::Constants kConstants{
        .PalletId = pallet_id("py/cfund"), .MinContribution = kUnit, .RemoveKeysLimit = 1'000};
    static constexpr Balance kSubmissionDeposit = 100 * kUnit;
    static constexpr uint32_t kMaxMemoLength = 32;
    using Auctioneer = Auctions;
    static constexpr auto kWeights = kDefaultWeights<common::crowdloan::Weights>;
};

struct Runtime {
    using Pallets = decltype([]<class... P>(List<P...>) {
        return List<P..., ParachainsOrigin, Configuration, ParasShared, ParaInclusion, ParaInherent, ParaScheduler,
                    Paras, Initializer, Dmp, Hrmp, ParaSessionInfo, ParasDisputes, ParasSlashing, OnDemand,
                    CoretimeAssignmentProvider, MessageQueue, Registrar, Slots, Auctions, Crowdloan>{};
    }(validators::Runtime::Pallets{}));
    using System = mock::System;
};

}  // namespace serinus::mock::relay
