/// The engine that interprets.

#include "wasm/interpreter/instance.hpp"

namespace serinus::wasm {
namespace {

class Interpreter final : public Engine {
  public:
    Result<std::shared_ptr<const Program>, EngineError> compile(std::shared_ptr<const Module> module,
                                                                const CompileOptions& options) override {
        return std::shared_ptr<const Program>(std::make_shared<interpreter::InterpretedProgram>(
            std::move(module), options.max_stack, options.interruptible));
    }

    Result<std::unique_ptr<Instance>, EngineError> instantiate(std::shared_ptr<const Program> program,
                                                               const Imports& imports, void* user_data,
                                                               uint32_t extra_pages) override {
        auto own = std::static_pointer_cast<const interpreter::InterpretedProgram>(program);
        TRY_ASSIGN(Linked linked, link(*own->module(), imports));
        auto instance = std::make_unique<interpreter::InterpretedInstance>(std::move(own), std::move(linked));
        instance->user_data = user_data;
        TRY(instance->prepare(extra_pages));
        return std::unique_ptr<Instance>(std::move(instance));
    }
};

}  // namespace

std::unique_ptr<Engine> make_interpreter() { return std::make_unique<Interpreter>(); }

}  // namespace serinus::wasm
