// serinus fork: a node on a copy of a living chain.
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "cli/fork_config.hpp"
#include "cli/fork_start.hpp"
#include "cli/fork_state.hpp"
#include "platform/log.hpp"
#include "rpc/call_queue.hpp"

namespace serinus::cli {
namespace {

constexpr const char* kForkFooter = R"(The fork begins with the state of one block of the origin, which is read piece by
piece when it is needed and never written to. The fork makes blocks of its own,
without the keys of the chain's validators, and offers the same JSON-RPC as any
node, with the methods for developers (dev_newBlock, dev_setStorage,
dev_timeTravel, dev_setHead and others; see docs/fork.md).

--cache DIR keeps what was read: a second start of the same fork asks for nothing
it has seen, and with --offline it asks for nothing at all. The blocks of the fork
are kept there too: --resume continues with them.

--config FILE gives these options without their dashes, as YAML or JSON: {"endpoint":
"ws://…", "at": 20000000, "mock-signature-host": true}, or several forks in one
process, by names: {"forks": {"relay": {…}, "assets": {…}}}. What the command line
says stands. Configurations of Chopsticks are taken as they are. A relay chain and its
parachains send each other messages, unless "messages": false stands beside "forks".

Examples:
  serinus fork --endpoint ws://127.0.0.1:9944
  serinus fork --endpoint wss://kusama-rpc.polkadot.io --at 20000000 --cache ./kusama
  serinus fork --cache ./kusama --offline --sealing manual
  serinus fork --cache ./kusama --offline --resume
  serinus fork --endpoint wss://HOST --cache ./assets --fetch Assets --fetch ForeignAssets --fetch-only
  serinus fork --endpoint ws://127.0.0.1:9944 --wasm-override new_runtime.wasm)";

constexpr uint64_t kForkEndTimeoutMs = 20'000;

/// Fills the caches with what is asked for and with what a fork reads when it starts: there may be no origin then.
int fetch_only(const std::vector<ForkOptions>& forks, const platform::StopSignals& signals) {
    for (const ForkOptions& options : forks) {
        if (options.fetch.empty()) return report_usage_error("--fetch-only needs a --fetch");
        const auto fail = [&](const std::string& reason) {
            return report_error((options.name.empty() ? "" : options.name + ": ") + reason);
        };
        const auto opened = open_fork_of(options, [&signals] { return signals.stop_requested(); });
        if (!opened) return fail(opened.error());
        if (const auto client = fork::open_client(*opened, {}); !client) return fail(client.error());
    }
    return 0;
}

void connect(fork::MessageExchange& exchange) {
    if (const std::string said = exchange.connect(); !said.empty()) log::info("messages", "📨 " + said);
}

int run(const ForkOptions& given) {
    set_up_log(given.log, "info");
    const platform::StopSignals signals;
    const auto forks = forks_of(given);
    if (!forks) return report_error("--config " + given.config + ": " + forks.error());
    // What the forks say together, for the log is the process's; the command line stands over it.
    LogOptions log = given.log;
    if (log.filters.empty()) {
        for (const ForkOptions& options : *forks) {
            log.filters.insert(log.filters.end(), options.log.filters.begin(), options.log.filters.end());
        }
        if (!log.filters.empty()) log.filters.insert(log.filters.begin(), "info");
        set_up_log(log, "info");
    }
    if (given.fetch_only) return fetch_only(*forks, signals);
    const auto pools = std::make_shared<platform::ThreadPools>(
        platform::ThreadCounts{.rpc = kForkCallsAtOnce + rpc::CallQueue::long_calls_beside(kForkCallsAtOnce)});
    const auto exchange = std::make_shared<fork::MessageExchange>();
    std::vector<StartedFork> started;
    for (const ForkOptions& options : *forks) {
        auto fork = start_fork(options, signals, pools, *exchange);
        if (!fork) {
            const std::string reason = (options.name.empty() ? "" : options.name + ": ") + fork.error().reason;
            return fork.error().is_usage ? report_usage_error(reason) : report_error(reason);
        }
        started.push_back(*std::move(fork));
    }
    connect(*exchange);
    signals.wait();
    platform::end_after(kForkEndTimeoutMs, "error: stopping takes too long: aborted\n");
    std::string failure;
    for (const auto& [node, kept] : started) {
        if (failure.empty()) failure = node->failure();
        if (failure.empty() && kept != nullptr) failure = kept->failure();
        node->stop();
    }
    started.clear();
    return failure.empty() ? 0 : report_error(failure);
}

}  // namespace

void add_fork(Arguments app, Command& chosen) {
    auto options = std::make_shared<ForkOptions>();
    const Arguments command = app.add_subcommand("fork", "Run a node on a copy of a living chain");
    command.add_option("--config", options->config, "the options of one fork or of several, as YAML or JSON; see below")
        .type_name("FILE");
    command.section("Origin");
    command
        .add_option("--endpoint", options->endpoints,
                    "JSON-RPC of a node of the chain: ws:// or wss://; of several the next one is asked when one fails")
        .type_name("URL...");
    command.add_option("--chain", options->chain, "begin with the genesis of this specification, without an endpoint")
        .type_name("FILE.json");
    command.add_option("--at", options->at, "the block where the fork begins; otherwise the best one")
        .type_name("HASH|NUMBER");
    command.add_option("--cache", options->cache, "keep what was read in this folder; otherwise in memory")
        .type_name("DIR");
    command
        .add_option("--cache-root", options->cache_root,
                    "the same in a folder of this one, for each endpoint and block")
        .type_name("DIR");
    command.add_flag("--offline", options->offline, "take everything from the cache");
    command.add_option("--origin-timeout", options->timeout_s, "how long to wait for an answer of the origin")
        .type_name("SECONDS")
        .between(1, 86'400);
    command
        .add_option("--origin-attempts", options->attempts,
                    "how often to ask for something before the call fails, with longer and longer pauses")
        .type_name("N")
        .between(1, 100);
    command.add_flag("--no-prefetch", options->no_prefetch,
                     "neither fetch together what an earlier fork of the chain read, nor note what this one reads");
    command
        .add_option(
            "--fetch", options->fetch,
            "fetch all entries of a pallet, an item, with a prefix in hex, or all there are, before the fork begins")
        .type_name("PALLET[.ITEM]|KEY|all...");
    command.add_flag("--fetch-only", options->fetch_only, "end when they are fetched");
    command.section("The blocks of the fork");
    command
        .add_option("--resume", options->resume,
                    "continue from a block of the fork that was begun with this cache, otherwise from its last one")
        .type_name("[last|HASH|NUMBER]")
        .optional_value("last");
    command.add_flag("--no-keep", options->no_keep, "do not keep the blocks in the cache");
    command.section("What is different");
    command
        .add_option("--override", options->override_file,
                    "storage as JSON or YAML: by pallets and items, or [[key, value or null]] in hex")
        .type_name("FILE");
    command.add_option("--wasm-override", options->wasm_file, "another runtime").type_name("FILE");
    command.add_flag("--mock-signature-host", options->mock_signatures,
                     "accept any signature of 0xdeadbeef and then 0xcd");
    command.section("The node");
    command.add_option("--sealing", options->sealing, "when blocks are made: instant, manual or interval=MS")
        .type_name("MODE");
    command
        .add_option("--finality", options->finality,
                    "instant: the best block counts as final; manual: what engine_finalizeBlock names. dev_setHead "
                    "takes finality back")
        .type_name("MODE");
    command
        .add_option("--clock", options->clock,
                    "slot: a block has the time of its parent and one slot; wall: that of this machine")
        .type_name("CLOCK");
    command.add_option("--rpc-port", options->rpc_port, "the port of JSON-RPC; 0: any that is free")
        .type_name("PORT")
        .between(0, 65535);
    command.add_flag(
        "--rpc-external", options->rpc_external,
        "listen on all interfaces; methods for developers are then refused, unless --rpc-methods is unsafe");
    command.add_option("--rpc-methods", options->rpc_methods, "who may call methods for developers, as those of a node")
        .type_name("auto|safe|unsafe")
        .one_of({"auto", "safe", "unsafe"});
    command
        .add_option("--rpc-cors", options->rpc_cors,
                    "origins of web pages that may connect, separated by commas, or all, which is the default")
        .type_name("ORIGINS");
    command
        .add_option("--rpc-call-timeout", options->call_timeout_s,
                    "how long a call of the runtime may take, with what it reads of the origin; otherwise 600")
        .type_name("SECONDS")
        .between(1, 86'400);
    add_log_options(command, options->log);
    command.footer(kForkFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
