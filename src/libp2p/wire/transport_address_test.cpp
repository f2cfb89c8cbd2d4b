#include "libp2p/wire/transport_address.hpp"

#include <gtest/gtest.h>

#include "tests/support/data.hpp"

namespace serinus::network::wire {
namespace {

constexpr const char* kPeer = "/p2p/12D3KooWBjxpFhVNM9poSsMEfdnXJaSWSZQ7otK9aV1SPA9zJp5W";

TransportAddress of(const std::string& text) {
    const auto out = transport_address_of(*Multiaddr::parse(text));
    EXPECT_TRUE(out) << text;
    return out ? *out : TransportAddress();
}

TEST(TransportAddress, FormsOfTcpAndWebSocketAreUnderstood) {
    EXPECT_EQ(of("/ip4/1.2.3.4/tcp/30333"), (TransportAddress{HostKind::kIp4, "1.2.3.4", 30333}));
    EXPECT_EQ(of("/ip6/::1/tcp/30333/ws"),
              (TransportAddress{.kind = HostKind::kIp6, .host = "::1", .port = 30333, .has_websocket = true}));
    const TransportAddress secure{.kind = HostKind::kName,
                                  .host = "example.com",
                                  .port = 443,
                                  .has_tls = true,
                                  .has_websocket = true,
                                  .server_name = "example.com"};
    EXPECT_EQ(of("/dns/example.com/tcp/443/wss"), secure);
    EXPECT_EQ(of("/dns/example.com/tcp/443/tls/ws"), secure);
    EXPECT_EQ(of(std::string("/dns/example.com/tcp/443/tls/ws") + kPeer), secure);
    EXPECT_EQ(of("/dns4/example.com/tcp/1").kind, HostKind::kName4);
    EXPECT_EQ(of("/dns6/example.com/tcp/1").kind, HostKind::kName6);
    EXPECT_EQ(of("/ip4/1.2.3.4/tcp/443/tls/sni/example.com/ws").server_name, "example.com");
    EXPECT_EQ(of("/ip4/1.2.3.4/tcp/443/wss").server_name, "");
    EXPECT_EQ(of("/ip4/1.2.3.4/tcp/80/x-parity-ws/a%2Fb").path, "/a/b");
    EXPECT_EQ(of("/ip4/1.2.3.4/tcp/80/x-parity-wss/%2Fa").path, "/a");
    EXPECT_TRUE(of("/ip4/1.2.3.4/tcp/80/x-parity-wss/%2Fa").has_tls);
}

TEST(TransportAddress, TheHostFieldHasThePortThatIsNotTheSchemes) {
    EXPECT_EQ(of("/dns/example.com/tcp/443/wss").host_field(), "example.com");
    EXPECT_EQ(of("/dns/example.com/tcp/443/ws").host_field(), "example.com:443");
    EXPECT_EQ(of("/ip4/1.2.3.4/tcp/80/ws").host_field(), "1.2.3.4");
    EXPECT_EQ(of("/ip6/::1/tcp/30333/ws").host_field(), "[::1]:30333");
}

TEST(TransportAddress, OtherTransportsAreRefusedWithTheirAddress) {
    for (const char* const text :
         {"/ip4/1.2.3.4/udp/30333/webrtc-direct", "/ip4/1.2.3.4/udp/1/quic-v1", "/ip4/1.2.3.4/tcp/1/tls",
          "/ip4/1.2.3.4/tcp/1/ws/ws", "/tcp/1", "/ip4/1.2.3.4", "/", "/dnsaddr/example.com", "/memory/1"}) {
        const auto out = transport_address_of(*Multiaddr::parse(text));
        ASSERT_FALSE(out) << text;
        EXPECT_NE(out.error().find(text), std::string::npos);
    }
}

TEST(TransportAddress, NamesWhoseTextRecordsHoldAddressesAreRecognised) {
    EXPECT_EQ(dnsaddr_name_of(*Multiaddr::parse(std::string("/dnsaddr/example.com") + kPeer)), "example.com");
    EXPECT_EQ(dnsaddr_name_of(*Multiaddr::parse("/dns/example.com/tcp/1")), std::nullopt);
    EXPECT_TRUE(check_dialable(*Multiaddr::parse("/dnsaddr/example.com")));
    EXPECT_FALSE(check_dialable(*Multiaddr::parse("/ip4/1.2.3.4/udp/1/quic-v1")));
}

/// The texts of the list "bootNodes" of a chain specification, without parsing its megabytes of state.
std::vector<std::string> boot_nodes_of(const std::string& specification) {
    const size_t begin = specification.find("\"bootNodes\"");
    const size_t end = specification.find(']', begin);
    if (begin == specification.npos || end == specification.npos) return {};
    const std::string list = specification.substr(begin, end - begin);
    std::vector<std::string> out;
    for (size_t at = list.find("\"/"); at != list.npos; at = list.find("\"/", at)) {
        const size_t close = list.find('"', at + 1);
        out.push_back(list.substr(at + 1, close - at - 1));
        at = close + 1;
    }
    return out;
}

// All addresses in the specifications of live chains can be dialed.
TEST(TransportAddress, AllBootNodesOfLiveChainsAreDialable) {
    for (const auto& [file, count] : std::initializer_list<std::pair<const char*, size_t>>{
             {"genesis/kusama.json", 41}, {"genesis/westend.json", 32}, {"light/kusama-light.json", 18}}) {
        const auto path = test::shared_data(file);
        if (!path) GTEST_SKIP() << test::kNoSharedData;
        const auto all = boot_nodes_of(test::read_file(*path));
        EXPECT_EQ(all.size(), count) << file;
        for (const std::string& text : all) {
            const auto address = Multiaddr::parse(text);
            ASSERT_TRUE(address) << text << ": " << address.error().reason;
            EXPECT_TRUE(address->peer_id()) << text;
            EXPECT_EQ(address->to_string(), text);
            const auto dialable = check_dialable(*address);
            EXPECT_TRUE(dialable) << text << ": " << dialable.error();
        }
    }
}

}  // namespace
}  // namespace serinus::network::wire
