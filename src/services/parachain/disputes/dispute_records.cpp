#include "services/parachain/disputes/dispute_records.hpp"

#include <algorithm>

#include "services/parachain/availability/columns.hpp"

namespace serinus::services::paras {

namespace {

constexpr storage::Column kDisputeColumn = columns::kDisputes;

}  // namespace

Result<std::vector<std::pair<Bytes, Bytes>>, std::string> DisputeRecords::load() const {
    const auto snapshot = store_.snapshot();
    if (!snapshot) return Err(snapshot.error().reason);
    const auto cursor = (*snapshot)->cursor(kDisputeColumn);
    constexpr uint8_t kFirst = parachain::DisputeCoordinator::kDisputeKeys;
    std::vector<std::pair<Bytes, Bytes>> out;
    auto found = cursor->seek(Bytes{kFirst});
    while (found && *found && !cursor->key().empty() && cursor->key()[0] == kFirst) {
        out.emplace_back(to_bytes(cursor->key()), to_bytes(cursor->value()));
        found = cursor->next();
    }
    if (!found) return Err(found.error().reason);
    return out;
}

Result<void, std::string> DisputeRecords::write(const parachain::DisputeEffect::Store& changes) {
    auto batch = store_.batch();
    for (const auto& [key, value] : changes.changes) {
        if (value) {
            batch->put(kDisputeColumn, key, *value);
        } else {
            batch->remove(kDisputeColumn, key);
        }
    }
    const auto committed = store_.commit(std::move(batch), storage::Durability::kSynced);
    if (!committed) return Err(committed.error().reason);
    return {};
}

Result<void, std::string> DisputeRecords::remove(const parachain::DisputeEffect::RemoveRange& range) {
    const auto snapshot = store_.snapshot();
    if (!snapshot) return Err(snapshot.error().reason);
    const auto cursor = (*snapshot)->cursor(kDisputeColumn);
    auto batch = store_.batch();
    auto found = cursor->seek(range.first);
    while (found && *found && std::ranges::lexicographical_compare(cursor->key(), range.last)) {
        batch->remove(kDisputeColumn, cursor->key());
        found = cursor->next();
    }
    if (!found) return Err(found.error().reason);
    const auto committed = store_.commit(std::move(batch), storage::Durability::kBuffered);
    if (!committed) return Err(committed.error().reason);
    return {};
}

std::optional<Bytes> DisputeRecords::find(BytesView key) const {
    const auto snapshot = store_.snapshot();
    if (!snapshot) return std::nullopt;
    const auto found = (*snapshot)->get(kDisputeColumn, key);
    if (!found || !*found) return std::nullopt;
    return to_bytes(**found);
}

}  // namespace serinus::services::paras
