#pragma once

#include "runtime/pallets/authority_discovery/api.hpp"

namespace serinus::pallet_authority_discovery::api {

// Observed: Kusama adds the keys of past sessions whose disputes may still go on; they come with the parachains'
// pallets.
template <class R>
std::vector<sp_authority_discovery::app::Public> AuthorityDiscoveryApi<R>::authorities::operator()() const {
    return R::AuthorityDiscovery::authorities();
}

}  // namespace serinus::pallet_authority_discovery::api
