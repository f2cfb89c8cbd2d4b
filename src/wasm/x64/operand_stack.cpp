#include "wasm/x64/operand_stack.hpp"

#include <bit>

namespace serinus::wasm::x64 {

using Place = Operand::Place;

void OperandStack::clear() noexcept {
    operands_.clear();
    flushed_ = 0;
    free_integers_ = kOperandRegisters & ~frame_.taken_registers();
    free_floats_ = kFloatOperandRegisters;
}

void OperandStack::push(const Operand& operand) {
    operands_.push_back(operand);
    if (height() - flushed_ > kWindow) flush(flushed_ + 1);
}

void OperandStack::push_local(uint32_t local) {
    push({Place::kLocal, frame_.local_type(local), kNoRegister, local, 0});
}

Operand OperandStack::pop() {
    Operand operand = operands_.back();
    operands_.pop_back();
    flushed_ = std::min(flushed_, height());
    return operand;
}

RegisterId OperandStack::allocate(ValueType type) {
    uint32_t& free = free_of(type);
    if (free == 0) spill_oldest(type);
    const auto id = static_cast<RegisterId>(std::countr_zero(free));
    free &= free - 1;
    return id;
}

void OperandStack::spill_oldest(ValueType type) {
    const auto in_such_register = [type](const Operand& operand) {
        return operand.is(Place::kRegister) && is_float(operand.type) == is_float(type);
    };
    const auto oldest = std::find_if(operands_.begin() + flushed_, operands_.end(), in_such_register);
    // An instruction holds three registers at most, fewer than there are: the others are operands on the stack.
    SERINUS_ASSERT(oldest != operands_.end());
    flush_operand(static_cast<uint32_t>(oldest - operands_.begin()));
}

std::optional<x86::Mem> OperandStack::in_memory(const Operand& operand) {
    if (operand.is(Place::kSlot)) return frame_.slot(operand.index, size_of(operand.type));
    if (operand.is(Place::kLocal) && frame_.local_register(operand.index) == kNoRegister) {
        return frame_.home(operand.index, size_of(operand.type));
    }
    return std::nullopt;
}

void OperandStack::load_constant(RegisterId id, ValueType type, Raw value) {
    const bool upper_half_zero = value <= UINT32_MAX || !is_64_bit(type);
    if (upper_half_zero) {
        a_.mov(gp32(id), asmjit::Imm(static_cast<uint32_t>(value)));
    } else {
        a_.mov(gp64(id), asmjit::Imm(value));
    }
}

void OperandStack::copy_to(RegisterId id, const Operand& operand) {
    if (operand.is(Place::kConstant)) return load_constant(id, operand.type, operand.value);
    if (const auto memory = in_memory(operand)) {
        a_.mov(gp(id, operand.type), *memory);
    } else if (is_float(operand.type)) {
        if (is_64_bit(operand.type)) {
            a_.movq(gp64(id), xmm(operand.id));
        } else {
            a_.movd(gp32(id), xmm(operand.id));
        }
    } else {
        const RegisterId from = operand.is(Place::kLocal) ? frame_.local_register(operand.index) : operand.id;
        if (from != id) a_.mov(gp(id, operand.type), gp(from, operand.type));
    }
}

void OperandStack::copy_to_float(const x86::Xmm& target, const Operand& operand) {
    const bool wide = is_64_bit(operand.type);
    if (operand.is(Place::kConstant)) {
        if (operand.value == 0) {
            a_.xorps(target, target);
            return;
        }
        load_constant(kRax, operand.type, operand.value);
        if (wide) {
            a_.movq(target, x86::rax);
        } else {
            a_.movd(target, x86::eax);
        }
    } else if (const auto memory = in_memory(operand)) {
        if (wide) {
            a_.movsd(target, *memory);
        } else {
            a_.movss(target, *memory);
        }
    } else if (target.id() != operand.id) {
        a_.movaps(target, xmm(operand.id));
    }
}

RegisterId OperandStack::take(const Operand& operand) {
    if (operand.is(Place::kRegister)) return operand.id;
    const RegisterId id = allocate(operand.type);
    if (is_float(operand.type)) {
        copy_to_float(xmm(id), operand);
    } else {
        copy_to(id, operand);
    }
    return id;
}

ReadRegister OperandStack::read(const Operand& operand) {
    if (operand.is(Place::kLocal)) {
        const RegisterId id = frame_.local_register(operand.index);
        if (id != kNoRegister) return {id, false};
    }
    return {take(operand), true};
}

void OperandStack::flush_operand(uint32_t height) {
    Operand& operand = operands_[height];
    if (operand.is(Place::kSlot)) return;
    const x86::Mem slot = frame_.slot(height, size_of(operand.type));
    if (operand.is(Place::kRegister)) {
        if (!is_float(operand.type)) {
            a_.mov(slot, gp(operand.id, operand.type));
        } else if (is_64_bit(operand.type)) {
            a_.movsd(slot, xmm(operand.id));
        } else {
            a_.movss(slot, xmm(operand.id));
        }
        release(operand);
    } else if (operand.is_immediate()) {
        a_.mov(slot, operand.immediate());
    } else {
        RegisterId id = operand.is(Place::kLocal) ? frame_.local_register(operand.index) : kNoRegister;
        if (id == kNoRegister) {
            id = kRax;
            copy_to(id, operand);
        }
        a_.mov(slot, gp(id, operand.type));
    }
    operand.place = Place::kSlot;
    operand.index = height;
}

void OperandStack::flush(uint32_t height) {
    for (uint32_t i = flushed_; i < height; ++i) flush_operand(i);
    flushed_ = std::max(flushed_, height);
}

void OperandStack::drop_to(uint32_t height) noexcept {
    for (uint32_t i = std::max(flushed_, height); i < this->height(); ++i) release(operands_[i]);
    operands_.resize(height);
    flushed_ = std::min(flushed_, height);
}

void OperandStack::detach_local(uint32_t local) {
    for (uint32_t i = flushed_; i < height(); ++i) {
        if (!operands_[i].is(Place::kLocal) || operands_[i].index != local) continue;
        const RegisterId id = take(operands_[i]);
        operands_[i].place = Place::kRegister;
        operands_[i].id = id;
    }
}

}  // namespace serinus::wasm::x64
