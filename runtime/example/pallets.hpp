/// The pallets of the example: names for all, so that their configurations can refer to each other.
#pragma once

#include "runtime/sdk/types.hpp"

// clang-format off
namespace serinus {

namespace frame_system { template <class T> struct Pallet; }
namespace pallet_balances { template <class T> struct Pallet; }
namespace pallet_locker { template <class T> struct Pallet; }

namespace example {

using System = frame_system::Pallet<struct SystemConfig>;
using Balances = pallet_balances::Pallet<struct BalancesConfig>;
using Locker = pallet_locker::Pallet<struct LockerConfig>;
// clang-format on

/// In the order in which their hooks run and in which the metadata lists them.
using AllPallets = sdk::List<System, Balances, Locker>;

}  // namespace example

}  // namespace serinus
