#include "wasm/x64/instance.hpp"

namespace serinus::wasm {

namespace {

class JitEngine final : public Engine {
  public:
    explicit JitEngine(AddressSpace address_space) : address_space_(address_space) {}

    Result<std::shared_ptr<const Program>, EngineError> compile(std::shared_ptr<const Module> module,
                                                                const CompileOptions& options) override {
        TRY_ASSIGN(auto program, x64::JitProgram::make(std::move(module), options, address_space_));
        return std::shared_ptr<const Program>(std::move(program));
    }

    Result<std::unique_ptr<Instance>, EngineError> instantiate(std::shared_ptr<const Program> program,
                                                               const Imports& imports, void* user_data,
                                                               uint32_t extra_pages) override {
        // Programs come from `compile` of the same engine: anything else is a bug of the caller.
        auto jit_program = std::dynamic_pointer_cast<const x64::JitProgram>(std::move(program));
        SERINUS_ASSERT(jit_program != nullptr);
        return x64::JitInstance::make(std::move(jit_program), imports, user_data, extra_pages);
    }

  private:
    AddressSpace address_space_;
};

}  // namespace

std::unique_ptr<Engine> make_jit(AddressSpace address_space) {
    if (!x64::CpuFeatures::host_is_supported()) return nullptr;
    x64::install_trap_handler();
    return std::make_unique<JitEngine>(address_space);
}

}  // namespace serinus::wasm
