/// Parameters of Registrar.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/currency.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/registrar.hpp"
#include "runtime/pallets/parachains/origin.hpp"
#include "runtime/pallets/paras_registrar/paras_registrar.hpp"

namespace serinus::kusama {

struct RegistrarConfig {
    static constexpr sdk::PalletInfo kInfo{70, "Registrar"};
    static constexpr polkadot_runtime_common::paras_registrar::Constants kConstants{
        .ParaDeposit = 40 * currency::kUnits, .DataDepositPerByte = currency::kCents};
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Configuration = kusama::Configuration;
    using Paras = kusama::Paras;
    using Currency = kusama::Currency;
    using EnsureParachain = polkadot_runtime_parachains::origin::EnsureParachain<ParachainsOrigin>;
    using OnSwap = sdk::List<Crowdloan, Slots>;
    static constexpr auto kWeights = weights::kRegistrar;
};

}  // namespace serinus::kusama
