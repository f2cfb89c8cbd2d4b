// The runtime's heap against a model that keeps its books outside of the memory: the same addresses, nothing overlaps,
// nothing is written outside. In the second half of the inputs the runtime overwrites what it likes, headers too; then
// the addresses are only required to lie in the memory, and what goes wrong once stays wrong.
#include "executor/allocator.hpp"

#include <bit>
#include <map>

#include "base/assert.hpp"

using namespace serinus;
using executor::Allocator;

namespace {

constexpr uint32_t kMaxPages = 40;

class Memory final : public executor::HeapMemory {
  public:
    Memory() : bytes_(wasm::kPageBytes) {}
    MutableBytesView bytes() noexcept override { return bytes_; }
    bool grow(uint32_t pages) noexcept override {
        const size_t size = bytes_.size() + size_t{pages} * wasm::kPageBytes;
        SERINUS_ASSERT(pages > 0 && size <= size_t{kMaxPages} * wasm::kPageBytes);
        Bytes larger(size);  // exactly that many bytes, so that the sanitizer sees one more
        std::copy(bytes_.begin(), bytes_.end(), larger.begin());
        bytes_.swap(larger);
        return true;
    }
    uint32_t max_pages() const noexcept override { return kMaxPages; }

  private:
    Bytes bytes_;
};

struct Model {
    explicit Model(uint32_t heap_base) : next((heap_base + 7) / 8 * 8) {}

    uint32_t next;
    std::map<uint32_t, std::vector<uint32_t>> free;  ///< pointers by size, the last freed at the end
    std::map<uint32_t, uint32_t> live;               ///< pointer → size

    std::optional<uint32_t> allocate(uint32_t size) {
        if (size > 32u * 1024 * 1024) return std::nullopt;
        const uint32_t rounded = std::bit_ceil(std::max(size, 8u));
        auto& list = free[rounded];
        uint32_t pointer = next + 8;
        if (!list.empty()) {
            pointer = list.back();
            list.pop_back();
        } else if (uint64_t{next} + 8 + rounded <= uint64_t{kMaxPages} * wasm::kPageBytes) {
            next += 8 + rounded;
        } else {
            return std::nullopt;
        }
        live.emplace(pointer, rounded);
        return pointer;
    }
};

class Input {
  public:
    Input(const uint8_t* data, size_t size) : rest_(data, size) {}
    bool empty() const { return rest_.empty(); }
    uint8_t byte() {
        if (rest_.empty()) return 0;
        const uint8_t out = rest_.front();
        rest_ = rest_.subspan(1);
        return out;
    }
    uint32_t word() { return byte() | byte() << 8 | byte() << 16 | static_cast<uint32_t>(byte()) << 24; }
    /// Around the powers of two, rarely too large.
    uint32_t size() {
        const uint32_t order = byte() % 27;
        return (1u << order) + static_cast<uint32_t>(static_cast<int8_t>(byte()));
    }

  private:
    BytesView rest_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    Input in(data, size);
    const uint8_t mode = in.byte();
    const bool hostile = (mode & 1) != 0;
    const uint32_t heap_base = mode * 97u;
    Memory memory;
    Allocator heap(heap_base);
    Model model(heap_base);
    std::vector<uint32_t> pointers = {0};
    bool failed = false;

    while (!in.empty()) {
        const uint8_t operation = in.byte();
        if (operation % 4 <= 1) {
            const uint32_t wanted = in.size();
            const auto pointer = heap.allocate(memory, wanted);
            if (pointer) {
                SERINUS_ASSERT(!failed);
                SERINUS_ASSERT(*pointer >= 8 && uint64_t{*pointer} + wanted <= memory.bytes().size());
                pointers.push_back(*pointer);
            }
            if (!hostile && !failed) {
                const auto predicted = model.allocate(wanted);
                SERINUS_ASSERT(predicted.has_value() == pointer.has_value());
                if (pointer) {
                    SERINUS_ASSERT(*pointer == *predicted && *pointer % 8 == 0 && *pointer >= heap_base + 8);
                    // What a runtime writes to its own hurts nobody.
                    std::ranges::fill(memory.bytes().subspan(*pointer, wanted), uint8_t{0xff});
                }
            }
            failed = failed || !pointer;
        } else if (operation % 4 == 2) {
            const uint32_t pointer = pointers[in.byte() % pointers.size()] + (hostile ? in.byte() % 2 * 8 : 0);
            const auto freed = heap.free(memory, pointer);
            SERINUS_ASSERT(!(failed && freed));
            if (!hostile && !failed) {
                const auto live = model.live.find(pointer);
                SERINUS_ASSERT(freed.has_value() == (live != model.live.end()));
                if (freed) {
                    model.free[live->second].push_back(pointer);
                    model.live.erase(live);
                }
            }
            failed = failed || !freed;
        } else if (hostile) {
            const MutableBytesView bytes = memory.bytes();
            const size_t at = in.byte() % 2 == 0 ? pointers[in.byte() % pointers.size()] : in.word();
            const uint64_t value = uint64_t{in.byte() % 2u} << 32 | (in.byte() % 2 == 0 ? in.byte() : in.word());
            if (at >= 8 && at <= bytes.size()) store_le(bytes.data() + at - 8, value);
        }
    }
    // The headers of what lives are as they were written, so nothing was written over them.
    if (!hostile) {
        for (const auto& [pointer, rounded] : model.live) {
            const uint64_t header = load_le<uint64_t>(memory.bytes().data() + pointer - 8);
            const auto order = static_cast<uint64_t>(std::countr_zero(rounded) - 3);
            SERINUS_ASSERT(header == (uint64_t{1} << 32 | order));
        }
    }
    return 0;
}
