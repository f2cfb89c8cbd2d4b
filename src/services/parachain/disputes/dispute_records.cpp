#include "services/parachain/disputes/dispute_records.hpp"

#include <algorithm>

#include "parachain/disputes/stored_disputes.hpp"
#include "services/parachain/availability/columns.hpp"

namespace serinus::services::paras {

namespace {

constexpr storage::Column kDisputeColumn = columns::kDisputes;

}  // namespace

Result<parachain::StoredRecords, std::string> DisputeRecords::find_under(BytesView prefix) const {
    const auto snapshot = store_.snapshot();
    if (!snapshot) return Err(snapshot.error().reason);
    const auto cursor = (*snapshot)->cursor(kDisputeColumn);
    parachain::StoredRecords out;
    auto found = cursor->seek(prefix);
    while (found && *found && cursor->key().size() >= prefix.size() &&
           equal(cursor->key().first(prefix.size()), prefix)) {
        out.emplace_back(to_bytes(cursor->key()), to_bytes(cursor->value()));
        found = cursor->next();
    }
    if (!found) return Err(found.error().reason);
    return out;
}

Result<parachain::StoredRecords, std::string> DisputeRecords::load() const {
    constexpr uint8_t kPrefix = parachain::DisputeCoordinator::kDisputeKeys;
    TRY_ASSIGN(auto found, find_under(BytesView(&kPrefix, 1)));
    // Without it a dispute would be none, and votes of GRANDPA would go to blocks with its candidate.
    for (const auto& [key, value] : found) {
        ENSURE(parachain::read_dispute(key, value).has_value(), "the state of a dispute is damaged");
    }
    return found;
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
    const auto durability = changes.is_own_vote ? storage::Durability::kSynced : storage::Durability::kBuffered;
    const auto committed = store_.commit(std::move(batch), durability);
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

}  // namespace serinus::services::paras
