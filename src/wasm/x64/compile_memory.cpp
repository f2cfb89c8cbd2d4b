/// Access to the memory. Unless the options say so nothing is checked: what is out of bounds is a page fault (see
/// traps.hpp).
#include "wasm/x64/function_compiler.hpp"

namespace serinus::wasm::x64 {

using asmjit::Imm;
using Place = Operand::Place;

/// Takes the base operand; the offset is the next immediate. May use rcx for the address.
FunctionCompiler::Address FunctionCompiler::address(uint32_t size) {
    if (options_.checks_bounds) return checked_address(size);
    const uint32_t offset = reader_.u32();
    const Operand operand = stack_.pop();
    if (operand.is(Place::kConstant)) {
        const uint64_t place = operand.value + offset;
        if (place <= INT32_MAX) return {x86::Mem(kMemoryBase, static_cast<int32_t>(place), size), {}};
        a_.mov(x86::rcx, Imm(place));
        return {x86::Mem(kMemoryBase, x86::rcx, 0, 0, size), {}};
    }
    const ReadRegister base = stack_.read(operand);
    if (offset <= INT32_MAX) {
        return {x86::Mem(kMemoryBase, gp64(base.id), 0, static_cast<int32_t>(offset), size), base};
    }
    a_.mov(x86::ecx, Imm(offset));
    a_.add(x86::rcx, gp64(base.id));
    return {x86::Mem(kMemoryBase, x86::rcx, 0, 0, size), base};
}

/// The end of what is accessed is in rcx.
FunctionCompiler::Address FunctionCompiler::checked_address(uint32_t size) {
    const uint64_t end_offset = uint64_t{reader_.u32()} + size;
    const Operand operand = stack_.pop();
    ReadRegister base;
    if (operand.is(Place::kConstant)) {
        a_.mov(x86::rcx, Imm(operand.value + end_offset));
    } else {
        base = stack_.read(operand);
        if (end_offset <= INT32_MAX) {
            a_.lea(x86::rcx, x86::ptr(gp64(base.id), static_cast<int32_t>(end_offset)));
        } else {
            a_.mov(x86::rcx, Imm(end_offset));
            a_.add(x86::rcx, gp64(base.id));
        }
    }
    a_.cmp(x86::rcx, x86::qword_ptr(kMemoryBase, kMemoryBytesOffset));
    a_.ja(trap_label(TrapCode::kMemoryOutOfBounds));
    return {x86::Mem(kMemoryBase, x86::rcx, 0, -static_cast<int32_t>(size), size), base};
}

void FunctionCompiler::load(Op op) {
    reader_.u32();  // alignment: only a hint
    const OpInfo& info = op_info(op);
    const ValueType type = info.result;
    const auto [memory, base] = address(1u << info.access_log2);
    if (is_float(type)) {
        stack_.release(ValueType::kI32, base);
        const RegisterId id = stack_.allocate(type);
        if (type == ValueType::kF32) {
            a_.movss(xmm(id), memory);
        } else {
            a_.movsd(xmm(id), memory);
        }
        stack_.push_register(type, id);
        return;
    }
    const RegisterId id = base.own ? base.id : stack_.allocate(type);
    switch (op) {
        case Op::kI32Load:
        case Op::kI64Load32U:
            a_.mov(gp32(id), memory);
            break;
        case Op::kI64Load:
            a_.mov(gp64(id), memory);
            break;
        case Op::kI32Load8S:
        case Op::kI32Load16S:
            a_.movsx(gp32(id), memory);
            break;
        case Op::kI64Load8S:
        case Op::kI64Load16S:
            a_.movsx(gp64(id), memory);
            break;
        case Op::kI64Load32S:
            a_.movsxd(gp64(id), memory);
            break;
        default:
            a_.movzx(gp32(id), memory);
            break;  // 8 and 16 bits, unsigned
    }
    stack_.push_register(type, id);
}

void FunctionCompiler::store(Op op) {
    reader_.u32();  // alignment: only a hint
    const uint32_t size = 1u << op_info(op).access_log2;
    const Operand value = stack_.pop();
    if (value.is_immediate()) {
        const auto [memory, base] = address(size);
        const auto bits = static_cast<int32_t>(value.value);
        switch (size) {
            case 1:
                a_.mov(memory, Imm(static_cast<int8_t>(bits)));
                break;
            case 2:
                a_.mov(memory, Imm(static_cast<int16_t>(bits)));
                break;
            default:
                a_.mov(memory, Imm(bits));
                break;
        }
        stack_.release(ValueType::kI32, base);
        return;
    }
    const ReadRegister held = stack_.read(value);
    const auto [memory, base] = address(size);
    if (op == Op::kF32Store) {
        a_.movss(memory, xmm(held.id));
    } else if (op == Op::kF64Store) {
        a_.movsd(memory, xmm(held.id));
    } else {
        switch (size) {
            case 1:
                a_.mov(memory, x86::gpb_lo(held.id));
                break;
            case 2:
                a_.mov(memory, x86::gpw(held.id));
                break;
            case 4:
                a_.mov(memory, gp32(held.id));
                break;
            default:
                a_.mov(memory, gp64(held.id));
                break;
        }
    }
    stack_.release(value.type, held);
    stack_.release(ValueType::kI32, base);
}

void FunctionCompiler::memory_size() {
    reader_.byte();
    const RegisterId id = stack_.allocate(ValueType::kI32);
    a_.mov(gp32(id), x86::dword_ptr(kMemoryBase, kMemoryPagesOffset));
    stack_.push_register(ValueType::kI32, id);
}

/// A call of a C function: every register of operands is lost.
void FunctionCompiler::memory_grow() {
    reader_.byte();
    const Operand pages = stack_.pop();
    stack_.flush();
    stack_.copy_to(kArgumentRegisters[1], pages);
    stack_.release(pages);
    a_.mov(x86::rdi, x86::qword_ptr(kMemoryBase, kInstanceOffset));
    a_.call(x86::qword_ptr(kMemoryBase, kGrowMemoryOffset));
    push_from_rax(ValueType::kI32);
}

/// Whether the loop whose body follows begins like that of `memcpy` and `memmove` in modules that clang and rustc make:
///
///     loop
///       (i32.store (local.get $target) (i32.load (local.get $source)))
///       (local.set $source (i32.add (local.get $source) (i32.const 4)))
///       (br_if 0 (i32.lt_u (local.tee $target (i32.add (local.get $target) (i32.const 4))) (local.get $end)))
///
/// What follows is not reached before all words are copied.
std::optional<FunctionCompiler::CopyLoop> FunctionCompiler::copy_loop() const noexcept {
    CodeReader in = reader_;
    CopyLoop out;
    const auto next = [&in](Op op) { return in.op() == op; };
    const auto get = [&](uint32_t& local) {
        if (!next(Op::kLocalGet)) return false;
        local = in.u32();
        return true;
    };
    const auto access = [&](Op op) {
        if (!next(op)) return false;
        in.u32();  // alignment
        return in.u32() == 0;
    };
    const auto step = [&](uint32_t local, Op set) {
        uint32_t from = 0;
        if (!get(from) || from != local || !next(Op::kI32Const) || in.s32() != 4) return false;
        return next(Op::kI32Add) && next(set) && in.u32() == local;
    };
    const bool matches = get(out.target) && get(out.source) && access(Op::kI32Load) && access(Op::kI32Store) &&
                         step(out.source, Op::kLocalSet) && step(out.target, Op::kLocalTee) && get(out.end) &&
                         next(Op::kI32LtU) && next(Op::kBrIf) && in.u32() == 0;
    if (!matches || out.target == out.source || out.end == out.target || out.end == out.source) return std::nullopt;
    return out;
}

/// Before such a loop: does the part of its work that can be done 16 bytes at a time, and leaves it at least one word.
/// Only if all of it lies in the memory, so that what traps is the loop itself, and if no block would overwrite what it
/// must read next.
void FunctionCompiler::copy_in_blocks(const CopyLoop& loop) {
    constexpr int kBlock = 16;
    const auto operand = [](uint32_t local) { return Operand{.place = Place::kLocal, .index = local}; };
    const x86::Mem memory_bytes = x86::qword_ptr(kMemoryBase, kMemoryBytesOffset);
    const asmjit::Label again = a_.newLabel(), words = a_.newLabel();
    stack_.copy_to(kRax, operand(loop.end));
    a_.cmp(x86::rax, memory_bytes);
    a_.ja(words);
    stack_.copy_to(kRcx, operand(loop.target));
    a_.sub(x86::rax, x86::rcx);  // what is left
    a_.jbe(words);
    a_.cmp(x86::rax, Imm(kBlock));
    a_.jbe(words);
    stack_.copy_to(kRdx, operand(loop.source));
    a_.sub(x86::ecx, x86::edx);
    a_.sub(x86::ecx, Imm(1));
    a_.cmp(x86::ecx, Imm(kBlock - 1));
    a_.jb(words);
    a_.lea(x86::rcx, x86::ptr(x86::rdx, x86::rax));
    a_.cmp(x86::rcx, memory_bytes);
    a_.ja(words);
    stack_.copy_to(kRcx, operand(loop.target));
    a_.bind(again);
    check_interruption();
    a_.movups(kFloatScratch, x86::ptr(kMemoryBase, x86::rdx));
    a_.movups(x86::ptr(kMemoryBase, x86::rcx), kFloatScratch);
    a_.add(x86::rdx, Imm(kBlock));
    a_.add(x86::rcx, Imm(kBlock));
    a_.sub(x86::rax, Imm(kBlock));
    a_.cmp(x86::rax, Imm(kBlock));
    a_.ja(again);
    const auto set = [&](uint32_t local, RegisterId from) {
        const RegisterId id = frame_.local_register(local);
        if (id != kNoRegister) {
            a_.mov(gp32(id), gp32(from));
        } else {
            a_.mov(frame_.home(local, 4), gp32(from));
        }
    };
    set(loop.target, kRcx);
    set(loop.source, kRdx);
    a_.bind(words);
}

}  // namespace serinus::wasm::x64
