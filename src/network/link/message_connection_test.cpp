#include "network/link/message_connection.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/support/random.hpp"

namespace serinus::network::link {
namespace {

const ProtocolRules kRules{.framing = {.max_message_bytes = 1 << 20}, .max_inbound_per_connection = 2};
const ProtocolRules kPing{.framing = {.fixed_bytes = 32}};
const ProtocolRules kShakes{.framing = {.max_message_bytes = 1 << 20, .max_first_message_bytes = 100}};
const ProtocolRules kPieces{.framing = {.fixed_bytes = 6}};  ///< of any content

const ProtocolRules* find_rules(std::string_view name) {
    if (name == "/ping") return &kPing;
    if (name == "/shakes") return &kShakes;
    if (name == "/bytes") return &kRules;
    if (name == "/pieces") return &kPieces;
    return name.starts_with("/test/") ? &kRules : nullptr;
}

crypto::Secret<32> secret_of(uint8_t fill) {
    ByteArray<32> bytes{};
    bytes.fill(fill);
    return crypto::Secret<32>(bytes);
}

struct Side {
    Side(uint8_t seed, bool is_dialer, size_t max_buffered = size_t{64} << 20)
        : identity(crypto::ed25519::Seed(secret_of(seed)), secret_of(static_cast<uint8_t>(seed + 50))),
          connection(identity, secret_of(static_cast<uint8_t>(seed + 100)), find_rules,
                     {.connection = {.is_dialer = is_dialer}, .max_buffered_bytes = max_buffered}, 0) {}

    noise::Identity identity;
    MessageConnection connection;
    std::map<SubstreamId, std::vector<Bytes>> messages;
    std::map<SubstreamId, std::string> accepted;
    std::set<SubstreamId> drained, broken, finished, refused, reset;

    void on_events(const std::vector<MessageEvent>& events) {
        for (const auto& event : events) {
            if (const auto* one = std::get_if<MessageReceived>(&event))
                messages[one->substream].push_back(one->message);
            if (const auto* one = std::get_if<libp2p::SubstreamAccepted>(&event))
                accepted[one->substream] = one->protocol;
            if (const auto* one = std::get_if<Drained>(&event)) drained.insert(one->substream);
            if (const auto* one = std::get_if<FramingBroken>(&event)) broken.insert(one->substream);
            if (const auto* one = std::get_if<libp2p::SubstreamFinished>(&event)) finished.insert(one->substream);
            if (const auto* one = std::get_if<libp2p::SubstreamRefused>(&event)) refused.insert(one->substream);
            if (const auto* one = std::get_if<libp2p::SubstreamReset>(&event)) reset.insert(one->substream);
        }
    }
};

struct Pair {
    Side a{1, true}, b{2, false};

    Pair() { run(); }
    void run(size_t piece = SIZE_MAX) {
        while (a.connection.has_output() || b.connection.has_output()) {
            for (auto [from, to] : {std::pair(&a, &b), std::pair(&b, &a)}) {
                Bytes bytes;
                std::vector<MessageEvent> events;
                from->connection.give(SIZE_MAX / 4, bytes, events);
                from->on_events(events);
                for (size_t at = 0; at < bytes.size();) {
                    const size_t size = std::min(piece, bytes.size() - at);
                    events.clear();
                    to->connection.take(MutableBytesView(bytes).subspan(at, size), 0, events);
                    to->on_events(events);
                    at += size;
                }
            }
        }
    }
};

TEST(MessageConnection, MessagesArriveWholeHoweverTheyAreCut) {
    for (const size_t piece : {SIZE_MAX, size_t{1}, size_t{1000}}) {
        Pair pair;
        const auto id = pair.a.connection.open({"/test/1"}, kRules.framing, 0);
        ASSERT_TRUE(id);
        const std::vector<Bytes> sent = {Bytes(), Bytes(1, 1), Bytes(127, 2), Bytes(128, 3),
                                         Bytes(piece == 1 ? 2000 : 200'000, 4)};
        for (const Bytes& message : sent) ASSERT_TRUE(pair.a.connection.send(*id, message));
        pair.a.connection.finish(*id);
        EXPECT_FALSE(pair.a.connection.send(*id, {})) << "finished";
        pair.run(piece);
        EXPECT_EQ(pair.b.messages[*id], sent);
        EXPECT_TRUE(pair.b.finished.contains(*id));
        ASSERT_TRUE(pair.b.connection.send(*id, as_bytes("answer")));
        pair.b.connection.finish(*id);
        pair.run(piece);
        EXPECT_EQ(as_text(pair.a.messages[*id].at(0)), "answer");
        EXPECT_EQ(pair.a.connection.substream_count() + pair.b.connection.substream_count(), 0u);
        EXPECT_LT(pair.a.connection.memory_bytes(), 300'000u);
    }
}

TEST(MessageConnection, SaysWhenALongMessageIsOnItsWay) {
    Pair pair;
    const auto id = pair.a.connection.open({"/test/1"}, kRules.framing, 0);
    ASSERT_TRUE(pair.a.connection.send(*id, Bytes(500'000)));
    EXPECT_FALSE(pair.a.connection.is_drained(*id));
    pair.run();
    EXPECT_TRUE(pair.a.drained.contains(*id));
    EXPECT_TRUE(pair.a.connection.is_drained(*id));
}

TEST(MessageConnection, AHeldSubstreamKeepsItsWindowShutAndLosesNothing) {
    Pair pair;
    const auto id = pair.a.connection.open({"/test/1"}, kRules.framing, 0);
    const auto other = pair.a.connection.open({"/test/2"}, kRules.framing, 0);
    ASSERT_TRUE(pair.a.connection.send(*id, Bytes(1, 1)));
    pair.run();
    pair.b.connection.hold(*id, true);
    constexpr size_t kMessages = 10, kMessageBytes = 100'000;
    for (uint8_t i = 0; i < kMessages; ++i) ASSERT_TRUE(pair.a.connection.send(*id, Bytes(kMessageBytes, i)));
    pair.a.connection.finish(*id);
    pair.run();
    EXPECT_EQ(pair.b.messages[*id].size(), 1u);
    EXPECT_FALSE(pair.a.connection.is_drained(*id)) << "the window is shut";
    EXPECT_LT(pair.b.connection.memory_bytes(), 600'000u) << "one window waits, not all that was sent";
    ASSERT_TRUE(pair.a.connection.send(*other, Bytes(kMessageBytes, 9)));
    pair.run();
    EXPECT_EQ(pair.b.messages[*other].size(), 1u) << "other substreams go on";

    pair.b.connection.hold(*id, false);
    EXPECT_TRUE(pair.b.connection.has_output());
    pair.run();
    EXPECT_EQ(pair.b.messages[*id].size(), 1 + kMessages);
    EXPECT_EQ(pair.b.messages[*id].back(), Bytes(kMessageBytes, kMessages - 1));
    EXPECT_TRUE(pair.b.finished.contains(*id));
    EXPECT_EQ(pair.b.connection.imposed_bytes(), 0u);
}

TEST(MessageConnection, TheEndOfAHeldSubstreamComesBehindItsMessages) {
    Pair pair;
    const auto id = pair.a.connection.open({"/test/1"}, kRules.framing, 0);
    pair.run();
    pair.b.connection.hold(*id, true);
    ASSERT_TRUE(pair.a.connection.send(*id, Bytes(10, 1)));
    pair.a.connection.finish(*id);
    pair.run();
    EXPECT_FALSE(pair.b.finished.contains(*id));
    pair.b.connection.hold(*id, false);
    pair.b.connection.hold(*id, true);
    pair.run();
    EXPECT_TRUE(pair.b.messages[*id].empty()) << "held again before it was read";
    pair.b.connection.hold(*id, false);
    pair.run();
    EXPECT_EQ(pair.b.messages[*id], std::vector<Bytes>{Bytes(10, 1)});
    EXPECT_TRUE(pair.b.finished.contains(*id));

    const auto ended = pair.a.connection.open({"/test/1"}, kRules.framing, 0);
    pair.run();
    pair.b.connection.hold(*ended, true);
    ASSERT_TRUE(pair.a.connection.send(*ended, Bytes(1000)));
    pair.run();
    pair.b.connection.hold(*ended, false);
    pair.b.connection.reset(*ended);
    pair.run();
    EXPECT_EQ(pair.b.connection.imposed_bytes(), 0u) << "what was held goes with the substream";
}

TEST(MessageConnection, MessagesOfFixedSizeHaveNoLength) {
    Pair pair;
    const auto id = pair.a.connection.open({"/ping"}, kPing.framing, 0);
    ASSERT_TRUE(pair.a.connection.send(*id, Bytes(32, 7)));
    ASSERT_TRUE(pair.a.connection.send(*id, Bytes(32, 8)));
    pair.run(5);
    EXPECT_EQ(pair.b.messages[*id], (std::vector<Bytes>{Bytes(32, 7), Bytes(32, 8)}));
}

TEST(MessageConnection, AMessageAboveTheBoundResetsItsSubstream) {
    Pair pair;
    const auto id = pair.a.connection.open({"/test/1"}, kRules.framing, 0);
    pair.run();
    ASSERT_TRUE(pair.a.connection.send(*id, Bytes((1 << 20) + 1)));
    pair.run();
    EXPECT_TRUE(pair.b.broken.contains(*id));
    EXPECT_TRUE(pair.b.messages[*id].empty());
    EXPECT_TRUE(pair.a.reset.contains(*id));
    EXPECT_TRUE(pair.b.connection.is_established()) << "the connection lives on";
}

TEST(MessageConnection, TheEndOfASubstreamInsideAMessageBreaksIt) {
    Pair pair;
    // A fixed message that is too short, sent by a side with another idea of the protocol.
    const auto id = pair.a.connection.open({"/ping"}, kRules.framing, 0);
    ASSERT_TRUE(pair.a.connection.send(*id, Bytes(3)));
    pair.a.connection.finish(*id);
    pair.run();
    EXPECT_TRUE(pair.b.broken.contains(*id));
}

TEST(MessageConnection, SubstreamsOfAProtocolAreBounded) {
    Pair pair;
    for (int i = 0; i < 3; ++i) {
        (void)pair.a.connection.open({"/test/1"}, kRules.framing, 0);
        pair.run();
    }
    EXPECT_EQ(pair.b.accepted.size(), 2u);
    EXPECT_EQ(pair.a.refused.size(), 1u);
    pair.b.connection.reset(pair.b.accepted.begin()->first);
    pair.run();
    (void)pair.a.connection.open({"/test/1"}, kRules.framing, 0);
    pair.run();
    EXPECT_EQ(pair.b.accepted.size(), 3u) << "there is room again";
}

// "Unknown" would be untrue, and the other side would try the next name, or never again.
TEST(MessageConnection, ASubstreamTooManyIsResetAndNotRefusedAsUnknown) {
    Pair pair;
    for (int i = 0; i < 3; ++i) {
        (void)pair.a.connection.open({"/test/1", "/test/0"}, kRules.framing, 0);
        pair.run();
    }
    EXPECT_EQ(pair.b.accepted.size(), 2u);
    EXPECT_EQ(pair.a.refused.size() + pair.a.reset.size(), 1u);
    EXPECT_EQ(pair.a.connection.substream_count(), 2u);
    EXPECT_EQ(pair.b.connection.substream_count(), 2u);
}

TEST(MessageConnection, TheFirstMessageMayHaveAnotherBound) {
    Pair pair;
    for (const size_t first : {100u, 101u}) {
        const auto id = pair.a.connection.open({"/shakes"}, kRules.framing, 0);
        ASSERT_TRUE(pair.a.connection.send(*id, Bytes(first)));
        ASSERT_TRUE(pair.a.connection.send(*id, Bytes(5'000)));
        pair.run();
        EXPECT_EQ(pair.b.messages[*id].size(), first == 100 ? 2u : 0u);
        EXPECT_EQ(pair.b.broken.contains(*id), first != 100);
    }
}

TEST(MessageConnection, MessagesThatDoNotEndAreBounded) {
    Pair pair;
    std::vector<SubstreamId> all;
    for (int i = 0; i < 40; ++i) {
        // One byte is missing of 900,000.
        const auto id = pair.a.connection.open({"/test/" + std::to_string(i)}, {.fixed_bytes = 900'002}, 0);
        ASSERT_TRUE(id);
        Bytes message(900'002);
        message[0] = 0xa0, message[1] = 0xf7, message[2] = 0x36;
        ASSERT_TRUE(pair.a.connection.send(*id, message));
        pair.run();
        all.push_back(*id);
        EXPECT_LE(pair.b.connection.unasked_bytes(), size_t{17} << 20);
    }
    EXPECT_GE(pair.b.connection.unasked_bytes(), size_t{16} << 20);
    EXPECT_EQ(pair.b.broken.size(), 40 - (size_t{17} << 20) / 900'002);
    EXPECT_TRUE(pair.b.connection.is_established());
}

TEST(MessageConnection, SaysWhatTheOtherSideImposes) {
    Pair pair;
    const Bytes half = {0xff, 0xff, 0x03, 1, 2, 3};  // of a message of 65,535 bytes
    const auto asks = pair.a.connection.open({"/bytes"}, {.fixed_bytes = half.size()}, 0);
    ASSERT_TRUE(pair.a.connection.send(*asks, half));
    pair.run();
    EXPECT_EQ(pair.b.connection.imposed_bytes(), half.size());
    EXPECT_EQ(pair.a.connection.imposed_bytes(), 0u);
    pair.a.connection.reset(*asks);
    pair.run();
    EXPECT_EQ(pair.b.connection.imposed_bytes(), 0u);
    // A part of a response that this side asked for is no imposition.
    const auto wanted = pair.b.connection.open({"/pieces"}, kRules.framing, 0);
    pair.run();
    ASSERT_TRUE(pair.a.connection.send(*wanted, half));
    pair.run();
    EXPECT_EQ(pair.b.connection.imposed_bytes(), 0u);
    EXPECT_GE(pair.b.connection.memory_bytes(), half.size());
}

TEST(MessageConnection, WhatWaitsIsBounded) {
    Pair pair;
    const auto id = pair.a.connection.open({"/test/1"}, kRules.framing, 0);
    size_t sent = 0;
    while (sent < 1000 && pair.a.connection.send(*id, Bytes(1 << 20))) ++sent;
    EXPECT_LE(sent, 64u);
}

}  // namespace
}  // namespace serinus::network::link
