// The bodies of those extensions of transactions that do not have them in their header.
#include "runtime/kusama/runtime.hpp"
#include "runtime/pallets/transaction_payment/transaction_payment.ipp"

template struct serinus::pallet_transaction_payment::ChargeTransactionPayment<
    serinus::kusama::TransactionPaymentConfig>;
