// serinus network: a local network of node processes, in one command.
#include <cstdio>
#include <sstream>

#include "base/format.hpp"
#include "cli/command.hpp"
#include "cli/log_options.hpp"
#include "cli/network_chains.hpp"
#include "cli/network_key.hpp"
#include "cli/program.hpp"
#include "http/client.hpp"
#include "platform/child_process.hpp"
#include "platform/files.hpp"
#include "platform/process.hpp"
#include "platform/threaded_scheduler.hpp"
#include "tools/launcher/inclusion_watch.hpp"
#include "tools/launcher/local_network.hpp"
#include "tools/launcher/para_registration.hpp"

namespace serinus::cli {
namespace {

using launcher::LocalNetwork;
using launcher::NodeState;
using Status = Result<void, std::string>;

constexpr const char* kNetworkFooter =
    R"(Each node is a process of its own, with a folder and a log in the base path. Session keys are those of //Alice,
//Bob … that everybody knows. While the network runs, it takes commands on the standard input: "help" lists them.

The chain is kusama-local unless --chain says otherwise. A specification whose genesis is built by its runtime gets as
many validators as asked for; one with a raw genesis must have been made for them. A base path that holds a network
already continues that network.

With --clock-rate 4 a slot of six seconds takes 1.5, if the machine is fast enough. The time of the chains then runs ahead
of the machine's, from the beginning of the network on.

A parachain has a core and --collators of its own; "add para" brings another one while the network runs, where the
relay chain has Sudo. A node may be another program, one with the options of polkadot,
or of polkadot-omni-node where it is a collator: --binary says which.

Examples:
  serinus network --validators 4
  serinus network --validators 3 --full 1 --base-path ./network
  serinus network --validators 2 --node-arg=-lrpc=trace
  serinus network --validators 4 --chain kusama.json --para 1000=asset-hub.wasm
  serinus network --validators 4 --chain kusama.json --para 1000=hub.wasm --binary collators=./polkadot-omni-node)";

constexpr const char* kHelp = R"(  list             the nodes, and where to connect
  stop NODE        end a node in good order
  kill NODE        end it at once, as by kill -9
  start NODE       start it again
  add full         one more full node
  add validator    one more node with session keys; it authors when the chain elects it
  add collator ID  one more collator of a parachain
  add para SPEC    one more parachain with its collators: SPEC is what --para takes
  log NODE         the last lines of its log
  quit             end all nodes, as Ctrl-C does
)";

struct NetworkCommand {
    NetworkChainOptions chains;
    size_t full_nodes = 0;
    std::optional<uint32_t> clock_rate;
    size_t collators = 2;               ///< of each parachain: as many as presets of runtimes know
    std::vector<std::string> binaries;  ///< "alice=PATH"
    uint32_t rpc_port = launcher::FirstPorts{}.rpc;
    uint32_t port = launcher::FirstPorts{}.network;
    uint32_t prometheus_port = launcher::FirstPorts{}.metrics;
    std::vector<std::string> node_arguments;
    LogOptions log;
};

void say(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

/// The folder of the network; a temporary one goes at the end.
class Folder {
  public:
    Folder() = default;
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        if (!is_temporary_) return;
        if (const auto removed = platform::remove_tree(path_); !removed) report_error(removed.error().message);
    }
    Status make(const std::string& wanted) {
        is_temporary_ = wanted.empty();
        if (is_temporary_) {
            auto made = platform::create_temporary_directory("serinus-network-");
            if (!made) return Err(made.error().message);
            path_ = *std::move(made);
            return {};
        }
        path_ = wanted;
        if (const auto made = platform::create_directories(path_); !made) return Err(made.error().message);
        return {};
    }
    const std::string& path() const noexcept { return path_; }

  private:
    std::string path_;
    bool is_temporary_ = false;
};

const char* name_of(NodeState::Phase phase) {
    switch (phase) {
        case NodeState::Phase::kStopped:
            return "stopped";
        case NodeState::Phase::kStarting:
            return "starting";
        case NodeState::Phase::kRunning:
            return "running";
    }
    return "";
}

std::string role_of(const launcher::NetworkPlan& network, const launcher::NodePlan& node) {
    if (node.para) return "collator of " + std::to_string(network.paras[*node.para].id);
    return node.is_validator() ? "validator" : "full";
}

void print_nodes(const LocalNetwork& network) {
    constexpr auto kRow = "{:<15}{:<18}{:<10}{:<22}{}\n";
    say(format_text(kRow, "NODE", "ROLE", "STATE", "RPC", "ADDRESS FOR NODES"));
    for (const NodeState& node : network.nodes()) {
        const std::string url = "ws://127.0.0.1:" + std::to_string(launcher::rpc_port(network.plan(), node.plan));
        say(format_text(kRow, node.plan.name, role_of(network.plan(), node.plan), name_of(node.phase), url,
                        node.address));
    }
    for (const launcher::ParaPlan& para : network.plan().paras) {
        say("Specification of parachain " + std::to_string(para.id) + ": " + para.chain_file + "\n");
    }
    say("Chain specification: " + network.plan().chain_file + "\nLogs: " + network.plan().folder + "/NODE.log\n");
    if (!network.nodes().empty()) {
        say("Page: http://127.0.0.1:" + std::to_string(network.plan().ports.rpc) + "\n");
    }
}

/// How far the nodes of a chain are.
struct ChainHeight {
    uint64_t best = 0;
    std::optional<uint64_t> finalized;  ///< on all

    void add(const launcher::NodeReport& report) {
        best = std::max(best, report.best);
        finalized = std::min(finalized.value_or(report.finalized), report.finalized);
    }
    std::string to_string() const {
        return "best #" + std::to_string(best) + ", final on all #" + std::to_string(finalized.value_or(0));
    }
};

/// "best #12, final on all #10; para 1000: best #5, final on all #3; 4 of 4 nodes; peers: alice 3, bob 3 …"
std::string summary_of(const LocalNetwork& network) {
    ChainHeight relay;
    std::vector<ChainHeight> paras(network.plan().paras.size());
    size_t running = 0;
    std::string peers, heights;
    for (const NodeState& node : network.nodes()) {
        if (!node.report) continue;
        ++running;
        (node.plan.para ? paras[*node.plan.para] : relay).add(*node.report);
        peers += (peers.empty() ? "" : ", ") + node.plan.name + " " + std::to_string(node.report->peers) +
                 (node.report->is_syncing ? " (syncing)" : "");
    }
    for (size_t i = 0; i < paras.size(); ++i) {
        if (!paras[i].finalized) continue;  // no collator answers
        heights += "para " + std::to_string(network.plan().paras[i].id) + ": " + paras[i].to_string() + "; ";
    }
    return relay.to_string() + "; " + heights + std::to_string(running) + " of " +
           count_of(network.nodes().size(), "node") + "; peers: " + peers;
}

/// The network while it runs: commands of the user, ends of processes, a line of figures now and then.
class Console {
  public:
    struct Parts {
        LocalNetwork& network;
        const platform::StopSignals& signals;
        launcher::InclusionWatch& inclusions;
        executor::Executor& executor;
        platform::Scheduler& scheduler;
        size_t collators = 0;  ///< of a parachain that is added
    };
    explicit Console(const Parts& parts)
        : network_(parts.network),
          signals_(parts.signals),
          inclusions_(parts.inclusions),
          executor_(parts.executor),
          scheduler_(parts.scheduler),
          collators_(parts.collators) {}

    /// Starts all nodes and waits until each answers. False: one ended, or the user ended all.
    bool start() {
        for (const NodeState& node : network_.nodes()) {
            if (const auto started = network_.start(node.plan.name); !started) {
                report_error(started.error());
                return false;
            }
        }
        say("Starting " + count_of(network_.nodes().size(), "node") + " …\n");
        size_t answering = 0;
        while (answering < network_.nodes().size()) {
            wait(200);
            if (signals_.stop_requested() || report_ends()) return false;
            network_.ask_nodes();
            size_t now = 0;
            for (const NodeState& node : network_.nodes()) now += node.phase == NodeState::Phase::kRunning ? 1 : 0;
            if (now > answering)
                say(std::to_string(now) + " of " + count_of(network_.nodes().size(), "node") + " answer\n");
            answering = now;
        }
        print_nodes(network_);
        say("\"help\" lists commands; Ctrl-C ends all\n");
        return true;
    }

    void run() {
        constexpr uint64_t kTerminalPeriodMs = 3'000, kPeriodMs = 15'000;
        const uint64_t period = platform::stdout_is_terminal() ? kTerminalPeriodMs : kPeriodMs;
        uint64_t next = 0;
        while (!signals_.stop_requested() && !is_ended_) {
            const uint64_t now = platform::monotonic_ns() / 1'000'000;
            if (now >= next) {
                network_.ask_nodes();
                show_summary();
                next = now + period;
            }
            show_inclusions();
            const uint64_t left = next - std::min(next, platform::monotonic_ns() / 1'000'000);
            constexpr uint64_t kInclusionPeriodMs = 1'000;
            wait(inclusions_.is_waiting() ? std::min(left, kInclusionPeriodMs) : left);
            report_ends();
            input_.read();
            while (const auto line = input_.next()) obey(*line);
        }
    }

  private:
    void wait(uint64_t timeout_ms) {
        std::vector<int> descriptors = network_.descriptors();
        descriptors.push_back(signals_.descriptor());
        if (!input_.at_end()) descriptors.push_back(input_.descriptor());
        platform::wait_for_input(descriptors, timeout_ms);
    }

    bool report_ends() {
        const auto ends = network_.take_unexpected_ends();
        for (const auto& end : ends) {
            say(end.node + " ended with " + end.status.to_string() + "; its log ends with:\n" + end.last_lines + "\n");
        }
        return !ends.empty();
    }

    void show_summary() {
        const std::string summary = summary_of(network_);
        if (summary != shown_) say(summary + "\n");
        shown_ = summary;
    }

    /// A node of the relay chain that answers.
    std::optional<uint16_t> relay_port() const {
        for (const NodeState& node : network_.nodes()) {
            if (!node.plan.para && node.phase == NodeState::Phase::kRunning) {
                return launcher::rpc_port(network_.plan(), node.plan);
            }
        }
        return std::nullopt;
    }

    void show_inclusions() {
        const auto port = inclusions_.is_waiting() ? relay_port() : std::nullopt;
        if (!port) return;
        for (const auto& first : inclusions_.look(*port)) {
            say(format_text("The first block of parachain {} is included after {:.1f} s: #{}\n", first.para,
                            static_cast<double>(first.after_ms) / 1000, first.number));
        }
    }

    void obey(const std::string& line) {
        std::istringstream words(line);
        std::string verb, object, rest;
        words >> verb >> object >> std::ws;
        std::getline(words, rest);
        if (verb.empty()) return;
        if (verb == "help") return say(kHelp);
        if (verb == "list") return print_nodes(network_);
        if (verb == "quit" || verb == "exit") {
            is_ended_ = true;
            return;
        }
        if (verb == "log")
            return say(launcher::last_lines_of(network_.plan().folder + "/" + name_or_none(object) + ".log", 20) +
                       "\n");
        const Status done = change(verb, object, rest);
        say(done ? "done\n" : "error: " + done.error() + "\n");
    }

    Status change(const std::string& verb, const std::string& object, const std::string& rest) {
        if (verb == "stop") return network_.stop(object);
        if (verb == "kill") return network_.kill(object);
        if (verb == "start") return network_.start(object);
        if (verb != "add") return Err("\"" + verb + "\" is no command; \"help\" lists them");
        if (object == "para") {
            TRY(add_para(rest));
        } else {
            TRY_ASSIGN(const std::string name, add(object, rest));
            TRY(network_.start(name));
        }
        print_nodes(network_);
        return {};
    }

    Status add_para(const std::string& specification) {
        ENSURE(!specification.empty(), std::string("add which parachain? SPEC, ID=SPEC or ID=RUNTIME.wasm"));
        network_.ask_nodes();
        const auto port = relay_port();
        ENSURE(port, std::string("no node of the relay chain answers"));
        const uint64_t begin = platform::monotonic_ns() / 1'000'000;
        const std::string& folder = network_.plan().folder;
        TRY_ASSIGN(const LaterPara para,
                   prepare_later_para(specification, network_.plan().chain_id, folder, executor_));
        say(format_text("Registering parachain {} …\n", para.genesis.id));
        constexpr uint32_t kTimeoutMs = 60'000;
        TRY_ASSIGN(auto rpc, remote::RpcClient::open("ws://127.0.0.1:" + std::to_string(*port),
                                                     {.timeout_ms = kTimeoutMs,
                                                      .should_stop = [this] { return signals_.stop_requested(); }}));
        TRY_ASSIGN(const auto chain, remote::ChainView::open(std::move(rpc), ""));
        TRY_ASSIGN(const auto registration, launcher::register_para(*chain, para.genesis, scheduler_));
        say(format_text("Parachain {} has core {} since block #{} of the relay chain\n", para.genesis.id,
                        registration.core, registration.block.number));
        const size_t place = network_.add_para(TRY(keep_later_para(para, folder)));
        inclusions_.expect(para.genesis.id, begin);
        for (size_t i = 0; i < collators_; ++i) {
            TRY_ASSIGN(const std::string name, network_.add_collator(place));
            TRY(network_.start(name));
        }
        return {};
    }

    Result<std::string, std::string> add(const std::string& object, const std::string& number) {
        if (object == "full") return network_.add_full_node();
        if (object == "validator") return network_.add_validator();
        if (object != "collator")
            return Err(std::string("add what: full, validator, para and a specification, or collator and a number?"));
        const auto& paras = network_.plan().paras;
        for (size_t para = 0; para < paras.size(); ++para) {
            if (number == std::to_string(paras[para].id)) return network_.add_collator(para);
        }
        return Err("no parachain of this network has the number \"" + number + "\"");
    }

    /// Only names of nodes are parts of paths.
    std::string name_or_none(const std::string& name) const {
        for (const NodeState& node : network_.nodes()) {
            if (node.plan.name == name) return name;
        }
        return "none";
    }

    LocalNetwork& network_;
    const platform::StopSignals& signals_;
    launcher::InclusionWatch& inclusions_;
    executor::Executor& executor_;
    platform::Scheduler& scheduler_;
    const size_t collators_;
    platform::StandardInputLines input_;
    std::string shown_;
    bool is_ended_ = false;
};

/// "alice=PATH" by the name.
Result<std::map<std::string, std::string>, std::string> programs_of(const NetworkCommand& options) {
    std::map<std::string, std::string> out;
    for (const std::string& text : options.binaries) {
        const size_t sign = text.find('=');
        ENSURE(sign != std::string::npos && sign > 0 && sign + 1 < text.size(),
               "--binary " + text + " has not the form NODE=PATH, such as alice=./polkadot");
        std::string path = text.substr(sign + 1);
        ENSURE(platform::is_regular_file(path), "--binary " + text + ": there is no file " + path);
        out[text.substr(0, sign)] = std::move(path);
    }
    return out;
}

/// Each program is that of a node, and so are arguments.
Status check_names(const LocalNetwork& network) {
    for (const auto& [name, arguments] : network.plan().arguments_of) {
        const bool is_node =
            std::ranges::any_of(network.nodes(), [&](const NodeState& node) { return node.plan.name == name; });
        ENSURE(is_node, "arguments for " + name + ": no node is called so");
    }
    for (const auto& [name, path] : network.plan().programs) {
        const bool is_node =
            std::ranges::any_of(network.nodes(), [&](const NodeState& node) { return node.plan.name == name; });
        const bool is_collators = name == launcher::NetworkPlan::kCollators && !network.plan().paras.empty();
        ENSURE(is_node || is_collators, "--binary " + name + "=" + path + ": no node is called " + name);
    }
    return {};
}

/// The clock of a network's nodes, which its folder keeps: time of the chain does not go back when the network goes on.
Result<std::optional<platform::ClockRate>, std::string> clock_of(const NetworkCommand& options,
                                                                 const std::string& folder) {
    constexpr size_t kMaxText = 64;
    constexpr unsigned kMode = 0644;
    const std::string file = folder + "/clock";
    const uint32_t wanted = options.clock_rate.value_or(1);
    if (!platform::is_regular_file(relay_file(folder))) {
        // Also the machine's: a network that did not begin may have left another one.
        const platform::ClockRate clock{.rate = wanted, .since_unix_ms = wanted == 1 ? 0 : platform::unix_time_ms()};
        const auto written = platform::write_file_atomically(file, as_bytes(clock.to_string()), kMode);
        if (!written) return Err(written.error().message);
        return wanted == 1 ? std::nullopt : std::optional(clock);
    }
    const auto kept = platform::is_regular_file(file) ? platform::read_file(file, kMaxText) : std::string("1@0");
    const auto clock = kept ? platform::parse_clock_rate(*kept) : std::nullopt;
    ENSURE(clock, file + " holds no clock of a network");
    if (options.clock_rate && wanted != clock->rate) {
        return Err(
            format_text("the network in {} has the clock rate {}, which stays: leave out --clock-rate, or begin "
                        "another network with --base-path",
                        folder, clock->rate));
    }
    return clock->rate == 1 ? std::nullopt : clock;
}

Status run_network(const NetworkCommand& options, const Additions& additions) {
    const platform::StopSignals signals;
    const uint64_t begin_ms = platform::monotonic_ns() / 1'000'000;
    Folder folder;
    TRY(folder.make(options.chains.chain.base_path));
    launcher::NetworkPlan plan{.program = {},
                               .folder = folder.path(),
                               .chain_file = relay_file(folder.path()),
                               .chain_id = {},
                               .ports = {.rpc = static_cast<uint16_t>(options.rpc_port),
                                         .network = static_cast<uint16_t>(options.port),
                                         .metrics = static_cast<uint16_t>(options.prometheus_port)},
                               .node_arguments = options.node_arguments};
    TRY_ASSIGN(plan.program, platform::own_program_path());
    TRY_ASSIGN(plan.programs, programs_of(options));
    TRY_ASSIGN(plan.clock, clock_of(options, folder.path()));
    ENSURE(!plan.clock || plan.programs.empty(),
           std::string("--clock-rate: other programs (--binary) have the machine's clock, and would take the blocks of "
                       "this network for ones from the future"));
    if (additions.change_network) TRY(additions.change_network(plan));
    executor::Executor executor({.code_cache_directory = plan.folder + "/code-cache"});
    TRY_ASSIGN(NetworkChains chains, prepare_chains(options.chains, plan.folder, executor));
    plan.chain_id = std::move(chains.relay_id);
    plan.paras = std::move(chains.paras);
    const auto find_peer_id = [](const std::string& base_path, const std::string& chain_id) {
        ChainOptions chain;
        chain.base_path = base_path;
        return load_peer_id({}, chain, chain_id);
    };
    const auto scheduler = platform::make_threaded_scheduler();
    const auto http = http::make_client(*scheduler);
    LocalNetwork network(std::move(plan), find_peer_id, *http, *scheduler);
    for (size_t i = 0; i < options.chains.validators; ++i) TRY(network.add_validator());
    for (size_t i = 0; i < options.full_nodes; ++i) TRY(network.add_full_node());
    for (size_t para = 0; para < network.plan().paras.size(); ++para) {
        for (size_t i = 0; i < options.collators; ++i) TRY(network.add_collator(para));
    }
    TRY(check_names(network));

    launcher::InclusionWatch inclusions(*http, *scheduler);
    for (const launcher::ParaPlan& para : network.plan().paras) inclusions.expect(para.id, begin_ms);
    Console console({.network = network,
                     .signals = signals,
                     .inclusions = inclusions,
                     .executor = executor,
                     .scheduler = *scheduler,
                     .collators = options.collators});
    const bool started = console.start();
    if (started) console.run();
    say("\nEnding all nodes …\n");
    for (const std::string& name : network.stop_all()) say(name + " did not end in time and was killed\n");
    if (!started && !signals.stop_requested()) return Err(std::string("the network did not start"));
    return {};
}

int run(const NetworkCommand& options, const Additions& additions) {
    set_up_log(options.log, "warn");
    const auto done = run_network(options, additions);
    return done ? 0 : report_error(done.error());
}

}  // namespace

void add_network(Arguments app, Command& chosen, const Additions& additions) {
    auto options = std::make_shared<NetworkCommand>();
    const Arguments command = app.add_subcommand("network", "Run a local network of several nodes");
    command.add_option("--validators", options->chains.validators, "Nodes that author blocks and vote")
        .type_name("COUNT")
        .between(1, launcher::kMaxNodes)
        .show_default();
    command
        .add_option("--para", options->chains.paras,
                    "A parachain with a core of its own: its specification, or ID=SPECIFICATION, or ID=RUNTIME.wasm, "
                    "whose preset local_testnet it begins with; as often as needed")
        .type_name("[ID=]FILE");
    command.add_option("--collators", options->collators, "Collators of each parachain")
        .type_name("COUNT")
        .between(0, launcher::kMaxNodes)
        .show_default();
    command
        .add_option("--binary", options->binaries,
                    "Another program for a node: alice=./polkadot; for all collators: collators=./polkadot-omni-node")
        .type_name("NODE=PATH");
    command
        .add_option("--clock-rate", options->clock_rate,
                    "Time of the chains runs so many times as fast; for networks without --binary")
        .type_name("RATE")
        .between(1, platform::ClockRate::kMax);
    command.add_option("--full", options->full_nodes, "Full nodes beside them")
        .type_name("COUNT")
        .between(0, launcher::kMaxNodes)
        .show_default();
    command
        .add_option("--chain", options->chains.chain.chain,
                    "The chain: the path or the name of a specification (default: kusama-local)")
        .type_name("CHAIN_SPEC");
    command
        .add_option("-d,--base-path", options->chains.chain.base_path,
                    "Folder of the network (default: a temporary one, which goes at the end)")
        .type_name("PATH");
    const auto add_port = [&](const std::string& name, uint32_t& port, const std::string& what) {
        command.add_option(name, port, what + " of the first node; the others have the numbers behind it")
            .type_name("PORT")
            .between(1, UINT16_MAX - 2 * launcher::kMaxNodes)
            .show_default();
    };
    add_port("--rpc-port", options->rpc_port, "RPC port");
    add_port("--port", options->port, "Port for other nodes");
    add_port("--prometheus-port", options->prometheus_port, "Port of the metrics");
    command.add_option("--node-arg", options->node_arguments, "An argument for every node: --node-arg=-lrpc=trace")
        .type_name("ARG...");
    if (additions.declare_network_options) additions.declare_network_options(command);
    add_log_options(command, options->log);
    command.footer(kNetworkFooter);
    command.callback(
        [&chosen, &additions, options] { chosen = [&additions, options] { return run(*options, additions); }; });
}

}  // namespace serinus::cli
