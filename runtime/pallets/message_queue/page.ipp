/// The bodies of types.hpp: pages.
#pragma once

#include "runtime/pallets/message_queue/types.hpp"

namespace serinus::pallet_message_queue {

template <class Size, uint32_t kHeapSize>
std::optional<ItemHeader> Page<Size, kHeapSize>::header_at(uint32_t position) const {
    if (position > heap.size()) return std::nullopt;
    scale::Decoder in(BytesView(heap.inner()).subspan(position));
    ItemHeader header;
    if (!scale::decode_into(in, header)) return std::nullopt;
    return header;
}

template <class Size, uint32_t kHeapSize>
void Page<Size, kHeapSize>::note_processed(uint32_t position, const ItemHeader& header) {
    if (header.is_processed) return;
    heap[position + ItemHeader::kSize - 1] = 1;
    remaining = saturating_sub(remaining, Size{1});
    remaining_size = saturating_sub(remaining_size, Size{header.payload_len});
}

/// There is room.
template <class Size, uint32_t kHeapSize>
void Page<Size, kHeapSize>::push(BytesView message) {
    Bytes bytes = std::move(heap).into_inner();
    last = static_cast<Size>(bytes.size());
    append(bytes, scale::encode(ItemHeader{static_cast<uint32_t>(message.size()), false}));
    append(bytes, message);
    heap = decltype(heap)::truncate_from(std::move(bytes));
    remaining = saturating_add(remaining, Size{1});
    remaining_size = saturating_add(remaining_size, static_cast<Size>(message.size()));
}

template <class Size, uint32_t kHeapSize>
auto Page<Size, kHeapSize>::from_message(BytesView message) -> Page {
    Page page;
    page.push(message);
    return page;
}

template <class Size, uint32_t kHeapSize>
bool Page<Size, kHeapSize>::try_append_message(BytesView message) {
    if (kHeapSize - heap.size() < ItemHeader::kSize + message.size()) return false;
    push(message);
    return true;
}

template <class Size, uint32_t kHeapSize>
std::optional<BytesView> Page<Size, kHeapSize>::peek_first() const {
    if (first > last) return std::nullopt;
    const auto header = header_at(first);
    if (!header) return std::nullopt;
    const BytesView rest = BytesView(heap.inner()).subspan(first + ItemHeader::kSize);
    if (header->payload_len > rest.size()) return std::nullopt;
    return rest.first(header->payload_len);
}

template <class Size, uint32_t kHeapSize>
void Page<Size, kHeapSize>::skip_first(bool is_processed) {
    const auto header = header_at(first);
    if (!header) return;
    if (is_processed) note_processed(first, *header);
    first = saturating_add(first, Size{ItemHeader::kSize});
    first = saturating_add(first, Size{header->payload_len});
    first_index = saturating_add(first_index, Size{1});
}

template <class Size, uint32_t kHeapSize>
std::optional<PageItem> Page<Size, kHeapSize>::peek_index(uint32_t index) const {
    uint32_t position = 0;
    for (uint32_t i = 0;; ++i) {
        const auto header = header_at(position);
        if (!header) return std::nullopt;
        const BytesView rest = BytesView(heap.inner()).subspan(position + ItemHeader::kSize);
        if (rest.size() < header->payload_len) return std::nullopt;
        if (i == index) return PageItem{position, header->is_processed, rest.first(header->payload_len)};
        position += ItemHeader::kSize + header->payload_len;
    }
}

template <class Size, uint32_t kHeapSize>
void Page<Size, kHeapSize>::note_processed_at(uint32_t position) {
    if (const auto header = header_at(position)) note_processed(position, *header);
}

}  // namespace serinus::pallet_message_queue
