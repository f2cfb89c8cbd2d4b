/// The pallets of Kusama's relay chain: names for all, so that their configurations can refer to each other.
/// Source of indices and order: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus {

namespace frame_system {
template <class T>
struct Pallet;
}
namespace pallet_babe {
template <class T>
struct Pallet;
}
namespace pallet_timestamp {
template <class T>
struct Pallet;
}
namespace pallet_indices {
template <class T>
struct Pallet;
}
namespace pallet_balances {
template <class T>
struct Pallet;
}
namespace pallet_transaction_payment {
template <class T>
struct Pallet;
}
namespace pallet_authorship {
template <class T>
struct Pallet;
}
namespace pallet_offences {
template <class T>
struct Pallet;
}
namespace pallet_session {
template <class T>
struct Pallet;
namespace historical {
template <class T>
struct Pallet;
}
}  // namespace pallet_session
namespace pallet_grandpa {
template <class T>
struct Pallet;
}
namespace pallet_authority_discovery {
template <class T>
struct Pallet;
}
namespace pallet_utility {
template <class T>
struct Pallet;
}
namespace pallet_identity {
template <class T>
struct Pallet;
}
namespace pallet_vesting {
template <class T>
struct Pallet;
}
namespace pallet_scheduler {
template <class T>
struct Pallet;
}
namespace pallet_proxy {
template <class T>
struct Pallet;
}
namespace pallet_multisig {
template <class T>
struct Pallet;
}
namespace pallet_preimage {
template <class T>
struct Pallet;
}
namespace pallet_sudo {
template <class T>
struct Pallet;
}

namespace kusama {

struct SystemConfig;
struct BabeConfig;
struct TimestampConfig;
struct IndicesConfig;
struct BalancesConfig;
struct TransactionPaymentConfig;
struct AuthorshipConfig;
struct OffencesConfig;
struct HistoricalConfig;
struct SessionConfig;
struct GrandpaConfig;
struct AuthorityDiscoveryConfig;
struct UtilityConfig;
struct IdentityConfig;
struct VestingConfig;
struct SchedulerConfig;
struct ProxyConfig;
struct MultisigConfig;
struct PreimageConfig;
struct SudoConfig;

using System = frame_system::Pallet<SystemConfig>;
using Babe = pallet_babe::Pallet<BabeConfig>;
using Timestamp = pallet_timestamp::Pallet<TimestampConfig>;
using Indices = pallet_indices::Pallet<IndicesConfig>;
using Balances = pallet_balances::Pallet<BalancesConfig>;
using TransactionPayment = pallet_transaction_payment::Pallet<TransactionPaymentConfig>;
using Authorship = pallet_authorship::Pallet<AuthorshipConfig>;
using Offences = pallet_offences::Pallet<OffencesConfig>;
using Historical = pallet_session::historical::Pallet<HistoricalConfig>;
using Session = pallet_session::Pallet<SessionConfig>;
using Grandpa = pallet_grandpa::Pallet<GrandpaConfig>;
using AuthorityDiscovery = pallet_authority_discovery::Pallet<AuthorityDiscoveryConfig>;
using Utility = pallet_utility::Pallet<UtilityConfig>;
using Identity = pallet_identity::Pallet<IdentityConfig>;
using Vesting = pallet_vesting::Pallet<VestingConfig>;
using Scheduler = pallet_scheduler::Pallet<SchedulerConfig>;
using Proxy = pallet_proxy::Pallet<ProxyConfig>;
using Multisig = pallet_multisig::Pallet<MultisigConfig>;
using Preimage = pallet_preimage::Pallet<PreimageConfig>;
using Sudo = pallet_sudo::Pallet<SudoConfig>;

/// In the order in which their hooks run and in which the metadata lists them.
using AllPallets =
    sdk::List<System, Babe, Timestamp, Indices, Balances, TransactionPayment, Authorship, Offences, Historical, Session,
              Grandpa, AuthorityDiscovery, Utility, Identity, Vesting, Scheduler, Proxy, Multisig, Preimage, Sudo>;

}  // namespace kusama

}  // namespace serinus
