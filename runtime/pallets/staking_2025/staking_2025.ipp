/// The bodies of staking.hpp, by subject.
#pragma once

#include "runtime/pallets/staking_2025/admin.ipp"
#include "runtime/pallets/staking_2025/bonding.ipp"
#include "runtime/pallets/staking_2025/checks.ipp"
#include "runtime/pallets/staking_2025/election_data.ipp"
#include "runtime/pallets/staking_2025/eras.ipp"
#include "runtime/pallets/staking_2025/exposures.ipp"
#include "runtime/pallets/staking_2025/genesis.ipp"
#include "runtime/pallets/staking_2025/ledger.ipp"
#include "runtime/pallets/staking_2025/repair.ipp"
#include "runtime/pallets/staking_2025/rewards.ipp"
#include "runtime/pallets/staking_2025/roles.ipp"
#include "runtime/pallets/staking_2025/slashing.ipp"
