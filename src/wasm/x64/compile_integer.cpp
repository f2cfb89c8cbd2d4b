/// Integer arithmetic, comparisons and extensions.
#include "wasm/x64/function_compiler.hpp"

namespace serinus::wasm::x64 {

using asmjit::Imm;
using asmjit::Label;
using Place = Operand::Place;
namespace Inst = x86::Inst;

namespace {

/// Comparisons come in this order for both types.
constexpr x86::CondCode kComparisons[] = {
    x86::CondCode::kEqual,    x86::CondCode::kNotEqual,   x86::CondCode::kSignedLT, x86::CondCode::kUnsignedLT,
    x86::CondCode::kSignedGT, x86::CondCode::kUnsignedGT, x86::CondCode::kSignedLE, x86::CondCode::kUnsignedLE,
    x86::CondCode::kSignedGE, x86::CondCode::kUnsignedGE};

}  // namespace

void FunctionCompiler::compile_integer(Op op) {
    // i64 operators stand in the order of those of i32.
    constexpr auto kI32Eq = static_cast<int>(Op::kI32Eq);
    constexpr auto kI64Eq = static_cast<int>(Op::kI64Eq);
    if (op <= Op::kI64GeU) {
        if (op == Op::kI32Eqz || op == Op::kI64Eqz) {
            compare_to_zero(op == Op::kI32Eqz ? ValueType::kI32 : ValueType::kI64);
            return use_condition(Condition::kZero);
        }
        const bool wide = op >= Op::kI64Eqz;
        const int nth = static_cast<int>(op) - (wide ? kI64Eq : kI32Eq);
        return compare(wide ? ValueType::kI64 : ValueType::kI32, kComparisons[nth]);
    }
    const bool wide = op >= Op::kI64Clz;
    const ValueType type = wide ? ValueType::kI64 : ValueType::kI32;
    constexpr int kBetweenTypes = static_cast<int>(Op::kI64Clz) - static_cast<int>(Op::kI32Clz);
    switch (static_cast<Op>(static_cast<int>(op) - (wide ? kBetweenTypes : 0))) {
        case Op::kI32Clz:
            return count_zeros(type, true);
        case Op::kI32Ctz:
            return count_zeros(type, false);
        case Op::kI32Popcnt:
            return count_ones(type);
        case Op::kI32Add:
            return arithmetic(Inst::kIdAdd, type, true);
        case Op::kI32Sub:
            return arithmetic(Inst::kIdSub, type, false);
        case Op::kI32Mul:
            return multiply(type);
        case Op::kI32DivS:
            return divide(type, true, false);
        case Op::kI32DivU:
            return divide(type, false, false);
        case Op::kI32RemS:
            return divide(type, true, true);
        case Op::kI32RemU:
            return divide(type, false, true);
        case Op::kI32And:
            return arithmetic(Inst::kIdAnd, type, true);
        case Op::kI32Or:
            return arithmetic(Inst::kIdOr, type, true);
        case Op::kI32Xor:
            return arithmetic(Inst::kIdXor, type, true);
        case Op::kI32Shl:
            return shift(Inst::kIdShl, Inst::kIdShlx, type);
        case Op::kI32ShrS:
            return shift(Inst::kIdSar, Inst::kIdSarx, type);
        case Op::kI32ShrU:
            return shift(Inst::kIdShr, Inst::kIdShrx, type);
        case Op::kI32Rotl:
            return shift(Inst::kIdRol, Inst::kIdNone, type);
        case Op::kI32Rotr:
            return shift(Inst::kIdRor, Inst::kIdNone, type);
        default:
            SERINUS_ASSERT(false);
    }
}

void FunctionCompiler::arithmetic(asmjit::InstId instruction, ValueType type, bool commutes) {
    Operand second = stack_.pop();
    Operand first = stack_.pop();
    // The first one is overwritten: better if it is in a register of its own already, and never a constant.
    if (commutes && (first.is(Place::kConstant) || (second.is(Place::kRegister) && !first.is(Place::kRegister)))) {
        std::swap(first, second);
    }
    if (arithmetic_in_local(instruction, type, first, second)) return;
    const RegisterId id = stack_.take(first);
    apply(instruction, type, id, second);
    stack_.push_register(type, id);
}

/// If the outcome goes to a local that has a register, and the first operand is a local, it is made in that register.
bool FunctionCompiler::arithmetic_in_local(asmjit::InstId instruction, ValueType type, const Operand& first,
                                           const Operand& second) {
    CodeReader ahead = reader_;
    const Op op = ahead.op();
    if ((op != Op::kLocalSet && op != Op::kLocalTee) || !first.is(Place::kLocal)) return false;
    const uint32_t local = ahead.u32();
    const RegisterId id = frame_.local_register(local);
    if (id == kNoRegister) return false;
    // The second operand must be there still when the first one has been copied.
    if (second.is(Place::kLocal) && second.index == local && first.index != local) return false;
    stack_.detach_local(local);
    stack_.copy_to(id, first);
    apply(instruction, type, id, second);
    if (op == Op::kLocalTee) stack_.push_local(local);
    reader_ = ahead;
    return true;
}

void FunctionCompiler::apply(asmjit::InstId instruction, ValueType type, RegisterId id, const Operand& second) {
    if (second.is_immediate()) {
        a_.emit(instruction, gp(id, type), second.immediate());
    } else if (const auto memory = stack_.in_memory(second)) {
        a_.emit(instruction, gp(id, type), *memory);
    } else {
        const ReadRegister other = stack_.read(second);
        a_.emit(instruction, gp(id, type), gp(other.id, type));
        stack_.release(type, other);
    }
}

void FunctionCompiler::multiply(ValueType type) {
    if (!stack_.top().is_immediate()) return arithmetic(Inst::kIdImul, type, true);
    const Operand second = stack_.pop();
    const Operand first = stack_.pop();
    const ReadRegister source = stack_.read(first);
    const RegisterId id = source.own ? source.id : stack_.allocate(type);
    a_.imul(gp(id, type), gp(source.id, type), second.immediate());
    stack_.push_register(type, id);
}

/// `by_register`: the same shift in BMI2, if there is one.
void FunctionCompiler::shift(asmjit::InstId by_cl, asmjit::InstId by_register, ValueType type) {
    const Operand count = stack_.pop();
    const Operand value = stack_.pop();
    if (count.is(Place::kConstant)) {
        const RegisterId id = stack_.take(value);
        a_.emit(by_cl, gp(id, type), Imm(count.value & (is_64_bit(type) ? 63 : 31)));
        stack_.push_register(type, id);
        return;
    }
    if (options_.features.bmi2 && by_register != Inst::kIdNone) {
        const ReadRegister by = stack_.read(count);
        const ReadRegister source = stack_.read(value);
        const RegisterId id = source.own ? source.id : stack_.allocate(type);
        a_.emit(by_register, gp(id, type), gp(source.id, type), gp(by.id, type));
        stack_.release(type, by);
        stack_.push_register(type, id);
        return;
    }
    const RegisterId id = stack_.take(value);
    stack_.copy_to(kRcx, count);
    stack_.release(count);
    a_.emit(by_cl, gp(id, type), x86::cl);
    stack_.push_register(type, id);
}

void FunctionCompiler::divide(ValueType type, bool is_signed, bool remainder) {
    const Operand divisor_operand = stack_.pop();
    const Operand dividend = stack_.pop();
    const bool known = divisor_operand.is(Place::kConstant) && divisor_operand.value != 0;
    const bool minus_one = known && (type == ValueType::kI32 ? static_cast<int32_t>(divisor_operand.value) == -1
                                                             : static_cast<int64_t>(divisor_operand.value) == -1);
    const ReadRegister divisor = stack_.read(divisor_operand);
    const x86::Gp by = gp(divisor.id, type);
    const x86::Gp quotient = gp(kRax, type);
    if (!known) {
        a_.test(by, by);
        a_.jz(trap_label(TrapCode::kDivisionByZero));
    }
    stack_.copy_to(kRax, dividend);
    stack_.release(dividend);
    if (!is_signed) {
        a_.xor_(x86::edx, x86::edx);
        a_.div(by);
    } else {
        // The least number by -1 overflows: a trap for the quotient, 0 for the remainder.
        const Label done = a_.newLabel();
        const bool may_be_minus_one = !known || minus_one;
        if (may_be_minus_one) {
            const Label ordinary = a_.newLabel();
            a_.cmp(by, Imm(-1));
            a_.short_().jne(ordinary);
            if (remainder) {
                a_.xor_(x86::edx, x86::edx);
            } else {
                a_.neg(quotient);
                a_.jo(trap_label(TrapCode::kIntegerOverflow));
            }
            a_.short_().jmp(done);
            a_.bind(ordinary);
        }
        if (is_64_bit(type)) {
            a_.cqo();
        } else {
            a_.cdq();
        }
        a_.idiv(by);
        a_.bind(done);
    }
    const RegisterId id = divisor.own ? divisor.id : stack_.allocate(type);
    a_.mov(gp(id, type), gp(remainder ? kRdx : kRax, type));
    stack_.push_register(type, id);
}

void FunctionCompiler::compare(ValueType type, Condition condition) {
    const Operand second = stack_.pop();
    const Operand first = stack_.pop();
    const ReadRegister left = stack_.read(first);
    const x86::Gp left_register = gp(left.id, type);
    if (second.is_immediate() && second.value == 0) {
        a_.test(left_register, left_register);
    } else if (second.is_immediate()) {
        a_.cmp(left_register, second.immediate());
    } else if (const auto memory = stack_.in_memory(second)) {
        a_.cmp(left_register, *memory);
    } else {
        const ReadRegister right = stack_.read(second);
        a_.cmp(left_register, gp(right.id, type));
        stack_.release(type, right);
    }
    stack_.release(type, left);
    use_condition(condition);
}

/// Leaves the outcome in the flags.
void FunctionCompiler::compare_to_zero(ValueType type) {
    const Operand operand = stack_.pop();
    const ReadRegister held = stack_.read(operand);
    a_.test(gp(held.id, type), gp(held.id, type));
    stack_.release(type, held);
}

void FunctionCompiler::count_zeros(ValueType type, bool leading) {
    const Operand operand = stack_.pop();
    const x86::Gp value = gp(stack_.take(operand), type);
    const int bits = is_64_bit(type) ? 64 : 32;
    if (leading && options_.features.lzcnt) {
        a_.lzcnt(value, value);
    } else if (!leading && options_.features.bmi1) {
        a_.tzcnt(value, value);
    } else {
        // The old instructions leave the target alone if the source is zero, on every processor that exists, but only
        // some manuals promise it.
        const Label zero = a_.newLabel();
        const Label done = a_.newLabel();
        a_.test(value, value);
        a_.short_().jz(zero);
        if (leading) {
            a_.bsr(value, value);
            a_.xor_(value, Imm(bits - 1));
        } else {
            a_.bsf(value, value);
        }
        a_.short_().jmp(done);
        a_.bind(zero);
        a_.mov(value, Imm(bits));
        a_.bind(done);
    }
    stack_.push_register(type, static_cast<RegisterId>(value.id()));
}

void FunctionCompiler::count_ones(ValueType type) {
    const RegisterId id = stack_.take(stack_.pop());
    a_.popcnt(gp(id, type), gp(id, type));
    stack_.push_register(type, id);
}

/// Sign extension within a type.
void FunctionCompiler::extend(Op op) {
    const ValueType type = op_info(op).result;
    const RegisterId id = stack_.take(stack_.pop());
    switch (op) {
        case Op::kI32Extend8S:
        case Op::kI64Extend8S:
            a_.movsx(gp(id, type), x86::gpb_lo(id));
            break;
        case Op::kI32Extend16S:
        case Op::kI64Extend16S:
            a_.movsx(gp(id, type), x86::gpw(id));
            break;
        default:
            a_.movsxd(gp64(id), gp32(id));
            break;  // i64.extend32_s
    }
    stack_.push_register(type, id);
}

}  // namespace serinus::wasm::x64
