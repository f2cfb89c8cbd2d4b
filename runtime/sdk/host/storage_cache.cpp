#include "runtime/sdk/host/storage_cache.hpp"

#include "base/assert.hpp"
#include "codec/scale.hpp"

namespace serinus::sdk {

namespace {

// What is kept beside the bytes of key and value.
constexpr size_t kEntryCost = 128;
constexpr size_t kRecordCost = 64;

/// A sum of products, which may be computed side by side. Not secret: who makes keys that collide makes a block slower
/// by less than the storage of the keys costs.
uint32_t hash_of(BytesView key) {
    uint64_t hash = key.size();
    uint64_t factor = 0x9e37'79b9'7f4a'7c15;
    size_t i = 0;
    for (; i + 8 <= key.size(); i += 8, factor += 0x6a09'e667'f3bc'c908) {
        hash += load_le<uint64_t>(key.data() + i) * factor;
    }
    for (uint64_t place = 1; i < key.size(); ++i, place <<= 8) hash += key[i] * place * factor;
    hash ^= hash >> 32;
    return static_cast<uint32_t>((hash * 0x9e37'79b9'7f4a'7c15) >> 32);
}

}  // namespace

StorageCache::Entry* StorageCache::find(BytesView key) {
    if (buckets_.empty()) return nullptr;
    // Most keys are asked for again soon. For where to look, bytes of the item's and of the last key's hash will do.
    Recent* recent = nullptr;
    uint32_t word = 0;
    if (key.size() >= 32) {
        word = load_le<uint32_t>(key.data() + 16) ^ load_le<uint32_t>(key.data() + key.size() - 4);
        recent = &recent_[(word ^ word >> 8) % recent_.size()];
        if (recent->entry != 0 && recent->word == word && equal(entries_[recent->entry - 1].key, key))
            return &entries_[recent->entry - 1];
    }
    const uint32_t hash = hash_of(key);
    for (uint32_t at = buckets_[hash & (buckets_.size() - 1)]; at != 0; at = entries_[at - 1].next) {
        Entry& entry = entries_[at - 1];
        if (entry.hash != hash || !equal(entry.key, key)) continue;
        if (recent != nullptr) *recent = {.entry = at, .word = word};
        return &entry;
    }
    return nullptr;
}

StorageCache::Entry& StorageCache::entry_of(BytesView key) {
    Entry* const entry = find(key);
    return entry != nullptr ? *entry : add(key);
}

StorageCache::Entry& StorageCache::add(BytesView key) {
    // Half of the buckets are empty, so that a key that is not here is seldom compared with another.
    if (2 * entries_.size() >= buckets_.size()) {
        buckets_.assign(std::max<size_t>(128, 2 * buckets_.size()), 0);
        for (uint32_t i = 0; i < entries_.size(); ++i) {
            uint32_t& bucket = buckets_[entries_[i].hash & (buckets_.size() - 1)];
            entries_[i].next = bucket;
            bucket = i + 1;
        }
    }
    Entry& entry = entries_.emplace_back();
    entry.key = to_bytes(key);
    entry.hash = hash_of(key);
    uint32_t& bucket = buckets_[entry.hash & (buckets_.size() - 1)];
    entry.next = bucket;
    bucket = static_cast<uint32_t>(entries_.size());
    bytes_ += key.size() + kEntryCost;
    return entry;
}

/// The value, which is asked of the host if nobody knows it.
StorageCache::Found StorageCache::load(BytesView key) {
    make_room();
    Entry* entry = find(key);
    if (entry != nullptr && entry->state.base != State::Base::kUnknown) return {entry, true};
    const auto value = behind_->get(key);
    if ((value && value->size() > kLargestValue) || (entry == nullptr && entries_.size() >= limits_.most_read_keys)) {
        passing_ = value;
        return {entry, false};
    }
    if (entry == nullptr) entry = &add(key);
    entry->state.base = value ? State::Base::kPresent : State::Base::kAbsent;
    if (value) {
        bytes_ += value->size();
        entry->state.value.assign(value->begin(), value->end());
    }
    return {entry, true};
}

std::optional<BytesView> StorageCache::view(BytesView key) {
    const auto [entry, has_value] = load(key);
    if (entry != nullptr && !entry->state.ends.empty()) {
        joined_ = with_elements(has_value ? BytesView(entry->state.value) : *passing_, entry->state.count(),
                                entry->state.elements);
        return joined_;
    }
    if (!has_value) return passing_;
    return entry->state.base == State::Base::kPresent ? std::optional<BytesView>(entry->state.value) : std::nullopt;
}

std::optional<Bytes> StorageCache::get(BytesView key) {
    const auto value = view(key);
    return value ? std::optional<Bytes>(to_bytes(*value)) : std::nullopt;
}

std::optional<uint32_t> StorageCache::read(BytesView key, MutableBytesView out, uint32_t offset) {
    const Entry* const entry = find(key);
    const bool is_known = entry != nullptr && entry->state.base != State::Base::kUnknown;
    if (is_known && entry->state.ends.empty()) {
        if (entry->state.base == State::Base::kAbsent) return std::nullopt;
        return copy_part(entry->state.value, out, offset);
    }
    if (entry != nullptr && !entry->state.ends.empty()) return copy_part(*view(key), out, offset);

    // The host is asked for the part alone; if that is all of a value, it is kept.
    const auto size = behind_->read(key, out, offset);
    if (size && (offset != 0 || *size > out.size())) return size;
    if (entry == nullptr && entries_.size() >= limits_.most_read_keys) return size;
    make_room();
    State& state = entry_of(key).state;
    state.base = size ? State::Base::kPresent : State::Base::kAbsent;
    if (size) {
        state.value.assign(out.begin(), out.begin() + *size);
        bytes_ += *size;
    }
    return size;
}

bool StorageCache::exists(BytesView key) {
    const Entry* const entry = find(key);
    if (entry != nullptr && !entry->state.ends.empty()) return true;
    if (entry != nullptr && entry->state.base != State::Base::kUnknown)
        return entry->state.base == State::Base::kPresent;
    return behind_->exists(key);
}

void StorageCache::set(BytesView key, BytesView value) {
    if (value.size() > kLargestValue && is_ahead()) settle();
    if (value.size() >= limits_.written_at_once && !is_ahead()) {
        behind_->set(key, value);
        if (Entry* const entry = find(key)) forget(entry->state);
        return;
    }
    State& state = changing(key);
    state.base = State::Base::kPresent;
    state.value.assign(value.begin(), value.end());
    bytes_ += value.size();
}

void StorageCache::clear(BytesView key) {
    State& state = changing(key);
    state.base = State::Base::kAbsent;
    state.value.clear();
}

/// The state of an entry, to be overwritten. What it was is kept for a rollback.
StorageCache::State& StorageCache::changing(BytesView key) {
    make_room();
    Entry& entry = entry_of(key);
    State& state = entry.state;
    bytes_ -= state.bytes();
    if (is_ahead() && entry.saved_in != layers_.back().serial) {
        entry.saved_in = layers_.back().serial;
        record_bytes_ += state.bytes() + kRecordCost;
        records_.push_back({.entry = index_of(entry), .state = std::exchange(state, State{})});
    }
    state.is_changed = true;
    state.elements.clear();
    state.ends.clear();
    list(entry);
    return state;
}

void StorageCache::append(BytesView key, BytesView element) {
    make_room();
    Entry& entry = entry_of(key);
    State& state = entry.state;
    if (is_ahead()) {
        const uint32_t layer = layers_.back().serial;
        if (entry.saved_in != layer && entry.length_saved_in != layer) {
            entry.length_saved_in = layer;
            records_.push_back({.entry = index_of(entry), .is_length = true, .length = state.count(), .state = {}});
            record_bytes_ += kRecordCost;
        }
    }
    serinus::append(state.elements, element);
    state.ends.push_back(static_cast<uint32_t>(state.elements.size()));
    bytes_ += element.size() + sizeof(uint32_t);
    list(entry);
}

void StorageCache::start_transaction() { layers_.push_back({.serial = ++serials_, .first_record = records_.size()}); }

void StorageCache::commit_transaction() {
    SERINUS_ASSERT(!layers_.empty());
    if (!is_ahead()) {
        behind_->commit_transaction();
        --host_layers_;
    }
    layers_.pop_back();
    // The records belong to the layer around this one, unless the host undoes the changes of that.
    if (!is_ahead()) forget_records();
}

void StorageCache::rollback_transaction() {
    SERINUS_ASSERT(!layers_.empty());
    if (is_ahead()) {
        while (records_.size() > layers_.back().first_record) {
            const State& state = entries_[records_.back().entry].state;
            bytes_ -= state.bytes();
            undo(records_.back());
            bytes_ += state.bytes();
            records_.pop_back();
        }
    } else {
        behind_->rollback_transaction();
        --host_layers_;
        // All changes of the layers around were written before the host began this one.
        forget_all();
    }
    layers_.pop_back();
    if (!is_ahead()) forget_records();
}

// Nothing reads the index here, so only the transactions matter to it: without one that the host does not know there is
// nothing to settle.
void StorageCache::index_offchain(BytesView key, BytesView value) {
    if (is_ahead()) settle();
    behind_->index_offchain(key, value);
}

/// Exchanges the state for that of the record, so that redo() is possible.
void StorageCache::undo(Record& record) {
    State& state = entries_[record.entry].state;
    if (!record.is_length) return std::swap(state, record.state);
    // Fewer elements are there if an inner transaction made this record, and the layer around it, which has an older
    // record of the whole state, has overwritten them since.
    if (state.count() <= record.length) return;
    const uint32_t kept = record.length == 0 ? 0 : state.ends[record.length - 1];
    record.state.elements.assign(state.elements.begin() + kept, state.elements.end());
    record.state.ends.assign(state.ends.begin() + record.length, state.ends.end());
    for (uint32_t& end : record.state.ends) end -= kept;
    state.elements.resize(kept);
    state.ends.resize(record.length);
}

void StorageCache::redo(Record& record) {
    State& state = entries_[record.entry].state;
    if (!record.is_length) return std::swap(state, record.state);
    const auto kept = static_cast<uint32_t>(state.elements.size());
    serinus::append(state.elements, record.state.elements);
    for (const uint32_t end : record.state.ends) state.ends.push_back(kept + end);
}

std::optional<Bytes> StorageCache::next_key(BytesView key) {
    settle();
    return behind_->next_key(key);
}

host::Removal StorageCache::clear_prefix(BytesView prefix, std::optional<uint32_t> limit) {
    settle();
    forget(prefix);
    return behind_->clear_prefix(prefix, limit);
}

Hash256 StorageCache::storage_root(uint8_t state_version) {
    settle();
    return behind_->storage_root(state_version);
}

StorageBackend& StorageCache::exchange(StorageBackend& behind) {
    SERINUS_ASSERT(layers_.empty());
    settle();
    forget_all();
    return *std::exchange(behind_, &behind);
}

void StorageCache::settle() {
    if (is_ahead()) {
        // Back to where the first transaction began that the host does not know, and on through all of them.
        for (size_t i = records_.size(); i > 0; --i) undo(records_[i - 1]);
        size_t next = 0;
        for (; host_layers_ < layers_.size(); ++host_layers_) {
            while (next < layers_[host_layers_].first_record) redo(records_[next++]);
            write_changes();
            behind_->start_transaction();
        }
        while (next < records_.size()) redo(records_[next++]);
        forget_records();
    }
    write_changes();
    for (const uint32_t i : changed_) entries_[i].is_listed = false;
    changed_.clear();
}

void StorageCache::write_changes() {
    for (const uint32_t i : changed_) {
        if (!entries_[i].state.is_settled()) write(entries_[i]);
    }
}

void StorageCache::write(Entry& entry) {
    State& state = entry.state;
    if (!state.ends.empty()) {
        const bool is_known = state.is_changed || state.base != State::Base::kUnknown;
        if (is_known && (state.is_changed || state.base == State::Base::kAbsent || state.count() > 1)) {
            Bytes whole = with_elements(state.value, state.count(), state.elements);
            behind_->set(entry.key, whole);
            forget(state);
            if (whole.size() > kLargestValue) return;
            // Elements that come later are not given to the host one by one then.
            bytes_ += whole.size();
            state.base = State::Base::kPresent;
            state.value = std::move(whole);
            return;
        }
        uint32_t start = 0;
        for (const uint32_t end : state.ends) {
            behind_->append(entry.key, BytesView(state.elements).subspan(start, end - start));
            start = end;
        }
        forget(state);
        return;
    }
    if (state.base == State::Base::kPresent) {
        behind_->set(entry.key, state.value);
    } else {
        behind_->clear(entry.key);
    }
    state.is_changed = false;
}

void StorageCache::list(Entry& entry) {
    if (entry.is_listed) return;
    entry.is_listed = true;
    changed_.push_back(index_of(entry));
}

/// After settle(), and before a change of the keys with that prefix that goes past this class.
void StorageCache::forget(BytesView prefix) {
    for (Entry& entry : entries_) {
        if (entry.key.size() < prefix.size() || !equal(BytesView(entry.key).first(prefix.size()), prefix)) continue;
        forget(entry.state);
    }
}

void StorageCache::forget(State& state) {
    bytes_ -= state.bytes();
    state = State{};
}

void StorageCache::forget_records() {
    records_.clear();
    record_bytes_ = 0;
}

void StorageCache::forget_all() {
    entries_.clear();
    buckets_.clear();
    recent_.fill({});
    changed_.clear();
    bytes_ = 0;
}

void StorageCache::make_room() {
    if (bytes_ + record_bytes_ <= kMostBytes) return;
    settle();
    forget_all();
}

}  // namespace serinus::sdk
