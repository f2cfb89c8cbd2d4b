#include "wasm/x64/function_compiler.hpp"

namespace serinus::wasm::x64 {

using asmjit::Imm;
using asmjit::Label;

namespace {

/// Above this many, locals are zeroed by a loop.
constexpr uint32_t kFewLocals = 24;

constexpr size_t kTrapCodes = static_cast<size_t>(TrapCode::kInterrupted) + 1;

/// The code buffers are our own and operands come from a validated module: an error of the assembler is a bug or the
/// end of memory.
class AssertingErrorHandler final : public asmjit::ErrorHandler {
  public:
    void handleError(asmjit::Error, const char* message, asmjit::BaseEmitter*) override {
        assertion_failed(message, "asmjit", 0);
    }
};

AssertingErrorHandler error_handler;

}  // namespace

FunctionCompiler::FunctionCompiler(const Module& module, const ContextLayout& layout, const CodeOptions& options)
    : module_(module), layout_(layout), options_(options), stack_(a_, frame_) {}

BytesView FunctionCompiler::compile(uint32_t function) {
    function_ = &module_.functions[function];
    start();
    enter_function();
    compile_body();
    leave_function();
    place_trap_stubs();
    place_jump_tables();
    return finish();
}

void FunctionCompiler::start() {
    holder_.reset();
    holder_.init(asmjit::Environment::host());
    holder_.setErrorHandler(&error_handler);
    holder_.attach(&a_);
    frame_.lay_out(module_, *function_);
    stack_.clear();
    blocks_.clear();
    jump_tables_.clear();
    callees_.clear();
    trap_labels_.assign(kTrapCodes, Label());
    bad_element_ = Label();
    reader_ = CodeReader(function_->code);
    unreachable_ = false;
}

void FunctionCompiler::compile_body() {
    blocks_.push_back({.result = module_.types[function_->type_index].result, .label = a_.newLabel(), .otherwise = {}});
    while (!blocks_.empty()) {
        if (unreachable_) skip_unreachable();
        compile_instruction(reader_.op());
    }
}

void FunctionCompiler::compile_instruction(Op op) {
    switch (op) {
        case Op::kUnreachable:
            a_.jmp(trap_label(TrapCode::kUnreachable));
            unreachable_ = true;
            return;
        case Op::kNop:
            return;
        case Op::kBlock:
        case Op::kLoop:
            return open_block(op);
        case Op::kIf:
            test_condition();
            return open_if(Condition::kNotZero);
        case Op::kElse:
            return place_else();
        case Op::kEnd:
            return end_block();
        case Op::kBr:
            return branch();
        case Op::kBrIf:
            test_condition();
            return branch_if(Condition::kNotZero);
        case Op::kBrTable:
            return branch_table();
        case Op::kReturn:
            return return_();
        case Op::kCall:
            return call(reader_.u32());
        case Op::kCallIndirect:
            return call_indirect();

        case Op::kDrop:
            return stack_.release(stack_.pop());
        case Op::kSelect:
            test_condition();
            return select(Condition::kNotZero);
        case Op::kLocalGet:
            return stack_.push_local(reader_.u32());
        case Op::kLocalSet:
            return set_local(reader_.u32(), false);
        case Op::kLocalTee:
            return set_local(reader_.u32(), true);
        case Op::kGlobalGet:
            return get_global(reader_.u32());
        case Op::kGlobalSet:
            return set_global(reader_.u32());

        case Op::kMemorySize:
            return memory_size();
        case Op::kMemoryGrow:
            return memory_grow();

        case Op::kI32Const:
            return stack_.push_constant(ValueType::kI32, static_cast<uint32_t>(reader_.s32()));
        case Op::kI64Const:
            return stack_.push_constant(ValueType::kI64, static_cast<Raw>(reader_.s64()));
        case Op::kF32Const:
            return stack_.push_constant(ValueType::kF32, reader_.fixed<uint32_t>());
        case Op::kF64Const:
            return stack_.push_constant(ValueType::kF64, reader_.fixed<uint64_t>());
        default:
            break;
    }
    if (op <= Op::kI64Load32U) return load(op);
    if (op <= Op::kI64Store32) return store(op);
    if (op <= Op::kI64GeU || (op >= Op::kI32Clz && op <= Op::kI64Rotr)) return compile_integer(op);
    if (op <= Op::kF64Copysign) return compile_float(op);
    if (op <= Op::kF64ReinterpretI64) return compile_conversion(op);
    extend(op);
}

/// To the `else` or `end` from where code is reachable again.
void FunctionCompiler::skip_unreachable() {
    for (uint32_t depth = 0;;) {
        const Op op = reader_.peek();
        if (depth == 0 && (op == Op::kElse || op == Op::kEnd)) return;
        reader_.op();
        reader_.skip_immediates(op);
        if (op == Op::kBlock || op == Op::kLoop || op == Op::kIf) ++depth;
        if (op == Op::kEnd) --depth;
    }
}

void FunctionCompiler::enter_function() {
    a_.push(x86::rbp);
    a_.mov(x86::rbp, x86::rsp);
    // Nothing of the frame exists yet, so the native stack needs no check of its own: it is larger than all frames
    // that the logical one admits (see wasm_stack.hpp).
    a_.sub(x86::qword_ptr(kMemoryBase, kLogicalStackLeftOffset), Imm(frame_cost(*function_)));
    a_.jb(trap_label(TrapCode::kStackExhausted));
    // Endless code without loops needs a function that calls.
    if (frame_.calls()) check_interruption();
    a_.long_().sub(x86::rsp, Imm(0));
    frame_bytes_at_ = a_.offset() - 4;

    const uint32_t zeroed = frame_.local_count() - frame_.parameter_count();
    if (zeroed <= kFewLocals) {
        set_up_few_locals();
    } else {
        set_up_many_locals();
    }
}

void FunctionCompiler::set_up_few_locals() {
    for (const auto& [local, id, saved] : frame_.locals_in_registers()) {
        const x86::Mem home = frame_.home(local, 8);
        const bool argument_is_there = local >= kRegisterArguments && local < frame_.parameter_count();
        if (argument_is_there) a_.mov(x86::rax, home);
        if (saved) a_.mov(home, gp64(id));
        if (argument_is_there) a_.mov(gp64(id), x86::rax);
    }
    for (uint32_t i = 0; i < std::min<size_t>(frame_.parameter_count(), kRegisterArguments); ++i) {
        const RegisterId id = frame_.local_register(i);
        if (id != kNoRegister) {
            a_.mov(gp64(id), gp64(kArgumentRegisters[i]));
        } else {
            a_.mov(frame_.home(i, 8), gp64(kArgumentRegisters[i]));
        }
    }
    bool zero_is_ready = false;
    for (uint32_t i = frame_.parameter_count(); i < frame_.local_count(); ++i) {
        const RegisterId id = frame_.local_register(i);
        if (id != kNoRegister) {
            a_.xor_(gp32(id), gp32(id));
            continue;
        }
        if (!zero_is_ready) a_.xorps(kFloatScratch, kFloatScratch);
        zero_is_ready = true;
        const bool pair = i + 1 < frame_.local_count() && frame_.local_register(i + 1) == kNoRegister;
        if (pair) {
            a_.movups(frame_.home(++i, 16), kFloatScratch);  // homes grow downwards
        } else {
            a_.movsd(frame_.home(i, 8), kFloatScratch);
        }
    }
}

/// All locals get their values in their homes first; those with registers change places with the caller's values.
void FunctionCompiler::set_up_many_locals() {
    for (uint32_t i = 0; i < std::min<size_t>(frame_.parameter_count(), kRegisterArguments); ++i) {
        a_.mov(frame_.home(i, 8), gp64(kArgumentRegisters[i]));
    }
    a_.lea(x86::rdi, frame_.home(frame_.local_count() - 1, 8));
    a_.mov(x86::ecx, Imm(frame_.local_count() - frame_.parameter_count()));
    a_.xor_(x86::eax, x86::eax);
    a_.rep().stosq();
    for (const auto& [local, id, saved] : frame_.locals_in_registers()) {
        const x86::Mem home = frame_.home(local, 8);
        a_.mov(x86::rax, home);
        if (saved) a_.mov(home, gp64(id));
        a_.mov(gp64(id), x86::rax);
    }
}

void FunctionCompiler::leave_function() {
    // The end of the outermost block; the result is in rax. Nothing comes here if that end cannot be reached.
    if (unreachable_) return;
    for (const auto& [local, id, saved] : frame_.locals_in_registers()) {
        if (saved) a_.mov(gp64(id), frame_.home(local, 8));
    }
    a_.add(x86::qword_ptr(kMemoryBase, kLogicalStackLeftOffset), Imm(frame_cost(*function_)));
    a_.leave();
    a_.ret();
}

Label FunctionCompiler::trap_label(TrapCode code) {
    Label& label = trap_labels_[static_cast<size_t>(code)];
    if (!label.isValid()) label = a_.newLabel();
    return label;
}

/// The pushed return address shows in which function the trap was.
void FunctionCompiler::place_trap_stubs() {
    if (bad_element_.isValid()) {
        a_.bind(bad_element_);  // index in rax, of an entry with another type
        a_.cmp(x86::dword_ptr(kMemoryBase, x86::rax, 3,
                              layout_.table + static_cast<int32_t>(offsetof(TableEntry, type_id))),
               Imm(0));
        a_.jne(trap_label(TrapCode::kIndirectTypeMismatch));
        a_.jmp(trap_label(TrapCode::kNullElement));
    }
    for (size_t code = 0; code < trap_labels_.size(); ++code) {
        if (!trap_labels_[code].isValid()) continue;
        a_.bind(trap_labels_[code]);
        a_.mov(x86::eax, Imm(code));
        a_.call(x86::qword_ptr(kMemoryBase, kTrapExitOffset));
    }
}

void FunctionCompiler::place_jump_tables() {
    for (const JumpTable& table : jump_tables_) {
        a_.align(asmjit::AlignMode::kZero, 4);
        a_.bind(table.start);
        const std::vector<uint32_t> to_be_filled(table.targets.size());
        a_.embed(to_be_filled.data(), to_be_filled.size() * sizeof(uint32_t));
    }
}

/// Fills in what was not known before the end.
BytesView FunctionCompiler::finish() {
    asmjit::CodeBuffer& buffer = holder_.textSection()->buffer();
    uint8_t* const code = buffer.data();
    store_le(code + frame_bytes_at_, frame_.bytes());
    for (const JumpTable& table : jump_tables_) {
        const uint64_t start = holder_.labelOffset(table.start);
        uint8_t* entry = code + start;
        for (const Label& target : table.targets) {
            store_le(entry, static_cast<int32_t>(holder_.labelOffset(target) - start));
            entry += sizeof(int32_t);
        }
    }
    return {code, buffer.size()};
}

}  // namespace serinus::wasm::x64
