// A service on the loopback interface among peers in another process: handshakes a second, and what its thread costs
// with 1,000 peers and 20,000 notifications a second, half of them in each direction. CPU time of the service alone.
#include <benchmark/benchmark.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <csignal>
#include <future>

#include "bench/network_clients.hpp"
#include "bench/network_support.hpp"
#include "network/service/service.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::bench {
namespace {

constexpr size_t kMessageBytes = 200;
constexpr Millis kTickMs = 10;

CoreProtocols protocols() {
    return {.requests = {}, .notifications = {{.names = {"/bench/1"}, .max_message_bytes = 1 << 20}}};
}

/// Takes all peers, and says something to each of them in turns.
class Hub final : public Module {
  public:
    explicit Hub(Core& core) : core_(core) { core.notifications().set_handshake(0, Bytes(69, 1)); }
    void on_connection(ConnectionId, const ConnectionInfo&, Millis) override { ++connections; }
    void on_notification(link::NotificationEvent event, Millis now) override {
        if (const auto* offer = std::get_if<link::NotificationsOffered>(&event)) {
            core_.notifications().accept(offer->peer, 0, now);
        } else if (const auto* opened = std::get_if<link::NotificationsOpened>(&event)) {
            peers.push_back(opened->peer);
        } else if (std::holds_alternative<link::NotificationReceived>(event)) {
            ++received;
        }
    }
    void on_timer(Millis now) override {
        if (begin == 0) begin = now;
        const size_t due = (now - begin) * per_second / 1000;
        for (; sent < due && !peers.empty(); ++sent) {
            (void)core_.notifications().send(peers[sent % peers.size()], 0, message_);
        }
        next_ = now + kTickMs;
    }
    std::optional<Millis> next_timer() const override { return next_; }

    size_t connections = 0, per_second = 0, received = 0, sent = 0;
    Millis begin = 0;
    std::vector<PeerId> peers;

  private:
    Core& core_;
    Millis next_ = 0;
    const Bytes message_ = Bytes(kMessageBytes, 2);
};

class TalkingClient final : public Module {
  public:
    explicit TalkingClient(Core& core) : core_(core) {
        core.set_notification_module(0, *this);
        core.notifications().set_handshake(0, Bytes(69, 1));
    }
    void on_peer_connected(const PeerId& peer, Millis now) override {
        hub_ = peer;
        (void)core_.notifications().open(peer, 0, now);
    }
    void say(BytesView message) { (void)core_.notifications().send(*hub_, 0, message); }

  private:
    Core& core_;
    std::optional<PeerId> hub_;
};

/// The other process: `count` peers, which say `per_second` together.
[[noreturn]] void run_clients(uint16_t port, size_t count, size_t per_second) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::vector<std::unique_ptr<Client>> clients;
    std::vector<std::unique_ptr<TalkingClient>> modules;
    const int epoll = epoll_create1(0);
    for (uint32_t i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<Client>(port, i, protocols()));
        Client& client = *clients.back();
        modules.push_back(std::make_unique<TalkingClient>(client.core()));
        client.flush();
        while (!client.is_established()) SERINUS_ASSERT(client.read());
        epoll_event event{.events = EPOLLIN, .data = {.ptr = &client}};
        epoll_ctl(epoll, EPOLL_CTL_ADD, client.socket(), &event);
    }
    const Bytes message(kMessageBytes, 3);
    const Millis begin = clock_ms() + 2000;
    for (size_t said = 0;;) {
        epoll_event events[256];
        const int ready = epoll_wait(epoll, events, 256, kTickMs);
        for (int i = 0; i < ready; ++i) {
            if (!static_cast<Client*>(events[i].data.ptr)->read()) _exit(1);
        }
        const Millis now = clock_ms();
        for (; now > begin && said < (now - begin) * per_second / 1000; ++said) {
            modules[said % count]->say(message);
            clients[said % count]->flush();
        }
    }
}

/// Connects and closes, again and again.
[[noreturn]] void run_dialers(uint16_t port) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (uint32_t i = 0;; ++i) {
        Client client(port, i % 1000, protocols());
        client.flush();
        while (!client.is_established() && client.read()) {
        }
    }
}

/// A service in this process, and in a child what talks to it.
class Setup {
  public:
    template <class Run>
    explicit Setup(Run run_child) {
        int port_pipe[2];
        SERINUS_ASSERT(pipe(port_pipe) == 0);
        // Before any thread of this process.
        child_ = fork();
        if (child_ == 0) {
            uint16_t port = 0;
            if (::read(port_pipe[0], &port, sizeof port) != sizeof port) _exit(1);
            run_child(port);
        }
        scheduler_ = platform::make_threaded_scheduler();
        ServiceOptions options;
        options.node_key = key_of(0);
        options.agent_version = "Serinus/bench";
        options.peers.max_inbound_per_private_address = 2'000;  // all peers come from this machine
        options.listen_addresses = {*wire::Multiaddr::parse("/ip4/127.0.0.1/tcp/0")};
        ModuleFactory factory{.protocols = protocols(), .make = [this](Parts parts) {
                                  std::vector<std::unique_ptr<Module>> modules;
                                  modules.push_back(std::make_unique<Hub>(parts.core));
                                  hub_ = static_cast<Hub*>(modules.back().get());
                                  parts.core.set_notification_module(0, *hub_);
                                  return modules;
                              }};
        auto started = NetworkService::start(*scheduler_, std::move(options), std::move(factory));
        SERINUS_ASSERT(started);
        service_ = std::move(*started);
        service_->run();
        const std::string address = service_->listen_addresses()[0].to_string();
        const auto port = static_cast<uint16_t>(std::stoul(address.substr(address.find("/tcp/") + 5)));
        SERINUS_ASSERT(write(port_pipe[1], &port, sizeof port) == sizeof port);
        ::close(port_pipe[0]);
        ::close(port_pipe[1]);
    }
    ~Setup() {
        kill(child_, SIGKILL);
        waitpid(child_, nullptr, 0);
        service_->stop();
    }

    struct Figures {
        double cpu = 0;
        size_t connections = 0, peers = 0, received = 0, sent = 0;
    };
    template <class Change>
    Figures figures(Change change) {
        std::promise<Figures> promise;
        service_->post([&](Parts) {
            change(*hub_);
            promise.set_value({cpu_seconds(), hub_->connections, hub_->peers.size(), hub_->received, hub_->sent});
        });
        return promise.get_future().get();
    }
    Figures figures() {
        return figures([](Hub&) {});
    }

  private:
    pid_t child_ = 0;
    std::unique_ptr<platform::Scheduler> scheduler_;
    std::unique_ptr<NetworkService> service_;
    Hub* hub_ = nullptr;
};

void sleep_ms(useconds_t ms) { usleep(ms * 1000); }

/// The aim: 0.4 of a core.
void thousand_peers(benchmark::State& state) {
    constexpr size_t kPeers = 1000, kPerSecond = 10'000;
    for (auto _ : state) {
        Setup setup([](uint16_t port) { run_clients(port, kPeers, kPerSecond); });
        while (setup.figures().peers < kPeers) sleep_ms(100);
        (void)setup.figures([](Hub& hub) { hub.per_second = kPerSecond; });
        sleep_ms(3000);
        const auto first = setup.figures();
        const uint64_t begin = clock_ms();
        sleep_ms(5000);
        const auto last = setup.figures();
        const double seconds = static_cast<double>(clock_ms() - begin) / 1000;
        const auto count = static_cast<double>(last.received - first.received + last.sent - first.sent);
        state.counters["notifications_per_s"] = count / seconds;
        state.counters["core_for_20000_per_s"] = (last.cpu - first.cpu) / count * 20'000;
        state.counters["us_each"] = (last.cpu - first.cpu) / count * 1e6;
    }
}
BENCHMARK(thousand_peers)->Iterations(1)->Unit(benchmark::kSecond);

/// Dial, handshakes of noise and of yamux, close; identify is asked for in each. The aim: 1,500 a second of CPU.
void handshakes_over_tcp(benchmark::State& state) {
    for (auto _ : state) {
        Setup setup([](uint16_t port) { run_dialers(port); });
        sleep_ms(500);
        const auto first = setup.figures();
        sleep_ms(3000);
        const auto last = setup.figures();
        state.counters["handshakes_per_cpu_s"] =
            static_cast<double>(last.connections - first.connections) / (last.cpu - first.cpu);
    }
}
BENCHMARK(handshakes_over_tcp)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace serinus::bench
