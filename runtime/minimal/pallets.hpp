/// The pallets: names for all, so that their configurations can refer to each other. serinus_runtime reads this file.
#pragma once

#include "runtime/sdk/types.hpp"

// clang-format off
namespace serinus {

namespace frame_system { template <class T> struct Pallet; }
namespace pallet_timestamp { template <class T> struct Pallet; }
namespace pallet_register { template <class T> struct Pallet; }

namespace minimal {

using System = frame_system::Pallet<struct SystemConfig>;
using Timestamp = pallet_timestamp::Pallet<struct TimestampConfig>;
using Register = pallet_register::Pallet<struct RegisterConfig>;
// clang-format on

/// In the order in which their hooks run and in which the metadata lists them.
using AllPallets = sdk::List<System, Timestamp, Register>;

}  // namespace minimal

}  // namespace serinus
