/// Type checking of function bodies.
#pragma once

#include <algorithm>

#include "wasm/opcodes.hpp"
#include "wasm/reader.hpp"

namespace serinus::wasm {

/// Checks bodies one after the other in one pass each, by the algorithm of the specification's appendix: a stack of
/// operand types and a stack of open blocks. Keeps its buffers, so use one for a whole module.
///
/// Time and memory O(bytes of the body), whatever they are: every byte pushes at most one operand or opens at most one
/// block, a call in unreachable code stops at the end of the stack, and locals are not laid out further than the body
/// could name them one by one.
class BodyValidator {
  public:
    /// `module` has everything but the rest of its function bodies and data.
    explicit BodyValidator(const Module& module, uint32_t max_branches = UINT32_MAX)
        : module_(module), max_branches_(max_branches) {}

    /// `body` stands after the locals of `function`, whose `locals` and `local_count` are known. Sets `max_operands`.
    /// Fails on `body`, at the instruction that is wrong.
    void check(Function& function, Reader& body);

  private:
    /// Nothing is known of an operand that unreachable code would have pushed; it passes for any type.
    static constexpr ValueType kUnknown{};

    struct Block {
        Op op = Op::kBlock;  ///< kBlock, kLoop, kIf, or kElse in the second arm
        bool unreachable = false;
        bool has_result = false;
        ValueType result = kUnknown;
        uint32_t height = 0;  ///< of the operand stack when the block began

        bool label_has_operand() const noexcept { return has_result && op != Op::kLoop; }
    };

    void check_instruction(Op op);
    void check_fixed(const OpInfo& info);
    void check_access(const OpInfo& info);
    void check_else();
    void check_end();
    void check_br_table();
    void check_call(const FunctionType& type);
    void check_call_indirect();
    void check_select();

    void open(Op op);
    const Block* label(uint32_t depth);
    const ValueType* local(uint32_t index);
    ValueType late_local(uint32_t index) const;
    const GlobalType* global(uint32_t index);
    void set_unreachable();

    void push(ValueType type) {
        operands_[height_++] = type;
        max_height_ = std::max(max_height_, height_);
    }
    ValueType pop_any();
    void pop(ValueType expected);
    void pop_result(const Block& block) {
        if (block.has_result) pop(block.result);
    }
    void check_height_of_end();

    [[gnu::cold, gnu::noinline]] void fail(std::string reason) { body_->fail_at(instruction_, std::move(reason)); }
    [[gnu::cold, gnu::noinline]] void mismatch(ValueType expected, ValueType found);
    [[gnu::cold, gnu::noinline]] void missing(ValueType expected);
    [[gnu::cold, gnu::noinline]] void unknown_instruction(Op op);

    const Module& module_;
    const uint32_t max_branches_;
    Reader* body_ = nullptr;
    const Function* function_ = nullptr;
    const FunctionType* type_ = nullptr;
    uint64_t instruction_ = 0;  ///< where the current one begins

    std::vector<ValueType> operands_;  ///< room for one operand a byte; the first `height_` are there
    uint32_t height_ = 0;
    uint32_t max_height_ = 0;
    uint32_t floor_ = 0;  ///< height of the innermost block
    std::vector<Block> blocks_;
    std::vector<ValueType> locals_;   ///< the types of the first ones
    std::vector<uint32_t> run_ends_;  ///< index after each run of locals, if not all are in `locals_`
    ValueType late_type_ = kUnknown;
};

}  // namespace serinus::wasm
