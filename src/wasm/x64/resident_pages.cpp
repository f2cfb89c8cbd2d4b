#include "wasm/x64/resident_pages.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bit>

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

void ResidentPages::look(const uint8_t* memory, uint32_t page_count, std::span<const Run> data) {
    history_.resize(std::min(page_count, kLookedAt));
    for (uint16_t& page : history_) page = static_cast<uint16_t>(page << 1);
    const auto entries = entries_of(memory, static_cast<uint32_t>(history_.size()));
    for (size_t page = 0; page < entries.size(); ++page) {
        // A page of the data that was only read is still the file's.
        const bool written = (entries[page] & (kPresent | kSwapped)) != 0 && (entries[page] & kOfFileOrShared) == 0;
        if (written) history_[page] |= 1;
    }
    looks_ = std::min(looks_ + 1, kRemembered);
    if (looks_ < kLooks) return;
    calls_left_ = kInterval;
    choose();
    quiet_runs_.clear();
    // Where the operating system does not say what was written, nothing is known to be quiet.
    if (!runs_.empty()) choose_quiet(data);
}

void ResidentPages::choose() {
    runs_.clear();
    uint32_t kept = 0;
    for (uint32_t page = 0; page < history_.size() && kept < kMostPages; ++page) {
        if (static_cast<uint32_t>(std::popcount(history_[page])) * kOneLookIn < looks_) continue;
        const uint32_t gap = runs_.empty() ? UINT32_MAX : page - runs_.back().first - runs_.back().count;
        if (gap <= kLargestGap) {
            runs_.back().count += gap + 1;
            kept += gap + 1;
        } else {
            runs_.push_back({page, 1});
            ++kept;
        }
    }
}

void ResidentPages::choose_quiet(std::span<const Run> data) {
    auto resident = runs_.begin();
    const auto is_quiet = [&](uint32_t page) {
        while (resident != runs_.end() && resident->first + resident->count <= page) ++resident;
        return history_[page] == 0 && (resident == runs_.end() || page < resident->first);
    };
    for (const Run& run : data) {
        const uint32_t end = std::min(run.first + run.count, static_cast<uint32_t>(history_.size()));
        for (uint32_t page = run.first; page < end && quiet_runs_.size() < kMostQuietRuns;) {
            uint32_t next = page;
            while (next < end && next - page < kMostQuiet && is_quiet(next)) ++next;
            if (next - page >= kLeastQuiet) quiet_runs_.push_back({page, next - page});
            page = std::max(next, page + 1);
        }
    }
}

void ResidentPages::disturb(Run run) {
    std::erase(quiet_runs_, run);
    for (uint32_t page = run.first; page < run.first + run.count; ++page) history_[page] |= 1;
}

}  // namespace serinus::wasm::x64
