#include "rpc/access.hpp"

#include <gtest/gtest.h>

#include "rpc/rate.hpp"

namespace serinus::rpc {
namespace {

TEST(Access, OriginMayHaveAnyPortWhereItsPatternSaysSo) {
    const std::vector<std::string> patterns = {"http://localhost:*", "https://polkadot.js.org"};
    for (const char* origin :
         {"http://localhost", "http://localhost:3000", "HTTP://LOCALHOST:1", "https://polkadot.js.org"}) {
        EXPECT_TRUE(is_allowed_origin(patterns, origin)) << origin;
    }
    for (const char* origin : {"", "null", "https://localhost:3000", "http://localhost:", "http://localhost:30a",
                               "http://localhost.evil.org", "http://localhost:80.evil.org", "https://polkadot.js.org:1",
                               "https://polkadot.js.org.evil.org", "http://polkadot.js.org"}) {
        EXPECT_FALSE(is_allowed_origin(patterns, origin)) << origin;
    }
    EXPECT_FALSE(is_allowed_origin({}, "http://localhost"));
}

TEST(Access, HostIsThisMachineAtOurPort) {
    for (const char* host : {"localhost:9944", "127.0.0.1:9944", "[::1]:9944", "LocalHost:9944"}) {
        EXPECT_TRUE(is_local_host(host, 9944)) << host;
    }
    for (const char* host : {"", "localhost", "localhost:9945", "evil.org:9944", "localhost.evil.org:9944",
                             "127.0.0.1.evil.org:9944", "localhost:99440", "localhost:9944x", "::1:9944"}) {
        EXPECT_FALSE(is_local_host(host, 9944)) << host;
    }
    EXPECT_TRUE(is_local_host("localhost", 80));
}

TEST(Access, RequestsAreJson) {
    for (const char* type : {"application/json", "Application/JSON", "application/json;charset=utf-8",
                             "application/json; charset=UTF-8", "application/json-rpc"}) {
        EXPECT_TRUE(is_json_content_type(type)) << type;
    }
    for (const char* type : {"", "text/plain", "application/jsonp", "application/json; charset=latin1"}) {
        EXPECT_FALSE(is_json_content_type(type)) << type;
    }
}

bool holds(const char* network, const char* address) {
    return parse_network(network).value().contains(parse_ip(address).value());
}

TEST(Access, NetworkHoldsTheAddressesWithItsPrefix) {
    EXPECT_TRUE(holds("10.0.0.0/8", "10.255.0.1"));
    EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.1"));
    EXPECT_TRUE(holds("192.168.4.0/22", "192.168.7.255"));
    EXPECT_FALSE(holds("192.168.4.0/22", "192.168.8.0"));
    EXPECT_TRUE(holds("127.0.0.1", "127.0.0.1"));
    EXPECT_TRUE(holds("127.0.0.1", "::ffff:127.0.0.1"));
    EXPECT_FALSE(holds("127.0.0.1", "127.0.0.2"));
    EXPECT_TRUE(holds("0.0.0.0/0", "8.8.8.8"));
    EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
    EXPECT_TRUE(holds("2001:db8::/32", "2001:db8:1::"));
    EXPECT_FALSE(holds("2001:db8::/32", "2001:db9::"));
    for (const char* text : {"", "10.0.0.0/33", "::1/129", "10.0.0.0/", "10.0.0.0/8x", "10.0.0/8", "host/8"}) {
        EXPECT_FALSE(parse_network(text)) << text;
    }
}

// Observed: polkadot 1.25.1: the order of the headers.
TEST(Access, ProxyTellsForWhom) {
    const auto ip = [](const char* text) { return parse_ip(text); };
    EXPECT_EQ(forwarded_address("", "", ""), std::nullopt);
    EXPECT_EQ(forwarded_address("for=192.0.2.60;proto=http;by=203.0.113.43", "1.1.1.1", ""), ip("192.0.2.60"));
    EXPECT_EQ(forwarded_address("proto=http; For=\"[2001:db8::17]:4711\"", "", ""), ip("2001:db8::17"));
    EXPECT_EQ(forwarded_address("for=192.0.2.43, for=198.51.100.17", "", ""), ip("192.0.2.43"));
    EXPECT_EQ(forwarded_address("for=_hidden", "127.0.0.1,192.0.2.60", "1.1.1.1"), ip("127.0.0.1"));
    EXPECT_EQ(forwarded_address("", "nobody", "127.0.0.1"), ip("127.0.0.1"));
    EXPECT_EQ(forwarded_address("for=;for", "", "192.0.2.1:80"), ip("192.0.2.1"));
}

TEST(RateLimit, ABurstAndThenOneEachShareOfAMinute) {
    RateLimit limit(3);
    constexpr uint64_t kSecond = 1'000'000'000;
    uint64_t now = 1'000 * kSecond;
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take(now)) << i;
    EXPECT_FALSE(limit.take(now));
    EXPECT_FALSE(limit.take(now + 19 * kSecond));
    EXPECT_TRUE(limit.take(now + 20 * kSecond));
    EXPECT_FALSE(limit.take(now + 20 * kSecond));
    now += 1'000 * kSecond;
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take(now)) << "no more than a burst is saved";
    EXPECT_FALSE(limit.take(now));
}

}  // namespace
}  // namespace serinus::rpc
