/// What TransactionPayment weighs, in compositions whose extensions have weights.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_transaction_payment {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> charge_transaction_payment = sdk::estimate(60'000'000, 3600, 1, 1);
};

}  // namespace serinus::pallet_transaction_payment
