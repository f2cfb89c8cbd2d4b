/// Locals and globals.
#include "wasm/x64/function_compiler.hpp"

namespace serinus::wasm::x64 {

using Place = Operand::Place;

/// `keep`: the operand stays on the stack (local.tee).
void FunctionCompiler::set_local(uint32_t local, bool keep) {
    const Operand value = stack_.pop();
    const ValueType type = value.type;
    if (value.is(Place::kLocal) && value.index == local) {
        if (keep) stack_.push(value);
        return;
    }
    stack_.detach_local(local);

    const RegisterId id = frame_.local_register(local);
    if (id != kNoRegister) {
        stack_.copy_to(id, value);
        stack_.release(value);
        if (keep) stack_.push_local(local);
        return;
    }
    const x86::Mem home = frame_.home(local, size_of(type));
    if (value.is_immediate()) {
        a_.mov(home, value.immediate());
        if (keep) stack_.push(value);
        return;
    }
    // A local that is kept is read again at once: better from the register than from its home.
    const ReadRegister held = keep ? ReadRegister{stack_.take(value), true} : stack_.read(value);
    if (!is_float(type)) {
        a_.mov(home, gp(held.id, type));
    } else if (is_64_bit(type)) {
        a_.movsd(home, xmm(held.id));
    } else {
        a_.movss(home, xmm(held.id));
    }
    if (keep) {
        stack_.push_register(type, held.id);
    } else {
        stack_.release(type, held);
    }
}

void FunctionCompiler::get_global(uint32_t global) {
    const GlobalType& declared = module_.global_types[global];
    if (!declared.is_mutable && global >= module_.imported_globals) {
        const ConstExpr& init = module_.globals[global - module_.imported_globals].init;
        if (init.kind == ConstExpr::Kind::kConst) return stack_.push_constant(declared.type, init.value);
    }
    const x86::Mem place(kMemoryBase, layout_.globals + 8 * static_cast<int32_t>(global), size_of(declared.type));
    const RegisterId id = stack_.allocate(declared.type);
    switch (declared.type) {
        case ValueType::kI32:
        case ValueType::kI64:
            a_.mov(gp(id, declared.type), place);
            break;
        case ValueType::kF32:
            a_.movss(xmm(id), place);
            break;
        case ValueType::kF64:
            a_.movsd(xmm(id), place);
            break;
    }
    stack_.push_register(declared.type, id);
}

void FunctionCompiler::set_global(uint32_t global) {
    const Operand value = stack_.pop();
    const x86::Mem place(kMemoryBase, layout_.globals + 8 * static_cast<int32_t>(global), size_of(value.type));
    if (value.is_immediate()) {
        a_.mov(place, value.immediate());
        return;
    }
    const ReadRegister held = stack_.read(value);
    switch (value.type) {
        case ValueType::kI32:
        case ValueType::kI64:
            a_.mov(place, gp(held.id, value.type));
            break;
        case ValueType::kF32:
            a_.movss(place, xmm(held.id));
            break;
        case ValueType::kF64:
            a_.movsd(place, xmm(held.id));
            break;
    }
    stack_.release(value.type, held);
}

}  // namespace serinus::wasm::x64
