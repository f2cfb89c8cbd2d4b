/// The pallet has no bodies; this file is its source in a runtime.
#pragma once

#include "runtime/pallets/parachains/origin/origin.hpp"
