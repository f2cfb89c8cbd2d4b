#include "executor/runtime.hpp"

#include "executor/host/registry.hpp"
#include "executor/host_call_counts.hpp"
#include "executor/runtime_code.hpp"
#include "hashing/hashing.hpp"

namespace serinus::executor {
namespace {

Err<CallError> bad_code(std::string reason) { return Err(CallError{CallError::Kind::kBadCode, std::move(reason)}); }

/// An import must be a function of "env" with our type of it; a name that we do not know fails only when it is called.
/// Observed: `prepare_imports` of sc-executor-wasmtime 0.47.0
Result<void, CallError> check_imports(const wasm::Module& module) {
    for (const wasm::Import& import : module.imports) {
        const std::string name = std::string(import.module) + "." + std::string(import.name);
        if (import.module != "env") return bad_code("imports " + name + ", which is not of env");
        if (import.kind != wasm::ExternKind::kFunction) continue;
        const auto* entry = host::find_host_function(import.name);
        if (entry != nullptr && !entry->wrapped.signature.matches(module.types[import.type_index]))
            return bad_code("imports " + name + " with another type than " + entry->wrapped.signature.to_string());
    }
    return {};
}

std::optional<wasm::HostImport> find_import(std::string_view module, std::string_view name,
                                            const wasm::FunctionType& type) {
    const auto* entry = module == "env" ? host::find_host_function(name) : nullptr;
    if (entry == nullptr || !entry->wrapped.signature.matches(type)) return std::nullopt;
    return wasm::HostImport{entry->wrapped.function, nullptr};
}

/// Gives the memory its final size, before anybody else knows the module.
Result<void, CallError> size_memory(wasm::Module& module, uint64_t heap_pages) {
    if (!module.memory) return bad_code("the module has no memory");
    // Observed: sc-executor 0.51.0 takes the lower 32 bits of `:heappages`.
    const uint64_t pages = uint64_t{module.memory->min} + static_cast<uint32_t>(heap_pages);
    if (pages > wasm::kMaxPages) return bad_code("a memory of " + std::to_string(pages) + " pages is too large");
    module.memory = wasm::Limits{static_cast<uint32_t>(pages), static_cast<uint32_t>(pages)};
    return {};
}

}  // namespace

Result<std::shared_ptr<const Runtime>, CallError> Runtime::make(BytesView code, uint64_t heap_pages,
                                                                const std::shared_ptr<wasm::Engine>& engine,
                                                                const ExecutorOptions& options) {
    Bytes decompressed;
    const auto wasm = wasm_of(code, decompressed);
    if (!wasm) return bad_code(to_string(wasm.error()));
    auto version = find_embedded_version(*wasm);
    if (!version) return bad_code(to_string(version.error()));

    if (decompressed.empty()) decompressed = to_bytes(*wasm);
    auto parsed = wasm::parse_module(std::move(decompressed), {}, options.scheduler);
    if (!parsed) return bad_code(parsed.error().to_string());
    // Nobody else holds the module yet, and it was not made const.
    TRY(size_memory(const_cast<wasm::Module&>(**parsed), heap_pages));
    TRY(check_imports(**parsed));

    const auto* heap_base = (*parsed)->find_export("__heap_base", wasm::ExternKind::kGlobal);
    if (heap_base == nullptr || (*parsed)->global_types[heap_base->index].type != wasm::ValueType::kI32)
        return bad_code("the module exports no __heap_base");

    const std::shared_ptr<Runtime> runtime(new Runtime(engine, options.max_idle_instances));
    runtime->embedded_version_ = std::move(*version);
    runtime->heap_base_global_ = heap_base->index;
    runtime->imports_.function = find_import;
    if (options.host_calls != nullptr) {
        runtime->imports_.function = [counts = options.host_calls](std::string_view module_name, std::string_view name,
                                                                   const wasm::FunctionType& type) {
            auto import = find_import(module_name, name, type);
            if (import) import = counts->counting(name, *import);
            return import;
        };
    }
    runtime->imports_.global = [](std::string_view, std::string_view, wasm::GlobalType) {
        return std::optional<wasm::Raw>();
    };
    wasm::CompileOptions compile_options{.cache_directory = options.code_cache_directory,
                                         .scheduler = options.scheduler};
    // Of the code as it is given: compressed code is a fifth of the module.
    if (!options.code_cache_directory.empty()) compile_options.code_hash = hashing::blake2b_256(code);
    auto program = engine->compile(std::move(*parsed), compile_options);
    if (!program) return bad_code(program.error().reason);
    runtime->program_ = std::move(*program);
    // The first instance shows whether the module can be instantiated at all, and waits for the first call.
    TRY(runtime->take_instance());
    return std::shared_ptr<const Runtime>(runtime);
}

Result<uint32_t, CallError> Runtime::find_method(std::string_view name) const {
    const auto* found = module().find_export(name, wasm::ExternKind::kFunction);
    if (found == nullptr)
        return Err(CallError{CallError::Kind::kNoSuchMethod, "the runtime has no function " + std::string(name)});
    using enum wasm::ValueType;
    const wasm::FunctionType& type = module().type_of(found->index);
    if (type.params != std::vector{kI32, kI32} || type.result != kI64)
        return Err(CallError{CallError::Kind::kNoSuchMethod, "the function " + std::string(name) +
                                                                 " of the runtime is no method: its type is another"});
    return found->index;
}

Result<Runtime::Lease, CallError> Runtime::take_instance() const {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            auto instance = std::move(idle_.back());
            idle_.pop_back();
            return Lease(*this, std::move(instance));
        }
    }
    auto instance = engine_->instantiate(program_, imports_, nullptr);
    if (!instance) return bad_code(instance.error().reason);
    return Lease(*this, std::move(*instance));
}

Runtime::Lease::~Lease() {
    if (instance_ == nullptr) return;
    instance_->user_data = nullptr;
    instance_->reset();
    const std::lock_guard lock(runtime_->mutex_);
    if (runtime_->idle_.size() < runtime_->max_idle_) runtime_->idle_.push_back(std::move(instance_));
}

std::optional<RuntimeVersion> Runtime::asked_version() const {
    const std::lock_guard lock(mutex_);
    return asked_version_;
}

void Runtime::remember_version(const RuntimeVersion& version) const {
    const std::lock_guard lock(mutex_);
    asked_version_ = version;
}

}  // namespace serinus::executor
