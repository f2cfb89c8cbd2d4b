/// A compiled runtime and its idle instances. For the executor alone.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "executor/executor.hpp"
#include "wasm/engine.hpp"

namespace serinus::executor {

class Runtime {
  public:
    /// Decompresses, parses and compiles. The memory has `heap_pages` pages more than the module asks for, and cannot
    /// grow. Observed: polkadot-stable2407: HeapAllocStrategy::Static of sc-executor
    static Result<std::shared_ptr<const Runtime>, CallError> make(BytesView code, uint64_t heap_pages,
                                                                  const std::shared_ptr<wasm::Engine>& engine,
                                                                  const ExecutorOptions& options);

    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    const wasm::Module& module() const noexcept { return *program_->module(); }
    /// The version in the custom section of the module.
    const std::optional<RuntimeVersion>& embedded_version() const noexcept { return embedded_version_; }
    /// The value of the global `__heap_base`.
    uint32_t heap_base_global() const noexcept { return heap_base_global_; }

    /// The index of an exported function with the signature of a runtime method; an error if there is none.
    Result<uint32_t, CallError> find_method(std::string_view name) const;

    /// An instance in its initial state, for one call; its destructor returns it to the pool.
    class Lease;
    Result<Lease, CallError> take_instance() const;

    /// The result of `Core_version`, once it was called.
    std::optional<RuntimeVersion> asked_version() const;
    void remember_version(const RuntimeVersion& version) const;

  private:
    Runtime(const std::shared_ptr<wasm::Engine>& engine, uint32_t max_idle)
        : engine_(std::move(engine)), max_idle_(max_idle) {}

    std::shared_ptr<wasm::Engine> engine_;
    uint32_t max_idle_;
    std::shared_ptr<const wasm::Program> program_;
    wasm::Imports imports_;
    std::optional<RuntimeVersion> embedded_version_;
    uint32_t heap_base_global_ = 0;

    mutable std::mutex mutex_;
    mutable std::vector<std::unique_ptr<wasm::Instance>> idle_;
    mutable std::optional<RuntimeVersion> asked_version_;
};

class Runtime::Lease {
  public:
    Lease(const Runtime& runtime, std::unique_ptr<wasm::Instance> instance) noexcept
        : runtime_(&runtime), instance_(std::move(instance)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    wasm::Instance& operator*() const noexcept { return *instance_; }
    wasm::Instance* operator->() const noexcept { return instance_.get(); }

  private:
    const Runtime* runtime_;
    std::unique_ptr<wasm::Instance> instance_;
};

}  // namespace serinus::executor
