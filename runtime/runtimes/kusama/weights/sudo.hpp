/// Weights of Sudo, which the real runtime does not have; the calls that it makes come on top.
/// Observed: TransactionPaymentCallApi_query_call_info of Kusama 1.0.0 as kusama-local carries it, with Sudo added
#pragma once

#include "runtime/pallets/sudo/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_sudo::Weights<Measured> kSudo{
    .set_key = {13'403'000, 1517, 1, 1},
    .sudo = {13'001'000, 1517, 1},
    .sudo_as = {12'994'000, 1517, 1},
};

}  // namespace serinus::kusama::weights
