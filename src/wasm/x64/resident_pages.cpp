#include "wasm/x64/resident_pages.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "wasm/x64/context.hpp"

namespace serinus::wasm::x64 {
namespace {

constexpr uint64_t kPresent = uint64_t{1} << 63, kSwapped = uint64_t{1} << 62, kOfFileOrShared = uint64_t{1} << 61;

/// The entries of /proc/self/pagemap; none if there is no such file. Which frame a page has is not asked.
std::vector<uint64_t> entries_of(const uint8_t* memory, uint32_t page_count) {
    std::vector<uint64_t> entries(page_count);
    const int file = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    if (file < 0) return {};
    const auto at = static_cast<off_t>(reinterpret_cast<uintptr_t>(memory) / kHostPage * sizeof(uint64_t));
    const ssize_t bytes = pread(file, entries.data(), entries.size() * sizeof(uint64_t), at);
    close(file);
    entries.resize(bytes < 0 ? 0 : static_cast<size_t>(bytes) / sizeof(uint64_t));
    return entries;
}

}  // namespace

void ResidentPages::look(const uint8_t* memory, uint32_t page_count) {
    if (looks_left_ == kLooks) written_.assign(std::min(page_count, kLookedAt), 0);
    const auto entries = entries_of(memory, static_cast<uint32_t>(written_.size()));
    for (size_t page = 0; page < entries.size(); ++page) {
        // A page of the data that was only read is still the file's.
        const bool written = (entries[page] & (kPresent | kSwapped)) != 0 && (entries[page] & kOfFileOrShared) == 0;
        if (written) ++written_[page];
    }
    if (--looks_left_ == 0) choose();
}

void ResidentPages::choose() {
    calls_left_ = interval_;
    interval_ = std::min(interval_ * kIntervalGrowth, kLongestInterval);
    uint32_t kept = 0;
    for (uint32_t page = 0; page < written_.size() && kept < kMostPages; ++page) {
        if (written_[page] * 2u < kLooks) continue;
        const uint32_t gap = runs_.empty() ? UINT32_MAX : page - runs_.back().first - runs_.back().count;
        if (gap <= kLargestGap) {
            runs_.back().count += gap + 1;
            kept += gap + 1;
        } else {
            runs_.push_back({page, 1});
            ++kept;
        }
    }
    written_ = {};
}

}  // namespace serinus::wasm::x64
