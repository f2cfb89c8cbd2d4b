#include "wasm/x64/entry.hpp"

#include "wasm/x64/context.hpp"

namespace serinus::wasm::x64 {

// Compiled code has no unwind information, and nothing is ever thrown through it, so the functions here have none
// either. Frames of compiled code are linked by rbp; the outermost one finds 0 there.

[[gnu::naked]] uint64_t serinus_wasm_enter(uint8_t*, const void*, const Raw*, uint64_t) {
    asm volatile(
        R"(
        pushq %%rbp
        pushq %%rbx
        pushq %%r12
        pushq %%r13
        pushq %%r14
        pushq %%r15
        pushq %c[entry_stack_pointer](%%rdi)
        movq %%rdi, %%r13
        movq %%rsp, %c[entry_stack_pointer](%%r13)
        movq %%rsi, %%rax
        movq %%rdx, %%r10
        leaq 1(%%rcx), %%r11
        andq $-2, %%r11
        shlq $3, %%r11
        subq %%r11, %%rsp
    1:  testq %%rcx, %%rcx
        jz 2f
        movq 40(%%r10,%%rcx,8), %%r11
        movq %%r11, -8(%%rsp,%%rcx,8)
        decq %%rcx
        jmp 1b
    2:  movq (%%r10), %%rdi
        movq 8(%%r10), %%rsi
        movq 16(%%r10), %%rdx
        movq 24(%%r10), %%rcx
        movq 32(%%r10), %%r8
        movq 40(%%r10), %%r9
        xorl %%ebp, %%ebp
        callq *%%rax
    .globl serinus_wasm_leave
    .hidden serinus_wasm_leave
    serinus_wasm_leave:
        movq %c[entry_stack_pointer](%%r13), %%rsp
        popq %c[entry_stack_pointer](%%r13)
        popq %%r15
        popq %%r14
        popq %%r13
        popq %%r12
        popq %%rbx
        popq %%rbp
        ret
        )" ::[entry_stack_pointer] "i"(kEntryStackPointerOffset));
}

[[gnu::naked]] void serinus_wasm_trap_exit() {
    asm volatile(R"(
        popq %rdx
        jmp serinus_wasm_trap_exit_at
        )");
}

[[gnu::naked]] void serinus_wasm_trap_exit_at() {
    asm volatile(R"(
        movq %r13, %rdi
        movl %eax, %esi
        movq %rbp, %rcx
        andq $-16, %rsp
        callq serinus_wasm_note_trap
        jmp serinus_wasm_leave
        )");
}

[[gnu::naked]] void serinus_wasm_lazy_entry() {
    asm volatile(R"(
        pushq %rbp
        movq %rsp, %rbp
        pushq %rdi
        pushq %rsi
        pushq %rdx
        pushq %rcx
        pushq %r8
        pushq %r9
        movq %r13, %rdi
        movl %eax, %esi
        callq serinus_wasm_compile_function
        popq %r9
        popq %r8
        popq %rcx
        popq %rdx
        popq %rsi
        popq %rdi
        popq %rbp
        jmpq *%rax
        )");
}

[[gnu::naked]] void serinus_wasm_switch_stack(void*, void (*)(void*), void*) {
    asm volatile(R"(
        pushq %rbp
        movq %rsp, %rbp
        movq %rdi, %rsp
        movq %rdx, %rdi
        callq *%rsi
        movq %rbp, %rsp
        popq %rbp
        ret
        )");
}

}  // namespace serinus::wasm::x64
