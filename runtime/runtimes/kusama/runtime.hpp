/// Kusama's relay chain runtime, put together: what it is as a whole, and all pallets with their configurations.
#pragma once

#include "runtime/pallets/balances/balances.hpp"
#include "runtime/runtimes/kusama/composition.hpp"
#include "runtime/runtimes/kusama/config/accounts.hpp"
#include "runtime/runtimes/kusama/config/bridges.hpp"
#include "runtime/runtimes/kusama/config/calls.hpp"
#include "runtime/runtimes/kusama/config/consensus.hpp"
#include "runtime/runtimes/kusama/config/governance.hpp"
#include "runtime/runtimes/kusama/config/holders.hpp"
#include "runtime/runtimes/kusama/config/leases.hpp"
#include "runtime/runtimes/kusama/config/parachains.hpp"
#include "runtime/runtimes/kusama/config/staking.hpp"
#include "runtime/runtimes/kusama/config/treasury.hpp"
