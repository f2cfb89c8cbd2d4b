/// The pallets of Kusama's relay chain: names for all, so that their configurations can refer to each other, and their
/// places. A pallet is added here, by its weights and by its configuration (`config/`); all else follows
/// (sdk/composition.hpp). Source of indices and order: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/names.hpp"
#include "runtime/sdk/places.hpp"

namespace serinus::kusama {

using System = frame_system::Pallet<struct SystemConfig>;
using Babe = pallet_babe::Pallet<struct BabeConfig>;
using Timestamp = pallet_timestamp::Pallet<struct TimestampConfig>;
using Indices = pallet_indices::Pallet<struct IndicesConfig>;
using Balances = pallet_balances::Pallet<struct BalancesConfig>;
using Currency = pallet_balances::Currency<struct BalancesConfig>;  ///< Balances as other pallets use it
using TransactionPayment = pallet_transaction_payment::Pallet<struct TransactionPaymentConfig>;
using Authorship = pallet_authorship::Pallet<struct AuthorshipConfig>;
using Staking = pallet_staking::Pallet<struct StakingConfig>;
using Offences = pallet_offences::Pallet<struct OffencesConfig>;
using Historical = pallet_session::historical::Pallet<struct HistoricalConfig>;
using Session = pallet_session::Pallet<struct SessionConfig>;
using Grandpa = pallet_grandpa::Pallet<struct GrandpaConfig>;
using AuthorityDiscovery = pallet_authority_discovery::Pallet<struct AuthorityDiscoveryConfig>;
using Treasury = pallet_treasury::Pallet<struct TreasuryConfig>;
using ConvictionVoting = pallet_conviction_voting::Pallet<struct ConvictionVotingConfig>;
using Referenda = pallet_referenda::Pallet<struct ReferendaConfig>;
using FellowshipCollective = pallet_ranked_collective::Pallet<struct FellowshipCollectiveConfig>;
using FellowshipReferenda = pallet_referenda::Pallet<struct FellowshipReferendaConfig>;
using Origins = pallet_custom_origins::Pallet<struct OriginsConfig>;
using Whitelist = pallet_whitelist::Pallet<struct WhitelistConfig>;
using Parameters = pallet_parameters::Pallet<struct ParametersConfig>;
using Claims = polkadot_runtime_common::claims::Pallet<struct ClaimsConfig>;
using Utility = pallet_utility::Pallet<struct UtilityConfig>;
using Society = pallet_society::Pallet<struct SocietyConfig>;
using Recovery = pallet_recovery::Pallet<struct RecoveryConfig>;
using Vesting = pallet_vesting::Pallet<struct VestingConfig>;
using Scheduler = pallet_scheduler::Pallet<struct SchedulerConfig>;
using Proxy = pallet_proxy::Pallet<struct ProxyConfig>;
using Multisig = pallet_multisig::Pallet<struct MultisigConfig>;
using Preimage = pallet_preimage::Pallet<struct PreimageConfig>;
using Bounties = pallet_bounties::Pallet<struct BountiesConfig>;
using ChildBounties = pallet_child_bounties::Pallet<struct ChildBountiesConfig>;
using Nis = pallet_nis::Pallet<struct NisConfig>;
using NisCounterpartBalances = pallet_balances::Pallet<struct NisCounterpartBalancesConfig>;
using ElectionProviderMultiPhase =
    pallet_election_provider_multi_phase::Pallet<struct ElectionProviderMultiPhaseConfig>;
using VoterList = pallet_bags_list::Pallet<struct VoterListConfig>;
using NominationPools = pallet_nomination_pools::Pallet<struct NominationPoolsConfig>;
using FastUnstake = pallet_fast_unstake::Pallet<struct FastUnstakeConfig>;
using DelegatedStaking = pallet_delegated_staking::Pallet<struct DelegatedStakingConfig>;
// The host of parachains.
using ParachainsOrigin = polkadot_runtime_parachains::origin::Pallet<struct ParachainsOriginConfig>;
using Configuration = polkadot_runtime_parachains::configuration::Pallet<struct ConfigurationConfig>;
using ParasShared = polkadot_runtime_parachains::shared::Pallet<struct ParasSharedConfig>;
using ParaInclusion = polkadot_runtime_parachains::inclusion::Pallet<struct ParaInclusionConfig>;
using ParaInherent = polkadot_runtime_parachains::paras_inherent::Pallet<struct ParaInherentConfig>;
using ParaScheduler = polkadot_runtime_parachains::para_scheduler::Pallet<struct ParaSchedulerConfig>;
using Paras = polkadot_runtime_parachains::paras::Pallet<struct ParasConfig>;
using Initializer = polkadot_runtime_parachains::initializer::Pallet<struct InitializerConfig>;
using Dmp = polkadot_runtime_parachains::dmp::Pallet<struct DmpConfig>;
using Hrmp = polkadot_runtime_parachains::hrmp::Pallet<struct HrmpConfig>;
using ParaSessionInfo = polkadot_runtime_parachains::session_info::Pallet<struct ParaSessionInfoConfig>;
using ParasDisputes = polkadot_runtime_parachains::disputes::Pallet<struct ParasDisputesConfig>;
using ParasSlashing = polkadot_runtime_parachains::disputes::slashing::Pallet<struct ParasSlashingConfig>;
using OnDemandAssignmentProvider =
    polkadot_runtime_parachains::on_demand::Pallet<struct OnDemandAssignmentProviderConfig>;
using CoretimeAssignmentProvider =
    polkadot_runtime_parachains::assigner_coretime::Pallet<struct CoretimeAssignmentProviderConfig>;
using Registrar = polkadot_runtime_common::paras_registrar::Pallet<struct RegistrarConfig>;
using Slots = polkadot_runtime_common::slots::Pallet<struct SlotsConfig>;
using Auctions = polkadot_runtime_common::auctions::Pallet<struct AuctionsConfig>;
using Crowdloan = polkadot_runtime_common::crowdloan::Pallet<struct CrowdloanConfig>;
using Coretime = polkadot_runtime_parachains::coretime::Pallet<struct CoretimeConfig>;
using XcmPallet = pallet_xcm::Pallet<struct XcmPalletConfig>;
using MessageQueue = pallet_message_queue::Pallet<struct MessageQueueConfig>;
using AssetRate = pallet_asset_rate::Pallet<struct AssetRateConfig>;
using Beefy = pallet_beefy::Pallet<struct BeefyConfig>;
using Mmr = pallet_mmr::Pallet<struct MmrConfig>;
using BeefyMmrLeaf = pallet_beefy_mmr::Pallet<struct BeefyMmrLeafConfig>;
using Sudo = pallet_sudo::Pallet<struct SudoConfig>;  ///< of the development composition (is_proper.hpp)

/// In the order in which their hooks run and in which the metadata lists them.
using Places = sdk::Places<
    sdk::At<0, System>, sdk::At<1, Babe>, sdk::At<2, Timestamp>, sdk::At<3, Indices>, sdk::At<4, Balances>,
    sdk::At<33, TransactionPayment>, sdk::At<5, Authorship>, sdk::At<6, Staking>, sdk::At<7, Offences>,
    sdk::At<34, Historical>, sdk::At<8, Session>, sdk::At<10, Grandpa>, sdk::At<12, AuthorityDiscovery>,
    sdk::At<18, Treasury>, sdk::At<20, ConvictionVoting>, sdk::At<21, Referenda>, sdk::At<22, FellowshipCollective>,
    sdk::At<23, FellowshipReferenda>, sdk::At<43, Origins>, sdk::At<44, Whitelist>, sdk::At<46, Parameters>,
    sdk::At<19, Claims>, sdk::At<24, Utility>, sdk::At<26, Society>, sdk::At<27, Recovery>, sdk::At<28, Vesting>,
    sdk::At<29, Scheduler>, sdk::At<30, Proxy>, sdk::At<31, Multisig>, sdk::At<32, Preimage>, sdk::At<35, Bounties>,
    sdk::At<40, ChildBounties>, sdk::At<37, ElectionProviderMultiPhase>, sdk::At<38, Nis>,
    sdk::At<45, NisCounterpartBalances>, sdk::At<39, VoterList>, sdk::At<41, NominationPools>, sdk::At<42, FastUnstake>,
    sdk::At<47, DelegatedStaking>,
    // The host of parachains.
    sdk::At<50, ParachainsOrigin>, sdk::At<51, Configuration>, sdk::At<52, ParasShared>, sdk::At<53, ParaInclusion>,
    sdk::At<54, ParaInherent>, sdk::At<55, ParaScheduler>, sdk::At<56, Paras>, sdk::At<57, Initializer>,
    sdk::At<58, Dmp>, sdk::At<60, Hrmp>, sdk::At<61, ParaSessionInfo>, sdk::At<62, ParasDisputes>,
    sdk::At<63, ParasSlashing>, sdk::At<64, OnDemandAssignmentProvider>, sdk::At<65, CoretimeAssignmentProvider>,
    sdk::At<70, Registrar>, sdk::At<71, Slots>, sdk::At<72, Auctions>, sdk::At<73, Crowdloan>, sdk::At<74, Coretime>,
    sdk::At<99, XcmPallet>, sdk::At<100, MessageQueue>, sdk::At<101, AssetRate>, sdk::At<200, Beefy>, sdk::At<201, Mmr>,
    sdk::At<202, BeefyMmrLeaf>, sdk::At<255, Sudo>>;
using AllPallets = Places::Pallets;

}  // namespace serinus::kusama
