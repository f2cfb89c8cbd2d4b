#include "libp2p/yamux/session.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/hex.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::yamux {
namespace {

using namespace literals;
using Events = std::vector<SessionEvent>;

Bytes output_of(Session& session) {
    Bytes out;
    Events events;
    session.give(SIZE_MAX / 2, out, events);
    return out;
}

/// The data one side receives of the other, stream by stream.
struct Side {
    explicit Side(Role role, const SessionOptions& options = {}) : session(role, options) {}

    Session session;
    std::map<StreamId, Bytes> received;
    std::set<StreamId> opened, finished, reset, writable;
    bool consumes = true;

    std::optional<SessionError> take(BytesView bytes) {
        Events events;
        const auto taken = session.take(bytes, events);
        on_events(events);
        if (taken) return std::nullopt;
        return taken.error();
    }
    void on_events(const Events& events) {
        for (const auto& event : events) {
            if (const auto* data = std::get_if<StreamData>(&event)) {
                append(received[data->stream], data->bytes);
                if (consumes) session.consumed(data->stream, data->bytes.size());
            }
            if (const auto* one = std::get_if<StreamOpened>(&event)) opened.insert(one->stream);
            if (const auto* one = std::get_if<StreamFinished>(&event)) finished.insert(one->stream);
            if (const auto* one = std::get_if<StreamReset>(&event)) reset.insert(one->stream);
            if (const auto* one = std::get_if<StreamWritable>(&event)) writable.insert(one->stream);
        }
    }
};

/// Moves bytes until nobody has any.
void exchange(Side& a, Side& b) {
    while (a.session.has_output() || b.session.has_output()) {
        for (auto [from, to] : {std::pair(&a, &b), std::pair(&b, &a)}) {
            Bytes bytes;
            Events events;
            from->session.give(SIZE_MAX / 2, bytes, events);
            from->on_events(events);
            ASSERT_EQ(to->take(bytes), std::nullopt);
        }
    }
}

// Spec: hashicorp yamux specification, "Framing"
TEST(Yamux, FramesAreThoseOfTheSpecification) {
    Session client(Role::kClient, {});
    const auto stream = client.open();
    ASSERT_EQ(stream, 1u);
    EXPECT_EQ(to_hex(output_of(client)), "000100010000000100000000") << "a window update that opens stream 1";
    client.write(*stream, "c0ffee"_hex);
    client.finish(*stream);
    EXPECT_EQ(to_hex(output_of(client)), "000000000000000100000003c0ffee000000040000000100000000");
    client.ping(7);
    EXPECT_EQ(to_hex(output_of(client)), "000200010000000000000007");
    client.go_away(GoAwayCode::kNormal);
    EXPECT_EQ(to_hex(output_of(client)), "000300000000000000000000");
}

TEST(Yamux, AnOpenWithDataAtOnceIsOneFrame) {
    Session client(Role::kClient, {});
    const auto stream = client.open();
    client.write(*stream, "01"_hex);
    EXPECT_EQ(to_hex(output_of(client)), "00000001000000010000000101");
}

TEST(Yamux, AnswersPingsAndAcknowledgesStreams) {
    Side server(Role::kServer);
    ASSERT_EQ(server.take("000200010000000000000009"_hex), std::nullopt);
    EXPECT_EQ(to_hex(output_of(server.session)), "000200020000000000000009");
    ASSERT_EQ(server.take("000100010000000100000000"_hex), std::nullopt);
    EXPECT_EQ(server.opened, (std::set<StreamId>{1}));
    EXPECT_EQ(to_hex(output_of(server.session)), "000100020000000100000000");
}

TEST(Yamux, BytesArriveInOrderOnEachStreamInBothDirections) {
    Side client(Role::kClient), server(Role::kServer);
    const auto a = client.session.open(), b = server.session.open();
    client.session.write(*a, "0102"_hex);
    server.session.write(*b, "03"_hex);
    exchange(client, server);
    EXPECT_EQ(to_hex(server.received[*a]), "0102");
    EXPECT_EQ(to_hex(client.received[*b]), "03");
    client.session.finish(*a);
    exchange(client, server);
    EXPECT_TRUE(server.finished.contains(*a));
    EXPECT_EQ(server.session.stream_count(), 2u) << "the other direction is open";
    server.session.write(*a, "04"_hex);
    server.session.finish(*a);
    exchange(client, server);
    EXPECT_EQ(to_hex(client.received[*a]), "04");
    EXPECT_EQ(client.session.stream_count(), 1u);
    EXPECT_EQ(server.session.stream_count(), 1u);
}

TEST(Yamux, AStreamThatIsNotReadStopsAtItsWindow) {
    Side client(Role::kClient), server(Role::kServer);
    server.consumes = false;
    const auto stream = client.session.open();
    size_t written = 0;
    for (int i = 0; i < 20; ++i) {
        const size_t room = client.session.writable_bytes(*stream);
        client.session.write(*stream, Bytes(room, 7));
        written += room;
        exchange(client, server);
    }
    EXPECT_EQ(server.received[*stream].size(), kInitialWindow);
    EXPECT_EQ(written, kInitialWindow + SessionOptions().max_queued_bytes);
    EXPECT_EQ(client.session.queued_bytes(), SessionOptions().max_queued_bytes);
    EXPECT_TRUE(client.writable.contains(*stream));
    client.writable.clear();
    server.session.consumed(*stream, kInitialWindow);
    exchange(client, server);
    EXPECT_EQ(server.received[*stream].size(), written);
    EXPECT_TRUE(client.writable.contains(*stream));
}

TEST(Yamux, ARaisedWindowLetsMoreCome) {
    Side client(Role::kClient), server(Role::kServer, {});
    server.consumes = false;
    const auto stream = client.session.open();
    exchange(client, server);
    server.session.raise_window(*stream, 1 << 20);
    exchange(client, server);
    for (int i = 0; i < 40; ++i) {
        client.session.write(*stream, Bytes(client.session.writable_bytes(*stream), 7));
        exchange(client, server);
    }
    EXPECT_EQ(server.received[*stream].size(), size_t{1} << 20);
}

TEST(Yamux, StreamsTakeTurns) {
    Session client(Role::kClient, {});
    const auto a = client.open(), b = client.open();
    client.write(*a, Bytes(60'000, 1));
    client.write(*b, Bytes(100, 2));
    Bytes out;
    Events events;
    client.give(16'500, out, events);
    EXPECT_EQ(out.size(), 2 * kHeaderBytes + 16 * 1024 + 100) << "one frame of each";
}

TEST(Yamux, AResetStreamIsForgottenByBoth) {
    Side client(Role::kClient), server(Role::kServer);
    const auto stream = client.session.open();
    exchange(client, server);
    client.session.write(*stream, "01"_hex);
    server.session.reset(*stream);
    exchange(client, server);  // the data crosses the reset
    EXPECT_TRUE(client.reset.contains(*stream));
    EXPECT_TRUE(server.received[*stream].empty());
    EXPECT_EQ(client.session.stream_count() + server.session.stream_count(), 0u);
    EXPECT_EQ(client.session.writable_bytes(*stream), 0u);
}

TEST(Yamux, StreamsMayOpenInAnyOrderOfTheirIds) {
    Side server(Role::kServer);
    ASSERT_FALSE(server.take("000000010000000300000000000000010000000100000000"_hex)) << "3, then 1";
    EXPECT_EQ(server.session.stream_count(), 2u);
}

TEST(Yamux, WhatTheProtocolForbidsEndsTheSession) {
    const auto error_of = [](const Bytes& bytes, Role role = Role::kServer) { return Side(role).take(bytes); };
    EXPECT_EQ(error_of("010000000000000000000000"_hex), SessionError::kBadVersion);
    EXPECT_EQ(error_of("000400000000000000000000"_hex), SessionError::kBadType);
    EXPECT_EQ(error_of("000000010000000200000000"_hex), SessionError::kBadStreamId) << "the client's ids are odd";
    EXPECT_EQ(error_of("000000010000000100000000"_hex, Role::kClient), SessionError::kBadStreamId);
    EXPECT_EQ(error_of("000000010000000000000000"_hex), SessionError::kBadStreamId);
    EXPECT_EQ(error_of("000000010000000300000000000000010000000300000000"_hex), SessionError::kBadStreamId)
        << "the stream is open";
    EXPECT_EQ(error_of("000000010000000100040001"_hex), SessionError::kWindowExceeded);
    EXPECT_EQ(error_of("0000000000000001ffffffff"_hex), SessionError::kWindowExceeded) << "of an unknown stream";
    EXPECT_EQ(error_of("0001000100000001ffffffff"_hex), SessionError::kWindowOverflow);
    EXPECT_EQ(error_of("000000050000000100000000000000000000000100000001ff"_hex), SessionError::kWindowExceeded)
        << "data behind the end";
    Side server(Role::kServer);
    EXPECT_TRUE(server.take("010000000000000000000000"_hex));
    EXPECT_EQ(to_hex(output_of(server.session)), "000300000000000000000001") << "the other side is told";
}

TEST(Yamux, FramesOfUnknownStreamsAreIgnored) {
    Side server(Role::kServer);
    EXPECT_EQ(server.take("000000000000000900000002ffff"_hex), std::nullopt);
    EXPECT_EQ(server.take("000100080000000900000000"_hex), std::nullopt);
    EXPECT_TRUE(server.received.empty());
}

// Found by fuzzing: the bytes counted against a window that nobody had taken them from.
TEST(Yamux, DataOfAStreamThatIsNotOpenYetBelongsToNone) {
    Side server(Role::kServer);
    EXPECT_EQ(server.take("000000000000000200000005"
                          "0102"_hex),
              std::nullopt)
        << "five bytes for stream 2, which the other side cannot know";
    EXPECT_EQ(server.session.open(), 2u);
    EXPECT_EQ(server.take("030405"
                          "000000000000000200000001"
                          "aa"_hex),
              std::nullopt);
    EXPECT_EQ(server.received[2], "aa"_hex);
}

TEST(Yamux, StreamsPingsAndRefusalsAreBounded) {
    Side server(Role::kServer, {.max_inbound_streams = 2, .max_control_frames = 3});
    for (StreamId id = 1; id <= 7; id += 2) {
        Bytes open = "000100010000000000000000"_hex;
        open[7] = static_cast<uint8_t>(id);
        ASSERT_EQ(server.take(open), std::nullopt);
    }
    EXPECT_EQ(server.opened.size(), 2u);
    EXPECT_NE(to_hex(output_of(server.session)).find("000100080000000500000000"), std::string::npos) << "refused";
    for (int i = 0; i < 3; ++i) ASSERT_EQ(server.take("000200010000000000000009"_hex), std::nullopt);
    EXPECT_EQ(server.take("000200010000000000000009"_hex), SessionError::kTooManyPings);

    Side other(Role::kServer, {.max_inbound_streams = 0, .max_control_frames = 1});
    ASSERT_EQ(other.take("000100010000000100000000"_hex), std::nullopt);
    EXPECT_EQ(other.take("000100010000000300000000"_hex), SessionError::kTooManyStreams);
}

TEST(Yamux, NoNewStreamsAfterAGoAway) {
    Side client(Role::kClient), server(Role::kServer);
    const auto open = client.session.open();
    exchange(client, server);
    server.session.go_away(GoAwayCode::kNormal);
    exchange(client, server);
    EXPECT_FALSE(client.session.open());
    client.session.write(*open, "01"_hex);
    exchange(client, server);
    EXPECT_EQ(server.received[*open].size(), 1u) << "streams that are open go on";
}

/// Two sessions joined by pipes that cut anywhere; received data is compared with written data.
TEST(Yamux, RandomUseKeepsEveryByteInItsPlace) {
    auto random = test::seeded_random();
    for (int round = 0; round < 30; ++round) {
        SessionOptions options{.max_inbound_streams = 8,
                               .max_outbound_streams = 8,
                               .max_frame_bytes = 1 + static_cast<uint32_t>(random() % 5000)};
        Side sides[2] = {Side(Role::kClient, options), Side(Role::kServer, options)};
        std::map<StreamId, Bytes> written[2];
        std::set<StreamId> finished[2], live[2];
        Bytes pipe[2];  // from side i
        for (int step = 0; step < 400; ++step) {
            const size_t i = random() % 2;
            Side& side = sides[i];
            for (const StreamId id : side.opened) {
                if (live[i].insert(id).second) written[i][id];
            }
            switch (random() % 6) {
                case 0:
                    if (const auto id = side.session.open()) live[i].insert(*id);
                    break;
                case 1:
                case 2: {
                    if (live[i].empty()) break;
                    auto at = live[i].begin();
                    std::advance(at, static_cast<ptrdiff_t>(random() % live[i].size()));
                    const size_t room = side.session.writable_bytes(*at);
                    if (finished[i].contains(*at) || room == 0) break;
                    const Bytes bytes = test::random_bytes(random, random() % (room + 1));
                    side.session.write(*at, bytes);
                    append(written[i][*at], bytes);
                    break;
                }
                case 3: {
                    if (live[i].empty() || random() % 4 != 0) break;
                    const StreamId id = *live[i].begin();
                    side.session.finish(id);
                    finished[i].insert(id);
                    break;
                }
                case 4: {
                    Events events;
                    side.session.give(random() % 30'000, pipe[i], events);
                    side.on_events(events);
                    break;
                }
                default: {
                    Bytes& from = pipe[1 - i];
                    const size_t size = random() % (from.size() + 1);
                    ASSERT_EQ(side.take(BytesView(from).first(size)), std::nullopt);
                    from.erase(from.begin(), from.begin() + static_cast<ptrdiff_t>(size));
                }
            }
        }
        for (int i = 0; i < 2; ++i) {
            ASSERT_EQ(sides[1 - i].take(pipe[i]), std::nullopt);
        }
        exchange(sides[0], sides[1]);
        for (int i = 0; i < 2; ++i) {
            for (const auto& [id, bytes] : written[i]) EXPECT_EQ(sides[1 - i].received[id], bytes) << id;
            for (const StreamId id : finished[i]) EXPECT_TRUE(sides[1 - i].finished.contains(id));
        }
    }
}

TEST(Yamux, RandomBytesNeverDoMoreThanEndTheSession) {
    auto random = test::seeded_random();
    for (int i = 0; i < 2000; ++i) {
        Side server(Role::kServer, {.max_inbound_streams = 4, .max_control_frames = 16});
        Bytes bytes = test::random_bytes(random, random() % 200);
        for (size_t at = 0; at + kHeaderBytes <= bytes.size(); at += kHeaderBytes) {
            bytes[at] = 0;
            bytes[at + 1] %= 5;
            bytes[at + 2] = 0;
            bytes[at + 3] &= 15;
            bytes[at + 4] = bytes[at + 5] = bytes[at + 6] = bytes[at + 8] = bytes[at + 9] = bytes[at + 10] = 0;
        }
        (void)server.take(bytes);
        EXPECT_LE(server.session.stream_count(), 4u);
        EXPECT_LE(output_of(server.session).size(), 2000u);
    }
}

}  // namespace
}  // namespace serinus::network::yamux
