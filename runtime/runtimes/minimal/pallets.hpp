/// The pallets: names for all, so that their configurations can refer to each other, and their places.
/// tools/runtime/compose.py reads this file.
#pragma once

#include "runtime/pallets/names.hpp"
#include "runtime/sdk/places.hpp"

namespace serinus::pallet_register {
template <class T>
struct Pallet;
}

namespace serinus::minimal {

using System = frame_system::Pallet<struct SystemConfig>;
using Timestamp = pallet_timestamp::Pallet<struct TimestampConfig>;
using Register = pallet_register::Pallet<struct RegisterConfig>;

/// In the order in which their hooks run and in which the metadata lists them.
using Places = sdk::Places<sdk::At<0, System>, sdk::At<1, Timestamp>, sdk::At<2, Register>>;

}  // namespace serinus::minimal
