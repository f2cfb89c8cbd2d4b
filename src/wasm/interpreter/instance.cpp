#include "wasm/interpreter/instance.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "wasm/logical_stack.hpp"

namespace serinus::wasm::interpreter {

InterpretedProgram::InterpretedProgram(std::shared_ptr<const Module> module, uint32_t max_stack, bool interruptible)
    : module_(std::move(module)),
      max_stack_(max_stack),
      interruptible_(interruptible),
      codes_(module_->functions.size()) {}

InterpretedProgram::~InterpretedProgram() {
    for (const auto& code : codes_) delete code.load();
}

const Code& InterpretedProgram::code(uint32_t function) const {
    auto& slot = codes_[function - module_->imported_functions];
    if (const Code* const ready = slot.load(std::memory_order_acquire)) return *ready;
    std::unique_ptr<const Code> fresh = make_code(*module_, function);
    const Code* other = nullptr;
    if (slot.compare_exchange_strong(other, fresh.get(), std::memory_order_acq_rel)) return *fresh.release();
    return *other;
}

InterpretedInstance::InterpretedInstance(std::shared_ptr<const InterpretedProgram> program, Linked linked)
    : program_(std::move(program)), module_(*program_->module()), linked_(std::move(linked)) {}

Result<void, EngineError> InterpretedInstance::prepare(uint32_t extra_pages) {
    if (module_.memory) {
        const uint32_t most = std::min(module_.memory->max.value_or(kMaxPages), kMaxPages);
        if (!memory_.create(initial_pages(*module_.memory, extra_pages), most))
            return EngineError{"no room for the memory"};
    }
    table_.assign(module_.table ? module_.table->min : 0, kNoFunction);
    TRY(check_segments(module_, linked_.globals, memory_.size(), static_cast<uint32_t>(table_.size())));

    // Besides the slots that the logical stack allows: arguments of the first call, and a slot for the result of a host
    // function that takes no arguments, before each open call.
    size_t most_params = 0;
    for (const FunctionType& type : module_.types) most_params = std::max(most_params, type.params.size());
    const size_t slots_per_unit = module_.has_metered_frames ? kMeteredUnitBytes / sizeof(Raw) : 1;
    stack_.reset(new Raw[program_->max_stack() * slots_per_unit + most_params + 1 + kMaxNestedCalls]);
    free_ = stack_.get();

    set_first_state();
    if (!module_.start) return {};
    if (auto result = call(*module_.start, {}); !result) {
        return EngineError{"the start function trapped: " + result.error().to_string()};
    }
    after_start_ = Snapshot{.memory = to_bytes(memory()), .globals = globals_};
    return {};
}

void InterpretedInstance::set_first_state() {
    globals_ = linked_.globals;
    for (const DataSegment& segment : module_.data) {
        std::copy(segment.bytes.begin(), segment.bytes.end(), memory_.data() + evaluate(segment.offset, globals_));
    }
    for (const ElementSegment& segment : module_.elements) {
        std::copy(segment.functions.begin(), segment.functions.end(),
                  table_.begin() + static_cast<ptrdiff_t>(evaluate(segment.offset, globals_)));
    }
}

void InterpretedInstance::reset() noexcept {
    set_interrupted(false);
    memory_.reset();
    if (!after_start_) return set_first_state();
    globals_ = after_start_->globals;
    if (after_start_->memory.size() > memory_.size()) {
        memory_.grow(static_cast<uint32_t>((after_start_->memory.size() - memory_.size()) / kPageBytes));
    }
    std::copy(after_start_->memory.begin(), after_start_->memory.end(), memory_.data());
}

std::optional<uint32_t> InterpretedInstance::grow_memory(uint32_t pages) noexcept {
    const auto before = static_cast<uint32_t>(memory_.size() / kPageBytes);
    return memory_.grow(pages) ? std::optional(before) : std::nullopt;
}

void InterpretedInstance::set_global(uint32_t index, Raw value) noexcept {
    globals_[index] = clean(value, module_.global_types[index].type);
}

Result<std::optional<Raw>, Trap> InterpretedInstance::call(uint32_t function, std::span<const Raw> arguments) {
    const FunctionType& type = module_.type_of(function);
    SERINUS_ASSERT(arguments.size() == type.params.size());
    const auto refuse = [this](TrapCode code) {
        return Trap{.code = code, .message = {}, .backtrace = {}, .module = program_->module()};
    };
    if (open_calls_ == kMaxNestedCalls) return refuse(TrapCode::kStackExhausted);
    if (interrupted_.load(std::memory_order_relaxed)) return refuse(TrapCode::kInterrupted);

    Raw* const slots = free_;
    for (size_t i = 0; i < arguments.size(); ++i) slots[i] = clean(arguments[i], type.params[i]);
    const uint32_t used_before = used_;
    const size_t frames_before = frames_.size();
    ++open_calls_;
    const bool returned = invoke(function, slots + arguments.size());
    --open_calls_;
    free_ = slots;
    if (returned) return type.result ? std::optional(slots[0]) : std::nullopt;

    while (frames_.size() > frames_before) {
        if (trap_.backtrace.size() < kMaxBacktrace) trap_.backtrace.push_back(frames_.back().code->function);
        frames_.pop_back();
    }
    used_ = used_before;
    trap_.module = program_->module();
    return std::exchange(trap_, {});
}

Result<std::optional<Raw>, Trap> InterpretedInstance::call_table(uint32_t index, std::span<const Raw> arguments) {
    uint32_t function = kNoFunction;
    std::optional<TrapCode> code = find_element(index, std::nullopt, function);
    if (!code && module_.type_of(function).params.size() != arguments.size()) code = TrapCode::kIndirectTypeMismatch;
    if (code) return Trap{.code = *code, .message = {}, .backtrace = {}, .module = program_->module()};
    return call(function, arguments);
}

std::optional<TrapCode> InterpretedInstance::find_element(uint32_t index, std::optional<uint32_t> canonical_type,
                                                          uint32_t& function) const {
    if (index >= table_.size()) return TrapCode::kTableOutOfBounds;
    if (table_[index] == kNoFunction) return TrapCode::kNullElement;
    function = table_[index];
    const uint32_t type = module_.canonical_types[module_.function_types[function]];
    if (canonical_type && type != *canonical_type) return TrapCode::kIndirectTypeMismatch;
    return std::nullopt;
}

bool InterpretedInstance::invoke(uint32_t function, Raw* top) {
    if (function < module_.imported_functions) return call_host(function, top);
    const size_t outer_frames = frames_.size();
    return enter(function, top) && run(outer_frames);
}

bool InterpretedInstance::enter(uint32_t function, Raw* top) {
    const Code& code = program_->code(function);
    Raw* const locals = top - code.param_count;
    frames_.push_back({.code = &code, .next = code.words.data(), .locals = locals});
    if (code.cost > program_->max_stack() - used_) return trap(TrapCode::kStackExhausted);
    used_ += code.cost;
    if (code.calls && is_interrupted()) return trap(TrapCode::kInterrupted);
    std::fill(top, locals + code.local_count, Raw{0});
    return true;
}

bool InterpretedInstance::call_host(uint32_t function, Raw* top) {
    const std::optional<HostImport>& host = linked_.functions[function];
    if (!host) return trap(TrapCode::kUnknownImport, import_name(module_, function));
    const FunctionType& type = module_.type_of(function);
    Raw* const slots = top - type.params.size();
    free_ = std::max(top, slots + 1);
    failure_.clear();
    if (!host->function(*this, host->data, slots)) return trap(TrapCode::kHost, std::move(failure_));
    if (type.result) slots[0] = clean(slots[0], *type.result);
    return true;
}

bool InterpretedInstance::trap(TrapCode code, std::string message) {
    trap_.code = code;
    trap_.message = std::move(message);
    trap_.backtrace.clear();
    return false;
}

}  // namespace serinus::wasm::interpreter
