#include "network/peers/network_prefix.hpp"

#include <gtest/gtest.h>

namespace serinus::network {
namespace {

std::optional<NetworkPrefix> of(const char* text, unsigned ip4_bits, unsigned ip6_bits) {
    return network_of(*wire::Multiaddr::parse(text), ip4_bits, ip6_bits);
}

TEST(NetworkPrefix, AddressesOfOneNetworkHaveOnePrefix) {
    EXPECT_EQ(of("/ip4/1.2.3.4/tcp/1", 24, 56), of("/ip4/1.2.3.255/tcp/2/ws", 24, 56));
    EXPECT_NE(of("/ip4/1.2.3.4/tcp/1", 24, 56), of("/ip4/1.2.4.4/tcp/1", 24, 56));
    EXPECT_EQ(of("/ip4/1.2.3.4/tcp/1", 16, 32), of("/ip4/1.2.99.4/tcp/1", 16, 32));
    EXPECT_EQ(of("/ip4/1.127.0.0/tcp/1", 9, 0), of("/ip4/1.0.0.0/tcp/1", 9, 0));
    EXPECT_NE(of("/ip4/1.128.0.0/tcp/1", 9, 0), of("/ip4/1.0.0.0/tcp/1", 9, 0));
    EXPECT_EQ(of("/ip6/2001:db8:1:2::1/tcp/1", 16, 32), of("/ip6/2001:db8:ffff::2/tcp/1", 16, 32));
    EXPECT_NE(of("/ip6/2001:db8:1:100::1/tcp/1", 24, 56), of("/ip6/2001:db8:1:200::1/tcp/1", 24, 56));
    EXPECT_EQ(of("/ip6/2001:db8:1:1ff::1/tcp/1", 24, 56), of("/ip6/2001:db8:1:100::1/tcp/1", 24, 56));
}

TEST(NetworkPrefix, TheTwoFamiliesDifferAndMappedAddressesAreIp4) {
    EXPECT_EQ(of("/ip6/::ffff:1.2.3.4/tcp/1", 24, 56), of("/ip4/1.2.3.9/tcp/1", 24, 56));
    EXPECT_NE(of("/ip6/102:300::/tcp/1", 24, 24), of("/ip4/1.2.3.0/tcp/1", 24, 24));
}

TEST(NetworkPrefix, NamesHaveNone) {
    EXPECT_EQ(of("/dns/example.com/tcp/1", 24, 56), std::nullopt);
    EXPECT_EQ(of("/", 24, 56), std::nullopt);
}

}  // namespace
}  // namespace serinus::network
