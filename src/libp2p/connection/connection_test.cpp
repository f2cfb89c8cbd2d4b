#include "libp2p/connection/connection.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/hex.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::libp2p {
namespace {

using Events = std::vector<ConnectionEvent>;

template <size_t N>
crypto::Secret<N> secret_of(uint8_t fill) {
    ByteArray<N> bytes{};
    bytes.fill(fill);
    return crypto::Secret<N>(bytes);
}

noise::Identity identity_of(uint8_t seed) {
    return {crypto::ed25519::Seed(secret_of<32>(seed)), secret_of<32>(static_cast<uint8_t>(seed + 64))};
}

struct Side {
    Side(const noise::Identity& identity, uint8_t ephemeral, ConnectionOptions options)
        : connection(
              identity, secret_of<32>(ephemeral), [](std::string_view name) { return name.starts_with("/test/"); },
              options, 0) {}

    Connection connection;
    std::map<SubstreamId, std::string> accepted, negotiated;
    std::map<SubstreamId, Bytes> received;
    std::set<SubstreamId> refused, late, finished, reset;
    std::optional<wire::PeerId> peer;
    std::optional<Failed> failure;

    void on_events(const Events& events) {
        for (const auto& event : events) {
            if (const auto* one = std::get_if<Established>(&event)) peer = one->peer;
            if (const auto* one = std::get_if<SubstreamAccepted>(&event)) accepted[one->substream] = one->protocol;
            if (const auto* one = std::get_if<SubstreamNegotiated>(&event)) negotiated[one->substream] = one->protocol;
            if (const auto* one = std::get_if<SubstreamRefused>(&event)) {
                (one->is_late ? late : refused).insert(one->substream);
            }
            if (const auto* one = std::get_if<SubstreamFinished>(&event)) finished.insert(one->substream);
            if (const auto* one = std::get_if<SubstreamReset>(&event)) reset.insert(one->substream);
            if (const auto* one = std::get_if<Failed>(&event)) failure = *one;
            if (const auto* one = std::get_if<SubstreamData>(&event)) {
                append(received[one->substream], one->bytes);
                connection.consumed(one->substream, one->bytes.size());
            }
        }
    }
    Bytes give(size_t most = SIZE_MAX / 4) {
        Bytes out;
        Events events;
        connection.give(most, out, events);
        on_events(events);
        return out;
    }
    void take(Bytes bytes, size_t piece = SIZE_MAX) {
        for (size_t at = 0; at < bytes.size();) {
            Events events;
            const size_t size = std::min(piece, bytes.size() - at);
            connection.take(MutableBytesView(bytes).subspan(at, size), 0, events);
            on_events(events);
            at += size;
        }
    }
};

struct Pair {
    noise::Identity alice = identity_of(1), bob = identity_of(2);
    Side dialer, listener;

    explicit Pair(std::optional<wire::PeerId> expected = std::nullopt)
        : dialer(alice, 11, {.is_dialer = true, .expected = expected}), listener(bob, 12, {}) {}

    void run(size_t piece = SIZE_MAX) {
        while (dialer.connection.has_output() || listener.connection.has_output()) {
            listener.take(dialer.give(), piece);
            dialer.take(listener.give(), piece);
        }
    }
};

// Spec: libp2p connections, "Upgrading Connections"
TEST(Connection, TwoNodesAgreeAndKnowEachOther) {
    for (const size_t piece : {SIZE_MAX, size_t{1}, size_t{13}}) {
        Pair pair;
        pair.run(piece);
        EXPECT_FALSE(pair.dialer.failure) << pair.dialer.failure->reason;
        EXPECT_EQ(pair.dialer.peer, pair.bob.peer_id());
        EXPECT_EQ(pair.listener.peer, pair.alice.peer_id());
        EXPECT_FALSE(pair.dialer.connection.next_timer());
    }
}

TEST(Connection, TheFirstBytesAreTheOnesThatOthersExpect) {
    Pair pair;
    EXPECT_EQ(as_text(pair.dialer.give()), "\x13/multistream/1.0.0\n\x07/noise\n");
    EXPECT_TRUE(pair.listener.give().empty()) << "a listener waits";
}

TEST(Connection, SubstreamsCarryDataInBothDirections) {
    for (const size_t piece : {SIZE_MAX, size_t{3}}) {
        Pair pair;
        pair.run();
        const auto id = pair.dialer.connection.open({"/other/1", "/test/1"}, 0);
        ASSERT_TRUE(id);
        EXPECT_EQ(pair.dialer.connection.writable_bytes(*id), 0u) << "not before a protocol is agreed on";
        pair.run(piece);
        EXPECT_EQ(pair.dialer.negotiated[*id], "/test/1");
        EXPECT_EQ(pair.listener.accepted[*id], "/test/1");
        const Bytes question(40'000, 1), answer(50'000, 2);
        pair.dialer.connection.write(*id, question);
        pair.dialer.connection.finish(*id);
        pair.listener.connection.write(*id, answer);
        pair.run(piece);
        EXPECT_EQ(pair.listener.received[*id], question);
        EXPECT_EQ(pair.dialer.received[*id], answer);
        EXPECT_TRUE(pair.listener.finished.contains(*id));
        pair.listener.connection.finish(*id);
        pair.run(piece);
        EXPECT_EQ(pair.dialer.connection.substream_count() + pair.listener.connection.substream_count(), 0u);
    }
}

TEST(Connection, DataBehindTheOnlyProposalGoesAtOnce) {
    Pair pair;
    pair.run();
    const auto id = pair.dialer.connection.open({"/test/1"}, 0);
    pair.dialer.connection.write(*id, as_bytes("hello"));
    pair.listener.take(pair.dialer.give());
    EXPECT_EQ(as_text(pair.listener.received[*id]), "hello");
}

TEST(Connection, AnUnknownProtocolIsRefused) {
    Pair pair;
    pair.run();
    const auto id = pair.dialer.connection.open({"/other/1"}, 0);
    pair.run();
    EXPECT_TRUE(pair.dialer.refused.contains(*id));
    EXPECT_TRUE(pair.listener.accepted.empty());
    EXPECT_EQ(pair.dialer.connection.substream_count() + pair.listener.connection.substream_count(), 0u);
}

TEST(Connection, ASubstreamIsReset) {
    Pair pair;
    pair.run();
    const auto id = pair.dialer.connection.open({"/test/1"}, 0);
    pair.run();
    pair.listener.connection.reset(*id);
    pair.run();
    EXPECT_TRUE(pair.dialer.reset.contains(*id));
}

TEST(Connection, TheWrongPeerIsNoticedByTheDialer) {
    Pair pair(identity_of(9).peer_id());
    pair.run();
    ASSERT_TRUE(pair.dialer.failure);
    EXPECT_EQ(pair.dialer.failure->error, ConnectionError::kWrongPeer);
    EXPECT_FALSE(pair.listener.peer);
}

TEST(Connection, WaitsForASlowUpgradeOnlySoLong) {
    Pair pair;
    ASSERT_EQ(pair.listener.connection.next_timer(), 10'000u);
    Events events;
    pair.listener.connection.on_timer(9'999, events);
    EXPECT_TRUE(events.empty());
    pair.listener.connection.on_timer(10'000, events);
    pair.listener.on_events(events);
    ASSERT_TRUE(pair.listener.failure);
    EXPECT_EQ(pair.listener.failure->error, ConnectionError::kTimeout);
    EXPECT_FALSE(pair.listener.connection.next_timer());
}

// A peer that is busy may speak the protocol all the same.
TEST(Connection, WaitsForASlowSubstreamOnlySoLong) {
    Pair pair;
    pair.run();
    const auto id = pair.dialer.connection.open({"/test/1"}, 500);
    EXPECT_EQ(pair.dialer.connection.next_timer(), 10'500u);
    Events events;
    pair.dialer.connection.on_timer(10'500, events);
    pair.dialer.on_events(events);
    EXPECT_TRUE(pair.dialer.late.contains(*id));
    EXPECT_FALSE(pair.dialer.failure) << "the connection lives on";
}

/// Nothing but a failure may come of bytes that somebody changed on the way.
TEST(Connection, ATamperingMiddleIsNoticed) {
    auto random = test::seeded_random();
    for (int i = 0; i < 300; ++i) {
        Pair pair;
        bool has_tampered = false;
        std::optional<SubstreamId> id;
        for (int round = 0; round < 12; ++round) {
            if (pair.dialer.peer && !id) {
                id = pair.dialer.connection.open({"/test/1"}, 0);
                if (id) pair.dialer.connection.write(*id, Bytes(1000, 7));
            }
            for (auto [from, to] : {std::pair(&pair.dialer, &pair.listener), std::pair(&pair.listener, &pair.dialer)}) {
                Bytes bytes = from->give();
                if (!bytes.empty() && !has_tampered && random() % 6 == 0) {
                    bytes[random() % bytes.size()] ^= static_cast<uint8_t>(1 << (random() % 8));
                    has_tampered = true;
                }
                to->take(std::move(bytes), 1 + random() % 2000);
            }
        }
        for (const auto& [stream, bytes] : pair.listener.received) {
            EXPECT_EQ(bytes, Bytes(bytes.size(), 7)) << "data that was not sent";
        }
        if (pair.dialer.peer) EXPECT_EQ(*pair.dialer.peer, pair.bob.peer_id());
        if (pair.listener.peer) EXPECT_EQ(*pair.listener.peer, pair.alice.peer_id());
    }
}

TEST(Connection, RandomBytesFailOrWait) {
    auto random = test::seeded_random();
    const noise::Identity bob = identity_of(2);
    for (int i = 0; i < 500; ++i) {
        Side listener(bob, 12, {});
        Bytes bytes = random() % 2 == 0 ? to_bytes(as_bytes("\x13/multistream/1.0.0\n\x07/noise\n")) : Bytes();
        append(bytes, test::random_bytes(random, random() % 500));
        listener.take(bytes, 1 + random() % 100);
        EXPECT_FALSE(listener.peer);
        EXPECT_LT(listener.connection.memory_bytes(), 70'000u);
    }
}

TEST(Connection, AStreamThatIsNotReadHoldsUpNoOther) {
    Pair pair;
    pair.run();
    const auto slow = pair.dialer.connection.open({"/test/slow"}, 0);
    pair.run();
    // The listener takes all but does not consume: its side is driven by hand.
    const auto push = [&] {
        Bytes bytes = pair.dialer.give();
        Events events;
        pair.listener.connection.take(bytes, 0, events);
        for (const auto& event : events) {
            if (const auto* data = std::get_if<SubstreamData>(&event)) {
                if (data->substream == *slow) continue;
            }
            pair.listener.on_events({event});
        }
        pair.dialer.take(pair.listener.give());
    };
    for (int i = 0; i < 20; ++i) {
        pair.dialer.connection.write(*slow, Bytes(pair.dialer.connection.writable_bytes(*slow), 1));
        push();
    }
    EXPECT_EQ(pair.dialer.connection.writable_bytes(*slow), 0u);
    const auto quick = pair.dialer.connection.open({"/test/quick"}, 0);
    pair.dialer.connection.write(*quick, as_bytes("hello"));
    push();
    push();
    EXPECT_EQ(as_text(pair.listener.received[*quick]), "hello");
}

}  // namespace
}  // namespace serinus::network::libp2p
