/// BABE as block import sees it.
#pragma once

#include <functional>

#include "chain/import/header_verifier.hpp"
#include "consensus/babe/types.hpp"

namespace serinus::consensus::babe {

/// Checks seals and claims with the epochs that the chain announces; epoch 0 and the configuration are the genesis's.
/// One thread at a time.
class Verifier final : public chain::HeaderVerifier {
  public:
    /// `now_ms` gives the time since 1970; a block from a slot to come is refused. Without it every slot is taken.
    explicit Verifier(Configuration genesis, std::function<uint64_t()> now_ms = {});
    ~Verifier() override;

    /// The record of the genesis block is not read: it may be anything.
    Result<chain::HeaderVerdict, chain::ChainError> check(const chain::HeaderToCheck& header,
                                                          chain::Ancestry& ancestry) override;
    Result<chain::HeaderVerdict, chain::ChainError> begin(const chain::HeaderToCheck& header,
                                                          chain::Ancestry& ancestry) override;
    /// The epochs that the runtime says the block and its successors are in. The weight of such a chain begins with 0.
    Result<BaseRecord, chain::ChainError> record_of_base(const primitives::Header& header,
                                                         const CallRuntime& call) override;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::consensus::babe
