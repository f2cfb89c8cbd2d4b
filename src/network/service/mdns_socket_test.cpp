#include "network/service/mdns_socket.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "network/link/test_network.hpp"
#include "network/service/addresses.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::network {
namespace {

using link::test_peer;

/// Two nodes of this machine that speak by one family of addresses; whether each found the other one.
bool find_each_other(const MdnsSocketOptions& options) {
    boost::asio::io_context io;
    const auto scheduler = platform::make_threaded_scheduler();
    const auto a = *wire::Multiaddr::parse("/ip6/2001:db8::1/tcp/30333"),
               b = *wire::Multiaddr::parse("/ip4/1.2.3.4/tcp/1");
    bool a_found = false, b_found = false;
    MdnsSocket first(
        io, *scheduler, test_peer(1),
        [&](const wire::Multiaddr& address) { a_found |= address == b.with_peer_id(test_peer(2)); }, options);
    MdnsSocket second(
        io, *scheduler, test_peer(2),
        [&](const wire::Multiaddr& address) { b_found |= address == a.with_peer_id(test_peer(1)); }, options);
    EXPECT_TRUE(first.start({a}));
    EXPECT_TRUE(second.start({b}));
    for (int i = 0; i < 40 && !(a_found && b_found); ++i) io.run_for(std::chrono::milliseconds(50));
    first.close();
    second.close();
    io.run_for(std::chrono::milliseconds(10));
    return a_found && b_found;
}

// Spec: RFC 6762, 3: the group of IPv6 is ff02::fb
TEST(MdnsSocket, NodesFindEachOtherByIp6) {
    if (own_ip6_group_interfaces().empty()) GTEST_SKIP() << "no interface of this machine takes part in groups of IPv6";
    EXPECT_TRUE(find_each_other({.has_ip4 = false}));
}

TEST(MdnsSocket, NodesFindEachOtherByIp4) {
    if (own_ip4_addresses().empty()) GTEST_SKIP() << "this machine has no IPv4 address";
    EXPECT_TRUE(find_each_other({.has_ip6 = false}));
}

TEST(MdnsSocket, WithoutAnyFamilyThereIsASentence) {
    boost::asio::io_context io;
    const auto scheduler = platform::make_threaded_scheduler();
    MdnsSocket none(io, *scheduler, test_peer(1), [](const wire::Multiaddr&) {}, {.has_ip4 = false, .has_ip6 = false});
    const auto started = none.start({});
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error(), "mDNS is given no family of addresses");
}

}  // namespace
}  // namespace serinus::network
