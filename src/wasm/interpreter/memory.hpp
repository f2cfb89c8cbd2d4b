/// The linear memory of an interpreted instance.
#pragma once

#include "base/bytes.hpp"
#include "wasm/types.hpp"

namespace serinus::wasm::interpreter {

/// Address space for the greatest size is reserved at once, so that the start never moves.
class Memory {
  public:
    Memory() = default;
    ~Memory();
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;

    /// Zeros; false if there is no room. Called once.
    bool create(uint32_t pages, uint32_t max_pages);
    /// New pages are zero; false if the maximum forbids or the system has none left.
    bool grow(uint32_t pages);
    /// All zero, and of its first size again.
    void reset();

    uint8_t* data() const noexcept { return data_; }
    uint64_t size() const noexcept { return size_; }

  private:
    uint8_t* data_ = nullptr;
    uint64_t size_ = 0;
    uint64_t first_size_ = 0;
    uint64_t reserved_ = 0;
};

}  // namespace serinus::wasm::interpreter
