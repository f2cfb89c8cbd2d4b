/// Why XcmPallet holds money.
#pragma once

#include <cstdint>

namespace serinus::pallet_xcm::pallet {

enum class HoldReason : uint8_t {
    /// It pays for the place of an authorized alias.
    AuthorizeAlias,
};

}  // namespace serinus::pallet_xcm::pallet
