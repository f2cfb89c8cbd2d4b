/// Polkadot's relay chain runtime, put together.
#pragma once

#include "runtime/pallets/claims/prevalidate_attests.hpp"
#include "runtime/pallets/parachains/session_info/relevant_authorities.hpp"
#include "runtime/pallets/system/extensions.hpp"
#include "runtime/runtimes/polkadot/config/general.hpp"
#include "runtime/sdk/embedded.hpp"

namespace serinus::polkadot {

/// What a transaction carries besides its call, in this order.
using Extensions = sdk::Extensions<frame_system::extensions::check_non_zero_sender::CheckNonZeroSender<SystemConfig>,
                                   frame_system::extensions::check_spec_version::CheckSpecVersion<SystemConfig>,
                                   frame_system::extensions::check_tx_version::CheckTxVersion<SystemConfig>,
                                   frame_system::extensions::check_genesis::CheckGenesis<SystemConfig>,
                                   frame_system::extensions::check_mortality::CheckMortality<SystemConfig>,
                                   frame_system::extensions::check_nonce::CheckNonce<SystemConfig>,
                                   frame_system::extensions::check_weight::CheckWeight<SystemConfig>,
                                   pallet_transaction_payment::ChargeTransactionPayment<TransactionPaymentConfig>,
                                   polkadot_runtime_common::claims::PrevalidateAttests<ClaimsConfig>>;

using Extrinsic = sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic<sdk::LookupSource, sdk::RuntimeCall,
                                                                               sdk::MultiSignature, Extensions::Extra>;

/// What the SDK and the APIs of pallets need to know of this runtime.
struct Runtime : sdk::Embedded {
    static constexpr uint32_t kNewestMetadata = 15;  // as Polkadot 1.0.0 has it
    using Pallets = AllPallets;
    using System = polkadot::System;
    using Babe = polkadot::Babe;
    using TransactionPayment = polkadot::TransactionPayment;
    using Historical = polkadot::Historical;
    using Grandpa = polkadot::Grandpa;
    using AuthorityDiscovery = polkadot::AuthorityDiscovery;
    using Staking = polkadot::Staking;
    using NominationPools = polkadot::NominationPools;
    using Configuration = polkadot::Configuration;
    using ParasShared = polkadot::ParasShared;
    using ParaInclusion = polkadot::ParaInclusion;
    using ParaScheduler = polkadot::ParaScheduler;
    using Paras = polkadot::Paras;
    using Dmp = polkadot::Dmp;
    using Hrmp = polkadot::Hrmp;
    using ParaSessionInfo = polkadot::ParaSessionInfo;
    using ParaInherent = polkadot::ParaInherent;
    using ParasDisputes = polkadot::ParasDisputes;
    using ParasSlashing = polkadot::ParasSlashing;
    using DiscoveryKeys = polkadot_runtime_parachains::session_info::RelevantAuthorities<AuthorityDiscovery,
                                                                                         ParaSessionInfo, ParasShared>;
    using Extensions = polkadot::Extensions;
    using Extrinsic = polkadot::Extrinsic;
    using OriginCaller = polkadot_runtime::OriginCaller;
    using SessionKeys = polkadot_runtime::SessionKeys;

    static constexpr auto kBabeGenesisEpochConfig = polkadot::kBabeGenesisEpochConfig;
    static sdk::RuntimeVersion version() { return polkadot::version(); }
    /// Nothing to migrate: no chain comes from an older release to this composition.
    static sdk::Weight on_runtime_upgrade() { return sdk::Weight::zero(); }
};

}  // namespace serinus::polkadot
