#include "wasm/interpreter/code.hpp"

#include <utility>

#include "wasm/logical_stack.hpp"
#include "wasm/reader.hpp"

namespace serinus::wasm::interpreter {
namespace {

/// The end of a list that runs through words: places that wait for a target.
constexpr uint32_t kNone = UINT32_MAX;

class Builder {
  public:
    Builder(const Module& module, uint32_t index)
        : module_(module), function_(module.functions[index - module.imported_functions]), in_(function_.code) {
        code_->function = index;
        code_->param_count = static_cast<uint32_t>(module.type_of(index).params.size());
        code_->local_count = function_.local_count;
        code_->cost = frame_cost(function_);
        code_->words.reserve(function_.code.size());
    }

    std::unique_ptr<const Code> build() {
        height_ = function_.local_count;
        const FunctionType& type = module_.types[function_.type_index];
        blocks_.push_back({.op = Op::kBlock, .has_result = type.result.has_value(), .height = height_});
        while (!blocks_.empty()) {
            const Op op = static_cast<Op>(in_.byte());
            // Also where it is dead: this decides where interruptions are seen, which is the same in every engine.
            code_->calls |= op == Op::kCall || op == Op::kCallIndirect || op == Op::kMemoryGrow;
            if (dead_) {
                skip(op);
            } else {
                add(op);
            }
        }
        emit(Op::kReturn);
        emit(type.result.has_value());
        code_->words.shrink_to_fit();
        return std::move(code_);
    }

  private:
    struct Block {
        Op op;  ///< kBlock, kLoop, kIf, or kElse in the second arm
        bool has_result;
        uint32_t height;                   ///< when it began
        uint32_t start = 0;                ///< kLoop: where branches go
        uint32_t waiting_for_end = kNone;  ///< otherwise: list of words to be filled in at the end
        uint32_t waiting_for_else = kNone;
    };

    void add(Op op) {
        switch (op) {
            case Op::kNop:
                return;
            case Op::kUnreachable:
                emit(op);
                return die();
            case Op::kBlock:
            case Op::kLoop:
            case Op::kIf:
                return open(op);
            case Op::kElse:
                return add_else();
            case Op::kEnd:
                return add_end();
            case Op::kBr:
                emit(op);
                emit_target(in_.u32());
                return die();
            case Op::kBrIf:
                --height_;
                emit(op);
                return emit_target(in_.u32());
            case Op::kBrTable: {
                --height_;
                const uint32_t count = in_.u32();
                emit(op);
                emit(count);
                for (uint32_t i = 0; i <= count; ++i) emit_target(in_.u32());
                return die();
            }
            case Op::kReturn:
                emit(op);
                emit(blocks_.front().has_result);
                return die();
            case Op::kCall: {
                const uint32_t callee = in_.u32();
                emit(op);
                emit(callee);
                return apply(module_.type_of(callee));
            }
            case Op::kCallIndirect: {
                const uint32_t type = in_.u32();
                in_.byte();
                emit(op);
                emit(module_.canonical_types[type]);
                --height_;
                return apply(module_.types[type]);
            }
            case Op::kDrop:
                emit(op);
                --height_;
                return;
            case Op::kSelect:
                emit(op);
                height_ -= 2;
                return;
            case Op::kLocalGet:
            case Op::kGlobalGet:
                emit_index(op);
                ++height_;
                return;
            case Op::kLocalSet:
            case Op::kGlobalSet:
                emit_index(op);
                --height_;
                return;
            case Op::kLocalTee:
                emit_index(op);
                return;
            default:
                return add_fixed(op);
        }
    }

    void add_fixed(Op op) {
        const OpInfo& info = op_info(op);
        emit(op);
        switch (info.immediate) {
            case Immediate::kMemory:
                in_.u32();
                emit(in_.u32());
                break;  // the alignment is a hint
            case Immediate::kZeroByte:
                in_.byte();
                break;
            case Immediate::kI32:
                emit(static_cast<uint32_t>(in_.s32()));
                break;
            case Immediate::kF32:
                emit(in_.fixed<uint32_t>());
                break;
            case Immediate::kI64:
                emit_64(static_cast<uint64_t>(in_.s64()));
                break;
            case Immediate::kF64:
                emit_64(in_.fixed<uint64_t>());
                break;
            default:
                break;
        }
        height_ = height_ - info.param_count + info.has_result;
    }

    void apply(const FunctionType& type) {
        height_ = height_ - static_cast<uint32_t>(type.params.size()) + type.result.has_value();
    }

    void open(Op op) {
        const bool has_result = in_.byte() != 0x40;
        if (op == Op::kIf) --height_;
        Block block{.op = op, .has_result = has_result, .height = height_, .start = here()};
        if (op == Op::kIf) {
            emit(op);
            block.waiting_for_else = here();
            emit(kNone);
        }
        if (op == Op::kLoop) emit(op);
        blocks_.push_back(block);
    }

    void add_else() {
        Block& block = blocks_.back();
        if (!dead_) {
            emit(Op::kElse);
            emit_waiting(block.waiting_for_end);
        }
        fill(std::exchange(block.waiting_for_else, kNone), here());
        block.op = Op::kElse;
        height_ = block.height;
        dead_ = false;
    }

    void add_end() {
        const Block block = blocks_.back();
        fill(block.waiting_for_else, here());
        fill(block.waiting_for_end, here());
        height_ = block.height + block.has_result;
        blocks_.pop_back();
        dead_ = false;
    }

    void die() {
        dead_ = true;
        dead_blocks_ = 0;
    }

    /// Passes over an operator that cannot be reached; the block that it is in ends as any other.
    void skip(Op op) {
        const bool outermost = dead_blocks_ == 0;
        if (op == Op::kElse && outermost) return add_else();
        if (op == Op::kEnd && outermost) return add_end();
        if (op == Op::kEnd) --dead_blocks_;
        switch (op_info(op).immediate) {
            case Immediate::kNone:
                break;
            case Immediate::kBlockType:
                in_.byte();
                ++dead_blocks_;
                break;
            case Immediate::kLabelTable:
                for (uint64_t left = uint64_t{in_.u32()} + 1; left > 0; --left) in_.u32();
                break;
            case Immediate::kZeroByte:
                in_.byte();
                break;
            case Immediate::kMemory:
            case Immediate::kTypeAndTable:
                in_.u32();
                in_.u32();
                break;
            case Immediate::kI32:
                in_.s32();
                break;
            case Immediate::kI64:
                in_.s64();
                break;
            case Immediate::kF32:
                in_.bytes(4);
                break;
            case Immediate::kF64:
                in_.bytes(8);
                break;
            case Immediate::kLabel:
            case Immediate::kFunction:
            case Immediate::kLocal:
            case Immediate::kGlobal:
                in_.u32();
                break;
        }
    }

    uint32_t here() const { return static_cast<uint32_t>(code_->words.size()); }
    void emit(uint32_t word) { code_->words.push_back(word); }
    void emit(Op op) { emit(static_cast<uint32_t>(op)); }
    void emit_64(uint64_t value) {
        emit(static_cast<uint32_t>(value));
        emit(static_cast<uint32_t>(value >> 32));
    }
    void emit_index(Op op) {
        emit(op);
        emit(in_.u32());
    }

    void emit_target(uint32_t depth) {
        Block& block = blocks_[blocks_.size() - 1 - depth];
        if (block.op == Op::kLoop) {
            emit(block.start);
            return emit(block.height);
        }
        emit_waiting(block.waiting_for_end);
        emit(block.height | (block.has_result ? kKeepsTop : 0));
    }

    void emit_waiting(uint32_t& list) {
        const uint32_t place = here();
        emit(list);
        list = place;
    }

    void fill(uint32_t list, uint32_t target) {
        while (list != kNone) list = std::exchange(code_->words[list], target);
    }

    const Module& module_;
    const Function& function_;
    Reader in_;
    std::unique_ptr<Code> code_ = std::make_unique<Code>();
    std::vector<Block> blocks_;
    uint32_t height_ = 0;  ///< slots from the first local
    bool dead_ = false;
    uint32_t dead_blocks_ = 0;  ///< opened since the code is dead
};

}  // namespace

std::unique_ptr<const Code> make_code(const Module& module, uint32_t function) {
    return Builder(module, function).build();
}

}  // namespace serinus::wasm::interpreter
