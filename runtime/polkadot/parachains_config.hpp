/// What Polkadot configures the pallets of parachains with.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/lib.rs
#pragma once

#include "runtime/pallets/auctions/auctions.hpp"
#include "runtime/pallets/babe/randomness.hpp"
#include "runtime/pallets/crowdloan/crowdloan.hpp"
#include "runtime/pallets/message_queue/message_queue.hpp"
#include "runtime/pallets/parachains/assigner_parachains.hpp"
#include "runtime/pallets/parachains/configuration.hpp"
#include "runtime/pallets/parachains/disputes.hpp"
#include "runtime/pallets/parachains/dmp.hpp"
#include "runtime/pallets/parachains/hrmp.hpp"
#include "runtime/pallets/parachains/inclusion.hpp"
#include "runtime/pallets/parachains/initializer.hpp"
#include "runtime/pallets/parachains/origin.hpp"
#include "runtime/pallets/parachains/para_scheduler.hpp"
#include "runtime/pallets/parachains/paras.hpp"
#include "runtime/pallets/parachains/paras_inherent.hpp"
#include "runtime/pallets/parachains/reward_points.hpp"
#include "runtime/pallets/parachains/session_info.hpp"
#include "runtime/pallets/parachains/shared.hpp"
#include "runtime/pallets/parachains/slashing.hpp"
#include "runtime/pallets/parachains/upward_queue.hpp"
#include "runtime/pallets/paras_registrar/paras_registrar.hpp"
#include "runtime/pallets/slots/slots.hpp"
#include "runtime/polkadot/origins.hpp"
#include "runtime/polkadot/pallets.hpp"
#include "runtime/polkadot/parameters.hpp"
#include "runtime/polkadot/staking_config.hpp"
#include "runtime/polkadot/weights/auctions.hpp"
#include "runtime/polkadot/weights/configuration.hpp"
#include "runtime/polkadot/weights/crowdloan.hpp"
#include "runtime/polkadot/weights/hrmp.hpp"
#include "runtime/polkadot/weights/initializer.hpp"
#include "runtime/polkadot/weights/message_queue.hpp"
#include "runtime/polkadot/weights/para_inherent.hpp"
#include "runtime/polkadot/weights/paras.hpp"
#include "runtime/polkadot/weights/paras_disputes.hpp"
#include "runtime/polkadot/weights/paras_slashing.hpp"
#include "runtime/polkadot/weights/registrar.hpp"
#include "runtime/polkadot/weights/slots.hpp"
#include "runtime/relay/time.hpp"
#include "runtime/relay/upward_messages.hpp"

namespace serinus::polkadot {

struct ParachainsOriginConfig {
    static constexpr sdk::PalletInfo kInfo{50, "ParachainsOrigin"};
};

struct ConfigurationConfig {
    static constexpr sdk::PalletInfo kInfo{51, "Configuration"};
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Shared = ParasShared;
    static constexpr auto kWeights = weights::kConfiguration;
};

struct ParasSharedConfig {
    static constexpr sdk::PalletInfo kInfo{52, "ParasShared"};
};

struct ParaInclusionConfig {
    static constexpr sdk::PalletInfo kInfo{53, "ParaInclusion"};
    using Configuration = polkadot::Configuration;
    using Dmp = polkadot::Dmp;
    using Hrmp = polkadot::Hrmp;
    using MessageQueue = polkadot::MessageQueue;
    using Paras = polkadot::Paras;
    using RewardValidators =
        polkadot_runtime_parachains::reward_points::RewardValidatorsWithEraPoints<polkadot::Session, ParaSessionInfo,
                                                                                  ParasShared, polkadot::Staking>;
    using Scheduler = ParaScheduler;
    using Shared = ParasShared;
    using System = polkadot::System;
};

struct ParaInherentConfig {
    static constexpr sdk::PalletInfo kInfo{54, "ParaInherent"};
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Configuration = polkadot::Configuration;
    using Disputes = ParasDisputes;
    using Inclusion = ParaInclusion;
    using ParentBlockRandomness = pallet_babe::ParentBlockRandomness<Babe>;
    using Scheduler = ParaScheduler;
    using Shared = ParasShared;
    using System = polkadot::System;
    static constexpr auto kWeights = weights::kParaInherent;
};

struct ParaSchedulerConfig {
    static constexpr sdk::PalletInfo kInfo{55, "ParaScheduler"};
    using AssignmentProvider = ParaAssignmentProvider;
    using Configuration = polkadot::Configuration;
    using System = polkadot::System;
};

struct ParasConfig {
    static constexpr sdk::PalletInfo kInfo{56, "Paras"};
    static constexpr polkadot_runtime_parachains::paras::Constants kConstants{.UnsignedPriority =
                                                                                  max_value<uint64_t>()};
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Configuration = polkadot::Configuration;
    using Shared = ParasShared;
    using System = polkadot::System;
    using NextSessionRotation = Babe;
    using OnNewHead = sdk::List<Registrar>;
    using QueueFootprinter = polkadot_runtime_parachains::inclusion::UpwardQueueFootprint<MessageQueue>;
    static constexpr auto kWeights = weights::kParas;
};

struct InitializerConfig {
    static constexpr sdk::PalletInfo kInfo{57, "Initializer"};
    using Configuration = polkadot::Configuration;
    using Shared = ParasShared;
    using Modules =
        sdk::List<Paras, ParaScheduler, ParaInclusion, ParaSessionInfo, ParasDisputes, ParasSlashing, Dmp, Hrmp>;
    using Session = polkadot::Session;
    using System = polkadot::System;
    using Randomness = pallet_babe::RandomnessFromOneEpochAgo<Babe>;
    using ForceOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kInitializer;
};

struct DmpConfig {
    static constexpr sdk::PalletInfo kInfo{58, "Dmp"};
    using Configuration = polkadot::Configuration;
    using System = polkadot::System;
};

struct HrmpConfig {
    static constexpr sdk::PalletInfo kInfo{60, "Hrmp"};
    using Configuration = polkadot::Configuration;
    using Paras = polkadot::Paras;
    using Dmp = polkadot::Dmp;
    using Currency = polkadot::Balances;
    using ChannelManager = origins::EnsureOrRoot<origins::Custom::GeneralAdmin>;
    using EnsureParachain = polkadot_runtime_parachains::origin::EnsureParachain<ParachainsOrigin>;
    using System = polkadot::System;
    static constexpr auto kWeights = weights::kHrmp;
};

struct ParaSessionInfoConfig {
    static constexpr sdk::PalletInfo kInfo{61, "ParaSessionInfo"};
    using AuthorityDiscovery = polkadot::AuthorityDiscovery;
    using Configuration = polkadot::Configuration;
    using Scheduler = ParaScheduler;
    using Session = polkadot::Session;
    using Shared = ParasShared;
};

struct ParasDisputesConfig {
    static constexpr sdk::PalletInfo kInfo{62, "ParasDisputes"};
    using Configuration = polkadot::Configuration;
    using SessionInfo = ParaSessionInfo;
    using System = polkadot::System;
    using RewardValidators =
        polkadot_runtime_parachains::reward_points::RewardValidatorsWithEraPoints<polkadot::Session, ParaSessionInfo,
                                                                                  ParasShared, polkadot::Staking>;
    using SlashingHandler = ParasSlashing;
    static constexpr auto kWeights = weights::kParasDisputes;
};

struct ParasSlashingConfig {
    static constexpr sdk::PalletInfo kInfo{63, "ParasSlashing"};
    static constexpr uint64_t kReportLongevity = parameters::kReportLongevity;
    using Configuration = polkadot::Configuration;
    using IdentificationOf = ExposureOf;
    using KeyOwnerProofSystem = Historical;
    using Offences = polkadot::Offences;
    using Session = polkadot::Session;
    using SessionInfo = ParaSessionInfo;
    static constexpr auto kWeights = weights::kParasSlashing;
};

struct ParaAssignmentProviderConfig {
    static constexpr sdk::PalletInfo kInfo{64, "ParaAssignmentProvider"};
    using Configuration = polkadot::Configuration;
    using Paras = polkadot::Paras;
};

struct RegistrarConfig {
    static constexpr sdk::PalletInfo kInfo{70, "Registrar"};
    static constexpr polkadot_runtime_common::paras_registrar::Constants kConstants{
        .ParaDeposit = 100 * currency::kDollars, .DataDepositPerByte = currency::deposit(0, 1)};
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Configuration = polkadot::Configuration;
    using Paras = polkadot::Paras;
    using Currency = polkadot::Balances;
    using EnsureParachain = polkadot_runtime_parachains::origin::EnsureParachain<ParachainsOrigin>;
    using OnSwap = sdk::List<Crowdloan, Slots>;
    static constexpr auto kWeights = weights::kRegistrar;
};

struct SlotsConfig {
    static constexpr sdk::PalletInfo kInfo{71, "Slots"};
    static constexpr polkadot_runtime_common::slots::Constants kConstants{.LeasePeriod = 12 * relay::kWeeks,
                                                                          .LeaseOffset = 64 * relay::kDays};
    using Currency = polkadot::Balances;
    using Registrar = polkadot::Registrar;
    using System = polkadot::System;
    using ForceOrigin = origins::EnsureOrRoot<origins::Custom::LeaseAdmin>;
    static constexpr auto kWeights = weights::kSlots;
};

struct AuctionsConfig {
    static constexpr sdk::PalletInfo kInfo{72, "Auctions"};
    static constexpr polkadot_runtime_common::auctions::Constants kConstants{
        .EndingPeriod = 5 * relay::kDays,
        .SampleLength = 2 * relay::kMinutes,
        .SlotRangeCount = polkadot_runtime_common::SlotRange::kCount,
        .LeasePeriodsPerSlot = polkadot_runtime_common::SlotRange::kPeriods,
    };
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Currency = polkadot::Balances;
    using Leaser = Slots;
    using Registrar = polkadot::Registrar;
    using Randomness = pallet_babe::RandomnessFromOneEpochAgo<Babe>;
    using System = polkadot::System;
    using InitiateOrigin = origins::EnsureOrRoot<origins::Custom::AuctionAdmin>;
    static constexpr auto kWeights = weights::kAuctions;
};

struct CrowdloanConfig {
    static constexpr sdk::PalletInfo kInfo{73, "Crowdloan"};
    static constexpr polkadot_runtime_common::crowdloan::Constants kConstants{
        .PalletId = sdk::pallet_id("py/cfund"),
        .MinContribution = 5 * currency::kDollars,
        .RemoveKeysLimit = 1'000,
    };
    static constexpr sdk::Balance kSubmissionDeposit = currency::deposit(1, 480'000);
    static constexpr uint32_t kMaxMemoLength = 32;
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Auctioneer = Auctions;
    using Currency = polkadot::Balances;
    using Registrar = polkadot::Registrar;
    using System = polkadot::System;
    static constexpr auto kWeights = weights::kCrowdloan;
};

struct MessageQueueConfig {
    static constexpr sdk::PalletInfo kInfo{100, "MessageQueue"};
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
