/// The heap of a runtime, which the host keeps: `ext_allocator_malloc` and the results of host functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "wasm/engine.hpp"

namespace serinus::executor {

enum class AllocatorError : uint8_t {
    kPoisoned = 1,  ///< an earlier call failed; the allocator refuses every call after that
    kTooLarge,      ///< more than kMaxAllocation
    kOutOfSpace,    ///< the memory would have to grow beyond its maximum
    kBadHeader,     ///< the runtime overwrote the header of an allocation
    kBadPointer,    ///< the pointer was never allocated, or was freed before
    kMemoryShrank,  ///< cannot happen in Wasm 1.0
};

const char* to_string(AllocatorError error) noexcept;

/// The memory that an allocator works on: that of a Wasm instance, or of a test.
class HeapMemory {
  public:
    virtual ~HeapMemory() = default;
    /// The view is valid until the memory grows.
    virtual MutableBytesView bytes() noexcept = 0;
    /// Returns false if the memory would exceed its maximum.
    virtual bool grow(uint32_t pages) noexcept = 0;
    virtual uint32_t max_pages() const noexcept = 0;
};

/// A bump allocator with a free list for each power of two, whose addresses are those of the reference to the last bit:
/// runtimes may observe them, so they are consensus. Sizes are rounded up to a power of two from 8 bytes on; a header
/// of 8 bytes stands before each allocation (little-endian: order or next free header, then 1 if occupied). It lives in
/// the runtime's memory and is believed only as far as it cannot lead outside of it.
/// Spec: sect-allocator-api
/// Observed: polkadot-stable2407: FreeingBumpHeapAllocator of sc-allocator
class Allocator {
  public:
    static constexpr uint32_t kHeaderSize = 8;
    static constexpr uint32_t kMinAllocation = 8;
    static constexpr uint32_t kMaxAllocation = 32u << 20;
    /// 8 bytes … 32 MiB: 2^3 … 2^25
    static constexpr uint32_t kOrders = 23;
    static_assert(kMinAllocation << (kOrders - 1) == kMaxAllocation);

    explicit Allocator(uint32_t heap_base) noexcept;

    /// `max_pages`: the maximum size of the memory, in pages of 64 KiB.
    Result<uint32_t, AllocatorError> allocate(HeapMemory& memory, uint32_t size);
    Result<void, AllocatorError> free(HeapMemory& memory, uint32_t pointer);

    /// `view`: what the caller knows of the instance's memory, which may have grown since; it is looked at again where
    /// that makes a difference. After `allocate` it holds the allocation.
    Result<uint32_t, AllocatorError> allocate(wasm::Instance& instance, MutableBytesView& view, uint32_t size);
    Result<void, AllocatorError> free(wasm::Instance& instance, MutableBytesView& view, uint32_t pointer);

    /// The first address above all allocations so far.
    uint32_t bump_pointer() const noexcept { return bumper_; }

  private:
    static constexpr uint32_t kNil = UINT32_MAX;

    template <class Memory>
    bool has_shrunk(Memory& memory) noexcept;
    template <class Memory>
    Result<uint32_t, AllocatorError> allocate_in(Memory& memory, uint32_t size);
    template <class Memory>
    Result<uint32_t, AllocatorError> take(Memory& memory, uint32_t order);
    template <class Memory>
    Result<uint32_t, AllocatorError> bump(Memory& memory, uint32_t size);
    template <class Memory>
    Result<void, AllocatorError> free_in(Memory& memory, uint32_t pointer);

    uint32_t bumper_;
    std::array<uint32_t, kOrders> free_lists_;
    uint64_t memory_size_seen_ = 0;
    uint64_t allocated_ = 0;
    bool poisoned_ = false;
};

}  // namespace serinus::executor
