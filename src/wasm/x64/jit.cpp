#include "wasm/x64/instance.hpp"
#include "wasm/x64/precompiled.hpp"

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

    Result<Bytes, EngineError> precompile(const Module& module, const CompileOptions& options) override {
        x64::CodeOptions code_options = options_for(options.interruptible);
        code_options.metered_frames = module.has_metered_frames;
        return x64::precompile(module, code_options);
    }

    Result<std::shared_ptr<const Program>, EngineError> load(int file, const LoadOptions& options) override {
        TRY_ASSIGN(auto program, x64::load_precompiled(file, options, options_for(options.interruptible)));
        return std::shared_ptr<const Program>(std::move(program));
    }

    std::string precompiled_version() const override { return x64::precompiled_version(options_for(true)); }

  private:
    x64::CodeOptions options_for(bool interruptible) const noexcept {
        return {.features = x64::CpuFeatures::of_host(),
                .interruptible = interruptible,
                .checks_bounds = address_space_ == AddressSpace::kScarce};
    }

    AddressSpace address_space_;
};

}  // namespace

std::unique_ptr<Engine> make_jit(AddressSpace address_space) {
    if (!x64::CpuFeatures::host_is_supported()) return nullptr;
    x64::install_trap_handler();
    return std::make_unique<JitEngine>(address_space);
}

}  // namespace serinus::wasm
