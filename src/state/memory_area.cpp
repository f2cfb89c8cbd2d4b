#include "state/memory_area.hpp"

namespace serinus::state {

using trie::StateVersion;
using trie::TrieError;

std::vector<ChangeView> views_of(const ChangeSet& changes) {
    std::vector<ChangeView> out;
    out.reserve(changes.size());
    for (const auto& [key, value] : changes) out.push_back({key, &value});
    return out;
}

std::optional<BytesView> MemoryArea::get(BytesView key) const noexcept {
    const MemoryEntry* const entry = table_.find(key);
    if (entry == nullptr) return std::nullopt;
    return entry->value();
}

std::optional<BytesView> MemoryArea::key_after(BytesView key) const {
    const auto at = entries_.upper_bound(key);
    if (at == entries_.end()) return std::nullopt;
    return (*at)->key();
}

void MemoryArea::set(BytesView key, BytesView value, StateVersion version) {
    MemoryEntry* const known = table_.find(key);
    if (known != nullptr && known->try_set(value, version)) return;
    // A larger value than the one before: the entry moves.
    if (known != nullptr) remove(key);
    table_.insert(**entries_.insert(MemoryEntry::make(key, value, version)).first);
}

void MemoryArea::remove(BytesView key) {
    const MemoryEntry* const entry = table_.find(key);
    if (entry == nullptr) return;
    table_.erase(*entry);
    entries_.erase(entries_.find(key));
}

Result<void, TrieError> MemoryArea::set_in_trie(BytesView key, const std::optional<Bytes>& value,
                                                StateVersion version) {
    if (value) return trie_.insert(key, *value, version);
    TRY(trie_.remove(key));
    return {};
}

/// The trie gets for `key` what the entries have.
Result<void, TrieError> MemoryArea::reset_in_trie(BytesView key) {
    if (const MemoryEntry* const entry = table_.find(key)) return trie_.insert(key, entry->value(), entry->form());
    TRY(trie_.remove(key));
    return {};
}

/// Brings the trie from what it is ahead to `changes`. A trie in memory fails only for what is too large, before it
/// takes it; it then still agrees with `ahead_`.
Result<void, TrieError> MemoryArea::move_trie(std::span<const ChangeView> changes, StateVersion version) {
    auto at = ahead_.begin();
    const auto reset_before = [&](std::optional<BytesView> key) -> Result<void, TrieError> {
        while (at != ahead_.end() && (!key || compare(at->first, *key) < 0)) {
            TRY(reset_in_trie(at->first));
            at = ahead_.erase(at);
        }
        return {};
    };
    for (const auto& [key, value] : changes) {
        TRY(reset_before(key));
        if (at != ahead_.end() && equal(at->first, key)) {
            Ahead& ahead = at->second;
            if (ahead.version != version || ahead.value != *value) {
                TRY(set_in_trie(key, *value, version));
                ahead = {*value, version};
            }
            ++at;
        } else {
            TRY(set_in_trie(key, *value, version));
            ahead_.emplace_hint(at, to_bytes(key), Ahead{*value, version});
        }
    }
    return reset_before(std::nullopt);
}

Result<Hash256, TrieError> MemoryArea::root_with(std::span<const ChangeView> changes, StateVersion version) {
    TRY(move_trie(changes, version));
    return trie_.root();
}

Result<Hash256, TrieError> MemoryArea::apply(std::span<const ChangeView> changes, StateVersion version) {
    TRY(move_trie(changes, version));
    ahead_.clear();
    for (const auto& [key, value] : changes) {
        if (*value) {
            set(key, **value, version);
        } else {
            remove(key);
        }
    }
    return trie_.root();
}

Result<trie::Trie*, TrieError> MemoryArea::trie() {
    TRY(move_trie({}, StateVersion::kV0));
    return &trie_;
}

}  // namespace serinus::state
