#include "storage/pending_batch.hpp"

#include <bit>

#include "base/assert.hpp"
#include "hashing/checksum.hpp"

namespace serinus::storage {

PendingBatch::PendingBatch(std::unique_ptr<CollectedBatch> batch, uint64_t sequence, uint64_t seed)
    : batch_(std::move(batch)), changes_(batch_->sorted()), sequence_(sequence) {
    size_t at = 0;
    for (size_t column = 0; column < kColumnCount; ++column) {
        begins_[column] = at;
        while (at < changes_.size() && changes_[at].column == column) ++at;
    }
    begins_[kColumnCount] = at;
    slots_.resize(std::bit_ceil(2 * changes_.size() + 1));
    for (size_t i = 0; i < changes_.size(); ++i) {
        const Change& change = changes_[i];
        bytes_ += change.key.size() + change.value.size() + sizeof(Change) + 2 * sizeof(Slot);
        const uint64_t hash = hash_of(change.column, change.key, seed);
        size_t slot = hash & (slots_.size() - 1);
        while (slots_[slot].position != 0) slot = (slot + 1) & (slots_.size() - 1);
        slots_[slot] = {static_cast<uint32_t>(hash >> 32), static_cast<uint32_t>(i + 1)};
    }
}

uint64_t PendingBatch::hash_of(Column column, BytesView key, uint64_t seed) noexcept {
    return hashing::xxh3_64(key, seed + column);
}

const PendingBatch::Change* PendingBatch::find(Column column, BytesView key, uint64_t hash) const noexcept {
    for (size_t slot = hash & (slots_.size() - 1); slots_[slot].position != 0;
         slot = (slot + 1) & (slots_.size() - 1)) {
        if (slots_[slot].tag != static_cast<uint32_t>(hash >> 32)) continue;
        const Change& change = changes_[slots_[slot].position - 1];
        if (change.column == column && equal(change.key, key)) return &change;
    }
    return nullptr;
}

size_t PendingBatch::lower_bound(Column column, BytesView key) const noexcept {
    const auto begin = changes_.begin() + static_cast<ptrdiff_t>(begins_[column]);
    const auto end = changes_.begin() + static_cast<ptrdiff_t>(end_of(column));
    const auto found = std::lower_bound(
        begin, end, key, [](const Change& change, BytesView wanted) { return compare(change.key, wanted) < 0; });
    return static_cast<size_t>(found - changes_.begin());
}

namespace {

/// Walks a cursor and the changes of the batches over it together.
class PendingCursor final : public StoreCursor {
  public:
    PendingCursor(std::unique_ptr<StoreCursor> below, std::shared_ptr<const PendingBatches> batches, Column column)
        : below_(std::move(below)), batches_(std::move(batches)), column_(column), positions_(batches_->size()) {}

    Result<bool, StoreError> seek(BytesView key) override {
        TRY_ASSIGN(below_is_there_, below_->seek(key));
        for (size_t i = 0; i < positions_.size(); ++i) positions_[i] = (*batches_)[i]->lower_bound(column_, key);
        return settle();
    }
    Result<bool, StoreError> next() override {
        TRY(pass());
        return settle();
    }
    BytesView key() const override { return change_ != nullptr ? change_->key : below_->key(); }
    BytesView value() const override { return change_ != nullptr ? change_->value : below_->value(); }

  private:
    const PendingBatch::Change* at(size_t i) const {
        const PendingBatch& batch = *(*batches_)[i];
        return positions_[i] < batch.end_of(column_) ? &batch.changes()[positions_[i]] : nullptr;
    }

    /// Finds the least key; of changes of one key the newest counts.
    void find_least() {
        change_ = nullptr;
        for (size_t i = positions_.size(); i-- > 0;) {
            const auto* const change = at(i);
            if (change != nullptr && (change_ == nullptr || compare(change->key, change_->key) < 0)) change_ = change;
        }
        if (change_ == nullptr || !below_is_there_) {
            is_below_too_ = change_ == nullptr && below_is_there_;
            return;
        }
        const auto order = compare(below_->key(), change_->key);
        is_below_too_ = order <= 0;
        if (order < 0) change_ = nullptr;
    }
    /// Goes past the current key.
    Result<void, StoreError> pass() {
        if (change_ != nullptr) {
            const BytesView key = change_->key;
            for (size_t i = 0; i < positions_.size(); ++i) {
                const auto* const change = at(i);
                if (change != nullptr && equal(change->key, key)) ++positions_[i];
            }
        }
        if (is_below_too_) TRY_ASSIGN(below_is_there_, below_->next());
        return {};
    }
    Result<bool, StoreError> settle() {
        for (;;) {
            find_least();
            if (change_ == nullptr) return is_below_too_;
            if (!change_->removes) return true;
            TRY(pass());
        }
    }

    std::unique_ptr<StoreCursor> below_;
    std::shared_ptr<const PendingBatches> batches_;
    Column column_;
    std::vector<size_t> positions_;  ///< in the changes of each batch
    bool below_is_there_ = false;
    const PendingBatch::Change* change_ = nullptr;  ///< nullptr: the current entry is that of below_
    bool is_below_too_ = false;                     ///< below_ is at the current key
};

class PendingSnapshot final : public Snapshot {
  public:
    PendingSnapshot(std::unique_ptr<Snapshot> below, std::shared_ptr<const PendingBatches> batches, uint64_t seed)
        : below_(std::move(below)), batches_(std::move(batches)), seed_(seed) {}

    Result<std::optional<BytesView>, StoreError> get(Column column, BytesView key) override {
        SERINUS_ASSERT(column < kColumnCount);
        const uint64_t hash = PendingBatch::hash_of(column, key, seed_);
        for (size_t i = batches_->size(); i-- > 0;) {
            const auto* const change = (*batches_)[i]->find(column, key, hash);
            if (change == nullptr) continue;
            return change->removes ? std::optional<BytesView>() : std::optional(change->value);
        }
        return below_->get(column, key);
    }
    std::unique_ptr<StoreCursor> cursor(Column column) override {
        SERINUS_ASSERT(column < kColumnCount);
        return std::make_unique<PendingCursor>(below_->cursor(column), batches_, column);
    }

  private:
    std::unique_ptr<Snapshot> below_;
    std::shared_ptr<const PendingBatches> batches_;
    uint64_t seed_;
};

}  // namespace

std::unique_ptr<Snapshot> make_pending_snapshot(std::unique_ptr<Snapshot> below,
                                                std::shared_ptr<const PendingBatches> batches, uint64_t seed) {
    SERINUS_ASSERT(!batches->empty());
    return std::make_unique<PendingSnapshot>(std::move(below), std::move(batches), seed);
}

}  // namespace serinus::storage
