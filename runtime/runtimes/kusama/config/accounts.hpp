/// What accounts have and pay: Balances, TransactionPayment, Indices.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/balances/account_store.hpp"
#include "runtime/pallets/balances/balances.hpp"
#include "runtime/pallets/indices/indices.hpp"
#include "runtime/pallets/transaction_payment/transaction_payment.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/fees.hpp"
#include "runtime/runtimes/kusama/hold_reason.hpp"
#include "runtime/runtimes/kusama/weights/balances.hpp"
#include "runtime/runtimes/kusama/weights/indices.hpp"
#include "runtime/runtimes/kusama/weights/transaction_payment.hpp"

namespace serinus::kusama {

struct BalancesConfig : Common<BalancesConfig> {
    static constexpr pallet_balances::Constants kConstants{
        .ExistentialDeposit = currency::kExistentialDeposit, .MaxLocks = 50, .MaxReserves = 50, .MaxFreezes = 8};
    static constexpr uint32_t kMaxHolds = 6;
    using AccountStore = pallet_balances::StoredInSystem<kusama::System>;
    using DustRemoval = sdk::List<>;
    using RuntimeHoldReason = staging_kusama_runtime::RuntimeHoldReason;
    using FreezeIdentifier = staging_kusama_runtime::RuntimeFreezeReason;
    static constexpr auto kWeights = weights::kBalances;
};

struct TransactionPaymentConfig : Common<TransactionPaymentConfig> {
    static constexpr pallet_transaction_payment::Constants kConstants{.OperationalFeeMultiplier =
                                                                          kFees.operational_fee_multiplier};
    using OnChargeTransaction = kusama::OnChargeTransaction;

    static constexpr auto kFees = kusama::kFees;
    static constexpr auto kFeeAdjustment = kusama::kFeeAdjustment;
    static constexpr auto kWeights = weights::kTransactionPayment;
};

struct IndicesConfig : Common<IndicesConfig> {
    static constexpr pallet_indices::Constants kConstants{.Deposit = 100 * currency::kCents};
    static constexpr auto kWeights = weights::kIndices;
};

}  // namespace serinus::kusama
