/// Entries and keys of a state that are at hand, in memory.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "state/backend.hpp"

namespace serinus::fork {

/// With a secret of the process, as others choose what keys there are.
struct KeyHash {
    using is_transparent = void;
    size_t operator()(BytesView key) const noexcept;
};
struct SameKey {
    using is_transparent = void;
    bool operator()(BytesView a, BytesView b) const noexcept { return equal(a, b); }
};
struct KeyBefore {
    using is_transparent = void;
    bool operator()(BytesView a, BytesView b) const noexcept { return compare(a, b) < 0; }
};

/// Begins again when it is full. Any thread; nobody waits for it longer than for a few entries.
class KnownEntries {
  public:
    using Value = std::optional<Bytes>;
    /// Consecutive keys of a state.
    struct Page {
        Bytes after;              ///< they begin with the first key greater than this one
        std::vector<Bytes> keys;  ///< ascending
        bool is_last = false;     ///< there are no more
    };

    explicit KnownEntries(size_t max_bytes) : max_bytes_(max_bytes) {}

    /// Outer nullopt: not known.
    std::optional<Value> value(state::Area area, BytesView key) const;
    bool has_value(state::Area area, BytesView key) const;
    void put_value(state::Area area, BytesView key, const Value& value);

    /// The page from which the key after `key` can be told; nullptr: not known.
    std::shared_ptr<const Page> page(state::Area area, BytesView key) const;
    void put_page(state::Area area, std::shared_ptr<const Page> page);

  private:
    struct OfArea {
        std::unordered_map<Bytes, Value, KeyHash, SameKey> values;
        /// By their last keys: the first page that ends behind a key is the one that may hold what follows it.
        std::map<Bytes, std::shared_ptr<const Page>, KeyBefore> pages;
        std::shared_ptr<const Page> last_page;
    };
    struct All {
        OfArea top;
        std::map<Bytes, OfArea, KeyBefore> children;
        size_t bytes = 0;
    };
    // With the mutex held.
    const OfArea* find(state::Area area) const;
    OfArea& get(state::Area area);
    /// Gives back what has no room any more, to be destroyed without the mutex.
    [[nodiscard]] All make_room(size_t bytes);

    const size_t max_bytes_;
    mutable std::mutex mutex_;
    All all_;
};

}  // namespace serinus::fork
