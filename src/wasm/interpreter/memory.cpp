#include "wasm/interpreter/memory.hpp"

#include <sys/mman.h>

namespace serinus::wasm::interpreter {

Memory::~Memory() {
    if (data_) munmap(data_, reserved_);
}

bool Memory::create(uint32_t pages, uint32_t max_pages) {
    reserved_ = uint64_t{max_pages} * kPageBytes;
    if (reserved_ == 0) return true;
    void* const start = mmap(nullptr, reserved_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED) return false;
    data_ = static_cast<uint8_t*>(start);
    if (!grow(pages)) return false;
    first_size_ = size_;
    return true;
}

bool Memory::grow(uint32_t pages) {
    const uint64_t more = uint64_t{pages} * kPageBytes;
    if (more > reserved_ - size_) return false;
    if (more != 0 && mprotect(data_ + size_, more, PROT_READ | PROT_WRITE) != 0) return false;
    size_ += more;
    return true;
}

void Memory::reset() {
    if (size_ == 0) return;
    madvise(data_, size_, MADV_DONTNEED);
    if (size_ > first_size_) mprotect(data_ + first_size_, size_ - first_size_, PROT_NONE);
    size_ = first_size_;
}

}  // namespace serinus::wasm::interpreter
