/// Calls. Every call goes through the table of functions, so that code can be replaced by one store.
#include "wasm/x64/function_compiler.hpp"

namespace serinus::wasm::x64 {

using asmjit::Imm;
using Place = Operand::Place;

namespace {

/// Bytes of the arguments that go by the stack, which stays aligned to 16.
int32_t stack_argument_bytes(const FunctionType& type) {
    const size_t count = type.params.size();
    return count <= kRegisterArguments ? 0 : static_cast<int32_t>(round_up(8 * (count - kRegisterArguments), 16));
}

}  // namespace

void FunctionCompiler::call(uint32_t function) {
    const FunctionType& type = module_.type_of(function);
    if (function >= module_.imported_functions) callees_.push_back(function);
    store_stack_arguments(type);
    load_register_arguments(type);
    a_.call(x86::qword_ptr(kMemoryBase, layout_.functions + 8 * static_cast<int32_t>(function)));
    finish_call(type);
}

void FunctionCompiler::call_indirect() {
    const uint32_t type_index = reader_.u32();
    reader_.byte();  // index of the table
    const FunctionType& type = module_.types[type_index];
    const Operand index = stack_.pop();
    store_stack_arguments(type);
    stack_.copy_to(kRax, index);
    stack_.release(index);

    const auto entry_field = [this](size_t field) {
        return x86::dword_ptr(kMemoryBase, x86::rax, 3, layout_.table + static_cast<int32_t>(field));
    };
    static_assert(sizeof(TableEntry) == 8);
    a_.cmp(x86::eax, Imm(static_cast<int32_t>(module_.table->min)));
    a_.jae(trap_label(TrapCode::kTableOutOfBounds));
    if (!bad_element_.isValid()) bad_element_ = a_.newLabel();
    a_.cmp(entry_field(offsetof(TableEntry, type_id)), Imm(module_.canonical_types[type_index] + 1));
    a_.jne(bad_element_);
    a_.mov(x86::eax, entry_field(offsetof(TableEntry, function)));

    load_register_arguments(type);
    a_.call(x86::qword_ptr(kMemoryBase, x86::rax, 3, layout_.functions));
    finish_call(type);
}

/// The arguments are the uppermost operands. All operands below them go to their slots.
void FunctionCompiler::store_stack_arguments(const FunctionType& type) {
    const auto count = static_cast<uint32_t>(type.params.size());
    const uint32_t first = stack_.height() - count;
    stack_.flush(first);
    const int32_t bytes = stack_argument_bytes(type);
    if (bytes == 0) return;
    a_.sub(x86::rsp, Imm(bytes));
    for (uint32_t i = kRegisterArguments; i < count; ++i) {
        stack_.copy_to(kRax, stack_.at(first + i));
        a_.mov(x86::qword_ptr(x86::rsp, 8 * static_cast<int32_t>(i - kRegisterArguments)), x86::rax);
    }
}

/// Leaves rax alone.
void FunctionCompiler::load_register_arguments(const FunctionType& type) {
    struct Move {
        RegisterId to;
        RegisterId from;
    };
    const auto count = static_cast<uint32_t>(std::min(type.params.size(), kRegisterArguments));
    const uint32_t first = stack_.height() - static_cast<uint32_t>(type.params.size());

    // Operands in registers first, as these may be registers of other arguments; then the rest has free way.
    std::array<Move, kRegisterArguments> moves{};
    size_t left = 0;
    for (uint32_t i = 0; i < count; ++i) {
        const Operand& operand = stack_.at(first + i);
        if (!operand.is(Place::kRegister) || is_float(operand.type)) continue;
        if (operand.id != kArgumentRegisters[i]) moves[left++] = {kArgumentRegisters[i], operand.id};
    }
    while (left > 0) {
        const auto blocked = [&](const Move& move) {
            return std::any_of(moves.begin(), moves.begin() + left, [&](const Move& o) { return o.from == move.to; });
        };
        Move* const end = moves.data() + left;
        Move* move = std::find_if_not(moves.data(), end, blocked);
        if (move != end) {
            a_.mov(gp64(move->to), gp64(move->from));
        } else {  // only cycles are left
            move = moves.data();
            a_.xchg(gp64(move->to), gp64(move->from));
            for (Move* other = moves.data(); other != end; ++other) {
                if (other != move && other->from == move->to) other->from = move->from;
            }
        }
        *move = moves[--left];
        // After an exchange a move may have become one of a register to itself.
        left = static_cast<size_t>(
            std::remove_if(moves.data(), moves.data() + left, [](const Move& m) { return m.from == m.to; }) -
            moves.data());
    }
    for (uint32_t i = 0; i < count; ++i) {
        const Operand& operand = stack_.at(first + i);
        if (!operand.is(Place::kRegister) || is_float(operand.type)) stack_.copy_to(kArgumentRegisters[i], operand);
    }
}

void FunctionCompiler::finish_call(const FunctionType& type) {
    stack_.drop_to(stack_.height() - static_cast<uint32_t>(type.params.size()));
    if (const int32_t bytes = stack_argument_bytes(type)) a_.add(x86::rsp, Imm(bytes));
    if (type.result) push_from_rax(*type.result);
}

void FunctionCompiler::push_from_rax(ValueType type) {
    const RegisterId id = stack_.allocate(type);
    switch (type) {
        case ValueType::kI32:
        case ValueType::kI64:
            a_.mov(gp(id, type), gp(kRax, type));
            break;
        case ValueType::kF32:
            a_.movd(xmm(id), x86::eax);
            break;
        case ValueType::kF64:
            a_.movq(xmm(id), x86::rax);
            break;
    }
    stack_.push_register(type, id);
}

}  // namespace serinus::wasm::x64
