/// A memory to call host functions on, without an engine: for tests and fuzzing.
#pragma once

#include <optional>
#include <string>

#include "wasm/engine.hpp"

namespace serinus::executor::host {

/// An instance that has nothing but a memory of one page, which may grow to four.
class FakeInstance final : public wasm::Instance {
  public:
    FakeInstance() : memory_(wasm::kPageBytes) {
        module_.memory = wasm::Limits{1, 4};
        memory_.reserve(size_t{4} * wasm::kPageBytes);  // where it stands it stays
    }

    Result<std::optional<wasm::Raw>, wasm::Trap> call(uint32_t, std::span<const wasm::Raw>) override {
        return Err(wasm::Trap{});
    }
    Result<std::optional<wasm::Raw>, wasm::Trap> call_table(uint32_t, std::span<const wasm::Raw>) override {
        return Err(wasm::Trap{});
    }
    const wasm::Module& module() const noexcept override { return module_; }
    MutableBytesView memory() noexcept override { return memory_; }
    std::optional<uint32_t> grow_memory(uint32_t pages) noexcept override {
        const auto before = static_cast<uint32_t>(memory_.size() / wasm::kPageBytes);
        if (before + pages > *module_.memory->max) return std::nullopt;
        memory_.resize(memory_.size() + size_t{pages} * wasm::kPageBytes);
        return before;
    }
    wasm::Raw global(uint32_t) const noexcept override { return 0; }
    void set_global(uint32_t, wasm::Raw) noexcept override {}
    void reset() noexcept override {}
    void fail(std::string reason) override { failure = std::move(reason); }

    void set_interrupted(bool) noexcept override {}

    std::optional<std::string> failure;

  private:
    wasm::Module module_;
    Bytes memory_;
};

}  // namespace serinus::executor::host
