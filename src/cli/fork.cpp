// serinus fork: a node on a copy of a living chain.
#include <boost/json.hpp>

#include "base/hex.hpp"
#include "cli/chain_command.hpp"
#include "cli/command.hpp"
#include "executor/unknown_imports.hpp"
#include "fork/yaml.hpp"
#include "node/node.hpp"
#include "node/settings.hpp"
#include "platform/files.hpp"
#include "platform/log.hpp"
#include "platform/process.hpp"

namespace serinus::cli {
namespace {

namespace json = boost::json;

constexpr const char* kFooter = R"(The fork begins with the state of one block of the origin, which is read piece by
piece when it is needed and never written to. The fork makes blocks of its own,
without the keys of the chain's validators, and offers the same JSON-RPC as any
node, with the methods for developers (dev_newBlock, dev_setStorage,
dev_timeTravel, dev_setHead and others; see docs/fork.md).

--cache DIR keeps what was read: a second start of the same fork asks for nothing
it has seen, and with --offline it asks for nothing at all.

--config FILE gives these options without their dashes, as YAML or JSON: {"endpoint":
"ws://…", "at": 20000000, "mock-signature-host": true}, or several forks in one
process, by names: {"forks": {"relay": {…}, "assets": {…}}}. What the command line
says stands.

Examples:
  serinus fork --endpoint ws://127.0.0.1:9944
  serinus fork --endpoint wss://kusama-rpc.polkadot.io --at 20000000 --cache ./kusama
  serinus fork --cache ./kusama --offline --sealing manual
  serinus fork --endpoint ws://127.0.0.1:9944 --wasm-override new_runtime.wasm)";

constexpr uint64_t kEndTimeoutMs = 20'000;
constexpr uint64_t kMaxOverrideBytes = uint64_t{256} << 20;

struct Options {
    std::string config;
    std::string name;  ///< of one of several forks
    std::string endpoint, at, cache, override_file, wasm_file;
    bool offline = false, mock_signatures = false, no_prefetch = false;
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
    if (!options.no_prefetch) out.history_folder = platform::default_cache_path() + "/reads";
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

/// Ours. Calls that read wait for the origin, and what they wait for is fetched together.
constexpr size_t kCallsAtOnce = 64;

Result<node::NodeOptions, std::string> node_options(const Options& options) {
    node::NodeOptions out;
    out.name = "fork";
    out.version = SERINUS_VERSION;
    out.authority = true;
    out.grandpa = false;
    out.offchain_workers = authorship::OffchainWorkers::kNever;
    out.metrics = std::nullopt;
    out.rpc.heavy_calls = kCallsAtOnce;
    out.rpc.port = static_cast<uint16_t>(options.rpc_port);
    out.rpc.external = options.rpc_external;
    out.executor.code_cache_directory = platform::default_cache_path() + "/code-cache";
    TRY_ASSIGN(out.sealing, node::parse_sealing(options.sealing));
    if (out.sealing.keeps_time()) return Err(std::string("--sealing is instant, manual or interval=MS"));
    return out;
}

/// What the object of a configuration file says of one fork; what the command line says already stays.
class ConfigReader {
  public:
    explicit ConfigReader(Options& options) : options_(options) {}

    Result<void, std::string> read(const json::object& object) {
        static const Options kDefaults;
        const auto text = [&](std::string_view name, std::string Options::* field) {
            return add(name, [this, field](const json::value& value) {
                const bool good = value.is_string() || (field == &Options::at && value.is_int64());
                if (!good) return "a text";
                if (options_.*field == kDefaults.*field) {
                    options_.*field = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
                }
                return "";
            });
        };
        const auto flag = [&](std::string_view name, bool Options::* field) {
            add(name, [this, field](const json::value& value) {
                if (!value.is_bool()) return "true or false";
                options_.*field = options_.*field || value.get_bool();
                return "";
            });
        };
        const auto number = [&](std::string_view name, uint32_t Options::* field, uint32_t max) {
            add(name, [this, field, max](const json::value& value) {
                boost::system::error_code error;
                const auto given = value.to_number<uint32_t>(error);
                if (error || given > max) return "a whole number of this option";
                if (options_.*field == kDefaults.*field) options_.*field = given;
                return "";
            });
        };
        text("endpoint", &Options::endpoint);
        text("at", &Options::at);
        text("cache", &Options::cache);
        text("override", &Options::override_file);
        text("wasm-override", &Options::wasm_file);
        text("sealing", &Options::sealing);
        text("finality", &Options::finality);
        flag("offline", &Options::offline);
        flag("mock-signature-host", &Options::mock_signatures);
        flag("no-prefetch", &Options::no_prefetch);
        flag("rpc-external", &Options::rpc_external);
        number("rpc-port", &Options::rpc_port, 65535);
        constexpr uint32_t kMaxTimeoutS = 86'400, kMaxAttempts = 100;
        number("origin-timeout", &Options::timeout_s, kMaxTimeoutS);
        number("origin-attempts", &Options::attempts, kMaxAttempts);
        for (const auto& [name, value] : object) {
            const auto found = fields_.find(name);
            if (found == fields_.end()) return Err("there is no option `" + std::string(name) + "`");
            const std::string_view wanted = found->second(value);
            if (!wanted.empty()) return Err("`" + std::string(name) + "` is " + std::string(wanted));
        }
        return {};
    }

  private:
    using Set = std::function<std::string_view(const json::value&)>;
    void add(std::string_view name, Set set) { fields_[std::string(name)] = std::move(set); }

    Options& options_;
    std::map<std::string, Set> fields_;
};

/// A file whose name ends with .json is JSON, with comments and commas at the end of lists; others are YAML.
Result<json::value, std::string> read_config(std::string_view name, std::string_view text) {
    if (!name.ends_with(".json")) return fork::read_yaml(text);
    boost::system::error_code error;
    json::parse_options relaxed;
    relaxed.allow_comments = true;
    relaxed.allow_trailing_commas = true;
    json::stream_parser parser({}, relaxed);
    const size_t read = parser.write_some(text.data(), text.size(), error);
    if (!error) parser.finish(error);
    if (!error) return parser.release();
    const auto line = std::ranges::count(text.substr(0, std::min(read, text.size())), '\n') + 1;
    return Err("line " + std::to_string(line) + ": it is no JSON: " + error.message());
}

/// The forks of a configuration file, or the one of the command line alone.
Result<std::vector<Options>, std::string> forks_of(const Options& given) {
    if (given.config.empty()) return std::vector<Options>{given};
    const auto text = platform::read_file(given.config, fork::kMaxYamlBytes);
    if (!text) return Err(text.error().message);
    TRY_ASSIGN(const json::value parsed, read_config(given.config, *text));
    const auto* object = parsed.if_object();
    if (object == nullptr)
        return Err(std::string("it has no options: write `endpoint: ws://…` and others, one a line"));
    const auto* named = object->if_contains("forks");
    const auto* list = named == nullptr ? nullptr : named->if_object();
    if (named != nullptr && (list == nullptr || list->empty() || object->size() != 1)) {
        return Err(std::string("`forks` is an object of names and forks, and stands alone"));
    }
    std::vector<Options> out;
    const auto add = [&](const std::string& name, const json::value& fork) -> Result<void, std::string> {
        Options options = given;
        options.name = name;
        const auto* fields = fork.if_object();
        if (fields == nullptr) return Err(name + ": it is no object of options");
        const auto done = ConfigReader(options).read(*fields);
        if (!done) return Err(name.empty() ? done.error() : name + ": " + done.error());
        // One port after the other, unless they are named.
        if (options.rpc_port == given.rpc_port && given.rpc_port != 0 && !fields->contains("rpc-port")) {
            options.rpc_port += static_cast<uint32_t>(out.size());
        }
        out.push_back(std::move(options));
        return {};
    };
    if (list == nullptr) {
        TRY(add("", parsed));
    } else {
        for (const auto& [name, fork] : *list) TRY(add(std::string(name), fork));
    }
    return out;
}

struct StartError {
    std::string reason;
    bool is_usage = false;
};
Result<std::unique_ptr<node::Node>, StartError> start(const Options& options, const platform::StopSignals& signals,
                                                      const std::shared_ptr<platform::ThreadPools>& pools) {
    const auto failed = [](std::string reason) { return Err(StartError{std::move(reason), false}); };
    auto settings = node_options(options);
    if (!settings) return Err(StartError{settings.error(), true});
    if (options.finality != "instant" && options.finality != "manual") {
        return Err(StartError{"--finality is instant or manual", true});
    }
    auto source = source_of(options);
    if (!source) return failed(source.error());
    // What waits for an origin that is silent would keep the node from stopping.
    source->limits.should_stop = [&signals] { return signals.stop_requested(); };
    auto opened = fork::open_fork(*source);
    if (!opened) return failed(opened.error());
    const fork::ChainFacts& facts = opened->facts;
    log::info("fork", "🍴 Fork of " + facts.name + " at #" + std::to_string(facts.header.number.value) + " (" +
                          to_hex_prefixed(facts.hash.bytes) + "), " +
                          (options.offline ? "offline" : "from " + options.endpoint));
    opened->accepts_mock_signatures = options.mock_signatures;
    opened->has_manual_finality = options.finality == "manual";
    settings->fork = std::make_shared<const fork::Fork>(*std::move(opened));
    settings->on_failure = [&signals] { signals.wake(); };
    settings->label = options.name;
    if (const auto code = source->overrides.find(to_bytes(as_bytes(":code")));
        code != source->overrides.end() && code->second) {
        for (const std::string& name : executor::unknown_imports(*code->second)) {
            log::warn("fork", "The runtime imports " + name + ", which this program does not have: calls of it fail");
        }
    }
    auto node = node::Node::start({}, *std::move(settings), pools);
    if (!node) {
        const bool is_import = node.error().find("unknown import") != std::string::npos;
        return failed(node.error() +
                      (is_import
                           ? "; a newer version of this program may have it, or choose another --wasm-override or --at"
                           : ""));
    }
    return *std::move(node);
}

int run(const Options& given) {
    set_up_log(given.log, "info");
    const platform::StopSignals signals;
    const auto forks = forks_of(given);
    if (!forks) return report_error("--config " + given.config + ": " + forks.error());
    const auto pools = std::make_shared<platform::ThreadPools>(platform::ThreadCounts{.rpc = kCallsAtOnce});
    std::vector<std::unique_ptr<node::Node>> nodes;
    for (const Options& options : *forks) {
        auto node = start(options, signals, pools);
        if (!node) {
            const std::string reason = (options.name.empty() ? "" : options.name + ": ") + node.error().reason;
            return node.error().is_usage ? report_usage_error(reason) : report_error(reason);
        }
        nodes.push_back(*std::move(node));
    }
    signals.wait();
    platform::end_after(kEndTimeoutMs, "error: stopping takes too long: aborted\n");
    std::string failure;
    for (const auto& node : nodes) {
        if (failure.empty()) failure = node->failure();
        node->stop();
    }
    nodes.clear();
    return failure.empty() ? 0 : report_error(failure);
}

}  // namespace

void add_fork(Arguments app, Command& chosen) {
    auto options = std::make_shared<Options>();
    const Arguments command = app.add_subcommand("fork", "Run a node on a copy of a living chain");
    command.add_option("--config", options->config, "the options of one fork or of several, as YAML or JSON; see below")
        .type_name("FILE");
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
    command.add_flag("--no-prefetch", options->no_prefetch,
                     "neither fetch together what an earlier fork of the chain read, nor note what this one reads");
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
