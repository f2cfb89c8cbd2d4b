/// What Kusama's relay chain runtime is as a whole, and what a transaction carries. Of its pallets it needs the names,
/// and few configurations: who needs all includes runtime.hpp, and is compiled again for a declaration in any pallet.
#pragma once

#include "runtime/pallets/parachains/session_info/relevant_authorities.hpp"
#include "runtime/pallets/system/extensions.hpp"
#include "runtime/runtimes/kusama/config/accounts.hpp"
#include "runtime/runtimes/kusama/config/calls.hpp"
#include "runtime/runtimes/kusama/config/consensus.hpp"
#include "runtime/runtimes/kusama/is_proper.hpp"
#include "runtime/runtimes/kusama/origins.hpp"
#include "runtime/runtimes/kusama/presets.hpp"
#include "runtime/runtimes/kusama/session_keys.hpp"
#include "runtime/sdk/embedded.hpp"

namespace serinus::kusama {

/// What a transaction carries besides its call, in this order.
using Extensions = sdk::Extensions<frame_system::extensions::check_non_zero_sender::CheckNonZeroSender<SystemConfig>,
                                   frame_system::extensions::check_spec_version::CheckSpecVersion<SystemConfig>,
                                   frame_system::extensions::check_tx_version::CheckTxVersion<SystemConfig>,
                                   frame_system::extensions::check_genesis::CheckGenesis<SystemConfig>,
                                   frame_system::extensions::check_mortality::CheckMortality<SystemConfig>,
                                   frame_system::extensions::check_nonce::CheckNonce<SystemConfig>,
                                   frame_system::extensions::check_weight::CheckWeight<SystemConfig>,
                                   pallet_transaction_payment::ChargeTransactionPayment<TransactionPaymentConfig>>;

using Extrinsic = sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic<sdk::LookupSource, sdk::RuntimeCall,
                                                                               sdk::MultiSignature, Extensions::Extra>;

/// The pallets of this composition.
using ComposedPallets = std::conditional_t<kIsProper, sdk::Without<AllPallets, Sudo>, AllPallets>;

/// What the SDK and the APIs of pallets need to know of this runtime (sdk/composition.hpp, sdk/api/).
struct Runtime : sdk::Embedded {
    static constexpr uint32_t kNewestMetadata = 15;  // as Kusama 1.0.0 has it
    using Pallets = ComposedPallets;
    using System = kusama::System;
    using Babe = kusama::Babe;
    using TransactionPayment = kusama::TransactionPayment;
    using Historical = kusama::Historical;
    using Beefy = kusama::Beefy;
    using Mmr = kusama::Mmr;
    using BeefyMmrLeaf = kusama::BeefyMmrLeaf;
    using Grandpa = kusama::Grandpa;
    using AuthorityDiscovery = kusama::AuthorityDiscovery;
    using Staking = kusama::Staking;
    using NominationPools = kusama::NominationPools;
    using Configuration = kusama::Configuration;
    using ParasShared = kusama::ParasShared;
    using ParaInclusion = kusama::ParaInclusion;
    using ParaScheduler = kusama::ParaScheduler;
    using Paras = kusama::Paras;
    using Dmp = kusama::Dmp;
    using Hrmp = kusama::Hrmp;
    using ParaSessionInfo = kusama::ParaSessionInfo;
    using ParaInherent = kusama::ParaInherent;
    using ParasDisputes = kusama::ParasDisputes;
    using ParasSlashing = kusama::ParasSlashing;
    using DiscoveryKeys = polkadot_runtime_parachains::session_info::RelevantAuthorities<AuthorityDiscovery,
                                                                                         ParaSessionInfo, ParasShared>;
    using Extensions = kusama::Extensions;
    using Extrinsic = kusama::Extrinsic;
    using OriginCaller = staging_kusama_runtime::OriginCaller;
    using SessionKeys = staging_kusama_runtime::SessionKeys;

    static constexpr auto kBabeGenesisEpochConfig = kusama::kBabeGenesisEpochConfig;
    static constexpr auto kPresets = kusama::kPresets;
    static std::optional<std::string> preset(std::string_view name) { return kusama::preset(name); }
    static sdk::RuntimeVersion version() { return kusama::version(); }
    static sdk::Weight on_runtime_upgrade();  ///< migrations.hpp
};

}  // namespace serinus::kusama
