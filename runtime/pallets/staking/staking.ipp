/// The bodies of staking.hpp, by subject.
#pragma once

#include "runtime/pallets/staking/admin.ipp"
#include "runtime/pallets/staking/bonding.ipp"
#include "runtime/pallets/staking/checks.ipp"
#include "runtime/pallets/staking/election_data.ipp"
#include "runtime/pallets/staking/eras.ipp"
#include "runtime/pallets/staking/exposures.ipp"
#include "runtime/pallets/staking/genesis.ipp"
#include "runtime/pallets/staking/ledger.ipp"
#include "runtime/pallets/staking/repair.ipp"
#include "runtime/pallets/staking/rewards.ipp"
#include "runtime/pallets/staking/roles.ipp"
#include "runtime/pallets/staking/slashing.ipp"
