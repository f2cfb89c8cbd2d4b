// serinus network: a local network of node processes, in one command.
#include <cstdio>
#include <sstream>

#include "base/format.hpp"
#include "chain/spec/genesis_builder.hpp"
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "cli/log_options.hpp"
#include "cli/network_key.hpp"
#include "http/client.hpp"
#include "tools/launcher/genesis_validators.hpp"
#include "tools/launcher/local_network.hpp"
#include "platform/child_process.hpp"
#include "platform/process.hpp"
#include "platform/streams.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::cli {
namespace {

using chain::ChainSpec;
using launcher::LocalNetwork;
using launcher::NodeState;
using Status = Result<void, std::string>;

constexpr const char* kNetworkFooter =
    R"(Each node is a process of its own, with a folder and a log in the base path. Session keys are those of //Alice,
//Bob … that everybody knows. While the network runs, it takes commands on the standard input: "help" lists them.

The chain is kusama-local unless --chain says otherwise. A specification whose genesis is built by its runtime gets as
many validators as asked for; one with a raw genesis must have been made for them. A base path that holds a network
already continues that network.

Examples:
  serinus network --validators 4
  serinus network --validators 3 --full 1 --base-path ./network
  serinus network --validators 2 --node-arg=-lrpc=trace)";

constexpr const char* kHelp = R"(  list             the nodes, and where to connect
  stop NODE        end a node in good order
  kill NODE        end it at once, as by kill -9
  start NODE       start it again
  add full         one more full node
  add validator    one more node with session keys; it authors when the chain elects it
  log NODE         the last lines of its log
  quit             end all nodes, as Ctrl-C does
)";

struct NetworkCommand {
    ChainOptions chain;
    size_t validators = 2;
    size_t full_nodes = 0;
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

std::string count_of(size_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// The specification that all nodes load, with a raw genesis; made once, and found again in the folder later.
Result<ChainSpec, std::string> prepare_spec(const NetworkCommand& options, const std::string& path,
                                            executor::Executor& executor) {
    ChainOptions chain = options.chain;
    const bool continues = platform::is_regular_file(path);
    if (continues && !chain.chain.empty()) {
        return Err(path + " is there already: without --chain that network continues, --base-path names another place");
    }
    if (continues) chain.chain = path;
    if (chain.chain.empty()) chain.chain = "kusama-local";
    auto spec = load_or_report(chain);
    if (!spec) return Err(std::string("the chain specification cannot be read"));
    if (auto* instructions = std::get_if<chain::RuntimeGenesis>(&spec->genesis)) {
        TRY_ASSIGN(instructions->config,
                   launcher::with_validators(instructions->config, launcher::first_validators(options.validators)));
        say("Building the genesis of " + spec->name + " …\n");
        auto built = chain::build_genesis(*instructions, executor);
        if (!built) return Err(built.error().to_string());
        spec->genesis = *std::move(built);
    }
    spec->boot_nodes.clear();
    TRY_ASSIGN(const launcher::Authorities authorities, launcher::authorities_of(*spec, executor));
    if (authorities.known < options.validators || (continues && authorities.all != options.validators)) {
        const std::string where = continues ? "the network in " + options.chain.base_path : "this chain";
        return Err(where + " has " + count_of(authorities.all, "authority key") + ", the first " +
                   std::to_string(authorities.known) + " of //Alice, //Bob …: it cannot run with --validators " +
                   std::to_string(options.validators));
    }
    if (authorities.all > options.validators) {
        say("The chain has " + count_of(authorities.all, "authority key") + "; without two thirds of them nothing " +
            "becomes final\n");
    }
    if (!continues) TRY(write_spec(*spec, path));
    return *std::move(spec);
}

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

void print_nodes(const LocalNetwork& network) {
    constexpr auto kRow = "{:<13}{:<11}{:<10}{:<22}{}\n";
    say(format_text(kRow, "NODE", "ROLE", "STATE", "RPC", "ADDRESS FOR NODES"));
    for (const NodeState& node : network.nodes()) {
        const std::string url = "ws://127.0.0.1:" + std::to_string(launcher::rpc_port(network.plan(), node.plan));
        say(format_text(kRow, node.plan.name, node.plan.is_validator() ? "validator" : "full", name_of(node.phase), url,
                        node.address));
    }
    say("Chain specification: " + network.plan().chain_file + "\nLogs: " + network.plan().folder + "/NODE.log\n");
    if (!network.nodes().empty()) {
        say("Page: http://127.0.0.1:" + std::to_string(network.plan().ports.rpc) + "\n");
    }
}

/// "best #12, final #10; 4 of 4 nodes, peers: alice 3, bob 3 …"
std::string summary_of(const LocalNetwork& network) {
    uint64_t best = 0;
    std::optional<uint64_t> finalized;
    size_t running = 0;
    std::string peers;
    for (const NodeState& node : network.nodes()) {
        if (!node.report) continue;
        ++running;
        best = std::max(best, node.report->best);
        finalized = std::min(finalized.value_or(node.report->finalized), node.report->finalized);
        peers += (peers.empty() ? "" : ", ") + node.plan.name + " " + std::to_string(node.report->peers) +
                 (node.report->is_syncing ? " (syncing)" : "");
    }
    return "best #" + std::to_string(best) + ", final on all #" + std::to_string(finalized.value_or(0)) + "; " +
           std::to_string(running) + " of " + count_of(network.nodes().size(), "node") + "; peers: " + peers;
}

/// The network while it runs: commands of the user, ends of processes, a line of figures now and then.
class Console {
  public:
    Console(LocalNetwork& network, const platform::StopSignals& signals) : network_(network), signals_(signals) {}

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
            wait(next - std::min(next, platform::monotonic_ns() / 1'000'000));
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

    void obey(const std::string& line) {
        std::istringstream words(line);
        std::string verb, object;
        words >> verb >> object;
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
        const Status done = change(verb, object);
        say(done ? "done\n" : "error: " + done.error() + "\n");
    }

    Status change(const std::string& verb, const std::string& object) {
        if (verb == "stop") return network_.stop(object);
        if (verb == "kill") return network_.kill(object);
        if (verb == "start") return network_.start(object);
        if (verb != "add") return Err("\"" + verb + "\" is no command; \"help\" lists them");
        if (object != "full" && object != "validator") return Err(std::string("add what: full or validator?"));
        TRY_ASSIGN(const std::string name, object == "full" ? network_.add_full_node() : network_.add_validator());
        TRY(network_.start(name));
        print_nodes(network_);
        return {};
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
    platform::StandardInputLines input_;
    std::string shown_;
    bool is_ended_ = false;
};

Status run_network(const NetworkCommand& options) {
    const platform::StopSignals signals;
    Folder folder;
    TRY(folder.make(options.chain.base_path));
    launcher::NetworkPlan plan{.program = {},
                               .folder = folder.path(),
                               .chain_file = folder.path() + "/chain.json",
                               .ports = {.rpc = static_cast<uint16_t>(options.rpc_port),
                                         .network = static_cast<uint16_t>(options.port),
                                         .metrics = static_cast<uint16_t>(options.prometheus_port)},
                               .node_arguments = options.node_arguments};
    TRY_ASSIGN(plan.program, platform::own_program_path());
    std::string chain_id;
    {
        executor::Executor executor({.code_cache_directory = plan.folder + "/code-cache"});
        TRY_ASSIGN(const ChainSpec spec, prepare_spec(options, plan.chain_file, executor));
        chain_id = spec.id;
    }
    const auto find_peer_id = [&](const std::string& base_path) {
        ChainOptions chain;
        chain.base_path = base_path;
        return load_peer_id({}, chain, chain_id);
    };
    const auto scheduler = platform::make_threaded_scheduler();
    const auto http = http::make_client(*scheduler);
    LocalNetwork network(std::move(plan), find_peer_id, *http, *scheduler);
    for (size_t i = 0; i < options.validators; ++i) TRY(network.add_validator());
    for (size_t i = 0; i < options.full_nodes; ++i) TRY(network.add_full_node());

    Console console(network, signals);
    const bool started = console.start();
    if (started) console.run();
    say("\nEnding all nodes …\n");
    for (const std::string& name : network.stop_all()) say(name + " did not end in time and was killed\n");
    if (!started && !signals.stop_requested()) return Err(std::string("the network did not start"));
    return {};
}

int run(const NetworkCommand& options) {
    set_up_log(options.log, "warn");
    const auto done = run_network(options);
    return done ? 0 : report_error(done.error());
}

}  // namespace

void add_network(Arguments app, Command& chosen) {
    auto options = std::make_shared<NetworkCommand>();
    const Arguments command = app.add_subcommand("network", "Run a local network of several nodes");
    command.add_option("--validators", options->validators, "Nodes that author blocks and vote")
        .type_name("COUNT")
        .between(1, LocalNetwork::kMaxNodes)
        .show_default();
    command.add_option("--full", options->full_nodes, "Full nodes beside them")
        .type_name("COUNT")
        .between(0, LocalNetwork::kMaxNodes)
        .show_default();
    command
        .add_option("--chain", options->chain.chain,
                    "The chain: the path or the name of a specification (default: kusama-local)")
        .type_name("CHAIN_SPEC");
    command
        .add_option("-d,--base-path", options->chain.base_path,
                    "Folder of the network (default: a temporary one, which goes at the end)")
        .type_name("PATH");
    const auto add_port = [&](const std::string& name, uint32_t& port, const std::string& what) {
        command.add_option(name, port, what + " of the first node; the others have the numbers behind it")
            .type_name("PORT")
            .between(1, UINT16_MAX - LocalNetwork::kMaxNodes)
            .show_default();
    };
    add_port("--rpc-port", options->rpc_port, "RPC port");
    add_port("--port", options->port, "Port for other nodes");
    add_port("--prometheus-port", options->prometheus_port, "Port of the metrics");
    command.add_option("--node-arg", options->node_arguments, "An argument for every node: --node-arg=-lrpc=trace")
        .type_name("ARG...");
    add_log_options(command, options->log);
    command.footer(kNetworkFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
