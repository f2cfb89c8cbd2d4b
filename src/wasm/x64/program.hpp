/// A module with its code, and what its instances share.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "wasm/logical_stack.hpp"
#include "wasm/x64/code_cache.hpp"
#include "wasm/x64/instance_space.hpp"

namespace serinus::wasm::x64 {

class FunctionCompiler;

class JitProgram final : public Program, public std::enable_shared_from_this<JitProgram> {
  public:
    /// Errors: no memory.
    static Result<std::shared_ptr<const JitProgram>, EngineError> make(std::shared_ptr<const Module> module,
                                                                       const CompileOptions& options,
                                                                       AddressSpace address_space,
                                                                       CpuFeatures features = CpuFeatures::of_host());

    /// With code that is complete already. Errors: no memory, or the code is not that of the module.
    static Result<std::shared_ptr<const JitProgram>, EngineError> make(std::shared_ptr<const Module> module,
                                                                       const CompileOptions& options,
                                                                       const CodeOptions& code_options,
                                                                       std::unique_ptr<CodeSpace> code,
                                                                       std::optional<DataImage> data);

    const std::shared_ptr<const Module>& module() const noexcept override { return module_; }
    void wait() const override;

    const ContextLayout& layout() const noexcept { return layout_; }
    uint32_t max_stack() const noexcept { return options_.max_stack; }
    /// What frames of so many units take at most.
    size_t stack_bytes(size_t units) const noexcept { return units * unit_bytes(*module_); }
    const CodeSpace& code() const noexcept { return *code_; }
    const SharedParts& shared() const noexcept { return shared_; }
    /// Traps with kHost when called.
    const void* out_of_memory_stub() const noexcept { return out_of_memory_stub_; }

    /// A space for an instance, used before or new.
    Result<std::unique_ptr<InstanceSpace>, EngineError> take_space() const;
    void give_back(std::unique_ptr<InstanceSpace> space) const noexcept;

    /// Where the code of a function (in the function index space) begins; a stub if it is not compiled yet.
    const void* code_of(uint32_t function) const noexcept;
    /// Compiles it if that has not been done; nullptr without memory.
    const void* compile_now(uint32_t function) const;

  private:
    JitProgram(std::shared_ptr<const Module> module, const CompileOptions& options, const CodeOptions& code_options);

    Result<void, EngineError> prepare();
    Result<void, EngineError> add_import_thunks();
    Result<void, EngineError> add_lazy_stubs();
    bool load_from_cache();
    /// Publishes code that is complete; false, and nothing is published, if it is not that of the module.
    bool adopt(std::unique_ptr<CodeSpace> code);
    void store_in_cache() const;
    /// Posts a task that compiles a batch and continues with the next one.
    static void compile_in_background(const std::weak_ptr<const JitProgram>& program, platform::Scheduler& scheduler);
    /// Some functions that nobody has begun; false: there are none, or there is no memory.
    bool compile_batch(FunctionCompiler& compiler) const;
    /// The next own function for the background; nullopt: nobody has to begin one.
    std::optional<uint32_t> take_next() const;
    /// The functions that the last one compiled calls will be needed soon, if it was compiled because it is called.
    void expect_callees(const FunctionCompiler& compiler) const;
    /// Everything is compiled: the code is complete, and goes to the cache.
    void finish() const;
    /// Code that the background has made and nobody can call yet: to write it piece by piece costs more than it takes
    /// to make, and other threads wait for the lock.
    struct Pending {
        Bytes code;
        std::vector<CodeEntry> entries;
    };
    /// Puts it in place, but for what another thread has compiled meanwhile, and empties it; false without memory.
    bool publish_all(Pending& pending) const;
    /// Compiles own function `index` (without imported ones), if nobody has; false without memory.
    bool compile_own(FunctionCompiler& compiler, uint32_t index) const;
    void publish(uint32_t function, const void* code) const noexcept;
    bool is_compiled(uint32_t index) const noexcept;

    const std::shared_ptr<const Module> module_;
    const CompileOptions options_;
    const ContextLayout layout_;
    const CodeOptions code_options_;
    std::unique_ptr<CodeCache> cache_;  ///< nullptr: none
    std::unique_ptr<CodeSpace> code_;   ///< of functions and imports
    std::unique_ptr<CodeSpace> stubs_;  ///< for functions that are not compiled yet
    SharedParts shared_;
    const void* out_of_memory_stub_ = nullptr;

    /// Of own functions: whether their code is published.
    mutable std::unique_ptr<std::atomic<bool>[]> compiled_;
    mutable std::mutex publish_mutex_;
    /// For functions that are called before the background has come to them: as many as threads did that at once.
    mutable std::vector<std::unique_ptr<FunctionCompiler>> idle_compilers_;

    mutable std::mutex batches_mutex_;
    mutable std::condition_variable batch_done_;
    mutable uint32_t next_in_order_ = 0;  ///< the first own function that the background has not come to
    /// Own functions that the running code will probably call next, the most probable last; the background takes them
    /// first. Each is here once.
    mutable std::vector<uint32_t> expected_;
    mutable std::vector<bool> was_expected_;
    mutable uint32_t running_batches_ = 0;
    mutable bool is_finished_ = false;
    mutable std::mutex finish_mutex_;

    mutable std::mutex spaces_mutex_;
    mutable std::vector<std::unique_ptr<InstanceSpace>> spaces_;
};

}  // namespace serinus::wasm::x64
