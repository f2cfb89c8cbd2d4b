/// What nodes ask to author with Aura. `R` has Aura. Observed: AuraApi of sp-consensus-aura 0.27.0; the specification
/// has no Aura.
#pragma once

#include "runtime/pallets/aura/aura.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::pallet_aura::api {

/// What Aura needs to make and to check blocks.
template <class R>
struct AuraApi {
    static constexpr uint32_t kVersion = 1;
    static constexpr ByteArray<8> kId = {0xdd, 0x71, 0x8d, 0x5c, 0xc5, 0x32, 0x62, 0xd4};

    /// How long a slot is. It cannot change while the chain runs.
    struct slot_duration {
        sp_consensus_aura::SlotDuration operator()() const;
    };
    /// Those who author on top of this block, in the order of their turns.
    struct authorities {
        std::vector<AuthorityId> operator()() const;
    };
    using Methods = List<slot_duration, authorities>;
};

}  // namespace serinus::pallet_aura::api
