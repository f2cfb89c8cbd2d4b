/// Calls into compiled code, and how they end.
#include "wasm/logical_stack.hpp"
#include "wasm/x64/entry.hpp"
#include "wasm/x64/instance.hpp"

namespace serinus::wasm::x64 {

/// A call on its way to the stack that it runs on.
struct JitInstance::Invocation {
    JitInstance* instance = nullptr;
    const void* code = nullptr;
    const Raw* slots = nullptr;
    size_t stack_arguments = 0;
    Raw result = 0;
};

Trap JitInstance::trap(TrapCode code) const {
    return {.code = code, .message = {}, .backtrace = {}, .module = program_->module()};
}

Result<std::optional<Raw>, Trap> JitInstance::call_table(uint32_t index, std::span<const Raw> arguments) {
    const std::span<const TableEntry> table = space_->table();
    if (index >= table.size()) return trap(TrapCode::kTableOutOfBounds);
    if (table[index].type_id == 0) return trap(TrapCode::kNullElement);
    if (module().type_of(table[index].function).params.size() != arguments.size()) {
        return trap(TrapCode::kIndirectTypeMismatch);
    }
    return call(table[index].function, arguments);
}

Result<std::optional<Raw>, Trap> JitInstance::call(uint32_t function, std::span<const Raw> arguments) {
    const FunctionType& type = module().type_of(function);
    SERINUS_ASSERT(arguments.size() == type.params.size());
    Context& context = space_->context();
    const uint64_t logical_stack_left = context.logical_stack_left;
    const bool nested = active_calls_ > 0;
    if (active_calls_ == kMaxNestedCalls) return trap(TrapCode::kStackExhausted);
    if (is_interrupted()) return trap(TrapCode::kInterrupted);

    std::array<Raw, 16> few_slots{};
    std::vector<Raw> many_slots;
    std::span<Raw> slots = few_slots;
    if (arguments.size() > few_slots.size()) slots = many_slots = std::vector<Raw>(arguments.size());
    for (size_t i = 0; i < arguments.size(); ++i) slots[i] = clean(arguments[i], type.params[i]);

    constexpr size_t kInRegisters = 6;
    Invocation invocation{.instance = this,
                          .code = program_->code_of(function),
                          .slots = slots.data(),
                          .stack_arguments = arguments.size() - std::min(arguments.size(), kInRegisters)};
    const auto enter_opaque = [](void* opaque) {
        auto& it = *static_cast<Invocation*>(opaque);
        it.instance->enter(it);
    };
    if (!nested) {
        context.logical_stack_left = program_->max_stack();
        space_->stack().run(enter_opaque, &invocation);
    } else if (space_->stack().is_current()) {
        if (!space_->stack().has_room_for(program_->stack_bytes(logical_stack_left))) {
            return trap(TrapCode::kStackExhausted);
        }
        enter(invocation);
    } else {
        // A host function that runs on another instance's stack calls this one, whose own stack has frames already.
        auto stack = WasmStack::create(program_->stack_bytes(program_->max_stack()));
        if (!stack) return trap(TrapCode::kStackExhausted);
        stack->run(enter_opaque, &invocation);
    }
    context.logical_stack_left = logical_stack_left;
    if (context.trapped != 0) return take_trap();
    if (!type.result) return std::optional<Raw>();
    return std::optional<Raw>(invocation.result);
}

void JitInstance::enter(Invocation& invocation) noexcept {
    ++active_calls_;
    space_->context().trapped = 0;
    invocation.result =
        serinus_wasm_enter(space_->memory(), invocation.code, invocation.slots, invocation.stack_arguments);
    --active_calls_;
}

void JitInstance::note_trap(TrapCode code, const uint8_t* place, const uint64_t* frame) noexcept {
    space_->context().trapped = 1;
    trap_code_ = code == TrapCode::kHost && unknown_import_ ? TrapCode::kUnknownImport : code;
    unknown_import_ = false;
    backtrace_.clear();
    // Both return addresses and the places of traps are past their instructions.
    for (const CodeSpace& space = program_->code(); backtrace_.size() < kMaxBacktrace;) {
        const uint32_t function = space.function_at(place - 1);
        const bool is_own = function != CodeEntry::kNoFunction && function >= module().imported_functions;
        if (is_own) backtrace_.push_back(function);
        if (frame == nullptr) return;
        place = reinterpret_cast<const uint8_t*>(frame[1]);   // NOLINT(performance-no-int-to-ptr)
        frame = reinterpret_cast<const uint64_t*>(frame[0]);  // NOLINT(performance-no-int-to-ptr)
    }
}

Trap JitInstance::take_trap() {
    space_->context().trapped = 0;
    const bool has_message = trap_code_ == TrapCode::kHost || trap_code_ == TrapCode::kUnknownImport;
    Trap trap{.code = trap_code_,
              .message = has_message ? std::move(message_) : std::string(),
              .backtrace = backtrace_,
              .module = program_->module()};
    message_.clear();
    return trap;
}

void JitInstance::fail(std::string reason) { message_ = std::move(reason); }

bool JitInstance::call_unknown_import(Instance& instance, void* data, Raw*) {
    auto& self = static_cast<JitInstance&>(instance);
    self.message_ = import_name(self.module(), static_cast<uint32_t>(reinterpret_cast<uintptr_t>(data)));
    self.unknown_import_ = true;
    return false;
}

const void* JitInstance::compile(uint32_t function) noexcept {
    const void* const code = program_->compile_now(function);
    if (code != nullptr) return code;
    message_ = "the operating system gives no memory for code";
    return program_->out_of_memory_stub();
}

}  // namespace serinus::wasm::x64
