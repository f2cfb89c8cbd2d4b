/// How Kusama's pallets name a validator.
#pragma once

#include "runtime/pallets/staking/staking.hpp"
#include "runtime/runtimes/common/relay/identification.hpp"
#include "runtime/runtimes/kusama/pallets.hpp"

namespace serinus::kusama {

using relay::Exposure;
using relay::IdentificationTuple;
using ExposureOf = pallet_staking::ExposureOf<kusama::Staking>;
using StashOf = relay::StashOf<kusama::Staking>;
using ElectedOrConfigured = relay::ElectedOrConfigured<kusama::Staking>;

}  // namespace serinus::kusama
