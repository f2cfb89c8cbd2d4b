#include "runtime/pallets/authority_discovery/authority_discovery.ipp"

#include "runtime/kusama/runtime.hpp"

SERINUS_PALLET(serinus::pallet_authority_discovery::Pallet<serinus::kusama::AuthorityDiscoveryConfig>)
