
#include "chain/spec/genesis.hpp"
#include "chain/spec/light_sync.hpp"
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "executor/executor.hpp"

namespace serinus::cli {
namespace {

using chain::ChainSpec;
using chain::GenesisBlock;
using chain::GenesisCode;
using chain::JsonWriter;

constexpr const char* kChainInfoFooter = R"(The JSON object has these keys:
  name, id, chainType      as in the specification; chainType is the name of a custom one
  genesisHash, stateRoot   of the genesis block
  stateVersion             0 or 1: how the state is hashed; null if only its root is given
  protocolId, forkId       null if there is none
  properties               of the token and of addresses, as in the specification
  specName, specVersion    of the runtime; null without one that answers
  codeHash, codeSize       BLAKE2b-256 and bytes of the runtime code as stored; null without code
  codeCompressed, wasmSize whether that is compressed, and its bytes when it is not; null without code
  topKeys, childTries      how many the genesis state has; null if only its root is given
  bootNodes                how many there are
  finalizedBlock           number and hash of the block that light clients start from, or null

Examples:
  serinus chain-info --chain dev
  serinus chain-info --chain ./kusama.json)";

void write_text_or_null(JsonWriter& out, std::string_view key, const std::string* text) {
    out.key(key);
    if (text != nullptr) {
        out.string(*text);
    } else {
        out.null();
    }
}

void write_number_or_null(JsonWriter& out, std::string_view key, std::optional<uint64_t> number) {
    out.key(key);
    if (number) {
        out.number(*number);
    } else {
        out.null();
    }
}

void write_code(JsonWriter& out, const std::optional<GenesisCode>& code) {
    out.key("codeHash");
    if (code) {
        out.hex(code->hash.bytes);
    } else {
        out.null();
    }
    using Number = std::optional<uint64_t>;
    write_number_or_null(out, "codeSize", code ? Number(code->size) : Number());
    out.key("codeCompressed");
    if (code) {
        out.boolean(code->compressed);
    } else {
        out.null();
    }
    write_number_or_null(out, "wasmSize", code ? Number(code->wasm_size) : Number());
}

/// Name and version from the code's custom section, or, for runtimes from before 2021, from a call of the code.
struct SpecVersion {
    std::string name;
    uint32_t number = 0;
};
std::optional<SpecVersion> spec_version(const chain::RawGenesis* raw, const GenesisBlock& genesis) {
    if (raw == nullptr || !genesis.code) return std::nullopt;
    if (const auto& embedded = genesis.code->version) return SpecVersion{embedded->spec_name, embedded->spec_version};
    executor::Executor executor;
    const auto runtime = executor.runtime_of_code(*raw->top.find(as_bytes(":code")), std::nullopt);
    if (!runtime) return std::nullopt;
    const auto version = executor.version(**runtime);
    return version ? std::optional(SpecVersion{version->spec_name, version->spec_version}) : std::nullopt;
}

bool write_info(const ChainSpec& spec, const GenesisBlock& genesis, const std::optional<chain::LightBlock>& light) {
    const auto* raw = std::get_if<chain::RawGenesis>(&spec.genesis);
    const auto version = spec_version(raw, genesis);
    using Number = std::optional<uint64_t>;

    JsonWriter out(print);
    out.begin_object();
    write_text_or_null(out, "name", &spec.name);
    write_text_or_null(out, "id", &spec.id);
    out.key("chainType");
    out.string(to_string(spec.chain_type));
    out.key("genesisHash");
    out.hex(genesis.hash.bytes);
    out.key("stateRoot");
    out.hex(genesis.header.state_root.bytes);
    write_number_or_null(out, "stateVersion",
                         genesis.state_version ? Number(static_cast<uint64_t>(*genesis.state_version)) : Number());
    write_text_or_null(out, "protocolId", spec.protocol_id ? &*spec.protocol_id : nullptr);
    write_text_or_null(out, "forkId", spec.fork_id ? &*spec.fork_id : nullptr);
    out.key("properties");
    if (spec.properties) {
        out.json(*spec.properties);
    } else {
        out.null();
    }
    write_text_or_null(out, "specName", version ? &version->name : nullptr);
    write_number_or_null(out, "specVersion", version ? Number(version->number) : Number());
    write_code(out, genesis.code);
    write_number_or_null(out, "topKeys", raw != nullptr ? Number(raw->top.size()) : Number());
    write_number_or_null(out, "childTries", raw != nullptr ? Number(raw->children.size()) : Number());
    out.key("bootNodes");
    out.number(spec.boot_nodes.size());
    out.key("finalizedBlock");
    if (light) {
        out.begin_object();
        out.key("number");
        out.number(light->header.number.value);
        out.key("hash");
        out.hex(light->hash.bytes);
        out.end_object();
    } else {
        out.null();
    }
    out.end_object();
    return out.finish() && print("\n");
}

int run(const ChainOptions& options) {
    auto spec = load_or_report(options);
    if (!spec) return 1;
    build_genesis_if_needed(*spec);
    const auto genesis = chain::genesis_block(*spec);
    if (!genesis) return report_error(genesis.error().to_string());
    const auto light = chain::find_light_block(*spec);
    if (!light) return report_error(light.error().to_string());
    return write_info(*spec, *genesis, *light) ? 0 : report_error("cannot write to the standard output");
}

}  // namespace

void add_chain_info(Arguments app, Command& chosen) {
    auto options = std::make_shared<ChainOptions>();
    const Arguments command = app.add_subcommand("chain-info", "Show what a chain begins with, as JSON");
    add_chain_options(command, *options);
    command.footer(kChainInfoFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
