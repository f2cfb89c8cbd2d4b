// serinus runtime version, metadata, metadata-hash, metadata-proof, call
#include <cstdio>

#include "base/hex.hpp"
#include "chain/spec/json_writer.hpp"
#include "cli/command.hpp"
#include "cli/runtime_on_state.hpp"
#include "metadata/merkle/merkleized.hpp"
#include "platform/files.hpp"
#include "platform/streams.hpp"
#include "runtime_api/newest_metadata.hpp"

namespace serinus::cli {
namespace {

struct RuntimeOptions : RuntimeOnStateOptions {
    std::string method;
    std::string arguments = "0x";
    std::optional<uint32_t> metadata_version;
    std::string output;
    bool binary = false;
    std::string token;
    uint32_t decimals = 0;
    std::string in_extrinsic, in_payload;
};

constexpr const char* kRuntimeFooter = R"(The state is that of
  --runtime FILE        empty but for this runtime, a Wasm module or a compressed one
  --state FILE          a JSON object of hex keys and hex values, among them ":code" (0x3a636f6465)
  --chain … --at BLOCK  a block in the database of the chain, by number or hash; 0 needs no database
  --chain …             the best block of the database; without a database, the genesis
Changes that a call makes are not kept.

Examples:
  serinus runtime version --chain ./kusama.json
  serinus runtime metadata --chain ./kusama.json --binary --output metadata.scale
  serinus runtime metadata-hash --runtime kusama.wasm --token KSM --decimals 12
  serinus runtime call --chain ./kusama.json --method AccountNonceApi_account_nonce --args 0xd43593…
  serinus runtime call --state state.json --method Core_version)";

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

/// The bytes that the option `name` says: hex, or "@" and the name of a file with hex, as a block does not fit a
/// command line.
Result<Bytes, std::string> read_hex_option(const char* name, const std::string& text) {
    constexpr size_t kMaxFileBytes = size_t{256} << 20;
    std::string hex = text;
    if (text.starts_with('@')) {
        auto content = platform::read_file(text.substr(1), kMaxFileBytes);
        if (!content) return Err(content.error().message);
        hex = *std::move(content);
        while (!hex.empty() && (hex.back() == '\n' || hex.back() == '\r' || hex.back() == ' ')) hex.pop_back();
    }
    auto bytes = from_hex(hex);
    if (!bytes) return Err(std::string(name) + ": " + std::string(to_string(bytes.error())));
    return *std::move(bytes);
}

/// The metadata whose hash the runtime has compiled in, if it has: of version 15; of a newer one if there is no 15. Or
/// of the version that is asked for.
Result<std::unique_ptr<const metadata::Metadata>, std::string> hashed_metadata(RuntimeOnState& runtime,
                                                                               std::optional<uint32_t> version) {
    constexpr uint32_t kHashed = 15;
    auto found = runtime.ask(runtime_api::metadata::kMetadataAtVersion, version.value_or(kHashed));
    if (found && *found) return metadata::Metadata::decode(**std::move(found));
    ENSURE(!version, "the runtime has no metadata of version " + std::to_string(*version));
    return metadata::Metadata::decode(TRY(runtime_api::newest_metadata(
        [&runtime](const auto& call, const auto&... arguments) { return runtime.ask(call, arguments...); })));
}

/// Calls `use` with the merkleized metadata of the runtime and returns the exit code.
template <class Use>
int with_merkleized(const RuntimeOptions& options, Use use) {
    if (options.decimals > max_value<uint8_t>()) return report_usage_error("--decimals: at most 255");
    const auto runtime = RuntimeOnState::open_or_report(options);
    if (runtime == nullptr) return 1;
    const auto metadata = hashed_metadata(*runtime, options.metadata_version);
    if (!metadata) return report_error(metadata.error());
    auto info = metadata::merkle::extra_info_of(**metadata, {options.token, static_cast<uint8_t>(options.decimals)});
    if (!info) return report_error(info.error());
    const auto made = metadata::merkle::MerkleizedMetadata::of(**metadata, *std::move(info));
    return made ? use(*made) : report_error(made.error());
}

int run_metadata_hash(const RuntimeOptions& options) {
    return with_merkleized(options, [](const metadata::merkle::MerkleizedMetadata& metadata) {
        return written(print(to_hex_prefixed(metadata.hash().bytes) + "\n"));
    });
}

int run_metadata_proof(const RuntimeOptions& options) {
    const auto call = read_hex_option("--call", options.arguments);
    if (!call) return report_error(call.error());
    const auto in_extrinsic = read_hex_option("--extra", options.in_extrinsic);
    if (!in_extrinsic) return report_error(in_extrinsic.error());
    const auto in_payload = read_hex_option("--additional", options.in_payload);
    if (!in_payload) return report_error(in_payload.error());
    return with_merkleized(options, [&](const metadata::merkle::MerkleizedMetadata& metadata) {
        const auto proof = metadata.prove({.call = *call, .in_extrinsic = *in_extrinsic, .in_payload = *in_payload});
        return proof ? written(print(to_hex_prefixed(*proof) + "\n")) : report_error(proof.error());
    });
}

int run_call(const RuntimeOptions& options) {
    const auto arguments = read_hex_option("--args", options.arguments);
    if (!arguments) return report_error(arguments.error());
    const auto runtime = RuntimeOnState::open_or_report(options);
    if (runtime == nullptr) return 1;
    const auto result = runtime->call(options.method, *arguments);
    if (!result) return report_error(options.method + " failed: " + result.error());
    return written(print(to_hex_prefixed(*result) + "\n"));
}

void add_token_options(Arguments command, RuntimeOptions& options) {
    command.add_option("--token", options.token, "The symbol of the chain's token: KSM").type_name("SYMBOL").required();
    command.add_option("--decimals", options.decimals, "How many decimals amounts of it have: 12").required();
    command.add_option(
        "--metadata-version", options.metadata_version,
        "Of metadata in this version of the format, 15 or 16, instead of that which runtimes compile in");
}

}  // namespace

void add_runtime(Arguments app, Command& chosen) {
    const Arguments runtime = app.add_subcommand("runtime", "Ask the runtime of a state");
    runtime.require_subcommand();
    runtime.footer(kRuntimeFooter);
    const auto add = [&](const char* name, const char* what, int (*run)(const RuntimeOptions&)) {
        auto options = std::make_shared<RuntimeOptions>();
        const Arguments command = runtime.add_subcommand(name, what);
        add_runtime_on_state_options(command, *options);
        command.footer(kRuntimeFooter);
        command.callback([&chosen, options, run] { chosen = [options, run] { return run(*options); }; });
        return std::pair(command, options.get());
    };
    add("version", "Print what it says of itself, as JSON", run_version);
    const auto [metadata, metadata_options] = add("metadata", "Print its metadata, in hex", run_metadata);
    metadata.add_option("--metadata-version", metadata_options->metadata_version, "Ask for this version of the format");
    metadata.add_flag("--binary", metadata_options->binary, "Write the bytes themselves");
    metadata.add_option("--output", metadata_options->output, "Write to a file").type_name("FILE");
    const auto [hash, hash_options] =
        add("metadata-hash", "Print the hash by which devices that sign know its metadata (RFC-78)", run_metadata_hash);
    add_token_options(hash, *hash_options);
    const auto [proof, proof_options] = add(
        "metadata-proof", "Print what such a device needs to show a transaction, in hex (RFC-78)", run_metadata_proof);
    add_token_options(proof, *proof_options);
    proof.add_option("--call", proof_options->arguments, "The call, SCALE-encoded").type_name("HEX").required();
    proof.add_option("--extra", proof_options->in_extrinsic, "What the extensions have in the extrinsic, joined")
        .type_name("HEX")
        .required();
    proof
        .add_option("--additional", proof_options->in_payload,
                    "What the extensions have in the signed payload alone, joined")
        .type_name("HEX")
        .required();
    const auto [call, call_options] = add("call", "Call a function and print its result in hex", run_call);
    call.add_option("--method", call_options->method, "Name of the function: Core_version").required();
    call.add_option("--args,--data", call_options->arguments,
                    "Its arguments, SCALE-encoded and joined; @FILE reads the hex from a file")
        .type_name("HEX")
        .show_default();
}

}  // namespace serinus::cli
