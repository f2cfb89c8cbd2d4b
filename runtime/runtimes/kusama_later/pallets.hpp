/// The pallets of Kusama 1.7.1 that are there: names for all, so that their configurations can refer to each other, and
/// their places. Source of indices and order: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/names.hpp"
#include "runtime/sdk/places.hpp"

namespace serinus::kusama_later {

using System = frame_system::Pallet<struct SystemConfig>;
using Timestamp = pallet_timestamp::Pallet<struct TimestampConfig>;
using Parameters = pallet_parameters::Pallet<struct ParametersConfig>;

/// In the order in which their hooks run and in which the metadata lists them.
using Places = sdk::Places<sdk::At<0, System>, sdk::At<2, Timestamp>, sdk::At<46, Parameters>>;

}  // namespace serinus::kusama_later
