// Registration and leases of paras in the mock runtime that hosts parachains.
#include "runtime/mock/relay.hpp"
#include "runtime/pallets/auctions/auctions.ipp"
#include "runtime/pallets/crowdloan/crowdloan.ipp"
#include "runtime/pallets/paras_registrar/paras_registrar.ipp"
#include "runtime/pallets/slots/slots.ipp"

SERINUS_PALLET(serinus::polkadot_runtime_common::paras_registrar::Pallet<serinus::mock::relay::RegistrarConfig>)
SERINUS_PALLET(serinus::polkadot_runtime_common::slots::Pallet<serinus::mock::relay::SlotsConfig>)
SERINUS_PALLET(serinus::polkadot_runtime_common::auctions::Pallet<serinus::mock::relay::AuctionsConfig>)
SERINUS_PALLET(serinus::polkadot_runtime_common::crowdloan::Pallet<serinus::mock::relay::CrowdloanConfig>)
