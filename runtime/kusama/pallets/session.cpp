#include "runtime/pallets/session/session.ipp"

#include "runtime/kusama/runtime.hpp"

SERINUS_PALLET(serinus::pallet_session::Pallet<serinus::kusama::SessionConfig>)
