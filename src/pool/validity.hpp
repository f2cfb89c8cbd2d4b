/// The runtime's answer to "is this transaction valid?".
#pragma once

#include "base/result.hpp"
#include "pool/transaction.hpp"

namespace serinus::pool {

/// Decodes what `TaggedTransactionQueue_validate_transaction` returns, of any version.
/// Errors: kInvalid and kUnknownValidity as the runtime says, with its words as the reason; kInternal if the bytes are
/// no answer. Spec: sect-rte-validate-transaction
Result<ValidTransaction, PoolError> decode_validity(BytesView answer);

/// The runtime's verdict as the pool's error.
PoolError refusal(const ValidityError& error);

}  // namespace serinus::pool
