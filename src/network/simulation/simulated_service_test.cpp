// Networks of nodes without chains: connections, weather and faults in virtual time.
#include "network/simulation/simulated_service.hpp"

#include <gtest/gtest.h>

namespace serinus::network::simulation {
namespace {

class SimulatedNetwork : public testing::Test {
  protected:
    struct Node {
        std::unique_ptr<platform::Scheduler> scheduler;
        std::unique_ptr<NetworkService> service;
    };

    static crypto::ed25519::Seed key_of(size_t machine) {
        return crypto::ed25519::Seed(ByteArray<32>{static_cast<uint8_t>(machine + 1)});
    }
    static wire::Multiaddr address_of(size_t machine) {
        return *wire::Multiaddr::parse("/ip4/10.0.0." + std::to_string(machine + 1) + "/tcp/30333");
    }
    static PeerId peer_of(size_t machine) { return PeerId::of(crypto::ed25519::public_key_of(key_of(machine))); }

    void start(size_t machine, std::vector<size_t> boot_nodes, ModuleFactory factory = {}) {
        ServiceOptions options;
        options.node_key = key_of(machine);
        options.agent_version = "simulated/" + std::to_string(machine);
        options.listen_addresses = {address_of(machine)};
        for (const size_t boot : boot_nodes) {
            options.boot_nodes.push_back(address_of(boot).with_peer_id(peer_of(boot)));
        }
        Node& node = nodes[machine];
        node.scheduler = time.make_scheduler({.label = std::to_string(machine)});
        node.service = start_service(*node.scheduler, std::move(options), std::move(factory), links, machine);
        node.service->run();
    }
    void stop(size_t machine) { nodes.erase(machine); }
    void run_for(uint64_t ms) { time.run_until_ms(time.now_ms() + ms); }
    const NetworkService::PeerState* find_peer(size_t machine, size_t other) {
        static NetworkService::State state;
        state = nodes.at(machine).service->state();
        const auto found = std::ranges::find(state.peers, peer_of(other), &NetworkService::PeerState::peer);
        return found == state.peers.end() ? nullptr : &*found;
    }

    platform::VirtualTime time{7};
    std::set<std::pair<MachineId, MachineId>> cut;  ///< data of the first does not reach the second
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

constexpr size_t kHeldMessages = 200, kHeldMessageBytes = 50'000;

CoreProtocols held_protocols() {
    return {.requests = {}, .notifications = {{.names = {"/test/held/1"}, .max_message_bytes = kHeldMessageBytes}}};
}

/// Opens the protocol and sends all at once.
class EagerSender final : public Module {
  public:
    explicit EagerSender(Host& host) : host_(host) {}
    void on_peer_connected(const PeerId& peer, Millis now) override { (void)host_.notifications().open(peer, 0, now); }
    void on_notification(link::NotificationEvent event, Millis) override {
        const auto* opened = std::get_if<link::NotificationsOpened>(&event);
        if (opened == nullptr) return;
        for (size_t i = 0; i < kHeldMessages; ++i) {
            EXPECT_TRUE(host_.notifications().send(opened->peer, 0, Bytes(kHeldMessageBytes, static_cast<uint8_t>(i))));
        }
    }

  private:
    Host& host_;
};

/// Holds the sender after its first message, for ten seconds.
class BusyReceiver final : public Module {
  public:
    BusyReceiver(Host& host, std::vector<uint8_t>& received) : host_(host), received_(received) {}
    void on_notification(link::NotificationEvent event, Millis now) override {
        if (const auto* offered = std::get_if<link::NotificationsOffered>(&event)) {
            host_.notifications().accept(offered->peer, 0, now);
        } else if (const auto* message = std::get_if<link::NotificationReceived>(&event)) {
            received_.push_back(message->message.front());
            if (received_.size() > 1) return;
            peer_ = message->peer;
            until_ = now + 10'000;
            host_.notifications().hold(message->peer, 0, true);
        }
    }
    void on_timer(Millis) override {
        until_.reset();
        host_.notifications().hold(*peer_, 0, false);
    }
    std::optional<Millis> next_timer() const override { return until_; }

  private:
    Host& host_;
    std::vector<uint8_t>& received_;
    std::optional<PeerId> peer_;
    std::optional<Millis> until_;
};

// A full queue keeps the window shut: messages wait with the sender, and nothing is lost.
TEST_F(SimulatedNetwork, APeerThatIsHeldWaitsAndLosesNothing) {
    std::vector<uint8_t> received;
    const auto one = []<class Made>(std::unique_ptr<Made> module, Parts parts) {
        parts.core.set_notification_module(0, *module);
        std::vector<std::unique_ptr<Module>> out;
        out.push_back(std::move(module));
        return out;
    };
    start(0, {}, {.protocols = held_protocols(), .make = [&](Parts parts) {
                      return one(std::make_unique<BusyReceiver>(parts.core, received), parts);
                  }});
    start(1, {0}, {.protocols = held_protocols(), .make = [&](Parts parts) {
                       return one(std::make_unique<EagerSender>(parts.core), parts);
                   }});
    run_for(8'000);
    ASSERT_GE(received.size(), 1u);
    EXPECT_LE(received.size() * kHeldMessageBytes, size_t{300} << 10) << "what one window has at most";
    EXPECT_LT(nodes.at(0).service->state().memory_bytes, size_t{1} << 20);
    EXPECT_GT(nodes.at(1).service->state().memory_bytes, size_t{8} << 20) << "it waits with the sender";
    run_for(60'000);
    ASSERT_EQ(received.size(), kHeldMessages);
    for (size_t i = 0; i < kHeldMessages; ++i) ASSERT_EQ(received[i], static_cast<uint8_t>(i));
}

uint64_t trace_of(uint64_t seed) {
    platform::VirtualTime time(seed);
    ByteLinks links(time, {});
    std::vector<std::unique_ptr<platform::Scheduler>> schedulers;
    std::vector<std::unique_ptr<NetworkService>> services;
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
