// Light clients of a node that runs: each follows blocks and finality, and reads two values with their proof at each
// new best block. The node is another process; bench/network_light.mjs starts it and measures its CPU time.
//
// From the environment: PORT, GENESIS (its hash, hex), CLIENTS, SECONDS. Writes one line of JSON when all clients
// follow, and one at the end.
#include <sys/epoll.h>

#include <cstdio>
#include <cstdlib>
#include <optional>

#include <benchmark/benchmark.h>

#include "base/hex.hpp"
#include "bench/network_clients.hpp"
#include "libp2p/wire/protobuf.hpp"
#include "protocols/block_announces/messages.hpp"

namespace serinus::bench {
namespace {

constexpr size_t kAnnounces = 0, kGrandpa = 1, kLight = 0;

CoreProtocols protocols(const std::string& genesis) {
    const std::string chain = "/" + genesis;
    return {.requests = {{.names = {chain + "/light/2"},
                          .max_request_bytes = 1 << 20,
                          .max_response_bytes = 16 << 20,
                          .timeout_ms = 15'000}},
            .notifications = {{.names = {chain + "/block-announces/1"}, .max_message_bytes = 1 << 20},
                              {.names = {chain + "/grandpa/1"}, .max_message_bytes = 1 << 20}}};
}

struct Figures {
    size_t following = 0, announces = 0, grandpa = 0, asked = 0, answers = 0, failures = 0;
};

class LightClient final : public Module {
  public:
    LightClient(Core& core, const Hash256& genesis, Figures& figures) : core_(core), figures_(figures) {
        core.set_notification_module(kAnnounces, *this);
        core.set_notification_module(kGrandpa, *this);
        core.set_request_module(kLight, *this);
        core.notifications().set_handshake(
            kAnnounces,
            gossip::encode({.role = gossip::Role::kLight, .best = {.hash = genesis, .number = 0}, .genesis = genesis}));
        core.notifications().set_handshake(kGrandpa, Bytes(1, static_cast<uint8_t>(gossip::Role::kLight)));
    }

    void on_peer_connected(const PeerId& peer, Millis now) override {
        node_ = peer;
        (void)core_.notifications().open(peer, kAnnounces, now);
    }
    void on_notification(link::NotificationEvent event, Millis now) override {
        if (const auto* offer = std::get_if<link::NotificationsOffered>(&event)) {
            core_.notifications().accept(offer->peer, offer->protocol, now);
        } else if (const auto* opened = std::get_if<link::NotificationsOpened>(&event)) {
            if (opened->protocol != kAnnounces) return;
            ++figures_.following;
            (void)core_.notifications().open(*node_, kGrandpa, now);
        } else if (const auto* received = std::get_if<link::NotificationReceived>(&event)) {
            if (received->protocol == kGrandpa) {
                ++figures_.grandpa;
                return;
            }
            ++figures_.announces;
            const auto announcement = gossip::decode_announcement(received->message);
            if (announcement && announcement->is_best) read(announcement->header, now);
        }
    }
    void on_request(link::RequestEvent event, Millis) override {
        if (std::holds_alternative<link::ResponseReceived>(event)) ++figures_.answers;
        if (std::holds_alternative<link::RequestFailed>(event)) ++figures_.failures;
    }

  private:
    /// The events and the time of the block. light.v1: Request.remote_read_request {block, keys}
    void read(const primitives::Header& header, Millis now) {
        static const Bytes kEvents = *from_hex("26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7");
        static const Bytes kNow = *from_hex("f0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb");
        wire::ProtobufWriter fields;
        fields.bytes(2, primitives::header_hash(header).bytes).bytes(3, kEvents).bytes(3, kNow);
        wire::ProtobufWriter request;
        request.message(2, fields);
        figures_.asked += core_.request(*this, *node_, kLight, request.view(), now).has_value();
    }

    Core& core_;
    Figures& figures_;
    std::optional<PeerId> node_;
};

std::string variable(const char* name) {
    const char* const value = std::getenv(name);
    if (value == nullptr) {
        std::fprintf(stderr, "%s is not set; bench/network_light.mjs sets it\n", name);
        std::exit(2);
    }
    return value;
}

void light_clients(benchmark::State& state) {
    const auto port = static_cast<uint16_t>(std::stoul(variable("PORT")));
    const std::string genesis_text = variable("GENESIS");
    const auto genesis = Hash256::from(*from_hex(genesis_text));
    const size_t count = std::stoul(variable("CLIENTS"));
    const uint64_t milliseconds = 1000 * std::stoul(variable("SECONDS"));
    Figures figures;
    for (auto _ : state) {
        std::vector<std::unique_ptr<Client>> clients;
        std::vector<std::unique_ptr<LightClient>> modules;
        const int epoll = epoll_create1(0);
        for (uint32_t i = 0; i < count; ++i) {
            clients.push_back(std::make_unique<Client>(port, i, protocols(genesis_text)));
            Client& client = *clients.back();
            modules.push_back(std::make_unique<LightClient>(client.core(), *genesis, figures));
            client.flush();
            while (!client.is_established()) SERINUS_ASSERT(client.read());
            epoll_event event{.events = EPOLLIN, .data = {.ptr = &client}};
            epoll_ctl(epoll, EPOLL_CTL_ADD, client.socket(), &event);
        }
        bool said = false;
        for (uint64_t end = 0; end == 0 || clock_ms() < end;) {
            epoll_event events[256];
            const int ready = epoll_wait(epoll, events, 256, 100);
            for (int i = 0; i < ready; ++i) SERINUS_ASSERT(static_cast<Client*>(events[i].data.ptr)->read());
            for (const auto& client : clients) {
                client->core().run_timers(clock_ms());
                client->flush();
            }
            if (!said && figures.following == count) {
                said = true;
                figures = {.following = count};
                end = clock_ms() + milliseconds;
                std::printf("{\"following\":%zu}\n", count);
                std::fflush(stdout);
            }
        }
        ::close(epoll);
    }
    std::printf("{\"announces\":%zu,\"grandpa\":%zu,\"asked\":%zu,\"answers\":%zu,\"failures\":%zu}\n",
                figures.announces, figures.grandpa, figures.asked, figures.answers, figures.failures);
    std::fflush(stdout);
}
BENCHMARK(light_clients)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace serinus::bench
