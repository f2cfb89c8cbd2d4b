/// The settings of a user for a node, and the options that result.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "node/options.hpp"

namespace serinus::node {

/// The options of the command line. The defaults are those of the reference where it has them.
struct Settings {
    // Role
    bool dev = false;
    bool validator = false;
    bool force_authoring = false;
    std::map<std::string, bool> disabled_services = {};  ///< by name: --no-…
    std::optional<std::string> session_keys_of = {};     ///< a secret URI, beside the keystore
    std::string account = {};                            ///< "Alice" for --alice …; empty: none
    std::string name = {};
    std::string sealing = "slots";
    bool force_authoring_backoff = false;
    std::string clock = {};  ///< "10@1764201600000" of --clock; empty: the machine's

    // RPC
    std::optional<uint32_t> rpc_port = {};
    bool rpc_external = false;
    bool unsafe_rpc_external = false;
    std::string rpc_methods = "auto";
    std::optional<std::string> rpc_cors = {};
    uint32_t rpc_max_request_mb = 15, rpc_max_response_mb = 15;
    uint32_t rpc_max_subscriptions_per_connection = 1024;
    uint32_t rpc_max_connections = 100;
    uint32_t rpc_call_timeout_s = 30;  ///< ours: the reference has no limit
    uint32_t rpc_message_buffer_capacity = 64;
    bool rpc_disable_batches = false;
    std::optional<uint32_t> rpc_max_batch_length = {};
    std::optional<uint32_t> rpc_rate_limit = {};
    std::vector<std::string> rpc_rate_limit_whitelisted = {};
    bool rpc_rate_limit_trust_proxy_headers = false;

    // Metrics
    std::optional<uint32_t> prometheus_port = {};
    bool prometheus_external = false;
    bool no_prometheus = false;
    std::vector<std::string> telemetry_urls = {};
    bool no_telemetry = false;

    // Transaction pool
    uint64_t pool_limit = 8192;
    uint64_t pool_kbytes = 20480;
    std::optional<uint64_t> ban_seconds = {};

    // Offchain workers
    std::string offchain_worker = "when-authority";
    std::string enable_offchain_indexing = "false";

    uint64_t min_free_disk_mb = 128;  ///< ours; 0: not watched
};

/// The options that the settings say; of names, folders and keys the caller knows more. `warnings` gets a sentence for
/// each thing that the user should know. The error is a sentence for the user.
Result<NodeOptions, std::string> options_of(const Settings& settings, std::vector<std::string>& warnings);

/// The largest --rpc-max-request-size: below 2^32 bytes; ours.
inline constexpr uint32_t kMaxMessageMegabytes = 4095;

/// auto, safe, unsafe: --rpc-methods.
Result<rpc::MethodsPolicy, std::string> parse_methods(const std::string& text);

/// slots, instant, manual, interval=MS.
Result<authorship::SealingMode, std::string> parse_sealing(const std::string& text);

/// "all", or origins between commas; nullopt: all are allowed.
Result<std::optional<std::vector<std::string>>, std::string> parse_cors(const std::string& text);

}  // namespace serinus::node
