/// What MessageQueue stores: a book for each queue, and pages with messages one behind the other.
/// Source: pallet_message_queue 7.0.0-dev of August 2023 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::pallet_message_queue {

using namespace sdk;

using PageIndex = uint32_t;

/// A queue's place in the ring of those with messages that are ready.
template <class MessageOrigin>
struct Neighbours {
    using Params = List<Param<"MessageOrigin", MessageOrigin>>;
    MessageOrigin prev;
    MessageOrigin next;
    friend bool operator==(const Neighbours&, const Neighbours&) = default;
};

/// A queue. Its pages from `begin` up to `end` wait; older ones may be there for the sake of overweight messages.
template <class MessageOrigin>
struct BookState {
    using Params = List<Param<"MessageOrigin", MessageOrigin>>;
    PageIndex begin{};
    PageIndex end{};
    PageIndex count{};  ///< pages that are stored
    /// There while the queue is in the ring.
    std::optional<Neighbours<MessageOrigin>> ready_neighbours;
    uint64_t message_count{};  ///< messages that are not processed
    uint64_t size{};           ///< and their bytes
    friend bool operator==(const BookState&, const BookState&) = default;
};

/// What stands before each message in a page.
struct ItemHeader {
    uint32_t payload_len{};
    bool is_processed{};
    static constexpr uint32_t kSize = 5;
};

/// A message in a page.
struct PageItem {
    uint32_t position{};  ///< of its header in the heap
    bool is_processed{};
    BytesView payload;  ///< lives as long as the page
};

/// Messages with their headers, one behind the other. Those before `first` were tried; what is not processed of them is
/// overweight. Whatever the heap has, nothing here reads beyond it.
template <class Size, uint32_t kHeapSize>
struct Page {
    using Params = List<Param<"Size", Size>, Param<"HeapSize">>;
    Size remaining{};       ///< messages that are not processed
    Size remaining_size{};  ///< and their bytes
    Size first_index{};     ///< messages before `first`
    Size first{};           ///< where the next message to try begins
    Size last{};            ///< where the last message begins
    BoundedVec<uint8_t, kHeapSize> heap;

    static Page from_message(BytesView message);
    /// False if there is no room.
    [[nodiscard]] bool try_append_message(BytesView message);
    /// The next message to try.
    std::optional<BytesView> peek_first() const;
    /// Passes over the next message.
    void skip_first(bool is_processed);
    std::optional<PageItem> peek_index(uint32_t index) const;
    void note_processed_at(uint32_t position);
    bool is_complete() const { return remaining == 0; }

  private:
    std::optional<ItemHeader> header_at(uint32_t position) const;
    void note_processed(uint32_t position, const ItemHeader& header);
    void push(BytesView message);
};

}  // namespace serinus::pallet_message_queue
