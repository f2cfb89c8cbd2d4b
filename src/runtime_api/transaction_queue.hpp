/// The API TaggedTransactionQueue: validity of transactions. Spec: sect-rte-validate-transaction
#pragma once

#include "primitives/block.hpp"
#include "runtime_api/call.hpp"

namespace serinus::runtime_api::transaction_queue {

/// Where a transaction comes from. Spec: defn-transaction-source
enum class TransactionSource : uint8_t { kInBlock = 0, kLocal = 1, kExternal = 2 };

/// All answers are a TransactionValidity, which the pool reads: the fields of a valid transaction are few, those of its
/// errors changed.
inline constexpr Call<Encoded(TransactionSource, primitives::Extrinsic, Hash256)> kValidateTransaction{
    "TaggedTransactionQueue_validate_transaction", {.first = 3}};
/// Observed: polkadot 1.25.1: up to version 2 the runtime validates as if within a block, which must be begun before
/// the call.
inline constexpr Call<Encoded(TransactionSource, primitives::Extrinsic)> kValidateTransactionV2{
    "TaggedTransactionQueue_validate_transaction", {.first = 2, .last = 2}};
inline constexpr Call<Encoded(primitives::Extrinsic)> kValidateTransactionV1{
    "TaggedTransactionQueue_validate_transaction", {.first = 1, .last = 1}};

}  // namespace serinus::runtime_api::transaction_queue
