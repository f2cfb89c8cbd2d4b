#include "wasm/x64/code_space.hpp"

#include "wasm/x64/context.hpp"

namespace serinus::wasm::x64 {

namespace {

constexpr size_t kLeastRegion = size_t{64} << 10;
constexpr size_t kGreatestRegion = size_t{1} << 30;  // offsets have 32 bits

}  // namespace

CodeSpace::CodeSpace(Mapping code, std::vector<CodeEntry> entries) {
    Region region;
    region.executable = std::move(code);
    region.known = KnownCode(region.executable.data(), region.executable.size());
    region.used = region.executable.size();
    region.entries = std::move(entries);
    regions_.push_back(std::move(region));
}

bool CodeSpace::add_region(size_t least_bytes) {
    const size_t bytes =
        std::max(least_bytes, std::clamp(round_up(expected_bytes_, kHostPage), kLeastRegion, kGreatestRegion));
    auto file = MemoryFile::create("serinus-wasm-code", bytes);
    if (!file) return false;
    auto executable = Mapping::shared(file->descriptor(), bytes, Access::kReadExecute);
    if (!executable) return false;
    Region region;
    region.file = std::move(*file);
    region.executable = std::move(*executable);
    region.known = KnownCode(region.executable.data(), bytes);
    regions_.push_back(std::move(region));
    return true;
}

const uint8_t* CodeSpace::append(BytesView code, uint32_t function) {
    const CodeEntry entry{0, function};
    return append(code, {&entry, 1});
}

const uint8_t* CodeSpace::append(BytesView code, std::span<const CodeEntry> entries) {
    const std::lock_guard lock(mutex_);
    const size_t bytes = round_up(code.size(), kAlignment);
    const bool full = regions_.empty() || !regions_.back().file.is_open() ||
                      regions_.back().used + bytes > regions_.back().executable.size();
    if (full && !add_region(round_up(bytes, kHostPage))) return nullptr;
    Region& region = regions_.back();
    const size_t offset = region.used;
    if (!region.file.write(offset, code)) return nullptr;
    region.used += bytes;
    for (const CodeEntry& entry : entries) {
        region.entries.push_back({static_cast<uint32_t>(offset) + entry.offset, entry.function});
    }
    return region.executable.data() + offset;
}

void CodeSpace::seal() noexcept {
    const std::lock_guard lock(mutex_);
    for (Region& region : regions_) {
        if (region.file.is_open()) region.file.seal();
        region.file = {};
    }
}

uint32_t CodeSpace::function_at(const void* place) const {
    const std::lock_guard lock(mutex_);
    for (const Region& region : regions_) {
        const auto offset = static_cast<size_t>(static_cast<const uint8_t*>(place) - region.executable.data());
        if (offset >= region.used) continue;
        const auto after =
            std::upper_bound(region.entries.begin(), region.entries.end(), offset,
                             [](size_t wanted, const CodeEntry& entry) { return wanted < entry.offset; });
        return after == region.entries.begin() ? CodeEntry::kNoFunction : std::prev(after)->function;
    }
    return CodeEntry::kNoFunction;
}

std::optional<CodeSpace::Image> CodeSpace::image() const {
    const std::lock_guard lock(mutex_);
    if (regions_.size() != 1) return std::nullopt;
    const Region& region = regions_.front();
    return Image{.code = {region.executable.data(), region.used}, .entries = region.entries};
}

}  // namespace serinus::wasm::x64
