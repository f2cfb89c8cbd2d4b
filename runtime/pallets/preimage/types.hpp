/// What a runtime's enum of reasons for holds needs of Preimage.
#pragma once

#include <cstdint>

namespace serinus::pallet_preimage::pallet {

/// Why this pallet holds money: for bytes that are kept.
enum class HoldReason : uint8_t { Preimage };

}  // namespace serinus::pallet_preimage::pallet
