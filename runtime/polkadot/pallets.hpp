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
// clang-format on

/// In the order in which their hooks run and in which the metadata lists them.
using AllPallets =
    sdk::List<System, Scheduler, Preimage, Babe, Timestamp, Indices, Balances, TransactionPayment, Authorship, Offences,
              Historical, Session, Grandpa, ImOnline, AuthorityDiscovery, Treasury, ConvictionVoting, Referenda,
              Whitelist, Claims, Vesting, Utility, Identity, Proxy, Multisig, Bounties, ChildBounties>;

}  // namespace polkadot

}  // namespace serinus
