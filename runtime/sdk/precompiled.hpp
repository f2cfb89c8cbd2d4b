/// What every part of a runtime includes, compiled once.
#pragma once

#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/pallet.hpp"
