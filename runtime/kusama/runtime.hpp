/// Kusama's relay chain runtime, put together: what it is as a whole, and all pallets with their configurations.
#pragma once

#include "runtime/kusama/composition.hpp"
#include "runtime/kusama/config/accounts.hpp"
#include "runtime/kusama/config/bridges.hpp"
#include "runtime/kusama/config/calls.hpp"
#include "runtime/kusama/config/consensus.hpp"
#include "runtime/kusama/config/governance.hpp"
#include "runtime/kusama/config/holders.hpp"
#include "runtime/kusama/config/leases.hpp"
#include "runtime/kusama/config/parachains.hpp"
#include "runtime/kusama/config/staking.hpp"
#include "runtime/kusama/config/treasury.hpp"
#include "runtime/pallets/balances/balances.hpp"
