#include "wasm/metered_frames.hpp"

#include <algorithm>

#include "wasm/logical_stack.hpp"
#include "wasm/opcodes.hpp"
#include "wasm/reader.hpp"

namespace serinus::wasm {
namespace {

/// The height that a frame begins with.
constexpr uint32_t kActivationCost = 2;

/// Follows the operand stack of a valid body as the reference does.
class HeightMeter {
  public:
    HeightMeter(const Module& module, const Function& function)
        : module_(module), function_(function), in_(function.code) {}

    /// The greatest height; nullopt where the reference gives up.
    std::optional<uint32_t> measure() {
        const uint32_t arity = module_.types[function_.type_index].result.has_value();
        frames_.push_back({.end_arity = arity, .branch_arity = arity});
        while (!frames_.empty() && !failed_) {
            if (!frames_.back().is_polymorphic) greatest_ = std::max(greatest_, height_);
            step(static_cast<Op>(in_.byte()));
        }
        return failed_ ? std::nullopt : std::optional(greatest_);
    }

  private:
    struct Frame {
        bool is_polymorphic = false;
        uint32_t end_arity = 0;
        uint32_t branch_arity = 0;
        uint32_t start_height = 0;
    };

    void step(Op op) {
        switch (op) {
            case Op::kUnreachable:
                frames_.back().is_polymorphic = true;
                return;
            case Op::kBlock:
            case Op::kLoop:
            case Op::kIf:
                return open(op);
            case Op::kElse:
                return;
            case Op::kEnd:
                height_ = frames_.back().start_height + frames_.back().end_arity;
                frames_.pop_back();
                return;
            case Op::kBr:
                pop(arity_of(in_.u32()));
                frames_.back().is_polymorphic = true;
                return;
            case Op::kBrIf: {
                const uint32_t arity = arity_of(in_.u32());
                pop(arity);
                pop(1);
                height_ += arity;
                return;
            }
            case Op::kBrTable: {
                // The index is not taken off.
                uint32_t arity = 0;
                for (uint64_t left = uint64_t{in_.u32()} + 1; left > 0; --left) arity = arity_of(in_.u32());
                pop(arity);
                frames_.back().is_polymorphic = true;
                return;
            }
            case Op::kReturn:
                pop(frames_.front().end_arity);
                frames_.back().is_polymorphic = true;
                return;
            case Op::kCall:
                return apply(module_.type_of(in_.u32()));
            case Op::kCallIndirect: {
                const uint32_t type = in_.u32();
                in_.byte();
                pop(1);
                return apply(module_.types[type]);
            }
            case Op::kDrop:
                return pop(1);
            case Op::kSelect:
                pop(2);
                pop(1);
                ++height_;
                return;
            case Op::kLocalGet:
            case Op::kGlobalGet:
                in_.u32();
                ++height_;
                return;
            case Op::kLocalSet:
            case Op::kGlobalSet:
                in_.u32();
                return pop(1);
            case Op::kLocalTee:
                in_.u32();
                pop(1);
                ++height_;
                return;
            default:
                failed_ |= op >= Op::kI32Extend8S;  // the tool does not know sign extension
                return apply_fixed(op_info(op));
        }
    }

    void open(Op op) {
        const uint32_t end_arity = in_.byte() == 0x40 ? 0 : 1;
        if (op == Op::kIf) pop(1);
        frames_.push_back(
            {.end_arity = end_arity, .branch_arity = op == Op::kLoop ? 0 : end_arity, .start_height = height_});
    }

    void apply(const FunctionType& type) {
        pop(static_cast<uint32_t>(type.params.size()));
        height_ += type.result.has_value();
    }

    void apply_fixed(const OpInfo& info) {
        switch (info.immediate) {
            case Immediate::kMemory:
                in_.u32();
                in_.u32();
                break;
            case Immediate::kZeroByte:
                in_.byte();
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
            default:
                break;
        }
        pop(info.param_count);
        height_ += info.has_result;
    }

    /// At the height where the innermost block began nothing is taken off; that this is unreachable must be known then.
    /// Above it, more may be taken off than the block has.
    void pop(uint32_t count) {
        if (count == 0) return;
        const Frame& top = frames_.back();
        if (height_ == top.start_height) {
            failed_ |= !top.is_polymorphic;
        } else if (count > height_) {
            failed_ = true;
        } else {
            height_ -= count;
        }
    }

    uint32_t arity_of(uint32_t depth) const { return frames_[frames_.size() - 1 - depth].branch_arity; }

    const Module& module_;
    const Function& function_;
    Reader in_;
    std::vector<Frame> frames_;
    uint32_t height_ = kActivationCost;
    uint32_t greatest_ = 0;
    bool failed_ = false;
};

/// Of a frame of either engine: see x64/wasm_stack.hpp; the interpreter takes 8 bytes for each local and operand.
uint32_t units_of_memory(const Function& function) noexcept {
    const uint64_t bytes = uint64_t{8} * function.local_count + uint64_t{16} * function.max_operands + 48;
    return static_cast<uint32_t>(bytes / kMeteredUnitBytes);
}

}  // namespace

Result<void, ModuleError> meter_frames(Module& module) {
    for (uint32_t i = 0; i < module.functions.size(); ++i) {
        Function& function = module.functions[i];
        const auto height = HeightMeter(module, function).measure();
        ENSURE(height.has_value(), ModuleError{.reason = "the stack of the function cannot be metered",
                                               .function = module.imported_functions + i});
        uint32_t declared = 0;
        for (const LocalRun& run : function.locals) declared += run.count;
        function.metered_cost = std::max(declared + *height, units_of_memory(function));
    }
    module.has_metered_frames = true;
    return {};
}

}  // namespace serinus::wasm
