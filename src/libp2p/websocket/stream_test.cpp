// Cases in the order of the Autobahn test suite: framing, pings, reserved bits, opcodes, fragmentation, closing.
#include "libp2p/websocket/stream.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::websocket {
namespace {

using namespace literals;

struct Side {
    Stream stream;
    Bytes received = {};
    std::string failure = {};

    void take(Bytes bytes, size_t piece = SIZE_MAX) {
        for (size_t at = 0; at < bytes.size() && failure.empty();) {
            const size_t size = std::min(piece, bytes.size() - at);
            std::vector<MutableBytesView> data;
            const auto taken = stream.take(MutableBytesView(bytes).subspan(at, size), data);
            for (const auto part : data) append(received, part);
            if (!taken) failure = taken.error().reason;
            at += size;
        }
    }
    Bytes give() {
        Bytes out;
        stream.give(out);
        return out;
    }
    Bytes write(BytesView payload) {
        Bytes out;
        stream.write(payload, out);
        return out;
    }
};

struct Pair {
    Side client{Stream({.host = "example.com", .mask_seed = 1})};
    Side server{};

    explicit Pair(size_t piece = SIZE_MAX) {
        server.take(client.give(), piece);
        client.take(server.give(), piece);
        EXPECT_TRUE(client.stream.is_open() && server.stream.is_open());
    }
};

/// A frame as a client writes it.
Bytes frame(Opcode opcode, std::string_view payload, bool is_last = true) {
    const Mask mask = {9, 8, 7, 6};
    Bytes out;
    append_frame_head(out, {is_last, opcode, mask, payload.size()});
    const size_t begin = out.size();
    append(out, as_bytes(payload));
    apply_mask(MutableBytesView(out).subspan(begin), mask, 0);
    return out;
}
/// As a server writes it.
Bytes plain_frame(Opcode opcode, std::string_view payload) {
    Bytes out;
    append_frame_head(out, {true, opcode, std::nullopt, payload.size()});
    append(out, as_bytes(payload));
    return out;
}

std::string text_of(BytesView bytes) { return std::string(as_text(bytes)); }

TEST(WebSocketStream, BytesGoBothWaysInMessagesOfAllSizesCutAnywhere) {
    auto random = test::seeded_random();
    for (const size_t piece : {size_t{1}, size_t{3}, size_t{SIZE_MAX}}) {
        Pair pair(piece);
        Bytes sent;
        for (const size_t size : {size_t{0}, size_t{1}, size_t{125}, size_t{126}, size_t{127}, size_t{65535},
                                  size_t{65536}, size_t{65537}}) {
            const Bytes payload = test::random_bytes(random, size);
            pair.server.take(pair.client.write(payload), piece);
            pair.client.take(pair.server.write(payload), piece);
            append(sent, payload);
        }
        EXPECT_EQ(pair.server.received, sent);
        EXPECT_EQ(pair.client.received, sent);
    }
}

TEST(WebSocketStream, EveryCutOfASessionGivesTheSame) {
    const Bytes request = Side{Stream({.host = "a", .mask_seed = 1})}.give();
    const Bytes session = concat(request, frame(Opcode::kBinary, "one", false), frame(Opcode::kPing, "?"),
                                 frame(Opcode::kContinuation, "two"), frame(Opcode::kClose, "\x03\xe8"));
    for (size_t cut = 0; cut <= session.size(); ++cut) {
        Side server;
        server.take(to_bytes(BytesView(session).first(cut)));
        server.take(to_bytes(BytesView(session).subspan(cut)));
        EXPECT_EQ(server.failure, "");
        EXPECT_EQ(text_of(server.received), "onetwo");
        EXPECT_TRUE(server.stream.is_closed());
        EXPECT_TRUE(server.give().size() > 100);
    }
}

TEST(WebSocketStream, WhatComesBehindTheUpgradeInOnePieceIsTaken) {
    Side client{Stream({.host = "a", .mask_seed = 1})};
    Side server;
    server.take(concat(client.give(), frame(Opcode::kBinary, "early")));
    EXPECT_EQ(text_of(server.received), "early");
}

TEST(WebSocketStream, ClientsMaskWithAnotherMaskEachTime) {
    Pair pair;
    const Bytes first = pair.client.write(as_bytes("abcd")), second = pair.client.write(as_bytes("abcd"));
    EXPECT_EQ(first[1] & 0x80, 0x80);
    EXPECT_NE(first, second);
}

TEST(WebSocketStream, APingIsAnsweredWithItsPayloadAndOfManyOnlyTheLast) {
    Pair pair;
    pair.server.take(frame(Opcode::kPing, "hello"));
    EXPECT_EQ(pair.server.give(), plain_frame(Opcode::kPong, "hello"));
    pair.server.take(concat(frame(Opcode::kPing, "one"), frame(Opcode::kPing, std::string(125, 'x'))));
    EXPECT_EQ(pair.server.give(), plain_frame(Opcode::kPong, std::string(125, 'x')));
    pair.server.take(frame(Opcode::kPing, ""));
    EXPECT_EQ(pair.server.give(), plain_frame(Opcode::kPong, ""));
    // Nobody asked for it, and nothing comes of it.
    pair.server.take(frame(Opcode::kPong, "unasked"));
    EXPECT_FALSE(pair.server.stream.has_output());
    EXPECT_TRUE(pair.server.stream.is_open());
}

TEST(WebSocketStream, PingsBetweenFragmentsAreAnswered) {
    Pair pair;
    pair.server.take(concat(frame(Opcode::kBinary, "a", false), frame(Opcode::kPing, "1"),
                            frame(Opcode::kContinuation, "b", false), frame(Opcode::kContinuation, "c")));
    EXPECT_EQ(text_of(pair.server.received), "abc");
    EXPECT_EQ(pair.server.give(), plain_frame(Opcode::kPong, "1"));
}

TEST(WebSocketStream, AViolationEndsTheConnectionWithItsCode) {
    const std::vector<std::pair<const char*, Bytes>> cases = {
        {"reserved bit", "c28000000000"_hex},
        {"reserved opcode", "83"_hex},
        {"reserved control opcode", "8b"_hex},
        {"long ping", "89fe"_hex},
        {"fragmented ping", "09"_hex},
        {"continuation of nothing", frame(Opcode::kContinuation, "a")},
        {"a message within a message", concat(frame(Opcode::kBinary, "a", false), frame(Opcode::kBinary, "b"))},
        {"not masked", plain_frame(Opcode::kBinary, "a")},
        {"long length", "82fe0001"_hex},
        {"half a close code", frame(Opcode::kClose, "\x03")},
        {"close code 999", frame(Opcode::kClose, "\x03\xe7")},
        {"close code 1005", frame(Opcode::kClose, "\x03\xed")},
        {"close code 1006", frame(Opcode::kClose, "\x03\xee")},
        {"close code 2999", frame(Opcode::kClose, "\x0b\xb7")},
        {"close code 5000", frame(Opcode::kClose, "\x13\x88")},
    };
    for (const auto& [name, bytes] : cases) {
        for (const size_t piece : {size_t{1}, size_t{SIZE_MAX}}) {
            Pair pair;
            pair.server.take(bytes, piece);
            EXPECT_NE(pair.server.failure, "") << name;
            EXPECT_EQ(pair.server.give(), "880203ea"_hex) << name;  // 1002
            EXPECT_FALSE(pair.server.stream.is_open());
        }
    }
    Pair pair;
    pair.server.take(frame(Opcode::kText, "text"));
    EXPECT_EQ(pair.server.give(), "880203eb"_hex);  // 1003
}

TEST(WebSocketStream, AClientTakesNoMaskedFrame) {
    Pair pair;
    pair.client.take(frame(Opcode::kBinary, "a"));
    EXPECT_NE(pair.client.failure, "");
}

TEST(WebSocketStream, BothSidesCloseWithOneFrameEach) {
    Pair pair;
    pair.client.stream.close();
    EXPECT_FALSE(pair.client.stream.is_open());
    pair.server.take(pair.client.give());
    EXPECT_TRUE(pair.server.stream.is_closed());
    const Bytes answer = pair.server.give();
    EXPECT_EQ(answer, "880203e8"_hex);  // 1000
    pair.client.take(answer);
    EXPECT_TRUE(pair.client.stream.is_closed());
    EXPECT_FALSE(pair.client.stream.has_output());
    // Bytes behind a close frame are ignored.
    pair.server.take(frame(Opcode::kBinary, "late"));
    EXPECT_EQ(pair.server.failure, "");
    EXPECT_TRUE(pair.server.received.empty());
}

TEST(WebSocketStream, CloseFramesWithAndWithoutAReasonAreTaken) {
    for (const char* const payload : {"", "\x03\xe8", "\x03\xe9 going away", "\x0b\xb8", "\x13\x87"}) {
        Pair pair;
        pair.server.take(frame(Opcode::kClose, payload));
        EXPECT_EQ(pair.server.failure, "");
        EXPECT_TRUE(pair.server.stream.is_closed());
    }
}

TEST(WebSocketStream, DataThatComesAfterOurCloseIsDropped) {
    Pair pair;
    pair.server.stream.close();
    pair.server.take(concat(frame(Opcode::kBinary, "late"), frame(Opcode::kPing, "1")));
    EXPECT_TRUE(pair.server.received.empty());
    EXPECT_EQ(pair.server.give(), "880203e8"_hex);
}

TEST(WebSocketStream, ARequestOfHttpIsAnsweredWithAnError) {
    Side server;
    server.take(to_bytes(as_bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
    EXPECT_NE(server.failure, "");
    EXPECT_TRUE(text_of(server.give()).starts_with("HTTP/1.1 426 "));
}

TEST(WebSocketStream, AnEndlessUpgradeIsRefused) {
    for (const size_t piece : {size_t{1}, size_t{4096}}) {
        Side server;
        server.take(Bytes(2 * kMaxUpgradeBytes, 'x'), piece);
        EXPECT_NE(server.failure, "");
        EXPECT_TRUE(text_of(server.give()).starts_with("HTTP/1.1 400 "));
        Side client{Stream({.host = "a", .mask_seed = 1})};
        (void)client.give();
        client.take(Bytes(2 * kMaxUpgradeBytes, 'x'), piece);
        EXPECT_NE(client.failure, "");
        EXPECT_FALSE(client.stream.has_output());
    }
}

}  // namespace
}  // namespace serinus::network::websocket
