/// A bounded map from block hashes to what costs something to make.
#pragma once

#include <list>
#include <optional>
#include <unordered_map>

#include "base/bytes.hpp"

namespace serinus::chain {

/// Block hashes are uniform already.
struct HashOfHash {
    size_t operator()(const Hash256& hash) const noexcept { return load_le<size_t>(hash.data()); }
};

/// What was not used for longest falls out. One thread at a time.
template <class Value>
class LruCache {
  public:
    explicit LruCache(size_t capacity) : capacity_(capacity) {}

    /// nullptr: not there. Valid until the next change.
    Value* find(const Hash256& key) {
        const auto found = index_.find(key);
        if (found == index_.end()) return nullptr;
        entries_.splice(entries_.begin(), entries_, found->second);
        return &found->second->second;
    }

    void put(const Hash256& key, Value value) {
        if (Value* there = find(key)) {
            *there = std::move(value);
            return;
        }
        entries_.emplace_front(key, std::move(value));
        index_.emplace(key, entries_.begin());
        if (entries_.size() <= capacity_) return;
        index_.erase(entries_.back().first);
        entries_.pop_back();
    }

    void erase(const Hash256& key) {
        const auto found = index_.find(key);
        if (found == index_.end()) return;
        entries_.erase(found->second);
        index_.erase(found);
    }

    size_t size() const noexcept { return entries_.size(); }

    using Entries = std::list<std::pair<Hash256, Value>>;
    const Entries& entries() const noexcept { return entries_; }

  private:
    size_t capacity_;
    Entries entries_;  ///< the last used first
    std::unordered_map<Hash256, typename Entries::iterator, HashOfHash> index_;
};

}  // namespace serinus::chain
