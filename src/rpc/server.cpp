#include "rpc/server.hpp"

#include <exception>
#include <latch>
#include <tuple>

#include "platform/log.hpp"
#include "platform/process.hpp"
#include "rpc/transport.hpp"

namespace serinus::rpc {

std::vector<std::string> ServerOptions::default_cors() {
    return {"http://localhost:*", "http://127.0.0.1:*", "https://localhost:*", "https://127.0.0.1:*",
            "https://polkadot.js.org"};
}

CallOptions Core::call_options(bool websocket) {
    const bool open =
        options.methods == MethodsPolicy::kUnsafe || (options.methods == MethodsPolicy::kAuto && !options.external);
    size_t max_batch = options.max_batch_length.value_or(UINT32_MAX);
    if (!options.batches) max_batch = 0;
    return {.deny_unsafe = !open,
            .max_response_bytes = options.max_response_bytes,
            .max_batch_length = max_batch,
            .max_duration_ms = options.call_timeout_ms,
            .observer = websocket ? websocket_calls.get() : http_calls.get(),
            .protocol = websocket ? "ws" : "http"};
}

std::shared_ptr<RateLimit> Core::rate_limit_for(const HttpRequest& request, const Socket& socket) const {
    if (!options.rate_limit_per_minute) return nullptr;
    const auto field = [&](beast::string_view name) {
        const auto value = request[name];
        return std::string_view(value.data(), value.size());
    };
    std::optional<IpAddress> client;
    if (options.rate_limit_trust_proxy_headers) {
        client = forwarded_address(field("Forwarded"), field("X-Forwarded-For"), field("X-Real-Ip"));
    }
    if (!client) {
        beast::error_code error;
        const auto endpoint = socket.remote_endpoint(error);
        if (!error) client = parse_ip(endpoint.address().to_string());
    }
    const auto holds = [&](const IpNetwork& network) { return client && network.contains(*client); };
    if (std::ranges::any_of(whitelisted, holds)) return nullptr;
    return std::make_shared<RateLimit>(*options.rate_limit_per_minute);
}

namespace {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;
using Endpoint = asio::ip::tcp::endpoint;

/// After the time for close frames, for sockets to notice that they are closed.
constexpr uint64_t kLastAnswersMs = 1'000;

class TcpServer final : public Server {
  public:
    TcpServer(platform::Scheduler& scheduler, ServerOptions options)
        : core_(std::make_shared<Core>(scheduler, std::move(options))), timer_(core_->io) {}
    ~TcpServer() override { TcpServer::stop(); }

    Result<void, std::string> listen() {
        const auto& options = core_->options;
        for (const auto& text : options.rate_limit_whitelisted) {
            const auto network = parse_network(text);
            ENSURE(network, "'" + text + "' is no IP address or network");
            core_->whitelisted.push_back(*network);
        }
        ENSURE(options.rate_limit_per_minute != 0u, std::string("the RPC rate limit must not be zero"));
        const auto v4 = options.external ? asio::ip::address_v4::any() : asio::ip::address_v4::loopback();
        const auto v6 = options.external ? asio::ip::address_v6::any() : asio::ip::address_v6::loopback();
        TRY(listen_on({v4, options.port}));
        core_->port = acceptors_.front()->local_endpoint().port();
        // Observed: polkadot 1.25.1: a machine without IPv6 is served without.
        if (options.ipv6) (void)listen_on({v6, core_->port});
        return {};
    }

    void start(const Registry& registry) override {
        core_->registry = &registry;
        core_->http_calls = std::make_unique<CallCounters>(registry, false);
        core_->websocket_calls = std::make_unique<CallCounters>(registry, true);
        start_pages();
    }

    void start_pages() override {
        for (auto& acceptor : acceptors_) accept(*acceptor);
        wait_for_tick();
        thread_ = core_->scheduler.start_thread("rpc", [this](const std::stop_token&) { run_io(); });
    }

    uint16_t port() const noexcept override { return core_->port; }

    std::vector<std::string> addresses() const override { return addresses_; }

    void stop() override {
        if (thread_ == nullptr) return;
        const auto has_begun = std::make_shared<std::latch>(1);
        asio::post(core_->io, [this, has_begun] {
            begin_stop();
            has_begun->count_down();
        });
        has_begun->wait();  // no request becomes a call from here on
        // Calls find the I/O running until the last of them is done.
        core_->calls->close();
        asio::post(core_->io, [this] {
            timer_wanted_ = false;
            timer_.cancel();
        });
        // Whatever still waits for a client then is given up: a node must end.
        const auto limit = core_->scheduler.make_lane({.name = "rpc-stop"});
        (void)limit->post_after(core_->options.stop_timeout_ms + kLastAnswersMs, [core = core_] {
            asio::post(core->io, [core] {
                log::error("rpc", "The server ends with " + std::to_string(core->peers.size()) + " connections open");
                core->io.stop();
            });
        });
        thread_.reset();
        limit->close();
    }

    ServerStats stats() const override {
        ServerStats stats;
        if (core_->registry != nullptr) {
            core_->http_calls->read(stats.calls);
            core_->websocket_calls->read(stats.calls);
        }
        std::ranges::sort(stats.calls, {}, [](const auto& calls) { return std::tie(calls.method, calls.websocket); });
        stats.sessions_opened = core_->sessions_opened;
        stats.sessions_closed = core_->sessions_closed;
        stats.session_seconds = core_->session_ms / 1000;
        stats.connections = core_->sockets;
        stats.subscriptions = core_->memory->subscriptions;
        for (size_t i = 0; i < kMemoryOwners; ++i) {
            const auto owner = static_cast<MemoryOwner>(i);
            stats.memory_bytes.emplace_back(to_string(owner), core_->memory->used(owner));
        }
        const auto light = core_->calls->figures(Cost::kLight), heavy = core_->calls->figures(Cost::kHeavy);
        stats.light_waiting = light.waiting;
        stats.light_running = light.running;
        stats.heavy_waiting = heavy.waiting;
        stats.heavy_running = heavy.running;
        return stats;
    }

  private:
    static std::string name(const Endpoint& endpoint) {
        const std::string address = endpoint.address().to_string();
        return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
    }

    Result<void, std::string> listen_on(const Endpoint& endpoint) {
        beast::error_code error;
        auto acceptor = std::make_unique<Acceptor>(core_->io);
        acceptor->open(endpoint.protocol(), error);
        if (!error && endpoint.protocol() == asio::ip::tcp::v6()) acceptor->set_option(asio::ip::v6_only(true), error);
        if (!error) acceptor->set_option(asio::socket_base::reuse_address(true), error);
        if (!error) acceptor->bind(endpoint, error);
        if (!error) acceptor->listen(asio::socket_base::max_listen_connections, error);
        if (error == asio::error::address_in_use) {
            return Err("cannot serve " + core_->options.purpose + " on " + name(endpoint) +
                       ": another program, maybe another node, has this port; stop it or choose another with " +
                       core_->options.port_option);
        }
        ENSURE(!error, "cannot serve " + core_->options.purpose + " on " + name(endpoint) + ": " + error.message());
        addresses_.push_back(name(acceptor->local_endpoint()));
        acceptors_.push_back(std::move(acceptor));
        return {};
    }

    void run_io() {
        for (;;) {
            try {
                core_->io.run();
                return;
            } catch (const std::exception& thrown) {
                log::error("rpc", std::string("A connection failed: ") + thrown.what());
            }
        }
    }

    void accept(Acceptor& acceptor) {
        acceptor.async_accept(core_->io.get_executor(), [this, &acceptor](beast::error_code error, Socket socket) {
            if (core_->stopping) return;
            if (error == asio::error::operation_aborted) return;
            if (error) {
                // Most likely no descriptors are left: again at the next tick.
                starved_.push_back(&acceptor);
                return;
            }
            admit(std::move(socket));
            accept(acceptor);
        });
    }

    void admit(Socket socket) {
        // Ours: so many more get an answer that there are too many connections; further ones are closed at once.
        const size_t max_sockets = size_t{core_->options.max_connections} * 2 + 64;
        if (core_->sockets >= max_sockets) return;
        beast::error_code ignored;
        socket.set_option(asio::ip::tcp::no_delay(true), ignored);
        make_http_peer(core_, std::move(socket));
    }

    uint64_t tick_ms() const {
        constexpr uint64_t kMost = 250;
        const uint64_t now = core_->now_ms();
        if (core_->stopping) return stop_deadline_ms_ > now ? stop_deadline_ms_ - now : kMost;
        const auto& options = core_->options;
        uint64_t shortest = std::min({options.header_timeout_ms, options.body_timeout_ms, options.write_timeout_ms,
                                      options.ping_interval_ms, options.inactive_limit_ms});
        if (options.rate_limit_per_minute) shortest = std::min<uint64_t>(shortest, 400);
        return std::clamp<uint64_t>(shortest / 4, 1, kMost);
    }

    void wait_for_tick() {
        timer_.expires_after(std::chrono::milliseconds(tick_ms()));
        timer_.async_wait([this](beast::error_code) {
            tick();
            if (timer_wanted_ || !core_->peers.empty()) wait_for_tick();
        });
    }

    void tick() {
        const uint64_t now = core_->now_ms();
        for (Acceptor* acceptor : std::exchange(starved_, {})) accept(*acceptor);
        for_each_peer([&](Peer& peer) { peer.tick(now); });
        if (unused_memory_.should_release(*core_->memory, now)) {
            (void)core_->scheduler.post(platform::WorkClass::kCore,
                                        [](const std::stop_token&) { platform::release_unused_memory(); });
        }
        if (core_->stopping && now >= stop_deadline_ms_) for_each_peer([](Peer& peer) { peer.abort(); });
    }

    /// Peers may leave while they are visited. What one of them throws ends neither the visit of the others nor the
    /// timer, without which no deadline would hold, that of stop() included.
    template <class Visit>
    void for_each_peer(Visit visit) {
        for (auto next = core_->peers.begin(); next != core_->peers.end();) {
            const std::shared_ptr<Peer> peer = (next++)->second;
            try {
                visit(*peer);
            } catch (const std::exception& thrown) {
                log::error("rpc", std::string("A connection failed: ") + thrown.what());
            }
        }
    }

    void begin_stop() {
        core_->stopping = true;
        stop_deadline_ms_ = core_->now_ms() + core_->options.stop_timeout_ms;
        beast::error_code ignored;
        for (auto& acceptor : acceptors_) acceptor->close(ignored);
        for_each_peer([](Peer& peer) { peer.stop(); });
        core_->on_no_peers = [this] { timer_.cancel(); };
        timer_.cancel();
    }

    const std::shared_ptr<Core> core_;
    std::vector<std::unique_ptr<Acceptor>> acceptors_;
    std::vector<std::string> addresses_;
    std::vector<Acceptor*> starved_;
    asio::steady_timer timer_;
    bool timer_wanted_ = true;
    UnusedMemory unused_memory_;
    uint64_t stop_deadline_ms_ = 0;
    std::unique_ptr<platform::ServiceThread> thread_;
};

}  // namespace

Result<std::unique_ptr<Server>, std::string> Server::bind(platform::Scheduler& scheduler, ServerOptions options) {
    auto server = std::make_unique<TcpServer>(scheduler, std::move(options));
    TRY(server->listen());
    return std::unique_ptr<Server>(std::move(server));
}

Result<std::unique_ptr<Server>, std::string> Server::start(const Registry& registry, platform::Scheduler& scheduler,
                                                           ServerOptions options) {
    TRY_ASSIGN(auto server, bind(scheduler, std::move(options)));
    server->start(registry);
    return server;
}

}  // namespace serinus::rpc
