/// Many rows for a store, in batches of bounded size. For this folder only.
#pragma once

#include "state/rows.hpp"

namespace serinus::state {

/// Puts rows into the store, a batch at a time.
class BulkWriter final : public RowSink {
  public:
    explicit BulkWriter(storage::Store& store) : store_(&store), batch_(store.batch()) {}

    void change(storage::Column column, BytesView key, std::optional<BytesView> row) override {
        if (row) {
            batch_->put(column, key, *row);
        } else {
            batch_->remove(column, key);
        }
        ++rows_;
        bytes_ += key.size() + (row ? row->size() : 0);
    }
    Result<void, StateError> flush_if_full() {
        if (rows_ < kMaxRows && bytes_ < kMaxBytes) return {};
        return flush();
    }
    Result<void, StateError> flush() {
        const auto committed = store_->commit(std::exchange(batch_, store_->batch()), storage::Durability::kBuffered);
        ENSURE(committed.has_value(), error_of(committed.error()));
        rows_ = 0;
        bytes_ = 0;
        return {};
    }

  private:
    // A batch stands in memory several times: as it is collected, and as the pages that the store writes. Each costs a
    // sync of the disk.
    static constexpr size_t kMaxRows = 40'000;
    static constexpr size_t kMaxBytes = 4 << 20;

    storage::Store* store_;
    std::unique_ptr<storage::WriteBatch> batch_;
    size_t rows_ = 0;
    size_t bytes_ = 0;
};

/// Empties the columns of states: the one that says which state counts in the first batch.
Result<void, StateError> remove_everything(storage::Store& store, BulkWriter& writer);

}  // namespace serinus::state
