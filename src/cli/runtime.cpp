// serinus runtime version, metadata, call
#include <cstdio>

#include "base/hex.hpp"
#include "chain/spec/genesis.hpp"
#include "chain/spec/genesis_state.hpp"
#include "chain/spec/json_writer.hpp"
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "codec/scale.hpp"
#include "platform/files.hpp"
#include "platform/streams.hpp"
#include "runtime_api/metadata.hpp"
#include "runtime_api/on_state.hpp"
#include "state/memory_backend.hpp"

namespace serinus::cli {
namespace {

using chain::ChainError;
using chain::LoadedRuntime;

struct RuntimeOptions {
    ChainCommandOptions chain;
    std::string state_file;
    std::string at;
    std::string method;
    std::string arguments = "0x";
    std::optional<uint32_t> metadata_version;
    std::string output;
    bool binary = false;
};

constexpr const char* kRuntimeFooter = R"(The state is that of
  --state FILE          a JSON object of hex keys and hex values, among them ":code" (0x3a636f6465)
  --chain … --at BLOCK  a block in the database of the chain, by number or hash; 0 needs no database
  --chain …             the best block of the database; without a database, the genesis
Changes that a call makes are not kept.

Examples:
  serinus runtime version --chain ./kusama.json
  serinus runtime metadata --chain ./kusama.json --binary --output metadata.scale
  serinus runtime call --chain ./kusama.json --method AccountNonceApi_account_nonce --args 0xd43593…
  serinus runtime call --state state.json --method Core_version)";

/// A state and what runs on it.
class RuntimeOnState {
  public:
    /// On a failure it is told on stderr.
    static std::unique_ptr<RuntimeOnState> open_or_report(const RuntimeOptions& options) {
        std::unique_ptr<RuntimeOnState> out(new RuntimeOnState);
        return out->open(options) ? std::move(out) : nullptr;
    }

    Result<LoadedRuntime, ChainError> load() { return runtimes_->load(*overlay_, number_); }

    template <class Value, class... Arguments>
    Result<Value, std::string> ask(const runtime_api::Call<Value(Arguments...)>& call,
                                   const std::type_identity_t<Arguments>&... arguments) {
        const auto loaded = load();
        if (!loaded) return Err(loaded.error().reason);
        auto answer = runtime_api::call({runtimes_->executor(), *loaded->runtime, *overlay_}, call, arguments...);
        if (!answer) return Err(answer.error().to_string());
        return *std::move(answer);
    }
    /// The function that a user names.
    Result<Bytes, std::string> call(std::string_view method, BytesView arguments) {
        const auto loaded = load();
        if (!loaded) return Err(loaded.error().reason);
        auto result = runtimes_->executor().call(*loaded->runtime, method, arguments, *overlay_);
        if (!result) return Err(result.error().to_string());
        return *std::move(result);
    }

  private:
    bool open(const RuntimeOptions& options) {
        if (!options.state_file.empty()) return open_file(options);
        auto spec = load_or_report(options.chain.chain);
        if (!spec) return false;
        const auto folder = chain_folder(options.chain.chain, spec->id);
        const bool has_database = folder && platform::is_directory(database_folder(*folder));
        const bool genesis = options.at == "0" || (options.at.empty() && !has_database);
        return genesis ? open_genesis(options, *std::move(spec)) : open_block(options);
    }

    bool open_file(const RuntimeOptions& options) {
        auto state = chain::read_state_file(options.state_file);
        if (!state) return fail(state.error().to_string());
        // How a state from a file is hashed does not matter until a call asks for its root; the code says.
        chain::ChainSpec spec;
        spec.genesis = *std::move(state);
        return open_genesis(options, std::move(spec));
    }

    bool open_genesis(const RuntimeOptions& options, chain::ChainSpec spec) {
        spec_ = std::move(spec);
        build_genesis_if_needed(spec_);
        const auto* raw = std::get_if<chain::RawGenesis>(&spec_.genesis);
        if (raw == nullptr) return fail("the specification has no genesis state to call a runtime on");
        auto version = trie::StateVersion::kV1;
        if (const auto genesis = chain::genesis_block(spec_)) version = genesis->state_version.value_or(version);
        auto backend = std::make_unique<state::MemoryBackend>();
        const auto root = backend->apply(chain::changes_of(*raw), version);
        if (!root) return fail(root.error().reason);
        backend_ = std::move(backend);
        executor_ = std::make_unique<executor::Executor>(executor_options(options.chain.chain));
        own_runtimes_ = std::make_unique<chain::RuntimeSource>(*executor_, spec_.code_substitutes);
        runtimes_ = own_runtimes_.get();
        overlay_.emplace(*backend_);
        return true;
    }

    bool open_block(const RuntimeOptions& options) {
        auto opened = OpenChain::open_or_report(options.chain);
        if (!opened) return false;
        chain_.emplace(*std::move(opened));
        chain::Database& database = (*chain_)->database();
        const auto block = find_block(database, options.at);
        if (!block) return fail(block.error());
        number_ = block->number;
        auto state = database.state_of(block->hash);
        if (!state) return fail(state.error().reason);
        backend_ = *std::move(state);
        runtimes_ = &(*chain_)->runtimes();
        overlay_.emplace(*backend_);
        return true;
    }

    static bool fail(const std::string& reason) {
        report_error(reason);
        return false;
    }

    // In the order in which one needs the other.
    chain::ChainSpec spec_;
    std::optional<OpenChain> chain_;
    std::unique_ptr<executor::Executor> executor_;
    std::unique_ptr<chain::RuntimeSource> own_runtimes_;
    chain::RuntimeSource* runtimes_ = nullptr;
    std::unique_ptr<state::Backend> backend_;
    std::optional<state::Overlay> overlay_;
    primitives::BlockNumber number_ = 0;
};

int written(bool good) { return good ? 0 : report_error("cannot write to the standard output"); }

int run_version(const RuntimeOptions& options) {
    const auto runtime = RuntimeOnState::open_or_report(options);
    if (runtime == nullptr) return 1;
    const auto loaded = runtime->load();
    if (!loaded) return report_error(loaded.error().reason);
    const executor::RuntimeVersion& version = loaded->version;
    chain::JsonWriter out(print);
    const auto number = [&](const char* key, uint64_t value) {
        out.key(key);
        out.number(value);
    };
    out.begin_object();
    out.key("specName");
    out.string(version.spec_name);
    out.key("implName");
    out.string(version.impl_name);
    number("authoringVersion", version.authoring_version);
    number("specVersion", version.spec_version);
    number("implVersion", version.impl_version);
    out.key("apis");
    out.begin_array();
    for (const auto& api : version.apis) {
        out.begin_array();
        out.hex(api.id);
        out.number(api.version);
        out.end_array();
    }
    out.end_array();
    number("transactionVersion", version.transaction_version);
    number("systemVersion", version.system_version);
    number("stateVersion", static_cast<uint64_t>(version.state_version()));
    out.end_object();
    return written(out.finish() && print("\n"));
}

/// Bytes as they are, or as a line of hex.
int write_bytes(const RuntimeOptions& options, BytesView bytes) {
    auto output = platform::OutputStream::open(options.output);
    if (!output) return report_error(output.error().message);
    const std::string hex = options.binary ? std::string() : to_hex_prefixed(bytes) + "\n";
    auto result = output->write(options.binary ? bytes : as_bytes(hex));
    if (result) result = output->finish();
    return result ? 0 : report_error(result.error().message);
}

int run_metadata(const RuntimeOptions& options) {
    const auto runtime = RuntimeOnState::open_or_report(options);
    if (runtime == nullptr) return 1;
    // Spec: sect-rte-metadata-metadata: the metadata as bytes with their length, or an Option of that.
    if (!options.metadata_version) {
        const auto metadata = runtime->ask(runtime_api::metadata::kMetadata);
        return metadata ? write_bytes(options, *metadata) : report_error(metadata.error());
    }
    const auto metadata = runtime->ask(runtime_api::metadata::kMetadataAtVersion, *options.metadata_version);
    if (!metadata) return report_error(metadata.error());
    if (!*metadata)
        return report_error("the runtime has no metadata of version " + std::to_string(*options.metadata_version));
    return write_bytes(options, **metadata);
}

/// What --args says: hex, or "@" and the name of a file with hex, as a block does not fit a command line.
Result<Bytes, std::string> read_arguments(const std::string& text) {
    constexpr size_t kMaxFileBytes = size_t{256} << 20;
    std::string hex = text;
    if (text.starts_with('@')) {
        auto content = platform::read_file(text.substr(1), kMaxFileBytes);
        if (!content) return Err(content.error().message);
        hex = *std::move(content);
        while (!hex.empty() && (hex.back() == '\n' || hex.back() == '\r' || hex.back() == ' ')) hex.pop_back();
    }
    auto bytes = from_hex(hex);
    if (!bytes) return Err("--args: " + std::string(to_string(bytes.error())));
    return *std::move(bytes);
}

int run_call(const RuntimeOptions& options) {
    const auto arguments = read_arguments(options.arguments);
    if (!arguments) return report_error(arguments.error());
    const auto runtime = RuntimeOnState::open_or_report(options);
    if (runtime == nullptr) return 1;
    const auto result = runtime->call(options.method, *arguments);
    if (!result) return report_error(options.method + " failed: " + result.error());
    return written(print(to_hex_prefixed(*result) + "\n"));
}

void add_state_options(Arguments command, RuntimeOptions& options) {
    add_chain_command_options(command, options.chain);
    command.add_option("--state", options.state_file, "A state from a file, instead of a chain").type_name("FILE");
    command.add_option("--at", options.at, "The block whose state is meant, by number or hash").type_name("BLOCK");
    command.footer(kRuntimeFooter);
}

}  // namespace

void add_runtime(Arguments app, Command& chosen) {
    const Arguments runtime = app.add_subcommand("runtime", "Ask the runtime of a state");
    runtime.require_subcommand();
    runtime.footer(kRuntimeFooter);
    const auto add = [&](const char* name, const char* what, int (*run)(const RuntimeOptions&)) {
        auto options = std::make_shared<RuntimeOptions>();
        const Arguments command = runtime.add_subcommand(name, what);
        add_state_options(command, *options);
        command.callback([&chosen, options, run] { chosen = [options, run] { return run(*options); }; });
        return std::pair(command, options.get());
    };
    add("version", "Print what it says of itself, as JSON", run_version);
    const auto [metadata, metadata_options] = add("metadata", "Print its metadata, in hex", run_metadata);
    metadata.add_option("--metadata-version", metadata_options->metadata_version, "Ask for this version of the format");
    metadata.add_flag("--binary", metadata_options->binary, "Write the bytes themselves");
    metadata.add_option("--output", metadata_options->output, "Write to a file").type_name("FILE");
    const auto [call, call_options] = add("call", "Call a function and print its result in hex", run_call);
    call.add_option("--method", call_options->method, "Name of the function: Core_version").required();
    call.add_option("--args,--data", call_options->arguments,
                    "Its arguments, SCALE-encoded and joined; @FILE reads the hex from a file")
        .type_name("HEX")
        .show_default();
}

}  // namespace serinus::cli
