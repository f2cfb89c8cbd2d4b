/// What Kusama's relay chain runtime is as a whole, and what a transaction carries. Of its pallets it needs the names,
/// and few configurations: who needs all includes runtime.hpp, and is compiled again for a declaration in any pallet.
#pragma once

#include "runtime/pallets/parachains/session_info/relevant_authorities.hpp"
#include "runtime/pallets/system/extensions.hpp"
#include "runtime/runtimes/kusama/config/accounts.hpp"
#include "runtime/runtimes/kusama/config/calls.hpp"
#include "runtime/runtimes/kusama/config/consensus.hpp"
#include "runtime/runtimes/kusama/config/system.hpp"
#include "runtime/runtimes/kusama/is_proper.hpp"
#include "runtime/runtimes/kusama/presets.hpp"
#include "runtime/runtimes/kusama/xcm_places.hpp"
#include "runtime/sdk/check_metadata_hash.hpp"
#include "runtime/sdk/token.hpp"

namespace serinus::kusama {

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

/// The pallets of this composition.
using ComposedPallets = std::conditional_t<kIsProper, sdk::Without<AllPallets, Sudo>, AllPallets>;

/// What the SDK and the runtime APIs need to know of this runtime (sdk/composition.hpp, sdk/api/).
struct Runtime : sdk::Embedded {
    /// Of candidates, with ParachainHost 16.
    static constexpr bool kHasReceiptsV3 = !kIsProper;
    static constexpr sdk::Token kToken{.symbol = "KSM", .decimals = 12};
    using Pallets = ComposedPallets;
    using System = kusama::System;
    using Babe = kusama::Babe;
    using TransactionPayment = kusama::TransactionPayment;
    using Historical = kusama::Historical;
    using Staking = kusama::Staking;
    using NominationPools = kusama::NominationPools;
    using Grandpa = kusama::Grandpa;
    using AuthorityDiscovery = kusama::AuthorityDiscovery;
    using Beefy = kusama::Beefy;
    using Mmr = kusama::Mmr;
    using BeefyMmrLeaf = kusama::BeefyMmrLeaf;
    using Configuration = kusama::Configuration;
    using ParasShared = kusama::ParasShared;
    using ParaInclusion = kusama::ParaInclusion;
    using ParaInherent = kusama::ParaInherent;
    using ParaScheduler = kusama::ParaScheduler;
    using Paras = kusama::Paras;
    using Dmp = kusama::Dmp;
    using Hrmp = kusama::Hrmp;
    using ParaSessionInfo = kusama::ParaSessionInfo;
    using ParasDisputes = kusama::ParasDisputes;
    using ParasSlashing = kusama::ParasSlashing;
    using OnDemandAssignmentProvider = kusama::OnDemandAssignmentProvider;
    using XcmPallet = kusama::XcmPallet;
    using MessageQueue = kusama::MessageQueue;
    using DiscoveryKeys = polkadot_runtime_parachains::session_info::RelevantAuthorities<AuthorityDiscovery,
                                                                                         ParaSessionInfo, ParasShared>;
    using Extensions = kusama::Extensions;
    using Extrinsic = kusama::Extrinsic;
    using OriginCaller = staging_kusama_runtime::OriginCaller;
    using SessionKeys = staging_kusama_runtime::SessionKeys;

    static constexpr auto kBabeGenesisEpochConfig = kusama::kBabeGenesisEpochConfig;
    static constexpr const auto& kPresets = kusama::kPresets;
    static std::optional<std::string> preset(std::string_view name) { return kusama::preset(name); }
    static sdk::RuntimeVersion version() { return kusama::version(); }
    static const xcm::AccountConverter& accounts_of_locations() { return kAccountsOfLocations; }
    static xcm::AssetId fee_asset() { return own_asset(); }
    /// What older releases have stored comes to this one's form (migrations/); what is stored in older versions of XCM,
    /// to the newest one.
    static sdk::Weight on_runtime_upgrade();
};

}  // namespace serinus::kusama
