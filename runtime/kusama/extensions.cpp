// The bodies of those extensions of transactions that do not have them in their header.
#include "runtime/kusama/composition.hpp"
#include "runtime/kusama/config/authorship.hpp"
#include "runtime/kusama/config/balances.hpp"
#include "runtime/kusama/config/treasury.hpp"
#include "runtime/pallets/transaction_payment/transaction_payment.ipp"

template struct serinus::pallet_transaction_payment::ChargeTransactionPayment<
    serinus::kusama::TransactionPaymentConfig>;
