#include "runtime/pallets/offences/offences.ipp"

#include "runtime/kusama/runtime.hpp"

SERINUS_PALLET(serinus::pallet_offences::Pallet<serinus::kusama::OffencesConfig>)
