// operator new on top of the host's allocator, which is a call away and rounds to powers of two: small blocks come from
// chunks of 64 KiB, by size, and go back to a list of their size. Large ones are the host's.
#include <stddef.h>
#include <stdint.h>

#include <bit>
#include <new>

#include "runtime/sdk/host/wasm/imports.hpp"

namespace {

constexpr size_t kChunk = 64 * 1024;
constexpr size_t kSmallest = 16;
constexpr size_t kLargest = 2048;  // of what comes from chunks
constexpr size_t kClasses = 15;    // 16, (none), 32, 48, 64, …, 1536, 2048

struct FreeBlock {
    FreeBlock* next;
};

// Not a thread and no constructor in sight; every call of the host starts with an instance whose memory is fresh.
constinit FreeBlock* free_blocks[kClasses] = {};
constinit uint8_t* chunk_at = nullptr;
constinit uint8_t* chunk_end = nullptr;

/// Two classes for each power of two: lists of accounts fill neither well, but waste less of it then.
size_t class_of(size_t size) {
    if (size <= kSmallest) return 0;
    const auto bits = static_cast<size_t>(std::bit_width(size - 1));    // 5 for 17 to 32
    const bool is_low = bits > 5 && size <= (size_t{3} << (bits - 2));  // 24 would not keep blocks at multiples of 16
    return 2 * (bits - 4) - (is_low ? 1 : 0);
}

size_t size_of(size_t of) { return of % 2 == 0 ? kSmallest << (of / 2) : (kSmallest << (of / 2)) * 3 / 2; }

void* allocate(size_t size) {
    if (size > kLargest) return ext_allocator_malloc_version_1(size);
    const size_t of = class_of(size);
    if (FreeBlock* const block = free_blocks[of]) {
        free_blocks[of] = block->next;
        return block;
    }
    const size_t rounded = size_of(of);
    if (static_cast<size_t>(chunk_end - chunk_at) < rounded) {
        // The host puts 8 bytes before a block and rounds the rest to a power of two.
        chunk_at = static_cast<uint8_t*>(ext_allocator_malloc_version_1(kChunk));
        chunk_end = chunk_at + kChunk;
    }
    void* const block = chunk_at;
    chunk_at += rounded;
    return block;
}

void release(void* block, size_t size) {
    if (block == nullptr) return;
    if (size > kLargest) return ext_allocator_free_version_1(block);
    auto* const free = static_cast<FreeBlock*>(block);
    const size_t of = class_of(size);
    free->next = free_blocks[of];
    free_blocks[of] = free;
}

}  // namespace

void* operator new(size_t size) { return allocate(size); }
void* operator new[](size_t size) { return allocate(size); }
void operator delete(void* block, size_t size) noexcept { release(block, size); }
void operator delete[](void* block, size_t size) noexcept { release(block, size); }
// Without the size nothing is known of the block; sized deallocation (-fsized-deallocation) is on everywhere.
void operator delete(void*) noexcept {}
void operator delete[](void*) noexcept {}
