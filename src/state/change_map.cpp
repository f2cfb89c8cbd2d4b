#include "state/change_map.hpp"

namespace serinus::state {

ChangeMap::~ChangeMap() {
    for (ChangedEntry* const entry : ordered_) delete entry;
    for (ChangedEntry* const entry : pending_) delete entry;
}

LayeredValue& ChangeMap::write(BytesView key, std::vector<Journal>& journals, bool for_append) {
    if (ChangedEntry* const found = table_.find(key)) return write(*found, journals, for_append);
    auto entry = std::make_unique<ChangedEntry>();
    entry->key_ = to_bytes(key);
    entry->map_ = this;
    entry->depth_ = static_cast<uint32_t>(journals.size());
    entry->pending_index_ = pending_.size();
    pending_.push_back(entry.get());
    ChangedEntry& out = *entry.release();
    table_.insert(out);
    if (!journals.empty()) journals.back().push_back(&out);
    return out.value_;
}

LayeredValue& ChangeMap::write(ChangedEntry& entry, std::vector<Journal>& journals, bool for_append) {
    const auto depth = static_cast<uint32_t>(journals.size());
    if (entry.depth_ != depth) {
        LayeredValue next = for_append ? entry.value_.share_for_append() : LayeredValue();
        entry.below_.push_back({entry.depth_, std::move(entry.value_)});
        entry.value_ = std::move(next);
        entry.depth_ = depth;
        journals.back().push_back(&entry);
    }
    return entry.value_;
}

ChangedEntry* ChangeMap::after(BytesView key) {
    put_in_order();
    const auto at = ordered_.upper_bound(key);
    return at == ordered_.end() ? nullptr : *at;
}

ChangedEntry* ChangeMap::at_or_after(BytesView key) {
    put_in_order();
    const auto at = ordered_.lower_bound(key);
    return at == ordered_.end() ? nullptr : *at;
}

void ChangeMap::put_in_order() {
    for (ChangedEntry* const entry : pending_) {
        ordered_.insert(entry);
        entry->pending_index_ = ChangedEntry::kOrdered;
    }
    pending_.clear();
}

void ChangeMap::commit(ChangedEntry& entry, uint32_t depth, std::vector<Journal>& journals) {
    SERINUS_ASSERT(entry.depth_ == depth && depth > 0);
    entry.depth_ = depth - 1;
    if (!entry.below_.empty() && entry.below_.back().depth == depth - 1) {
        entry.below_.pop_back();
    } else if (depth > 1) {
        journals[depth - 2].push_back(&entry);
    }
}

void ChangeMap::rollback(ChangedEntry& entry) {
    if (entry.below_.empty()) {
        entry.map_->erase(entry);
        return;
    }
    entry.value_ = std::move(entry.below_.back().value);
    entry.depth_ = entry.below_.back().depth;
    entry.below_.pop_back();
}

void ChangeMap::erase(ChangedEntry& entry) noexcept {
    table_.erase(entry);
    if (entry.pending_index_ == ChangedEntry::kOrdered) {
        ordered_.erase(&entry);
    } else {
        ChangedEntry* const last = pending_.back();
        pending_[entry.pending_index_] = last;
        last->pending_index_ = entry.pending_index_;
        pending_.pop_back();
    }
    delete &entry;
}

ChangeSet ChangeMap::take() {
    put_in_order();
    ChangeSet out;
    for (ChangedEntry* const entry : ordered_) {
        SERINUS_ASSERT(entry->depth_ == 0);
        auto value = entry->value_.present() ? std::optional(std::move(entry->value_).take()) : std::nullopt;
        out.emplace_hint(out.end(), std::move(entry->key_), std::move(value));
        delete entry;
    }
    ordered_.clear();
    table_ = {};
    return out;
}

ChangeSet ChangeMap::copy() {
    put_in_order();
    ChangeSet out;
    for (ChangedEntry* const entry : ordered_) {
        auto value = entry->value_.present() ? std::optional(to_bytes(entry->value_.view())) : std::nullopt;
        out.emplace_hint(out.end(), entry->key_, std::move(value));
    }
    return out;
}

}  // namespace serinus::state
