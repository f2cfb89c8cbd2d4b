#include "executor/executor.hpp"

#include "codec/scale.hpp"
#include "crypto/verdict_cache.hpp"
#include "executor/allocator.hpp"
#include "executor/call_limits.hpp"
#include "executor/host/convert.hpp"
#include "executor/host/host_call.hpp"
#include "executor/runtime.hpp"
#include "executor/runtime_cache.hpp"
#include "executor/runtime_code.hpp"
#include "platform/scheduler.hpp"

namespace serinus::executor {
namespace {

/// Pages of the heap where the state does not say. Observed: DEFAULT_HEAP_ALLOC_STRATEGY of sc-executor 0.51.0
constexpr uint64_t kDefaultHeapPages = 2048;

using Kind = CallError::Kind;

Err<CallError> failure(Kind kind, std::string reason) { return Err(CallError{kind, std::move(reason)}); }

/// The state on which runtimes are asked for their version: there is nothing.
class EmptyBackend final : public state::Backend {
  public:
    using Error = state::StateError;
    Result<std::optional<BytesView>, Error> get(state::Area, BytesView) override { return std::optional<BytesView>(); }
    Result<std::optional<Bytes>, Error> next_key(state::Area, BytesView) override { return std::optional<Bytes>(); }
    Result<Hash256, Error> root_with(const state::StateChanges&, trie::StateVersion) override { return no_root(); }
    Result<Hash256, Error> child_root_with(BytesView, const state::ChangeSet&, trie::StateVersion) override {
        return no_root();
    }

  private:
    static Err<Error> no_root() { return Err(Error{Error::Kind::kMissing, "no root is computed for a version"}); }
};

/// The reason of a failed call, for people: the last message of a runtime that stopped itself, and the place.
std::string reason_of(const wasm::Trap& trap, const host::HostCall& call) {
    const bool stopped_itself = trap.code == wasm::TrapCode::kUnreachable && !call.last_words.empty();
    return stopped_itself ? call.last_words + "\n" + trap.reason() : trap.reason();
}

}  // namespace

struct Executor::Impl {
    ExecutorOptions options;
    std::shared_ptr<wasm::Engine> engine;
    std::shared_ptr<RuntimeCache> cache;
    std::optional<Deadlines> deadlines;
    std::shared_ptr<crypto::VerdictCache> verdicts;

    explicit Impl(ExecutorOptions o)
        : options(std::move(o)),
          engine(options.interpret ? wasm::make_interpreter() : wasm::make_engine()),
          cache(options.shared_runtimes ? options.shared_runtimes : make_runtime_cache(options.max_cached_runtimes)) {
        verdicts = options.verdicts;
        if (options.scheduler == nullptr) return;
        deadlines.emplace(*options.scheduler);
        if (verdicts != nullptr || options.max_signature_verdicts == 0) return;
        verdicts = std::make_shared<crypto::VerdictCache>(crypto::Secret<32>(options.scheduler->random_array<32>()),
                                                          options.max_signature_verdicts);
    }

    Result<std::shared_ptr<const Runtime>, CallError> runtime(BytesView code, uint64_t heap_pages) {
        return cache->get(code, heap_pages, [&] { return Runtime::make(code, heap_pages, engine, options); });
    }

    /// Whether the call may look at other code: that of `Core_version` may not, or it could nest without end.
    enum class Nesting : bool { kForbidden, kAllowed };

    Result<Bytes, CallError> call(Executor& executor, const Runtime& runtime, std::string_view method,
                                  BytesView arguments, state::Overlay& state, const CallContext& context,
                                  Nesting nesting);
};

namespace {

/// The encoded version of code that a runtime looks at. Observed: `read_runtime_version` of sc-executor 0.51.0
std::optional<Bytes> version_of_code(host::HostCall& call, BytesView code) {
    Bytes storage;
    const auto wasm = wasm_of(code, storage);
    if (!wasm) return std::nullopt;
    const auto embedded = find_embedded_version(*wasm);
    if (!embedded) return std::nullopt;
    if (embedded->has_value()) return scale::encode(**embedded);
    const auto runtime = call.executor.runtime_of_code(code, std::nullopt);
    if (!runtime) return std::nullopt;
    auto answer = call.executor.raw_version(**runtime, {.stop = call.stop});
    return answer ? std::optional(std::move(*answer)) : std::nullopt;
}

}  // namespace

Result<Bytes, CallError> Executor::Impl::call(Executor& executor, const Runtime& runtime, std::string_view method,
                                              BytesView arguments, state::Overlay& state, const CallContext& context,
                                              Nesting nesting) {
    TRY_ASSIGN(const uint32_t function, runtime.find_method(method));
    const CallLimits limits(context, deadlines ? &*deadlines : nullptr);
    // Before an instance is taken, which may have to be made.
    if (limits.token().stop_requested()) return Err(limits.error());
    TRY_ASSIGN(const Runtime::Lease instance, runtime.take_instance());
    if (arguments.size() > UINT32_MAX) return failure(Kind::kTrap, "the arguments are too long");

    Allocator allocator(static_cast<uint32_t>(instance->global(runtime.heap_base_global())));
    host::HostCall host_call{.overlay = state,
                             .context = context,
                             .executor = executor,
                             .log = options.log,
                             .stop = limits.token(),
                             .version_of_code = nesting == Nesting::kAllowed ? version_of_code : nullptr,
                             .allocator = &allocator};
    const auto size = static_cast<uint32_t>(arguments.size());
    const auto pointer = allocator.allocate(*instance, host_call.memory, size);
    if (!pointer) return failure(Kind::kTrap, std::string("no room for the arguments: ") + to_string(pointer.error()));
    std::copy(arguments.begin(), arguments.end(), instance->memory().begin() + *pointer);

    instance->user_data = &host_call;
    state.enter_runtime();
    const std::array<wasm::Raw, 2> slots = {*pointer, size};
    const auto result = [&] {
        const std::stop_callback interrupt(limits.token(), [&] { instance->set_interrupted(true); });
        return instance->call(function, slots);
    }();
    instance->user_data = nullptr;
    state.exit_runtime();
    if (!result && (result.error().code == wasm::TrapCode::kInterrupted || host_call.was_interrupted)) {
        CallError error = limits.error();
        error.backtrace = result.error().backtrace_text();
        return Err(std::move(error));
    }
    if (!result) {
        return Err(CallError{.kind = host_call.state_failed ? Kind::kState : Kind::kTrap,
                             .reason = reason_of(result.error(), host_call),
                             .backtrace = result.error().backtrace_text()});
    }

    const uint64_t packed = result->value();
    const uint64_t start = static_cast<uint32_t>(packed);
    const uint64_t length = packed >> 32;
    const BytesView memory = instance->memory();
    if (start + length > memory.size())
        return failure(Kind::kBadResult, std::string(method) + " returned what lies outside the memory");
    return to_bytes(memory.subspan(start, length));
}

Executor::Executor(ExecutorOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Executor::~Executor() = default;

const std::shared_ptr<crypto::VerdictCache>& Executor::verdicts() noexcept { return impl_->verdicts; }
platform::Scheduler* Executor::scheduler() noexcept { return impl_->options.scheduler; }

Result<std::shared_ptr<const Runtime>, CallError> Executor::runtime_of(state::Overlay& state) {
    const auto failed = [](const state::StateError& error) { return failure(Kind::kState, error.reason); };
    const auto pages_value = state.get(state::Area::top(), as_bytes(":heappages"));
    if (!pages_value) return failed(pages_value.error());
    std::optional<uint64_t> heap_pages;
    if (pages_value->has_value() && (*pages_value)->size() >= sizeof(uint64_t))
        heap_pages = load_le<uint64_t>((*pages_value)->data());
    const auto code = state.get(state::Area::top(), as_bytes(":code"));
    if (!code) return failed(code.error());
    if (!code->has_value()) return failure(Kind::kNoCode, "the state has no :code");
    return runtime_of_code(**code, heap_pages);
}

Result<std::shared_ptr<const Runtime>, CallError> Executor::runtime_of_code(BytesView code,
                                                                            std::optional<uint64_t> heap_pages) {
    return impl_->runtime(code, heap_pages.value_or(kDefaultHeapPages));
}

Result<Bytes, CallError> Executor::raw_version(const Runtime& runtime, const CallContext& context) {
    EmptyBackend nothing;
    state::Overlay overlay(nothing);
    return impl_->call(*this, runtime, "Core_version", {}, overlay, context, Impl::Nesting::kForbidden);
}

Result<RuntimeVersion, CallError> Executor::version(const Runtime& runtime) {
    if (runtime.embedded_version()) return *runtime.embedded_version();
    if (auto known = runtime.asked_version()) return std::move(*known);
    TRY_ASSIGN(const Bytes answer, raw_version(runtime));
    auto version = decode_runtime_version(answer);
    if (!version) return failure(Kind::kBadResult, "what Core_version returned cannot be decoded");
    runtime.remember_version(*version);
    return std::move(*version);
}

Result<Bytes, CallError> Executor::call(const Runtime& runtime, std::string_view method, BytesView arguments,
                                        state::Overlay& state, const CallContext& context) {
    return impl_->call(*this, runtime, method, arguments, state, context, Impl::Nesting::kAllowed);
}

}  // namespace serinus::executor
