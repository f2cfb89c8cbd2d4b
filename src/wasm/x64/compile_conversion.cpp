/// Conversions between the types.
///
/// CVTTSD2SI gives the "integer indefinite", the least number of the width, for whatever does not fit.
#include "wasm/x64/function_compiler.hpp"

namespace serinus::wasm::x64 {

using asmjit::Imm;
using asmjit::Label;
using Place = Operand::Place;
namespace Inst = x86::Inst;

namespace {

constexpr uint32_t kTwoTo63AsF32 = 0x5f00'0000;
constexpr uint64_t kTwoTo63AsF64 = 0x43e0'0000'0000'0000;

}  // namespace

void FunctionCompiler::compile_conversion(Op op) {
    const OpInfo& info = op_info(op);
    const ValueType from = info.params[0];
    const ValueType to = info.result;
    switch (op) {
        case Op::kI32WrapI64: {
            const RegisterId id = stack_.take(stack_.pop());
            a_.mov(gp32(id), gp32(id));
            return stack_.push_register(to, id);
        }
        case Op::kI64ExtendI32S: {
            const RegisterId id = stack_.take(stack_.pop());
            a_.movsxd(gp64(id), gp32(id));
            return stack_.push_register(to, id);
        }
        case Op::kI64ExtendI32U: {
            // Registers have the zeros already.
            const Operand operand = stack_.pop();
            if (operand.is(Place::kConstant)) return stack_.push_constant(to, operand.value);
            return stack_.push_register(to, stack_.take(operand));
        }
        case Op::kI32TruncF32S:
        case Op::kI32TruncF64S:
            return truncate_to_32(from, true);
        case Op::kI32TruncF32U:
        case Op::kI32TruncF64U:
            return truncate_to_32(from, false);
        case Op::kI64TruncF32S:
        case Op::kI64TruncF64S:
            return truncate_to_signed_64(from);
        case Op::kI64TruncF32U:
        case Op::kI64TruncF64U:
            return truncate_to_unsigned_64(from);
        case Op::kF32ConvertI32S:
        case Op::kF64ConvertI32S:
        case Op::kF32ConvertI64S:
        case Op::kF64ConvertI64S:
            return convert_signed(from, to);
        case Op::kF32ConvertI32U:
        case Op::kF64ConvertI32U:
        case Op::kF32ConvertI64U:
        case Op::kF64ConvertI64U:
            return convert_unsigned(from, to);
        case Op::kF32DemoteF64:
        case Op::kF64PromoteF32: {
            const RegisterId id = stack_.take(stack_.pop());
            a_.emit(op == Op::kF32DemoteF64 ? Inst::kIdCvtsd2ss : Inst::kIdCvtss2sd, xmm(id), xmm(id));
            canonicalise(xmm(id), to);
            return stack_.push_register(to, id);
        }
        default:
            return reinterpret(from, to);
    }
}

/// As 64 bits first: then the result fits 32 if extending its lower half gives it again.
void FunctionCompiler::truncate_to_32(ValueType from, bool is_signed) {
    const ReadRegister value = stack_.read(stack_.pop());
    const bool wide = is_64_bit(from);
    a_.emit(wide ? Inst::kIdUcomisd : Inst::kIdUcomiss, xmm(value.id), xmm(value.id));
    a_.jp(trap_label(TrapCode::kInvalidConversion));
    const RegisterId id = stack_.allocate(ValueType::kI32);
    a_.emit(wide ? Inst::kIdCvttsd2si : Inst::kIdCvttss2si, x86::rax, xmm(value.id));
    if (is_signed) {
        a_.movsxd(gp64(id), x86::eax);
    } else {
        a_.mov(gp32(id), x86::eax);
    }
    a_.cmp(gp64(id), x86::rax);
    a_.jne(trap_label(TrapCode::kIntegerOverflow));
    if (is_signed) a_.mov(gp32(id), gp32(id));
    stack_.release(from, value);
    stack_.push_register(ValueType::kI32, id);
}

void FunctionCompiler::truncate_to_signed_64(ValueType from) {
    const ReadRegister value = stack_.read(stack_.pop());
    const bool wide = is_64_bit(from);
    const RegisterId id = stack_.allocate(ValueType::kI64);
    const Label done = a_.newLabel();
    a_.emit(wide ? Inst::kIdUcomisd : Inst::kIdUcomiss, xmm(value.id), xmm(value.id));
    a_.jp(trap_label(TrapCode::kInvalidConversion));
    a_.emit(wide ? Inst::kIdCvttsd2si : Inst::kIdCvttss2si, gp64(id), xmm(value.id));
    a_.cmp(gp64(id), Imm(1));
    a_.short_().jno(done);  // not the least number
    // -2^63 itself is right; it differs from 2^63 in the sign only.
    if (wide) {
        a_.mov(x86::rax, Imm(kTwoTo63AsF64 | uint64_t{1} << 63));
        a_.movq(kFloatScratch, x86::rax);
        a_.ucomisd(xmm(value.id), kFloatScratch);
    } else {
        a_.mov(x86::eax, Imm(kTwoTo63AsF32 | 1u << 31));
        a_.movd(kFloatScratch, x86::eax);
        a_.ucomiss(xmm(value.id), kFloatScratch);
    }
    a_.jne(trap_label(TrapCode::kIntegerOverflow));
    a_.bind(done);
    stack_.release(from, value);
    stack_.push_register(ValueType::kI64, id);
}

/// 2^63 and more are brought down by 2^63, and the bit is set afterwards.
void FunctionCompiler::truncate_to_unsigned_64(ValueType from) {
    const ReadRegister value = stack_.read(stack_.pop());
    const bool wide = is_64_bit(from);
    const auto convert = wide ? Inst::kIdCvttsd2si : Inst::kIdCvttss2si;
    const RegisterId id = stack_.allocate(ValueType::kI64);
    const Label large = a_.newLabel();
    const Label done = a_.newLabel();
    if (wide) {
        a_.mov(x86::rax, Imm(kTwoTo63AsF64));
        a_.movq(kFloatScratch, x86::rax);
        a_.ucomisd(xmm(value.id), kFloatScratch);
    } else {
        a_.mov(x86::eax, Imm(kTwoTo63AsF32));
        a_.movd(kFloatScratch, x86::eax);
        a_.ucomiss(xmm(value.id), kFloatScratch);
    }
    a_.jp(trap_label(TrapCode::kInvalidConversion));
    a_.short_().jae(large);
    a_.emit(convert, gp64(id), xmm(value.id));
    a_.test(gp64(id), gp64(id));
    a_.js(trap_label(TrapCode::kIntegerOverflow));
    a_.short_().jmp(done);
    a_.bind(large);
    a_.movaps(kFloatScratch2, xmm(value.id));
    a_.emit(wide ? Inst::kIdSubsd : Inst::kIdSubss, kFloatScratch2, kFloatScratch);
    a_.emit(convert, gp64(id), kFloatScratch2);
    a_.test(gp64(id), gp64(id));
    a_.js(trap_label(TrapCode::kIntegerOverflow));
    a_.btc(gp64(id), Imm(63));
    a_.bind(done);
    stack_.release(from, value);
    stack_.push_register(ValueType::kI64, id);
}

void FunctionCompiler::convert_signed(ValueType from, ValueType to) {
    const ReadRegister value = stack_.read(stack_.pop());
    const RegisterId id = stack_.allocate(to);
    a_.xorps(xmm(id), xmm(id));  // the conversion writes only a part: do not wait for the rest
    a_.emit(is_64_bit(to) ? Inst::kIdCvtsi2sd : Inst::kIdCvtsi2ss, xmm(id), gp(value.id, from));
    stack_.release(from, value);
    stack_.push_register(to, id);
}

void FunctionCompiler::convert_unsigned(ValueType from, ValueType to) {
    const ReadRegister value = stack_.read(stack_.pop());
    const RegisterId id = stack_.allocate(to);
    const auto convert = is_64_bit(to) ? Inst::kIdCvtsi2sd : Inst::kIdCvtsi2ss;
    a_.xorps(xmm(id), xmm(id));
    if (from == ValueType::kI32) {
        a_.emit(convert, xmm(id), gp64(value.id));
    } else {
        // Numbers from 2^63 on: half of it, rounded to odd so that no tie is lost, converted and doubled.
        const Label large = a_.newLabel();
        const Label done = a_.newLabel();
        a_.test(gp64(value.id), gp64(value.id));
        a_.short_().js(large);
        a_.emit(convert, xmm(id), gp64(value.id));
        a_.short_().jmp(done);
        a_.bind(large);
        a_.mov(x86::rax, gp64(value.id));
        a_.mov(x86::ecx, gp32(value.id));
        a_.shr(x86::rax, Imm(1));
        a_.and_(x86::ecx, Imm(1));
        a_.or_(x86::rax, x86::rcx);
        a_.emit(convert, xmm(id), x86::rax);
        a_.emit(is_64_bit(to) ? Inst::kIdAddsd : Inst::kIdAddss, xmm(id), xmm(id));
        a_.bind(done);
    }
    stack_.release(from, value);
    stack_.push_register(to, id);
}

/// The bits as they are.
void FunctionCompiler::reinterpret(ValueType from, ValueType to) {
    const Operand operand = stack_.pop();
    if (operand.is(Place::kConstant)) return stack_.push_constant(to, operand.value);
    const RegisterId id = stack_.allocate(to);
    if (!is_float(to)) {
        stack_.copy_to(id, operand);
    } else {
        const ReadRegister value = stack_.read(operand);
        if (is_64_bit(to)) {
            a_.movq(xmm(id), gp64(value.id));
        } else {
            a_.movd(xmm(id), gp32(value.id));
        }
        stack_.release(from, value);
        return stack_.push_register(to, id);
    }
    stack_.release(operand);
    stack_.push_register(to, id);
}

}  // namespace serinus::wasm::x64
