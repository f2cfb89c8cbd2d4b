/// The bounded collections of the codec, by the names that pallets use.
#pragma once

#include "codec/bounded.hpp"

namespace serinus::sdk {

using scale::BoundedDeque;
using scale::BoundedMap;
using scale::BoundedSet;
using scale::BoundedVec;
using scale::WeakBoundedVec;

}  // namespace serinus::sdk
