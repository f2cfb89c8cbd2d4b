#include "node/settings.hpp"

#include <algorithm>
#include <charconv>

#include "node/names.hpp"
#include "node/telemetry.hpp"

namespace serinus::node {
namespace {

using authorship::OffchainWorkers;
using authorship::SealingMode;
using rpc::MethodsPolicy;

constexpr uint32_t kMaxPort = 65535;

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

Result<uint16_t, std::string> port_of(const std::optional<uint32_t>& port, uint16_t otherwise, const char* option) {
    if (!port) return otherwise;
    if (*port > kMaxPort) return Err(std::string(option) + ": " + std::to_string(*port) + " is no port: 0 to 65535");
    return static_cast<uint16_t>(*port);
}

Result<uint32_t, std::string> bytes_of(uint32_t megabytes, const char* option) {
    if (megabytes == 0 || megabytes > kMaxMessageMegabytes) {
        return Err(std::string(option) + ": from 1 to " + std::to_string(kMaxMessageMegabytes) + " megabytes");
    }
    return megabytes << 20;
}

}  // namespace

Result<MethodsPolicy, std::string> parse_methods(const std::string& text) {
    const std::string word = lower(text);
    if (word == "auto") return MethodsPolicy::kAuto;
    if (word == "safe") return MethodsPolicy::kSafe;
    if (word == "unsafe") return MethodsPolicy::kUnsafe;
    return Err("--rpc-methods: \"" + text + "\" is none of auto, safe, unsafe");
}

namespace {

Result<OffchainWorkers, std::string> parse_offchain_workers(const std::string& text) {
    const std::string word = lower(text);
    if (word == "always") return OffchainWorkers::kAlways;
    if (word == "never") return OffchainWorkers::kNever;
    if (word == "when-authority" || word == "whenauthority") return OffchainWorkers::kWhenAuthority;
    return Err("--offchain-worker: \"" + text + "\" is none of always, never, when-authority");
}

/// Observed: polkadot-stable2407: the reference refuses a validator whose safe methods the world could call, unless
/// told that this is meant.
Result<bool, std::string> listens_externally(const Settings& settings, MethodsPolicy methods,
                                             std::vector<std::string>& warnings) {
    if (settings.rpc_external && settings.validator && methods != MethodsPolicy::kUnsafe &&
        !settings.unsafe_rpc_external) {
        return Err(
            std::string("--rpc-external shouldn't be used if the node is a validator: use --unsafe-rpc-external or "
                        "--rpc-methods=unsafe if you understand the risks"));
    }
    const bool external = settings.rpc_external || settings.unsafe_rpc_external;
    if (external && methods == MethodsPolicy::kUnsafe) {
        warnings.emplace_back(
            "It isn't safe to expose RPC publicly without a proxy server that filters available set of RPC methods.");
    }
    return external;
}

Result<rpc::ServerOptions, std::string> rpc_options(const Settings& settings, std::vector<std::string>& warnings) {
    rpc::ServerOptions out;
    TRY_ASSIGN(out.port, port_of(settings.rpc_port, out.port, "--rpc-port"));
    TRY_ASSIGN(out.methods, parse_methods(settings.rpc_methods));
    TRY_ASSIGN(out.external, listens_externally(settings, out.methods, warnings));
    if (settings.rpc_cors) {
        TRY_ASSIGN(out.cors, parse_cors(*settings.rpc_cors));
    } else if (settings.dev) {
        warnings.emplace_back("Running in --dev mode, RPC CORS has been disabled.");
        out.cors = std::nullopt;
    }
    TRY_ASSIGN(out.max_request_bytes, bytes_of(settings.rpc_max_request_mb, "--rpc-max-request-size"));
    TRY_ASSIGN(out.max_response_bytes, bytes_of(settings.rpc_max_response_mb, "--rpc-max-response-size"));
    out.max_connections = settings.rpc_max_connections;
    if (settings.rpc_call_timeout_s == 0) return Err(std::string("--rpc-call-timeout: a call needs at least 1 second"));
    out.call_timeout_ms = uint64_t{settings.rpc_call_timeout_s} * 1000;
    out.max_subscriptions_per_connection = settings.rpc_max_subscriptions_per_connection;
    out.message_buffer_capacity = settings.rpc_message_buffer_capacity;
    out.batches = !settings.rpc_disable_batches;
    out.max_batch_length = settings.rpc_max_batch_length;
    out.rate_limit_per_minute = settings.rpc_rate_limit;
    out.rate_limit_whitelisted = settings.rpc_rate_limit_whitelisted;
    out.rate_limit_trust_proxy_headers = settings.rpc_rate_limit_trust_proxy_headers;
    return out;
}

/// Observed: polkadot-stable2407: a tenth of each limit is for transactions that wait for others; development nodes ban
/// nobody.
Result<pool::PoolOptions, std::string> pool_options(const Settings& settings) {
    constexpr uint64_t kMaxKbytes = uint64_t{1} << 32;  // 4 TiB; ours
    if (settings.pool_kbytes > kMaxKbytes) return Err(std::string("--pool-kbytes: too much"));
    pool::PoolOptions out;
    out.ready_count = settings.pool_limit;
    out.ready_bytes = settings.pool_kbytes * 1024;
    out.future_count = out.ready_count / 10;
    out.future_bytes = out.ready_bytes / 10;
    if (settings.ban_seconds) {
        out.ban_ms = std::min<uint64_t>(*settings.ban_seconds, UINT32_MAX) * 1000;
    } else if (settings.dev) {
        out.ban_ms = 0;
    }
    return out;
}

}  // namespace

Result<SealingMode, std::string> parse_sealing(const std::string& text) {
    constexpr std::string_view kInterval = "interval=";
    constexpr uint64_t kMaxIntervalMs = 24 * 3600 * 1000;  // ours
    if (text == "slots") return SealingMode{};
    if (text == "instant") return SealingMode{.kind = SealingMode::Kind::kInstant};
    if (text == "manual") return SealingMode{.kind = SealingMode::Kind::kManual};
    if (text.starts_with(kInterval)) {
        SealingMode out{.kind = SealingMode::Kind::kInterval};
        const char* end = text.data() + text.size();
        const auto [rest, error] = std::from_chars(text.data() + kInterval.size(), end, out.interval_ms);
        if (error == std::errc() && rest == end && out.interval_ms > 0 && out.interval_ms <= kMaxIntervalMs) return out;
    }
    return Err("--sealing: \"" + text + "\" is none of slots, instant, manual, interval=MS (1 ms to a day)");
}

Result<std::optional<std::vector<std::string>>, std::string> parse_cors(const std::string& text) {
    using Origins = std::optional<std::vector<std::string>>;
    std::vector<std::string> origins;
    size_t from = 0;
    while (from <= text.size()) {
        const size_t comma = std::min(text.find(',', from), text.size());
        const std::string origin = text.substr(from, comma - from);
        from = comma + 1;
        if (origin == "all" || origin == "*") return Origins();
        if (origin.empty()) return Err("--rpc-cors: \"" + text + "\" names an empty origin");
        if (origin != "null" && origin.find("://") == origin.npos) {
            return Err("--rpc-cors: \"" + origin + "\" is no origin: say protocol://domain, null or all");
        }
        origins.push_back(origin);
    }
    return Origins(std::move(origins));
}

Result<NodeOptions, std::string> options_of(const Settings& settings, std::vector<std::string>& warnings) {
    NodeOptions out;
    out.name = !settings.name.empty() ? settings.name : settings.account;
    if (!out.name.empty()) {
        const std::string complaint = complaint_about_name(out.name);
        if (!complaint.empty()) return Err("--name \"" + out.name + "\": " + complaint);
    }
    out.authority = settings.validator || settings.dev || !settings.account.empty();
    for (const auto& [name, is_disabled] : settings.disabled_services) {
        if (is_disabled) out.disabled_services.insert(name);
    }
    if (!settings.clock.empty()) {
        out.clock = platform::parse_clock_rate(settings.clock);
        ENSURE(out.clock, "--clock " + settings.clock + " has not the form RATE@UNIX_MS, with a rate of at most " +
                              std::to_string(platform::ClockRate::kMax));
    }
    if (settings.session_keys_of) {
        out.session_keys_of = settings.session_keys_of;
    } else if (!settings.account.empty()) {
        out.session_keys_of = "//" + settings.account;
    } else if (settings.dev) {
        out.session_keys_of = "//Alice";
    }
    TRY_ASSIGN(out.sealing, parse_sealing(settings.sealing));
    out.database.offchain_indexing = settings.enable_offchain_indexing == "true";
    TRY_ASSIGN(out.offchain_workers, parse_offchain_workers(settings.offchain_worker));
    out.force_authoring_backoff = settings.force_authoring_backoff;
    // Observed: polkadot-stable2407: a development chain is authored by one node
    out.force_authoring = settings.force_authoring || settings.dev;
    TRY_ASSIGN(out.pool, pool_options(settings));
    TRY_ASSIGN(out.rpc, rpc_options(settings, warnings));
    out.pool.max_validation_ms = out.rpc.call_timeout_ms;  // the limit of the same call by RPC
    TRY_ASSIGN(const uint16_t metrics_port,
               port_of(settings.prometheus_port, MetricsAddress{}.port, "--prometheus-port"));
    if (settings.no_prometheus) {
        out.metrics = std::nullopt;
    } else {
        out.metrics = MetricsAddress{.port = metrics_port, .external = settings.prometheus_external};
    }
    for (const std::string& server : settings.telemetry_urls) {
        if (const auto read = parse_telemetry(server); !read) return Err("--telemetry-url: " + read.error());
        if (!settings.no_telemetry) out.telemetry.push_back(server);
    }
    out.min_free_disk_bytes = std::min<uint64_t>(settings.min_free_disk_mb, UINT32_MAX) << 20;
    return out;
}

}  // namespace serinus::node
