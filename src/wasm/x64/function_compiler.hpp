/// The baseline compiler: one pass over the instructions of a function, machine code as they come.
#pragma once

#include <span>

#include "wasm/logical_stack.hpp"
#include "wasm/x64/code_options.hpp"
#include "wasm/x64/code_reader.hpp"
#include "wasm/x64/context.hpp"
#include "wasm/x64/operand_stack.hpp"

namespace serinus::wasm::x64 {

/// Compiles functions of one module, one after the other. Keeps its buffers; one for each thread.
///
/// Time and memory O(bytes of the function). The code is position independent: it refers to nothing outside of itself
/// but through the memory register.
class FunctionCompiler {
  public:
    FunctionCompiler(const Module& module, const ContextLayout& layout, const CodeOptions& options);

    /// The code of a function of the module itself (`function` counts from 0 without imported ones).
    /// Valid until the next call.
    BytesView compile(uint32_t function);
    /// What the function of the last call of `compile` calls directly, in the order of its body; in the function index
    /// space, without imports.
    std::span<const uint32_t> callees() const noexcept { return callees_; }

  private:
    struct Block {
        Op op = Op::kBlock;         ///< kBlock, kLoop or kIf; a function is a block
        bool else_pending = false;  ///< the false case of an `if` has not been placed yet
        bool reached = false;       ///< by a branch to its end
        uint32_t height = 0;        ///< of the operand stack below it
        std::optional<ValueType> result;
        asmjit::Label label;  ///< start of a loop, end of others
        asmjit::Label otherwise;
    };
    struct JumpTable {
        asmjit::Label start;
        std::vector<asmjit::Label> targets;
    };
    /// The operand of an access to memory.
    struct Address {
        x86::Mem memory;
        ReadRegister base;
    };
    /// A loop that copies words of 32 bits upwards; the locals with the addresses and where the target ends.
    struct CopyLoop {
        uint32_t target = 0, source = 0, end = 0;
    };
    using Condition = x86::CondCode;

    // function_compiler.cpp
    void start();
    void compile_body();
    void compile_instruction(Op op);
    void skip_unreachable();
    void enter_function();
    void set_up_few_locals();
    void set_up_many_locals();
    void leave_function();
    void place_trap_stubs();
    void place_jump_tables();
    BytesView finish();

    // compile_control.cpp
    void open_block(Op op);
    void open_if(Condition condition);
    void place_else();
    void end_block();
    void branch();
    void branch_if(Condition condition);
    void branch_table();
    void return_();
    void select(Condition condition);
    void use_condition(Condition condition);
    void test_condition();
    Block& target(uint32_t depth) noexcept { return blocks_[blocks_.size() - 1 - depth]; }
    void carry_result(const Block& target);
    void check_interruption();
    asmjit::Label trap_label(TrapCode code);

    // compile_variable.cpp
    void set_local(uint32_t local, bool keep);
    void get_global(uint32_t global);
    void set_global(uint32_t global);

    // compile_call.cpp
    void call(uint32_t function);
    void call_indirect();
    void store_stack_arguments(const FunctionType& type);
    void load_register_arguments(const FunctionType& type);
    void finish_call(const FunctionType& type);
    void push_from_rax(ValueType type);

    // compile_memory.cpp
    Address address(uint32_t size);
    Address checked_address(uint32_t size);
    void load(Op op);
    void store(Op op);
    void memory_size();
    void memory_grow();
    std::optional<CopyLoop> copy_loop() const noexcept;
    void copy_in_blocks(const CopyLoop& loop);

    // compile_integer.cpp
    void compile_integer(Op op);
    void arithmetic(asmjit::InstId instruction, ValueType type, bool commutes);
    bool arithmetic_in_local(asmjit::InstId instruction, ValueType type, const Operand& first, const Operand& second);
    void apply(asmjit::InstId instruction, ValueType type, RegisterId id, const Operand& second);
    void multiply(ValueType type);
    void shift(asmjit::InstId by_cl, asmjit::InstId by_register, ValueType type);
    void divide(ValueType type, bool is_signed, bool remainder);
    void compare(ValueType type, Condition condition);
    void compare_to_zero(ValueType type);
    void count_zeros(ValueType type, bool leading);
    void count_ones(ValueType type);
    void extend(Op op);

    // compile_float.cpp, compile_conversion.cpp
    void compile_float(Op op);
    void float_arithmetic(asmjit::InstId single, asmjit::InstId twofold, ValueType type);
    void float_square_root(ValueType type);
    void float_round(ValueType type, uint32_t mode);
    void float_minimum_or_maximum(ValueType type, bool minimum);
    void float_sign(Op op, ValueType type);
    void float_copy_sign(ValueType type);
    void float_compare(Op op, ValueType type);
    void float_order(ValueType type, bool swap, Condition condition);
    void float_equality(ValueType type, bool equal);
    void canonicalise(x86::Xmm value, ValueType type);
    void load_sign_mask(x86::Xmm target, ValueType type);
    void compile_conversion(Op op);
    void truncate_to_32(ValueType from, bool is_signed);
    void truncate_to_signed_64(ValueType from);
    void truncate_to_unsigned_64(ValueType from);
    void convert_signed(ValueType from, ValueType to);
    void convert_unsigned(ValueType from, ValueType to);
    void reinterpret(ValueType from, ValueType to);

    const Module& module_;
    const ContextLayout layout_;
    const CodeOptions options_;

    asmjit::CodeHolder holder_;
    x86::Assembler a_;
    Frame frame_;
    OperandStack stack_;
    std::vector<Block> blocks_;
    std::vector<JumpTable> jump_tables_;
    std::vector<uint32_t> callees_;
    std::vector<asmjit::Label> trap_labels_;  ///< by TrapCode; invalid if not used
    asmjit::Label bad_element_;               ///< as trap_labels_
    CodeReader reader_{BytesView{}};
    const Function* function_ = nullptr;
    bool unreachable_ = false;
    size_t frame_bytes_at_ = 0;  ///< place of the frame's size in the code
};

}  // namespace serinus::wasm::x64
