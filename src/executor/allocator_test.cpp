#include "executor/allocator.hpp"

#include <gtest/gtest.h>

namespace serinus::executor {
namespace {

constexpr uint32_t kPage = wasm::kPageBytes;

class TestMemory final : public HeapMemory {
  public:
    explicit TestMemory(uint32_t pages, uint32_t max_pages = wasm::kMaxPages)
        : bytes_(size_t{pages} * kPage), max_pages_(max_pages) {}

    MutableBytesView bytes() noexcept override { return bytes_; }
    bool grow(uint32_t pages) noexcept override {
        if (this->pages() + pages > max_pages_) return false;
        bytes_.resize(bytes_.size() + size_t{pages} * kPage);
        return true;
    }
    uint32_t max_pages() const noexcept override { return max_pages_; }

    uint32_t pages() const { return static_cast<uint32_t>(bytes_.size() / kPage); }
    uint64_t header(uint32_t pointer) const { return load_le<uint64_t>(bytes_.data() + pointer - 8); }
    void set_header(uint32_t pointer, uint64_t value) { store_le(bytes_.data() + pointer - 8, value); }

  private:
    Bytes bytes_;
    uint32_t max_pages_;
};

constexpr uint64_t kOccupied = uint64_t{1} << 32;

// Observed: polkadot-stable2407: FreeingBumpHeapAllocator. The addresses here are those of its own tests.
TEST(Allocator, AnAllocationStandsBehindItsHeader) {
    TestMemory memory(1);
    Allocator heap(0);
    EXPECT_EQ(heap.allocate(memory, 1).value(), 8u);
    EXPECT_EQ(heap.allocate(memory, 9).value(), 24u);
    EXPECT_EQ(heap.allocate(memory, 1).value(), 48u);
}

// Spec: sect-allocator-api
TEST(Allocator, TheHeapBeginsAtTheNextMultipleOfEight) {
    TestMemory memory(1);
    Allocator heap(13);
    EXPECT_EQ(heap.allocate(memory, 1).value(), 24u);
    EXPECT_EQ(Allocator(16).allocate(memory, 1).value(), 24u);
}

TEST(Allocator, NothingStillTakesEightBytes) {
    TestMemory memory(1);
    Allocator heap(0);
    EXPECT_EQ(heap.allocate(memory, 0).value(), 8u);
    EXPECT_EQ(heap.bump_pointer(), 16u);
}

TEST(Allocator, SizesAreRoundedUpToPowersOfTwo) {
    TestMemory memory(1);
    Allocator heap(0);
    EXPECT_EQ(heap.allocate(memory, 16).value(), 8u);
    EXPECT_EQ(heap.bump_pointer(), 8u + 16);
    EXPECT_EQ(heap.allocate(memory, 17).value(), 32u);
    EXPECT_EQ(heap.bump_pointer(), 24u + 8 + 32);
}

TEST(Allocator, HeadersSayTheOrderAndThenTheNextFreeOne) {
    TestMemory memory(1);
    Allocator heap(0);
    const uint32_t first = heap.allocate(memory, 8).value();
    const uint32_t second = heap.allocate(memory, 60).value();
    const uint32_t third = heap.allocate(memory, 8).value();
    EXPECT_EQ(memory.header(first), kOccupied | 0);
    EXPECT_EQ(memory.header(second), kOccupied | 3);
    ASSERT_TRUE(heap.free(memory, first));
    EXPECT_EQ(memory.header(first), 0xffff'ffffu);
    ASSERT_TRUE(heap.free(memory, third));
    EXPECT_EQ(memory.header(third), first - 8);
    ASSERT_TRUE(heap.free(memory, second));
    EXPECT_EQ(memory.header(second), 0xffff'ffffu);
}

TEST(Allocator, WhatWasFreedLastIsGivenFirst) {
    TestMemory memory(1);
    Allocator heap(0);
    const uint32_t first = heap.allocate(memory, 8).value();
    const uint32_t second = heap.allocate(memory, 8).value();
    ASSERT_TRUE(heap.free(memory, first));
    ASSERT_TRUE(heap.free(memory, second));
    EXPECT_EQ(heap.allocate(memory, 5).value(), second);
    EXPECT_EQ(heap.allocate(memory, 8).value(), first);
    EXPECT_EQ(heap.allocate(memory, 8).value(), 40u);
}

TEST(Allocator, AnotherOrderDoesNotTakeWhatWasFreed) {
    TestMemory memory(1);
    Allocator heap(0);
    const uint32_t large = heap.allocate(memory, 64).value();
    ASSERT_TRUE(heap.free(memory, large));
    EXPECT_EQ(heap.allocate(memory, 32).value(), 80u);
    EXPECT_EQ(heap.allocate(memory, 33).value(), large);
}

TEST(Allocator, TheMemoryDoublesWhenItIsFull) {
    TestMemory memory(1);
    Allocator heap(0);
    ASSERT_TRUE(heap.allocate(memory, kPage / 2));
    EXPECT_EQ(memory.pages(), 1u);
    ASSERT_TRUE(heap.allocate(memory, kPage / 2));
    EXPECT_EQ(memory.pages(), 2u);
    ASSERT_TRUE(heap.allocate(memory, kPage));
    EXPECT_EQ(memory.pages(), 4u);
    // More than double: as much as is needed. 131,096 bytes are in use, the end is at 131,096 + 8 + 2^20.
    ASSERT_TRUE(heap.allocate(memory, 1 << 20));
    EXPECT_EQ(memory.pages(), 19u);
}

TEST(Allocator, TheMemoryGrowsNoFurtherThanItsMaximum) {
    TestMemory memory(2, 3);
    Allocator heap(0);
    ASSERT_TRUE(heap.allocate(memory, 2 * kPage));
    EXPECT_EQ(memory.pages(), 3u);
    ASSERT_TRUE(heap.allocate(memory, kPage / 2));
    EXPECT_EQ(heap.allocate(memory, kPage / 2).error(), AllocatorError::kOutOfSpace);
}

TEST(Allocator, AFullHeapIsFullToTheLastByte) {
    TestMemory memory(1, 1);
    Allocator heap(0);
    for (uint32_t i = 0; i < kPage / 16; ++i) ASSERT_TRUE(heap.allocate(memory, 8)) << i;
    EXPECT_EQ(heap.bump_pointer(), kPage);
    EXPECT_EQ(heap.allocate(memory, 8).error(), AllocatorError::kOutOfSpace);
}

TEST(Allocator, ThePrefixCountsTowardsTheHeap) {
    TestMemory memory(1, 1);
    EXPECT_EQ(Allocator(0).allocate(memory, kPage / 2).value(), 8u);
    Allocator heap(0);
    ASSERT_TRUE(heap.allocate(memory, kPage / 2));
    EXPECT_EQ(heap.allocate(memory, kPage / 2).error(), AllocatorError::kOutOfSpace);
}

TEST(Allocator, ThirtyTwoMebibytesAreTheMost) {
    TestMemory memory(1);
    Allocator heap(0);
    EXPECT_EQ(heap.allocate(memory, Allocator::kMaxAllocation).value(), 8u);
    EXPECT_EQ(heap.allocate(memory, Allocator::kMaxAllocation + 1).error(), AllocatorError::kTooLarge);
}

TEST(Allocator, NothingIsGivenAfterAFailure) {
    TestMemory memory(1);
    Allocator heap(0);
    const uint32_t pointer = heap.allocate(memory, 8).value();
    EXPECT_EQ(heap.allocate(memory, UINT32_MAX).error(), AllocatorError::kTooLarge);
    EXPECT_EQ(heap.allocate(memory, 8).error(), AllocatorError::kPoisoned);
    EXPECT_EQ(heap.free(memory, pointer).error(), AllocatorError::kPoisoned);
}

TEST(Allocator, FreeingWhatIsNotAllocatedFails) {
    TestMemory memory(1);
    EXPECT_EQ(Allocator(0).free(memory, 7).error(), AllocatorError::kBadPointer);
    EXPECT_EQ(Allocator(0).free(memory, 8).error(), AllocatorError::kBadPointer);
    EXPECT_EQ(Allocator(0).free(memory, kPage + 1).error(), AllocatorError::kBadHeader);
    EXPECT_EQ(Allocator(0).free(memory, UINT32_MAX).error(), AllocatorError::kBadHeader);
    Allocator heap(0);
    const uint32_t pointer = heap.allocate(memory, 8).value();
    ASSERT_TRUE(heap.free(memory, pointer));
    EXPECT_EQ(heap.free(memory, pointer).error(), AllocatorError::kBadPointer) << "freed twice";
}

TEST(Allocator, AForgedHeaderLeadsNowhere) {
    TestMemory memory(1, 1);
    const auto with_freed_header = [&](uint64_t header) {
        Allocator heap(0);
        const uint32_t pointer = heap.allocate(memory, 8).value();
        EXPECT_TRUE(heap.free(memory, pointer));
        memory.set_header(pointer, header);
        const auto first = heap.allocate(memory, 8);
        return first ? heap.allocate(memory, 8) : first;
    };
    EXPECT_EQ(with_freed_header(kOccupied).error(), AllocatorError::kBadHeader) << "free list of an occupied header";
    EXPECT_EQ(with_freed_header(kPage - 15).error(), AllocatorError::kBadHeader) << "the last byte lies outside";
    EXPECT_EQ(with_freed_header(0xffff'fff0).error(), AllocatorError::kBadHeader);
    EXPECT_EQ(with_freed_header(kPage - 16).value(), kPage - 8) << "inside, the reference believes it too";

    Allocator heap(0);
    const uint32_t pointer = heap.allocate(memory, 8).value();
    memory.set_header(pointer, kOccupied | Allocator::kOrders);
    EXPECT_EQ(heap.free(memory, pointer).error(), AllocatorError::kBadHeader) << "an order that does not exist";
}

TEST(Allocator, FreeingMoreThanWasGivenFails) {
    TestMemory memory(1);
    Allocator heap(0);
    const uint32_t pointer = heap.allocate(memory, 8).value();
    memory.set_header(pointer, kOccupied | 5);
    EXPECT_EQ(heap.free(memory, pointer).error(), AllocatorError::kBadPointer);
}

// A heap that begins at the very end has no room, even where 32-bit arithmetic wraps around.
TEST(Allocator, AHeapBaseAtTheEndOfTheAddressesGivesNothing) {
    TestMemory memory(1, 2);
    for (const uint32_t base : {0xffff'ffffu, 0xffff'fff9u, 0xffff'fff8u, 0xffff'fff0u}) {
        const auto pointer = Allocator(base).allocate(memory, 8);
        ASSERT_FALSE(pointer) << base;
        EXPECT_EQ(pointer.error(), AllocatorError::kOutOfSpace) << base;
    }
}

}  // namespace
}  // namespace serinus::executor
