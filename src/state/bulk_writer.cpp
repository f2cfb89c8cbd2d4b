#include "state/bulk_writer.hpp"

namespace serinus::state {

Result<void, StateError> remove_everything(storage::Store& store, BulkWriter& writer) {
    const auto snapshot = store.snapshot();
    ENSURE(snapshot.has_value(), error_of(snapshot.error()));
    for (storage::Column column = columns::kMeta; column <= columns::kForks; ++column) {
        const auto cursor = (*snapshot)->cursor(column);
        auto there = cursor->seek({});
        for (; there && *there; there = cursor->next()) {
            writer.change(column, cursor->key(), std::nullopt);
            TRY(writer.flush_if_full());
        }
        ENSURE(there.has_value(), error_of(there.error()));
    }
    return writer.flush();
}

}  // namespace serinus::state
