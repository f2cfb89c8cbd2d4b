#include "runtime/pallets/grandpa/grandpa.ipp"

#include "runtime/kusama/runtime.hpp"

SERINUS_PALLET(serinus::pallet_grandpa::Pallet<serinus::kusama::GrandpaConfig>)
