#include "cli/run_options.hpp"

#include "node/names.hpp"

namespace serinus::cli {
namespace {

void add_node_options(Arguments program, RunOptions& options) {
    node::Settings& settings = options.settings;
    program.section("Node");
    program.add_option("--name", settings.name, "Name of the node for people (default: a random one)")
        .type_name("NAME")
        .check([](const std::string& name) { return node::complaint_about_name(name); });
    program.add_flag("--validator", settings.validator, "Author blocks and vote, with the keys of the keystore");
    program.add_flag("--collator", options.collator,
                     "Make blocks of a parachain, with the keys of the keystore. Options of the relay chain's node,\n"
                     "which is in the same process, stand behind \"--\"; a node with \"--\", or with\n"
                     "--relay-chain-rpc-urls, and without this is a full node of the parachain");
    program
        .add_option(
            "--relay-chain-rpc-urls,--relay-chain-rpc-url", options.relay_rpc_urls,
            "Ask these nodes for the relay chain, in the place of one in this process: the first that answers,\n"
            "and the next one when it fails (ws://HOST:PORT or wss://HOST). Of a parachain's node, with or\n"
            "without --collator. What is on the relay chain's network stays here, with the options behind\n"
            "\"--\"; --chain there, or the parachain's specification, names the relay chain")
        .type_name("URL...");
    for (size_t i = 0; i < kAccounts.size(); ++i) {
        const std::string name = kAccounts[i];
        std::string flag = "--" + name;
        flag[2] = static_cast<char>(flag[2] - 'A' + 'a');
        program.add_flag(flag, options.accounts[i],
                         "Shortcut for --name " + name + " --validator with the session keys of //" + name);
    }
    program
        .add_option(
            "--session-keys-of", settings.session_keys_of,
            "Session keys made from this secret URI, beside those of the keystore, in memory alone; others can\n"
            "see it here, so it is for test networks: //Alice")
        .type_name("URI");
    program.add_flag("--force-authoring", settings.force_authoring, "Author blocks without peers too, as --dev does");
    program
        .add_option("--sealing", settings.sealing,
                    "When blocks are authored: in the chain's slots, for each transaction (instant), when\n"
                    "engine_createBlock is called (manual), or every MS milliseconds")
        .type_name("slots|instant|manual|interval=MS")
        .check([](const std::string& text) {
            const auto mode = node::parse_sealing(text);
            return mode ? "" : mode.error();
        })
        .show_default();
    program
        .add_option("--clock", settings.clock,
                    "For local networks: the chain's time runs RATE times as fast as the machine's, from a moment\n"
                    "on; all nodes must have the same (serinus network --clock-rate gives it to them)")
        .type_name("RATE@UNIX_MS");
    program.add_flag("--no-grandpa", settings.disabled_services["grandpa"], "Neither vote for finality nor follow it");
    program.add_flag("--no-beefy", settings.disabled_services["beefy"],
                     "Neither sign proofs of final blocks for other chains nor follow them; Polkadot's nodes do\n"
                     "neither anyway");
    program.add_flag("--force-authoring-backoff", settings.force_authoring_backoff,
                     "Author more slowly while finality lags, on any chain");
}

void add_storage_options(Arguments program, RunOptions& options) {
    program.section("Chain and database");
    add_chain_options(program, options.chain);
    program.add_flag("--tmp", options.database.tmp,
                     "Keep everything in a temporary folder, removed when the node stops; --dev does so without\n"
                     "--base-path");
    add_pruning_options(program, options.database);
    program
        .add_option("--wasmtime-precompiled", options.code_cache_folder,
                    "Folder of compiled runtimes, as precompile-wasm fills it (default: <base path>/code-cache)")
        .type_name("PATH");
    program
        .add_option("--db-storage-threshold", options.settings.min_free_disk_mb,
                    "Stop when less space is free on the disk of the database; 0: never")
        .type_name("MIB")
        .show_default();
}

void add_rpc_options(Arguments program, node::Settings& settings) {
    program.section("RPC: HTTP and WebSocket on one port");
    program.add_option("--rpc-port", settings.rpc_port, "Port (default: 9944)")
        .type_name("PORT")
        .between(0, UINT16_MAX);
    program.add_flag("--rpc-external", settings.rpc_external,
                     "Listen on all network interfaces, not on localhost alone");
    program.add_flag("--unsafe-rpc-external", settings.unsafe_rpc_external, "The same, allowed for a validator too");
    program
        .add_option("--rpc-methods", settings.rpc_methods,
                    "Who may call methods that could harm the node: every client (unsafe), no client (safe), or\n"
                    "every client as long as only this machine can connect (auto)")
        .type_name("auto|safe|unsafe")
        .one_of({"auto", "safe", "unsafe"})
        .show_default();
    program
        .add_option("--rpc-cors", settings.rpc_cors,
                    "Origins of web pages that may connect, separated by commas, or all (default: localhost and\n"
                    "https://polkadot.js.org; with --dev all)")
        .type_name("ORIGINS")
        .check([](const std::string& text) {
            const auto origins = node::parse_cors(text);
            return origins ? "" : origins.error();
        });
    program.add_option("--rpc-max-connections", settings.rpc_max_connections, "Connections at the same time")
        .type_name("COUNT")
        .show_default();
    program
        .add_option("--rpc-call-timeout", settings.rpc_call_timeout_s,
                    "How long a call may keep the runtime busy; then it is interrupted and answered with an error")
        .type_name("SECONDS")
        .check([](const std::string& text) {
            const bool is_zero = !text.empty() && text.find_first_not_of('0') == std::string::npos;
            return is_zero ? "a call needs at least 1 second" : "";
        })
        .show_default();
    program.add_option("--rpc-max-request-size", settings.rpc_max_request_mb, "Largest request")
        .type_name("MB")
        .between(1, node::kMaxMessageMegabytes)
        .show_default();
    program.add_option("--rpc-max-response-size", settings.rpc_max_response_mb, "Largest response")
        .type_name("MB")
        .between(1, node::kMaxMessageMegabytes)
        .show_default();
    program
        .add_option("--rpc-max-subscriptions-per-connection", settings.rpc_max_subscriptions_per_connection,
                    "Subscriptions of one connection")
        .type_name("COUNT")
        .show_default();
    program
        .add_option("--rpc-message-buffer-capacity-per-connection", settings.rpc_message_buffer_capacity,
                    "Notifications that may wait for a slow client")
        .type_name("COUNT")
        .show_default();
    const Option none =
        program.add_flag("--rpc-disable-batch-requests", settings.rpc_disable_batches, "Refuse batches");
    program
        .add_option("--rpc-max-batch-request-len", settings.rpc_max_batch_length,
                    "Calls in one batch (default: no limit)")
        .type_name("COUNT")
        .excludes(none);
    program
        .add_option("--rpc-rate-limit", settings.rpc_rate_limit,
                    "Calls per minute of each connection (default: no limit)")
        .type_name("COUNT")
        .positive();
    program
        .add_option("--rpc-rate-limit-whitelisted-ips", settings.rpc_rate_limit_whitelisted,
                    "Addresses without that limit, such as 10.0.0.0/8")
        .type_name("IP...");
    program.add_flag("--rpc-rate-limit-trust-proxy-headers", settings.rpc_rate_limit_trust_proxy_headers,
                     "For that limit, take the client's address from X-Real-IP, X-Forwarded-For or Forwarded");
}

void add_pool_options(Arguments program, node::Settings& settings) {
    program.section("Transaction pool and offchain workers");
    program.add_option("--pool-limit", settings.pool_limit, "Most transactions in the pool")
        .type_name("COUNT")
        .show_default();
    program.add_option("--pool-kbytes", settings.pool_kbytes, "Most kilobytes of transactions in the pool")
        .type_name("COUNT")
        .show_default();
    program
        .add_option("--tx-ban-seconds", settings.ban_seconds,
                    "How long an invalid transaction stays banned (default: 1800; with --dev 0)")
        .type_name("SECONDS");
    program.add_option("--offchain-worker", settings.offchain_worker, "When the runtime's offchain workers run")
        .type_name("always|never|when-authority")
        .one_of({"always", "never", "when-authority"})
        .show_default();
    program
        .add_option("--enable-offchain-indexing", settings.enable_offchain_indexing,
                    "Let blocks write to the offchain database what their runtime indexes")
        .type_name("BOOL")
        .one_of({"true", "false"})
        .show_default();
}

void add_key_options(Arguments program, RunOptions& options) {
    program.section("Keys");
    options.keystore.declare_keystore(program);
    add_network_key_options(program, options.network_key);
}

void add_watching_options(Arguments program, RunOptions& options) {
    program.section("Log and metrics");
    add_log_options(program, options.database.log);
    program.add_option("--prometheus-port", options.settings.prometheus_port, "Port of the metrics (default: 9615)")
        .type_name("PORT")
        .between(0, UINT16_MAX);
    program.add_flag("--prometheus-external", options.settings.prometheus_external,
                     "Serve metrics on all network interfaces");
    program.add_flag("--no-prometheus", options.settings.no_prometheus, "Serve no metrics");
    program
        .add_option("--telemetry-url", options.settings.telemetry_urls,
                    "Tell a telemetry server of this node: 'wss://HOST/submit/ 0'. Those of the chain specification "
                    "are told nothing")
        .type_name("URL LEVEL");
    program.add_flag("--no-telemetry", options.settings.no_telemetry, "Tell no telemetry server, not the named ones");
}

}  // namespace

void add_run_options(Arguments program, RunOptions& options) {
    add_node_options(program, options);
    add_storage_options(program, options);
    add_rpc_options(program, options.settings);
    add_pool_options(program, options.settings);
    add_key_options(program, options);
    add_network_options(program, options.network);
    add_watching_options(program, options);
    for (const auto group : {ReferenceOptionGroup::kNetwork, ReferenceOptionGroup::kExecution,
                             ReferenceOptionGroup::kNode, ReferenceOptionGroup::kTracing}) {
        options.database.reference.declare(program, group);
    }
}

}  // namespace serinus::cli
