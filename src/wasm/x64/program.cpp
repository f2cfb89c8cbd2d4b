#include "wasm/x64/program.hpp"

#include "hashing/hashing.hpp"
#include "platform/scheduler.hpp"
#include "wasm/x64/function_compiler.hpp"
#include "wasm/x64/thunks.hpp"

namespace serinus::wasm::x64 {

namespace {

/// Spaces kept for instances to come; their memory has been given back but for a few pages.
constexpr size_t kMaxSpareSpaces = 16;

/// The code of real modules takes about 1.8 times the bytes of the binary; address space is cheap.
constexpr size_t kExpectedExpansion = 6;

/// Code that the background makes before it puts it in place.
constexpr size_t kPendingBytes = size_t{8} << 10;

EngineError no_memory_for_code() { return {"the operating system gives no memory for code", true}; }

}  // namespace

JitProgram::JitProgram(std::shared_ptr<const Module> module, const CompileOptions& options,
                       const CodeOptions& code_options)
    : module_(std::move(module)), options_(options), layout_(*module_), code_options_(code_options) {}

Result<std::shared_ptr<const JitProgram>, EngineError> JitProgram::make(std::shared_ptr<const Module> module,
                                                                        const CompileOptions& options,
                                                                        AddressSpace address_space,
                                                                        CpuFeatures features) {
    const CodeOptions code_options{.features = features,
                                   .interruptible = options.interruptible,
                                   .metered_frames = module->has_metered_frames,
                                   .checks_bounds = address_space == AddressSpace::kScarce};
    std::shared_ptr<JitProgram> program(new JitProgram(std::move(module), options, code_options));
    TRY(program->prepare());
    return std::shared_ptr<const JitProgram>(std::move(program));
}

Result<std::shared_ptr<const JitProgram>, EngineError> JitProgram::make(std::shared_ptr<const Module> module,
                                                                        const CompileOptions& options,
                                                                        const CodeOptions& code_options,
                                                                        std::unique_ptr<CodeSpace> code,
                                                                        std::optional<DataImage> data) {
    std::shared_ptr<JitProgram> program(new JitProgram(std::move(module), options, code_options));
    program->shared_ = TRY(SharedParts::create(*program->module_, program->layout_, std::move(data)));
    program->compiled_ = std::make_unique<std::atomic<bool>[]>(program->module_->functions.size());
    ENSURE(program->adopt(std::move(code)), EngineError{"the code is not that of the module"});
    return std::shared_ptr<const JitProgram>(std::move(program));
}

Result<void, EngineError> JitProgram::prepare() {
    shared_ = TRY(SharedParts::create(*module_, layout_));
    compiled_ = std::make_unique<std::atomic<bool>[]>(module_->functions.size());
    size_t expected = kPageBytes;
    for (const Function& function : module_->functions) expected += function.code.size() * kExpectedExpansion;
    const size_t functions = module_->function_types.size();
    if (load_from_cache()) return {};
    code_ = std::make_unique<CodeSpace>(expected + functions * 128);
    TRY(add_import_thunks());

    if (options_.scheduler != nullptr) {
        TRY(add_lazy_stubs());
        was_expected_.resize(module_->functions.size());
        compile_in_background(weak_from_this(), *options_.scheduler);
        return {};
    }
    FunctionCompiler compiler(*module_, layout_, code_options_);
    for (uint32_t i = 0; i < module_->functions.size(); ++i) {
        ENSURE(compile_own(compiler, i), no_memory_for_code());
    }
    finish();
    return {};
}

/// Whether all code is there.
bool JitProgram::load_from_cache() {
    if (options_.cache_directory.empty()) return false;
    const Hash256 hash = options_.code_hash ? *options_.code_hash : hashing::blake2b_256(module_->bytes);
    cache_ = std::make_unique<CodeCache>(options_.cache_directory, hash, code_options_);
    return adopt(cache_->load());
}

bool JitProgram::adopt(std::unique_ptr<CodeSpace> code) {
    if (code == nullptr) return false;
    // A hash that was given for two modules is the caller's mistake; it should not go as far as a call of nothing.
    std::vector<const void*> found(module_->function_types.size());
    bool fits = true;
    code->for_each([&](uint32_t function, const void* place) {
        if (function < found.size()) {
            found[function] = place;
        } else {
            fits = false;
        }
    });
    if (!fits || std::find(found.begin(), found.end(), nullptr) != found.end()) return false;
    code_ = std::move(code);
    for (uint32_t i = 0; i < found.size(); ++i) publish(i, found[i]);
    for (size_t i = 0; i < module_->functions.size(); ++i) compiled_[i] = true;
    return true;
}

void JitProgram::store_in_cache() const {
    if (cache_ == nullptr) return;
    const auto image = code_->image();
    const bool is_complete = image && image->entries.size() == module_->function_types.size();
    if (is_complete) cache_->store(*image);
}

Result<void, EngineError> JitProgram::add_import_thunks() {
    for (uint32_t i = 0; i < module_->imported_functions; ++i) {
        const uint8_t* const code = code_->append(make_import_thunk(module_->type_of(i), i, layout_), i);
        ENSURE(code != nullptr, no_memory_for_code());
        publish(i, code);
    }
    return {};
}

Result<void, EngineError> JitProgram::add_lazy_stubs() {
    const uint32_t first = module_->imported_functions;
    const auto count = static_cast<uint32_t>(module_->functions.size());
    if (count == 0) return {};
    stubs_ = std::make_unique<CodeSpace>(count * kLazyStubBytes + kHostPage);
    out_of_memory_stub_ = stubs_->append(make_failing_function(), CodeEntry::kNoFunction);
    const uint8_t* stub = stubs_->append(make_lazy_stubs(first, count), CodeEntry::kNoFunction);
    ENSURE(out_of_memory_stub_ != nullptr && stub != nullptr, no_memory_for_code());
    for (uint32_t i = 0; i < count; ++i, stub += kLazyStubBytes) publish(first + i, stub);
    return {};
}

void JitProgram::publish(uint32_t function, const void* code) const noexcept {
    shared_.function(function).store(code, std::memory_order_release);
}

bool JitProgram::is_compiled(uint32_t index) const noexcept { return compiled_[index].load(std::memory_order_acquire); }

const void* JitProgram::code_of(uint32_t function) const noexcept {
    return shared_.function(function).load(std::memory_order_acquire);
}

bool JitProgram::compile_own(FunctionCompiler& compiler, uint32_t index) const {
    if (is_compiled(index)) return true;
    const BytesView code = compiler.compile(index);
    const uint32_t function = module_->imported_functions + index;
    // Two threads may have compiled the same function: the first one's code stays.
    const std::lock_guard lock(publish_mutex_);
    if (is_compiled(index)) return true;
    const uint8_t* const place = code_->append(code, function);
    if (place == nullptr) return false;
    publish(function, place);
    compiled_[index].store(true, std::memory_order_release);
    return true;
}

const void* JitProgram::compile_now(uint32_t function) const {
    const uint32_t index = function - module_->imported_functions;
    if (is_compiled(index)) return code_of(function);
    std::unique_ptr<FunctionCompiler> compiler;
    {
        const std::lock_guard lock(publish_mutex_);
        if (!idle_compilers_.empty()) {
            compiler = std::move(idle_compilers_.back());
            idle_compilers_.pop_back();
        }
    }
    if (compiler == nullptr) compiler = std::make_unique<FunctionCompiler>(*module_, layout_, code_options_);
    if (!compile_own(*compiler, index)) return nullptr;
    if (options_.scheduler != nullptr) expect_callees(*compiler);
    const std::lock_guard lock(publish_mutex_);
    idle_compilers_.push_back(std::move(compiler));
    return code_of(function);
}

/// A refused task is no harm: functions are compiled when they are called, and wait() compiles the others.
void JitProgram::compile_in_background(const std::weak_ptr<const JitProgram>& program, platform::Scheduler& scheduler) {
    (void)scheduler.post(platform::WorkClass::kCpu, [program, &scheduler](const std::stop_token& stop) {
        const auto kept = program.lock();
        if (kept == nullptr || stop.stop_requested()) return;
        FunctionCompiler compiler(*kept->module_, kept->layout_, kept->code_options_);
        if (kept->compile_batch(compiler)) return compile_in_background(program, scheduler);
        (void)scheduler.post(platform::WorkClass::kDisk, [program](const std::stop_token&) {
            if (const auto complete = program.lock()) complete->finish();
        });
    });
}

/// What running code will need soon comes first, then all others in their order.
std::optional<uint32_t> JitProgram::take_next() const {
    const auto count = static_cast<uint32_t>(module_->functions.size());
    const std::lock_guard lock(batches_mutex_);
    while (!expected_.empty()) {
        const uint32_t index = expected_.back();
        expected_.pop_back();
        if (!is_compiled(index)) return index;
    }
    while (next_in_order_ < count) {
        const uint32_t index = next_in_order_++;
        if (!is_compiled(index)) return index;
    }
    return std::nullopt;
}

void JitProgram::expect_callees(const FunctionCompiler& compiler) const {
    const std::lock_guard lock(batches_mutex_);
    if (next_in_order_ == module_->functions.size()) return;
    for (const uint32_t function : compiler.callees()) {
        const uint32_t index = function - module_->imported_functions;
        if (was_expected_[index] || is_compiled(index)) continue;
        was_expected_[index] = true;
        expected_.push_back(index);
    }
}

bool JitProgram::publish_all(Pending& pending) const {
    const auto [code, entries] = std::exchange(pending, {});
    const auto index_of = [this](const CodeEntry& entry) { return entry.function - module_->imported_functions; };
    const std::lock_guard lock(publish_mutex_);
    const bool all_new =
        std::none_of(entries.begin(), entries.end(), [&](const CodeEntry& one) { return is_compiled(index_of(one)); });
    const uint8_t* const together = all_new && !entries.empty() ? code_->append(code, entries) : nullptr;
    for (size_t i = 0; i < entries.size(); ++i) {
        const CodeEntry& entry = entries[i];
        if (is_compiled(index_of(entry))) continue;
        const size_t end = i + 1 < entries.size() ? entries[i + 1].offset : code.size();
        const uint8_t* const place =
            all_new ? together
                    : code_->append(BytesView(code).subspan(entry.offset, end - entry.offset), entry.function);
        if (place == nullptr) return false;
        publish(entry.function, all_new ? place + entry.offset : place);
        compiled_[index_of(entry)].store(true, std::memory_order_release);
    }
    return true;
}

bool JitProgram::compile_batch(FunctionCompiler& compiler) const {
    // Some 5 ms, so that other work of the class takes its turn.
    constexpr size_t kBatchBytes = size_t{64} << 10;
    {
        const std::lock_guard lock(batches_mutex_);
        ++running_batches_;
    }
    bool has_memory = true, is_done = false;
    Pending pending;
    // Without memory the stub stays, and tries again when it is called.
    for (size_t bytes = 0; bytes < kBatchBytes && has_memory;) {
        const std::optional<uint32_t> index = take_next();
        is_done = !index.has_value();
        if (is_done) break;
        pending.entries.push_back({static_cast<uint32_t>(pending.code.size()), module_->imported_functions + *index});
        append(pending.code, compiler.compile(*index));
        pending.code.resize(round_up(pending.code.size(), CodeSpace::kAlignment));
        if (pending.code.size() >= kPendingBytes) has_memory = publish_all(pending);
        bytes += module_->functions[*index].code.size();
    }
    has_memory = has_memory && publish_all(pending);
    const std::lock_guard lock(batches_mutex_);
    if (--running_batches_ == 0) batch_done_.notify_all();
    return has_memory && !is_done;
}

void JitProgram::wait() const {
    FunctionCompiler compiler(*module_, layout_, code_options_);
    while (compile_batch(compiler)) {
    }
    {
        std::unique_lock lock(batches_mutex_);
        batch_done_.wait(lock, [this] { return running_batches_ == 0; });
    }
    finish();
}

void JitProgram::finish() const {
    const std::lock_guard lock(finish_mutex_);
    if (std::exchange(is_finished_, true)) return;
    for (size_t i = 0; i < module_->functions.size(); ++i) {
        if (!is_compiled(static_cast<uint32_t>(i))) return;
    }
    store_in_cache();
    code_->seal();
}

Result<std::unique_ptr<InstanceSpace>, EngineError> JitProgram::take_space() const {
    {
        const std::lock_guard lock(spaces_mutex_);
        if (!spaces_.empty()) {
            auto space = std::move(spaces_.back());
            spaces_.pop_back();
            return space;
        }
    }
    size_t memory_bytes = kMemoryReservation;
    if (code_options_.checks_bounds) {
        const uint32_t most_pages = module_->memory ? std::min(module_->memory->max.value_or(kMaxPages), kMaxPages) : 0;
        memory_bytes = size_t{most_pages} * kPageBytes;
    }
    return InstanceSpace::create(layout_, shared_, stack_bytes(options_.max_stack), memory_bytes);
}

void JitProgram::give_back(std::unique_ptr<InstanceSpace> space) const noexcept {
    const std::lock_guard lock(spaces_mutex_);
    if (spaces_.size() < kMaxSpareSpaces) spaces_.push_back(std::move(space));
}

}  // namespace serinus::wasm::x64
