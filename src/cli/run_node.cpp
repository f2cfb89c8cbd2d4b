// serinus: without a subcommand, a node.
#include "cli/run_node.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <variant>

#include "base/format.hpp"
#include "cli/chain_command.hpp"
#include "cli/program.hpp"
#include "cli/run_options.hpp"
#include "crypto/keystore.hpp"
#include "fork/origin/endpoint.hpp"
#include "node/names.hpp"
#include "node/parachain_node.hpp"
#include "platform/child_process.hpp"
#include "platform/log.hpp"
#include "platform/process.hpp"
#include "platform/random.hpp"

namespace serinus::cli {
namespace {

constexpr const char* kNodeLog = "serinus";
/// A node ends within two seconds (Node::stop); what still hangs much later is a bug, and is cut off.
constexpr uint64_t kNodeEndTimeoutMs = 20'000;

using Status = Result<void, std::string>;

/// The folder of a node that leaves nothing behind.
class TemporaryBase {
  public:
    TemporaryBase() = default;
    TemporaryBase(const TemporaryBase&) = delete;
    TemporaryBase& operator=(const TemporaryBase&) = delete;
    ~TemporaryBase() {
        if (path_.empty()) return;
        if (const auto removed = platform::remove_tree(path_); !removed) log::error(kNodeLog, removed.error().message);
    }
    Result<std::string, std::string> make() {
        auto folder = platform::create_temporary_directory("serinus-");
        if (!folder) return Err(folder.error().message);
        path_ = *std::move(folder);
        return path_;
    }

  private:
    std::string path_;
};

Result<std::string, std::string> chosen_account(const RunOptions& options) {
    std::string chosen;
    for (size_t i = 0; i < kAccounts.size(); ++i) {
        if (!options.accounts[i]) continue;
        if (!chosen.empty()) return Err(format_text("a node is {} or {}, not both", chosen, kAccounts[i]));
        chosen = kAccounts[i];
    }
    return chosen;
}

Status set_pruning(const DatabaseOptions& given, chain::DatabaseOptions& out) {
    if (!given.state_pruning.empty()) {
        auto pruning = parse_pruning(given.state_pruning);
        if (!pruning) return Err("--state-pruning: " + pruning.error());
        out.state_pruning = *pruning;
    }
    if (!given.blocks_pruning.empty()) {
        auto pruning = parse_pruning(given.blocks_pruning);
        if (!pruning) return Err("--blocks-pruning: " + pruning.error());
        out.blocks_pruning = *pruning;
    }
    return {};
}

std::string random_name() {
    uint64_t random = 0;
    for (const uint8_t byte : platform::random_array<8>()) random = random << 8 | byte;
    return node::random_name(random);
}

int year() {
    const auto now = static_cast<std::time_t>(platform::unix_time_ms() / 1000);
    std::tm local{};
    ::localtime_r(&now, &local);
    return local.tm_year + 1900;
}

/// Observed: polkadot 1.25.1 begins with these lines.
void print_banner(const chain::ChainSpec& spec, const node::NodeOptions& options) {
    log::info(kNodeLog, "Serinus");
    log::info(kNodeLog, format_text("✌️  version {}", options.version));
    log::info(kNodeLog, format_text("❤️  by the Serinus developers, {}", year()));
    log::info(kNodeLog, format_text("📋 Chain specification: {}", spec.name));
    log::info(kNodeLog, format_text("🏷  Node name: {}", options.name));
    log::info(kNodeLog, format_text("👤 Role: {}", options.authority ? "AUTHORITY" : "FULL"));
    if (options.is_network_only) {
        log::info(kNodeLog, "💾 Database: none, other nodes are asked for the chain");
    } else {
        log::info(kNodeLog, format_text("💾 Database: LMDB at {}", options.database.folder));
    }
    log::info(kNodeLog, format_text("🏷  Local node identity is: {}", options.peer_id));
}

void warn_of_what_is_missing(const RunOptions& options) {
    const ReferenceOptions& reference = options.database.reference;
    std::string list;
    for (const std::string& option : reference.without_effect()) list += (list.empty() ? "" : ", ") + option;
    if (!list.empty()) log::warn(kNodeLog, "Without effect in this version: " + list);
}

/// The program that executes code of parachains: this one, started again.
/// Nothing if the system does not tell it: parachains ask for it, other authorities do not.
std::vector<std::string> pvf_worker_of(const RunOptions& options, const node::NodeOptions& node) {
    constexpr const char* kInsecure = "--insecure-validator-i-know-what-i-do";
    std::vector<std::string> out;
    if (!node.authority) return out;
    auto program = platform::own_program_path();
    if (!program) {
        log::warn(kNodeLog, "No code of parachains can be executed: " + program.error());
        return out;
    }
    out = {*std::move(program), "pvf-worker"};
    if (options.database.reference.has_flag(kInsecure)) out.emplace_back(kInsecure);
    return out;
}

/// What follows from the command line alone. An error is one of usage.
Result<node::NodeOptions, std::string> options_of_command_line(RunOptions& options) {
    if (options.database.tmp && !options.chain.base_path.empty()) return Err(std::string("--tmp excludes --base-path"));
    std::vector<std::string> warnings;
    options.settings.dev = options.chain.dev;
    TRY_ASSIGN(options.settings.account, chosen_account(options));
    TRY_ASSIGN(node::NodeOptions out, node::options_of(options.settings, warnings));
    for (const std::string& warning : warnings) log::warn(kNodeLog, warning);
    out.version = SERINUS_VERSION;
    out.pvf_worker = pvf_worker_of(options, out);
    if (out.name.empty()) out.name = random_name();
    TRY(set_pruning(options.database, out.database));
    return out;
}

/// Folders and keys; the base path in `options` is then the one to use.
Status find_folders_and_keys(RunOptions& options, const chain::ChainSpec& spec, TemporaryBase& temporary,
                             node::NodeOptions& out) {
    const bool is_temporary = options.database.tmp || (options.chain.dev && options.chain.base_path.empty());
    if (is_temporary) TRY_ASSIGN(options.chain.base_path, temporary.make());
    const std::string base = options.chain.base_path_or_default();
    // Compiled code can always be made again, and depends on nothing but the runtime: the next temporary node has it
    // too.
    out.executor.code_cache_directory = (is_temporary ? platform::default_cache_path() : base) + "/code-cache";
    if (!options.code_cache_folder.empty()) out.executor.code_cache_directory = options.code_cache_folder;
    const std::string& chain_id = spec.id;
    TRY_ASSIGN(const std::string folder, chain_folder(options.chain, chain_id));
    if (!out.is_network_only) out.database.folder = database_folder(folder);
    const auto created = platform::create_directories(out.is_network_only ? folder : out.database.folder);
    if (!created) {
        return Err(created.error().message);
    }
    out.keystore_folder = options.keystore.keystore_path.empty() ? crypto::keystore_folder(base, chain_id)
                                                                 : options.keystore.keystore_path;
    auto password = options.keystore.read_password("Keystore password: ");
    if (!password) return Err(password.error().text);
    out.keystore_password = *std::move(password);
    TRY_ASSIGN(const crypto::NodeKey node_key, load_node_key(options.network_key, options.chain, chain_id));
    out.peer_id = crypto::peer_id_of(node_key);
    using Kind = chain::ChainType::Kind;
    const Kind kind = spec.chain_type.kind;
    TRY_ASSIGN(out.network, network_options_of(options.network, node_key,
                                               {.is_dev = options.chain.dev,
                                                .is_local = kind == Kind::kDevelopment || kind == Kind::kLocal,
                                                .folder = crypto::network_folder(base, chain_id)}));
    return {};
}

/// Blocks from the future are those of another chain.
Status check_clock(const RunOptions& options, const chain::ChainSpec& spec) {
    using Kind = chain::ChainType::Kind;
    const Kind kind = spec.chain_type.kind;
    ENSURE(options.settings.clock.empty() || kind == Kind::kDevelopment || kind == Kind::kLocal,
           "--clock is for local networks, and \"" + spec.name + "\" is a " + std::string(to_string(spec.chain_type)) +
               " chain");
    return {};
}

/// A node that can be started.
struct Prepared {
    chain::ChainSpec spec;
    node::NodeOptions options;
};

/// Of its folders and keys too. An integer is the exit code; what is wrong was printed.
std::variant<Prepared, int> prepare(RunOptions& options, const Additions& additions, TemporaryBase& temporary) {
    auto settings = options_of_command_line(options);
    if (!settings) return report_usage_error(settings.error());
    if (additions.change_node) {
        if (const auto changed = additions.change_node(*settings); !changed) return report_usage_error(changed.error());
    }
    auto spec = load_or_report(options.chain);
    if (!spec) return 1;
    if (const auto checked = check_clock(options, *spec); !checked) return report_usage_error(checked.error());
    const auto found = find_folders_and_keys(options, *spec, temporary, *settings);
    if (!found) return report_error(found.error());
    print_banner(*spec, *settings);
    warn_of_what_is_missing(options);
    build_genesis_if_needed(*spec, settings->executor);
    return Prepared{*std::move(spec), *std::move(settings)};
}

/// Runs what `start` starts until a signal or a failure ends it.
template <class T>
int run_until_end(const platform::StopSignals& signals, const std::function<Result<T, std::string>()>& start) {
    (void)platform::raise_open_files_limit();
    auto node = start();
    if (!node && signals.stop_requested()) {
        log::info(kNodeLog, "Stopped while it started: " + node.error());
        return 0;
    }
    if (!node) return report_error(node.error());
    signals.wait();
    const std::string failure = (*node)->failure();
    if (!failure.empty()) log::error(kNodeLog, format_text("The node stops: {}", failure));
    platform::end_after(kNodeEndTimeoutMs, "error: stopping takes too long: aborted\n");
    (*node)->stop();
    node->reset();
    return failure.empty() ? 0 : 1;
}

int run(RunOptions& options, const Additions& additions) {
    set_up_log(options.database.log, "info");
    const platform::StopSignals signals;
    TemporaryBase temporary;
    auto prepared = prepare(options, additions, temporary);
    if (const int* const exit_code = std::get_if<int>(&prepared)) return *exit_code;
    auto& own = std::get<Prepared>(prepared);
    own.options.on_failure = [&signals] { signals.wake(); };
    const auto pools = std::make_shared<platform::ThreadPools>();
    return run_until_end<std::unique_ptr<node::Node>>(
        signals, [&] { return node::Node::start(std::move(own.spec), std::move(own.options), pools); });
}

/// The relay chain's node of a parachain's: its folders lie in those of the parachain's, and its ports are the next
/// ones. Observed: cumulus-client-cli 0.27.0 and polkadot-omni-node-lib 0.24.0
Status complete_relay_options(RunOptions& relay, const RunOptions& own, const chain::ChainSpec& para) {
    constexpr uint32_t kRpcPort = 9945, kPort = 30334, kPrometheusPort = 9616;
    const bool is_validator = relay.settings.validator || relay.collator || relay.chain.dev ||
                              std::ranges::find(relay.accounts, true) != relay.accounts.end();
    ENSURE(!is_validator,
           std::string("the node of the relay chain, whose options stand behind \"--\", makes no blocks: "
                       "leave out --validator, --dev, --alice and the like"));
    ENSURE(relay.relay_rpc_urls.empty(), std::string("--relay-chain-rpc-urls stands before \"--\""));
    ENSURE(!relay.database.tmp, std::string("--tmp stands before \"--\", and is for both nodes"));
    ENSURE(relay.settings.clock.empty(), std::string("--clock stands before \"--\", and is for both nodes"));
    relay.settings.clock = own.settings.clock;
    if (relay.chain.base_path.empty()) relay.chain.base_path = own.chain.base_path_or_default() + "/polkadot";
    if (relay.chain.chain.empty()) {
        const auto named = node::relay_chain_of(para);
        ENSURE(named.has_value(),
               std::string(
                   "which relay chain? Neither the specification of the parachain nor --chain behind \"--\" says"));
        relay.chain.chain = *named;
    }
    if (!relay.settings.rpc_port) relay.settings.rpc_port = kRpcPort;
    if (!relay.settings.prometheus_port) relay.settings.prometheus_port = kPrometheusPort;
    if (!relay.network.port && relay.network.listen_addresses.empty()) relay.network.port = kPort;
    if (relay.settings.name.empty()) relay.settings.name = own.settings.name;
    return {};
}

Status check_parachain_options(const RunOptions& options) {
    for (const std::string& url : options.relay_rpc_urls) {
        ENSURE(fork::parse_endpoint(url).has_value(),
               "--relay-chain-rpc-urls: \"" + url + "\" is no address of a node: write ws://HOST:PORT or wss://HOST");
    }
    ENSURE(options.settings.sealing == "slots",
           std::string("--sealing: blocks of a parachain are made when its relay chain has room for them"));
    return {};
}

/// Reads the options behind "--". An integer is the exit code.
std::optional<int> read_relay_words(const std::vector<std::string>& words, RunOptions& out) {
    Program program("serinus ... --", "Options of the relay chain's node, in the process of its parachain's",
                    "serinus " SERINUS_VERSION, "");
    add_run_options(program.arguments(), out);
    std::vector<std::string> texts = {"serinus"};
    texts.insert(texts.end(), words.begin(), words.end());
    std::vector<char*> pointers;
    pointers.reserve(texts.size());
    for (std::string& text : texts) pointers.push_back(text.data());
    return program.parse(static_cast<int>(pointers.size()), pointers.data());
}

int run_parachain(RunOptions& options, const std::vector<std::string>& relay_words, const Additions& additions) {
    RunOptions relay_options;
    if (const auto exit_code = read_relay_words(relay_words, relay_options)) return *exit_code;
    if (const auto checked = check_parachain_options(options); !checked) return report_usage_error(checked.error());
    LogOptions log = options.database.log;
    const auto& more = relay_options.database.log.filters;
    log.filters.insert(log.filters.end(), more.begin(), more.end());
    set_up_log(log, "info");
    const platform::StopSignals signals;
    options.settings.validator |= options.collator;
    TemporaryBase temporary;
    auto own = prepare(options, additions, temporary);
    if (const int* const exit_code = std::get_if<int>(&own)) return *exit_code;
    auto& para = std::get<Prepared>(own);
    const auto id = node::para_id_of(para.spec);
    if (!id) return report_error("the specification does not say which parachain it is of: it needs \"para_id\"");
    const auto completed = complete_relay_options(relay_options, options, para.spec);
    if (!completed) return report_usage_error(completed.error());
    log::info(kNodeLog, format_text("Parachain id: Id({})", id->_0));
    log::info(kNodeLog, format_text("Is collating: {}", para.options.authority ? "yes" : "no"));
    TemporaryBase unused;
    Additions of_relay;
    of_relay.change_node = [&](node::NodeOptions& node) -> Status {
        node.is_network_only = !options.relay_rpc_urls.empty();
        return {};
    };
    auto other = prepare(relay_options, of_relay, unused);
    if (const int* const exit_code = std::get_if<int>(&other)) return *exit_code;
    auto& relay = std::get<Prepared>(other);
    para.options.pvf_worker.clear();
    para.options.on_failure = relay.options.on_failure = [&signals] { signals.wake(); };
    const auto pools = std::make_shared<platform::ThreadPools>();
    return run_until_end<std::unique_ptr<node::ParachainNode>>(signals, [&] {
        const bool is_collator = para.options.authority;
        return node::ParachainNode::start({.parachain = {std::move(para.spec), std::move(para.options)},
                                           .relay = {std::move(relay.spec), std::move(relay.options)},
                                           .para = *id,
                                           .is_collator = is_collator,
                                           .relay_rpc_urls = options.relay_rpc_urls,
                                           .should_stop = [&signals] { return signals.stop_requested(); }},
                                          pools);
    });
}

}  // namespace

Command add_run_node(Arguments program, std::optional<std::vector<std::string>> relay_words,
                     const Additions& additions) {
    auto options = std::make_shared<RunOptions>();
    add_run_options(program, *options);
    if (additions.declare_node_options) additions.declare_node_options(program);
    return [options, relay_words = std::move(relay_words), &additions] {
        const bool is_parachain = options->collator || relay_words.has_value() || !options->relay_rpc_urls.empty();
        if (is_parachain) return run_parachain(*options, relay_words.value_or(std::vector<std::string>()), additions);
        return run(*options, additions);
    };
}

}  // namespace serinus::cli
