#include "libp2p/wire/multiaddr.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::network::wire {
namespace {

using namespace literals;

/// Text and bytes as go-multiaddr's tests and the multiaddr specification have them.
const std::pair<std::string, Bytes> kVectors[] = {
    {"/ip4/127.0.0.1/udp/1234", "047f000001910204d2"_hex},
    {"/ip4/127.0.0.1/tcp/4321", "047f0000010610e1"_hex},
    {"/ip6/2001:8a0:7ac5:4201:3ac9:86ff:fe31:7095", "29200108a07ac542013ac986fffe317095"_hex},
    {"/dnsaddr/sjc-1.bootstrap.libp2p.io", "3819736a632d312e626f6f7473747261702e6c69627032702e696f"_hex},
    {"/p2p/QmcgpsyWgH8Y8ajJz1Cu72KnS5uo2Aa2LpzU7kinSupNKC",
     "a503221220d52ebb89d85b02a284948203a62ff28389c57c9f42beec4ec20db76a68911c0b"_hex},
    {"/ip4/127.0.0.1/tcp/8000/ws", "047f000001061f40dd03"_hex},
};

TEST(Multiaddr, TextAndBytesAreTwoFormsOfOneAddress) {
    for (const auto& [text, encoded] : kVectors) {
        const auto parsed = Multiaddr::parse(text);
        ASSERT_TRUE(parsed) << text << ": " << parsed.error().reason;
        EXPECT_EQ(to_hex(parsed->bytes()), to_hex(encoded)) << text;
        const auto decoded = Multiaddr::from_bytes(encoded);
        ASSERT_TRUE(decoded) << text;
        EXPECT_EQ(decoded->to_string(), text);
        for (size_t size = 1; size < encoded.size(); ++size) {
            const auto cut = Multiaddr::from_bytes(BytesView(encoded).first(size));
            if (cut) EXPECT_NE(*cut, *parsed) << "a prefix may be an address, but not this one";
        }
    }
}

TEST(Multiaddr, TheAddressesOfRealNodes) {
    for (const std::string text : {
             "/dns/p2p.0.kusama.network/tcp/30333/p2p/12D3KooWJDohybWd7FvRmyeGjgi56yy36mRWLHmgRprFdUadUt6b",
             "/dns/kusama-connect-0.parity.io/tcp/443/wss/p2p/12D3KooWBjxpFhVNM9poSsMEfdnXJaSWSZQ7otK9aV1SPA9zJp5W",
             "/dns/telemetry.polkadot.io/tcp/443/x-parity-wss/%2Fsubmit%2F",
             "/ip4/1.2.3.4/udp/30333/webrtc-direct/certhash/uEiDIjQjBhbSHj0d4X8e-JBDlvBXzlHSNDxPP3d0wr4bXgA",
         }) {
        const auto parsed = Multiaddr::parse(text);
        ASSERT_TRUE(parsed) << text << ": " << parsed.error().reason;
        EXPECT_EQ(parsed->to_string(), text);
        const auto again = Multiaddr::from_bytes(parsed->bytes());
        ASSERT_TRUE(again);
        EXPECT_EQ(*again, *parsed);
    }
}

TEST(Multiaddr, TheOldNameOfAPeer) {
    const std::string peer = "12D3KooWJDohybWd7FvRmyeGjgi56yy36mRWLHmgRprFdUadUt6b";
    EXPECT_EQ(Multiaddr::parse("/ip4/1.2.3.4/tcp/1/ipfs/" + peer)->to_string(), "/ip4/1.2.3.4/tcp/1/p2p/" + peer);
}

TEST(Multiaddr, NamesAPeerAtItsEnd) {
    const auto peer = PeerId::parse("12D3KooWJDohybWd7FvRmyeGjgi56yy36mRWLHmgRprFdUadUt6b");
    const auto bare = Multiaddr::parse("/ip4/1.2.3.4/tcp/30333");
    ASSERT_TRUE(peer && bare);
    EXPECT_FALSE(bare->peer_id());
    const Multiaddr whole = bare->with_peer_id(*peer);
    EXPECT_EQ(whole.peer_id(), peer);
    EXPECT_EQ(whole.without_peer_id(), *bare);
    EXPECT_EQ(whole.with_peer_id(*peer), whole);
    const auto parts = whole.parts();
    ASSERT_EQ(parts.size(), 3u);
    EXPECT_EQ(parts[1].port(), 30333);
}

TEST(Multiaddr, RefusesWhatIsNoAddress) {
    for (const std::string text :
         {"", "ip4/1.2.3.4", "/ip4", "/ip4/", "/ip4/1.2.3", "/ip4/1.2.3.4/", "/ip4/1.2.3.4//tcp/1", "/tcp/65536",
          "/tcp/-1", "/tcp/1x", "/unknown/1", "/p2p/xyz", "/dns/", "/dns/a b", "/ip6/::g", "/certhash/zzz",
          "/x-parity-ws/%zz", "/x-parity-ws/%0x", "/x-parity-ws/%2"}) {
        EXPECT_FALSE(Multiaddr::parse(text)) << text;
    }
    EXPECT_FALSE(Multiaddr::parse("/dns/" + std::string(3000, 'a')));
    EXPECT_FALSE(Multiaddr::parse("/dns/" + std::string(600, 'a')));
    EXPECT_TRUE(Multiaddr::parse("/")->empty());
    EXPECT_FALSE(Multiaddr::from_bytes("ffffff7f"_hex)) << "an unknown protocol";
    EXPECT_FALSE(Multiaddr::from_bytes("35020a2f"_hex)) << "a name with a slash or a control character";
    EXPECT_FALSE(Multiaddr::from_bytes(concat("35ffffff7f"_hex, Bytes(4)))) << "a huge length";
    EXPECT_FALSE(Multiaddr::from_bytes("a50300"_hex)) << "no peer id";
}

TEST(Multiaddr, KnowsWhatCanBeReachedFromAnywhere) {
    const auto is_global = [](const char* text) { return Multiaddr::parse(text)->is_global(); };
    for (const char* text :
         {"/ip4/8.8.8.8/tcp/1", "/ip6/2606:4700::1/tcp/1", "/dns/example.org/tcp/1", "/ip4/172.32.0.1"}) {
        EXPECT_TRUE(is_global(text)) << text;
    }
    for (const char* text : {"/ip4/127.0.0.1/tcp/1", "/ip4/10.1.2.3", "/ip4/172.16.0.1", "/ip4/172.31.255.255",
                             "/ip4/192.168.1.1", "/ip4/100.64.0.1", "/ip4/169.254.1.1", "/ip4/0.0.0.0",
                             "/ip4/224.0.0.1", "/ip4/255.255.255.255", "/ip4/203.0.113.7", "/ip6/::1", "/ip6/fe80::1",
                             "/ip6/fc00::1", "/ip6/2001:db8::1", "/ip6/::ffff:10.0.0.1", "/memory/1", "/"}) {
        EXPECT_FALSE(is_global(text)) << text;
    }
}

}  // namespace
}  // namespace serinus::network::wire
