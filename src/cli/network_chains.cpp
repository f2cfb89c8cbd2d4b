#include "cli/network_chains.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "base/format.hpp"
#include "chain/spec/genesis_builder.hpp"
#include "chain/spec/para_genesis.hpp"
#include "cli/spec_of_runtime.hpp"
#include "platform/files.hpp"
#include "platform/streams.hpp"
#include "tools/launcher/genesis_validators.hpp"

namespace serinus::cli {
namespace {

using chain::ChainSpec;
using launcher::ParaPlan;
using Status = Result<void, std::string>;

constexpr std::string_view kParaPrefix = "para-", kJson = ".json";

/// What takes long is said before it.
void progress(const std::string& text) { static_cast<void>(print(text)); }

Status write_spec(const ChainSpec& spec, const std::string& path) {
    auto file = platform::OutputStream::open(path);
    if (!file) return Err(file.error().message);
    std::string failure;
    const bool written = chain::write_chain_spec(spec, [&](std::string_view piece) {
        const auto done = file->write(as_bytes(piece));
        if (!done) failure = done.error().message;
        return done.has_value();
    });
    if (!written) return Err(failure);
    if (const auto finished = file->finish(); !finished) return Err(finished.error().message);
    return {};
}

std::optional<uint32_t> para_id_in(std::string_view text) {
    uint32_t id = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
    return failed == std::errc() && end == text.data() + text.size() ? std::optional(id) : std::nullopt;
}

std::optional<uint32_t> para_id_of(const ChainSpec& spec) {
    for (const chain::Extension& extension : spec.extensions) {
        if (extension.name == "para_id" || extension.name == "paraId") return para_id_in(extension.value.text);
    }
    return std::nullopt;
}

std::string para_file(const std::string& folder, uint32_t id) {
    return format_text("{}/{}{}{}", folder, kParaPrefix, id, kJson);
}

/// "asset-hub.json", "1000=asset-hub.json" or "1000=asset-hub.wasm".
struct NamedPara {
    std::optional<uint32_t> id;
    std::string file;
};

NamedPara named_para(const std::string& text) {
    const size_t sign = text.find('=');
    const auto id = sign == std::string::npos ? std::nullopt : para_id_in(std::string_view(text).substr(0, sign));
    return id ? NamedPara{id, text.substr(sign + 1)} : NamedPara{std::nullopt, text};
}

/// The specification of a runtime's preset for local networks.
Result<ChainSpec, std::string> spec_of_para_runtime(const std::string& file) {
    return spec_of_runtime({.file = file,
                            .preset = "local_testnet",
                            .name = {},
                            .id = {},
                            .chain_type = "local",
                            .para_id = {},
                            .relay_chain = {},
                            .properties = {}});
}

Status build_raw(ChainSpec& spec, executor::Executor& executor) {
    const auto* const instructions = std::get_if<chain::RuntimeGenesis>(&spec.genesis);
    if (instructions == nullptr) return {};
    progress("Building the genesis of " + spec.name + " …\n");
    auto built = chain::build_genesis(*instructions, executor);
    if (!built) return Err(built.error().to_string());
    spec.genesis = *std::move(built);
    return {};
}

/// A parachain with its number and its relay chain in the specification, by which its collators find them.
Result<ChainSpec, std::string> read_para(const NamedPara& named, const std::string& relay_id,
                                         executor::Executor& executor) {
    ChainSpec spec;
    if (named.file.ends_with(".wasm")) {
        ENSURE(named.id,
               format_text("--para {0}: a runtime needs the number of its parachain: --para 1000={0}", named.file));
        spec = TRY(spec_of_para_runtime(named.file));
    } else {
        ChainOptions options;
        options.chain = named.file;
        auto loaded = load_or_report(options);
        if (!loaded) return Err("the specification of the parachain " + named.file + " cannot be read");
        spec = *std::move(loaded);
    }
    TRY(build_raw(spec, executor));
    const auto own_id = para_id_of(spec);
    const auto id = named.id ? named.id : own_id;
    ENSURE(id,
           format_text("the specification \"{0}\" does not say which parachain it is of: --para 1000={0}", named.file));
    if (!own_id) spec.extensions.push_back({"para_id", chain::JsonText{std::to_string(*id)}});
    std::erase_if(spec.extensions, [](const chain::Extension& extension) {
        return extension.name == "relay_chain" || extension.name == "relayChain";
    });
    const std::string quoted = boost::json::serialize(boost::json::string(relay_id));
    spec.extensions.push_back({"relay_chain", chain::JsonText{quoted}});
    spec.boot_nodes.clear();
    return spec;
}

Status add_paras(ChainSpec& relay, const std::vector<std::string>& named, const std::string& folder,
                 executor::Executor& executor) {
    auto* const raw = std::get_if<chain::RawGenesis>(&relay.genesis);
    if (raw == nullptr && named.empty()) return {};
    ENSURE(raw != nullptr, std::string("the genesis of the relay chain is given by its root alone"));
    std::vector<ChainSpec> specs;
    std::vector<chain::ParaGenesis> paras;
    for (const std::string& text : named) {
        specs.push_back(TRY(read_para(named_para(text), relay.id, executor)));
        const auto id = named_para(text).id.value_or(para_id_of(specs.back()).value_or(0));
        paras.push_back(TRY(chain::para_genesis_of(id, specs.back())));
    }
    const auto in_order = [](const chain::ParaGenesis& a, const chain::ParaGenesis& b) { return a.id < b.id; };
    std::vector<uint32_t> ids;
    for (const chain::ParaGenesis& para : paras) ids.push_back(para.id);
    std::ranges::sort(paras, in_order);
    TRY(chain::add_paras(*raw, paras, executor, chain::CoreCount::kOfValidators));
    for (size_t i = 0; i < specs.size(); ++i) TRY(write_spec(specs[i], para_file(folder, ids[i])));
    return {};
}

/// The relay chain's specification, and those of new parachains, which are written.
Result<ChainSpec, std::string> prepare_relay(const NetworkChainOptions& options, const std::string& folder,
                                             executor::Executor& executor) {
    const std::string path = relay_file(folder);
    ChainOptions chain = options.chain;
    const bool continues = platform::is_regular_file(path);
    if (continues && !(chain.chain.empty() && options.paras.empty())) {
        return Err(path +
                   " is there already: without --chain and --para that network continues, --base-path names "
                   "another place");
    }
    if (continues) chain.chain = path;
    if (chain.chain.empty()) chain.chain = "kusama-local";
    auto spec = load_or_report(chain);
    if (!spec) return Err(std::string("the chain specification cannot be read"));
    if (auto* instructions = std::get_if<chain::RuntimeGenesis>(&spec->genesis)) {
        TRY_ASSIGN(instructions->config,
                   launcher::with_validators(instructions->config, launcher::first_validators(options.validators)));
    }
    TRY(build_raw(*spec, executor));
    spec->boot_nodes.clear();
    TRY_ASSIGN(const launcher::Authorities authorities, launcher::authorities_of(*spec, executor));
    if (authorities.known < options.validators || (continues && authorities.all != options.validators)) {
        const std::string where = continues ? "the network in " + options.chain.base_path : "this chain";
        return Err(where + " has " + count_of(authorities.all, "authority key") + ", the first " +
                   std::to_string(authorities.known) + " of //Alice, //Bob …: it cannot run with --validators " +
                   std::to_string(options.validators));
    }
    if (authorities.all > options.validators) {
        progress("The chain has " + count_of(authorities.all, "authority key") +
                 "; without two thirds of them nothing " + "becomes final\n");
    }
    if (continues) return *std::move(spec);
    TRY(add_paras(*spec, options.paras, folder, executor));
    TRY(write_spec(*spec, path));
    return *std::move(spec);
}

/// The parachains of the folder, by their numbers.
Result<std::vector<ParaPlan>, std::string> paras_in(const std::string& folder) {
    const auto names = platform::list_directory(folder);
    if (!names) return Err(names.error().message);
    std::vector<ParaPlan> out;
    for (const std::string& name : *names) {
        if (!name.starts_with(kParaPrefix) || !name.ends_with(kJson)) continue;
        const std::string_view number =
            std::string_view(name).substr(kParaPrefix.size(), name.size() - kParaPrefix.size() - kJson.size());
        const auto id = para_id_in(number);
        if (!id) continue;
        ChainOptions options;
        options.chain = para_file(folder, *id);
        const auto spec = load_or_report(options);
        if (!spec) return Err(options.chain + " cannot be read");
        out.push_back({.id = *id, .chain_file = options.chain, .chain_id = spec->id});
    }
    std::ranges::sort(out, {}, &ParaPlan::id);
    return out;
}

}  // namespace

std::string count_of(size_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string relay_file(const std::string& folder) { return folder + "/chain.json"; }

Result<NetworkChains, std::string> prepare_chains(const NetworkChainOptions& options, const std::string& folder,
                                                  executor::Executor& executor) {
    TRY_ASSIGN(const ChainSpec relay, prepare_relay(options, folder, executor));
    TRY_ASSIGN(std::vector<ParaPlan> paras, paras_in(folder));
    return NetworkChains{.relay_id = relay.id, .paras = std::move(paras)};
}

Result<LaterPara, std::string> prepare_later_para(const std::string& text, const std::string& relay_id,
                                                  const std::string& folder, executor::Executor& executor) {
    LaterPara out;
    const NamedPara named = named_para(text);
    out.spec = TRY(read_para(named, relay_id, executor));
    const auto id = named.id.value_or(para_id_of(out.spec).value_or(0));
    ENSURE(!platform::is_regular_file(para_file(folder, id)), format_text("parachain {} is there already", id));
    out.genesis = TRY(chain::para_genesis_of(id, out.spec));
    return out;
}

Result<ParaPlan, std::string> keep_later_para(const LaterPara& para, const std::string& folder) {
    std::string file = para_file(folder, para.genesis.id);
    TRY(write_spec(para.spec, file));
    return ParaPlan{.id = para.genesis.id, .chain_file = std::move(file), .chain_id = para.spec.id};
}

}  // namespace serinus::cli
