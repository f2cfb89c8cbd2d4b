/// The changes of one area of a state, in layers. For this folder only.
#pragma once

#include <memory>
#include <set>
#include <vector>

#include "state/changes.hpp"
#include "state/key_table.hpp"
#include "state/layered_value.hpp"

namespace serinus::state {

class ChangeMap;

/// A key that was written, with its value in each layer that wrote it.
class ChangedEntry {
  public:
    BytesView key() const noexcept { return key_; }
    /// What is seen: that of the topmost layer.
    LayeredValue& value() noexcept { return value_; }
    ChangeMap& map() noexcept { return *map_; }

  private:
    friend class ChangeMap;
    struct Layer {
        uint32_t depth;
        LayeredValue value;
    };

    static constexpr size_t kOrdered = SIZE_MAX;

    Bytes key_;
    ChangeMap* map_ = nullptr;
    LayeredValue value_;
    uint32_t depth_ = 0;               ///< of the layer that `value_` belongs to; 0 is below all transactions
    std::vector<Layer> below_;         ///< depths ascending
    size_t pending_index_ = kOrdered;  ///< its place in `pending_`, unless it is in `ordered_`
};

/// The entries that the layer of one transaction wrote, each once, in any area.
using Journal = std::vector<ChangedEntry*>;

/// Found by hash. The order is made when it is first needed: most keys are written and read, and never passed over.
class ChangeMap {
  public:
    ChangeMap() = default;
    ChangeMap(const ChangeMap&) = delete;
    ChangeMap& operator=(const ChangeMap&) = delete;
    ~ChangeMap();

    size_t size() const noexcept { return table_.size(); }
    ChangedEntry* find(BytesView key) const noexcept { return table_.find(key); }

    /// The value of `key` in the topmost layer, for writing; `journals` are those of the open transactions. What is
    /// seen becomes that of a new layer if the topmost one has not written it; with `for_append` it begins as a
    /// sequence that is shared with the layer below, otherwise as removed.
    LayeredValue& write(BytesView key, std::vector<Journal>& journals, bool for_append = false);
    LayeredValue& write(ChangedEntry& entry, std::vector<Journal>& journals, bool for_append = false);

    /// The first entry whose key is greater than `key`, or not less; nullptr if there is none.
    ChangedEntry* after(BytesView key);
    ChangedEntry* at_or_after(BytesView key);

    /// The layer at `depth`, which wrote `entry`, becomes part of the one below.
    static void commit(ChangedEntry& entry, uint32_t depth, std::vector<Journal>& journals);
    /// The layer goes. Afterwards the entry may be gone.
    static void rollback(ChangedEntry& entry);

    /// Precondition: no layers but the lowest. The copy is of what is seen.
    ChangeSet take();
    ChangeSet copy();

  private:
    struct KeyOrder {
        using is_transparent = void;
        static BytesView key_of(const ChangedEntry* entry) noexcept { return entry->key(); }
        static BytesView key_of(BytesView key) noexcept { return key; }
        bool operator()(const auto& a, const auto& b) const noexcept { return compare(key_of(a), key_of(b)) < 0; }
    };

    void put_in_order();
    void erase(ChangedEntry& entry) noexcept;

    KeyTable<ChangedEntry> table_;
    std::set<ChangedEntry*, KeyOrder> ordered_;
    std::vector<ChangedEntry*> pending_;  ///< entries that are not in `ordered_` yet
};

}  // namespace serinus::state
