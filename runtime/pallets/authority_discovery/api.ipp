#pragma once

#include "runtime/pallets/authority_discovery/api.hpp"

namespace serinus::pallet_authority_discovery::api {

template <class R>
std::vector<sp_authority_discovery::app::Public> AuthorityDiscoveryApi<R>::authorities::operator()() const {
    if constexpr (requires { typename R::DiscoveryKeys; }) {
        return R::DiscoveryKeys::authorities();
    } else {
        return R::AuthorityDiscovery::authorities();
    }
}

}  // namespace serinus::pallet_authority_discovery::api
