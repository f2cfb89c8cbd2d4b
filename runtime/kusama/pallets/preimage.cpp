#include "runtime/kusama/runtime.hpp"
#include "runtime/pallets/preimage/preimage.ipp"

SERINUS_PALLET(serinus::pallet_preimage::Pallet<serinus::kusama::PreimageConfig>)
