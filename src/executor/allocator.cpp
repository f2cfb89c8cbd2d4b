#include "executor/allocator.hpp"

#include <bit>

#include "base/checked.hpp"

namespace serinus::executor {
namespace {

constexpr uint64_t kOccupied = uint64_t{1} << 32;
constexpr uint32_t kAlignment = 8;

class InstanceMemory final : public HeapMemory {
  public:
    explicit InstanceMemory(wasm::Instance& instance) noexcept : instance_(instance) {}

    MutableBytesView bytes() noexcept override { return instance_.memory(); }
    bool grow(uint32_t pages) noexcept override { return instance_.grow_memory(pages).has_value(); }
    uint32_t max_pages() const noexcept override {
        const auto& memory = instance_.module().memory;
        return memory && memory->max ? *memory->max : wasm::kMaxPages;
    }

  private:
    wasm::Instance& instance_;
};

Result<uint64_t, AllocatorError> read_header(HeapMemory& memory, uint32_t header) {
    const MutableBytesView bytes = memory.bytes();
    ENSURE(uint64_t{header} + Allocator::kHeaderSize <= bytes.size(), AllocatorError::kBadHeader);
    return load_le<uint64_t>(bytes.data() + header);
}

Result<void, AllocatorError> write_header(HeapMemory& memory, uint32_t header, uint64_t value) {
    const MutableBytesView bytes = memory.bytes();
    ENSURE(uint64_t{header} + Allocator::kHeaderSize <= bytes.size(), AllocatorError::kBadHeader);
    store_le(bytes.data() + header, value);
    return {};
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

Result<uint32_t, AllocatorError> Allocator::allocate(HeapMemory& memory, uint32_t size) {
    ENSURE(!poisoned_, AllocatorError::kPoisoned);
    poisoned_ = true;  // unless it ends well
    const uint64_t memory_size = memory.bytes().size();
    ENSURE(memory_size >= memory_size_seen_, AllocatorError::kMemoryShrank);
    memory_size_seen_ = memory_size;
    ENSURE(size <= kMaxAllocation, AllocatorError::kTooLarge);
    const uint32_t order = order_of(size);
    const uint32_t header =
        free_lists_[order] != kNil ? TRY(take(memory, order)) : TRY(bump(memory, size_of(order) + kHeaderSize));
    TRY(write_header(memory, header, kOccupied | order));
    allocated_ += size_of(order) + kHeaderSize;
    poisoned_ = false;
    return header + kHeaderSize;
}

Result<uint32_t, AllocatorError> Allocator::take(HeapMemory& memory, uint32_t order) {
    const uint32_t header = free_lists_[order];
    ENSURE(uint64_t{header} + size_of(order) + kHeaderSize <= memory.bytes().size(), AllocatorError::kBadHeader);
    const uint64_t link = TRY(read_header(memory, header));
    ENSURE((link & kOccupied) == 0, AllocatorError::kBadHeader);
    free_lists_[order] = static_cast<uint32_t>(link);
    return header;
}

Result<uint32_t, AllocatorError> Allocator::bump(HeapMemory& memory, uint32_t size) {
    const uint64_t end = uint64_t{bumper_} + size;
    const uint64_t memory_size = memory.bytes().size();
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

Result<void, AllocatorError> Allocator::free(HeapMemory& memory, uint32_t pointer) {
    ENSURE(!poisoned_, AllocatorError::kPoisoned);
    poisoned_ = true;
    TRY(give_back(memory, pointer));
    poisoned_ = false;
    return {};
}

Result<void, AllocatorError> Allocator::give_back(HeapMemory& memory, uint32_t pointer) {
    const uint64_t memory_size = memory.bytes().size();
    ENSURE(memory_size >= memory_size_seen_, AllocatorError::kMemoryShrank);
    memory_size_seen_ = memory_size;
    ENSURE(pointer >= kHeaderSize, AllocatorError::kBadPointer);
    const uint32_t header = pointer - kHeaderSize;
    const uint64_t value = TRY(read_header(memory, header));
    ENSURE((value & kOccupied) != 0, AllocatorError::kBadPointer);
    const auto order = static_cast<uint32_t>(value);
    ENSURE(order < kOrders, AllocatorError::kBadHeader);
    TRY(write_header(memory, header, free_lists_[order]));
    free_lists_[order] = header;
    // A runtime that writes headers by itself can free more than it was given.
    ENSURE(allocated_ >= size_of(order) + kHeaderSize, AllocatorError::kBadPointer);
    allocated_ -= size_of(order) + kHeaderSize;
    return {};
}

Result<uint32_t, AllocatorError> Allocator::allocate(wasm::Instance& instance, uint32_t size) {
    InstanceMemory memory(instance);
    return allocate(memory, size);
}

Result<void, AllocatorError> Allocator::free(wasm::Instance& instance, uint32_t pointer) {
    InstanceMemory memory(instance);
    return free(memory, pointer);
}

}  // namespace serinus::executor
