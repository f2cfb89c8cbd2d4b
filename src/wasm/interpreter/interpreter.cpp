/// The engine that interprets.

#include <sys/mman.h>
#include <sys/stat.h>

#include "wasm/interpreter/instance.hpp"
#include "wasm/metered_frames.hpp"

namespace serinus::wasm {
namespace {

/// A file for `load` is the module itself behind these bytes: there is nothing to make of it ahead.
constexpr ByteArray<8> kPlainMagic = {'S', 'e', 'r', 'P', 'l', 'a', 'i', 'n'};
constexpr ByteArray<8> kPlainMeteredMagic = {'S', 'e', 'r', 'M', 'e', 't', 'e', 'r'};

std::optional<Bytes> content_of(int file) {
    struct stat info{};
    if (::fstat(file, &info) != 0 || info.st_size <= 0) return std::nullopt;
    const auto size = static_cast<size_t>(info.st_size);
    void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (start == MAP_FAILED) return std::nullopt;
    Bytes out = to_bytes({static_cast<const uint8_t*>(start), size});
    ::munmap(start, size);
    return out;
}

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

    Result<Bytes, EngineError> precompile(const Module& module, const CompileOptions&) override {
        return concat(module.has_metered_frames ? kPlainMeteredMagic : kPlainMagic, module.bytes);
    }

    Result<std::shared_ptr<const Program>, EngineError> load(int file, const LoadOptions& options) override {
        const auto content = content_of(file);
        const EngineError refused{"the file is no precompiled code for this engine"};
        ENSURE(content && content->size() >= kPlainMagic.size(), refused);
        const BytesView magic = BytesView(*content).first(kPlainMagic.size());
        const bool is_metered = equal(magic, kPlainMeteredMagic);
        ENSURE(is_metered || equal(magic, kPlainMagic), refused);
        auto parsed = parse_module(to_bytes(BytesView(*content).subspan(kPlainMagic.size())), kNoLimits);
        if (!parsed) return EngineError{parsed.error().to_string()};
        // Nobody else holds the module yet, and it was not made const.
        auto& module = const_cast<Module&>(**parsed);
        if (is_metered && !meter_frames(module)) return refused;
        if (module.memory && options.max_memory_pages) module.memory->max = *options.max_memory_pages;
        return compile(std::move(*parsed), {.max_stack = options.max_stack, .interruptible = options.interruptible});
    }

    std::string precompiled_version() const override { return "plain"; }
};

}  // namespace

std::unique_ptr<Engine> make_interpreter() { return std::make_unique<Interpreter>(); }

}  // namespace serinus::wasm
