// What a peer costs that says nothing: real services on streams of bytes in virtual time, each connected to each, four
// notification protocols open between each two. Everything is counted: the connection with its cipher and its
// substreams, what the modules remember of the peer, and what stands in for the socket. The aim: 24 KiB.
//
// `idle_peer` has modules that remember nothing, `idle_full_peer` those of a node: block announces, transactions,
// GRANDPA, BEEFY, synchronisation and the DHT.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include "network/simulation/simulated_service.hpp"
#include "protocols/beefy/beefy.hpp"
#include "protocols/grandpa/grandpa.hpp"
#include "protocols/simulation/full_node.hpp"
#include "protocols/transactions/transactions.hpp"

namespace serinus::network::simulation {
namespace {

constexpr size_t kProtocols = 4;

/// Opens all protocols to all peers.
class Opener final : public Module {
  public:
    explicit Opener(Core& core) : core_(core) {
        for (size_t i = 0; i < kProtocols; ++i) core.notifications().set_handshake(i, Bytes(69, 1));
    }
    void on_peer_connected(const PeerId& peer, Millis now) override {
        for (size_t i = 0; i < kProtocols; ++i) (void)core_.notifications().open(peer, i, now);
    }
    void on_notification(link::NotificationEvent event, Millis now) override {
        if (const auto* offer = std::get_if<link::NotificationsOffered>(&event)) {
            core_.notifications().accept(offer->peer, offer->protocol, now);
        }
        if (std::holds_alternative<link::NotificationsOpened>(event)) ++opened;
    }
    size_t opened = 0;

  private:
    Core& core_;
};

crypto::ed25519::Seed key_of(size_t machine) {
    return crypto::ed25519::Seed(ByteArray<32>{static_cast<uint8_t>(machine), static_cast<uint8_t>(machine >> 8)});
}
wire::Multiaddr address_of(size_t machine) {
    return *wire::Multiaddr::parse("/ip4/10.0.0." + std::to_string(machine + 1) + "/tcp/30333");
}

size_t allocated() { return mallinfo2().uordblks; }

void idle_peer(benchmark::State& state) {
    const auto count = static_cast<size_t>(state.range(0));
    for (auto _ : state) {
        platform::VirtualTime time(1);
        ByteLinks links(time, {});
        std::vector<std::unique_ptr<platform::Scheduler>> schedulers;
        std::vector<std::unique_ptr<NetworkService>> services;
        std::vector<Opener*> openers;
        for (size_t i = 0; i < count; ++i) {
            ServiceOptions options;
            options.node_key = key_of(i);
            options.agent_version = "Serinus/bench";
            options.listen_addresses = {address_of(i)};
            options.peers.out_peers = count;
            options.peers.max_dials = count;
            ModuleFactory factory;
            for (size_t p = 0; p < kProtocols; ++p) {
                factory.protocols.notifications.push_back(
                    {.names = {"/bench/" + std::to_string(p)}, .max_message_bytes = 1 << 20});
            }
            factory.make = [&openers](Parts parts) {
                std::vector<std::unique_ptr<Module>> modules;
                modules.push_back(std::make_unique<Opener>(parts.core));
                openers.push_back(static_cast<Opener*>(modules.back().get()));
                for (size_t p = 0; p < kProtocols; ++p) parts.core.set_notification_module(p, *openers.back());
                return modules;
            };
            schedulers.push_back(time.make_scheduler({.label = std::to_string(i)}));
            services.push_back(start_service(*schedulers.back(), std::move(options), std::move(factory), links, i));
            services.back()->run();
        }
        time.run_until_ms(5'000);
        malloc_trim(0);
        const size_t before = allocated();
        for (size_t i = 0; i < count; ++i) {
            for (size_t j = 0; j < i; ++j) {
                services[i]->post([address = address_of(j), key = key_of(j), &time](Parts parts) {
                    const auto peer = PeerId::of(crypto::ed25519::public_key_of(key));
                    parts.peers.add_address(peer, address, time.now_ms());
                });
            }
        }
        time.run_until_ms(180'000);
        size_t ends = 0, opened = 0;
        for (const auto& service : services) ends += service->state().connections;
        for (const Opener* opener : openers) opened += opener->opened;
        SERINUS_ASSERT(ends == count * (count - 1) && opened >= kProtocols * ends);
        state.counters["peers"] = static_cast<double>(ends);
        state.counters["KiB_per_peer"] = static_cast<double>(allocated() - before) / 1024 / static_cast<double>(ends);
    }
}
/// What the gossip of a node hears of gadgets and pool: nothing.
class Sinks final : public gossip::TransactionSink, public gossip::GossipSink {
  public:
    void submit(std::vector<gossip::Submissions::Submission>) override {}
    std::optional<primitives::Extrinsic> find(const Hash256&) override { return std::nullopt; }
    std::vector<Hash256> ready() override { return {}; }
    void on_disconnected(gossip::GossipPeer) override {}
    platform::Admission receive(gossip::GossipPeer, Bytes) override { return platform::Admission::kTaken; }
};

void idle_full_peer(benchmark::State& state) {
    const auto count = static_cast<size_t>(state.range(0));
    for (auto _ : state) {
        platform::VirtualTime time(1);
        ByteLinks links(time, {});
        std::vector<std::unique_ptr<platform::Scheduler>> schedulers;
        std::vector<MemoryChain> chains(count);
        std::vector<FullNode*> nodes;
        Sinks sinks;
        std::vector<std::unique_ptr<NetworkService>> services;
        for (size_t i = 0; i < count; ++i) {
            ServiceOptions options;
            options.node_key = key_of(i);
            options.agent_version = "Serinus/bench";
            options.listen_addresses = {address_of(i)};
            options.peers.out_peers = options.peers.in_peers = count;
            options.peers.max_dials = count;
            ModuleFactory factory;
            factory.protocols = simulated_protocols();
            for (const char* name : {"/bench/transactions/1", "/bench/grandpa/1", "/bench/beefy/2"}) {
                factory.protocols.notifications.push_back({.names = {name}, .max_message_bytes = 1 << 20});
            }
            factory.make = [&, i](Parts parts) {
                const auto key = key_of(i);
                const auto address = address_of(i);
                std::vector<std::unique_ptr<Module>> out;
                auto node = std::make_unique<FullNode>(
                    NodeParts{i, parts.core, parts.peers, parts.identify, parts.peer_id, key, address}, chains[i],
                    FullNodeOptions{.discovery = {.wanted_peers = 0}});
                auto transactions = std::make_unique<gossip::Transactions>(
                    parts.core, sinks, [] { return false; }, gossip::TransactionsOptions{.protocol = 1});
                auto grandpa = std::make_unique<gossip::GrandpaGossip>(parts.core, sinks,
                                                                       gossip::GrandpaGossipOptions{.protocol = 2});
                auto beefy =
                    std::make_unique<gossip::BeefyGossip>(parts.core, sinks, gossip::BeefyGossipOptions{.protocol = 3});
                node->announces().add_listener(*transactions);
                node->announces().add_listener(*grandpa);
                node->announces().add_listener(*beefy);
                parts.core.set_notification_module(1, *transactions);
                parts.core.set_notification_module(2, *grandpa);
                parts.core.set_notification_module(3, *beefy);
                nodes.push_back(node.get());
                out.push_back(std::move(node));
                out.push_back(std::move(transactions));
                out.push_back(std::move(grandpa));
                out.push_back(std::move(beefy));
                return out;
            };
            schedulers.push_back(time.make_scheduler({.label = std::to_string(i)}));
            services.push_back(start_service(*schedulers.back(), std::move(options), std::move(factory), links, i));
            services.back()->run();
        }
        time.run_until_ms(5'000);
        malloc_trim(0);
        const size_t before = allocated();
        for (size_t i = 0; i < count; ++i) {
            for (size_t j = 0; j < i; ++j) {
                services[i]->post([address = address_of(j), key = key_of(j), &time](Parts parts) {
                    const auto peer = PeerId::of(crypto::ed25519::public_key_of(key));
                    parts.peers.add_address(peer, address, time.now_ms());
                });
            }
        }
        time.run_until_ms(180'000);
        size_t ends = 0;
        for (const FullNode* node : nodes) ends += const_cast<FullNode*>(node)->announces().peers().size();
        SERINUS_ASSERT(ends == count * (count - 1));
        state.counters["peers"] = static_cast<double>(ends);
        state.counters["KiB_per_peer"] = static_cast<double>(allocated() - before) / 1024 / static_cast<double>(ends);
    }
}

BENCHMARK(idle_peer)->Arg(20)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(idle_full_peer)->Arg(20)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace serinus::network::simulation
