#include "network/peers/dial_plan.hpp"

#include <gtest/gtest.h>

namespace serinus::network {
namespace {

constexpr const char* kAlice = "12D3KooWBjxpFhVNM9poSsMEfdnXJaSWSZQ7otK9aV1SPA9zJp5W";
constexpr const char* kBob = "12D3KooWAJRVca93jLm4zft4rtTLLxNV4ZrHPMBkbGy5XkXooBFt";

struct Driver {
    DialPlan plan;
    uint64_t now = 1000;
    DialPlan::Actions actions = {};

    void start(const std::string& address) { plan.start(*wire::Multiaddr::parse(address), now, actions); }
    /// The plan's requests, then forgotten: "ip4? name", "ip6? name", "txt? name", "ip:port", "end: reason".
    std::vector<std::string> take() {
        std::vector<std::string> out;
        for (const auto& action : std::exchange(actions, {})) {
            if (const auto* lookup = std::get_if<DialPlan::Lookup>(&action)) {
                constexpr const char* kKinds[] = {"ip4? ", "ip6? ", "txt? "};
                out.push_back(kKinds[static_cast<size_t>(lookup->kind)] + lookup->name);
                ids[out.back()] = lookup->id;
            } else if (const auto* attempt = std::get_if<DialPlan::Attempt>(&action)) {
                out.push_back(attempt->ip + ":" + std::to_string(attempt->target.port));
                ids[out.back()] = attempt->id;
            } else {
                out.push_back("end: " + std::get<DialPlan::GaveUp>(action).reason);
            }
        }
        return out;
    }
    void found(const std::string& lookup, const std::vector<std::string>& results) {
        plan.on_found(ids.at(lookup), results, now, actions);
    }
    void not_found(const std::string& lookup) { plan.on_not_found(ids.at(lookup), "no " + lookup, now, actions); }
    void failed(const std::string& attempt) {
        plan.on_attempt_failed(ids.at(attempt), attempt + " failed", now, actions);
    }
    void wait(uint64_t ms) {
        now += ms;
        const auto next = plan.next_timer();
        if (next && *next <= now) plan.on_timer(now, actions);
    }

    std::map<std::string, DialPlan::Id> ids = {};
};
using Strings = std::vector<std::string>;

TEST(DialPlan, AnIpAddressIsTriedAtOnceAndAFailureEndsThePlan) {
    Driver driver;
    driver.start("/ip4/1.2.3.4/tcp/30333");
    EXPECT_EQ(driver.take(), Strings{"1.2.3.4:30333"});
    driver.failed("1.2.3.4:30333");
    EXPECT_EQ(driver.take(), Strings{"end: 1.2.3.4:30333 failed"});
    EXPECT_TRUE(driver.plan.is_over());
}

// Spec: RFC 8305, 3: 50 ms for the IPv6 addresses to come; 4: families alternate; 5: 250 ms between attempts.
TEST(DialPlan, Ip6AndIp4AlternateAQuarterOfASecondApart) {
    Driver driver;
    driver.start("/dns/a.example/tcp/1");
    EXPECT_EQ(driver.take(), (Strings{"ip6? a.example", "ip4? a.example"}));
    driver.found("ip4? a.example", {"1.1.1.1", "1.1.1.2"});
    EXPECT_EQ(driver.take(), Strings{});
    driver.wait(20);
    driver.found("ip6? a.example", {"::1", "::2"});
    EXPECT_EQ(driver.take(), Strings{"::1:1"});
    driver.wait(249);
    EXPECT_EQ(driver.take(), Strings{});
    driver.wait(1);
    EXPECT_EQ(driver.take(), Strings{"1.1.1.1:1"});
    // A failure beside an attempt that runs changes nothing; the last one's brings the next at once.
    driver.failed("::1:1");
    EXPECT_EQ(driver.take(), Strings{});
    driver.failed("1.1.1.1:1");
    EXPECT_EQ(driver.take(), Strings{"::2:1"});
    driver.wait(250);
    EXPECT_EQ(driver.take(), Strings{"1.1.1.2:1"});
    driver.plan.on_connected();
    driver.wait(60'000);
    EXPECT_EQ(driver.take(), Strings{});
}

TEST(DialPlan, Ip4IsTriedWithoutIp6) {
    Driver late;
    late.start("/dns/a.example/tcp/1");
    (void)late.take();
    late.found("ip4? a.example", {"1.1.1.1"});
    late.wait(49);
    EXPECT_EQ(late.take(), Strings{});
    late.wait(1);
    EXPECT_EQ(late.take(), Strings{"1.1.1.1:1"});

    Driver missing;
    missing.start("/dns/a.example/tcp/1");
    (void)missing.take();
    missing.not_found("ip6? a.example");
    missing.found("ip4? a.example", {"1.1.1.1"});
    EXPECT_EQ(missing.take(), Strings{"1.1.1.1:1"});
}

TEST(DialPlan, AddressesOfOneFamilyAskForItAlone) {
    Driver driver;
    driver.start("/dns4/a.example/tcp/1");
    EXPECT_EQ(driver.take(), Strings{"ip4? a.example"});
    Driver other;
    other.start("/dns6/a.example/tcp/1");
    EXPECT_EQ(other.take(), Strings{"ip6? a.example"});
    other.not_found("ip6? a.example");
    EXPECT_EQ(other.take(), Strings{"end: no ip6? a.example"});
}

TEST(DialPlan, WhatTakesTooLongIsGivenUp) {
    Driver names;
    names.start("/dns/a.example/tcp/1");
    (void)names.take();
    names.wait(10'000);
    EXPECT_EQ(names.take(), Strings{"end: names were not looked up in time"});
    Driver connects;
    connects.start("/ip4/1.2.3.4/tcp/1");
    (void)connects.take();
    connects.wait(9'999);
    EXPECT_EQ(connects.take(), Strings{});
    connects.wait(1);
    EXPECT_EQ(connects.take(), Strings{"end: nobody answered in time"});
    connects.failed("1.2.3.4:1");
    EXPECT_EQ(connects.take(), Strings{});
}

// Spec: multiformats dnsaddr
TEST(DialPlan, TextRecordsOfThePeerAreFollowed) {
    Driver driver;
    driver.start(std::string("/dnsaddr/a.example/p2p/") + kAlice);
    EXPECT_EQ(driver.take(), Strings{"txt? _dnsaddr.a.example"});
    driver.found("txt? _dnsaddr.a.example",
                 {"v=spf1", "dnsaddr=nonsense", std::string("dnsaddr=/ip4/1.1.1.1/tcp/1/p2p/") + kAlice,
                  std::string("dnsaddr=/ip4/2.2.2.2/tcp/1/p2p/") + kBob, "dnsaddr=/dnsaddr/b.example",
                  "dnsaddr=/ip4/3.3.3.3/udp/1/quic-v1"});
    EXPECT_EQ(driver.take(), Strings{"txt? _dnsaddr.b.example"});
    driver.found("txt? _dnsaddr.b.example", {"dnsaddr=/ip6/::1/tcp/1", "dnsaddr=/ip4/1.1.1.1/tcp/1"});
    EXPECT_EQ(driver.take(), Strings{"::1:1"});
    driver.failed("::1:1");
    EXPECT_EQ(driver.take(), Strings{"1.1.1.1:1"});
    driver.failed("1.1.1.1:1");
    const auto end = driver.take();
    ASSERT_EQ(end.size(), 1u);
    EXPECT_TRUE(end[0].starts_with("end: the transport of /ip4/3.3.3.3/udp/1/quic-v1 is not supported; "));
}

TEST(DialPlan, TextRecordsThatPointAtThemselvesEnd) {
    Driver driver;
    driver.start("/dnsaddr/a.example");
    for (int depth = 0; depth < 4; ++depth) {
        EXPECT_EQ(driver.take(), Strings{"txt? _dnsaddr.a.example"}) << depth;
        driver.found("txt? _dnsaddr.a.example", {"dnsaddr=/dnsaddr/a.example"});
    }
    EXPECT_EQ(driver.take(), Strings{"end: too many names have to be looked up"});
}

TEST(DialPlan, LookUpsAndAttemptsAreBounded) {
    Driver driver;
    driver.start("/dnsaddr/a.example");
    (void)driver.take();
    Strings records;
    for (int i = 0; i < 100; ++i) records.push_back("dnsaddr=/dns/" + std::to_string(i) + ".example/tcp/1");
    driver.found("txt? _dnsaddr.a.example", records);
    const auto lookups = driver.take();
    EXPECT_EQ(lookups.size(), 15u);
    Strings ips;
    for (int i = 0; i < 100; ++i) ips.push_back("1.1.1." + std::to_string(i));
    size_t attempts = 0;
    for (const auto& lookup : lookups) driver.found(lookup, ips);
    for (int i = 0; i < 100 && !driver.plan.is_over(); ++i) {
        for (const auto& attempt : driver.take()) {
            ++attempts;
            driver.failed(attempt);
        }
    }
    EXPECT_LE(attempts, 17u);  // and the end
    EXPECT_TRUE(driver.plan.is_over());
}

}  // namespace
}  // namespace serinus::network
