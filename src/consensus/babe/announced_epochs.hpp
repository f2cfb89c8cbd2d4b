/// Authorities and randomness of epochs, found in the headers that announced them.
#pragma once

#include <functional>
#include <list>
#include <memory>

#include "chain/client/client.hpp"
#include "consensus/babe/claim.hpp"

namespace serinus::consensus::babe {

/// The epochs of a base are announced by no block that is there: they stand in a record of their own, under a hash of
/// what they say, and EpochFrame::announced_by is that hash.
struct AnnouncementRecord {
    Hash256 hash;
    chain::AuxChange aux;
};
AnnouncementRecord record_of_announcement(const NextEpoch& epoch);

/// Remembers the last epochs that were asked for. One thread at a time.
class AnnouncedEpochs {
  public:
    /// Where announcements are looked up.
    struct Lookup {
        std::function<Result<std::optional<primitives::Header>, chain::ChainError>(const Hash256&)> find_header;
        std::function<Result<std::optional<Bytes>, chain::ChainError>(BytesView key)> find_aux;
    };
    /// `client` (`ancestry`) must outlive it.
    static Lookup lookup_in(chain::Client& client);
    static Lookup lookup_in(chain::Ancestry& ancestry);

    explicit AnnouncedEpochs(Configuration genesis) : genesis_(std::move(genesis)) {}
    const Configuration& genesis() const noexcept { return genesis_; }

    /// What the block announced; zeros stand for the genesis. Errors: kStore, the block lacks it or is not there.
    Result<std::shared_ptr<const NextEpoch>, chain::ChainError> find(const Hash256& announced_by, const Lookup& lookup);
    /// The epoch with all that a claim needs.
    Result<Epoch, chain::ChainError> epoch(const EpochFrame& frame, const Lookup& lookup);

  private:
    static Result<NextEpoch, chain::ChainError> read(const Hash256& announced_by, const Lookup& lookup);

    Configuration genesis_;
    /// By the block that announced them; the last one used is the first.
    std::list<std::pair<Hash256, std::shared_ptr<const NextEpoch>>> announced_;
};

}  // namespace serinus::consensus::babe
