/// Finds things by their keys: an open hash table of pointers. For this folder only.
#pragma once

#include <vector>

#include "base/assert.hpp"
#include "base/bytes.hpp"

namespace serinus::state {

/// Unpredictable outside this process: keys that others choose cannot be made to collide.
uint64_t hash_key(BytesView key) noexcept;

/// `T` has a `BytesView key() const` that does not change while it is in the table, which does not own it.
///
/// Linear probing at a load of at most one half; a slot holds the hash, so a miss touches no key.
template <class T>
class KeyTable {
  public:
    T* find(BytesView key) const noexcept {
        if (size_ == 0) return nullptr;
        const uint64_t hash = hash_key(key);
        for (size_t at = hash & mask_;; at = (at + 1) & mask_) {
            const Slot& slot = slots_[at];
            if (slot.item == nullptr) return nullptr;
            if (slot.hash == hash && equal(slot.item->key(), key)) return slot.item;
        }
    }

    /// Precondition: no item with this key.
    void insert(T& item) {
        if (2 * (size_ + 1) > slots_.size()) grow();
        place({hash_key(item.key()), &item});
        ++size_;
    }

    /// Precondition: it is there.
    void erase(const T& item) noexcept {
        size_t hole = hash_key(item.key()) & mask_;
        while (slots_[hole].item != &item) {
            SERINUS_ASSERT(slots_[hole].item != nullptr);
            hole = (hole + 1) & mask_;
        }
        // What stands behind the hole and could not be reached any more moves into it.
        for (size_t at = (hole + 1) & mask_; slots_[at].item != nullptr; at = (at + 1) & mask_) {
            const size_t home = slots_[at].hash & mask_;
            if (((at - home) & mask_) < ((at - hole) & mask_)) continue;
            slots_[hole] = slots_[at];
            hole = at;
        }
        slots_[hole] = {};
        --size_;
    }

    size_t size() const noexcept { return size_; }

  private:
    struct Slot {
        uint64_t hash = 0;
        T* item = nullptr;
    };

    void place(const Slot& slot) noexcept {
        size_t at = slot.hash & mask_;
        while (slots_[at].item != nullptr) at = (at + 1) & mask_;
        slots_[at] = slot;
    }

    void grow() {
        const std::vector<Slot> old = std::move(slots_);
        slots_ = std::vector<Slot>(std::max<size_t>(16, 2 * old.size()));
        mask_ = slots_.size() - 1;
        for (const Slot& slot : old) {
            if (slot.item != nullptr) place(slot);
        }
    }

    std::vector<Slot> slots_;
    size_t mask_ = 0;
    size_t size_ = 0;
};

}  // namespace serinus::state
