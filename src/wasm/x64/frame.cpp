#include "wasm/x64/frame.hpp"

#include "wasm/x64/code_reader.hpp"

namespace serinus::wasm::x64 {

namespace {

/// A use within a loop counts eightfold, down to three loops.
constexpr unsigned kLoopShift = 3;
constexpr unsigned kMaxLoopDepth = 3;

/// A register that must be saved and restored is for locals that are used more often than that.
constexpr uint32_t kUsesForSavedRegister = 3;
constexpr uint32_t kUsesForRegister = 1;

}  // namespace

void Frame::lay_out(const Module& module, const Function& function) {
    const FunctionType& type = module.types[function.type_index];
    function_ = &function;
    parameter_count_ = static_cast<uint32_t>(type.params.size());
    stack_parameters_ = parameter_count_ > kRegisterArguments ? parameter_count_ - kRegisterArguments : 0;
    local_count_ = function.local_count;
    local_homes_ = local_count_ - stack_parameters_;
    slots_used_ = 0;

    // Many functions may declare many locals in a few bytes each: lay out no more than the body is long.
    const size_t wanted = std::min<size_t>(local_count_, parameter_count_ + function.code.size());
    locals_.clear();
    for (const ValueType parameter : type.params) locals_.push_back({parameter, kNoRegister});
    for (const LocalRun& run : function.locals) {
        locals_.resize(std::min<size_t>(wanted, locals_.size() + run.count), {run.type, kNoRegister});
        if (locals_.size() == wanted) break;
    }
    run_ends_.clear();
    if (wanted < local_count_) {
        uint32_t end = parameter_count_;
        for (const LocalRun& run : function.locals) run_ends_.push_back(end += run.count);
    }
    uses_.assign(locals_.size(), 0);
    count_uses(function.code);
    choose_registers();
}

void Frame::count_uses(BytesView code) {
    CodeReader reader(code);
    // One bit for each open block, for as many as are of interest: whether it is a loop.
    std::vector<bool> is_loop;
    unsigned loops = 0;
    calls_ = false;
    while (!reader.at_end()) {
        const Op op = reader.op();
        switch (op) {
            case Op::kLocalGet:
            case Op::kLocalSet:
            case Op::kLocalTee: {
                const uint32_t local = reader.u32();
                if (local >= uses_.size()) break;
                const uint32_t weight = 1u << (kLoopShift * std::min(loops, kMaxLoopDepth));
                uses_[local] += weight;
                if (uses_[local] < weight) uses_[local] = ~0u;
                break;
            }
            case Op::kBlock:
            case Op::kLoop:
            case Op::kIf:
                reader.skip_immediates(op);
                is_loop.push_back(op == Op::kLoop);
                loops += op == Op::kLoop;
                break;
            case Op::kCall:
            case Op::kCallIndirect:
            case Op::kMemoryGrow:
                reader.skip_immediates(op);
                calls_ = true;
                break;
            case Op::kEnd:
                if (is_loop.empty()) return;
                loops -= is_loop.back();
                is_loop.pop_back();
                break;
            default:
                reader.skip_immediates(op);
        }
    }
}

void Frame::choose_registers() {
    in_registers_.clear();
    if (!calls_) {
        for (const RegisterId id : kLeafLocalRegisters) {
            if (!give_register(id, kUsesForRegister, false)) return;
        }
    }
    for (const RegisterId id : kLocalRegisters) {
        if (!give_register(id, kUsesForSavedRegister, true)) return;
    }
}

/// To the integer local that is used most of those without one, if it is used often enough.
bool Frame::give_register(RegisterId id, uint32_t least_uses, bool saved) {
    uint32_t best = 0;
    uint32_t best_uses = least_uses - 1;
    for (uint32_t i = 0; i < uses_.size(); ++i) {
        if (uses_[i] > best_uses && !is_float(locals_[i].type)) {
            best = i;
            best_uses = uses_[i];
        }
    }
    if (best_uses < least_uses) return false;
    uses_[best] = 0;
    locals_[best].id = id;
    in_registers_.push_back({.local = best, .id = id, .saved = saved});
    return true;
}

uint32_t Frame::taken_registers() const noexcept {
    uint32_t taken = 0;
    for (const LocalInRegister& local : in_registers_) taken |= 1u << local.id;
    return taken;
}

int32_t Frame::home_offset(uint32_t local) const noexcept {
    if (local < kRegisterArguments || parameter_count_ <= kRegisterArguments) {
        return -8 * static_cast<int32_t>(local + 1);
    }
    if (local < parameter_count_) return 16 + 8 * static_cast<int32_t>(local - kRegisterArguments);
    return -8 * static_cast<int32_t>(local - stack_parameters_ + 1);
}

ValueType Frame::late_local_type(uint32_t local) const noexcept {
    const auto run = std::upper_bound(run_ends_.begin(), run_ends_.end(), local);
    return function_->locals[static_cast<size_t>(run - run_ends_.begin())].type;
}

}  // namespace serinus::wasm::x64
