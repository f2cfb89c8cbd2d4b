#include "runtime/kusama/runtime.hpp"
#include "runtime/pallets/multisig/multisig.ipp"

SERINUS_PALLET(serinus::pallet_multisig::Pallet<serinus::kusama::MultisigConfig>)
