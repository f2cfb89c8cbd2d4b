/// What the pool needs of a chain. Between the two, so that a simulation can stand in for the chain.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "base/result.hpp"
#include "chain/store/tree_route.hpp"
#include "pool/transaction.hpp"

namespace serinus::pool {

/// Any thread.
class PoolChain {
  public:
    virtual ~PoolChain() = default;
    virtual chain::BlockId best() = 0;
    /// What the runtime answers on the state after block `at`. Errors: kInvalid and kUnknownValidity are verdicts;
    /// kTookTooLong; kInternal: the validity could not be determined.
    virtual Result<ValidTransaction, PoolError> validate(const chain::BlockId& at, TransactionSource source,
                                                         const primitives::Extrinsic& extrinsic) = 0;
    /// These will be validated on the state after block `at`, one after the other: work that can begin beside that goes
    /// on while the result lives.
    virtual std::shared_ptr<void> expect(const chain::BlockId& /*at*/,
                                         std::span<const primitives::Extrinsic> /*extrinsics*/) {
        return nullptr;
    }
    virtual std::optional<primitives::Body> find_body(const Hash256& block) = 0;
};

/// A change of the chain.
struct ChainChange {
    std::optional<chain::TreeRoute> route = {};  ///< from the old best block to the new one
    std::vector<chain::BlockId> finalized = {};  ///< ascending
    /// The pool begins anew at the end of the route: nothing of what it has, or of retracted blocks, is wanted.
    bool is_reset = false;
};

/// Ours: blocks of a merged change. Of longer routes, the newest: the blocks before them are too many to wait for their
/// finality anyway.
inline constexpr size_t kMaxBlocksOfChange = 512;

inline chain::BlockId end_of(const chain::TreeRoute& route) {
    return route.enacted.empty() ? route.common : route.enacted.back();
}

/// Adds a change that followed: the result leads from where `first` began to where `second` ended. Blocks that were
/// left and came back, or came and were left, are not in it.
void append_change(ChainChange& first, ChainChange second);

}  // namespace serinus::pool
