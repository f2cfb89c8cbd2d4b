// Dialing, back-off, bans and idle connections, in virtual time and without sockets.
#include "network/peers/peer_manager.hpp"

#include <gtest/gtest.h>

#include "network/link/test_network.hpp"

namespace serinus::network {
namespace {

using link::test_peer;
using wire::Multiaddr;

constexpr Report kLie{kMalicious, "a lie"};
constexpr Report kOther{kMalicious, "another chain", Report::Kind::kWrongChain};

constexpr Millis kSecond = 1000, kMinute = 60'000;

Multiaddr address_of(const std::string& text) { return *Multiaddr::parse(text); }
Multiaddr ip(uint8_t number) { return address_of("/ip4/" + std::to_string(number) + ".1.1.1/tcp/1"); }

class PeerManagerTest : public testing::Test, public link::Substreams, public Connections {
  protected:
    static constexpr Millis kStart = 1'000'000;

    // link::Substreams: an opened substream stays without an answer.
    std::optional<link::SubstreamId> open(ConnectionId, std::vector<std::string>, size_t) override {
        return next_substream_++;
    }
    bool send(const SubstreamKey&, BytesView) override { return true; }
    bool is_drained(const SubstreamKey&) const override { return true; }
    void finish(const SubstreamKey&) override {}
    void reset(const SubstreamKey&) override {}

    // Connections.
    void dial(const Multiaddr& to, const std::optional<PeerId>& expected) override {
        EXPECT_EQ(to.peer_id(), expected);
        dials_.push_back(to);
    }
    void disconnect(ConnectionId connection) override { disconnected_.push_back(connection); }

    PeerManager& start(PeerManagerOptions options = {}, bool has_protocols = true, uint8_t own = 100) {
        CoreProtocols protocols;
        if (has_protocols) {
            protocols.notifications.push_back({.names = {"/announces"}, .max_message_bytes = 100});
        }
        core_ = std::make_unique<Core>(std::move(protocols), *this, *this, 7);
        peers_ = std::make_unique<PeerManager>(*core_, test_peer(own), options);
        core_->add_module(*peers_);
        core_->on_report = [this](const PeerId& peer, const Report& report, Millis now) {
            peers_->on_report(peer, report, now);
        };
        return *peers_;
    }
    /// Lets time pass, with the timers; ordered disconnections happen.
    void wait(Millis ms) {
        const Millis end = now_ + ms;
        settle();
        for (auto next = core_->next_timer(); next && *next <= end; next = core_->next_timer()) {
            now_ = std::max(now_, *next);
            core_->run_timers(now_);
            settle();
        }
        now_ = end;
    }
    void settle() {
        while (!disconnected_.empty()) {
            const auto ids = std::exchange(disconnected_, {});
            for (const ConnectionId id : ids) {
                core_->on_disconnected(id, now_);
                ended_.push_back(id);
            }
        }
    }
    /// The dials since the last call.
    std::vector<std::string> dials() {
        std::vector<std::string> out;
        for (const auto& one : std::exchange(dials_, {})) out.push_back(one.without_peer_id().to_string());
        return out;
    }
    ConnectionId connect(uint8_t number, bool is_dialer, const Multiaddr& from) {
        core_->on_connected(++last_connection_, {test_peer(number), from, is_dialer}, now_);
        return last_connection_;
    }
    void fail(uint8_t number, const Multiaddr& to, bool is_wrong_peer = false) {
        core_->on_dial_failed(to.with_peer_id(test_peer(number)), is_wrong_peer, now_);
    }
    bool is_over(ConnectionId id) {
        settle();
        return std::ranges::find(ended_, id) != ended_.end();
    }

    Millis now_ = kStart;
    std::unique_ptr<Core> core_;
    std::unique_ptr<PeerManager> peers_;
    std::vector<Multiaddr> dials_;
    std::vector<ConnectionId> disconnected_, ended_;
    ConnectionId last_connection_ = 0;
    link::SubstreamId next_substream_ = 1;
};
using Strings = std::vector<std::string>;

TEST_F(PeerManagerTest, AsManyAreDialedAsThereAreOutSlotsAndEightAtOnce) {
    auto& peers = start({.out_peers = 3});
    for (uint8_t i = 1; i <= 10; ++i) peers.add_address(test_peer(i), ip(i), now_);
    wait(0);
    EXPECT_EQ(dials().size(), 3u);

    auto& many = start({.out_peers = 20});
    for (uint8_t i = 1; i <= 20; ++i) many.add_address(test_peer(i), ip(i), now_);
    wait(10 * kMinute);
    EXPECT_EQ(dials().size(), 8u) << "the others wait until one of these ends";
    fail(1, ip(1));
    for (uint8_t i = 2; i <= 20; ++i) fail(i, ip(i));
    wait(2 * kSecond);
    EXPECT_GE(dials().size(), 8u);
}

TEST_F(PeerManagerTest, APeerThatFailsIsDialedEverMoreRarely) {
    auto& peers = start();
    peers.add_address(test_peer(1), ip(1), now_);
    std::vector<Millis> pauses;
    Millis last = now_;
    for (int i = 0; i < 14; ++i) {
        while (dials_.empty()) wait(100);
        EXPECT_EQ(dials(), Strings{ip(1).to_string()});
        pauses.push_back(now_ - last);
        last = now_;
        fail(1, ip(1));
    }
    // 5 s doubling to 10 min, each from half to one and a half.
    Millis backoff = 5 * kSecond;
    for (size_t i = 1; i < pauses.size(); ++i) {
        EXPECT_GE(pauses[i] + 200, backoff / 2) << i;
        EXPECT_LE(pauses[i], backoff * 3 / 2 + 200) << i;
        backoff = std::min(2 * backoff, 10 * kMinute);
    }
}

TEST_F(PeerManagerTest, TheAddressesOfAPeerAreTriedInTurnBeforeItIsGivenUp) {
    auto& peers = start();
    for (const char* const text : {"/ip4/10.0.0.1/tcp/1", "/ip4/1.1.1.1/tcp/1", "/dns/a.example/tcp/1"}) {
        peers.add_address(test_peer(1), address_of(text), now_);
    }
    wait(kSecond);
    EXPECT_EQ(dials(), Strings{"/ip4/1.1.1.1/tcp/1"});
    fail(1, address_of("/ip4/1.1.1.1/tcp/1"));
    EXPECT_EQ(dials(), Strings{"/dns/a.example/tcp/1"});
    fail(1, address_of("/dns/a.example/tcp/1"));
    EXPECT_EQ(dials(), Strings{"/ip4/10.0.0.1/tcp/1"});
    fail(1, address_of("/ip4/10.0.0.1/tcp/1"));
    wait(2 * kSecond);
    EXPECT_EQ(dials(), Strings{});
}

// Spec: RFC 8305, 5
TEST_F(PeerManagerTest, TheOtherFamilyOfIpIsTriedAfterAQuarterOfASecond) {
    auto& peers = start();
    peers.add_address(test_peer(1), address_of("/ip6/2a00::1/tcp/1"), now_);
    peers.add_address(test_peer(1), address_of("/ip4/1.1.1.1/tcp/1"), now_);
    wait(249);
    EXPECT_EQ(dials(), Strings{"/ip6/2a00::1/tcp/1"});
    wait(1);
    EXPECT_EQ(dials(), Strings{"/ip4/1.1.1.1/tcp/1"});
    // The first that connects ends the dial, and of two the second one is closed.
    const auto first = connect(1, true, address_of("/ip4/1.1.1.1/tcp/1"));
    const auto second = connect(1, true, address_of("/ip6/2a00::1/tcp/1"));
    EXPECT_TRUE(is_over(second));
    EXPECT_FALSE(is_over(first));
}

TEST_F(PeerManagerTest, AnAddressOfSomebodyElseIsNotTriedAgain) {
    auto& peers = start();
    peers.add_address(test_peer(1), ip(1), now_);
    wait(0);
    EXPECT_EQ(dials().size(), 1u);
    fail(1, ip(1), true);
    wait(30 * kMinute);
    EXPECT_EQ(dials(), Strings{});
    EXPECT_EQ(peers.known_peers(), 0u);
}

TEST_F(PeerManagerTest, SimultaneousDialsEndInOneConnectionThatOfTheSmallerPeerId) {
    // Peer 1 has a smaller id than this node, which is 100; peer 200 a larger one. Whichever is known first.
    for (const bool own_is_first : {false, true}) {
        for (const uint8_t other : {uint8_t{1}, uint8_t{200}}) {
            start();
            const auto first = connect(other, own_is_first, ip(other));
            const auto second = connect(other, !own_is_first, ip(other));
            const ConnectionId own = own_is_first ? first : second, theirs = own_is_first ? second : first;
            const bool keeps_own = test_peer(100) < test_peer(other);
            EXPECT_EQ(is_over(own), !keeps_own);
            EXPECT_EQ(is_over(theirs), keeps_own);
        }
    }
}

TEST_F(PeerManagerTest, ASecondConnectionMuchLaterMayStandForOneThatIsLost) {
    start({}, false);
    const auto first = connect(1, true, ip(1));
    wait(kMinute);
    const auto second = connect(1, false, ip(1));
    EXPECT_FALSE(is_over(first) || is_over(second));
    wait(kMinute);
    const auto third = connect(1, false, ip(1));
    EXPECT_TRUE(is_over(first)) << "two are the most";
    EXPECT_FALSE(is_over(second) || is_over(third));
}

TEST_F(PeerManagerTest, AConnectionThatNothingUsesEndsAfterTenSeconds) {
    start();
    const auto connection = connect(1, false, ip(1));
    wait(9'999);
    EXPECT_FALSE(is_over(connection));
    wait(1);
    EXPECT_TRUE(is_over(connection));

    const auto with_slot = connect(2, false, ip(2));
    EXPECT_TRUE(peers_->main_set().take(test_peer(2), now_));
    const auto with_notifications = connect(3, false, ip(3));
    EXPECT_TRUE(core_->notifications().open(test_peer(3), 0, now_));
    peers_->add_reserved(test_peer(4), now_);
    const auto reserved = connect(4, false, ip(4));
    wait(9 * kSecond);
    EXPECT_FALSE(is_over(with_slot) || is_over(with_notifications) || is_over(reserved));
    wait(10 * kMinute);
    EXPECT_FALSE(is_over(with_slot) || is_over(reserved));
    EXPECT_TRUE(is_over(with_notifications)) << "they did not come to be within 10 s";
    peers_->main_set().remove(test_peer(2), now_);
    wait(20 * kSecond);
    EXPECT_TRUE(is_over(with_slot));
}

TEST_F(PeerManagerTest, APeerWithoutRoomIsNotDisconnectedAtOnceAndAskedEverMoreRarely) {
    auto& peers = start({.out_peers = 1});
    peers.add_address(test_peer(1), ip(1), now_);
    std::vector<Millis> times;
    for (int i = 0; i < 6; ++i) {
        while (dials_.empty()) wait(100);
        (void)dials();
        times.push_back(now_);
        const auto connection = connect(1, true, ip(1));
        wait(5 * kSecond);
        EXPECT_FALSE(is_over(connection));
        wait(10 * kSecond);
        EXPECT_TRUE(is_over(connection));
    }
    EXPECT_GT(times[5] - times[4], 60 * kSecond);
    while (dials_.empty()) wait(100);
    (void)connect(1, true, ip(1));
    EXPECT_TRUE(peers.main_set().take(test_peer(1), now_));
    EXPECT_EQ(peers.slot_of(test_peer(1)), SlotKind::kOutbound);
}

TEST_F(PeerManagerTest, ALieIsBannedForAMinuteAndThenForTwiceAsLong) {
    auto& peers = start();
    for (const Millis length : {kMinute, 2 * kMinute, 4 * kMinute}) {
        const auto connection = connect(1, false, ip(1));
        core_->report(test_peer(1), kLie, now_);
        EXPECT_TRUE(is_over(connection));
        const auto again = connect(1, false, ip(2));
        EXPECT_TRUE(is_over(again)) << "while it is banned";
        EXPECT_FALSE(peers.main_set().take(test_peer(1), now_));
        wait(length - 1);
        EXPECT_TRUE(peers.is_banned(test_peer(1), now_));
        wait(1);
        EXPECT_FALSE(peers.is_banned(test_peer(1), now_));
    }
    for (int i = 0; i < 20; ++i) core_->report(test_peer(1), kLie, now_);
    wait(60 * kMinute);
    EXPECT_FALSE(peers.is_banned(test_peer(1), now_)) << "an hour is the most";
    core_->report(test_peer(1), kServed, now_);
    core_->report(test_peer(1), kLie, now_);
    wait(kMinute);
    EXPECT_FALSE(peers.is_banned(test_peer(1), now_)) << "who served begins anew";
    core_->report(test_peer(2), kOther, now_);
    wait(59 * kMinute);
    EXPECT_TRUE(peers.is_banned(test_peer(2), now_));
}

TEST_F(PeerManagerTest, CostsAddUpToABanAndAreForgottenWithTime) {
    auto& peers = start();
    const Report cost{Reputation::kThreshold / 4, "a cost"};
    const auto connection = connect(1, false, ip(1));
    for (int i = 0; i < 4; ++i) core_->report(test_peer(1), cost, now_);
    EXPECT_FALSE(is_over(connection)) << "the threshold itself is not below it";
    EXPECT_EQ(peers.reputation(test_peer(1), now_), 4 * cost.value);
    wait(30 * kMinute);
    EXPECT_GT(peers.reputation(test_peer(1), now_), cost.value / 100);
    for (int i = 0; i < 4; ++i) core_->report(test_peer(1), cost, now_);
    EXPECT_TRUE(is_over(connection));
    EXPECT_TRUE(peers.is_banned(test_peer(1), now_));
    EXPECT_EQ(peers.reputation(test_peer(1), now_), 0) << "the ban is the price";
    EXPECT_EQ(peers.reputation(test_peer(2), now_), 0);
}

TEST_F(PeerManagerTest, OneAddressHasSoManyConnectionsAndReservedPeersMore) {
    auto& peers = start({.max_inbound_per_address = 3, .max_inbound_per_private_address = 5});
    std::vector<ConnectionId> all;
    for (uint8_t i = 1; i <= 10; ++i) all.push_back(connect(i, false, ip(9)));
    EXPECT_EQ(std::ranges::count_if(all, [&](ConnectionId id) { return is_over(id); }), 7);
    EXPECT_FALSE(is_over(connect(20, false, ip(10)))) << "the door is open to others";
    peers.add_reserved(test_peer(21), now_);
    peers.set_authorities({test_peer(22)}, now_);
    EXPECT_FALSE(is_over(connect(21, false, ip(9)))) << "reserved";
    EXPECT_FALSE(is_over(connect(22, false, ip(9)))) << "an authority";
    EXPECT_FALSE(is_over(connect(23, true, ip(9)))) << "this node chose it";
    EXPECT_TRUE(is_over(connect(24, false, ip(9))));
    core_->on_disconnected(all[0], now_);
    EXPECT_FALSE(is_over(connect(24, false, ip(9)))) << "an end makes room";

    size_t of_loopback = 0, of_a_network = 0;
    for (uint8_t i = 30; i < 40; ++i) {
        of_loopback += !is_over(connect(i, false, address_of("/ip4/127.0.0.1/tcp/1")));
        of_a_network += !is_over(connect(i + 10, false, address_of("/ip6/2a01::" + std::to_string(i) + "/tcp/1")));
    }
    EXPECT_EQ(of_loopback, 5u);
    EXPECT_EQ(of_a_network, 3u) << "IPv6 addresses of one machine";
}

TEST_F(PeerManagerTest, TheAddressOfAPeerThatLiesAtOnceIsBannedToo) {
    auto& peers = start();
    (void)connect(1, false, ip(9));
    wait(kSecond);
    core_->report(test_peer(1), kLie, now_);
    EXPECT_TRUE(peers.is_banned(address_of("/ip4/9.1.1.1/tcp/55555/ws"), now_));
    EXPECT_FALSE(peers.is_banned(address_of("/ip4/9.1.1.2/tcp/1"), now_));
    wait(kMinute);
    EXPECT_FALSE(peers.is_banned(ip(9), now_));
    // Not where the peer was honest for long, nor where this node dialed, nor in private networks.
    (void)connect(2, false, ip(10));
    ASSERT_TRUE(peers.main_set().take(test_peer(2), now_));
    wait(2 * kMinute);
    core_->report(test_peer(2), kLie, now_);
    EXPECT_FALSE(peers.is_banned(ip(10), now_));
    (void)connect(3, true, ip(11));
    core_->report(test_peer(3), kLie, now_);
    EXPECT_FALSE(peers.is_banned(ip(11), now_));
    (void)connect(4, false, address_of("/ip4/127.0.0.1/tcp/1"));
    core_->report(test_peer(4), kLie, now_);
    EXPECT_FALSE(peers.is_banned(address_of("/ip4/127.0.0.1/tcp/1"), now_));
}

TEST_F(PeerManagerTest, ReservedPeersAreDialedBeforeAndBeyondTheSlots) {
    auto& peers = start({.out_peers = 0});
    peers.add_address(test_peer(1), ip(1), now_);
    peers.add_address(test_peer(2), ip(2), now_);
    peers.add_reserved(test_peer(2), now_);
    wait(kMinute);
    EXPECT_EQ(dials(), Strings{ip(2).to_string()});
}

TEST_F(PeerManagerTest, WithReservedOnlyNobodyElseIsDialedOrKept) {
    auto& peers = start({.reserved_only = true});
    peers.add_address(test_peer(1), ip(1), now_);
    peers.add_address(test_peer(2), ip(2), now_);
    peers.add_reserved(test_peer(2), now_);
    wait(kMinute);
    EXPECT_EQ(dials(), Strings{ip(2).to_string()});
    EXPECT_TRUE(is_over(connect(1, false, ip(1))));
    const auto reserved = connect(2, true, ip(2));
    EXPECT_FALSE(is_over(reserved));
    EXPECT_TRUE(peers.main_set().take(test_peer(2), now_));
    peers.remove_reserved(test_peer(2), now_);
    EXPECT_TRUE(is_over(reserved));
}

TEST_F(PeerManagerTest, PrivateAddressesOfStrangersAreNotKeptOnLiveChains) {
    auto& peers = start({.allow_private_addresses = false});
    peers.add_address(test_peer(1), address_of("/ip4/192.168.0.1/tcp/1"), now_);
    EXPECT_EQ(peers.known_peers(), 0u);
    // The user knows why.
    peers.add_named_address(test_peer(2), address_of("/ip4/192.168.0.1/tcp/1"), now_);
    EXPECT_EQ(peers.known_peers(), 1u);
    // An address that cannot be dialed is not kept anywhere.
    peers.add_address(test_peer(3), address_of("/ip4/1.1.1.1/udp/1/quic-v1"), now_);
    EXPECT_EQ(peers.known_peers(), 1u);
}

TEST_F(PeerManagerTest, TheAnchorsOfTheLastRunAreDialedFirst) {
    auto& before = start({.out_peers = 4});
    for (uint8_t i = 1; i <= 60; ++i) before.add_address(test_peer(i), ip(i), now_);
    for (const uint8_t i : Bytes{7, 8, 9}) {
        (void)connect(i, true, ip(i));
        ASSERT_TRUE(before.main_set().take(test_peer(i), now_));
    }
    core_->report(test_peer(8), kServed, now_);
    core_->report(test_peer(9), kServed, now_);
    const Bytes book = before.encode_book(now_);

    auto& after = start({.out_peers = 2});
    ASSERT_TRUE(after.restore_book(book, now_));
    EXPECT_EQ(after.known_peers(), 60u);
    dials_.clear();
    wait(0);
    auto first = dials();
    std::ranges::sort(first);
    EXPECT_EQ(first, (Strings{ip(8).to_string(), ip(9).to_string()}));
    EXPECT_FALSE(after.restore_book(Bytes{1, 2, 3}, now_));
}

}  // namespace
}  // namespace serinus::network
