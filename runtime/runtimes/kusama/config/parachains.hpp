/// The host of parachains: their life, their candidates and messages, disputes about them.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/babe/randomness.hpp"
#include "runtime/pallets/message_queue/message_queue.hpp"
#include "runtime/pallets/parachains/configuration/configuration.hpp"
#include "runtime/pallets/parachains/disputes/disputes.hpp"
#include "runtime/pallets/parachains/dmp/dmp.hpp"
#include "runtime/pallets/parachains/hrmp/hrmp.hpp"
#include "runtime/pallets/parachains/inclusion/inclusion.hpp"
#include "runtime/pallets/parachains/inclusion/reward_points.hpp"
#include "runtime/pallets/parachains/initializer/initializer.hpp"
#include "runtime/pallets/parachains/origin/origin.hpp"
#include "runtime/pallets/parachains/paras/paras.hpp"
#include "runtime/pallets/parachains/paras_inherent/paras_inherent.hpp"
#include "runtime/pallets/parachains/session_info/session_info.hpp"
#include "runtime/pallets/parachains/shared/shared.hpp"
#include "runtime/pallets/parachains/slashing/slashing.hpp"
#include "runtime/runtimes/common/relay/time.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/config/consensus.hpp"
#include "runtime/runtimes/kusama/currency.hpp"
#include "runtime/runtimes/kusama/is_proper.hpp"
#include "runtime/runtimes/kusama/origins.hpp"
#include "runtime/runtimes/kusama/validators.hpp"
#include "runtime/runtimes/kusama/weights/block_weights.hpp"
#include "runtime/runtimes/kusama/weights/configuration.hpp"
#include "runtime/runtimes/kusama/weights/hrmp.hpp"
#include "runtime/runtimes/kusama/weights/initializer.hpp"
#include "runtime/runtimes/kusama/weights/message_queue.hpp"
#include "runtime/runtimes/kusama/weights/para_inclusion.hpp"
#include "runtime/runtimes/kusama/weights/para_inherent.hpp"
#include "runtime/runtimes/kusama/weights/paras.hpp"
#include "runtime/runtimes/kusama/weights/paras_disputes.hpp"
#include "runtime/runtimes/kusama/weights/paras_slashing.hpp"
#include "runtime/runtimes/kusama/xcm.hpp"

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

struct ParasSharedConfig : Common<ParasSharedConfig> {
    using DisabledValidators = Session;
    /// Receipts of version 3 are the development composition's alone. Observed: 0 in the presets of Kusama 2.3.2
    static constexpr std::optional<uint32_t> kMaxRelayParentSessionAge =
        kIsProper ? std::nullopt : std::optional<uint32_t>(0);
};

struct ParaInclusionConfig : OfParachains<ParaInclusionConfig> {
    using MessageQueue = kusama::MessageQueue;
    static constexpr auto kWeights = weights::kParaInclusion;
};

struct ParaInherentConfig : OfParachains<ParaInherentConfig> {
    using Disputes = ParasDisputes;
    using Inclusion = ParaInclusion;
    using Initializer = kusama::Initializer;
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
};

struct ParaSessionInfoConfig : OfParachains<ParaSessionInfoConfig> {
    using AuthorityDiscovery = kusama::AuthorityDiscovery;
};

struct ParasDisputesConfig : OfParachains<ParasDisputesConfig> {
    using SlashingHandler = ParasSlashing;
    static constexpr auto kWeights = weights::kParasDisputes;
};

struct ParasSlashingConfig : OfParachains<ParasSlashingConfig> {
    static constexpr uint64_t kReportLongevity = kMaxSetIdSessionEntries * kEpochDurationInSlots;
    using IdentificationOf = HistoricalConfig::FullIdentificationOf;
    using KeyOwnerProofSystem = Historical;
    using Offences = kusama::Offences;
    static constexpr auto kWeights = weights::kParasSlashing;
};

struct MessageQueueConfig : Common<MessageQueueConfig> {
    static constexpr sdk::Weight kServiceWeight = sdk::Perbill::from_percent(20) * weights::kBlockWeights.max_block;
    static constexpr pallet_message_queue::Constants kConstants{
        .HeapSize = 65'536, .MaxStale = 16, .ServiceWeight = kServiceWeight, .IdleMaxServiceWeight = kServiceWeight};
    using MessageProcessor = UpwardMessages;
    using QueueChangeHandler = sdk::List<polkadot_runtime_parachains::inclusion::UpwardQueueSizes<Configuration>>;
    static constexpr auto kWeights = weights::kMessageQueue;
};

}  // namespace serinus::kusama
