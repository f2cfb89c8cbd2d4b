/// `R` has AuthorityDiscovery, and may have DiscoveryKeys, with an `authorities()` of its own: a chain whose past
/// authorities have duties too.
#pragma once

#include "runtime/pallets/authority_discovery/authority_discovery.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::pallet_authority_discovery::api {

/// Where validators publish their addresses.
template <class R>
struct AuthorityDiscoveryApi {
    static constexpr uint32_t kVersion = 1;
    static constexpr ByteArray<8> kId = {0x68, 0x7a, 0xd4, 0x4a, 0xd3, 0x7f, 0x03, 0xc2};

    /// The keys of current and next authorities, or those that the runtime has for it.
    struct authorities {
        std::vector<sp_authority_discovery::app::Public> operator()() const;
    };
    using Methods = List<authorities>;
};

}  // namespace serinus::pallet_authority_discovery::api
