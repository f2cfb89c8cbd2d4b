#include "cli/fork_start.hpp"

#include "base/hex.hpp"
#include "cli/fork_state.hpp"
#include "node/settings.hpp"
#include "platform/files.hpp"
#include "platform/log.hpp"

namespace serinus::cli {
namespace {

Result<node::NodeOptions, std::string> node_options(const ForkOptions& options) {
    node::NodeOptions out;
    out.name = "fork";
    out.version = SERINUS_VERSION;
    out.authority = true;
    out.disabled_services = {"grandpa"};
    out.offchain_workers = authorship::OffchainWorkers::kNever;
    out.metrics = std::nullopt;
    out.rpc.heavy_calls = kForkCallsAtOnce;
    out.rpc.port = static_cast<uint16_t>(options.rpc_port);
    out.rpc.external = options.rpc_external;
    TRY_ASSIGN(out.rpc.methods, node::parse_methods(options.rpc_methods));
    TRY_ASSIGN(out.rpc.cors, node::parse_cors(options.rpc_cors));
    if (options.call_timeout_s == 0) return Err(std::string("--rpc-call-timeout: a call needs at least 1 second"));
    out.rpc.call_timeout_ms = uint64_t{options.call_timeout_s} * 1'000;
    out.pool.max_validation_ms = out.rpc.call_timeout_ms;  // the same call to who submits a transaction
    out.executor.code_cache_directory = platform::default_cache_path() + "/code-cache";
    TRY_ASSIGN(out.sealing, node::parse_sealing(options.sealing));
    if (out.sealing.keeps_time()) return Err(std::string("--sealing is instant, manual or interval=MS"));
    return out;
}

}  // namespace

Result<StartedFork, ForkStartError> start_fork(const ForkOptions& options, const platform::StopSignals& signals,
                                               const std::shared_ptr<platform::ThreadPools>& pools,
                                               fork::MessageExchange& exchange) {
    const auto failed = [](std::string reason) { return Err(ForkStartError{std::move(reason), false}); };
    auto settings = node_options(options);
    if (!settings) return Err(ForkStartError{settings.error(), true});
    if (options.finality != "instant" && options.finality != "manual") {
        return Err(ForkStartError{"--finality is instant or manual", true});
    }
    if (options.clock != "slot" && options.clock != "wall") {
        return Err(ForkStartError{"--clock is slot or wall", true});
    }
    // What waits for an origin that is silent would keep the node from stopping.
    auto opened = open_fork_of(options, [&signals] { return signals.stop_requested(); });
    if (!opened) return failed(opened.error());
    const fork::ChainFacts& facts = opened->facts;
    std::string from;
    for (const std::string& endpoint : options.endpoints) from += (from.empty() ? "from " : ", ") + endpoint;
    if (options.offline) from = "offline";
    log::info("fork", "🍴 Fork of " + facts.name + " at #" + std::to_string(facts.header.number.value) + " (" +
                          to_hex_prefixed(facts.hash.bytes) + "), " +
                          (from.empty() ? std::string("from its specification") : from));
    const bool keeps = !opened->cache_folder.empty() && !options.no_keep;
    if (!keeps && !options.resume.empty()) {
        return Err(ForkStartError{"--resume needs the --cache in which the blocks were kept", true});
    }
    if (keeps) {
        const auto kept = fork::keep_blocks(
            *opened,
            {.folder = opened->cache_folder, .resume = options.resume, .on_failure = [&signals] { signals.wake(); }});
        if (!kept) return failed(kept.error());
    }
    const auto kept = opened->kept;
    opened->accepts_mock_signatures = options.mock_signatures;
    opened->has_manual_finality = options.finality == "manual";
    opened->follows_clock = options.clock == "wall";
    if (options.sends_messages) {
        auto joined = exchange.join(options.name, *opened);
        if (!joined) return failed(joined.error());
        opened->messages = *std::move(joined);
    }
    settings->fork = std::make_shared<const fork::Fork>(*std::move(opened));
    settings->on_failure = [&signals] { signals.wake(); };
    settings->label = options.name;
    auto node = node::Node::start({}, *std::move(settings), pools);
    if (!node) {
        const bool is_import = node.error().find("unknown import") != std::string::npos;
        return failed(node.error() +
                      (is_import
                           ? "; a newer version of this program may have it, or choose another --wasm-override or --at"
                           : ""));
    }
    return StartedFork{*std::move(node), kept};
}

}  // namespace serinus::cli
