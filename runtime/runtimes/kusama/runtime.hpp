/// Kusama's relay chain runtime, put together: what it is as a whole, and all pallets with their configurations.
#pragma once

#include "runtime/runtimes/kusama/composition.hpp"
#include "runtime/runtimes/kusama/config/accounts.hpp"
#include "runtime/runtimes/kusama/config/calls.hpp"
#include "runtime/runtimes/kusama/config/claims.hpp"
#include "runtime/runtimes/kusama/config/consensus.hpp"
#include "runtime/runtimes/kusama/config/governance.hpp"
#include "runtime/runtimes/kusama/config/nis.hpp"
#include "runtime/runtimes/kusama/config/parachains.hpp"
#include "runtime/runtimes/kusama/config/parachains_coretime.hpp"
#include "runtime/runtimes/kusama/config/parachains_leases.hpp"
#include "runtime/runtimes/kusama/config/society.hpp"
#include "runtime/runtimes/kusama/config/staking.hpp"
#include "runtime/runtimes/kusama/config/system.hpp"
#include "runtime/runtimes/kusama/config/treasury.hpp"
#include "runtime/runtimes/kusama/config/xcm.hpp"
