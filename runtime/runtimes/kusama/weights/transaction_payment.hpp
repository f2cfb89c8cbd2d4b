/// Weights of TransactionPayment.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_transaction_payment.rs
#pragma once

#include "runtime/pallets/transaction_payment/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_transaction_payment::Weights<Measured> kTransactionPayment{
    .charge_transaction_payment = {105'200'000, 3593, 1, 1},
};

}  // namespace serinus::kusama::weights
