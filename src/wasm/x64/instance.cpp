#include "wasm/x64/instance.hpp"

#include "wasm/logical_stack.hpp"
#include "wasm/x64/entry.hpp"

namespace serinus::wasm::x64 {

namespace {

/// After how many calls the pages of a deep stack are given back, a call of the operating system each time.
constexpr uint32_t kResetsOfAStack = 16;

JitInstance& instance_at(uint8_t* memory) noexcept {
    return static_cast<JitInstance&>(*reinterpret_cast<Context*>(memory)[-1].instance);
}

uint32_t grow_memory_for_code(Instance* instance, uint32_t pages) {
    return instance->grow_memory(pages).value_or(UINT32_MAX);
}

}  // namespace

extern "C" void serinus_wasm_note_trap(uint8_t* memory, uint32_t code, const uint8_t* place,
                                       const uint64_t* frame) noexcept {
    instance_at(memory).note_trap(static_cast<TrapCode>(code), place, frame);
}

extern "C" const void* serinus_wasm_compile_function(uint8_t* memory, uint32_t function) noexcept {
    return instance_at(memory).compile(function);
}

Result<std::unique_ptr<Instance>, EngineError> JitInstance::make(std::shared_ptr<const JitProgram> program,
                                                                 const Imports& imports, void* user_data,
                                                                 uint32_t extra_pages) {
    std::unique_ptr<JitInstance> instance(new JitInstance(std::move(program)));
    instance->user_data = user_data;
    TRY_ASSIGN(instance->space_, instance->program_->take_space());
    TRY_ASSIGN(const Linked linked, link(instance->module(), imports));
    TRY(instance->initialise(linked, extra_pages));
    return std::unique_ptr<Instance>(std::move(instance));
}

JitInstance::~JitInstance() {
    if (space_ == nullptr) return;
    SERINUS_ASSERT(active_calls_ == 0);
    // What the space keeps are the pages that every instance uses.
    space_->stack().discard();
    if (space_->reset_memory(0)) program_->give_back(std::move(space_));
}

Result<void, EngineError> JitInstance::initialise(const Linked& linked, uint32_t extra_pages) {
    const Module& module = this->module();
    space_->context() = {.instance = this,
                         .grow_memory = grow_memory_for_code,
                         .lazy_entry = reinterpret_cast<const void*>(&serinus_wasm_lazy_entry),
                         .trap_exit = reinterpret_cast<const void*>(&serinus_wasm_trap_exit),
                         .uninterrupted = reinterpret_cast<uintptr_t>(space_->memory()),
                         .logical_stack_left = program_->max_stack()};
    for (uint32_t i = 0; i < module.imported_functions; ++i) {
        const std::optional<HostImport>& found = linked.functions[i];
        // The pointer is not followed: it carries the index of the import.
        void* const index = reinterpret_cast<void*>(uintptr_t{i});  // NOLINT(performance-no-int-to-ptr)
        space_->imports()[i] =
            found ? ImportEntry{found->function, found->data} : ImportEntry{call_unknown_import, index};
    }
    initial_globals_ = linked.globals;
    std::copy(initial_globals_.begin(), initial_globals_.end(), space_->globals().begin());

    if (module.memory) {
        max_pages_ = std::min(module.memory->max.value_or(kMaxPages), kMaxPages);
        initial_pages_ = initial_pages(*module.memory, extra_pages);
    }
    ENSURE(space_->reset_memory(initial_pages_), EngineError{"the operating system gives no memory", true});
    set_memory_pages(initial_pages_);
    TRY(check_segments(module, linked.globals, uint64_t{initial_pages_} * kPageBytes,
                       static_cast<uint32_t>(space_->table().size())));
    copy_segments();

    if (module.start) {
        if (auto result = call(*module.start, {}); !result) {
            return EngineError{"the start function trapped: " + result.error().to_string()};
        }
        keep_state_after_start();
    }
    return {};
}

/// Those that are not in the shared parts, because their place depends on imported globals or on extra pages.
void JitInstance::copy_segments() noexcept {
    const Module& module = this->module();
    if (!program_->shared().has_initial_table()) {
        space_->reset_table();
        for (const ElementSegment& segment : module.elements) {
            size_t slot = evaluate(segment.offset, initial_globals_);
            for (const uint32_t function : segment.functions) {
                space_->table()[slot++] = {function, module.canonical_types[module.function_types[function]] + 1};
            }
        }
    }
    if (!program_->shared().data().is_complete()) {
        for (const DataSegment& segment : module.data) {
            uint8_t* const place = space_->memory() + evaluate(segment.offset, initial_globals_);
            std::copy(segment.bytes.begin(), segment.bytes.end(), place);
        }
    }
}

/// The start function is not called again by reset(): it may have asked the host for what is different next time.
void JitInstance::keep_state_after_start() {
    initial_pages_ = space_->pages();
    globals_after_start_.assign(space_->globals().begin(), space_->globals().end());
    static constexpr ByteArray<kHostPage> kZeros{};
    const size_t bytes = size_t{initial_pages_} * kPageBytes;
    for (size_t at = 0; at < bytes; at += kHostPage) {
        const BytesView page(space_->memory() + at, kHostPage);
        if (!equal(page, kZeros)) pages_after_start_.emplace_back(at, to_bytes(page));
    }
}

void JitInstance::reset() noexcept {
    SERINUS_ASSERT(active_calls_ == 0);
    SERINUS_ASSERT(space_->reset_memory(initial_pages_));
    set_memory_pages(initial_pages_);
    const std::vector<Raw>& globals = module().start ? globals_after_start_ : initial_globals_;
    std::copy(globals.begin(), globals.end(), space_->globals().begin());
    copy_segments();
    for (const auto& [at, page] : pages_after_start_) std::memcpy(space_->memory() + at, page.data(), page.size());
    // For the memory it holds, not for what it says: code writes its stack before it reads it.
    if (++resets_ % kResetsOfAStack == 0) space_->stack().discard();
    message_.clear();
    set_interrupted(false);
}

void JitInstance::set_memory_pages(uint32_t pages) noexcept {
    space_->context().memory_pages = pages;
    space_->context().memory_bytes = uint64_t{pages} * kPageBytes;
}

void JitInstance::set_interrupted(bool interrupted) noexcept {
    const uintptr_t value = interrupted ? 0 : reinterpret_cast<uintptr_t>(space_->memory());
    std::atomic_ref(space_->context().uninterrupted).store(value, std::memory_order_relaxed);
}

bool JitInstance::is_interrupted() const noexcept {
    return std::atomic_ref(space_->context().uninterrupted).load(std::memory_order_relaxed) == 0;
}

MutableBytesView JitInstance::memory() noexcept { return {space_->memory(), size_t{space_->pages()} * kPageBytes}; }

std::optional<uint32_t> JitInstance::grow_memory(uint32_t pages) noexcept {
    const uint32_t before = space_->pages();
    if (!module().memory || pages > max_pages_ - before || !space_->grow_to(before + pages)) return std::nullopt;
    set_memory_pages(before + pages);
    return before;
}

Raw JitInstance::global(uint32_t index) const noexcept { return space_->globals()[index]; }

void JitInstance::set_global(uint32_t index, Raw value) noexcept {
    space_->globals()[index] = clean(value, module().global_types[index].type);
}

}  // namespace serinus::wasm::x64
