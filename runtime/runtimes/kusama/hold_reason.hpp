/// Why money can be on hold or frozen on Kusama. Reasons of pallets that are not there are decoded, and nobody gives
/// them. Source: metadata of Kusama 1.7.1
#pragma once

#include "runtime/pallets/delegated_staking/types.hpp"
#include "runtime/pallets/nis/types.hpp"
#include "runtime/pallets/nomination_pools/types.hpp"
#include "runtime/pallets/preimage/types.hpp"
#include "runtime/pallets/session/types.hpp"
#include "runtime/pallets/staking/types.hpp"
#include "runtime/pallets/xcm/hold_reason.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::staging_kusama_runtime {

/// The variants' indices are those of the pallets.
struct RuntimeHoldReason {
    struct Staking {
        pallet_staking::pallet::pallet::HoldReason _0;
        friend bool operator==(Staking, Staking) = default;
    };
    struct Session {
        pallet_session::pallet::HoldReason _0;
        friend bool operator==(Session, Session) = default;
    };
    struct Preimage {
        pallet_preimage::pallet::HoldReason _0;
        friend bool operator==(Preimage, Preimage) = default;
    };
    struct Nis {
        pallet_nis::pallet::HoldReason _0;
        friend bool operator==(Nis, Nis) = default;
    };
    struct DelegatedStaking {
        pallet_delegated_staking::pallet::HoldReason _0;
        friend bool operator==(DelegatedStaking, DelegatedStaking) = default;
    };
    struct XcmPallet {
        pallet_xcm::pallet::HoldReason _0;
        friend bool operator==(XcmPallet, XcmPallet) = default;
    };
    scale::Enum<sdk::At<6, Staking>, sdk::At<8, Session>, sdk::At<32, Preimage>, sdk::At<38, Nis>,
                sdk::At<47, DelegatedStaking>, sdk::At<99, XcmPallet>>
        v;
    friend bool operator==(const RuntimeHoldReason&, const RuntimeHoldReason&) = default;
};

struct RuntimeFreezeReason {
    struct NominationPools {
        pallet_nomination_pools::pallet::FreezeReason _0;
        friend bool operator==(NominationPools, NominationPools) = default;
    };
    scale::Enum<sdk::At<41, NominationPools>> v;
    friend bool operator==(const RuntimeFreezeReason&, const RuntimeFreezeReason&) = default;
};

}  // namespace serinus::staging_kusama_runtime
