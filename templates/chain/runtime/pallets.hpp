/// Which pallets the chain has: names for all, so that their configurations can refer to each other, and their places.
#pragma once

#include "runtime/pallets/names.hpp"
#include "runtime/sdk/places.hpp"

// clang-format off
namespace serinus::pallet_numbers { template <class T> struct Pallet; }
// clang-format on

namespace serinus::new_chain {

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
using Places =
    sdk::Places<sdk::At<0, System>, sdk::At<1, Timestamp>, sdk::At<2, Balances>, sdk::At<3, TransactionPayment>,
                sdk::At<4, Sudo>, sdk::At<5, Aura>, sdk::At<6, Grandpa>, sdk::At<7, Session>, sdk::At<10, Numbers>>;

}  // namespace serinus::new_chain
