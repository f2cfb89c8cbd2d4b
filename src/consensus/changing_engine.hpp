/// A chain that began with BABE, or without an engine, and may change to Aura by an upgrade of its runtime.
#pragma once

#include "chain/import/header_verifier.hpp"

namespace serinus::consensus {

/// Chooses the verifier by the engine in a header's pre-runtime digest. The runtime on the parent's state decides
/// whether this engine may be used; it is asked where that may have changed: at another engine than the parent's, and
/// after an upgrade.
class ChangingEngine final : public chain::HeaderVerifier {
  public:
    /// `aura` is for blocks after the change.
    ChangingEngine(primitives::EngineId first_engine, std::unique_ptr<chain::HeaderVerifier> first,
                   std::unique_ptr<chain::HeaderVerifier> aura)
        : first_engine_(first_engine), first_(std::move(first)), aura_(std::move(aura)) {}

    Result<chain::HeaderVerdict, chain::ChainError> check(const chain::HeaderToCheck& header,
                                                          chain::Ancestry& ancestry) override;
    Result<chain::HeaderVerdict, chain::ChainError> begin(const chain::HeaderToCheck& header,
                                                          chain::Ancestry& ancestry) override;
    Result<BaseRecord, chain::ChainError> record_of_base(const primitives::Header& header,
                                                         const CallRuntime& call) override;

  private:
    Result<chain::HeaderVerdict, chain::ChainError> begin_aura(const chain::HeaderToCheck& header,
                                                               chain::Ancestry& ancestry);

    primitives::EngineId first_engine_;
    std::unique_ptr<chain::HeaderVerifier> first_;
    std::unique_ptr<chain::HeaderVerifier> aura_;
};

}  // namespace serinus::consensus
