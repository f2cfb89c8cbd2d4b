/// Why money can be on hold on Kusama. Only Nis does it.
/// Source: metadata of Kusama 1.0.0
#pragma once

#include "runtime/pallets/nis/types.hpp"

namespace serinus::staging_kusama_runtime {

/// The variants' indices are those of the pallets.
struct RuntimeHoldReason {
    struct Nis {
        pallet_nis::pallet::HoldReason _0;
        friend bool operator==(Nis, Nis) = default;
    };
    scale::Enum<sdk::At<38, Nis>> v;
    friend bool operator==(const RuntimeHoldReason&, const RuntimeHoldReason&) = default;
};

}  // namespace serinus::staging_kusama_runtime
