/// Floating point: SSE does as IEEE 754 says; what is left is to give every NaN that is computed the canonical bits.
#include "wasm/x64/function_compiler.hpp"

namespace serinus::wasm::x64 {

using asmjit::Imm;
using asmjit::Label;
using Place = Operand::Place;
namespace Inst = x86::Inst;

namespace {

/// ROUNDSS and ROUNDSD: the mode, and no exception for an inexact result.
constexpr uint32_t kQuiet = 8;
constexpr uint32_t kToNearestEven = kQuiet | 0;
constexpr uint32_t kDown = kQuiet | 1;
constexpr uint32_t kUp = kQuiet | 2;
constexpr uint32_t kToZero = kQuiet | 3;

}  // namespace

void FunctionCompiler::compile_float(Op op) {
    const OpInfo& info = op_info(op);
    const ValueType type = info.params[0];
    switch (op) {
        case Op::kF32Ceil:
        case Op::kF64Ceil:
            return float_round(type, kUp);
        case Op::kF32Floor:
        case Op::kF64Floor:
            return float_round(type, kDown);
        case Op::kF32Trunc:
        case Op::kF64Trunc:
            return float_round(type, kToZero);
        case Op::kF32Nearest:
        case Op::kF64Nearest:
            return float_round(type, kToNearestEven);
        case Op::kF32Abs:
        case Op::kF64Abs:
        case Op::kF32Neg:
        case Op::kF64Neg:
            return float_sign(op, type);
        case Op::kF32Sqrt:
        case Op::kF64Sqrt:
            return float_square_root(type);
        case Op::kF32Add:
        case Op::kF64Add:
            return float_arithmetic(Inst::kIdAddss, Inst::kIdAddsd, type);
        case Op::kF32Sub:
        case Op::kF64Sub:
            return float_arithmetic(Inst::kIdSubss, Inst::kIdSubsd, type);
        case Op::kF32Mul:
        case Op::kF64Mul:
            return float_arithmetic(Inst::kIdMulss, Inst::kIdMulsd, type);
        case Op::kF32Div:
        case Op::kF64Div:
            return float_arithmetic(Inst::kIdDivss, Inst::kIdDivsd, type);
        case Op::kF32Min:
        case Op::kF64Min:
            return float_minimum_or_maximum(type, true);
        case Op::kF32Max:
        case Op::kF64Max:
            return float_minimum_or_maximum(type, false);
        case Op::kF32Copysign:
        case Op::kF64Copysign:
            return float_copy_sign(type);
        default:
            return float_compare(op, type);
    }
}

void FunctionCompiler::float_arithmetic(asmjit::InstId single, asmjit::InstId twofold, ValueType type) {
    const asmjit::InstId instruction = is_64_bit(type) ? twofold : single;
    const Operand second = stack_.pop();
    const Operand first = stack_.pop();
    const RegisterId id = stack_.take(first);
    if (const auto memory = stack_.in_memory(second)) {
        a_.emit(instruction, xmm(id), *memory);
    } else {
        const ReadRegister other = stack_.read(second);
        a_.emit(instruction, xmm(id), xmm(other.id));
        stack_.release(type, other);
    }
    canonicalise(xmm(id), type);
    stack_.push_register(type, id);
}

void FunctionCompiler::float_square_root(ValueType type) {
    const RegisterId id = stack_.take(stack_.pop());
    a_.emit(is_64_bit(type) ? Inst::kIdSqrtsd : Inst::kIdSqrtss, xmm(id), xmm(id));
    canonicalise(xmm(id), type);
    stack_.push_register(type, id);
}

void FunctionCompiler::float_round(ValueType type, uint32_t mode) {
    const RegisterId id = stack_.take(stack_.pop());
    a_.emit(is_64_bit(type) ? Inst::kIdRoundsd : Inst::kIdRoundss, xmm(id), xmm(id), Imm(mode));
    canonicalise(xmm(id), type);
    stack_.push_register(type, id);
}

/// MINSD and MAXSD take the second operand if one is a NaN or both are zeros; WebAssembly requires a NaN, and -0 < +0.
void FunctionCompiler::float_minimum_or_maximum(ValueType type, bool minimum) {
    const bool wide = is_64_bit(type);
    const Operand second = stack_.pop();
    const Operand first = stack_.pop();
    const RegisterId id = stack_.take(first);
    const ReadRegister other = stack_.read(second);
    const x86::Xmm left = xmm(id);
    const x86::Xmm right = xmm(other.id);
    const Label unordered = a_.newLabel();
    const Label different = a_.newLabel();
    const Label done = a_.newLabel();

    a_.emit(wide ? Inst::kIdUcomisd : Inst::kIdUcomiss, left, right);
    a_.short_().jp(unordered);
    a_.short_().jne(different);
    // Equal: the same bits, or two zeros, of which one bit decides.
    a_.emit(minimum ? Inst::kIdOrps : Inst::kIdAndps, left, right);
    a_.short_().jmp(done);
    a_.bind(unordered);
    a_.emit(wide ? Inst::kIdAddsd : Inst::kIdAddss, left, right);
    canonicalise(left, type);
    a_.short_().jmp(done);
    a_.bind(different);
    if (minimum) {
        a_.emit(wide ? Inst::kIdMinsd : Inst::kIdMinss, left, right);
    } else {
        a_.emit(wide ? Inst::kIdMaxsd : Inst::kIdMaxss, left, right);
    }
    a_.bind(done);
    stack_.release(type, other);
    stack_.push_register(type, id);
}

/// The sign bit alone, made without memory.
void FunctionCompiler::load_sign_mask(x86::Xmm target, ValueType type) {
    a_.pcmpeqd(target, target);
    if (is_64_bit(type)) {
        a_.psllq(target, Imm(63));
    } else {
        a_.pslld(target, Imm(31));
    }
}

void FunctionCompiler::float_sign(Op op, ValueType type) {
    const RegisterId id = stack_.take(stack_.pop());
    load_sign_mask(kFloatScratch, type);
    if (op == Op::kF32Neg || op == Op::kF64Neg) {
        a_.xorps(xmm(id), kFloatScratch);
    } else {
        a_.andnps(kFloatScratch, xmm(id));
        a_.movaps(xmm(id), kFloatScratch);
    }
    stack_.push_register(type, id);
}

void FunctionCompiler::float_copy_sign(ValueType type) {
    const Operand second = stack_.pop();
    const Operand first = stack_.pop();
    const RegisterId id = stack_.take(first);
    const ReadRegister sign = stack_.read(second);
    load_sign_mask(kFloatScratch, type);
    a_.movaps(kFloatScratch2, kFloatScratch);
    a_.andps(kFloatScratch2, xmm(sign.id));
    a_.andnps(kFloatScratch, xmm(id));
    a_.orps(kFloatScratch, kFloatScratch2);
    a_.movaps(xmm(id), kFloatScratch);
    stack_.release(type, sign);
    stack_.push_register(type, id);
}

void FunctionCompiler::float_compare(Op op, ValueType type) {
    // UCOMISD sets the carry for "below" and for NaNs; asked for "above" with the operands in the right order it is
    // false for NaNs, as it should be.
    switch (op) {
        case Op::kF32Eq:
        case Op::kF64Eq:
            return float_equality(type, true);
        case Op::kF32Ne:
        case Op::kF64Ne:
            return float_equality(type, false);
        case Op::kF32Lt:
        case Op::kF64Lt:
            return float_order(type, true, Condition::kUnsignedGT);
        case Op::kF32Gt:
        case Op::kF64Gt:
            return float_order(type, false, Condition::kUnsignedGT);
        case Op::kF32Le:
        case Op::kF64Le:
            return float_order(type, true, Condition::kUnsignedGE);
        default:
            return float_order(type, false, Condition::kUnsignedGE);
    }
}

void FunctionCompiler::float_order(ValueType type, bool swap, Condition condition) {
    const Operand second = stack_.pop();
    const Operand first = stack_.pop();
    const ReadRegister left = stack_.read(first);
    const ReadRegister right = stack_.read(second);
    const auto instruction = is_64_bit(type) ? Inst::kIdUcomisd : Inst::kIdUcomiss;
    a_.emit(instruction, xmm(swap ? right.id : left.id), xmm(swap ? left.id : right.id));
    stack_.release(type, left);
    stack_.release(type, right);
    use_condition(condition);
}

/// Equal is "zero flag and no parity", which no single condition tests.
void FunctionCompiler::float_equality(ValueType type, bool equal) {
    const Operand second = stack_.pop();
    const Operand first = stack_.pop();
    const ReadRegister left = stack_.read(first);
    const ReadRegister right = stack_.read(second);
    a_.emit(is_64_bit(type) ? Inst::kIdUcomisd : Inst::kIdUcomiss, xmm(left.id), xmm(right.id));
    stack_.release(type, left);
    stack_.release(type, right);
    const RegisterId id = stack_.allocate(ValueType::kI32);
    if (equal) {
        a_.setnp(x86::al);
        a_.sete(x86::gpb_lo(id));
        a_.and_(x86::gpb_lo(id), x86::al);
    } else {
        a_.setp(x86::al);
        a_.setne(x86::gpb_lo(id));
        a_.or_(x86::gpb_lo(id), x86::al);
    }
    a_.movzx(gp32(id), x86::gpb_lo(id));
    stack_.push_register(ValueType::kI32, id);
}

void FunctionCompiler::canonicalise(x86::Xmm value, ValueType type) {
    const Label ordered = a_.newLabel();
    a_.emit(is_64_bit(type) ? Inst::kIdUcomisd : Inst::kIdUcomiss, value, value);
    a_.short_().jnp(ordered);
    if (is_64_bit(type)) {
        a_.mov(x86::rax, Imm(kCanonicalNan64));
        a_.movq(value, x86::rax);
    } else {
        a_.mov(x86::eax, Imm(kCanonicalNan32));
        a_.movd(value, x86::eax);
    }
    a_.bind(ordered);
}

}  // namespace serinus::wasm::x64
