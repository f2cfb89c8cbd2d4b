/// Lists of the rows that a block changed: what must be looked at when it is finalized, reverted or pruned. For this
/// folder only.
#pragma once

#include "state/rows.hpp"

namespace serinus::state {

/// Whose list: of a layer, of the history before a finalized block, or of the layer of a fork.
struct ChangeList {
    Moment::Kind kind;  ///< not kBase
    uint64_t number;
};

struct RowName {
    storage::Column column = 0;
    Bytes key;

    friend auto operator<=>(const RowName&, const RowName&) = default;
};

/// Writes a list in pieces that fill a page of the store.
class ChangeListWriter {
  public:
    ChangeListWriter(storage::WriteBatch& batch, ChangeList list) noexcept : batch_(&batch), list_(list) {}
    ~ChangeListWriter() { flush(); }
    ChangeListWriter(const ChangeListWriter&) = delete;
    ChangeListWriter& operator=(const ChangeListWriter&) = delete;

    void add(storage::Column column, BytesView key);

  private:
    void flush();

    storage::WriteBatch* batch_;
    ChangeList list_;
    uint32_t piece_ = 0;
    Bytes content_;
};

/// Distinct and in order.
Result<std::vector<RowName>, StateError> read_change_list(storage::Snapshot& snapshot, ChangeList list);
/// Removes the list, and all the versions of rows that it names.
Result<void, StateError> remove_versions(storage::Snapshot& snapshot, storage::WriteBatch& batch, ChangeList list);

/// The key of a row's version in the list's column.
Bytes version_key(ChangeList list, const RowName& row);

/// Writes changed rows as a layer.
class LayerWriter final : public RowSink {
  public:
    LayerWriter(storage::WriteBatch& batch, LayerNumber layer) noexcept
        : batch_(&batch), layer_(layer), list_(batch, {Moment::Kind::kLayers, layer}) {}
    void change(storage::Column column, BytesView key, std::optional<BytesView> row) override;

  private:
    storage::WriteBatch* batch_;
    LayerNumber layer_;
    ChangeListWriter list_;
};

}  // namespace serinus::state
