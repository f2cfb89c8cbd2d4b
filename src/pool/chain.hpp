/// What the pool needs of a chain. Between the two, so that a simulation can stand in for the chain.
#pragma once

#include <optional>

#include "base/result.hpp"
#include "chain/store/tree_route.hpp"
#include "pool/transaction.hpp"

namespace serinus::pool {

/// Any thread.
class PoolChain {
  public:
    virtual ~PoolChain() = default;
    virtual chain::BlockId best() = 0;
    /// What the runtime says on the state after block `at`. Errors: kInvalid and kUnknownValidity are verdicts;
    /// kInternal: nobody can say.
    virtual Result<ValidTransaction, PoolError> validate(const chain::BlockId& at, TransactionSource source,
                                                         const primitives::Extrinsic& extrinsic) = 0;
    virtual std::optional<primitives::Body> find_body(const Hash256& block) = 0;
};

/// What happened to the chain.
struct ChainNews {
    std::optional<chain::TreeRoute> route = {};  ///< from the old best block to the new one
    std::vector<chain::BlockId> finalized = {};  ///< ascending
};

}  // namespace serinus::pool
