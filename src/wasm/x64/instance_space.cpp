#include "wasm/x64/instance_space.hpp"

namespace serinus::wasm::x64 {

namespace {

EngineError no_memory(const char* what) {
    return {.reason = std::string("the operating system gives no address space for ") + what +
                      " (limits on virtual memory, e.g. ulimit -v or vm.overcommit_memory = 2, must allow for it)",
            .is_ours = true};
}

}  // namespace

Result<SharedParts, EngineError> SharedParts::create(const Module& module, const ContextLayout& layout,
                                                     std::optional<DataImage> data) {
    SharedParts parts;
    parts.table_offset_ = round_up(layout.functions_bytes, kHostPage);
    parts.table_size_ = layout.table_bytes / sizeof(TableEntry);
    const size_t bytes = std::max(kHostPage, parts.table_offset_ + round_up(layout.table_bytes, kHostPage));
    auto file = MemoryFile::create("serinus-wasm-tables", bytes);
    if (!file) return no_memory("the tables of a module");
    auto writable = Mapping::shared(file->descriptor(), bytes, Access::kReadWrite);
    if (!writable) return no_memory("the tables of a module");
    parts.file_ = std::move(*file);
    parts.writable_ = std::move(*writable);

    if (!data) data = DataImage::create(module);
    if (!data) return no_memory("the data of a module");
    parts.data_ = std::move(*data);

    for (const ElementSegment& segment : module.elements) {
        const bool fits = segment.offset.kind == ConstExpr::Kind::kConst &&
                          segment.functions.size() <= parts.table_size_ &&
                          segment.offset.value <= parts.table_size_ - segment.functions.size();
        if (!fits) parts.has_initial_table_ = false;
    }
    if (!parts.has_initial_table_) return parts;
    const std::span<TableEntry> table = parts.table();
    for (const ElementSegment& segment : module.elements) {
        size_t slot = segment.offset.value;
        for (const uint32_t function : segment.functions) {
            table[slot++] = {function, module.canonical_types[module.function_types[function]] + 1};
        }
    }
    return parts;
}

Result<std::unique_ptr<InstanceSpace>, EngineError> InstanceSpace::create(const ContextLayout& layout,
                                                                          const SharedParts& shared, size_t stack_bytes,
                                                                          size_t memory_bytes) {
    std::unique_ptr<InstanceSpace> space(new InstanceSpace(layout, shared));
    auto mapping = Mapping::anonymous(layout.total_bytes + memory_bytes, Access::kNone);
    if (!mapping) return no_memory("the memory of an instance");
    space->mapping_ = std::move(*mapping);
    auto stack = WasmStack::create(stack_bytes);
    if (!stack) return no_memory("the stack of an instance");
    space->stack_ = std::move(*stack);

    const auto offset_of = [&](int32_t from_memory) {
        return static_cast<size_t>(static_cast<int64_t>(layout.total_bytes) + from_memory);
    };
    Mapping& all = space->mapping_;
    const int file = shared.file_.descriptor();
    const bool done = all.protect(offset_of(layout.imports), layout.private_bytes(), Access::kReadWrite) &&
                      all.replace_by_shared(offset_of(layout.functions), round_up(layout.functions_bytes, kHostPage),
                                            file, 0, Access::kRead) &&
                      all.replace_by_private(offset_of(layout.table), round_up(layout.table_bytes, kHostPage), file,
                                             shared.table_offset_, Access::kReadWrite);
    if (!done) return no_memory("the context of an instance");
    return space;
}

bool InstanceSpace::grow_to(uint32_t pages) noexcept {
    if (pages > pages_ && !mapping_.protect(layout_.total_bytes + size_t{pages_} * kPageBytes,
                                            size_t{pages - pages_} * kPageBytes, Access::kReadWrite)) {
        return false;
    }
    pages_ = pages;
    return true;
}

void InstanceSpace::look_at_pages(size_t bytes) noexcept {
    std::vector<ResidentPages::Run> data;
    for (const DataImage::Run& run : shared_.data().runs()) {
        data.push_back({static_cast<uint32_t>(run.offset / kHostPage), static_cast<uint32_t>(run.bytes / kHostPage)});
    }
    resident_.look(memory(), static_cast<uint32_t>(bytes / kHostPage), data);
}

void InstanceSpace::restore_memory() noexcept {
    const size_t bytes = size_t{pages_} * kPageBytes;
    for (const GuardedRun& run : guarded_) {
        if (run.guard.is_open()) resident_.disturb(run.pages);
    }
    std::erase_if(guarded_, [](const GuardedRun& run) { return run.guard.is_open(); });
    if (resident_.is_looking()) {
        look_at_pages(bytes);
        if (!std::ranges::equal(guarded_, resident_.quiet_runs(), {}, &GuardedRun::pages)) unguard();
    } else {
        resident_.count_call();
    }

    size_t done = 0;
    auto guarded = guarded_.begin();
    const auto discard_to = [&](size_t end) {
        for (; guarded != guarded_.end() && guarded->pages.first * kHostPage < end; ++guarded) {
            const size_t start = guarded->pages.first * kHostPage;
            mapping_.discard(layout_.total_bytes + done, start - done);
            done = start + guarded->pages.count * kHostPage;
        }
        mapping_.discard(layout_.total_bytes + done, end - done);
        done = end;
    };
    for (const ResidentPages::Run& run : resident_.runs()) {
        const size_t start = run.first * kHostPage;
        const size_t end = std::min(start + run.count * kHostPage, bytes);
        if (start >= end) break;
        discard_to(start);
        shared_.data().copy(start, {memory() + start, end - start});
        done = end;
    }
    discard_to(bytes);
    if (guarded_.empty()) guard();
}

void InstanceSpace::guard() noexcept {
    for (const ResidentPages::Run& run : resident_.quiet_runs()) {
        auto guard = WriteGuard::create(memory() + run.first * kHostPage, run.count * kHostPage);
        if (!guard) break;
        guarded_.push_back({run, *std::move(guard)});
    }
    while (resident_.quiet_runs().size() > guarded_.size()) resident_.disturb(resident_.quiet_runs().back());
}

void InstanceSpace::unguard() noexcept {
    for (const GuardedRun& run : guarded_) {
        SERINUS_ASSERT(mapping_.protect(layout_.total_bytes + run.pages.first * kHostPage, run.pages.count * kHostPage,
                                        Access::kReadWrite));
    }
    guarded_.clear();
}

bool InstanceSpace::reset_memory(uint32_t pages) noexcept {
    if (pages == pages_ && image_is_mapped_) {
        restore_memory();
        return true;
    }
    unguard();
    mapping_.discard(layout_.total_bytes, size_t{pages_} * kPageBytes);
    if (pages < pages_) {
        if (!mapping_.protect(layout_.total_bytes + size_t{pages} * kPageBytes, size_t{pages_ - pages} * kPageBytes,
                              Access::kNone)) {
            return false;
        }
        pages_ = pages;
    } else if (!grow_to(pages)) {
        return false;
    }
    if (image_is_mapped_) return true;
    for (const DataImage::Run& run : shared_.data().runs()) {
        if (!mapping_.replace_by_private(layout_.total_bytes + run.offset, run.bytes, shared_.data().file(),
                                         shared_.data().place_of(run.offset), Access::kReadWrite)) {
            return false;
        }
    }
    image_is_mapped_ = true;
    return true;
}

void InstanceSpace::reset_table() noexcept {
    mapping_.discard(static_cast<size_t>(static_cast<int64_t>(layout_.total_bytes) + layout_.table),
                     round_up(layout_.table_bytes, kHostPage));
}

}  // namespace serinus::wasm::x64
