// Networks of real sockets on the loopback interface.
#include "network/service/service.hpp"

#include <gtest/gtest.h>

#include "platform/process.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::network {
namespace {

class ServiceTest : public testing::Test {
  protected:
    std::unique_ptr<Service> start(uint8_t seed, std::vector<wire::Multiaddr> boot_nodes = {},
                                   Ping::Options ping = {}) {
        ByteArray<32> key{};
        key.fill(seed);
        ServiceOptions options{.node_key = crypto::ed25519::Seed(key),
                               .agent_version = "Test/1.0 (node " + std::to_string(seed) + ")",
                               .listen_addresses = {*wire::Multiaddr::parse("/ip4/127.0.0.1/tcp/0")},
                               .public_addresses = {},
                               .boot_nodes = std::move(boot_nodes),
                               .reserved_nodes = {},
                               .peers = {},
                               .ping = ping};
        auto started = Service::start(*scheduler_, std::move(options), {});
        EXPECT_TRUE(started) << started.error();
        (*started)->run();
        return *std::move(started);
    }
    void wait_until(const std::function<bool()>& is_done) {
        const uint64_t end = platform::monotonic_ns() + 20'000'000'000;
        while (!is_done() && platform::monotonic_ns() < end) {
            (void)scheduler_->sleep_until_unix_ms(platform::unix_time_ms() + 5, std::stop_token());
        }
        ASSERT_TRUE(is_done());
    }

    std::unique_ptr<platform::Scheduler> scheduler_ = platform::make_threaded_scheduler();
};

TEST_F(ServiceTest, ANodeFindsItsBootNodeAndBothKnowEachOther) {
    const auto boot = start(1);
    const auto node = start(2, boot->listen_addresses(), {.interval_ms = 20});
    wait_until([&] {
        const auto state = node->state();
        return state.peers.size() == 1 && state.peers[0].agent_version == "Test/1.0 (node 1)" &&
               state.peers[0].round_trip_ms.has_value();
    });
    EXPECT_EQ(node->state().peers[0].peer, boot->peer_id());
    wait_until([&] { return boot->state().peers.size() == 1 && !boot->state().peers[0].agent_version.empty(); });
    EXPECT_EQ(boot->state().peers[0].peer, node->peer_id());
    EXPECT_GT(node->state().bytes_in, 100u);
    node->stop();
    wait_until([&] { return boot->state().peers.empty(); });
}

TEST_F(ServiceTest, AnAddressOfSomebodyElseIsNotTaken) {
    const auto other = start(1);
    ByteArray<32> key{};
    key.fill(9);
    const auto expected = PeerId::of(crypto::ed25519::public_key_of(crypto::ed25519::Seed(key)));
    const auto node = start(2, {other->listen_addresses()[0].with_peer_id(expected)});
    wait_until([&] { return node->state().bytes_in > 0 && node->state().connections == 0; });
    EXPECT_TRUE(node->state().peers.empty());
}

TEST_F(ServiceTest, APortThatIsTakenIsAnError) {
    const auto first = start(1);
    ByteArray<32> key{};
    ServiceOptions options{.node_key = crypto::ed25519::Seed(key),
                           .agent_version = "x",
                           .listen_addresses = {first->listen_addresses()[0].without_peer_id()},
                           .public_addresses = {},
                           .boot_nodes = {},
                           .reserved_nodes = {},
                           .peers = {},
                           .ping = {}};
    const auto second = Service::start(*scheduler_, std::move(options), {});
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().find("/ip4/127.0.0.1/tcp/"), std::string::npos);
}

}  // namespace
}  // namespace serinus::network
