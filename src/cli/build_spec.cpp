#include <charconv>

#include "chain/spec/para_genesis.hpp"
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "cli/log_options.hpp"
#include "cli/network_key.hpp"
#include "cli/reference_options.hpp"
#include "cli/spec_of_runtime.hpp"
#include "platform/log.hpp"

namespace serinus::cli {
namespace {

using chain::RuntimeGenesis;

struct BuildSpecOptions {
    ChainOptions chain;
    SpecOfRuntimeOptions of_runtime;
    NetworkKeyOptions key;
    bool raw = false;
    std::vector<std::string> paras;  ///< ID=SPEC
    bool disable_default_bootnode = false;
    LogOptions log;
    ReferenceOptions reference;
};

constexpr const char* kBuildSpecFooter =
    R"(The specification goes to the standard output, everything else to the standard error output.

If it has no boot node, this machine becomes one: /ip4/127.0.0.1/tcp/30333/p2p/<peer id of the node key>.
The node key is --node-key, or in --node-key-file, or in <base path>/chains/<chain id>/network/secret_ed25519;
a file that is not there is created with a new key. --dev without --base-path takes a new key each time.

Examples:
  serinus build-spec --dev > dev.json
  serinus build-spec --chain ./kusama.json --raw --disable-default-bootnode > kusama-raw.json
  serinus build-spec --chain kusama-local --raw --add-para 1000=./asset-hub.json > kusama-with-asset-hub.json
  serinus build-spec --runtime mychain.wasm --raw --disable-default-bootnode > mychain.json
  serinus build-spec --chain kusama-staking --stakers 300x5000x50 --disable-default-bootnode > stakers.json)";

std::optional<chain::ChainSpec> find_or_report(const BuildSpecOptions& options) {
    if (options.of_runtime.file.empty()) return load_or_report(options.chain);
    auto spec = spec_of_runtime(options.of_runtime);
    if (!spec) {
        report_error(spec.error());
        return std::nullopt;
    }
    if (!add_stakers_or_report(*spec, options.chain.stakers)) return std::nullopt;
    return *std::move(spec);
}

/// "1000=asset-hub.json"
Result<chain::ParaGenesis, std::string> read_para(const std::string& text) {
    const size_t sign = text.find('=');
    uint32_t id = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + std::min(sign, text.size()), id);
    ENSURE(sign != std::string::npos && failed == std::errc() && end == text.data() + sign,
           "--add-para " + text + " has not the form ID=CHAIN_SPEC, such as 1000=./asset-hub.json");
    ChainOptions named;
    named.chain = text.substr(sign + 1);
    auto spec = load_or_report(named);
    if (!spec) return Err("the specification of parachain " + std::to_string(id) + " cannot be read");
    build_genesis_if_needed(*spec);
    return chain::para_genesis_of(id, *spec);
}

Result<void, std::string> add_paras(chain::ChainSpec& spec, const BuildSpecOptions& options) {
    std::vector<chain::ParaGenesis> paras;
    for (const std::string& text : options.paras) paras.push_back(TRY(read_para(text)));
    auto* const raw = std::get_if<chain::RawGenesis>(&spec.genesis);
    ENSURE(raw != nullptr, std::string("the genesis of the relay chain is given by its root alone"));
    executor::Executor executor(executor_options(options.chain));
    return chain::add_paras(*raw, paras, executor);
}

int run(const BuildSpecOptions& options) {
    if (!options.of_runtime.file.empty() && !options.chain.chain.empty()) {
        return report_usage_error("the specification is that of --chain or one for --runtime, not both");
    }
    if (options.of_runtime.file.empty() && options.of_runtime.has_any()) {
        return report_usage_error(
            "--chain-type, --para-id, --relay-chain and --properties are of a chain that is made "
            "of a runtime: they need --runtime");
    }
    if (options.of_runtime.para_id && options.of_runtime.relay_chain.empty()) {
        return report_usage_error("--para-id needs --relay-chain, by which a collator finds its relay chain");
    }
    if (!options.paras.empty() && !options.raw) {
        return report_usage_error("--add-para writes into a state, and needs --raw");
    }
    auto spec = find_or_report(options);
    if (!spec) return 1;
    set_up_log(options.log, "info");
    log::info("cli", "Building chain spec");
    if (options.raw) build_genesis_if_needed(*spec);
    if (options.raw && std::holds_alternative<RuntimeGenesis>(spec->genesis)) {
        return report_error("the genesis of this specification must be built by its runtime, which does not do it");
    }
    if (!options.paras.empty()) {
        if (const auto added = add_paras(*spec, options); !added) return report_error(added.error());
    }
    if (spec->boot_nodes.empty() && !options.disable_default_bootnode) {
        const auto peer_id = load_peer_id(options.key, options.chain, spec->id);
        if (!peer_id) return report_error(peer_id.error());
        spec->boot_nodes.push_back("/ip4/127.0.0.1/tcp/30333/p2p/" + *peer_id);
    }
    return write_chain_spec(*spec, print) ? 0 : report_error("cannot write to the standard output");
}

}  // namespace

void add_build_spec(Arguments app, Command& chosen) {
    auto options = std::make_shared<BuildSpecOptions>();
    const Arguments command = app.add_subcommand("build-spec", "Print the specification of a chain, as JSON");
    add_chain_options(command, options->chain);
    add_spec_of_runtime_options(command, options->of_runtime);
    command.add_flag("--raw", options->raw, "Print the genesis as raw state, which nodes of other programs can read");
    command
        .add_option("--add-para", options->paras,
                    "Register a parachain in the genesis, with the genesis of its specification; as often as needed")
        .type_name("ID=CHAIN_SPEC");
    command
        .add_option("--stakers", options->chain.stakers,
                    "Add that many validators, nominators and pools to the state, whose keys nobody has: 20x200x5.\n"
                    "The genesis is raw then")
        .type_name("VxNxP");
    command.add_flag("--disable-default-bootnode", options->disable_default_bootnode,
                     "Do not add this machine as a boot node where there is none");
    add_network_key_options(command, options->key);
    add_log_options(command, options->log);
    options->reference.declare(command, ReferenceOptionGroup::kTracing);
    command.add_flag("--unsafe-force-node-key-generation").group("");
    command.add_flag("--enable-log-reloading").group("");
    command.footer(kBuildSpecFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
