/// The places of the locals and the spilled operands of a function.
#pragma once

#include "wasm/module.hpp"
#include "wasm/x64/registers.hpp"

namespace serinus::wasm::x64 {

inline constexpr RegisterId kNoRegister = 0xff;

/// The stack frame, from high to low addresses:
///
///     rbp + 16 + 8 i   argument 6 + i, made by the caller; home of that local
///     rbp + 8          return address
///     rbp              the caller's rbp
///     below            homes of the other locals, 8 bytes each
///     below            slots of operands, by their height in the operand stack
///
/// A local that has a register does not need its home: the caller's value of the register is kept there, if it must be.
class Frame {
  public:
    struct LocalInRegister {
        uint32_t local = 0;
        RegisterId id = kNoRegister;
        bool saved = false;  ///< the caller's value must be restored
    };

    /// Gives the most used integer locals registers. Time and memory O(bytes of the body), whatever the locals are.
    void lay_out(const Module& module, const Function& function);

    /// Whether the body calls anything (growing the memory is a call).
    bool calls() const noexcept { return calls_; }
    uint32_t local_count() const noexcept { return local_count_; }
    uint32_t parameter_count() const noexcept { return parameter_count_; }
    ValueType local_type(uint32_t local) const noexcept {
        return local < locals_.size() ? locals_[local].type : late_local_type(local);
    }
    /// kNoRegister if it is in its home.
    RegisterId local_register(uint32_t local) const noexcept {
        return local < locals_.size() ? locals_[local].id : kNoRegister;
    }
    const std::vector<LocalInRegister>& locals_in_registers() const noexcept { return in_registers_; }

    /// A bit for each register that holds a local.
    uint32_t taken_registers() const noexcept;

    /// `size` in bytes, of what is accessed.
    x86::Mem home(uint32_t local, uint32_t size) const noexcept { return {x86::rbp, home_offset(local), size}; }
    x86::Mem slot(uint32_t height, uint32_t size) noexcept {
        if (height >= slots_used_) slots_used_ = height + 1;
        return {x86::rbp, -8 * static_cast<int32_t>(local_homes_ + height + 1), size};
    }

    /// Below rbp, a multiple of 16. Known when all of the function has been compiled.
    uint32_t bytes() const noexcept { return (8 * (local_homes_ + slots_used_) + 15) / 16 * 16; }

  private:
    struct Local {
        ValueType type = ValueType::kI32;
        RegisterId id = kNoRegister;
    };

    int32_t home_offset(uint32_t local) const noexcept;
    ValueType late_local_type(uint32_t local) const noexcept;
    void count_uses(BytesView code);
    void choose_registers();
    bool give_register(RegisterId id, uint32_t least_uses, bool saved);

    const Function* function_ = nullptr;
    uint32_t parameter_count_ = 0;
    uint32_t stack_parameters_ = 0;
    uint32_t local_count_ = 0;
    uint32_t local_homes_ = 0;  ///< below rbp
    uint32_t slots_used_ = 0;
    std::vector<Local> locals_;       ///< the first ones
    std::vector<uint32_t> run_ends_;  ///< index after each run of locals, if not all are in `locals_`
    std::vector<uint32_t> uses_;
    bool calls_ = false;
    std::vector<LocalInRegister> in_registers_;
};

}  // namespace serinus::wasm::x64
