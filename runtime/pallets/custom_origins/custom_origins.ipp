/// The pallet has no bodies; this file is its source in a runtime.
#pragma once

#include "runtime/pallets/custom_origins/custom_origins.hpp"
