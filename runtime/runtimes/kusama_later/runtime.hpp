/// Kusama 1.7.1 as far as it is there, put together.
#pragma once

#include "runtime/pallets/balances/types.hpp"
#include "runtime/pallets/parachains/session_info/relevant_authorities.hpp"
#include "runtime/pallets/parameters/parameters.hpp"
#include "runtime/pallets/system/extensions.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/runtimes/kusama_later/common.hpp"
#include "runtime/runtimes/kusama_later/config/accounts.hpp"
#include "runtime/runtimes/kusama_later/config/calls.hpp"
#include "runtime/runtimes/kusama_later/config/consensus.hpp"
#include "runtime/runtimes/kusama_later/config/governance.hpp"
#include "runtime/runtimes/kusama_later/config/nis.hpp"
#include "runtime/runtimes/kusama_later/config/parachains.hpp"
#include "runtime/runtimes/kusama_later/config/parachains_coretime.hpp"
#include "runtime/runtimes/kusama_later/config/parachains_leases.hpp"
#include "runtime/runtimes/kusama_later/config/society.hpp"
#include "runtime/runtimes/kusama_later/config/staking.hpp"
#include "runtime/runtimes/kusama_later/config/treasury.hpp"
#include "runtime/runtimes/kusama_later/config/xcm.hpp"
#include "runtime/runtimes/kusama_later/dynamic_params.hpp"
#include "runtime/runtimes/kusama_later/version.hpp"
#include "runtime/runtimes/kusama_later/weights/block_weights.hpp"
#include "runtime/runtimes/kusama_later/weights/parameters.hpp"
#include "runtime/runtimes/kusama_later/weights/system.hpp"
#include "runtime/runtimes/kusama_later/xcm_places.hpp"
#include "runtime/sdk/check_metadata_hash.hpp"
#include "runtime/sdk/embedded.hpp"
#include "runtime/sdk/token.hpp"
#include "runtime/sdk/traits/filters.hpp"

namespace serinus::kusama_later {

struct SystemConfig : Common<SystemConfig> {
    static constexpr auto kWeights = weights::kSystem;
    static constexpr auto kUpgradeWeights = weights::kSystemUpgrade;
    static constexpr auto kExtensionWeights = weights::kSystemExtensions;
    using AccountData = pallet_balances::types::AccountData<sdk::Balance>;
    using OnNewAccount = sdk::List<>;
    using OnKilledAccount = sdk::List<>;
    using BaseCallFilter = sdk::EverythingBut<sdk::CallsOf<Nis, NisCounterpartBalances>>;

    static constexpr uint32_t kMaxConsumers = 16;
    static constexpr sdk::BlockNumber kBlockHashCount = 4'096;
    static constexpr auto kBlockWeights = weights::kBlockWeights;
    static constexpr auto kBlockLength = weights::kBlockLength;
    static constexpr uint8_t kStateVersion = kSystemVersion;
    static constexpr uint32_t kTransactionVersion = kusama_later::kTransactionVersion;
    static sdk::RuntimeVersion version() { return kusama_later::version(); }
    static constexpr uint32_t spec_version() noexcept { return kSpecVersion; }
    static std::optional<Hash256> metadata_hash() { return sdk::embedded::metadata_hash(); }

    static frame_system::Constants constants() {
        return {.BlockWeights = kBlockWeights,
                .BlockLength = kBlockLength,
                .BlockHashCount = kBlockHashCount,
                .DbWeight = weights::kDbWeight,
                .Version = version(),
                .SS58Prefix = 2};
    }
};

struct ParametersConfig : Common<ParametersConfig> {
    using RuntimeParameters = staging_kusama_runtime::RuntimeParameters;
    using AdminOrigin = EnsureParameterAdmin;
    static constexpr auto kWeights = weights::kParameters;
};

/// What a transaction carries besides its call, in this order.
using Extensions =
    sdk::ExtensionPipeline<frame_system::extensions::check_non_zero_sender::CheckNonZeroSender<SystemConfig>,
                           frame_system::extensions::check_spec_version::CheckSpecVersion<SystemConfig>,
                           frame_system::extensions::check_tx_version::CheckTxVersion<SystemConfig>,
                           frame_system::extensions::check_genesis::CheckGenesis<SystemConfig>,
                           frame_system::extensions::check_mortality::CheckMortality<SystemConfig>,
                           frame_system::extensions::check_nonce::CheckNonce<SystemConfig>,
                           frame_system::extensions::check_weight::CheckWeight<SystemConfig>,
                           pallet_transaction_payment::ChargeTransactionPayment<TransactionPaymentConfig>,
                           frame_metadata_hash_extension::CheckMetadataHash<SystemConfig>>;

using Extrinsic = sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic<sdk::LookupSource, sdk::RuntimeCall,
                                                                               sdk::MultiSignature, Extensions::Extra>;

/// What the SDK and the runtime APIs need to know of this runtime.
struct Runtime : sdk::Embedded {
    static constexpr uint32_t kCoreVersion = 5;
    static constexpr sdk::Token kToken{.symbol = "KSM", .decimals = 12};
    using Pallets = Places::Pallets;
    using System = kusama_later::System;
    using Babe = kusama_later::Babe;
    using TransactionPayment = kusama_later::TransactionPayment;
    using Historical = kusama_later::Historical;
    using Staking = kusama_later::Staking;
    using NominationPools = kusama_later::NominationPools;
    using Grandpa = kusama_later::Grandpa;
    using AuthorityDiscovery = kusama_later::AuthorityDiscovery;
    using Beefy = kusama_later::Beefy;
    using Mmr = kusama_later::Mmr;
    using BeefyMmrLeaf = kusama_later::BeefyMmrLeaf;
    using Configuration = kusama_later::Configuration;
    using ParasShared = kusama_later::ParasShared;
    using ParaInclusion = kusama_later::ParaInclusion;
    using ParaInherent = kusama_later::ParaInherent;
    using ParaScheduler = kusama_later::ParaScheduler;
    using Paras = kusama_later::Paras;
    using Dmp = kusama_later::Dmp;
    using Hrmp = kusama_later::Hrmp;
    using ParaSessionInfo = kusama_later::ParaSessionInfo;
    using ParasDisputes = kusama_later::ParasDisputes;
    using ParasSlashing = kusama_later::ParasSlashing;
    using OnDemandAssignmentProvider = kusama_later::OnDemandAssignmentProvider;
    using XcmPallet = kusama_later::XcmPallet;
    using MessageQueue = kusama_later::MessageQueue;
    using DiscoveryKeys = polkadot_runtime_parachains::session_info::RelevantAuthorities<AuthorityDiscovery,
                                                                                         ParaSessionInfo, ParasShared>;
    using Extensions = kusama_later::Extensions;
    using Extrinsic = kusama_later::Extrinsic;
    using OriginCaller = staging_kusama_runtime::OriginCaller;
    using SessionKeys = staging_kusama_runtime::SessionKeys;

    static constexpr auto kBabeGenesisEpochConfig = kusama_later::kBabeGenesisEpochConfig;
    static sdk::RuntimeVersion version() { return kusama_later::version(); }
    static const xcm::AccountConverter& accounts_of_locations() { return kAccountsOfLocations; }
    static xcm::AssetId fee_asset() { return own_asset(); }
    /// What is stored in older versions of XCM comes to the newest one.
    static sdk::Weight on_runtime_upgrade();
};

}  // namespace serinus::kusama_later
