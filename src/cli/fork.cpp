// serinus fork: a node on a copy of a living chain.
#include "base/hex.hpp"
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "node/node.hpp"
#include "node/settings.hpp"
#include "platform/files.hpp"
#include "platform/log.hpp"
#include "platform/process.hpp"

namespace serinus::cli {
namespace {

constexpr const char* kFooter = R"(The fork begins with the state of one block of the origin, which is read piece by
piece when it is needed and never written to. The fork makes blocks of its own,
without the keys of the chain's validators, and offers the same JSON-RPC as any
node, with the methods for developers (dev_newBlock, dev_setStorage,
dev_timeTravel, dev_setHead and others; see docs/fork.md).

--cache DIR keeps what was read: a second start of the same fork asks for nothing
it has seen, and with --offline it asks for nothing at all.

Examples:
  serinus fork --endpoint ws://127.0.0.1:9944
  serinus fork --endpoint wss://kusama-rpc.polkadot.io --at 20000000 --cache ./kusama
  serinus fork --cache ./kusama --offline --sealing manual
  serinus fork --endpoint ws://127.0.0.1:9944 --wasm-override new_runtime.wasm)";

constexpr uint64_t kEndTimeoutMs = 20'000;
constexpr uint64_t kMaxOverrideBytes = uint64_t{256} << 20;

struct Options {
    std::string endpoint, at, cache, override_file, wasm_file;
    bool offline = false, mock_signatures = false;
    uint32_t rpc_port = 9944;
    bool rpc_external = false;
    std::string sealing = "instant", finality = "instant";
    uint32_t timeout_s = 30, attempts = 6;
    LogOptions log;
};

Result<fork::ForkSource, std::string> source_of(const Options& options) {
    fork::ForkSource out;
    if (!options.offline) out.endpoint = options.endpoint;
    if (options.offline && options.cache.empty()) return Err(std::string("--offline needs a --cache"));
    if (options.endpoint.empty() && !options.offline) {
        return Err(std::string("a fork needs an --endpoint such as ws://127.0.0.1:9944, or --offline and a --cache"));
    }
    out.at = options.at;
    out.cache_folder = options.cache;
    out.limits.timeout_ms = options.timeout_s * 1000;
    out.limits.attempts = static_cast<int>(options.attempts);
    const auto read = [](const std::string& path) -> Result<Bytes, std::string> {
        auto bytes = platform::read_file(path, kMaxOverrideBytes);
        if (!bytes) return Err(bytes.error().message);
        return to_bytes(as_bytes(*bytes));
    };
    if (!options.override_file.empty()) {
        TRY_ASSIGN(const Bytes text, read(options.override_file));
        auto overrides = fork::read_overrides(as_text(text));
        if (!overrides) return Err("--override " + options.override_file + ": " + overrides.error());
        out.overrides = *std::move(overrides);
    }
    if (!options.wasm_file.empty()) TRY_ASSIGN(out.overrides[to_bytes(as_bytes(":code"))], read(options.wasm_file));
    return out;
}

Result<node::NodeOptions, std::string> node_options(const Options& options) {
    node::NodeOptions out;
    out.name = "fork";
    out.version = SERINUS_VERSION;
    out.authority = true;
    out.grandpa = false;
    out.offchain_workers = authorship::OffchainWorkers::kNever;
    out.metrics = std::nullopt;
    out.rpc.port = static_cast<uint16_t>(options.rpc_port);
    out.rpc.external = options.rpc_external;
    out.executor.code_cache_directory = platform::default_cache_path() + "/code-cache";
    TRY_ASSIGN(out.sealing, node::parse_sealing(options.sealing));
    if (out.sealing.keeps_time()) return Err(std::string("--sealing is instant, manual or interval=MS"));
    return out;
}

int run(const Options& options) {
    set_up_log(options.log, "info");
    const platform::StopSignals signals;
    auto settings = node_options(options);
    if (!settings) return report_usage_error(settings.error());
    if (options.finality != "instant" && options.finality != "manual") {
        return report_usage_error("--finality is instant or manual");
    }
    const auto source = source_of(options);
    if (!source) return report_error(source.error());
    auto opened = fork::open_fork(*source);
    if (!opened) return report_error(opened.error());
    const fork::ChainFacts& facts = opened->facts;
    log::info("fork", "🍴 Fork of " + facts.name + " at #" + std::to_string(facts.header.number.value) + " (" +
                          to_hex_prefixed(facts.hash.bytes) + "), " +
                          (options.offline ? "offline" : "from " + options.endpoint));
    opened->accepts_mock_signatures = options.mock_signatures;
    opened->has_manual_finality = options.finality == "manual";
    settings->fork = std::make_shared<const fork::Fork>(*std::move(opened));
    settings->on_failure = [&signals] { signals.wake(); };
    const auto pools = std::make_shared<platform::ThreadPools>();
    auto node = node::Node::start({}, *std::move(settings), pools);
    if (!node) return report_error(node.error());
    signals.wait();
    const std::string failure = (*node)->failure();
    platform::end_after(kEndTimeoutMs, "error: stopping takes too long: aborted\n");
    (*node)->stop();
    node->reset();
    return failure.empty() ? 0 : report_error(failure);
}

}  // namespace

void add_fork(Arguments app, Command& chosen) {
    auto options = std::make_shared<Options>();
    const Arguments command = app.add_subcommand("fork", "Run a node on a copy of a living chain");
    command.section("Origin");
    command.add_option("--endpoint", options->endpoint, "JSON-RPC of a node of the chain: ws:// or wss://")
        .type_name("URL");
    command.add_option("--at", options->at, "the block where the fork begins; otherwise the best one")
        .type_name("HASH|NUMBER");
    command.add_option("--cache", options->cache, "keep what was read in this folder; otherwise in memory")
        .type_name("DIR");
    command.add_flag("--offline", options->offline, "take everything from the cache");
    command.add_option("--origin-timeout", options->timeout_s, "how long to wait for an answer of the origin")
        .type_name("SECONDS")
        .positive();
    command
        .add_option("--origin-attempts", options->attempts,
                    "how often to ask for something before the call fails, with longer and longer pauses")
        .type_name("N")
        .between(1, 100);
    command.section("What is different");
    command.add_option("--override", options->override_file, "storage as JSON: [[key, value or null]] in hex")
        .type_name("FILE.json");
    command.add_option("--wasm-override", options->wasm_file, "another runtime").type_name("FILE");
    command.add_flag("--mock-signature-host", options->mock_signatures,
                     "accept any signature of 0xdeadbeef and then 0xcd");
    command.section("The node");
    command.add_option("--sealing", options->sealing, "when blocks are made: instant, manual or interval=MS")
        .type_name("MODE");
    command
        .add_option("--finality", options->finality,
                    "instant: each block is final at once; manual: by engine_finalizeBlock, so that dev_setHead "
                    "can go back")
        .type_name("MODE");
    command.add_option("--rpc-port", options->rpc_port, "the port of JSON-RPC; 0: any that is free")
        .type_name("PORT")
        .between(0, 65535);
    command.add_flag("--rpc-external", options->rpc_external,
                     "listen on all interfaces; methods for developers are then refused");
    add_log_options(command, options->log);
    command.footer(kFooter);
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
