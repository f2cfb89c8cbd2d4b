/// The value of a key as one layer of changes has it. For this folder only.
#pragma once

#include <memory>

#include "base/bytes.hpp"

namespace serinus::state {

/// Removed, bytes, or a sequence that grows.
///
/// A sequence that is appended to has room for its length in front of its items, and is shared by the layers that
/// appended to it: each knows how many of the items are its own and those below it. Only the top layer is ever asked
/// or changed, so items beyond its own are leftovers of layers that are gone. Opening a layer, appending in it and
/// dropping it thus take no time for the items that were there before.
class LayeredValue {
  public:
    LayeredValue() = default;  ///< removed
    static LayeredValue of(BytesView bytes);
    /// For a layer on top of this one: the same sequence, which both share from then on.
    LayeredValue share_for_append();

    bool present() const noexcept { return kind_ != Kind::kRemoved; }

    void remove() noexcept;
    void set(BytesView bytes);

    /// Spec: id-ext_storage_append. Observed: polkadot-stable2407: what does not begin with the compact form of a
    /// 32-bit length, the empty value for one, becomes the sequence of this item alone; a length that is there is
    /// believed.
    void append(BytesView item);

    /// Valid until this, or a value that shares its sequence, is changed or asked again. Precondition: present.
    BytesView view() noexcept;
    /// Precondition: present.
    Bytes take() &&;

  private:
    enum class Kind : uint8_t { kRemoved, kBytes, kSequence };

    void become_sequence();

    Kind kind_ = Kind::kRemoved;
    uint32_t count_ = 0;               ///< of a sequence: its length as the prefix says
    size_t items_size_ = 0;            ///< likewise: bytes of the items
    Bytes bytes_;                      ///< of kBytes
    std::shared_ptr<Bytes> sequence_;  ///< kHeadroom bytes for the length, then the items
};

}  // namespace serinus::state
