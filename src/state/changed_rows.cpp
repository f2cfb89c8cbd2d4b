#include "state/changed_rows.hpp"

#include "codec/compact.hpp"

namespace serinus::state {
namespace {

/// One page of the store, without what the store needs of it.
constexpr size_t kPieceBytes = 4000;

Bytes list_key(ChangeList list) {
    Bytes out{static_cast<uint8_t>(list.kind)};
    append_big_endian(out, list.number);
    return out;
}

Bytes piece_key(ChangeList list, uint32_t piece) {
    Bytes out = list_key(list);
    append_big_endian(out, piece);
    return out;
}

Result<void, StateError> read_piece(BytesView content, std::vector<RowName>& rows) {
    while (!content.empty()) {
        RowName row;
        row.column = content[0];
        content = content.subspan(1);
        const auto size = scale::take_compact(content);
        ENSURE(
            size && *size <= content.size() && row.column >= columns::kTopEntries && row.column <= columns::kChildNodes,
            corrupt("a list of changes in the state database is damaged"));
        row.key = to_bytes(content.first(*size));
        content = content.subspan(*size);
        rows.push_back(std::move(row));
    }
    return {};
}

/// Calls `take(key, content)` for every piece of a list.
Result<void, StateError> for_each_piece(storage::Snapshot& snapshot, ChangeList list, auto take) {
    const Bytes prefix = list_key(list);
    const auto cursor = snapshot.cursor(columns::kChangedRows);
    auto there = cursor->seek(prefix);
    for (; there && *there; there = cursor->next()) {
        const BytesView key = cursor->key();
        if (key.size() < prefix.size() || !equal(key.first(prefix.size()), prefix)) break;
        TRY(take(key, cursor->value()));
    }
    ENSURE(there.has_value(), error_of(there.error()));
    return {};
}

}  // namespace

void ChangeListWriter::add(storage::Column column, BytesView key) {
    if (content_.size() + key.size() + 1 + scale::kMaxCompact64 > kPieceBytes) flush();
    content_.push_back(column);
    scale::append_compact(content_, uint64_t{key.size()});
    append(content_, key);
}

void ChangeListWriter::flush() {
    if (content_.empty()) return;
    batch_->put(columns::kChangedRows, piece_key(list_, piece_++), content_);
    content_.clear();
}

Result<std::vector<RowName>, StateError> read_change_list(storage::Snapshot& snapshot, ChangeList list) {
    std::vector<RowName> out;
    TRY(for_each_piece(snapshot, list, [&](BytesView, BytesView content) { return read_piece(content, out); }));
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

Result<void, StateError> remove_versions(storage::Snapshot& snapshot, storage::WriteBatch& batch, ChangeList list) {
    const auto column = versions_column(list.kind);
    std::vector<RowName> rows;
    return for_each_piece(snapshot, list, [&](BytesView key, BytesView content) -> Result<void, StateError> {
        batch.remove(columns::kChangedRows, key);
        rows.clear();
        TRY(read_piece(content, rows));
        for (const RowName& row : rows) batch.remove(column, version_key(list, row));
        return {};
    });
}

Bytes version_key(ChangeList list, const RowName& row) {
    Bytes out = versions_of(row.column, row.key);
    if (list.kind == Moment::Kind::kHistory) {
        append_history(out, list.number);
    } else {
        append_layer(out, list.number);
    }
    return out;
}

void LayerWriter::change(storage::Column column, BytesView key, std::optional<BytesView> row) {
    Bytes versions_key = versions_of(column, key);
    append_layer(versions_key, layer_);
    batch_->put(columns::kLayers, versions_key, version_value(row));
    list_.add(column, key);
}

}  // namespace serinus::state
