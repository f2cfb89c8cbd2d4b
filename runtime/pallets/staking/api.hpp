/// `R` has Staking.
#pragma once

#include "runtime/sdk/runtime_api.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::pallet_staking::api {

using namespace sdk;

/// What tools ask of staking.
template <class R>
struct StakingApi {
    static constexpr uint32_t kVersion = 1;
    static constexpr ByteArray<8> kId = {0x18, 0xef, 0x58, 0xa3, 0xb6, 0x7b, 0xa7, 0x70};

    /// How many validators somebody with that bond may nominate.
    struct nominations_quota {
        Balance balance{};
        uint32_t operator()() const;
    };
    using Methods = List<nominations_quota>;
};

}  // namespace serinus::pallet_staking::api
