/// An instance of a compiled module.
#pragma once

#include "wasm/linking.hpp"
#include "wasm/x64/program.hpp"

namespace serinus::wasm::x64 {

class JitInstance final : public Instance {
  public:
    static Result<std::unique_ptr<Instance>, EngineError> make(std::shared_ptr<const JitProgram> program,
                                                               const Imports& imports, void* user_data,
                                                               uint32_t extra_pages);
    ~JitInstance() override;

    Result<std::optional<Raw>, Trap> call(uint32_t function, std::span<const Raw> arguments) override;
    Result<std::optional<Raw>, Trap> call_table(uint32_t index, std::span<const Raw> arguments) override;
    const Module& module() const noexcept override { return *program_->module(); }
    MutableBytesView memory() noexcept override;
    std::optional<uint32_t> grow_memory(uint32_t pages) noexcept override;
    Raw global(uint32_t index) const noexcept override;
    void set_global(uint32_t index, Raw value) noexcept override;
    void reset() noexcept override;
    void fail(std::string reason) override;
    void set_interrupted(bool interrupted) noexcept override;

    /// Called from the trap exit, on the stack of the frames that failed.
    void note_trap(TrapCode code, const uint8_t* place, const uint64_t* frame) noexcept;
    /// For lazy stubs. Code that traps if there is no memory.
    const void* compile(uint32_t function) noexcept;

  private:
    struct Invocation;

    explicit JitInstance(std::shared_ptr<const JitProgram> program) : program_(std::move(program)) {}

    Result<void, EngineError> initialise(const Linked& linked, uint32_t extra_pages);
    void copy_segments() noexcept;
    void keep_state_after_start();
    void set_memory_pages(uint32_t pages) noexcept;
    bool is_interrupted() const noexcept;
    static bool call_unknown_import(Instance& instance, void* data, Raw* slots);

    void enter(Invocation& invocation) noexcept;
    /// The trap of a call that did not begin.
    Trap trap(TrapCode code) const;
    Trap take_trap();

    const std::shared_ptr<const JitProgram> program_;
    std::unique_ptr<InstanceSpace> space_;
    uint32_t initial_pages_ = 0;
    uint32_t max_pages_ = 0;
    std::vector<Raw> initial_globals_;  ///< before the start function
    std::vector<Raw> globals_after_start_;
    /// Pages of the memory that differ from the data segments after the start function, and what they hold.
    std::vector<std::pair<size_t, Bytes>> pages_after_start_;

    uint32_t active_calls_ = 0;
    uint32_t resets_ = 0;
    TrapCode trap_code_ = TrapCode::kUnreachable;
    std::string message_;
    bool unknown_import_ = false;
    std::vector<uint32_t> backtrace_;
};

}  // namespace serinus::wasm::x64
