#include "runtime/kusama/runtime.hpp"
#include "runtime/pallets/indices/indices.ipp"

SERINUS_PALLET(serinus::pallet_indices::Pallet<serinus::kusama::IndicesConfig>)
