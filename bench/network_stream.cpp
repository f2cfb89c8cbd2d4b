// One substream over the loopback interface between the services of two processes, beside a plain TCP connection of the
// same run. By time on an idle machine, by CPU time of both processes on a busy one. The aim: half of
// plain TCP's speed. `cpu_beside_limit` is our CPU time over that of plain TCP and of sealing and opening alone.
#include <benchmark/benchmark.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <atomic>
#include <csignal>

#include "bench/network_clients.hpp"
#include "bench/network_limits.hpp"
#include "bench/network_support.hpp"
#include "network/service/service.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::bench {
namespace {

constexpr size_t kBytes = size_t{512} << 20, kPieceBytes = size_t{256} << 10;
constexpr const char* kName = "/bench/stream";

/// What the processes tell each other.
struct Shared {
    std::atomic<uint16_t> port{0};
    std::atomic<bool> begins{false};
    std::atomic<size_t> received{0};
};
Shared* make_shared_memory() {
    void* const memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    SERINUS_ASSERT(memory != MAP_FAILED);
    return new (memory) Shared;
}

template <class Done>
void wait_for(Done is_done) {
    while (!is_done()) usleep(500);
}

/// Sends on a substream to the first peer, or counts what comes.
class Streamer final : public Module {
  public:
    Streamer(Core& core, Shared& shared, bool sends) : core_(core), shared_(shared), sends_(sends) {
        core.set_raw_module(kName, {.framing = {.max_message_bytes = kPieceBytes}}, *this);
    }
    void on_peer_connected(const PeerId&, Millis) override { is_connected_ = true; }
    void on_timer(Millis now) override {
        next_ = now + 20;
        if (!sends_ || key_ || !is_connected_ || !shared_.begins || core_.connections().empty()) return;
        const ConnectionId connection = core_.connections().begin()->first;
        key_ = SubstreamKey{connection, *core_.substreams().open(connection, {kName}, kPieceBytes)};
        pump();
    }
    std::optional<Millis> next_timer() const override { return next_; }
    void on_substream(ConnectionId, const PeerId&, const link::MessageEvent& event, Millis) override {
        if (const auto* message = std::get_if<link::MessageReceived>(&event)) {
            if (message->message.size() == kPieceBytes) shared_.received += kPieceBytes;
        } else if (std::holds_alternative<link::Drained>(event) && key_) {
            pump();
        }
    }

  private:
    void pump() {
        for (int i = 0; i < 4 && sent_ < kBytes; ++i, sent_ += kPieceBytes) {
            SERINUS_ASSERT(core_.substreams().send(*key_, piece_));
        }
    }
    Core& core_;
    Shared& shared_;
    bool sends_, is_connected_ = false;
    Millis next_ = 0;
    std::optional<SubstreamKey> key_;
    size_t sent_ = 0;
    const Bytes piece_ = Bytes(kPieceBytes, 1);
};

std::unique_ptr<NetworkService> start(platform::Scheduler& scheduler, Shared& shared, bool sends) {
    ServiceOptions options;
    options.node_key = key_of(sends ? 1 : 2);
    options.listen_addresses = {*wire::Multiaddr::parse("/ip4/127.0.0.1/tcp/0")};
    if (sends) {
        const auto address = *wire::Multiaddr::parse("/ip4/127.0.0.1/tcp/" + std::to_string(shared.port));
        options.boot_nodes = {address.with_peer_id(PeerId::of(crypto::ed25519::public_key_of(key_of(2))))};
    }
    ModuleFactory factory{.protocols = {}, .make = [&shared, sends](Parts parts) {
                              std::vector<std::unique_ptr<Module>> modules;
                              modules.push_back(std::make_unique<Streamer>(parts.core, shared, sends));
                              return modules;
                          }};
    auto service = NetworkService::start(scheduler, std::move(options), std::move(factory));
    SERINUS_ASSERT(service);
    (*service)->run();
    return std::move(*service);
}

struct Cost {
    double seconds = 0, cpu = 0;
};

/// `child` ends by itself.
template <class Child, class Parent>
Cost run(Child child, Parent parent) {
    Shared& shared = *make_shared_memory();
    const double cpu = cpu_seconds_of_processes();
    const pid_t id = fork();
    if (id == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        child(shared);
        _exit(0);
    }
    wait_for([&] { return shared.port != 0; });
    Cost out;
    parent(shared, out);
    waitpid(id, nullptr, 0);
    out.cpu = cpu_seconds_of_processes() - cpu;
    munmap(&shared, sizeof shared);
    return out;
}

Cost substream() {
    return run(
        [](Shared& shared) {
            const auto scheduler = platform::make_threaded_scheduler();
            const auto service = start(*scheduler, shared, false);
            const std::string address = service->listen_addresses()[0].to_string();
            shared.port = static_cast<uint16_t>(std::stoul(address.substr(address.find("/tcp/") + 5)));
            wait_for([&] { return shared.received >= kBytes; });
        },
        [](Shared& shared, Cost& out) {
            const auto scheduler = platform::make_threaded_scheduler();
            const auto service = start(*scheduler, shared, true);
            wait_for([&] { return service->state().connections == 1; });
            const uint64_t begin = clock_ms();
            shared.begins = true;
            wait_for([&] { return shared.received >= kBytes; });
            out.seconds = static_cast<double>(clock_ms() - begin) / 1000;
            service->stop();
        });
}

Cost plain_tcp() {
    return run(
        [](Shared& shared) {
            const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            socklen_t size = sizeof address;
            SERINUS_ASSERT(bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                           listen(listener, 1) == 0);
            getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
            shared.port = ntohs(address.sin_port);
            const int socket = accept(listener, nullptr, nullptr);
            Bytes buffer(128 * 1024);
            while (shared.received < kBytes) {
                shared.received += static_cast<size_t>(recv(socket, buffer.data(), buffer.size(), 0));
            }
        },
        [](Shared& shared, Cost& out) {
            const int socket = connect_to(shared.port);
            const Bytes piece(128 * 1024, 1);
            const uint64_t begin = clock_ms();
            for (size_t sent = 0; sent < kBytes;) {
                sent += static_cast<size_t>(send(socket, piece.data(), std::min(piece.size(), kBytes - sent), 0));
            }
            wait_for([&] { return shared.received >= kBytes; });
            out.seconds = static_cast<double>(clock_ms() - begin) / 1000;
            ::close(socket);
        });
}

void stream_over_loopback(benchmark::State& state) {
    Cost ours{1e9, 1e9}, tcp{1e9, 1e9};
    double aead = 1e9;  // sealing and opening
    const auto keep = [](Cost& least, const Cost& one) {
        least = {std::min(least.seconds, one.seconds), std::min(least.cpu, one.cpu)};
    };
    for (auto _ : state) {
        keep(tcp, plain_tcp());
        keep(ours, substream());
        aead = std::min(aead, aead_alone(kBytes));
    }
    constexpr double kMiB = static_cast<double>(kBytes >> 20);
    state.counters["MiB_per_s"] = kMiB / ours.seconds;
    state.counters["MiB_per_cpu_s"] = kMiB / ours.cpu;
    state.counters["tcp_MiB_per_s"] = kMiB / tcp.seconds;
    state.counters["tcp_MiB_per_cpu_s"] = kMiB / tcp.cpu;
    state.counters["speed_beside_tcp"] = tcp.seconds / ours.seconds;
    state.counters["cpu_beside_limit"] = ours.cpu / (tcp.cpu + aead);
}
BENCHMARK(stream_over_loopback)->Iterations(4)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace serinus::bench
