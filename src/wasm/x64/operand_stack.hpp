/// The operand stack of WebAssembly at compile time: where each operand is, and how it gets into a register.
#pragma once

#include "wasm/x64/frame.hpp"

namespace serinus::wasm::x64 {

/// An operand, on the stack or taken from it.
struct Operand {
    enum class Place : uint8_t {
        kConstant,
        kRegister,  ///< of its own
        kLocal,     ///< not read yet: the local has the same value still
        kSlot,      ///< in the frame
    };

    Place place = Place::kConstant;
    ValueType type = ValueType::kI32;
    RegisterId id = kNoRegister;  ///< kRegister: of the kind that the type needs
    uint32_t index = 0;           ///< kLocal: which; kSlot: the height
    Raw value = 0;                ///< kConstant

    bool is(Place where) const noexcept { return place == where; }
    /// Whether it may stand in an instruction that extends 32 bits to its width.
    bool is_immediate() const noexcept {
        return place == Place::kConstant && (type == ValueType::kI32 || type == ValueType::kI64) &&
               (type == ValueType::kI32 ||
                static_cast<int64_t>(static_cast<int32_t>(value)) == static_cast<int64_t>(value));
    }
    asmjit::Imm immediate() const noexcept { return asmjit::Imm(static_cast<int32_t>(value)); }
};

/// A register that holds an operand for reading; of its own, or that of a local.
struct ReadRegister {
    RegisterId id = kNoRegister;
    bool own = false;
};

/// Operands stay where they are until an instruction needs them: constants in the instruction, locals in theirs.
/// Operands below some height are in their slots for good; the others, at most kWindow, may be anywhere, so that what
/// looks at all of them is cheap. Moving operands never changes the flags.
class OperandStack {
  public:
    OperandStack(x86::Assembler& assembler, Frame& frame) : a_(assembler), frame_(frame) {}

    /// Empty, for the function of the frame.
    void clear() noexcept;
    uint32_t height() const noexcept { return static_cast<uint32_t>(operands_.size()); }

    void push_constant(ValueType type, Raw value) { push({Operand::Place::kConstant, type, kNoRegister, 0, value}); }
    void push_local(uint32_t local);
    /// The register must be an allocated one.
    void push_register(ValueType type, RegisterId id) { push({Operand::Place::kRegister, type, id, 0, 0}); }
    void push(const Operand& operand);
    /// The caller owns the register of the operand, if it has one.
    Operand pop();
    /// Counted from the bottom.
    const Operand& at(uint32_t height) const noexcept { return operands_[height]; }
    const Operand& top() const noexcept { return operands_.back(); }

    /// A free register for a value of that type; may spill an operand.
    RegisterId allocate(ValueType type);
    void release(ValueType type, RegisterId id) noexcept { free_of(type) |= 1u << id; }
    void release(const Operand& operand) noexcept {
        if (operand.is(Operand::Place::kRegister)) release(operand.type, operand.id);
    }
    void release(ValueType type, ReadRegister held) noexcept {
        if (held.own) release(type, held.id);
    }

    /// A register of its own that holds the operand and may be changed.
    RegisterId take(const Operand& operand);
    /// A register to read the operand from.
    ReadRegister read(const Operand& operand);
    /// Where the operand is if it is in memory.
    std::optional<x86::Mem> in_memory(const Operand& operand);

    /// Copies into any general register; a float as its bits, the upper half of a register zero for 32 bits.
    void copy_to(RegisterId id, const Operand& operand);
    void copy_to_float(const x86::Xmm& target, const Operand& operand);

    /// Moves operands into their slots: those below `height`, or all.
    void flush(uint32_t height);
    void flush() { flush(height()); }
    /// Drops the operands from `height` on.
    void drop_to(uint32_t height) noexcept;
    /// Those that are the local itself get its present value, because it is about to change.
    void detach_local(uint32_t local);

  private:
    static constexpr uint32_t kWindow = 32;

    uint32_t& free_of(ValueType type) noexcept { return is_float(type) ? free_floats_ : free_integers_; }
    void spill_oldest(ValueType type);
    void flush_operand(uint32_t height);
    void load_constant(RegisterId id, ValueType type, Raw value);

    x86::Assembler& a_;
    Frame& frame_;
    std::vector<Operand> operands_;
    uint32_t flushed_ = 0;  ///< operands below this height are in their slots
    uint32_t free_integers_ = kOperandRegisters;
    uint32_t free_floats_ = kFloatOperandRegisters;
};

}  // namespace serinus::wasm::x64
