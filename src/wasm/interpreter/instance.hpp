/// An instance that is interpreted.
#pragma once

#include <atomic>

#include "wasm/engine.hpp"
#include "wasm/interpreter/code.hpp"
#include "wasm/interpreter/memory.hpp"
#include "wasm/linking.hpp"

namespace serinus::wasm::interpreter {

/// Bodies are put into their inner form when they are first called, by whichever thread is first.
class InterpretedProgram final : public Program {
  public:
    InterpretedProgram(std::shared_ptr<const Module> module, uint32_t max_stack, bool interruptible);
    ~InterpretedProgram() override;

    const std::shared_ptr<const Module>& module() const noexcept override { return module_; }
    void wait() const override {}

    uint32_t max_stack() const noexcept { return max_stack_; }
    bool is_interruptible() const noexcept { return interruptible_; }
    const Code& code(uint32_t function) const;

  private:
    std::shared_ptr<const Module> module_;
    uint32_t max_stack_;
    bool interruptible_;
    mutable std::vector<std::atomic<const Code*>> codes_;  ///< without imported functions
};

class InterpretedInstance final : public Instance {
  public:
    InterpretedInstance(std::shared_ptr<const InterpretedProgram> program, Linked linked);

    /// Everything that may fail in making an instance, the start function included.
    Result<void, EngineError> prepare(uint32_t extra_pages);

    Result<std::optional<Raw>, Trap> call(uint32_t function, std::span<const Raw> arguments) override;
    Result<std::optional<Raw>, Trap> call_table(uint32_t index, std::span<const Raw> arguments) override;
    const Module& module() const noexcept override { return module_; }
    MutableBytesView memory() noexcept override { return {memory_.data(), memory_.size()}; }
    std::optional<uint32_t> grow_memory(uint32_t pages) noexcept override;
    Raw global(uint32_t index) const noexcept override { return globals_[index]; }
    void set_global(uint32_t index, Raw value) noexcept override;
    void reset() noexcept override;
    void fail(std::string reason) override { failure_ = std::move(reason); }
    void set_interrupted(bool interrupted) noexcept override {
        interrupted_.store(interrupted, std::memory_order_relaxed);
    }

  private:
    class Machine;
    static constexpr uint32_t kNoFunction = UINT32_MAX;

    struct Frame {
        const Code* code;
        const uint32_t* next;  ///< the next instruction of this frame
        Raw* locals;
    };

    /// Calls `function` with the arguments that end at `top`; its result takes their place. False: `trap_` is set.
    bool invoke(uint32_t function, Raw* top);
    /// Runs the innermost frame until only `outer_frames` are left.
    bool run(size_t outer_frames);
    bool enter(uint32_t function, Raw* top);
    bool call_host(uint32_t function, Raw* top);
    /// The function in a slot of the table; it must have that type, if one is given.
    std::optional<TrapCode> find_element(uint32_t index, std::optional<uint32_t> canonical_type,
                                         uint32_t& function) const;
    bool trap(TrapCode code, std::string message = {});
    void set_first_state();
    /// Whether running code is to end.
    bool is_interrupted() const noexcept {
        return interrupted_.load(std::memory_order_relaxed) && program_->is_interruptible();
    }

    std::shared_ptr<const InterpretedProgram> program_;
    const Module& module_;
    Linked linked_;
    Memory memory_;
    std::vector<Raw> globals_;
    std::vector<uint32_t> table_;

    std::unique_ptr<Raw[]> stack_;
    Raw* free_ = nullptr;  ///< the first slot that a call from outside may use
    std::vector<Frame> frames_;
    uint32_t used_ = 0;  ///< of the logical stack
    uint32_t open_calls_ = 0;
    std::atomic<bool> interrupted_ = false;
    Trap trap_;
    std::string failure_;

    /// What the start function left behind, if there is one.
    struct Snapshot {
        Bytes memory;
        std::vector<Raw> globals;
    };
    std::optional<Snapshot> after_start_;
};

}  // namespace serinus::wasm::interpreter
