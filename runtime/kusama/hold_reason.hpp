/// Why money can be on hold on Kusama. Only Nis does it; its reason has a place in the state of Balances.
/// Source: metadata of Kusama 1.0.0
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::pallet_nis::pallet {

enum class HoldReason : uint8_t { NftReceipt };

}  // namespace serinus::pallet_nis::pallet

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
