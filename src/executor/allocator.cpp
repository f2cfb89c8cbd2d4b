#include "executor/allocator.hpp"

#include <bit>

#include "base/checked.hpp"

namespace serinus::executor {
namespace {

constexpr uint64_t kOccupied = uint64_t{1} << 32;
constexpr uint32_t kAlignment = 8;

/// A memory of which a view is known. It is asked for again when something lies beyond that.
class InstanceMemory {
  public:
    static constexpr bool kMayShrink = false;

    InstanceMemory(wasm::Instance& instance, MutableBytesView& view) noexcept : instance_(instance), view_(view) {}

    /// Up to date if it does not reach `end`.
    MutableBytesView bytes(uint64_t end) noexcept {
        if (end > view_.size()) [[unlikely]]
            view_ = instance_.memory();
        return view_;
    }
    bool grow(uint32_t pages) noexcept {
        if (!instance_.grow_memory(pages)) return false;
        view_ = instance_.memory();
        return true;
    }
    uint32_t max_pages() const noexcept {
        const auto& memory = instance_.module().memory;
        return memory && memory->max ? *memory->max : wasm::kMaxPages;
    }

  private:
    wasm::Instance& instance_;
    MutableBytesView& view_;
};

class AnyMemory {
  public:
    static constexpr bool kMayShrink = true;

    explicit AnyMemory(HeapMemory& memory) noexcept : memory_(memory) {}
    MutableBytesView bytes(uint64_t) noexcept { return memory_.bytes(); }
    bool grow(uint32_t pages) noexcept { return memory_.grow(pages); }
    uint32_t max_pages() const noexcept { return memory_.max_pages(); }

  private:
    HeapMemory& memory_;
};

/// The header of an allocation, of which `end` is the end; nullptr outside of the memory.
template <class Memory>
uint8_t* header_at(Memory& memory, uint32_t header, uint64_t end) noexcept {
    const MutableBytesView bytes = memory.bytes(end);
    return end <= bytes.size() ? bytes.data() + header : nullptr;
}

constexpr uint32_t size_of(uint32_t order) noexcept { return Allocator::kMinAllocation << order; }

/// Precondition: size <= kMaxAllocation.
constexpr uint32_t order_of(uint32_t size) noexcept {
    const uint32_t rounded = std::bit_ceil(std::max(size, Allocator::kMinAllocation));
    return static_cast<uint32_t>(std::countr_zero(rounded) - std::countr_zero(Allocator::kMinAllocation));
}
static_assert(order_of(0) == 0 && order_of(9) == 1 && order_of(Allocator::kMaxAllocation) == Allocator::kOrders - 1);

}  // namespace

const char* to_string(AllocatorError error) noexcept {
    switch (error) {
        case AllocatorError::kPoisoned:
            return "an earlier call failed";
        case AllocatorError::kTooLarge:
            return "requested allocation size is too large";
        case AllocatorError::kOutOfSpace:
            return "out of space";
        case AllocatorError::kBadHeader:
            return "the header of an allocation was overwritten";
        case AllocatorError::kBadPointer:
            return "freed a pointer that is not allocated";
        case AllocatorError::kMemoryShrank:
            return "the memory shrank";
    }
    return "unknown error";
}

Allocator::Allocator(uint32_t heap_base) noexcept
    // Above 2^32 - 8 there is no room for anything; the last aligned address says the same without wrapping to 0.
    : bumper_(saturating_add(heap_base, kAlignment - 1) / kAlignment * kAlignment) {
    free_lists_.fill(kNil);
}

template <class Memory>
bool Allocator::has_shrunk(Memory& memory) noexcept {
    if constexpr (Memory::kMayShrink) {
        const uint64_t size = memory.bytes(0).size();
        if (size < memory_size_seen_) return true;
        memory_size_seen_ = size;
    }
    return false;
}

template <class Memory>
Result<uint32_t, AllocatorError> Allocator::allocate_in(Memory& memory, uint32_t size) {
    ENSURE(!poisoned_, AllocatorError::kPoisoned);
    poisoned_ = true;  // unless it ends well
    ENSURE(!has_shrunk(memory), AllocatorError::kMemoryShrank);
    ENSURE(size <= kMaxAllocation, AllocatorError::kTooLarge);
    const uint32_t order = order_of(size);
    const uint32_t header =
        free_lists_[order] != kNil ? TRY(take(memory, order)) : TRY(bump(memory, size_of(order) + kHeaderSize));
    uint8_t* const at = header_at(memory, header, uint64_t{header} + kHeaderSize);
    ENSURE(at != nullptr, AllocatorError::kBadHeader);
    store_le(at, kOccupied | order);
    allocated_ += size_of(order) + kHeaderSize;
    poisoned_ = false;
    return header + kHeaderSize;
}

template <class Memory>
Result<uint32_t, AllocatorError> Allocator::take(Memory& memory, uint32_t order) {
    const uint32_t header = free_lists_[order];
    const uint8_t* const at = header_at(memory, header, uint64_t{header} + size_of(order) + kHeaderSize);
    ENSURE(at != nullptr, AllocatorError::kBadHeader);
    const auto link = load_le<uint64_t>(at);
    ENSURE((link & kOccupied) == 0, AllocatorError::kBadHeader);
    free_lists_[order] = static_cast<uint32_t>(link);
    return header;
}

template <class Memory>
Result<uint32_t, AllocatorError> Allocator::bump(Memory& memory, uint32_t size) {
    const uint64_t end = uint64_t{bumper_} + size;
    const uint64_t memory_size = memory.bytes(end).size();
    if (end > memory_size) {
        const auto pages = static_cast<uint32_t>(memory_size / wasm::kPageBytes);
        const auto needed = static_cast<uint32_t>((end + wasm::kPageBytes - 1) / wasm::kPageBytes);
        const uint32_t most = memory.max_pages();
        ENSURE(pages < most && needed <= most, AllocatorError::kOutOfSpace);
        const uint32_t next = std::max(std::min(pages * 2, most), needed);
        ENSURE(memory.grow(next - pages), AllocatorError::kOutOfSpace);
    }
    const uint32_t header = bumper_;
    // Exactly 2^32 is no address; saturated, the next allocation fails like the reference's would by overflow.
    bumper_ = saturating_add(bumper_, size);
    return header;
}

template <class Memory>
Result<void, AllocatorError> Allocator::free_in(Memory& memory, uint32_t pointer) {
    ENSURE(!poisoned_, AllocatorError::kPoisoned);
    poisoned_ = true;
    ENSURE(!has_shrunk(memory), AllocatorError::kMemoryShrank);
    ENSURE(pointer >= kHeaderSize, AllocatorError::kBadPointer);
    const uint32_t header = pointer - kHeaderSize;
    uint8_t* const at = header_at(memory, header, uint64_t{pointer});
    ENSURE(at != nullptr, AllocatorError::kBadHeader);
    const auto value = load_le<uint64_t>(at);
    ENSURE((value & kOccupied) != 0, AllocatorError::kBadPointer);
    const auto order = static_cast<uint32_t>(value);
    ENSURE(order < kOrders, AllocatorError::kBadHeader);
    store_le(at, uint64_t{free_lists_[order]});
    free_lists_[order] = header;
    // A runtime that writes headers by itself can free more than it was given.
    ENSURE(allocated_ >= size_of(order) + kHeaderSize, AllocatorError::kBadPointer);
    allocated_ -= size_of(order) + kHeaderSize;
    poisoned_ = false;
    return {};
}

Result<uint32_t, AllocatorError> Allocator::allocate(HeapMemory& memory, uint32_t size) {
    AnyMemory any(memory);
    return allocate_in(any, size);
}

Result<void, AllocatorError> Allocator::free(HeapMemory& memory, uint32_t pointer) {
    AnyMemory any(memory);
    return free_in(any, pointer);
}

Result<uint32_t, AllocatorError> Allocator::allocate(wasm::Instance& instance, MutableBytesView& view, uint32_t size) {
    InstanceMemory memory(instance, view);
    return allocate_in(memory, size);
}

Result<void, AllocatorError> Allocator::free(wasm::Instance& instance, MutableBytesView& view, uint32_t pointer) {
    InstanceMemory memory(instance, view);
    return free_in(memory, pointer);
}

}  // namespace serinus::executor
