/// A batch that is committed and not in the database yet, as snapshots read it. For this folder only.
#pragma once

#include <array>

#include "storage/collected_batch.hpp"

namespace serinus::storage {

/// Immutable, so any number of threads may read it.
class PendingBatch {
  public:
    using Change = CollectedBatch::Change;

    /// `seed`: of the hashes of keys, so that nobody can choose keys that collide.
    PendingBatch(std::unique_ptr<CollectedBatch> batch, uint64_t sequence, uint64_t seed);

    static uint64_t hash_of(Column column, BytesView key, uint64_t seed) noexcept;
    /// nullptr: this batch does not change the key. `hash`: of the key, with the seed of this batch.
    const Change* find(Column column, BytesView key, uint64_t hash) const noexcept;
    /// Position in changes() of the first change of the column whose key is `key` or greater; end_of(column): none.
    size_t lower_bound(Column column, BytesView key) const noexcept;
    size_t end_of(Column column) const noexcept { return begins_[column + size_t{1}]; }

    std::span<const Change> changes() const noexcept { return changes_; }
    size_t bytes() const noexcept { return bytes_; }
    uint64_t sequence() const noexcept { return sequence_; }

  private:
    struct Slot {
        uint32_t tag = 0;
        uint32_t position = 0;  ///< in changes_, from 1 on; 0: free
    };

    std::unique_ptr<CollectedBatch> batch_;
    std::span<const Change> changes_;  ///< by column and key
    std::array<size_t, size_t{kColumnCount} + 1> begins_{};
    std::vector<Slot> slots_;  ///< a power of two, at most half full
    size_t bytes_ = 0;
    uint64_t sequence_;
};

/// The oldest first.
using PendingBatches = std::vector<std::shared_ptr<const PendingBatch>>;

/// What `below` shows with the batches over it. `batches` is not empty.
std::unique_ptr<Snapshot> make_pending_snapshot(std::unique_ptr<Snapshot> below,
                                                std::shared_ptr<const PendingBatches> batches, uint64_t seed);

}  // namespace serinus::storage
