/// The host of parachains: their life, their candidates and messages, disputes about them.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/babe/randomness.hpp"
#include "runtime/pallets/message_queue/message_queue.hpp"
#include "runtime/pallets/parachains/configuration/configuration.hpp"
#include "runtime/pallets/parachains/disputes/disputes.hpp"
#include "runtime/pallets/parachains/dmp/dmp.hpp"
#include "runtime/pallets/parachains/hrmp/hrmp.hpp"
#include "runtime/pallets/parachains/inclusion/reward_points.hpp"
#include "runtime/pallets/parachains/initializer/initializer.hpp"
#include "runtime/pallets/parachains/origin/origin.hpp"
#include "runtime/pallets/parachains/paras/paras.hpp"
#include "runtime/pallets/parachains/session_info/session_info.hpp"
#include "runtime/pallets/parachains/shared/shared.hpp"
#include "runtime/pallets/parachains/slashing/slashing.hpp"
#include "runtime/pallets/parachains_later/candidate_inclusion/candidate_inclusion.hpp"
#include "runtime/pallets/parachains_later/candidate_inherent/candidate_inherent.hpp"
#include "runtime/runtimes/common/relay/time.hpp"
#include "runtime/runtimes/kusama_later/common.hpp"
#include "runtime/runtimes/kusama_later/config/consensus.hpp"
#include "runtime/runtimes/kusama_later/currency.hpp"
#include "runtime/runtimes/kusama_later/origins.hpp"
#include "runtime/runtimes/kusama_later/validators.hpp"
#include "runtime/runtimes/kusama_later/weights/block_weights.hpp"
#include "runtime/runtimes/kusama_later/weights/configuration.hpp"
#include "runtime/runtimes/kusama_later/weights/hrmp.hpp"
#include "runtime/runtimes/kusama_later/weights/initializer.hpp"
#include "runtime/runtimes/kusama_later/weights/message_queue.hpp"
#include "runtime/runtimes/kusama_later/weights/para_inclusion.hpp"
#include "runtime/runtimes/kusama_later/weights/para_inherent.hpp"
#include "runtime/runtimes/kusama_later/weights/paras.hpp"
#include "runtime/runtimes/kusama_later/weights/paras_disputes.hpp"
#include "runtime/runtimes/kusama_later/weights/paras_slashing.hpp"
#include "runtime/runtimes/kusama_later/xcm.hpp"

namespace serinus::kusama_later {

/// What most pallets of parachains build on.
template <class Config>
struct OfParachains : Common<Config> {
    using Configuration = kusama_later::Configuration;
    using Shared = ParasShared;
    using Paras = kusama_later::Paras;
    using Dmp = kusama_later::Dmp;
    using Hrmp = kusama_later::Hrmp;
    using Scheduler = ParaScheduler;
    using Session = kusama_later::Session;
    using SessionInfo = ParaSessionInfo;
    using RewardValidators = polkadot_runtime_parachains::reward_points::RewardValidatorsWithEraPoints<
        kusama_later::Session, ParaSessionInfo, ParasShared, kusama_later::Staking>;
};

struct ParachainsOriginConfig : Common<ParachainsOriginConfig> {};

struct ConfigurationConfig : OfParachains<ConfigurationConfig> {
    static constexpr auto kWeights = weights::kConfiguration;
    static constexpr auto kWeightsOf2025 = weights::kConfigurationOf2025;
};

struct ParasSharedConfig : Common<ParasSharedConfig> {
    using DisabledValidators = Session;
};

struct ParaInclusionConfig : OfParachains<ParaInclusionConfig> {
    using MessageQueue = kusama_later::MessageQueue;
    static constexpr auto kWeights = weights::kParaInclusion;
};

struct ParaInherentConfig : OfParachains<ParaInherentConfig> {
    using Disputes = ParasDisputes;
    using Inclusion = ParaInclusion;
    using Initializer = kusama_later::Initializer;
    using ParentBlockRandomness = pallet_babe::ParentBlockRandomness<Babe>;
    static constexpr auto kWeights = weights::kParaInherent;
};

struct ParasConfig : OfParachains<ParasConfig> {
    static constexpr polkadot_runtime_parachains::paras::Constants kConstants{.UnsignedPriority =
                                                                                  max_value<uint64_t>()};
    using NextSessionRotation = Babe;
    using OnNewHead = sdk::List<Registrar>;
    using QueueFootprinter = polkadot_runtime_parachains::inclusion::UpwardQueueFootprint<MessageQueue>;
    using AssignCoretime = CoretimeAssignmentProvider;
    using Fungible = Currency;
    /// For each block that the cooldown ends earlier: 1,000 KSM for a day.
    static constexpr sdk::Balance kCooldownRemovalMultiplier = 1'000 * currency::kUnits / relay::kDays;
    using AuthorizeCurrentCodeOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kParas;
    static constexpr auto kWeightsOf2025 = weights::kParasOf2025;
};

struct InitializerConfig : OfParachains<InitializerConfig> {
    using Modules = sdk::List<Paras, ParaScheduler, ParaInclusion, ParaSessionInfo, ParasDisputes, ParasSlashing, Dmp,
                              Hrmp, Coretime>;
    using Randomness = pallet_babe::RandomnessFromOneEpochAgo<Babe>;
    using ForceOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kInitializer;
};

struct DmpConfig : OfParachains<DmpConfig> {};

struct HrmpConfig : OfParachains<HrmpConfig> {
    using ChannelManager = origins::EnsureOrRoot<origins::Custom::GeneralAdmin>;
    using EnsureParachain = polkadot_runtime_parachains::origin::EnsureParachain<ParachainsOrigin>;
    using VersionWrapper = VersionsOfParas;
    /// The largest message and the most messages of a channel that a para opens with a system chain: what any may have.
    static std::pair<uint32_t, uint32_t> default_channel_with_system() {
        const auto config = Configuration::config();
        return {config.hrmp_channel_max_message_size, config.hrmp_channel_max_capacity};
    }
    static constexpr auto kWeights = weights::kHrmp;
    static constexpr auto kWeightsOf2025 = weights::kHrmpOf2025;
};

struct ParaSessionInfoConfig : OfParachains<ParaSessionInfoConfig> {
    using AuthorityDiscovery = kusama_later::AuthorityDiscovery;
};

struct ParasDisputesConfig : OfParachains<ParasDisputesConfig> {
    using SlashingHandler = ParasSlashing;
    static constexpr auto kWeights = weights::kParasDisputes;
};

struct ParasSlashingConfig : OfParachains<ParasSlashingConfig> {
    static constexpr uint64_t kReportLongevity = kMaxSetIdSessionEntries * kEpochDurationInSlots;
    using IdentificationOf = HistoricalConfig::FullIdentificationOf;
    using KeyOwnerProofSystem = Historical;
    using Offences = kusama_later::Offences;
    static constexpr auto kWeights = weights::kParasSlashing;
};

struct MessageQueueConfig : Common<MessageQueueConfig> {
    static constexpr sdk::Weight kServiceWeight = sdk::Perbill::from_percent(20) * weights::kBlockWeights.max_block;
    static constexpr pallet_message_queue::ConstantsOf2025 kConstants{
        .HeapSize = 65'536, .MaxStale = 16, .ServiceWeight = kServiceWeight, .IdleMaxServiceWeight = kServiceWeight};
    using MessageProcessor = UpwardMessages;
    using QueueChangeHandler = sdk::List<polkadot_runtime_parachains::inclusion::UpwardQueueSizes<Configuration>>;
    static constexpr auto kWeights = weights::kMessageQueue;
};

}  // namespace serinus::kusama_later
