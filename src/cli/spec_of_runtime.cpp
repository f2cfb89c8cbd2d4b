#include "cli/spec_of_runtime.hpp"

#include "base/format.hpp"
#include "codec/scale.hpp"
#include "executor/executor.hpp"
#include "platform/files.hpp"
#include "state/memory_backend.hpp"

namespace serinus::cli {
namespace {

/// As large as decompressed code may be.
constexpr size_t kMaxRuntimeBytes = size_t{50} << 20;

/// The runtime with what it is asked on: an empty state.
class AskedRuntime {
  public:
    static Result<AskedRuntime, std::string> load(BytesView code) {
        AskedRuntime out;
        auto runtime = out.executor_->runtime_of_code(code, std::nullopt);
        if (!runtime) return Err(runtime.error().reason);
        out.runtime_ = *std::move(runtime);
        return out;
    }

    Result<std::string, std::string> spec_name() {
        const auto version = executor_->version(*runtime_);
        if (!version) return Err(version.error().reason);
        return version->spec_name;
    }

    template <class T>
    Result<T, std::string> call(std::string_view method, BytesView arguments) {
        state::MemoryBackend empty;
        state::Overlay overlay(empty);
        const auto answer = executor_->call(*runtime_, method, arguments, overlay);
        if (!answer) return Err(answer.error().reason);
        auto decoded = scale::decode<T>(*answer);
        if (!decoded) return Err(format_text("{} returns what cannot be decoded", method));
        return *std::move(decoded);
    }

  private:
    AskedRuntime() : executor_(std::make_unique<executor::Executor>()) {}
    std::unique_ptr<executor::Executor> executor_;
    std::shared_ptr<const executor::Runtime> runtime_;
};

Result<std::string, std::string> preset_of(AskedRuntime& runtime, const std::string& name) {
    TRY_ASSIGN(auto preset, runtime.call<std::optional<std::string>>("GenesisBuilder_get_preset",
                                                                     scale::encode(std::optional<std::string>(name))));
    if (preset) return *std::move(preset);
    std::string known;
    if (const auto names = runtime.call<std::vector<std::string>>("GenesisBuilder_preset_names", {})) {
        for (const std::string& one : *names) known += (known.empty() ? "" : ", ") + one;
    }
    return Err(format_text("the runtime has no preset \"{}\"; it has {}", name, known.empty() ? "none" : known));
}

}  // namespace

void add_spec_of_runtime_options(Arguments command, SpecOfRuntimeOptions& options) {
    command.section("A new chain");
    command.add_option("--runtime", options.file, "Make the specification of this runtime, a Wasm module")
        .type_name("FILE");
    command.add_option("--preset", options.preset, "Which of the runtime's presets its genesis is")
        .type_name("NAME")
        .show_default();
    command.add_option("--chain-name", options.name, "Name of the chain for people (default: that of the runtime)")
        .type_name("NAME");
    command.add_option("--chain-id", options.id, "Name of its folder (default: <name of the runtime>_<preset>)")
        .type_name("ID");
    command.section(kDefaultSection);
}

Result<chain::ChainSpec, std::string> spec_of_runtime(const SpecOfRuntimeOptions& options) {
    const auto file = platform::read_file(options.file, kMaxRuntimeBytes);
    if (!file) return Err(file.error().message);
    auto runtime = AskedRuntime::load(as_bytes(*file));
    if (!runtime) return Err(format_text("{}: {}", options.file, runtime.error()));
    TRY_ASSIGN(const std::string name, runtime->spec_name());
    TRY_ASSIGN(std::string preset, preset_of(*runtime, options.preset));
    chain::ChainSpec spec;
    spec.name = options.name.empty() ? name : options.name;
    spec.id = options.id.empty() ? name + "_" + options.preset : options.id;
    spec.chain_type.kind = chain::ChainType::Kind::kDevelopment;
    spec.genesis = chain::RuntimeGenesis{.form = chain::RuntimeGenesis::Form::kPatch,
                                         .config = chain::JsonText{std::move(preset)},
                                         .code = to_bytes(as_bytes(*file))};
    return spec;
}

}  // namespace serinus::cli
