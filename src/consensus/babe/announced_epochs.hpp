/// Authorities and randomness of epochs, found in the headers that announced them.
#pragma once

#include <functional>
#include <list>
#include <memory>

#include "chain/import/header_verifier.hpp"
#include "consensus/babe/claim.hpp"

namespace serinus::consensus::babe {

/// Remembers the last epochs that were asked for. One thread at a time.
class AnnouncedEpochs {
  public:
    using FindHeader = std::function<Result<std::optional<primitives::Header>, chain::ChainError>(const Hash256&)>;

    explicit AnnouncedEpochs(Configuration genesis) : genesis_(std::move(genesis)) {}
    const Configuration& genesis() const noexcept { return genesis_; }

    /// What the block announced; zeros stand for the genesis. Errors: kStore, the block lacks it or is not there.
    Result<std::shared_ptr<const NextEpoch>, chain::ChainError> find(const Hash256& announced_by,
                                                                     const FindHeader& find_header);
    /// The epoch with all that a claim needs.
    Result<Epoch, chain::ChainError> epoch(const EpochFrame& frame, const FindHeader& find_header);

  private:
    Configuration genesis_;
    /// By the block that announced them; the last one used is the first.
    std::list<std::pair<Hash256, std::shared_ptr<const NextEpoch>>> announced_;
};

}  // namespace serinus::consensus::babe
