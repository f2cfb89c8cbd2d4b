/// The address space of an instance: context, memory and stack.
#pragma once

#include <atomic>
#include <memory>

#include "base/result.hpp"
#include "wasm/x64/context.hpp"
#include "wasm/x64/data_image.hpp"
#include "wasm/x64/mapping.hpp"
#include "wasm/x64/resident_pages.hpp"
#include "wasm/x64/traps.hpp"
#include "wasm/x64/wasm_stack.hpp"

namespace serinus::wasm::x64 {

/// What the instances of a program map: the table of functions, which is one for all, the initial table of elements
/// and the initial content of the memory.
class SharedParts {
  public:
    /// `data`: the initial content of the memory, if it is known already.
    static Result<SharedParts, EngineError> create(const Module& module, const ContextLayout& layout,
                                                   std::optional<DataImage> data = {});

    /// Where instances find the address of a function's code.
    std::atomic_ref<const void*> function(uint32_t index) const noexcept {
        return std::atomic_ref<const void*>(reinterpret_cast<const void**>(writable_.data())[index]);
    }
    /// The initial elements; only before there are instances.
    std::span<TableEntry> table() const noexcept {
        return {reinterpret_cast<TableEntry*>(writable_.data() + table_offset_), table_size_};
    }
    const DataImage& data() const noexcept { return data_; }
    bool has_initial_table() const noexcept { return has_initial_table_; }

  private:
    friend class InstanceSpace;

    MemoryFile file_;
    Mapping writable_;
    size_t table_offset_ = 0;
    size_t table_size_ = 0;
    DataImage data_;
    bool has_initial_table_ = true;
};

/// One reservation. May serve several instances of its program one after the other.
class InstanceSpace {
  public:
    /// `memory_bytes`: addresses for the memory, with what code may access beyond it.
    static Result<std::unique_ptr<InstanceSpace>, EngineError> create(const ContextLayout& layout,
                                                                      const SharedParts& shared, size_t stack_bytes,
                                                                      size_t memory_bytes);

    uint8_t* memory() const noexcept { return mapping_.data() + layout_.total_bytes; }
    Context& context() const noexcept { return reinterpret_cast<Context*>(memory())[-1]; }
    std::span<Raw> globals() const noexcept { return part<Raw>(layout_.globals, layout_.globals_bytes); }
    std::span<ImportEntry> imports() const noexcept {
        return part<ImportEntry>(layout_.imports, layout_.imports_bytes);
    }
    std::span<TableEntry> table() const noexcept { return part<TableEntry>(layout_.table, layout_.table_bytes); }
    WasmStack& stack() noexcept { return stack_; }

    uint32_t pages() const noexcept { return pages_; }
    /// False: the operating system would not.
    bool grow_to(uint32_t pages) noexcept;
    /// As many pages, with the initial content, however it was before.
    bool reset_memory(uint32_t pages) noexcept;
    /// The elements as in the shared part.
    void reset_table() noexcept;

  private:
    /// The initial content; the size stays.
    void restore_memory() noexcept;
    void look_at_pages(size_t bytes) noexcept;
    /// Quiet pages are not discarded from then on, unless somebody writes them.
    void guard() noexcept;
    /// All pages are writable again.
    void unguard() noexcept;

    struct GuardedRun {
        ResidentPages::Run pages;
        WriteGuard guard;
    };

    InstanceSpace(const ContextLayout& layout, const SharedParts& shared) : layout_(layout), shared_(shared) {}

    template <class T>
    std::span<T> part(int32_t offset, size_t bytes) const noexcept {
        return {reinterpret_cast<T*>(memory() + offset), bytes / sizeof(T)};
    }

    const ContextLayout layout_;
    const SharedParts& shared_;
    Mapping mapping_;
    WasmStack stack_;
    uint32_t pages_ = 0;  ///< accessible
    ResidentPages resident_;
    std::vector<GuardedRun> guarded_;  ///< sorted
    bool image_is_mapped_ = false;
};

}  // namespace serinus::wasm::x64
