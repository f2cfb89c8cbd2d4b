#include "cli/spec_of_runtime.hpp"

#include <boost/json.hpp>
#include <charconv>

#include "base/format.hpp"
#include "codec/scale.hpp"
#include "executor/executor.hpp"
#include "platform/files.hpp"
#include "runtime_api/genesis_builder.hpp"
#include "runtime_api/on_state.hpp"
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

    template <class Value, class... Arguments>
    Result<Value, std::string> ask(const runtime_api::Call<Value(Arguments...)>& call,
                                   const std::type_identity_t<Arguments>&... arguments) {
        state::MemoryBackend empty;
        state::Overlay overlay(empty);
        auto answer = runtime_api::call({*executor_, *runtime_, overlay}, call, arguments...);
        if (!answer) return Err(answer.error().reason);
        return *std::move(answer);
    }

  private:
    AskedRuntime() : executor_(std::make_unique<executor::Executor>()) {}
    std::unique_ptr<executor::Executor> executor_;
    std::shared_ptr<const executor::Runtime> runtime_;
};

Result<std::string, std::string> preset_of(AskedRuntime& runtime, const std::string& name) {
    TRY_ASSIGN(auto preset, runtime.ask(runtime_api::genesis_builder::kGetPreset, name));
    if (preset) {
        boost::system::error_code error;
        static_cast<void>(boost::json::parse(*preset, error));
        ENSURE(!error, format_text("the preset \"{}\" of the runtime is no JSON: {}", name, error.message()));
        return *std::move(preset);
    }
    std::string known;
    if (const auto names = runtime.ask(runtime_api::genesis_builder::kPresetNames)) {
        for (const std::string& one : *names) known += (known.empty() ? "" : ", ") + one;
    }
    return Err(format_text("the runtime has no preset \"{}\"; it has {}", name, known.empty() ? "none" : known));
}

chain::ChainType::Kind kind_of(std::string_view name) {
    if (name == "local") return chain::ChainType::Kind::kLocal;
    return name == "live" ? chain::ChainType::Kind::kLive : chain::ChainType::Kind::kDevelopment;
}

std::string_view without_spaces(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const size_t first = text.find_first_not_of(kSpace);
    return first == text.npos ? "" : text.substr(first, text.find_last_not_of(kSpace) + 1 - first);
}

boost::json::value property_of(std::string_view text) {
    if (text == "true" || text == "false") return text == "true";
    uint32_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed == std::errc() && end == text.data() + text.size()) return number;
    return boost::json::string(text);
}

std::string quoted(const std::string& text) { return boost::json::serialize(boost::json::string(text)); }

}  // namespace

Result<std::string, std::string> properties_json(const std::vector<std::string>& lists) {
    boost::json::object out;
    for (const std::string_view list : lists) {
        for (size_t begin = 0; begin <= list.size();) {
            const size_t end = std::min(list.find(',', begin), list.size());
            const std::string_view pair = list.substr(begin, end - begin);
            const size_t sign = pair.find('=');
            ENSURE(sign != pair.npos, format_text("--properties: '{}' has not the form KEY=VALUE", pair));
            const auto key = without_spaces(pair.substr(0, sign));
            out[{key.data(), key.size()}] = property_of(without_spaces(pair.substr(sign + 1)));
            begin = end + 1;
        }
    }
    return boost::json::serialize(out);
}

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
    command.add_option("--chain-type", options.chain_type, "What it is for")
        .type_name("TYPE")
        .one_of({"development", "local", "live"})
        .show_default();
    command
        .add_option("--relay-chain", options.relay_chain,
                    "The id of its relay chain, for collators: writes relay_chain into the specification")
        .type_name("ID");
    command.add_option("--para-id", options.para_id, "Its number as a parachain; needs --relay-chain")
        .type_name("NUMBER");
    command
        .add_option("--properties", options.properties,
                    "What wallets want to know: tokenSymbol=UNIT,tokenDecimals=12; as often as needed")
        .type_name("KEY=VALUE[,…]");
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
    spec.chain_type.kind = kind_of(options.chain_type);
    if (!options.properties.empty()) {
        spec.properties = chain::JsonText{TRY(properties_json(options.properties))};
    }
    // Observed: polkadot 1.25.1: the spelling that chain-spec-builder writes, which collators of all releases read.
    if (options.para_id) spec.extensions.push_back({"para_id", chain::JsonText{std::to_string(*options.para_id)}});
    if (!options.relay_chain.empty()) {
        spec.extensions.push_back({"relay_chain", chain::JsonText{quoted(options.relay_chain)}});
    }
    spec.genesis = chain::RuntimeGenesis{.form = chain::RuntimeGenesis::Form::kPatch,
                                         .config = chain::JsonText{std::move(preset)},
                                         .code = to_bytes(as_bytes(*file))};
    return spec;
}

}  // namespace serinus::cli
