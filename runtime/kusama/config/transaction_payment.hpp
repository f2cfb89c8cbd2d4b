/// Kusama's fees. Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs and relay/kusama/constants
#pragma once

#include "runtime/kusama/deal_with_fees.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/weights/block_weights.hpp"
#include "runtime/pallets/transaction_payment/transaction_payment.hpp"

namespace serinus::kusama {

struct TransactionPaymentConfig {
    static constexpr sdk::PalletInfo kInfo{33, "TransactionPayment"};
    static constexpr pallet_transaction_payment::Constants kConstants{.OperationalFeeMultiplier =
                                                                          parameters::kOperationalFeeMultiplier};
    using System = kusama::System;
    using OnChargeTransaction = kusama::OnChargeTransaction;

    static constexpr auto kFees = parameters::kFees;
    static constexpr auto kFeeAdjustment = parameters::kFeeAdjustment;
};

}  // namespace serinus::kusama
