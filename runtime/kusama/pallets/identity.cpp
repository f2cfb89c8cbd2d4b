#include "runtime/kusama/runtime.hpp"
#include "runtime/pallets/identity/identity.ipp"

SERINUS_PALLET(serinus::pallet_identity::Pallet<serinus::kusama::IdentityConfig>)
