/// What Polkadot configures the pallets of parachains with.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/lib.rs
#pragma once

#include "runtime/pallets/auctions/auctions.hpp"
#include "runtime/pallets/babe/randomness.hpp"
#include "runtime/pallets/crowdloan/crowdloan.hpp"
#include "runtime/pallets/message_queue/message_queue.hpp"
#include "runtime/pallets/parachains/assigner_parachains/assigner_parachains.hpp"
#include "runtime/pallets/parachains/configuration/configuration.hpp"
#include "runtime/pallets/parachains/disputes/disputes.hpp"
#include "runtime/pallets/parachains/dmp/dmp.hpp"
#include "runtime/pallets/parachains/hrmp/hrmp.hpp"
#include "runtime/pallets/parachains/inclusion/inclusion.hpp"
#include "runtime/pallets/parachains/inclusion/reward_points.hpp"
#include "runtime/pallets/parachains/inclusion/upward_queue.hpp"
#include "runtime/pallets/parachains/initializer/initializer.hpp"
#include "runtime/pallets/parachains/origin/origin.hpp"
#include "runtime/pallets/parachains/para_scheduler/para_scheduler.hpp"
#include "runtime/pallets/parachains/paras/paras.hpp"
#include "runtime/pallets/parachains/paras_inherent/paras_inherent.hpp"
#include "runtime/pallets/parachains/session_info/session_info.hpp"
#include "runtime/pallets/parachains/shared/shared.hpp"
#include "runtime/pallets/parachains/slashing/slashing.hpp"
#include "runtime/pallets/paras_registrar/paras_registrar.hpp"
#include "runtime/pallets/slots/slots.hpp"
#include "runtime/runtimes/common/relay/time.hpp"
#include "runtime/runtimes/common/relay/upward_messages.hpp"
#include "runtime/runtimes/polkadot/common.hpp"
#include "runtime/runtimes/polkadot/config/staking.hpp"
#include "runtime/runtimes/polkadot/origins.hpp"
#include "runtime/runtimes/polkadot/parameters.hpp"
#include "runtime/runtimes/polkadot/weights/auctions.hpp"
#include "runtime/runtimes/polkadot/weights/configuration.hpp"
#include "runtime/runtimes/polkadot/weights/crowdloan.hpp"
#include "runtime/runtimes/polkadot/weights/hrmp.hpp"
#include "runtime/runtimes/polkadot/weights/initializer.hpp"
#include "runtime/runtimes/polkadot/weights/message_queue.hpp"
#include "runtime/runtimes/polkadot/weights/para_inherent.hpp"
#include "runtime/runtimes/polkadot/weights/paras.hpp"
#include "runtime/runtimes/polkadot/weights/paras_disputes.hpp"
#include "runtime/runtimes/polkadot/weights/paras_slashing.hpp"
#include "runtime/runtimes/polkadot/weights/registrar.hpp"
#include "runtime/runtimes/polkadot/weights/slots.hpp"

namespace serinus::polkadot {

/// What most pallets of parachains build on.
template <class Config>
struct OfParachains : Common<Config> {
    using Configuration = polkadot::Configuration;
    using Shared = ParasShared;
    using Paras = polkadot::Paras;
    using Dmp = polkadot::Dmp;
    using Hrmp = polkadot::Hrmp;
    using Scheduler = ParaScheduler;
    using Session = polkadot::Session;
    using SessionInfo = ParaSessionInfo;
    using RewardValidators =
        polkadot_runtime_parachains::reward_points::RewardValidatorsWithEraPoints<polkadot::Session, ParaSessionInfo,
                                                                                  ParasShared, polkadot::Staking>;
};

struct ParachainsOriginConfig : Common<ParachainsOriginConfig> {};

struct ConfigurationConfig : OfParachains<ConfigurationConfig> {
    static constexpr auto kWeights = weights::kConfiguration;
};

struct ParasSharedConfig : Common<ParasSharedConfig> {};

struct ParaInclusionConfig : OfParachains<ParaInclusionConfig> {
    using MessageQueue = polkadot::MessageQueue;
};

struct ParaInherentConfig : OfParachains<ParaInherentConfig> {
    using Disputes = ParasDisputes;
    using Inclusion = ParaInclusion;
    using ParentBlockRandomness = pallet_babe::ParentBlockRandomness<Babe>;
    static constexpr auto kWeights = weights::kParaInherent;
};

struct ParaSchedulerConfig : OfParachains<ParaSchedulerConfig> {
    using AssignmentProvider = ParaAssignmentProvider;
};

struct ParasConfig : OfParachains<ParasConfig> {
    static constexpr polkadot_runtime_parachains::paras::Constants kConstants{.UnsignedPriority =
                                                                                  max_value<uint64_t>()};
    using NextSessionRotation = Babe;
    using OnNewHead = sdk::List<Registrar>;
    using QueueFootprinter = polkadot_runtime_parachains::inclusion::UpwardQueueFootprint<MessageQueue>;
    static constexpr auto kWeights = weights::kParas;
};

struct InitializerConfig : OfParachains<InitializerConfig> {
    using Modules =
        sdk::List<Paras, ParaScheduler, ParaInclusion, ParaSessionInfo, ParasDisputes, ParasSlashing, Dmp, Hrmp>;
    using Randomness = pallet_babe::RandomnessFromOneEpochAgo<Babe>;
    using ForceOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kInitializer;
};

struct DmpConfig : OfParachains<DmpConfig> {};

struct HrmpConfig : OfParachains<HrmpConfig> {
    using ChannelManager = origins::EnsureOrRoot<origins::Custom::GeneralAdmin>;
    using EnsureParachain = polkadot_runtime_parachains::origin::EnsureParachain<ParachainsOrigin>;
    static constexpr auto kWeights = weights::kHrmp;
};

struct ParaSessionInfoConfig : OfParachains<ParaSessionInfoConfig> {
    using AuthorityDiscovery = polkadot::AuthorityDiscovery;
};

struct ParasDisputesConfig : OfParachains<ParasDisputesConfig> {
    using SlashingHandler = ParasSlashing;
    static constexpr auto kWeights = weights::kParasDisputes;
};

struct ParasSlashingConfig : OfParachains<ParasSlashingConfig> {
    static constexpr uint64_t kReportLongevity = parameters::kReportLongevity;
    using IdentificationOf = ExposureOf;
    using KeyOwnerProofSystem = Historical;
    using Offences = polkadot::Offences;
    static constexpr auto kWeights = weights::kParasSlashing;
};

struct ParaAssignmentProviderConfig : OfParachains<ParaAssignmentProviderConfig> {};

struct RegistrarConfig : Common<RegistrarConfig> {
    static constexpr polkadot_runtime_common::paras_registrar::Constants kConstants{
        .ParaDeposit = 100 * currency::kDollars, .DataDepositPerByte = currency::deposit(0, 1)};
    using Configuration = polkadot::Configuration;
    using Paras = polkadot::Paras;
    using EnsureParachain = polkadot_runtime_parachains::origin::EnsureParachain<ParachainsOrigin>;
    using OnSwap = sdk::List<Crowdloan, Slots>;
    static constexpr auto kWeights = weights::kRegistrar;
};

struct SlotsConfig : Common<SlotsConfig> {
    static constexpr polkadot_runtime_common::slots::Constants kConstants{.LeasePeriod = 12 * relay::kWeeks,
                                                                          .LeaseOffset = 64 * relay::kDays};
    using Registrar = polkadot::Registrar;
    using ForceOrigin = origins::EnsureOrRoot<origins::Custom::LeaseAdmin>;
    static constexpr auto kWeights = weights::kSlots;
};

struct AuctionsConfig : Common<AuctionsConfig> {
    static constexpr polkadot_runtime_common::auctions::Constants kConstants{
        .EndingPeriod = 5 * relay::kDays,
        .SampleLength = 2 * relay::kMinutes,
        .SlotRangeCount = polkadot_runtime_common::SlotRange::kCount,
        .LeasePeriodsPerSlot = polkadot_runtime_common::SlotRange::kPeriods,
    };
    using Leaser = Slots;
    using Registrar = polkadot::Registrar;
    using Randomness = pallet_babe::RandomnessFromOneEpochAgo<Babe>;
    using InitiateOrigin = origins::EnsureOrRoot<origins::Custom::AuctionAdmin>;
    static constexpr auto kWeights = weights::kAuctions;
};

struct CrowdloanConfig : Common<CrowdloanConfig> {
    static constexpr polkadot_runtime_common::crowdloan::Constants kConstants{
        .PalletId = sdk::pallet_id("py/cfund"),
        .MinContribution = 5 * currency::kDollars,
        .RemoveKeysLimit = 1'000,
    };
    static constexpr sdk::Balance kSubmissionDeposit = currency::deposit(1, 480'000);
    static constexpr uint32_t kMaxMemoLength = 32;
    using Auctioneer = Auctions;
    using Registrar = polkadot::Registrar;
    static constexpr auto kWeights = weights::kCrowdloan;
};

struct MessageQueueConfig : Common<MessageQueueConfig> {
    static constexpr pallet_message_queue::Constants kConstants{
        .HeapSize = 65'536,
        .MaxStale = 8,
        .ServiceWeight = sdk::Perbill::from_percent(20) * parameters::kMaxBlockWeight,
    };
    using MessageProcessor = relay::UpwardMessages;
    using QueueChangeHandler = sdk::List<polkadot_runtime_parachains::inclusion::UpwardQueueSizes<Configuration>>;
    static constexpr auto kWeights = weights::kMessageQueue;
};

}  // namespace serinus::polkadot
