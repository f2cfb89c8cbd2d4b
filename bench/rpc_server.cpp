// The server alone, with methods that do nothing: what it costs to be asked, and to tell ten thousand.
//
// Clients run in this process beside the server, so that both share the processors.
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <thread>
#include <vector>

#include "platform/process.hpp"
#include "platform/threaded_scheduler.hpp"
#include "rpc/registry.hpp"
#include "rpc/server.hpp"
#include "tests/rpc_client/client.hpp"

namespace {

using namespace serinus;

constexpr std::string_view kHello = R"({"jsonrpc":"2.0","method":"hello","params":[],"id":1})";
constexpr std::string_view kWatch = R"({"jsonrpc":"2.0","method":"watch","params":[],"id":1})";
/// As long as a header of Kusama in JSON.
constexpr size_t kHeadBytes = 700;
constexpr size_t kMaxSubscribers = 10'000;
constexpr size_t kNotifications = 20;

double seconds_since(uint64_t start_ns) { return static_cast<double>(platform::monotonic_ns() - start_ns) / 1e9; }

size_t resident_bytes() {
    size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages >> pages;
    return pages * static_cast<size_t>(::sysconf(_SC_PAGESIZE));
}

struct Fixture {
    std::unique_ptr<platform::Scheduler> scheduler = platform::make_threaded_scheduler();
    rpc::Registry registry;
    std::mutex mutex;
    std::vector<std::shared_ptr<rpc::Sink>> sinks;
    std::unique_ptr<rpc::Server> server;

    Fixture() {
        registry.method("hello", {.cost = rpc::Cost::kLight},
                        [](const rpc::Call&) -> rpc::RpcResult { return rpc::Json("hello"); });
        registry.subscription("watch", "chain_newHead", "unwatch", {},
                              [this](const rpc::Call&, const std::shared_ptr<rpc::Sink>& sink) {
                                  const std::lock_guard lock(mutex);
                                  sinks.push_back(sink);
                                  return Result<void, rpc::RpcError>();
                              });
        rpc::ServerOptions options;
        options.port = 0;
        options.max_connections = kMaxSubscribers + 100;
        options.stop_timeout_ms = 10;
        server = std::move(rpc::Server::start(registry, *scheduler, options)).value();
    }
    ~Fixture() { server->stop(); }
};

/// Requests a second of `connections` clients, each asking again when it was answered, or `depth` at once.
template <class Client>
double rate(uint16_t port, size_t connections, size_t each, void (*run)(Client&, size_t)) {
    std::vector<std::unique_ptr<Client>> clients;
    for (size_t i = 0; i < connections; ++i) clients.push_back(std::make_unique<Client>(port));
    const uint64_t start = platform::monotonic_ns();
    std::vector<std::thread> threads;
    for (auto& client : clients) threads.emplace_back([&] { run(*client, each); });
    for (auto& thread : threads) thread.join();
    return static_cast<double>(connections * each) / seconds_since(start);
}

void ask_http(test::HttpClient& client, size_t count) {
    for (size_t i = 0; i < count; ++i) client.call(kHello);
}
void ask_websocket(test::WebSocketClient& client, size_t count) {
    for (size_t i = 0; i < count; ++i) client.call(kHello);
}
void ask_many_at_once(test::WebSocketClient& client, size_t count) {
    constexpr size_t kDepth = 32;
    for (size_t i = 0; i < kDepth; ++i) client.send(kHello);
    for (size_t i = kDepth; i < count; ++i) {
        client.receive();
        client.send(kHello);
    }
    for (size_t i = 0; i < kDepth; ++i) client.receive();
}

void measure_requests() {
    Fixture fixture;
    const uint16_t port = fixture.server->port();
    std::printf("requests per second         1 client   8 clients\n");
    const auto line = [&](const char* name, auto run, size_t each) {
        const double one = rate(port, 1, each, run);
        std::printf("%-22s %13.0f %11.0f\n", name, one, rate(port, 8, each / 4, run));
    };
    line("HTTP, kept", &ask_http, 20'000);
    line("WebSocket", &ask_websocket, 20'000);
    line("WebSocket, 32 at once", &ask_many_at_once, 100'000);
}

/// Reads whatever comes on all sockets until `bytes` were read.
void drain(int epoll, size_t bytes) {
    std::vector<char> buffer(256 << 10);
    std::vector<epoll_event> events(1024);
    while (bytes > 0) {
        const int ready = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 30'000);
        if (ready <= 0) {
            std::printf("a message is missing\n");
            return;
        }
        for (int i = 0; i < ready; ++i) {
            const ssize_t size =
                ::recv(events[static_cast<size_t>(i)].data.fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (size > 0) bytes -= std::min(bytes, static_cast<size_t>(size));
        }
    }
}

/// Both ends of their connections are here, so that few machines allow as many as we would like.
size_t subscribers_within_limits() {
    constexpr size_t kOtherFiles = 200;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return std::min<size_t>(kMaxSubscribers, (limit.rlim_cur - kOtherFiles) / 2);
}

void measure_subscribers() {
    const size_t count = subscribers_within_limits();
    Fixture fixture;
    // These clients take a few bytes of memory of their own.
    std::vector<std::unique_ptr<test::RawClient>> clients;
    const int epoll = ::epoll_create1(0);
    const std::string handshake = "GET / HTTP/1.1\r\nHost: localhost:" + std::to_string(fixture.server->port()) +
                                  "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    // Masked with zeros, which changes nothing.
    const std::string subscribe =
        std::string("\x81") + static_cast<char>(0x80 | kWatch.size()) + std::string(4, '\0') + std::string(kWatch);
    const size_t before = resident_bytes();
    const uint64_t start = platform::monotonic_ns();
    for (size_t i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<test::RawClient>(fixture.server->port()));
        clients.back()->send(handshake);
        clients.back()->receive_until("\r\n\r\n");
        clients.back()->send(subscribe);
        clients.back()->receive_until("}");
        epoll_event event{.events = EPOLLIN, .data = {.fd = clients.back()->descriptor()}};
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, clients.back()->descriptor(), &event);
    }
    std::printf("%zu subscribers: opened in %.1f s, %zu bytes each in the server\n", count, seconds_since(start),
                (resident_bytes() - before) / count);

    const std::string text = "\"" + std::string(kHeadBytes - 2, 'a') + "\"";
    const size_t message =
        4 + std::string_view(R"({"jsonrpc":"2.0","method":"chain_newHead","params":{"subscription":")").size() + 16 +
        std::string_view(R"(","result":)").size() + kHeadBytes + 2;
    size_t peak = 0;
    const uint64_t sending = platform::monotonic_ns();
    for (size_t i = 0; i < kNotifications; ++i) {
        const auto shared = std::make_shared<const std::string>(text);
        for (const auto& sink : fixture.sinks) sink->send(shared);
        peak = std::max(peak, resident_bytes());
        drain(epoll, count * message);
    }
    const double each = seconds_since(sending) / kNotifications;
    std::printf("one notification of %zu bytes to all: %.0f ms, %.0f messages per second, at most %zu bytes each\n",
                kHeadBytes, each * 1e3, static_cast<double>(count) / each, (peak - before) / count);
    ::close(epoll);
}

}  // namespace

int main() {
    measure_requests();
    measure_subscribers();
    return 0;
}
