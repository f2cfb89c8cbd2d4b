/// The JSON-RPC server: HTTP and WebSocket on one port.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace serinus::platform {
class Scheduler;
}

namespace serinus::rpc {

class MemoryBudget;
class Registry;

/// Which clients may call methods that could harm the node (--rpc-methods).
enum class MethodsPolicy : uint8_t {
    kAuto,    ///< all clients if only this machine can connect, none otherwise
    kSafe,    ///< none
    kUnsafe,  ///< all
};

/// What the server answers to a GET that is no WebSocket: the node's live page.
struct Page {
    std::string content_type;
    std::string body;
};

struct ServerOptions {
    uint16_t port = 9944;   ///< 0: any that is free
    bool external = false;  ///< listens on all interfaces, not on the loopback alone
    MethodsPolicy methods = MethodsPolicy::kAuto;

    /// Origins of browser pages that may connect; nullopt: all. A port `*` stands for any. With a list, requests must
    /// also name this machine in their Host header, so that no name that was rebound leads a page here.
    std::optional<std::vector<std::string>> cors = default_cors();
    static std::vector<std::string> default_cors();

    uint32_t max_request_bytes = 15 << 20;
    uint32_t max_response_bytes = 15 << 20;
    uint32_t max_connections = 100;
    uint32_t max_subscriptions_per_connection = 1024;
    uint32_t message_buffer_capacity = 64;          ///< unsent notifications of one connection
    bool batches = true;                            ///< --rpc-disable-batch-requests
    std::optional<uint32_t> max_batch_length = {};  ///< --rpc-max-batch-request-len

    std::optional<uint32_t> rate_limit_per_minute = {};    ///< calls of one connection
    std::vector<std::string> rate_limit_whitelisted = {};  ///< addresses or networks: "10.0.0.0/8"
    bool rate_limit_trust_proxy_headers = false;           ///< Forwarded, X-Forwarded-For, X-Real-Ip

    /// By path, without the query. Called on threads of the scheduler.
    std::function<std::optional<Page>(std::string_view path)> pages = {};

    uint64_t call_timeout_ms = 30'000;  ///< for one runtime call. Ours: the reference has no limit
    size_t heavy_calls = 0;             ///< that run at once, of all connections; 0: by the number of processors
    /// Of all memory that clients can fill; the methods' Services have the same one. nullptr: one of its own.
    std::shared_ptr<MemoryBudget> memory = {};

    std::string purpose = "JSON-RPC";        ///< for messages about the port
    std::string port_option = "--rpc-port";  ///< likewise
    bool ipv6 = true;                        ///< besides IPv4, if the machine has it

    uint64_t header_timeout_ms = 30'000;  ///< from the first byte, or the last answer, to the end of the header
    uint64_t body_timeout_ms = 60'000;    ///< from there to the end of the body
    uint64_t write_timeout_ms = 60'000;   ///< a client that reads nothing for so long is disconnected
    uint64_t ping_interval_ms = 30'000;
    uint64_t inactive_limit_ms = 60'000;  ///< without a pong or a message
    uint32_t max_missed_pings = 3;        ///< intervals over the limit
    uint64_t stop_timeout_ms = 500;       ///< for close frames to be answered
};

/// Calls of one method over one protocol since the start, as substrate_rpc_calls_* count them.
struct CallStats {
    /// Upper bounds in microseconds; a last bucket takes the rest.
    static constexpr std::array<double, 11> kBucketsUs = {5,     25,    100,    500,     1000,    2500,
                                                          10000, 25000, 100000, 1000000, 10000000};
    std::string method;  ///< "unknown" for all that are not there
    bool websocket = false;
    uint64_t started = 0;
    uint64_t succeeded = 0;
    uint64_t failed = 0;
    uint64_t time_us = 0;  ///< of all together
    std::array<uint64_t, kBucketsUs.size() + 1> by_time = {};
};

struct ServerStats {
    std::vector<CallStats> calls;  ///< only methods that were called, sorted
    uint64_t sessions_opened = 0;  ///< WebSocket
    uint64_t sessions_closed = 0;
    uint64_t session_seconds = 0;  ///< of all closed sessions
    uint64_t connections = 0;      ///< sockets, of either kind
    uint64_t subscriptions = 0;
    /// Bytes in memory, by owner: "rpc_requests"…
    std::vector<std::pair<std::string, uint64_t>> memory_bytes;
    /// Calls that wait for a thread and that run, light and heavy.
    uint64_t light_waiting = 0, light_running = 0, heavy_waiting = 0, heavy_running = 0;
};

class Server {
  public:
    /// Takes the ports; clients can connect, and wait for start(). `scheduler` must outlive the server. Errors: a
    /// sentence for the user.
    static Result<std::unique_ptr<Server>, std::string> bind(platform::Scheduler& scheduler, ServerOptions options);
    /// Answers until stop(). `registry` must be full and outlive the server; its handlers run on threads of the
    /// scheduler. Once.
    virtual void start(const Registry& registry) = 0;
    /// Serves the pages alone, to every client that can connect: no calls, no WebSockets.
    virtual void start_pages() = 0;
    /// bind() and start().
    static Result<std::unique_ptr<Server>, std::string> start(const Registry& registry, platform::Scheduler& scheduler,
                                                              ServerOptions options);
    virtual ~Server() = default;  ///< stops

    virtual uint16_t port() const noexcept = 0;
    virtual std::vector<std::string> addresses() const = 0;  ///< "127.0.0.1:9944"
    /// Takes no more requests, closes all connections and waits for calls that run. Calls into runtimes are interrupted
    /// if the scheduler stops, or after `stop_timeout_ms`.
    virtual void stop() = 0;
    virtual ServerStats stats() const = 0;
};

}  // namespace serinus::rpc
