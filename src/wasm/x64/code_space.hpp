/// Memory for machine code.
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "wasm/x64/mapping.hpp"
#include "wasm/x64/traps.hpp"

namespace serinus::wasm::x64 {

/// Where a piece of code begins, and what it is.
struct CodeEntry {
    uint32_t offset = 0;    ///< from the start of its region
    uint32_t function = 0;  ///< in the function index space: a function or the thunk of an import; or kNoFunction

    static constexpr uint32_t kNoFunction = UINT32_MAX;
};

/// Grows, never moves, is given back as a whole. Code is written to a file in memory and executed through a mapping of
/// it: there is never a writable mapping of code. Thread-safe.
class CodeSpace {
  public:
    /// `expected_bytes`: what will probably be needed; more is made when it is full.
    explicit CodeSpace(size_t expected_bytes) : expected_bytes_(expected_bytes) {}
    /// Code that is complete already; `entries` sorted by offset.
    CodeSpace(Mapping code, std::vector<CodeEntry> entries);

    /// Where the copy is; nullptr if the operating system has no memory for it.
    const uint8_t* append(BytesView code, uint32_t function);
    /// Of several functions at once: `entries` say where they begin in `code`, ascending, at multiples of kAlignment.
    const uint8_t* append(BytesView code, std::span<const CodeEntry> entries);
    static constexpr size_t kAlignment = 16;

    /// No code will be added: nobody can write to what is there any more.
    void seal() noexcept;

    /// The function whose code `place` lies in; kNoFunction for everything that is not in here.
    uint32_t function_at(const void* place) const;
    /// Calls `visit(function, code)` for all.
    template <class Visit>
    void for_each(Visit visit) const {
        const std::lock_guard lock(mutex_);
        for (const Region& region : regions_) {
            for (const CodeEntry& entry : region.entries)
                visit(entry.function, region.executable.data() + entry.offset);
        }
    }

    /// All of it if it is in one piece, as it is when the expectation was right.
    struct Image {
        BytesView code;
        std::vector<CodeEntry> entries;
    };
    std::optional<Image> image() const;

  private:
    struct Region {
        MemoryFile file;  ///< none if sealed
        Mapping executable;
        KnownCode known;
        size_t used = 0;
        std::vector<CodeEntry> entries;
    };

    bool add_region(size_t least_bytes);

    size_t expected_bytes_ = 0;
    mutable std::mutex mutex_;
    std::vector<Region> regions_;
};

}  // namespace serinus::wasm::x64
