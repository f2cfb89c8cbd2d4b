#include "runtime/kusama/runtime.hpp"
#include "runtime/pallets/transaction_payment/transaction_payment.ipp"

SERINUS_PALLET(serinus::pallet_transaction_payment::Pallet<serinus::kusama::TransactionPaymentConfig>)

template struct serinus::pallet_transaction_payment::ChargeTransactionPayment<serinus::kusama::TransactionPaymentConfig>;
