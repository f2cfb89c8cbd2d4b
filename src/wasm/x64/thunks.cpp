#include "wasm/x64/thunks.hpp"

#include "wasm/x64/registers.hpp"

namespace serinus::wasm::x64 {

using asmjit::Imm;

namespace {

Bytes bytes_of(asmjit::CodeHolder& holder) {
    const asmjit::CodeBuffer& buffer = holder.textSection()->buffer();
    return {buffer.data(), buffer.data() + buffer.size()};
}

void fail(x86::Assembler& a) {
    a.mov(x86::eax, Imm(static_cast<uint32_t>(TrapCode::kHost)));
    a.call(x86::qword_ptr(kMemoryBase, kTrapExitOffset));
}

}  // namespace

Bytes make_import_thunk(const FunctionType& type, uint32_t import, const ContextLayout& layout) {
    asmjit::CodeHolder holder;
    holder.init(asmjit::Environment::host());
    x86::Assembler a(&holder);
    const asmjit::Label failed = a.newLabel();

    const auto count = static_cast<int32_t>(type.params.size());
    const auto in_registers = static_cast<int32_t>(kRegisterArguments);
    a.push(x86::rbp);
    a.mov(x86::rbp, x86::rsp);
    a.sub(x86::rsp, Imm(round_up(8 * static_cast<size_t>(std::max(count, 1)), 16)));
    for (int32_t i = 0; i < count; ++i) {
        if (i < in_registers) {
            a.mov(x86::qword_ptr(x86::rsp, 8 * i), gp64(kArgumentRegisters[i]));
        } else {
            a.mov(x86::rax, x86::qword_ptr(x86::rbp, 16 + 8 * (i - in_registers)));
            a.mov(x86::qword_ptr(x86::rsp, 8 * i), x86::rax);
        }
    }
    const int32_t entry = layout.imports + static_cast<int32_t>(import * sizeof(ImportEntry));
    a.mov(x86::rdi, x86::qword_ptr(kMemoryBase, kInstanceOffset));
    a.mov(x86::rsi, x86::qword_ptr(kMemoryBase, entry + static_cast<int32_t>(offsetof(ImportEntry, data))));
    a.mov(x86::rdx, x86::rsp);
    a.call(x86::qword_ptr(kMemoryBase, entry + static_cast<int32_t>(offsetof(ImportEntry, function))));
    a.test(x86::al, x86::al);
    a.jz(failed);
    if (type.result) a.mov(gp(kRax, *type.result), x86::Mem(x86::rsp, 0, size_of(*type.result)));
    a.leave();
    a.ret();
    a.bind(failed);
    fail(a);
    return bytes_of(holder);
}

Bytes make_failing_function() {
    asmjit::CodeHolder holder;
    holder.init(asmjit::Environment::host());
    x86::Assembler a(&holder);
    a.push(x86::rbp);
    a.mov(x86::rbp, x86::rsp);
    fail(a);
    return bytes_of(holder);
}

Bytes make_lazy_stubs(uint32_t first, uint32_t count) {
    // mov eax, index; jmp [r13 + kLazyEntryOffset]; int3 to the end.
    static_assert(kLazyEntryOffset >= -128);
    constexpr uint8_t kInt3 = 0xcc;
    Bytes stubs(count * kLazyStubBytes, kInt3);
    for (uint32_t i = 0; i < count; ++i) {
        uint8_t* const stub = stubs.data() + i * kLazyStubBytes;
        stub[0] = 0xb8;
        store_le(stub + 1, first + i);
        stub[5] = 0x41;
        stub[6] = 0xff;
        stub[7] = 0x65;
        stub[8] = static_cast<uint8_t>(kLazyEntryOffset);
    }
    return stubs;
}

}  // namespace serinus::wasm::x64
