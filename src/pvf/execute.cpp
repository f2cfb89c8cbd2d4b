#include "pvf/execute.hpp"

#include <algorithm>
#include <array>

#include "codec/scale.hpp"
#include "executor/allocator.hpp"
#include "executor/host/host_call.hpp"
#include "executor/runtime_code.hpp"
#include "pvf/host_functions.hpp"
#include "pvf/prepare.hpp"

namespace serinus::pvf {
namespace {

using Kind = ExecuteError::Kind;

Err<ExecuteError> failed(Kind kind, std::string reason) { return Err(ExecuteError{kind, std::move(reason)}); }
Err<ExecuteError> failed(const wasm::EngineError& error) {
    return failed(error.is_ours ? Kind::kOurs : Kind::kConstruction, error.reason);
}

/// Nobody can reach it: functions of storage are not offered.
class NoState final : public state::Backend {
  public:
    using Error = state::StateError;
    Result<std::optional<BytesView>, Error> get(state::Area, BytesView) override { return none(); }
    Result<std::optional<Bytes>, Error> next_key(state::Area, BytesView) override { return none(); }
    Result<Hash256, Error> root_with(const state::StateChanges&, trie::StateVersion) override { return none(); }
    Result<Hash256, Error> child_root_with(BytesView, const state::ChangeSet&, trie::StateVersion) override {
        return none();
    }

  private:
    static Err<Error> none() { return Err(Error{Error::Kind::kMissing, "a parachain's code has no storage"}); }
};

/// Code sees that errors are logged, as in a worker of the reference that was started with an empty environment; so its
/// panics reach the host. Observed: the default level of `try_init_simple` of sp-tracing 19.0.0
class ErrorsOnly final : public executor::LogSink {
  public:
    executor::LogLevel max_level() const noexcept override { return executor::LogLevel::kError; }
    void log(executor::LogLevel, std::string_view, std::string_view) noexcept override {}
};

/// What is read of code without executing it. Observed: `ReadRuntimeVersion` of polkadot-node-core-pvf-common 29.0.0
std::optional<Bytes> embedded_version_of(executor::host::HostCall&, BytesView code) {
    Bytes storage;
    const auto wasm = executor::wasm_of(code, storage);
    if (!wasm) return std::nullopt;
    const auto version = executor::find_embedded_version(*wasm);
    if (!version || !version->has_value()) return std::nullopt;
    return scale::encode(**version);
}

wasm::Imports imports_within(const ExecutorLimits& limits) {
    wasm::Imports imports;
    imports.function = [limits](std::string_view module, std::string_view name,
                                const wasm::FunctionType& type) -> std::optional<wasm::HostImport> {
        const auto* entry = module == "env" ? find_host_function(name, limits) : nullptr;
        if (entry == nullptr || !entry->wrapped.signature.matches(type)) return std::nullopt;
        return wasm::HostImport{entry->wrapped.function, nullptr};
    };
    imports.global = [](std::string_view, std::string_view, wasm::GlobalType) { return std::optional<wasm::Raw>(); };
    return imports;
}

bool exports_memory(const wasm::Module& module) {
    if (module.find_export("memory", wasm::ExternKind::kMemory) != nullptr) return true;
    return std::ranges::any_of(module.imports, [](const wasm::Import& import) {
        return import.kind == wasm::ExternKind::kMemory && import.name == "memory";
    });
}

struct Entry {
    uint32_t function = 0;
    uint32_t heap_base = 0;
};

Result<Entry, ExecuteError> find_entry(const wasm::Module& module, const wasm::Instance& instance) {
    if (!exports_memory(module)) return failed(Kind::kInvalid, "no memory is exported under the name memory");
    const auto* heap_base = module.find_export("__heap_base", wasm::ExternKind::kGlobal);
    if (heap_base == nullptr || module.global_types[heap_base->index].type != wasm::ValueType::kI32)
        return failed(Kind::kInvalid, "no global __heap_base is exported");
    const auto* function = module.find_export("validate_block", wasm::ExternKind::kFunction);
    if (function == nullptr) return failed(Kind::kInvalid, "no function validate_block is exported");
    using enum wasm::ValueType;
    const wasm::FunctionType& type = module.type_of(function->index);
    if (type.params != std::vector{kI32, kI32} || type.result != kI64)
        return failed(Kind::kInvalid, "validate_block has another type than (i32, i32) -> i64");
    return Entry{function->index, static_cast<uint32_t>(instance.global(heap_base->index))};
}

/// Host functions ask it for verdicts on signatures, of which it keeps none. Made once: that takes calls of the system.
executor::Executor& executor_without_cache() {
    static executor::Executor the_executor({.max_signature_verdicts = 0});
    return the_executor;
}

/// What host functions see, and what that refers to.
struct CallOfParachain {
    CallOfParachain(uint32_t heap_base, const std::stop_token& stop)
        : allocator(heap_base),
          call{.overlay = overlay,
               .context = context,
               .executor = executor_without_cache(),
               .log = &log,
               .stop = stop,
               .version_of_code = embedded_version_of,
               .allocator = &allocator} {}

    NoState nothing;
    state::Overlay overlay{nothing};
    ErrorsOnly log;
    executor::Allocator allocator;
    const executor::CallContext context;
    executor::host::HostCall call;
};

Err<ExecuteError> failed(const wasm::Trap& trap, const executor::host::HostCall& call) {
    const bool stopped_itself = trap.code == wasm::TrapCode::kUnreachable && !call.last_words.empty();
    const bool was_interrupted = trap.code == wasm::TrapCode::kInterrupted || call.was_interrupted;
    return Err(ExecuteError{.kind = was_interrupted ? Kind::kInterrupted : Kind::kInvalid,
                            .reason = stopped_itself ? call.last_words + "\n" + trap.reason() : trap.reason(),
                            .backtrace = trap.backtrace_text()});
}

}  // namespace

Result<std::shared_ptr<const wasm::Program>, ExecuteError> load(wasm::Engine& engine, int file,
                                                                const ExecutorLimits& limits, bool interruptible) {
    auto program = engine.load(file, {.max_stack = limits.max_stack_units,
                                      .interruptible = interruptible,
                                      .max_memory_pages = std::min(limits.max_memory_pages, wasm::kMaxPages)});
    (void)executor_without_cache();
    // Whether the file is wrong is not the candidate's doing.
    if (!program) return failed(Kind::kOurs, program.error().reason);
    return std::move(*program);
}

Result<Executed, ExecuteError> execute(wasm::Engine& engine, std::shared_ptr<const wasm::Program> program,
                                       const ExecutorLimits& limits, BytesView input, const std::stop_token& stop,
                                       Afterwards afterwards) {
    const wasm::Module& module = *program->module();
    if (auto linked = check_imports(module, limits); !linked) return failed(Kind::kConstruction, linked.error().reason);
    if (module.memory && module.memory->min > limits.max_memory_pages)
        return failed(Kind::kConstruction, "the memory is larger from the start than it may become");
    auto made = engine.instantiate(std::move(program), imports_within(limits), nullptr);
    if (!made) return failed(made.error());
    wasm::Instance& instance = **made;
    if (afterwards == Afterwards::kLeave) (void)made->release();
    TRY_ASSIGN(const Entry entry, find_entry(module, instance));
    if (input.size() > UINT32_MAX) return failed(Kind::kInvalid, "the input is too long");

    CallOfParachain calling(entry.heap_base, stop);
    executor::host::HostCall& call = calling.call;
    executor::Allocator& allocator = calling.allocator;
    const auto size = static_cast<uint32_t>(input.size());
    const auto pointer = allocator.allocate(instance, call.memory, size);
    if (!pointer) return failed(Kind::kInvalid, std::string("no room for the input: ") + to_string(pointer.error()));
    std::copy(input.begin(), input.end(), instance.memory().begin() + *pointer);

    instance.user_data = &call;
    const std::array<wasm::Raw, 2> arguments = {*pointer, size};
    const auto result = [&] {
        const std::stop_callback interrupt(stop, [&] { instance.set_interrupted(true); });
        return instance.call(entry.function, arguments);
    }();
    instance.user_data = nullptr;
    if (!result) return failed(result.error(), call);

    const uint64_t packed = result->value();
    const uint64_t start = static_cast<uint32_t>(packed);
    const uint64_t length = packed >> 32;
    const BytesView memory = instance.memory();
    if (start + length > memory.size()) return failed(Kind::kInvalid, "the output lies outside the memory");
    return Executed{.output = to_bytes(memory.subspan(start, length)),
                    .memory_pages = static_cast<uint32_t>(memory.size() / wasm::kPageBytes)};
}

void warm_up_host_functions(wasm::Engine& engine, std::shared_ptr<const wasm::Program> program) {
    constexpr uint32_t kOnes = 0, kZeros = 4096, kHeap = 65'536;
    auto made = engine.instantiate(std::move(program), imports_within({}), nullptr);
    if (!made || (*made)->memory().size() < kHeap) return;
    wasm::Instance& instance = **made;
    std::fill_n(instance.memory().begin() + kOnes, kZeros - kOnes, uint8_t{1});
    CallOfParachain calling(kHeap, {});
    instance.user_data = &calling.call;
    for (const auto* entry : executor::host::all_host_functions()) {
        if (find_host_function(entry->name, {}) == nullptr) continue;
        const executor::host::Signature& signature = entry->wrapped.signature;
        std::array<wasm::Raw, executor::host::Signature::kMaxParams + 1> slots{};
        for (uint8_t i = 0; i < signature.count; ++i) {
            // A pointer to ones: a signature, a key. A view of one zero: an empty list.
            const bool is_view = signature.params[i] == wasm::ValueType::kI64;
            slots[i] = is_view ? wasm::Raw{kZeros} | wasm::Raw{1} << 32 : wasm::Raw{kOnes};
        }
        (void)entry->wrapped.function(instance, nullptr, slots.data());
    }
    instance.user_data = nullptr;
}

}  // namespace serinus::pvf
