// Networks of nodes without chains: connections, weather and faults in virtual time.
#include "network/simulation/simulated_service.hpp"

#include <gtest/gtest.h>

namespace serinus::network::simulation {
namespace {

class SimulatedNetwork : public testing::Test {
  protected:
    struct Node {
        std::unique_ptr<platform::Scheduler> scheduler;
        std::unique_ptr<Service> service;
    };

    static crypto::ed25519::Seed key_of(size_t machine) {
        return crypto::ed25519::Seed(ByteArray<32>{static_cast<uint8_t>(machine + 1)});
    }
    static wire::Multiaddr address_of(size_t machine) {
        return *wire::Multiaddr::parse("/ip4/10.0.0." + std::to_string(machine + 1) + "/tcp/30333");
    }
    static PeerId peer_of(size_t machine) { return PeerId::of(crypto::ed25519::public_key_of(key_of(machine))); }

    void start(size_t machine, std::vector<size_t> boot_nodes) {
        ServiceOptions options;
        options.node_key = key_of(machine);
        options.agent_version = "simulated/" + std::to_string(machine);
        options.listen_addresses = {address_of(machine)};
        for (const size_t boot : boot_nodes) {
            options.boot_nodes.push_back(address_of(boot).with_peer_id(peer_of(boot)));
        }
        Node& node = nodes[machine];
        node.scheduler = time.make_scheduler({.label = std::to_string(machine)});
        node.service = start_service(*node.scheduler, std::move(options), {}, links, machine);
        node.service->run();
    }
    void stop(size_t machine) { nodes.erase(machine); }
    void run_for(uint64_t ms) { time.run_until_ms(time.now_ms() + ms); }
    const Service::PeerState* find_peer(size_t machine, size_t other) {
        static Service::State state;
        state = nodes.at(machine).service->state();
        const auto found = std::ranges::find(state.peers, peer_of(other), &Service::PeerState::peer);
        return found == state.peers.end() ? nullptr : &*found;
    }

    platform::VirtualTime time{7};
    std::set<std::pair<MachineId, MachineId>> cut;  ///< what the first sends does not reach the second
    ByteLinks links{time, {}, [this](MachineId from, MachineId to) { return !cut.contains({from, to}); }};
    std::map<size_t, Node> nodes;
};

TEST_F(SimulatedNetwork, ANodeDialsItsBootNodeAndBothKnowEachOther) {
    start(0, {});
    start(1, {0});
    run_for(3'000);
    const auto* peer = find_peer(1, 0);
    ASSERT_NE(peer, nullptr);
    EXPECT_EQ(peer->agent_version, "simulated/0");
    ASSERT_TRUE(find_peer(0, 1));
    run_for(30'000);
    peer = find_peer(0, 1);
    ASSERT_TRUE(peer != nullptr && peer->round_trip_ms.has_value());
    EXPECT_GE(*peer->round_trip_ms, 10u) << "twice the smallest delay of a link";
    EXPECT_LE(*peer->round_trip_ms, 1'000u);
}

TEST_F(SimulatedNetwork, ANodeThatIsNotThereIsDialedUntilItIs) {
    start(1, {0});
    run_for(20'000);
    EXPECT_EQ(find_peer(1, 0), nullptr);
    start(0, {});
    run_for(60'000);
    EXPECT_NE(find_peer(1, 0), nullptr);
}

TEST_F(SimulatedNetwork, TheEndOfANodeIsNoticedAndItsReturnToo) {
    start(0, {});
    start(1, {0});
    run_for(3'000);
    stop(0);
    run_for(3'000);
    EXPECT_EQ(find_peer(1, 0), nullptr);
    start(0, {});
    run_for(60'000);
    EXPECT_NE(find_peer(1, 0), nullptr);
    EXPECT_NE(find_peer(0, 1), nullptr);
}

TEST_F(SimulatedNetwork, AConnectionDoesNotSurviveALongCutAndComesBackAfterIt) {
    start(0, {});
    start(1, {0});
    run_for(3'000);
    cut = {{0, 1}, {1, 0}};
    run_for(120'000);
    EXPECT_EQ(find_peer(1, 0), nullptr);
    EXPECT_EQ(find_peer(0, 1), nullptr);
    cut = {};
    run_for(300'000);
    EXPECT_NE(find_peer(1, 0), nullptr);
}

TEST_F(SimulatedNetwork, AShortCutOnlyDelays) {
    start(0, {});
    start(1, {0});
    run_for(3'000);
    const size_t streams = links.stream_count();
    cut = {{0, 1}};
    run_for(3'000);
    cut = {};
    run_for(10'000);
    EXPECT_NE(find_peer(1, 0), nullptr);
    EXPECT_EQ(links.stream_count(), streams);
}

uint64_t trace_of(uint64_t seed) {
    platform::VirtualTime time(seed);
    ByteLinks links(time, {});
    std::vector<std::unique_ptr<platform::Scheduler>> schedulers;
    std::vector<std::unique_ptr<Service>> services;
    for (size_t i = 0; i < 8; ++i) {
        const auto address = [](size_t machine) {
            return *wire::Multiaddr::parse("/ip4/10.0.0." + std::to_string(machine + 1) + "/tcp/30333");
        };
        const auto key = [](size_t machine) {
            return crypto::ed25519::Seed(ByteArray<32>{static_cast<uint8_t>(machine + 1)});
        };
        ServiceOptions options;
        options.node_key = key(i);
        options.listen_addresses = {address(i)};
        for (size_t boot = 0; boot < i; ++boot) {
            options.boot_nodes.push_back(
                address(boot).with_peer_id(PeerId::of(crypto::ed25519::public_key_of(key(boot)))));
        }
        schedulers.push_back(time.make_scheduler({.label = std::to_string(i)}));
        services.push_back(start_service(*schedulers.back(), std::move(options), {}, links, i));
        services.back()->run();
    }
    time.run_until_ms(30'000);
    for (const auto& service : services) EXPECT_EQ(service->state().connections, 7u);
    const uint64_t out = time.trace_hash();
    services.clear();
    return out;
}

TEST(SimulatedNetworks, OneSeedGivesOneRun) {
    EXPECT_EQ(trace_of(1), trace_of(1));
    EXPECT_NE(trace_of(1), trace_of(2));
}

}  // namespace
}  // namespace serinus::network::simulation
