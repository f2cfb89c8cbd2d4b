/// Which pallets the chain has: names for all, so that their configurations can refer to each other.
#pragma once

#include "runtime/sdk/types.hpp"

// clang-format off
namespace serinus {

namespace frame_system { template <class T> struct Pallet; }
namespace pallet_timestamp { template <class T> struct Pallet; }
namespace pallet_balances { template <class T> struct Pallet; }
namespace pallet_transaction_payment { template <class T> struct Pallet; }
namespace pallet_sudo { template <class T> struct Pallet; }
namespace pallet_aura { template <class T> struct Pallet; }
namespace pallet_grandpa { template <class T> struct Pallet; }
namespace pallet_session { template <class T> struct Pallet; }
namespace pallet_numbers { template <class T> struct Pallet; }

namespace new_chain {

using System = frame_system::Pallet<struct SystemConfig>;
using Timestamp = pallet_timestamp::Pallet<struct TimestampConfig>;
using Balances = pallet_balances::Pallet<struct BalancesConfig>;
using TransactionPayment = pallet_transaction_payment::Pallet<struct TransactionPaymentConfig>;
using Sudo = pallet_sudo::Pallet<struct SudoConfig>;
using Aura = pallet_aura::Pallet<struct AuraConfig>;
using Grandpa = pallet_grandpa::Pallet<struct GrandpaConfig>;
using Session = pallet_session::Pallet<struct SessionConfig>;
using Numbers = pallet_numbers::Pallet<struct NumbersConfig>;

/// In the order in which their hooks run and in which the metadata lists them.
using AllPallets = sdk::List<System, Timestamp, Balances, TransactionPayment, Sudo, Aura, Grandpa, Session, Numbers>;

}  // namespace new_chain

}  // namespace serinus
