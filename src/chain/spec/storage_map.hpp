/// The key-value pairs of a genesis state: compact, filled once, then sorted and read only.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/bytes.hpp"

namespace serinus::chain {

/// A state of a hundred megabytes holds half a million pairs. Two vectors for each would double it, so the bytes lie in
/// large blocks and a pair costs 16 bytes besides its own.
class StorageMap {
  public:
    struct Item {
        BytesView key;
        BytesView value;
    };

    /// Where the bytes of a new pair go. Valid until the map is destroyed.
    struct Slot {
        MutableBytesView key;
        MutableBytesView value;
    };

    /// Makes room for a pair. Sizes are below 4 GiB. The caller fills both at once.
    Slot append(size_t key_size, size_t value_size);
    void add(BytesView key, BytesView value);

    /// Brings the pairs in ascending order of their keys, which the functions below need.
    /// Returns a key that is there twice, if one is; the map is then good for nothing.
    std::optional<Bytes> sort();

    size_t size() const noexcept { return entries_.size(); }
    bool empty() const noexcept { return entries_.empty(); }
    Item operator[](size_t index) const noexcept { return entries_[index].item(); }
    std::optional<BytesView> find(BytesView key) const noexcept;
    /// The index of the first key greater than `key`; size() if there is none.
    size_t first_after(BytesView key) const noexcept;

    /// Same pairs; both sorted.
    friend bool operator==(const StorageMap& a, const StorageMap& b) noexcept;

  private:
    struct Entry {
        uint8_t* bytes;  ///< the key, then the value
        uint32_t key_size;
        uint32_t value_size;

        Item item() const noexcept { return {{bytes, key_size}, {bytes + key_size, value_size}}; }
    };

    uint8_t* allocate(size_t size);

    std::vector<std::unique_ptr<uint8_t[]>> blocks_;
    uint8_t* free_ = nullptr;
    size_t free_size_ = 0;
    std::vector<Entry> entries_;
};

}  // namespace serinus::chain
