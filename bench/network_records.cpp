// One node looks up 1,000 records in a DHT of 3,000 simulated nodes, over links of 50 or 100 ms each way, as many at
// once as the authority discovery does. The tables are filled as after a long time: the closest peers and a sample of
// all. The aim: within a minute of virtual time.
#include <benchmark/benchmark.h>

#include "base/assert.hpp"
#include "bench/network_support.hpp"
#include "network/discovery/authority_discovery.hpp"
#include "protocols/simulation/full_node.hpp"

namespace serinus::network::simulation {
namespace {

using discovery::Dht;
using discovery::QueryId;

constexpr size_t kNodes = 3'000, kRecords = 1'000, kHolders = 20, kSample = 150, kValueBytes = 400;

/// A node that has nothing but the DHT.
class DhtNode final : public Module {
  public:
    explicit DhtNode(NodeParts parts) : dht(parts.core, parts.peers, parts.peer_id, {.protocol = 1}) {
        parts.core.add_module(dht);
        parts.core.set_request_module(1, dht);
    }
    Dht dht;
};

/// Looks the records up, some at a time.
class Finder final : public discovery::DhtListener {
  public:
    Finder(Dht& dht, std::vector<Bytes> keys) : dht_(dht), left_(std::move(keys)) { dht.add_listener(*this); }
    void pump(Millis now) {
        while (running_ < discovery::AuthorityDiscoveryOptions{.node_key = {}}.max_look_ups && !left_.empty()) {
            SERINUS_ASSERT(dht_.get_value(left_.back(), now) != 0);
            left_.pop_back();
            ++running_;
        }
    }
    void on_query_done(QueryId, const discovery::QueryResult& result, Millis now) override {
        --running_;
        ++done;
        found += result.values > 0;
        pump(now);
    }
    size_t done = 0, found = 0;

  private:
    Dht& dht_;
    std::vector<Bytes> left_;
    size_t running_ = 0;
};

/// The closest to the target, without itself.
std::vector<NodeIndex> closest(const std::vector<kademlia::Key>& keys, const kademlia::Key& target, size_t count) {
    std::vector<std::pair<kademlia::Key, NodeIndex>> distances;
    for (NodeIndex i = 0; i < keys.size(); ++i) {
        if (keys[i] != target) distances.emplace_back(kademlia::distance(keys[i], target), i);
    }
    std::ranges::nth_element(distances, distances.begin() + static_cast<ptrdiff_t>(count));
    std::vector<NodeIndex> out;
    for (size_t i = 0; i < count; ++i) out.push_back(distances[i].second);
    return out;
}

/// The argument: milliseconds each way.
void look_up_records(benchmark::State& state) {
    const auto delay = static_cast<Millis>(state.range(0));
    for (auto _ : state) {
        const double start = bench::cpu_seconds();
        World world({.seed = 1, .weather = {.min_delay_ms = delay, .max_delay_ms = delay}});
        std::vector<kademlia::Key> keys;
        for (NodeIndex i = 0; i < kNodes; ++i) {
            NodeSetup setup{.protocols = simulated_protocols(), .peers = {.out_peers = 0}};
            setup.make = [](NodeParts parts) {
                std::vector<std::unique_ptr<Module>> modules;
                modules.push_back(std::make_unique<DhtNode>(parts));
                return modules;
            };
            world.add(std::move(setup));
            keys.push_back(kademlia::key_of(world.peer_id(i)));
        }
        const auto dht = [&](NodeIndex i) -> Dht& { return world.module<DhtNode>(i)->dht; };
        for (NodeIndex i = 0; i < kNodes; ++i) {
            auto peers = closest(keys, keys[i], kHolders);
            for (size_t n = 0; n < kSample; ++n) peers.push_back(world.random()() % kNodes);
            for (const NodeIndex peer : peers) {
                if (peer != i) dht(i).add_peer(world.peer_id(peer), {world.address(peer).without_peer_id()});
            }
        }
        std::vector<Bytes> wanted;
        for (size_t n = 0; n < kRecords; ++n) {
            wanted.push_back(Bytes{static_cast<uint8_t>(n), static_cast<uint8_t>(n >> 8)});
            for (const NodeIndex holder : closest(keys, kademlia::key_of(wanted.back()), kHolders)) {
                dht(holder).keep({.key = wanted.back(), .value = Bytes(kValueBytes)}, world.now());
            }
        }
        Finder finder(dht(0), wanted);
        const Millis begin = world.now();
        world.call(0, [&](auto, Millis now) { finder.pump(now); });
        SERINUS_ASSERT(world.run_until([&] { return finder.done == kRecords; }, 1'800'000));
        state.counters["virtual_s"] = static_cast<double>(world.now() - begin) / 1000;
        state.counters["found"] = static_cast<double>(finder.found);
        state.counters["messages"] = static_cast<double>(world.messages());
        state.counters["cpu_s"] = bench::cpu_seconds() - start;
    }
}
BENCHMARK(look_up_records)->Arg(50)->Arg(100)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace serinus::network::simulation
