#include "wasm/x64/data_image.hpp"

#include "wasm/x64/context.hpp"

namespace serinus::wasm::x64 {

namespace {

/// Each is a mapping of its own in every instance.
constexpr size_t kMaxRuns = 16;

/// The pages of the segments, sorted, with at most kMaxRuns gaps; the smallest gaps are filled.
std::vector<DataImage::Run> pages_with_data(const Module& module) {
    std::vector<DataImage::Run> pages;
    for (const DataSegment& segment : module.data) {
        if (segment.bytes.empty()) continue;
        const size_t start = segment.offset.value / kHostPage * kHostPage;
        pages.push_back({start, round_up(segment.offset.value + segment.bytes.size(), kHostPage) - start});
    }
    std::sort(pages.begin(), pages.end(), [](const auto& a, const auto& b) { return a.offset < b.offset; });
    for (size_t gap = kPageBytes;; gap *= 4) {
        std::vector<DataImage::Run> runs;
        for (const DataImage::Run& run : pages) {
            if (!runs.empty() && run.offset <= runs.back().offset + runs.back().bytes + gap) {
                runs.back().bytes = std::max(runs.back().bytes, run.offset + run.bytes - runs.back().offset);
            } else {
                runs.push_back(run);
            }
        }
        if (runs.size() <= kMaxRuns) return runs;
    }
}

}  // namespace

std::optional<std::vector<DataImage::Run>> DataImage::runs_of(const Module& module) {
    const uint64_t limit = module.memory ? uint64_t{module.memory->min} * kPageBytes : 0;
    for (const DataSegment& segment : module.data) {
        const bool fits = segment.offset.kind == ConstExpr::Kind::kConst && segment.bytes.size() <= limit &&
                          segment.offset.value <= limit - segment.bytes.size();
        if (!fits) return std::nullopt;
    }
    return pages_with_data(module);
}

void DataImage::write(const Module& module, size_t start, std::span<uint8_t> pages) noexcept {
    for (const DataSegment& segment : module.data) {
        if (segment.bytes.empty()) continue;
        SERINUS_ASSERT(segment.offset.value >= start &&
                       segment.offset.value - start + segment.bytes.size() <= pages.size());
        std::memcpy(pages.data() + (segment.offset.value - start), segment.bytes.data(), segment.bytes.size());
    }
}

std::optional<DataImage> DataImage::create(const Module& module) {
    DataImage image;
    auto runs = runs_of(module);
    if (!runs) return image;
    image.is_complete_ = true;
    image.runs_ = std::move(*runs);
    if (image.runs_.empty()) return image;

    const size_t bytes = image.runs_.back().offset + image.runs_.back().bytes;
    auto file = MemoryFile::create("serinus-wasm-data", bytes);
    if (!file) return std::nullopt;
    auto content = Mapping::shared(file->descriptor(), bytes, Access::kReadWrite);
    if (!content) return std::nullopt;
    write(module, 0, {content->data(), content->size()});
    if (!content->protect(0, content->size(), Access::kRead)) return std::nullopt;
    image.file_ = std::move(*file);
    image.content_ = std::move(*content);
    return image;
}

std::optional<DataImage> DataImage::of_file(int file, size_t place, std::vector<Run> runs) {
    DataImage image;
    image.is_complete_ = true;
    image.runs_ = std::move(runs);
    if (image.runs_.empty()) return image;
    image.start_ = image.runs_.front().offset;
    image.place_ = place;
    const size_t bytes = image.runs_.back().offset + image.runs_.back().bytes - image.start_;
    auto own = MemoryFile::duplicate(file);
    auto content = Mapping::of_file(file, place, bytes, Access::kRead);
    if (!own || !content) return std::nullopt;
    image.file_ = std::move(*own);
    image.content_ = std::move(*content);
    return image;
}

void DataImage::copy(size_t offset, std::span<uint8_t> pages) const noexcept {
    for (const Run& run : runs_) {
        if (pages.empty() || run.offset >= offset + pages.size()) break;
        if (run.offset + run.bytes <= offset) continue;
        if (run.offset > offset) {
            const size_t zeros = run.offset - offset;
            std::memset(pages.data(), 0, zeros);
            pages = pages.subspan(zeros);
            offset += zeros;
        }
        const size_t bytes = std::min(pages.size(), run.offset + run.bytes - offset);
        std::memcpy(pages.data(), content_.data() + (offset - start_), bytes);
        pages = pages.subspan(bytes);
        offset += bytes;
    }
    if (!pages.empty()) std::memset(pages.data(), 0, pages.size());
}

}  // namespace serinus::wasm::x64
