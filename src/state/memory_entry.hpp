/// An entry of a state in memory. For this folder only.
#pragma once

#include <algorithm>
#include <memory>
#include <new>

#include "base/assert.hpp"
#include "base/bytes.hpp"
#include "trie/trie.hpp"

namespace serinus::state {

/// A key, its value, and the form that the value has in the trie: in one piece, as a read of a large state is mostly a
/// wait for memory.
class MemoryEntry {
  public:
    struct Delete {
        void operator()(MemoryEntry* entry) const noexcept {
            entry->~MemoryEntry();
            ::operator delete(entry);
        }
    };
    using Pointer = std::unique_ptr<MemoryEntry, Delete>;

    /// Sizes below 4 GiB, which those of tries are.
    static Pointer make(BytesView key, BytesView value, trie::StateVersion form) {
        SERINUS_ASSERT(key.size() <= UINT32_MAX && value.size() <= UINT32_MAX);
        constexpr size_t kRound = 16;
        const size_t bytes = (sizeof(MemoryEntry) + key.size() + value.size() + kRound - 1) / kRound * kRound;
        Pointer out(new (::operator new(bytes)) MemoryEntry(key, bytes - sizeof(MemoryEntry) - key.size()));
        SERINUS_ASSERT(out->try_set(value, form));
        return out;
    }
    MemoryEntry(const MemoryEntry&) = delete;
    MemoryEntry& operator=(const MemoryEntry&) = delete;

    BytesView key() const noexcept { return {data(), key_size_}; }
    BytesView value() const noexcept { return {data() + key_size_, value_size_}; }
    /// The version that the value was written under.
    trie::StateVersion form() const noexcept { return form_; }

    /// False, and without effect, if there is no room for the value.
    bool try_set(BytesView value, trie::StateVersion form) noexcept {
        if (value.size() > room_) return false;
        std::ranges::copy(value, data() + key_size_);
        value_size_ = static_cast<uint32_t>(value.size());
        form_ = form;
        return true;
    }

  private:
    MemoryEntry(BytesView key, size_t room) noexcept
        : key_size_(static_cast<uint32_t>(key.size())), room_(static_cast<uint32_t>(room)) {
        std::ranges::copy(key, data());
    }

    const uint8_t* data() const noexcept { return reinterpret_cast<const uint8_t*>(this + 1); }
    uint8_t* data() noexcept { return reinterpret_cast<uint8_t*>(this + 1); }

    uint32_t key_size_;
    uint32_t room_;
    uint32_t value_size_ = 0;
    trie::StateVersion form_{};
};

}  // namespace serinus::state
