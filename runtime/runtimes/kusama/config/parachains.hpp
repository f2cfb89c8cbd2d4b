/// The host of parachains.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/babe/randomness.hpp"
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
#include "runtime/runtimes/common/relay/upward_messages.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/identification.hpp"
#include "runtime/runtimes/kusama/weights/configuration.hpp"
#include "runtime/runtimes/kusama/weights/hrmp.hpp"
#include "runtime/runtimes/kusama/weights/initializer.hpp"
#include "runtime/runtimes/kusama/weights/message_queue.hpp"
#include "runtime/runtimes/kusama/weights/para_inherent.hpp"
#include "runtime/runtimes/kusama/weights/paras.hpp"
#include "runtime/runtimes/kusama/weights/paras_disputes.hpp"
#include "runtime/runtimes/kusama/weights/paras_slashing.hpp"

namespace serinus::kusama {

/// What most pallets of parachains build on.
template <class Config>
struct OfParachains : Common<Config> {
    using Configuration = kusama::Configuration;
    using Shared = ParasShared;
    using Paras = kusama::Paras;
    using Dmp = kusama::Dmp;
    using Hrmp = kusama::Hrmp;
    using Scheduler = ParaScheduler;
    using Session = kusama::Session;
    using SessionInfo = ParaSessionInfo;
    using RewardValidators =
        polkadot_runtime_parachains::reward_points::RewardValidatorsWithEraPoints<kusama::Session, ParaSessionInfo,
                                                                                  ParasShared, kusama::Staking>;
};

struct ParachainsOriginConfig : Common<ParachainsOriginConfig> {};

struct ConfigurationConfig : OfParachains<ConfigurationConfig> {
    static constexpr auto kWeights = weights::kConfiguration;
};

struct ParasSharedConfig : Common<ParasSharedConfig> {};

struct ParaInclusionConfig : OfParachains<ParaInclusionConfig> {
    using MessageQueue = kusama::MessageQueue;
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
    using AuthorityDiscovery = kusama::AuthorityDiscovery;
};

struct ParasDisputesConfig : OfParachains<ParasDisputesConfig> {
    using SlashingHandler = ParasSlashing;
    static constexpr auto kWeights = weights::kParasDisputes;
};

struct ParasSlashingConfig : OfParachains<ParasSlashingConfig> {
    static constexpr uint64_t kReportLongevity = parameters::kReportLongevity;
    using IdentificationOf = ExposureOf;
    using KeyOwnerProofSystem = Historical;
    using Offences = kusama::Offences;
    static constexpr auto kWeights = weights::kParasSlashing;
};

struct ParaAssignmentProviderConfig : OfParachains<ParaAssignmentProviderConfig> {};

struct MessageQueueConfig : Common<MessageQueueConfig> {
    static constexpr pallet_message_queue::Constants kConstants{
        .HeapSize = 65'536,
        .MaxStale = 16,
        .ServiceWeight = sdk::Perbill::from_percent(20) * weights::kMaxBlockWeight,
    };
    using MessageProcessor = relay::UpwardMessages;
    using QueueChangeHandler = sdk::List<polkadot_runtime_parachains::inclusion::UpwardQueueSizes<Configuration>>;
    static constexpr auto kWeights = weights::kMessageQueue;
};

}  // namespace serinus::kusama
