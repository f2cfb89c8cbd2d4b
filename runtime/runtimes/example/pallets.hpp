/// The example's pallets: names for all, so that their configurations can refer to each other, and their places.
#pragma once

#include "runtime/pallets/names.hpp"
#include "runtime/sdk/places.hpp"

namespace serinus::pallet_locker {
template <class T>
struct Pallet;
}

namespace serinus::example {

using System = frame_system::Pallet<struct SystemConfig>;
using Balances = pallet_balances::Pallet<struct BalancesConfig>;
using Locker = pallet_locker::Pallet<struct LockerConfig>;

/// In the order in which their hooks run and in which the metadata lists them.
using Places = sdk::Places<sdk::At<0, System>, sdk::At<1, Balances>, sdk::At<2, Locker>>;

}  // namespace serinus::example
