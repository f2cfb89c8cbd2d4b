#include "pvf/prepare.hpp"

#include "executor/runtime_code.hpp"
#include "pvf/host_functions.hpp"
#include "wasm/metered_frames.hpp"

namespace serinus::pvf {
namespace {

Err<PrepareError> fault(PrepareFault kind, std::string reason) { return Err(PrepareError{kind, std::move(reason)}); }

/// Observed: sc-executor-common 0.47.0: an imported memory becomes an exported one of the same name, beside the exports
/// that there are.
Result<void, PrepareError> check_memory_name(const wasm::Module& module) {
    for (const wasm::Import& import : module.imports) {
        if (import.kind != wasm::ExternKind::kMemory) continue;
        for (const wasm::Export& other : module.exports) {
            if (other.name == import.name)
                return fault(PrepareFault::kInvalid, "duplicate export of an imported memory's name");
        }
    }
    return {};
}

/// Observed: the reference's stack limiter (wasm-instrument 0.4.0) counts in a global that it adds, and forgets
/// imported ones when it names it; so it writes into another one, which must be a variable of 32 bits or the module is
/// invalid.
Result<void, PrepareError> check_counter_of_limiter(const wasm::Module& module) {
    if (module.imported_globals == 0) return {};
    const auto named = static_cast<uint32_t>(module.globals.size());
    const wasm::GlobalType& type = module.global_types[named];
    if (!type.is_mutable || type.type != wasm::ValueType::kI32)
        return fault(PrepareFault::kInvalid,
                     "imports a global, which the stack limiter of the reference does not bear");
    return {};
}

/// Observed: wasmparser 0.236 and cranelift behind it, and no bound on a function's size but that on the code. Tables
/// are bounded by the address space of a machine there: 200 million entries are more than any compiler makes, and fewer
/// than our distances reach.
wasm::ModuleLimits limits_of_modules() {
    wasm::ModuleLimits limits;
    limits.max_imports = 1'000'000;
    limits.max_table = 200'000'000;
    limits.max_function_bytes = UINT32_MAX;
    limits.max_name_bytes = 100'000;
    limits.max_branches = 65'520;
    return limits;
}

}  // namespace

const char* to_string(PrepareFault fault) noexcept {
    switch (fault) {
        case PrepareFault::kCompression:
            return "the compressed code is damaged or too large";
        case PrepareFault::kInvalid:
            return "the code is no valid module";
        case PrepareFault::kConstruction:
            return "the module cannot be linked";
        case PrepareFault::kOutOfMemory:
            return "preparing takes too much memory";
        case PrepareFault::kTimedOut:
            return "preparing takes too long";
        case PrepareFault::kDied:
            return "the worker died";
        case PrepareFault::kOurs:
            return "this node could not prepare the code";
    }
    return "unknown";
}

bool is_deterministic(PrepareFault fault) noexcept {
    return fault == PrepareFault::kCompression || fault == PrepareFault::kInvalid ||
           fault == PrepareFault::kOutOfMemory;
}

Result<std::shared_ptr<const wasm::Module>, PrepareError> module_of_code(BytesView code, uint32_t bomb_limit) {
    Bytes storage;
    const auto wasm = executor::decompressed(code, storage, bomb_limit);
    if (!wasm) return fault(PrepareFault::kCompression, executor::to_string(wasm.error()));
    if (storage.empty()) storage = to_bytes(*wasm);
    auto parsed = wasm::parse_module(std::move(storage), limits_of_modules());
    if (!parsed) return fault(PrepareFault::kInvalid, parsed.error().to_string());
    // Nobody else holds the module yet, and it was not made const.
    const auto metered = wasm::meter_frames(const_cast<wasm::Module&>(**parsed));
    if (!metered) return fault(PrepareFault::kInvalid, metered.error().to_string());
    TRY(check_memory_name(**parsed));
    TRY(check_counter_of_limiter(**parsed));
    return std::move(*parsed);
}

Result<void, PrepareError> check_imports(const wasm::Module& module, const ExecutorLimits& limits) {
    for (const wasm::Import& import : module.imports) {
        const std::string name = std::string(import.module) + '.' + std::string(import.name);
        if (import.kind == wasm::ExternKind::kMemory) continue;
        if (import.module != "env") return fault(PrepareFault::kConstruction, "imports " + name + ", not of env");
        if (import.kind != wasm::ExternKind::kFunction)
            return fault(PrepareFault::kConstruction, "imports " + name + ", which is no function");
        const auto* entry = find_host_function(import.name, limits);
        if (entry != nullptr && !entry->wrapped.signature.matches(module.types[import.type_index])) {
            return fault(PrepareFault::kConstruction,
                         "imports " + name + " with another type than " + entry->wrapped.signature.to_string());
        }
    }
    return {};
}

Result<Bytes, PrepareError> prepare(BytesView code, wasm::Engine& engine, const PrepareOptions& options) {
    TRY_ASSIGN(const auto module, module_of_code(code, options.bomb_limit));
    auto file = engine.precompile(*module, {.interruptible = options.interruptible});
    if (!file) return fault(file.error().is_ours ? PrepareFault::kOurs : PrepareFault::kInvalid, file.error().reason);
    if (options.precheck) TRY(check_imports(*module, *options.precheck));
    return std::move(*file);
}

}  // namespace serinus::pvf
