/// The pallets of Polkadot's relay chain: names for all, so that their configurations can refer to each other.
/// Source of indices and order: fellowship runtimes v1.0.0, relay/polkadot/src/lib.rs
#pragma once

#include "runtime/pallets/names.hpp"
#include "runtime/sdk/places.hpp"

// clang-format off
namespace serinus::polkadot {

using System = frame_system::Pallet<struct SystemConfig>;
using Scheduler = pallet_scheduler::Pallet<struct SchedulerConfig>;
using Preimage = pallet_preimage::Pallet<struct PreimageConfig>;
using Babe = pallet_babe::Pallet<struct BabeConfig>;
using Timestamp = pallet_timestamp::Pallet<struct TimestampConfig>;
using Indices = pallet_indices::Pallet<struct IndicesConfig>;
using Balances = pallet_balances::Pallet<struct BalancesConfig>;
using TransactionPayment = pallet_transaction_payment::Pallet<struct TransactionPaymentConfig>;
using Authorship = pallet_authorship::Pallet<struct AuthorshipConfig>;
using Staking = pallet_staking::Pallet<struct StakingConfig>;
using Offences = pallet_offences::Pallet<struct OffencesConfig>;
using Historical = pallet_session::historical::Pallet<struct HistoricalConfig>;
using Session = pallet_session::Pallet<struct SessionConfig>;
using Grandpa = pallet_grandpa::Pallet<struct GrandpaConfig>;
using ImOnline = pallet_im_online::Pallet<struct ImOnlineConfig>;
using AuthorityDiscovery = pallet_authority_discovery::Pallet<struct AuthorityDiscoveryConfig>;
using Treasury = pallet_treasury::Pallet<struct TreasuryConfig>;
using ConvictionVoting = pallet_conviction_voting::Pallet<struct ConvictionVotingConfig>;
using Referenda = pallet_referenda::Pallet<struct ReferendaConfig>;
using Whitelist = pallet_whitelist::Pallet<struct WhitelistConfig>;
using Claims = polkadot_runtime_common::claims::Pallet<struct ClaimsConfig>;
using Vesting = pallet_vesting::Pallet<struct VestingConfig>;
using Utility = pallet_utility::Pallet<struct UtilityConfig>;
using Identity = pallet_identity::Pallet<struct IdentityConfig>;
using Proxy = pallet_proxy::Pallet<struct ProxyConfig>;
using Multisig = pallet_multisig::Pallet<struct MultisigConfig>;
using Bounties = pallet_bounties::Pallet<struct BountiesConfig>;
using ChildBounties = pallet_child_bounties::Pallet<struct ChildBountiesConfig>;
using ElectionProviderMultiPhase = pallet_election_provider_multi_phase::Pallet<struct ElectionProviderMultiPhaseConfig>;
using VoterList = pallet_bags_list::Pallet<struct VoterListConfig>;
using NominationPools = pallet_nomination_pools::Pallet<struct NominationPoolsConfig>;
using FastUnstake = pallet_fast_unstake::Pallet<struct FastUnstakeConfig>;
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
using ParaAssignmentProvider = polkadot_runtime_parachains::assigner_parachains::Pallet<struct ParaAssignmentProviderConfig>;
using Registrar = polkadot_runtime_common::paras_registrar::Pallet<struct RegistrarConfig>;
using Slots = polkadot_runtime_common::slots::Pallet<struct SlotsConfig>;
using Auctions = polkadot_runtime_common::auctions::Pallet<struct AuctionsConfig>;
using Crowdloan = polkadot_runtime_common::crowdloan::Pallet<struct CrowdloanConfig>;
using MessageQueue = pallet_message_queue::Pallet<struct MessageQueueConfig>;
// clang-format on

/// In the order in which their hooks run and in which the metadata lists them.
using Places = sdk::Places<
    sdk::At<0, System>, sdk::At<1, Scheduler>, sdk::At<10, Preimage>, sdk::At<2, Babe>, sdk::At<3, Timestamp>,
    sdk::At<4, Indices>, sdk::At<5, Balances>, sdk::At<32, TransactionPayment>, sdk::At<6, Authorship>,
    sdk::At<7, Staking>, sdk::At<8, Offences>, sdk::At<33, Historical>, sdk::At<9, Session>, sdk::At<11, Grandpa>,
    sdk::At<12, ImOnline>, sdk::At<13, AuthorityDiscovery>, sdk::At<19, Treasury>, sdk::At<20, ConvictionVoting>,
    sdk::At<21, Referenda>, sdk::At<23, Whitelist>, sdk::At<24, Claims>, sdk::At<25, Vesting>, sdk::At<26, Utility>,
    sdk::At<28, Identity>, sdk::At<29, Proxy>, sdk::At<30, Multisig>, sdk::At<34, Bounties>, sdk::At<38, ChildBounties>,
    sdk::At<36, ElectionProviderMultiPhase>, sdk::At<37, VoterList>, sdk::At<39, NominationPools>,
    sdk::At<40, FastUnstake>, sdk::At<50, ParachainsOrigin>, sdk::At<51, Configuration>, sdk::At<52, ParasShared>,
    sdk::At<53, ParaInclusion>, sdk::At<54, ParaInherent>, sdk::At<55, ParaScheduler>, sdk::At<56, Paras>,
    sdk::At<57, Initializer>, sdk::At<58, Dmp>, sdk::At<60, Hrmp>, sdk::At<61, ParaSessionInfo>,
    sdk::At<62, ParasDisputes>, sdk::At<63, ParasSlashing>, sdk::At<64, ParaAssignmentProvider>, sdk::At<70, Registrar>,
    sdk::At<71, Slots>, sdk::At<72, Auctions>, sdk::At<73, Crowdloan>, sdk::At<100, MessageQueue>>;
using AllPallets = Places::Pallets;

}  // namespace serinus::polkadot
