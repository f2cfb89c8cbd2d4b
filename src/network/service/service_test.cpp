// Networks of real sockets on the loopback interface.
#include "network/service/service.hpp"

#include <gtest/gtest.h>

#include "libp2p/wire/transport_address.hpp"
#include "platform/files.hpp"
#include "platform/process.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::network {
namespace {

class ServiceTest : public testing::Test {
  protected:
    std::unique_ptr<NetworkService> start(uint8_t seed, std::vector<wire::Multiaddr> boot_nodes = {},
                                          PingOptions ping = {}, std::string book_file = {},
                                          const char* listen = "/ip4/127.0.0.1/tcp/0") {
        ByteArray<32> key{};
        key.fill(seed);
        ServiceOptions options{.node_key = crypto::ed25519::Seed(key),
                               .agent_version = "Test/1.0 (node " + std::to_string(seed) + ")",
                               .listen_addresses = {*wire::Multiaddr::parse(listen)},
                               .public_addresses = {},
                               .boot_nodes = std::move(boot_nodes),
                               .reserved_nodes = {},
                               .peers = {},
                               .ping = ping,
                               .book_file = std::move(book_file)};
        auto started = NetworkService::start(*scheduler_, std::move(options), {});
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

TEST_F(ServiceTest, EachFormOfAnAddressLeadsToTheOnePort) {
    const auto boot = start(1, {}, {}, {}, "/ip4/127.0.0.1/tcp/0/wss");
    const auto addresses = boot->listen_addresses();
    ASSERT_EQ(addresses.size(), 3u);  // wss, tcp, ws
    uint8_t seed = 2;
    for (const auto& address : addresses) {
        const auto node = start(seed++, {address}, {.interval_ms = 20});
        wait_until([&] {
            const auto state = node->state();
            return state.peers.size() == 1 && state.peers[0].round_trip_ms.has_value();
        });
        EXPECT_EQ(node->state().peers[0].addresses[0].with_peer_id(boot->peer_id()), address);
    }
    // By a name, too.
    const auto port = wire::transport_address_of(addresses[0])->port;
    const auto named = wire::Multiaddr::parse("/dns4/localhost/tcp/" + std::to_string(port) + "/ws");
    const auto node = start(seed, {named->with_peer_id(boot->peer_id())});
    wait_until([&] { return node->state().peers.size() == 1; });
}

TEST_F(ServiceTest, WhoWasMetInTheLastRunIsDialedAgainWithoutABootNode) {
    const auto folder = platform::create_temporary_directory("network-book");
    ASSERT_TRUE(folder);
    const std::string file = *folder + "/peers";
    const auto boot = start(1);
    {
        const auto node = start(2, boot->listen_addresses(), {}, file);
        wait_until([&] { return node->state().peers.size() == 1; });
        node->stop();
    }
    const auto again = start(2, {}, {}, file);
    wait_until([&] { return again->state().peers.size() == 1; });
    EXPECT_EQ(again->state().peers[0].peer, boot->peer_id());
    again->stop();
    // A damaged book is only a warning, and is replaced.
    ASSERT_TRUE(platform::write_file_atomically(file, as_bytes("damaged"), 0644));
    const auto alone = start(2, {}, {}, file);
    EXPECT_EQ(alone->state().known_peers, 0u);
    alone->stop();
    EXPECT_NE(platform::read_file(file, 1000)->find("serinus peers"), std::string::npos);
    EXPECT_TRUE(platform::remove_tree(*folder));
}

TEST_F(ServiceTest, TwoNodesFindEachOtherByMdns) {
    const auto start_with_mdns = [&](uint8_t seed) {
        ByteArray<32> key{};
        key.fill(seed);
        ServiceOptions options{.node_key = crypto::ed25519::Seed(key),
                               .agent_version = "x",
                               .listen_addresses = {*wire::Multiaddr::parse("/ip4/127.0.0.1/tcp/0")},
                               .public_addresses = {},
                               .boot_nodes = {},
                               .reserved_nodes = {},
                               .peers = {},
                               .ping = {},
                               .has_mdns = true};
        auto started = NetworkService::start(*scheduler_, std::move(options), {});
        EXPECT_TRUE(started) << started.error();
        (*started)->run();
        return *std::move(started);
    };
    const auto one = start_with_mdns(21), other = start_with_mdns(22);
    const auto has = [](const auto& node, const auto& peer) {
        const auto state = node->state();
        return std::ranges::any_of(state.peers, [&](const auto& known) { return known.peer == peer->peer_id(); });
    };
    const uint64_t end = platform::monotonic_ns() + 3'000'000'000;
    while (!has(one, other) && platform::monotonic_ns() < end) {
        (void)scheduler_->sleep_until_unix_ms(platform::unix_time_ms() + 20, std::stop_token());
    }
    if (!has(one, other)) GTEST_SKIP() << "packets of the group come back to no program of this machine";
    wait_until([&] { return has(other, one); });
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
    const auto second = NetworkService::start(*scheduler_, std::move(options), {});
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().find("/ip4/127.0.0.1/tcp/"), std::string::npos);
}

}  // namespace
}  // namespace serinus::network
