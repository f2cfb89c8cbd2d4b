/// `R` has BeefyMmrLeaf.
#pragma once

#include "runtime/pallets/beefy_mmr/beefy_mmr.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::pallet_beefy_mmr::api {

/// Sets of BEEFY as bridges know them.
template <class R>
struct BeefyMmrApi {
    static constexpr uint32_t kVersion = 1;
    static constexpr ByteArray<8> kId = {0x2a, 0x5e, 0x92, 0x46, 0x55, 0x39, 0x9e, 0x60};

    /// The set that signs in this session.
    struct authority_set_proof {
        AuthoritySet operator()() const;
    };
    /// The set that signs in the next one.
    struct next_authority_set_proof {
        AuthoritySet operator()() const;
    };
    using Methods = List<authority_set_proof, next_authority_set_proof>;
};

}  // namespace serinus::pallet_beefy_mmr::api
