/// What sessions, reports and parachains say of validators. Source: fellowship runtimes v1.7.1,
/// relay/kusama/src/lib.rs; pallet-staking 42 (DefaultExposureOf)
#pragma once

#include "runtime/pallets/staking/types.hpp"

namespace serinus::kusama {

/// Always empty: it is only said that there is such a validator.
using FullIdentification = sp_staking::Exposure<sdk::AccountId, sdk::Balance>;
using IdentificationTuple = std::pair<sdk::AccountId, FullIdentification>;

}  // namespace serinus::kusama
