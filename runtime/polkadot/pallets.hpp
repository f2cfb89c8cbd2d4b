/// The pallets of Polkadot's relay chain: names for all, so that their configurations can refer to each other.
/// Source of indices and order: fellowship runtimes v1.0.0, relay/polkadot/src/lib.rs
#pragma once

#include "runtime/sdk/types.hpp"

// clang-format off
namespace serinus {

namespace frame_system { template <class T> struct Pallet; }
namespace pallet_scheduler { template <class T> struct Pallet; }
namespace pallet_preimage { template <class T> struct Pallet; }
namespace pallet_babe { template <class T> struct Pallet; }
namespace pallet_timestamp { template <class T> struct Pallet; }
namespace pallet_indices { template <class T> struct Pallet; }
namespace pallet_balances { template <class T> struct Pallet; }
namespace pallet_transaction_payment { template <class T> struct Pallet; }
namespace pallet_authorship { template <class T> struct Pallet; }
namespace pallet_staking { template <class T> struct Pallet; }
namespace pallet_offences { template <class T> struct Pallet; }
namespace pallet_session::historical { template <class T> struct Pallet; }
namespace pallet_session { template <class T> struct Pallet; }
namespace pallet_grandpa { template <class T> struct Pallet; }
namespace pallet_im_online { template <class T> struct Pallet; }
namespace pallet_authority_discovery { template <class T> struct Pallet; }
namespace pallet_treasury { template <class T> struct Pallet; }
namespace pallet_conviction_voting { template <class T> struct Pallet; }
namespace pallet_referenda { template <class T> struct Pallet; }
namespace pallet_whitelist { template <class T> struct Pallet; }
namespace polkadot_runtime_common::claims { template <class T> struct Pallet; }
namespace pallet_vesting { template <class T> struct Pallet; }
namespace pallet_utility { template <class T> struct Pallet; }
namespace pallet_identity { template <class T> struct Pallet; }
namespace pallet_proxy { template <class T> struct Pallet; }
namespace pallet_multisig { template <class T> struct Pallet; }
namespace pallet_bounties { template <class T> struct Pallet; }
namespace pallet_child_bounties { template <class T> struct Pallet; }
namespace pallet_election_provider_multi_phase { template <class T> struct Pallet; }
namespace pallet_bags_list { template <class T> struct Pallet; }
namespace pallet_nomination_pools { template <class T> struct Pallet; }
namespace pallet_fast_unstake { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::origin { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::configuration { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::shared { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::inclusion { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::paras_inherent { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::para_scheduler { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::paras { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::initializer { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::dmp { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::hrmp { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::session_info { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::disputes { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::disputes::slashing { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::assigner_parachains { template <class T> struct Pallet; }
namespace polkadot_runtime_common::paras_registrar { template <class T> struct Pallet; }
namespace polkadot_runtime_common::slots { template <class T> struct Pallet; }
namespace polkadot_runtime_common::auctions { template <class T> struct Pallet; }
namespace polkadot_runtime_common::crowdloan { template <class T> struct Pallet; }
namespace pallet_message_queue { template <class T> struct Pallet; }

namespace polkadot {

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
using AllPallets =
    sdk::List<System, Scheduler, Preimage, Babe, Timestamp, Indices, Balances, TransactionPayment, Authorship, Staking,
              Offences, Historical, Session, Grandpa, ImOnline, AuthorityDiscovery, Treasury, ConvictionVoting,
              Referenda, Whitelist, Claims, Vesting, Utility, Identity, Proxy, Multisig, Bounties, ChildBounties,
              ElectionProviderMultiPhase, VoterList, NominationPools, FastUnstake, ParachainsOrigin, Configuration,
              ParasShared, ParaInclusion, ParaInherent, ParaScheduler, Paras, Initializer, Dmp, Hrmp, ParaSessionInfo,
              ParasDisputes, ParasSlashing, ParaAssignmentProvider, Registrar, Slots, Auctions, Crowdloan,
              MessageQueue>;

}  // namespace polkadot

}  // namespace serinus
