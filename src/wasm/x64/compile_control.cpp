/// Blocks, branches and conditions.
///
/// When a block begins, all operands below it go to their slots, so that all ways to its end agree on where they are.
/// Its result comes to the end in rax. MVP loops take no operands, so a branch to a loop carries nothing.
#include "wasm/x64/function_compiler.hpp"

namespace serinus::wasm::x64 {

using asmjit::Imm;
using asmjit::Label;
using Place = Operand::Place;

void FunctionCompiler::open_block(Op op) {
    stack_.flush();
    blocks_.push_back(
        {.op = op, .height = stack_.height(), .result = reader_.block_type(), .label = a_.newLabel(), .otherwise = {}});
    if (op == Op::kLoop) {
        if (const auto copying = copy_loop()) copy_in_blocks(*copying);
        a_.bind(blocks_.back().label);
        check_interruption();
    }
}

/// The comparison with a register and the jump are one instruction to the processor. Changes the flags.
void FunctionCompiler::check_interruption() {
    if (!options_.interruptible) return;
    a_.cmp(x86::qword_ptr(kMemoryBase, kUninterruptedOffset), kMemoryBase);
    a_.jne(trap_label(TrapCode::kInterrupted));
}

/// The flags hold the condition.
void FunctionCompiler::open_if(Condition condition) {
    stack_.flush();
    blocks_.push_back({.op = Op::kIf,
                       .else_pending = true,
                       .height = stack_.height(),
                       .result = reader_.block_type(),
                       .label = a_.newLabel(),
                       .otherwise = a_.newLabel()});
    a_.j(x86::negateCond(condition), blocks_.back().otherwise);
}

void FunctionCompiler::place_else() {
    Block& block = blocks_.back();
    if (!unreachable_) {
        carry_result(block);
        a_.jmp(block.label);
        block.reached = true;
    }
    stack_.drop_to(block.height);
    a_.bind(block.otherwise);
    block.else_pending = false;
    unreachable_ = false;
}

void FunctionCompiler::end_block() {
    const Block block = blocks_.back();
    const bool is_function = blocks_.size() == 1;
    const bool is_merge = block.reached || block.else_pending;
    if (block.op == Op::kLoop || (!is_merge && !is_function)) {
        // Only from above: whatever the operands are, they stay.
        if (unreachable_) stack_.drop_to(block.height);
        blocks_.pop_back();
        return;
    }
    if (!unreachable_) carry_result(block);
    stack_.drop_to(block.height);
    if (block.else_pending) a_.bind(block.otherwise);
    a_.bind(block.label);
    unreachable_ = unreachable_ && !is_merge;
    blocks_.pop_back();
    if (!unreachable_ && !is_function && block.result) push_from_rax(*block.result);
}

void FunctionCompiler::carry_result(const Block& target) {
    if (target.op != Op::kLoop && target.result) stack_.copy_to(kRax, stack_.top());
}

void FunctionCompiler::branch() {
    Block& block = target(reader_.u32());
    carry_result(block);
    a_.jmp(block.label);
    block.reached = true;
    unreachable_ = true;
}

void FunctionCompiler::return_() {
    Block& block = blocks_.front();
    carry_result(block);
    a_.jmp(block.label);
    block.reached = true;
    unreachable_ = true;
}

/// The flags hold the condition.
void FunctionCompiler::branch_if(Condition condition) {
    Block& block = target(reader_.u32());
    carry_result(block);
    a_.j(condition, block.label);
    block.reached = true;
}

/// All targets take the same operand, if any. The table holds distances from its own start.
void FunctionCompiler::branch_table() {
    JumpTable table;
    const uint32_t count = reader_.u32();
    const Operand index = stack_.pop();
    table.targets.reserve(count);
    for (uint32_t i = 0; i < count; ++i) {
        Block& block = target(reader_.u32());
        block.reached = true;
        table.targets.push_back(block.label);
    }
    Block& otherwise = target(reader_.u32());
    otherwise.reached = true;
    unreachable_ = true;

    stack_.copy_to(kRcx, index);
    stack_.release(index);
    carry_result(otherwise);
    if (count > 0) {
        table.start = a_.newLabel();
        a_.cmp(x86::ecx, Imm(count));
        a_.jae(otherwise.label);
        a_.lea(x86::rdx, x86::ptr(table.start));
        a_.movsxd(x86::rcx, x86::dword_ptr(x86::rdx, x86::rcx, 2));
        a_.add(x86::rcx, x86::rdx);
        a_.jmp(x86::rcx);
        jump_tables_.push_back(std::move(table));
    } else {
        a_.jmp(otherwise.label);
    }
}

/// Takes a condition from the stack into the flags: kNotZero is true.
void FunctionCompiler::test_condition() { compare_to_zero(ValueType::kI32); }

/// The instruction after a comparison mostly needs nothing but its outcome.
void FunctionCompiler::use_condition(Condition condition) {
    for (;;) {
        switch (reader_.peek()) {
            case Op::kI32Eqz:
                reader_.op();
                condition = x86::negateCond(condition);
                continue;
            case Op::kBrIf:
                reader_.op();
                return branch_if(condition);
            case Op::kIf:
                reader_.op();
                return open_if(condition);
            case Op::kSelect:
                reader_.op();
                return select(condition);
            default:
                break;
        }
        break;
    }
    const RegisterId id = stack_.allocate(ValueType::kI32);
    a_.emit(x86::Inst::setccFromCond(condition), x86::gpb_lo(id));
    a_.movzx(gp32(id), x86::gpb_lo(id));
    stack_.push_register(ValueType::kI32, id);
}

/// The first operand if the condition holds, the second otherwise.
void FunctionCompiler::select(Condition condition) {
    const Operand second = stack_.pop();
    const Operand first = stack_.pop();
    const ValueType type = first.type;
    const RegisterId id = stack_.take(first);
    if (is_float(type)) {
        const Label keep = a_.newLabel();
        a_.j(condition, keep);
        stack_.copy_to_float(xmm(id), second);
        stack_.release(second);
        a_.bind(keep);
    } else {
        const auto move = x86::Inst::cmovccFromCond(x86::negateCond(condition));
        if (const auto memory = stack_.in_memory(second)) {
            a_.emit(move, gp(id, type), *memory);
        } else {
            const ReadRegister other = stack_.read(second);
            a_.emit(move, gp(id, type), gp(other.id, type));
            stack_.release(type, other);
        }
    }
    stack_.push_register(type, id);
}

}  // namespace serinus::wasm::x64
