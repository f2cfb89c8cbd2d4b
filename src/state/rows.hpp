/// The rows of a state as they were, or are, at some block. For this folder only.
#pragma once

#include <memory>
#include <vector>

#include "state/block_records.hpp"
#include "state/layer_set.hpp"
#include "state/row_keys.hpp"

namespace serinus::platform {
class Scheduler;
}

namespace serinus::state {

/// As of which block rows are read.
struct Moment {
    enum class Kind : uint8_t {
        kBase,     ///< the four columns as they are
        kLayers,   ///< with the changes of unfinalized blocks on top
        kHistory,  ///< without the changes of the blocks after `number`
        kFork,     ///< the same, with the changes of blocks that lost against finalized ones on top
    } kind = Kind::kBase;
    LayerSet layers;      ///< kLayers, kFork: of the block and its ancestors that are not final
    uint64_t number = 0;  ///< kHistory, kFork
};
/// Where the versions of rows of a kind stand; not of kBase.
storage::Column versions_column(Moment::Kind kind) noexcept;

struct BlockMoment {
    BlockRecord record;
    Moment moment;
};
class MomentCache;  // moment_cache.hpp
class LeafCache;    // leaf_cache.hpp
/// nullopt: the state of this block is not kept. Time O(unfinalized ancestors) without a cache.
Result<std::optional<BlockMoment>, StateError> find_moment(storage::Snapshot& snapshot, const Hash256& block,
                                                           MomentCache* cache = nullptr);

/// A key of `columns::kLayers` and `columns::kForks`, or of `columns::kHistory`.
void append_layer(Bytes& versions_key, LayerNumber layer);
void append_history(Bytes& versions_key, uint64_t number);
/// The value of such a row.
Bytes version_value(std::optional<BytesView> row);

/// Where changed rows go.
class RowSink {
  public:
    virtual ~RowSink() = default;
    /// nullopt: removed. No row is given twice.
    virtual void change(storage::Column column, BytesView key, std::optional<BytesView> row) = 0;
};

/// Walks one column in key order. Views are valid until the next move.
class RowCursor {
  public:
    RowCursor(storage::Snapshot& snapshot, const Moment& moment, storage::Column column)
        : RowCursor(snapshot, moment, column, moment.kind) {}

    Result<bool, StateError> seek(BytesView key);
    Result<bool, StateError> next();
    /// To the row of exactly this key, if it is there; no other row is looked at, and `next` must not follow.
    Result<bool, StateError> find(BytesView key);
    BytesView key() const noexcept {
        if (on_version_) return version_key_;
        return below_ != nullptr ? below_->key() : base_->key();
    }
    BytesView value() const noexcept {
        if (on_version_) return *version_value_;
        return below_ != nullptr ? below_->value() : base_->value();
    }

  private:
    RowCursor(storage::Snapshot& snapshot, const Moment& moment, storage::Column column, Moment::Kind kind);
    Result<bool, StateError> seek_base(BytesView key);
    Result<bool, StateError> next_base();
    Result<bool, StateError> choose_row();
    Result<void, StateError> take_version(Result<bool, storage::StoreError> found);
    Result<void, StateError> pass_version();

    const Moment* moment_;
    Moment::Kind kind_;  ///< of the versions that this cursor itself sees
    storage::Column column_;
    std::unique_ptr<RowCursor> below_;  ///< kFork: the rows without the layers; else nullptr, and `base_` is there
    std::unique_ptr<storage::StoreCursor> base_;
    std::unique_ptr<storage::StoreCursor> versions_;  ///< nullptr: there are none
    bool base_there_ = false;
    bool version_there_ = false;
    bool on_version_ = false;
    Bytes version_key_;
    std::optional<BytesView> version_value_;  ///< nullopt: no such row
    Bytes scratch_;
};

/// Reads rows. One thread at a time.
class Rows {
  public:
    /// Both must be of the same time; `store` must outlive this, and so must `leaves`, nullptr if there are none.
    Rows(storage::Store& store, std::unique_ptr<storage::Snapshot> snapshot, Moment moment,
         platform::Scheduler* scheduler, LeafCache* leaves = nullptr);

    /// For changes that are worth several threads; nullptr: there is none.
    platform::Scheduler* scheduler() const noexcept { return scheduler_; }
    /// Leaves that need not be looked for; nullptr: none are known.
    LeafCache* leaves() const noexcept { return leaves_; }

    /// The same rows for another thread; nullptr if the store has changed since so that the rows may be others.
    Result<std::unique_ptr<Rows>, StateError> for_another_thread();

    /// Valid until the next call.
    Result<std::optional<BytesView>, StateError> get(storage::Column column, BytesView key);
    std::unique_ptr<RowCursor> cursor(storage::Column column) {
        return std::make_unique<RowCursor>(*snapshot_, moment_, column);
    }

  private:
    storage::Store* store_;
    std::unique_ptr<storage::Snapshot> snapshot_;
    Moment moment_;
    platform::Scheduler* scheduler_;
    LeafCache* leaves_;
    std::unique_ptr<storage::StoreCursor> versions_;
    std::unique_ptr<storage::StoreCursor> history_;  ///< kFork: below `versions_`
    Bytes scratch_;
};

}  // namespace serinus::state
