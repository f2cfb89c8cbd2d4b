#include "runtime/pallets/babe/babe.ipp"

#include "runtime/kusama/runtime.hpp"

SERINUS_PALLET(serinus::pallet_babe::Pallet<serinus::kusama::BabeConfig>)
