/// Who owns something on a chain.
#pragma once

#include "base/bytes.hpp"

namespace serinus::primitives {

/// 32 bytes: usually a public key, otherwise derived from one or from a pallet's name.
using AccountId = FixedBytes<32, struct AccountIdTag>;

}  // namespace serinus::primitives
