/// Key types of session keys, by the names that pallets use.
#pragma once

#include "primitives/keys.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

using primitives::KeyTypeId;
namespace key_types = primitives::key_types;

}  // namespace serinus::sdk
