// Sets of peers of several protocols over one manager, in virtual time and without sockets.
#include "network/peers/peer_set.hpp"

#include <gtest/gtest.h>

#include "network/peers/peer_manager.hpp"

namespace serinus::network {
namespace {

constexpr Millis kSecond = 1000, kMinute = 60'000;

PeerId numbered(uint32_t number) {
    crypto::ed25519::PublicKey key;
    for (size_t i = 0; i < 4; ++i) key.bytes[i] = static_cast<uint8_t>(number >> 8 * i);
    return PeerId::of(key);
}
constexpr uint32_t kTwins = 100'000;  ///< peers from here on have addresses in one network of 16 bits
wire::Multiaddr address_of(uint32_t number) {
    if (number >= kTwins) {
        const uint32_t at = number - kTwins;
        return *wire::Multiaddr::parse("/ip4/200.1." + std::to_string(at / 250) + "." + std::to_string(at % 250 + 1) +
                                       "/tcp/1");
    }
    return *wire::Multiaddr::parse("/ip4/" + std::to_string(20 + number / 250) + "." + std::to_string(number % 250) +
                                   ".1.1/tcp/1");
}
uint32_t number_of(const PeerId& peer) {
    const auto key = *peer.ed25519_key();
    return key.bytes[0] | uint32_t{key.bytes[1]} << 8 | uint32_t{key.bytes[2]} << 16;
}

struct Joined final : PeerSetProtocol {
    Verdict judge_handshake(const PeerId&, BytesView, const Bytes*) override { return {Place::kSlot}; }
    void on_joined(const PeerId& peer, BytesView, Millis) override { all.insert(peer); }
    void on_left(const PeerId& peer, Millis) override { all.erase(peer); }
    void on_message(const PeerId&, Bytes message, Millis) override { messages.push_back(std::move(message)); }

    std::set<PeerId> all;
    std::vector<Bytes> messages;
};

/// A main set and two others; peers answer at once, unless they are told not to.
class PeerSetTest : public testing::Test, public link::Substreams, public Connections {
  protected:
    // link::Substreams
    std::optional<link::SubstreamId> open(ConnectionId connection, std::vector<std::string> names, size_t) override {
        const auto set = static_cast<size_t>(names.front().back() - '0');
        asked.emplace_back(now, set);
        unanswered.emplace_back(SubstreamKey{connection, next_stream}, set);
        return next_stream++;
    }
    bool send(const SubstreamKey&, BytesView) override { return true; }
    bool is_drained(const SubstreamKey&) const override { return true; }
    void finish(const SubstreamKey&) override {}
    void reset(const SubstreamKey&) override {}

    // Connections
    void dial(const wire::Multiaddr& to, const std::optional<PeerId>& expected) override {
        dials.emplace_back(to, *expected);
    }
    void disconnect(ConnectionId connection) override { ending.push_back(connection); }

    void start(const PeerManagerOptions& options, const PeerSetOptions& one, const PeerSetOptions& other) {
        CoreProtocols protocols;
        for (const char* const name : {"/set/0", "/set/1", "/set/2"}) {
            protocols.add(link::NotificationProtocol{.names = {name}, .max_message_bytes = 100});
        }
        core = std::make_unique<Core>(std::move(protocols), *this, *this, 7);
        peers = std::make_unique<PeerManager>(*core, numbered(1u << 20), options);
        core->add_module(*peers);
        core->on_report = [this](const PeerId& peer, const Report& report, Millis at) {
            peers->on_report(peer, report, at);
        };
        peers->main_set().attach(0, main);
        a = &peers->add_set(1, first, one);
        b = &peers->add_set(2, second, other);
    }
    ConnectionId connect(uint32_t number, bool is_dialer) {
        of_peer[numbered(number)].push_back(next_connection);
        core->on_connected(next_connection, {numbered(number), address_of(number), is_dialer}, now);
        settle();
        return next_connection++;
    }
    void offer(ConnectionId connection, size_t set) {
        const link::SubstreamId id = next_stream++;
        offered.insert({connection, set});
        core->on_message_event(connection, libp2p::SubstreamAccepted{id, "/set/" + std::to_string(set)}, now);
        core->on_message_event(connection, link::MessageReceived{id, Bytes{1}}, now);
        settle();
    }
    void settle() {
        while (!ending.empty() || (answers && !unanswered.empty())) {
            for (const ConnectionId id : std::exchange(ending, {})) {
                for (auto& [peer, all] : of_peer) std::erase(all, id);
                std::erase_if(offered, [id](const auto& one) { return one.first == id; });
                core->on_disconnected(id, now);
                ended.insert(id);
            }
            if (!answers) continue;
            for (const auto& [key, set] : std::exchange(unanswered, {})) {
                if (refuses.contains(set)) {
                    core->on_message_event(key.connection, libp2p::SubstreamRefused{key.substream}, now);
                    continue;
                }
                core->on_message_event(key.connection, link::MessageReceived{key.substream, Bytes{1}}, now);
                if (!offered.contains({key.connection, set})) offer(key.connection, set);
            }
        }
    }
    void wait(Millis ms) {
        const Millis end = now + ms;
        settle();
        for (auto next = core->next_timer(); next && *next <= end; next = core->next_timer()) {
            now = std::max(now, *next);
            core->run_timers(now);
            settle();
        }
        now = end;
    }
    bool is_connected(uint32_t number) const { return core->is_connected(numbered(number)); }

    Millis now = 1'000'000;
    Joined main, first, second;
    std::unique_ptr<Core> core;
    std::unique_ptr<PeerManager> peers;
    PeerSet *a = nullptr, *b = nullptr;
    bool answers = true;
    std::set<size_t> refuses;
    std::vector<std::pair<Millis, size_t>> asked;
    std::vector<std::pair<SubstreamKey, size_t>> unanswered;
    std::set<std::pair<ConnectionId, size_t>> offered;
    std::vector<std::pair<wire::Multiaddr, PeerId>> dials;
    std::vector<ConnectionId> ending;
    std::set<ConnectionId> ended;
    std::map<PeerId, std::vector<ConnectionId>> of_peer;
    ConnectionId next_connection = 1;
    link::SubstreamId next_stream = 1;
};

TEST_F(PeerSetTest, ReservedPeersAreDialedAskedAndKept) {
    start({.out_peers = 0, .in_peers = 0}, {}, {});
    peers->add_address(numbered(1), address_of(1), now);
    peers->add_address(numbered(2), address_of(2), now);
    a->set_reserved({numbered(1), numbered(3)}, now);
    wait(kSecond);
    ASSERT_EQ(dials.size(), 1u) << "of 2 nothing is wanted, and where 3 is nobody knows";
    EXPECT_EQ(dials[0].second, numbered(1));
    connect(1, true);
    EXPECT_EQ(first.all, std::set{numbered(1)});
    EXPECT_TRUE(main.all.empty()) << "it has a place in one set alone";
    wait(10 * kMinute);
    EXPECT_TRUE(is_connected(1));

    // A connected peer that becomes reserved is asked at once.
    connect(3, false);
    EXPECT_EQ(first.all.size(), 2u) << "3 is reserved, whoever dials";
    a->set_reserved({numbered(3)}, now);
    EXPECT_EQ(first.all, std::set{numbered(3)});
    wait(kMinute);
    EXPECT_FALSE(is_connected(1)) << "no set wants it any more";
    EXPECT_TRUE(is_connected(3));
}

TEST_F(PeerSetTest, AConnectionLivesWhileASetWantsIt) {
    start({.out_peers = 0, .in_peers = 4}, {.in_peers = 4}, {.in_peers = 4});
    const auto id = connect(1, false);
    for (size_t set = 0; set < 3; ++set) offer(id, set);
    EXPECT_TRUE(main.all.contains(numbered(1)) && first.all.contains(numbered(1)) && second.all.contains(numbered(1)));
    peers->main_set().remove(numbered(1), now);
    wait(kMinute);
    a->remove(numbered(1), now);
    wait(kMinute);
    EXPECT_TRUE(is_connected(1));
    EXPECT_EQ(second.all.size(), 1u);
    b->remove(numbered(1), now);
    wait(20 * kSecond);
    EXPECT_FALSE(is_connected(1));
}

TEST_F(PeerSetTest, APeerThatIsPutOutOfOneSetKeepsTheConnectionForAnother) {
    start({.out_peers = 0, .in_peers = 0}, {.in_peers = 4}, {});
    const auto id = connect(1, false);
    peers->main_set().add_reserved(numbered(1), now);
    offer(id, 1);
    EXPECT_EQ(main.all.size() + first.all.size(), 2u);
    peers->main_set().remove_reserved(numbered(1), now);
    EXPECT_TRUE(main.all.empty());
    EXPECT_FALSE(ended.contains(id));
    a->remove(numbered(1), now);
    wait(kMinute);
    EXPECT_TRUE(ended.contains(id));
}

TEST_F(PeerSetTest, EachSetHasItsOwnSlotsAndOnlyTheMainOneDialsForThem) {
    start({.out_peers = 2, .in_peers = 1}, {.out_peers = 1, .in_peers = 2}, {.in_peers = 1, .reserved_only = true});
    for (uint32_t i = 1; i <= 8; ++i) peers->add_address(numbered(i), address_of(i), now);
    wait(0);
    EXPECT_EQ(dials.size(), 2u);
    for (const auto& [to, peer] : std::exchange(dials, {})) connect(number_of(peer), true);
    EXPECT_EQ(main.all.size(), 2u);
    EXPECT_EQ(first.all.size(), 1u) << "of those that are connected already";
    wait(kMinute);
    EXPECT_TRUE(dials.empty());
    for (uint32_t i = 11; i <= 14; ++i) {
        const auto id = connect(i, false);
        for (size_t set = 0; set < 3; ++set) offer(id, set);
    }
    EXPECT_EQ(main.all.size(), 3u);
    EXPECT_EQ(first.all.size(), 3u);
    EXPECT_TRUE(second.all.empty()) << "reserved peers alone";
}

// Discovery dials peers that others name: an owner of many identities is named most.
TEST_F(PeerSetTest, PeersThatLookUpsDialedTakeOnlyTheShareOfTheirNetworkInTheOutSlots) {
    start({.out_peers = 8, .in_peers = 8}, {}, {});
    for (uint32_t i = 0; i < 20; ++i) connect(kTwins + i, true);
    EXPECT_EQ(main.all.size(), 2u) << "a quarter of eight";
    EXPECT_EQ(peers->main_set().missing_out(), 6u);
    for (uint32_t i = 1; i <= 4; ++i) connect(i, true);
    EXPECT_EQ(main.all.size(), 6u) << "of networks of their own";
    // One that begins itself has an in slot, as it would have had without the look-up.
    offer(connect(kTwins + 20, true), 0);
    EXPECT_EQ(peers->main_set().slot_count(SlotKind::kInbound), 1u);
    EXPECT_EQ(peers->main_set().slot_count(SlotKind::kOutbound), 6u);
}

TEST_F(PeerSetTest, ANetworkThatHasNoOthersGetsAllOutSlotsWhenPatienceIsOver) {
    start({.out_peers = 8, .patience_ms = kMinute}, {}, {});
    for (uint32_t i = 0; i < 12; ++i) peers->add_address(numbered(kTwins + i), address_of(kTwins + i), now);
    const auto let_dials_succeed = [&] {
        wait(kSecond);
        for (const auto& [to, peer] : std::exchange(dials, {})) connect(number_of(peer), true);
    };
    for (int i = 0; i < 50; ++i) let_dials_succeed();
    EXPECT_EQ(main.all.size(), 2u);
    for (int i = 0; i < 20; ++i) let_dials_succeed();
    EXPECT_EQ(main.all.size(), 8u);
}

TEST_F(PeerSetTest, APeerThatRefusesASetIsAskedEverMoreRarely) {
    start({.out_peers = 0}, {.retry_ms = 5'000, .max_retry_ms = 60'000}, {});
    refuses = {1};
    a->set_reserved({numbered(1)}, now);
    connect(1, false);
    wait(30 * kMinute);
    ASSERT_GT(asked.size(), 18u);
    for (size_t i = 1; i < asked.size(); ++i) {
        const Millis pause = asked[i].first - asked[i - 1].first;
        const Millis least = std::min<Millis>(Millis{5'000} << (i - 1), 60'000);
        EXPECT_GE(pause, least) << i;
        EXPECT_LE(pause, 2 * least) << i;
    }
    EXPECT_TRUE(is_connected(1)) << "it is reserved";
    refuses.clear();
    wait(2 * kMinute);
    EXPECT_EQ(first.all.size(), 1u);
}

TEST_F(PeerSetTest, MessagesOfPeersWithoutAPlaceAreNotHeard) {
    start({.out_peers = 0, .in_peers = 1}, {.in_peers = 1}, {});
    const auto id = connect(1, false);
    core->on_message_event(id, libp2p::SubstreamAccepted{900, "/set/1"}, now);
    core->on_message_event(id, link::MessageReceived{900, Bytes{1}}, now);
    answers = false;
    core->on_message_event(id, link::MessageReceived{900, Bytes{5}}, now);
    EXPECT_TRUE(first.messages.empty()) << "this node does not know whether the other direction stands";
    answers = true;
    settle();
    EXPECT_EQ(first.messages, (std::vector<Bytes>{Bytes{5}}));
    a->remove(numbered(1), now);
    core->on_message_event(id, link::MessageReceived{900, Bytes{6}}, now);
    EXPECT_EQ(first.messages.size(), 1u);
}

// Kusama has 1,000 validators, of which a third may be new in each of the three sessions; a validator takes 310
// collators beside its full nodes and light clients.
TEST_F(PeerSetTest, AThousandValidatorsAndAllCollatorsHaveRoom) {
    constexpr uint32_t kValidators = 1'000, kAway = 100, kCollators = 310;
    start({.out_peers = 8, .in_peers = 32}, {.out_peers = 11, .in_peers = 11}, {.in_peers = kCollators});
    // Strangers fill their slots: each from an address of its own.
    size_t strangers = 0;
    for (uint32_t i = 0; i < 1'200; ++i) {
        const auto id = connect(10'000 + i, false);
        if (!ended.contains(id)) ++strangers;
        if (i < kCollators + 10) offer(id, 2);
    }
    EXPECT_EQ(strangers, 1'024u);
    EXPECT_EQ(second.all.size(), kCollators);

    std::set<PeerId> validators;
    for (uint32_t i = 1; i <= kValidators; ++i) {
        validators.insert(numbered(i));
        peers->add_address(numbered(i), address_of(i), now);
    }
    a->set_reserved(validators, now);
    EXPECT_GE(peers->max_connections(), 1'024u + kValidators);
    // Half of them dial this node meanwhile; of those that it dials some do not answer.
    size_t most = 0;
    for (uint32_t i = 1; i <= kValidators || !dials.empty(); ++i) {
        if (i % 2 == 0 && i <= kValidators - kAway) connect(i, false);
        wait(100);
        most = std::max(most, dials.size());
        for (const auto& [to, peer] : std::exchange(dials, {})) {
            if (number_of(peer) > kValidators - kAway) {
                core->on_dial_failed(to, false, now);
            } else if (!core->is_connected(peer)) {
                connect(number_of(peer), true);
            } else {
                core->on_dial_failed(to, false, now);
            }
        }
    }
    EXPECT_EQ(first.all.size(), kValidators - kAway);
    EXPECT_LE(most, 32u + 8u);
    EXPECT_EQ(a->slot_count(SlotKind::kReserved), kValidators - kAway);
    EXPECT_EQ(second.all.size(), kCollators) << "nobody lost a place for them";
    for (uint32_t i = 1; i <= kValidators - kAway; ++i) ASSERT_TRUE(is_connected(i));
    // A new session: 300 go, 300 come; the others keep their connections.
    const auto before = first.all;
    for (uint32_t i = 1; i <= 300; ++i) {
        validators.erase(numbered(i));
        validators.insert(numbered(kValidators + i));
    }
    a->set_reserved(validators, now);
    for (const PeerId& peer : before) {
        EXPECT_EQ(first.all.contains(peer), validators.contains(peer) || a->slot_of(peer).has_value());
    }
    EXPECT_LE(a->slot_count(SlotKind::kInbound), 11u);
    EXPECT_LE(a->slot_count(SlotKind::kOutbound), 11u);
    EXPECT_LT(peers->memory_bytes(), size_t{2} << 20);
}

}  // namespace
}  // namespace serinus::network
