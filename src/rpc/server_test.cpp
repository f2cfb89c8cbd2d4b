// The server over real sockets. No test measures time; where one waits, it waits for the other side to act.
#include "rpc/server.hpp"

#include <sys/socket.h>

#include <array>
#include <thread>

#include "rpc/server_test_support.hpp"

namespace serinus::rpc {
namespace {

TEST_F(Servers, HttpConnectionIsKept) {
    HttpClient client(start());
    for (int i = 0; i < 3; ++i) {
        const HttpResponse response = client.call(kHello);
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(response.body, kHelloAnswer);
        EXPECT_EQ(response.field("content-type"), "application/json; charset=utf-8");
    }
    EXPECT_EQ(server->stats().connections, 1u);
}

TEST_F(Servers, WebSocketAnswersOnTheSamePort) {
    WebSocketClient client(start());
    EXPECT_EQ(client.call(kHello), kHelloAnswer);
    client.send_binary(kHello);
    EXPECT_EQ(client.receive(), kHelloAnswer) << "bytes are as good as text";
    EXPECT_EQ(client.call("{"), R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}})");
}

TEST_F(Servers, RequestsOfOneConnectionRunBesideEachOther) {
    WebSocketClient client(start());
    client.send(R"({"jsonrpc":"2.0","method":"wait","id":1})");
    EXPECT_EQ(client.call(kHello), kHelloAnswer);
    barrier.open();
    EXPECT_EQ(client.receive(), R"({"jsonrpc":"2.0","id":1,"result":"waited"})");
}

TEST_F(Servers, ManyRequestsAtOnceAreAllAnswered) {
    WebSocketClient client(start());
    constexpr int kRequests = 1'000;
    for (int i = 0; i < kRequests; ++i) client.send(kHello);
    for (int i = 0; i < kRequests; ++i) EXPECT_EQ(client.receive(), kHelloAnswer);
}

constexpr std::string_view kLater = R"({"jsonrpc":"2.0","method":"later","id":2})";
constexpr std::string_view kLaterAnswer = R"({"jsonrpc":"2.0","id":2,"result":"later"})";

TEST_F(Servers, CallsWithoutAResultHoldNoThread) {
    WebSocketClient client(start());
    constexpr int kCalls = 8 * kHeavyCalls;
    for (int i = 0; i < kCalls; ++i) client.send(kLater);
    const auto all = wait_for_waiting(kCalls);
    EXPECT_EQ(client.call(kHello), kHelloAnswer);
    for (const Later& later : all) later(Json("later"));
    for (int i = 0; i < kCalls; ++i) EXPECT_EQ(client.receive(), kLaterAnswer);

    HttpClient other(server->port());
    std::jthread answering([&] {
        for (const Later& later : wait_for_waiting(1)) later(Json("later"));
    });
    EXPECT_EQ(other.call(kLater).body, kLaterAnswer);
}

TEST_F(Servers, AResultMayComeBeforeItsMethodReturns) {
    registry.later_method("at once", {}, [](const Call&, const Later& later) -> std::optional<RpcResult> {
        later(Json("later"));
        return std::nullopt;
    });
    WebSocketClient client(start());
    EXPECT_EQ(client.call(R"([{"jsonrpc":"2.0","method":"at once","id":2},{"jsonrpc":"2.0","method":"hello","id":1}])"),
              "[" + std::string(kLaterAnswer) + "," + std::string(kHelloAnswer) + "]");
}

// All calls that wait for nothing run on the thread of the sockets, and nothing else does.
TEST_F(Servers, CallsThatWaitForNothingAreMadeByTheThreadOfTheSockets) {
    const auto where = [](const Call&) -> RpcResult {
        return Json(std::hash<std::thread::id>()(std::this_thread::get_id()));
    };
    registry.method("quick", {.cost = Cost::kLight, .is_at_once = true}, where);
    registry.method("light", {.cost = Cost::kLight}, where);
    registry.method("brief", {.cost = Cost::kLight, .is_usually_brief = true}, where);
    registry.method("heavy", {}, where);
    WebSocketClient first(start()), second(server->port());
    const auto answer = [](WebSocketClient& client, const std::string& name, const std::string& params = "[]") {
        return client.call(R"({"jsonrpc":"2.0","id":1,"params":)" + params + R"(,"method":")" + name + "\"}");
    };
    const std::string sockets = answer(first, "quick");
    EXPECT_EQ(answer(second, "quick"), sockets);
    EXPECT_NE(answer(first, "light"), sockets);
    EXPECT_NE(answer(first, "heavy"), sockets);
    for (const char* name : {"light", "heavy"}) {
        EXPECT_NE(answer(first, name, R"([{"method":"quick"}])"), sockets) << "the name of another call's method";
    }
    EXPECT_NE(answer(first, "quick", "[\"" + std::string(8'000, 'a') + "\"]"), sockets) << "a long text";
    EXPECT_NE(first.call(R"([{"jsonrpc":"2.0","id":1,"method":"quick"}])"), "[" + sockets + "]") << "a batch";
    EXPECT_EQ(answer(first, "brief"), sockets);
}

namespace {

/// A frame of a client. Spec: RFC 6455, section 5.2
std::string frame(uint8_t head, const std::string& payload) {
    constexpr std::string_view kMask = "\x12\xf0\x07\x91";
    std::string out(1, static_cast<char>(head));
    const size_t size = payload.size();
    if (size < 126) {
        out += static_cast<char>(0x80 | size);
    } else {
        out += static_cast<char>(0xfe);
        out += static_cast<char>(size >> 8);
        out += static_cast<char>(size & 0xff);
    }
    out += kMask;
    for (size_t i = 0; i < size; ++i) out += static_cast<char>(payload[i] ^ kMask[i % kMask.size()]);
    return out;
}

}  // namespace

TEST_F(Servers, MessagesAreFoundHoweverTheyCome) {
    constexpr uint8_t kText = 0x81, kBegin = 0x01, kEnd = 0x80, kPing = 0x89, kBinary = 0x82;
    const std::string hello(kHello);
    const std::string long_text =
        R"({"jsonrpc":"2.0","method":"size","params":[")" + std::string(300, 'a') + R"("],"id":2})";
    const std::string other_text = R"({"jsonrpc":"2.0","method":"size","params":["ü"],"id":3})";
    std::string bytes;
    for (int i = 0; i < 3; ++i) bytes += frame(kText, hello);
    bytes += frame(kBegin, hello.substr(0, 10)) + frame(kPing, "ping") + frame(kEnd, hello.substr(10));
    bytes += frame(kText, hello) + frame(kText, long_text) + frame(kText, other_text) + frame(kText, hello);
    bytes += frame(kPing, "") + frame(kBinary, hello) + frame(kText, hello);
    constexpr size_t kHellos = 8;
    start();
    for (const size_t piece : {bytes.size(), size_t{1}, size_t{7}, size_t{64}}) {
        RawClient client(server->port());
        client.send("GET / HTTP/1.1\r\nHost: localhost:" + std::to_string(server->port()) +
                    "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        client.receive_until("\r\n\r\n");
        for (size_t at = 0; at < bytes.size(); at += piece) client.send(bytes.substr(at, piece));
        std::string got;
        const auto count = [&got](std::string_view text) {
            size_t out = 0;
            for (size_t at = got.find(text); at != got.npos; at = got.find(text, at + 1)) ++out;
            return out;
        };
        std::array<char, 4096> buffer;
        while (count(R"("result":)") < kHellos + 2) {
            const ssize_t size = ::recv(client.descriptor(), buffer.data(), buffer.size(), 0);
            ASSERT_GT(size, 0) << "pieces of " << piece << ": " << got;
            got.append(buffer.data(), static_cast<size_t>(size));
        }
        EXPECT_EQ(count(kHelloAnswer), kHellos) << piece;
        EXPECT_EQ(count(R"("id":2,"result":300)"), 1u) << piece;
        EXPECT_EQ(count(R"("id":3,"result":2)"), 1u) << piece;
    }
}

// Whole, in pieces, several at once; those that are read where they are and those that the parser sees.
TEST_F(Servers, RequestsOverHttpAreFoundHoweverTheyCome) {
    registry.method("quick", {.cost = Cost::kLight, .is_at_once = true},
                    [](const Call&) -> RpcResult { return Json("hello"); });
    const std::string quick = R"({"jsonrpc":"2.0","method":"quick","id":1})", hello(kHello);
    start();
    const auto post = [&](const std::string& field, const std::string& body) {
        return "POST / HTTP/1.1\r\nHost: localhost:" + std::to_string(server->port()) +
               "\r\nContent-Type: application/json\r\n" + field + "\r\n\r\n" + body;
    };
    const auto length = [](const std::string& body) { return "Content-Length: " + std::to_string(body.size()); };
    const std::string padded = quick + std::string(6'000, ' ');
    const std::string bytes = post(length(quick), quick) + post(length(hello), hello) + post(length(padded), padded) +
                              post("Transfer-Encoding: chunked", "29\r\n" + quick + "\r\n0\r\n\r\n") +
                              post(length(quick) + "\r\nA: " + std::string(5'000, 'a'), quick) +
                              post(length(quick) + "\r\nConnection: close", quick);
    for (const size_t piece : {bytes.size(), size_t{1}, size_t{64}, size_t{1'500}}) {
        RawClient client(server->port());
        for (size_t at = 0; at < bytes.size(); at += piece) client.send(bytes.substr(at, piece));
        const std::string got = client.receive_all();
        size_t answers = 0;
        for (size_t at = got.find(kHelloAnswer); at != got.npos; at = got.find(kHelloAnswer, at + 1)) ++answers;
        EXPECT_EQ(answers, 6u) << "pieces of " << piece << ": " << got;
    }
    EXPECT_EQ(server->stats().calls.size(), 2u);
}

// More than a socket takes at once goes on when the client reads.
TEST_F(Servers, ALongAnswerThatIsMadeAtOnceArrives) {
    registry.method("make at once", {.cost = Cost::kLight, .is_at_once = true},
                    [](const Call&) -> RpcResult { return Json(std::string(8 << 20, 'a')); });
    const std::string make = R"({"jsonrpc":"2.0","method":"make at once","id":1})";
    HttpClient client(start());
    for (int i = 0; i < 2; ++i) {
        const std::string body = client.call(make).body;
        EXPECT_EQ(body.size(), (8u << 20) + 36);
        EXPECT_EQ(body.find_first_not_of('a', 35), body.size() - 2);
    }
    EXPECT_EQ(client.call(kHello).body, kHelloAnswer) << "the next is read when all is sent";
    for (const auto& [owner, bytes] : server->stats().memory_bytes) EXPECT_EQ(bytes, 0u) << owner;
}

TEST_F(Servers, ABatchGoesOnWhenAResultComes) {
    WebSocketClient client(start());
    client.send("[" + std::string(kLater) + "," + std::string(kHello) + "," + std::string(kLater) + "]");
    for (int i = 0; i < 2; ++i) {
        for (const Later& later : wait_for_waiting(1)) later(Json("later"));
    }
    EXPECT_EQ(client.receive(), "[" + std::string(kLaterAnswer) + "," + std::string(kHelloAnswer) + "," +
                                    std::string(kLaterAnswer) + "]");
}

TEST_F(Servers, AConnectionThatEndsTakesItsWaitingCallsAlong) {
    std::vector<Later> left;
    {
        WebSocketClient client(start());
        client.call(kWatch);
        for (int i = 0; i < 3; ++i) client.send(kLater);
        left = wait_for_waiting(3);
        client.close();
    }
    wait_for_closed(1);
    for (const Later& later : left) later(Json("later"));
    WebSocketClient other(server->port());
    EXPECT_EQ(other.call(kHello), kHelloAnswer);
}

TEST_F(Servers, AServerStopsWhileCallsWait) {
    const uint16_t port = start();
    WebSocketClient client(port);
    client.send(kLater);
    std::jthread http([port] { EXPECT_NE(HttpClient(port).call(kHello).status, 0); });
    const auto left = wait_for_waiting(1);
    http.join();
    server->stop();
    for (const Later& later : left) later(Json("later"));
    EXPECT_EQ(client.receive(), std::nullopt);
}

// Several messages go out by one call of the system. Spec: RFC 6455, section 5.2, whose lengths have three forms.
TEST_F(Servers, AnswersThatAreReadyTogetherKeepTheirOrderAndLength) {
    WebSocketClient client(start());
    constexpr std::array<size_t, 8> kSizes = {1, 86, 87, 88, 5'000, 65'000, 65'496, 70'000};
    std::vector<std::string> texts;
    for (int i = 0; i < 40; ++i) texts.emplace_back(kSizes[i % kSizes.size()] + i / kSizes.size(), 'a');
    for (size_t i = 0; i < texts.size(); ++i) client.send(kLater);
    const auto all = wait_for_waiting(texts.size());
    for (size_t i = 0; i < texts.size(); ++i) all[i](Json(texts[i]));
    for (const std::string& text : texts) {
        EXPECT_EQ(client.receive(), R"({"jsonrpc":"2.0","id":2,"result":")" + text + "\"}");
    }
}

TEST_F(Servers, HttpNotificationIsAcknowledged) {
    HttpClient client(start());
    const HttpResponse response = client.call(R"({"jsonrpc":"2.0","method":"hello"})");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "");
}

TEST_F(Servers, HttpTakesPostedJsonOnly) {
    HttpClient client(start());
    EXPECT_EQ(client.request("POST", "/", kHello, {{"Content-Type", "text/plain"}}).status, 415);
    const HttpResponse response = HttpClient(server->port()).request("GET", "/");
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.body, "Used HTTP Method is not allowed. POST is required\n");
    EXPECT_EQ(HttpClient(server->port()).request("DELETE", "/").status, 405);
    const HttpResponse empty = HttpClient(server->port()).call("");
    EXPECT_EQ(empty.status, 400);
    EXPECT_EQ(empty.body, R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}})");
}

TEST_F(Servers, WhatIsNoHttpIsRefused) {
    RawClient client(start());
    client.send("\x16\x03\x01\x02 this is no HTTP\r\n\r\n");
    EXPECT_TRUE(client.receive_all().starts_with("HTTP/1.1 400"));
    RawClient long_header(server->port());
    long_header.send("GET / HTTP/1.1\r\nA: " + std::string(64 << 10, 'a'));
    EXPECT_TRUE(long_header.receive_all().starts_with("HTTP/1.1 400"));
}

TEST_F(Servers, RequestsHaveALimit) {
    options.max_request_bytes = 100;
    const std::string too_big = R"({"jsonrpc":"2.0","id":null,"error":{"code":-32007,"message":"Request is too big",)"
                                R"("data":"Exceeded max limit of 100"}})";
    HttpClient http(start());
    std::string request = R"({"jsonrpc":"2.0","method":"size","id":1,"params":[""]})";
    request.insert(request.size() - 3, 100 - request.size(), 'a');
    EXPECT_EQ(http.call(request).status, 200);
    request.insert(request.size() - 3, 1, 'a');
    const HttpResponse response = http.call(request);
    EXPECT_EQ(response.status, 413);
    EXPECT_EQ(response.body, too_big);

    const HttpResponse huge = HttpClient(server->port()).call(std::string(16 << 20, '['));
    EXPECT_EQ(huge.status, 413) << "read by one who reads after all is written";

    RawClient chunked(server->port());
    chunked.send("POST / HTTP/1.1\r\nHost: localhost:" + std::to_string(server->port()) +
                 "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + request +
                 "\r\n0\r\n\r\n");
    EXPECT_TRUE(chunked.receive_all().starts_with("HTTP/1.1 413"));

    // Observed: polkadot 1.25.1: the connection stays, the message is answered.
    WebSocketClient websocket(server->port());
    EXPECT_EQ(websocket.call(request), too_big);
    EXPECT_EQ(websocket.call(std::string(1 << 20, '[')), too_big);
    EXPECT_EQ(websocket.call(kHello), kHelloAnswer);
}

TEST_F(Servers, LargeRequestsAndAnswersPass) {
    WebSocketClient websocket(start());
    const std::string request =
        R"({"jsonrpc":"2.0","method":"size","id":1,"params":[")" + std::string(5 << 20, 'a') + "\"]}";
    const std::string answer = R"({"jsonrpc":"2.0","id":1,"result":5242880})";
    EXPECT_EQ(websocket.call(request), answer);
    EXPECT_EQ(HttpClient(server->port()).call(request).body, answer);
    const std::string make = R"({"jsonrpc":"2.0","method":"make","id":1,"params":[5000000]})";
    EXPECT_EQ(websocket.call(make).size(), 5'000'000u + 36);
    EXPECT_EQ(HttpClient(server->port()).call(make).body.size(), 5'000'000u + 36);
    for (const auto& [owner, bytes] : server->stats().memory_bytes) EXPECT_EQ(bytes, 0u) << owner;
}

TEST_F(Servers, AnswersHaveALimit) {
    options.max_response_bytes = 1'000;
    WebSocketClient client(start());
    EXPECT_EQ(client.call(R"({"jsonrpc":"2.0","method":"make","id":1,"params":[1000]})"),
              R"({"jsonrpc":"2.0","id":1,"error":{"code":-32008,"message":"Response is too big",)"
              R"("data":"Exceeded max limit of 1000"}})");
}

TEST_F(Servers, ExpectantClientIsToldToContinue) {
    RawClient client(start());
    client.send("POST / HTTP/1.1\r\nHost: localhost:" + std::to_string(server->port()) +
                "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(kHello.size()) +
                "\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send(kHello);
    EXPECT_TRUE(client.receive_all().ends_with(kHelloAnswer));
}

TEST_F(Servers, SubscriptionOverWebSocket) {
    WebSocketClient client(start());
    const std::string opened = client.call(kWatch);
    publish("[1]");
    const std::string id = sinks.at(0)->id();
    EXPECT_EQ(opened, R"({"jsonrpc":"2.0","id":1,"result":")" + id + "\"}");
    EXPECT_EQ(client.receive(),
              R"({"jsonrpc":"2.0","method":"event","params":{"subscription":")" + id + R"(","result":[1]}})");
    EXPECT_EQ(server->stats().subscriptions, 1u);
    EXPECT_EQ(client.call(R"({"jsonrpc":"2.0","method":"unwatch","id":2,"params":[")" + id + "\"]}"),
              R"({"jsonrpc":"2.0","id":2,"result":true})");
    EXPECT_EQ(closed, 1u);
    EXPECT_EQ(server->stats().subscriptions, 0u);
}

TEST_F(Servers, SubscriptionsEndWithTheirConnection) {
    start();
    {
        WebSocketClient polite(server->port()), rude(server->port());
        polite.call(kWatch);
        rude.call(kWatch);
        polite.close();
    }
    wait_for_closed(2);
    const std::lock_guard lock(mutex);
    for (const auto& sink : sinks) EXPECT_FALSE(sink->is_open());
}

TEST_F(Servers, AClientThatDoesNotReadLosesItsSubscriptionAlone) {
    options.write_timeout_ms = 3'600'000;
    WebSocketClient slow(start());
    const int small = 4096;
    ::setsockopt(slow.descriptor(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    slow.call(kWatch);
    const std::string text = "\"" + std::string(100'000, 'a') + "\"";
    for (int i = 0; i < 1'000 && sinks.at(0)->is_open(); ++i) publish(text);
    EXPECT_FALSE(sinks.at(0)->is_open());
    WebSocketClient other(server->port());
    EXPECT_EQ(other.call(kHello), kHelloAnswer);
}

TEST_F(Servers, AClientThatDoesNotReadIsDisconnected) {
    options.write_timeout_ms = 100;
    WebSocketClient slow(start());
    slow.call(kWatch);
    for (int i = 0; i < 2'000; ++i) slow.send(R"({"jsonrpc":"2.0","method":"make","id":1,"params":[10000]})");
    wait_for_closed(1);
}

TEST_F(Servers, ConnectionsHaveALimit) {
    options.max_connections = 2;
    WebSocketClient first(start()), second(server->port());
    int refused = 0;
    const WebSocketClient third(server->port(), {}, &refused);
    EXPECT_EQ(refused, 429);
    const HttpResponse response = HttpClient(server->port()).call(kHello);
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(response.body, "Too many connections. Please try again later.");
    first.close();
    while (HttpClient(server->port()).call(kHello).status != 200) {
    }
}

TEST_F(Servers, SubscriptionsOfAConnectionHaveALimit) {
    options.max_subscriptions_per_connection = 1;
    WebSocketClient client(start());
    client.call(kWatch);
    EXPECT_EQ(client.call(kWatch), R"({"jsonrpc":"2.0","id":1,"error":{"code":-32006,)"
                                   R"("message":"Too many subscriptions on the connection",)"
                                   R"("data":"Exceeded max limit of 1"}})");
    EXPECT_NE(WebSocketClient(server->port()).call(kWatch).find("result"), std::string::npos);
}

TEST_F(Servers, BatchesMayBeForbiddenOrShort) {
    const std::string batch = "[" + std::string(kHello) + "," + std::string(kHello) + "]";
    EXPECT_EQ(HttpClient(start()).call(batch).body,
              "[" + std::string(kHelloAnswer) + "," + std::string(kHelloAnswer) + "]");
    options.max_batch_length = 1;
    EXPECT_NE(HttpClient(start()).call(batch).body.find("-32010"), std::string::npos);
    options.batches = false;
    EXPECT_NE(HttpClient(start()).call(batch).body.find("-32005"), std::string::npos);
}

TEST_F(Servers, UnsafeMethodsAreForThisMachineUnlessSaidOtherwise) {
    const std::string harm = R"({"jsonrpc":"2.0","method":"harm","id":1})";
    options.cors.reset();
    for (const bool external : {false, true}) {
        for (const auto policy : {MethodsPolicy::kAuto, MethodsPolicy::kSafe, MethodsPolicy::kUnsafe}) {
            options.external = external;
            options.methods = policy;
            const bool allowed = policy == MethodsPolicy::kUnsafe || (policy == MethodsPolicy::kAuto && !external);
            const std::string answer = HttpClient(start()).call(harm).body;
            EXPECT_EQ(answer.find("done") != std::string::npos, allowed) << answer;
        }
    }
}

TEST_F(Servers, PagesOfStrangersAreRefused) {
    const uint16_t port = start();
    const HttpResponse ours = HttpClient(port).request(
        "POST", "/", kHello, {{"Content-Type", "application/json"}, {"Origin", "http://localhost:3000"}});
    EXPECT_EQ(ours.field("access-control-allow-origin"), "http://localhost:3000");
    EXPECT_EQ(ours.field("vary"), "origin");
    const HttpResponse asked = HttpClient(port).request(
        "OPTIONS", "/", "", {{"Origin", "https://polkadot.js.org"}, {"Access-Control-Request-Method", "POST"}});
    EXPECT_EQ(asked.status, 200);
    EXPECT_EQ(asked.field("access-control-allow-origin"), "https://polkadot.js.org");
    EXPECT_EQ(asked.field("access-control-allow-headers"), "content-type");
    const HttpResponse evil = HttpClient(port).request("OPTIONS", "/", "", {{"Origin", "https://evil.org"}});
    EXPECT_EQ(evil.field("access-control-allow-origin"), "");

    int refused = 0;
    const WebSocketClient page(port, {{"Origin", "https://evil.org"}}, &refused);
    EXPECT_EQ(refused, 403);
    WebSocketClient friendly(port, {{"Origin", "https://polkadot.js.org"}});
    EXPECT_EQ(friendly.call(kHello), kHelloAnswer);
}

TEST_F(Servers, NamesOfStrangersAreRefused) {
    const HttpResponse response =
        HttpClient(start()).request("POST", "/", kHello, {{"Content-Type", "application/json"}, {"Host", "evil.org"}});
    EXPECT_EQ(response.status, 403);
    EXPECT_EQ(response.body, "Provided Host header is not whitelisted.\n");
    int refused = 0;
    const WebSocketClient page(server->port(), {{"Host", "evil.org"}}, &refused);
    EXPECT_EQ(refused, 403);
}

TEST_F(Servers, AllPagesMayComeIfAllMay) {
    options.cors.reset();
    const HttpResponse response = HttpClient(start()).request(
        "POST", "/", kHello,
        {{"Content-Type", "application/json"}, {"Host", "any.org"}, {"Origin", "https://any.org"}});
    EXPECT_EQ(response.body, kHelloAnswer);
    EXPECT_EQ(response.field("access-control-allow-origin"), "*");
    WebSocketClient page(server->port(), {{"Origin", "https://any.org"}});
    EXPECT_EQ(page.call(kHello), kHelloAnswer);
}

TEST_F(Servers, HealthIsThatOfTheSystem) {
    HttpClient client(start());
    const HttpResponse health = client.request("GET", "/health");
    EXPECT_EQ(health.status, 200);
    EXPECT_EQ(health.body, R"({"peers":0,"isSyncing":false,"shouldHavePeers":true})");
    EXPECT_EQ(client.request("GET", "/health/readiness").status, 500);
    peers = 1;
    EXPECT_EQ(client.request("GET", "/health/readiness?now").status, 200);
    is_syncing = true;
    EXPECT_EQ(client.request("GET", "/health/readiness").status, 500);
}

// Observed: polkadot-stable2407: a development chain has no peers and is ready.
TEST_F(Servers, ANodeThatNeedsNoPeersIsReady) {
    should_have_peers = false;
    HttpClient client(start());
    EXPECT_EQ(client.request("GET", "/health/readiness").status, 200);
}

TEST_F(Servers, PagesCanBeServedAlone) {
    options.pages = [](std::string_view path) -> std::optional<Page> {
        if (path != "/metrics") return std::nullopt;
        return Page{"text/plain; version=0.0.4; charset=utf-8", std::string(3'000'000, 'm')};
    };
    auto bound = Server::bind(*scheduler, options);
    ASSERT_TRUE(bound);
    server = *std::move(bound);
    server->start_pages();
    HttpClient client(server->port());
    for (int i = 0; i < 5; ++i) {
        const HttpResponse page = client.request("GET", "/metrics?a=b", {}, {{"Host", "monitor.example:80"}});
        EXPECT_EQ(page.status, 200) << "any name will do: there is nothing here that a page could do";
        EXPECT_EQ(page.field("content-type"), "text/plain; version=0.0.4; charset=utf-8");
        EXPECT_EQ(page.body.size(), 3'000'000u);
        EXPECT_EQ(page.field("access-control-allow-origin"), "");
    }
    RawClient head(server->port());
    head.send("HEAD /metrics HTTP/1.0\r\n\r\n");
    const std::string answer = head.receive_all();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
    EXPECT_NE(answer.find("Content-Length: 3000000\r\n"), answer.npos);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
    EXPECT_EQ(client.request("GET", "/").status, 404);
    EXPECT_EQ(client.request("GET", "/health").status, 404);
    EXPECT_EQ(HttpClient(server->port()).call(kHello).status, 405);
}

TEST_F(Servers, PagesAreServedBesideTheMethods) {
    options.pages = [](std::string_view path) -> std::optional<Page> {
        if (path != "/") return std::nullopt;
        return Page{"text/html; charset=utf-8", "<html>"};
    };
    HttpClient client(start());
    const HttpResponse page = client.request("GET", "/?a=b");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.field("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(page.body, "<html>");
    EXPECT_EQ(client.request("GET", "/favicon.ico").status, 404);
    EXPECT_EQ(client.request("GET", "/health").status, 200);
    EXPECT_EQ(client.call(kHello).body, kHelloAnswer);
}

TEST_F(Servers, RateLimitMakesCallsOfABatchFailAndOthersWait) {
    options.rate_limit_per_minute = 2;
    const std::string three = "[" + std::string(kHello) + "," + std::string(kHello) + "," + std::string(kHello) + "]";
    WebSocketClient client(start());
    const std::string answer = client.call(three);
    EXPECT_EQ(answer, "[" + std::string(kHelloAnswer) + "," + std::string(kHelloAnswer) + "," +
                          R"({"jsonrpc":"2.0","id":1,"error":{"code":-32999,"message":"RPC rate limit exceeded"}}])");
    options.rate_limit_whitelisted = {"127.0.0.0/8"};
    WebSocketClient trusted(start());
    for (int i = 0; i < 10; ++i) EXPECT_EQ(trusted.call(kHello), kHelloAnswer);

    options.rate_limit_whitelisted = {"192.0.2.1"};
    options.rate_limit_trust_proxy_headers = true;
    WebSocketClient forwarded(start(), {{"X-Forwarded-For", "192.0.2.1"}});
    for (int i = 0; i < 10; ++i) EXPECT_EQ(forwarded.call(kHello), kHelloAnswer);
}

TEST_F(Servers, RateLimitIsTakenUpAgainAfterAWhile) {
    options.rate_limit_per_minute = 6'000;
    WebSocketClient client(start());
    std::string batch = "[" + std::string(kHello);
    for (int i = 1; i < 6'000; ++i) batch += "," + std::string(kHello);
    client.call(batch + "]");
    for (int i = 0; i < 20; ++i) EXPECT_EQ(client.call(kHello), kHelloAnswer);
}

TEST_F(Servers, SlowHeadersAndBodiesAreDisconnected) {
    options.header_timeout_ms = options.body_timeout_ms = 50;
    RawClient silent(start()), header(server->port()), body(server->port());
    header.send("POST / HTTP/1.1\r\nHost");
    body.send("POST / HTTP/1.1\r\nHost: localhost:" + std::to_string(server->port()) +
              "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
    EXPECT_EQ(silent.receive_all(), "");
    EXPECT_EQ(header.receive_all(), "");
    EXPECT_EQ(body.receive_all(), "");
}

TEST_F(Servers, ASilentWebSocketIsPingedAndDisconnected) {
    options.ping_interval_ms = 20;
    options.inactive_limit_ms = 20;
    // A client that reads answers pings; one that only opened the connection does not.
    RawClient dead(start());
    dead.send("GET / HTTP/1.1\r\nHost: localhost:" + std::to_string(server->port()) +
              "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    const std::string received = dead.receive_all();
    EXPECT_TRUE(received.starts_with("HTTP/1.1 101 Switching Protocols"));
    EXPECT_NE(received.find(std::string("\x89\x00", 2)), std::string::npos) << "no ping";
    EXPECT_EQ(server->stats().sessions_opened, 1u);
}

TEST_F(Servers, BadFramesEndTheConnection) {
    RawClient client(start());
    client.send("GET / HTTP/1.1\r\nHost: localhost:" + std::to_string(server->port()) +
                "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    client.receive_until("\r\n\r\n");
    client.send("\x81\x05hello");  // a client must mask
    client.receive_all();
    WebSocketClient invalid(server->port());
    invalid.send("{\"a\":\"\xff\xff\"}");
    EXPECT_EQ(invalid.receive(), std::nullopt);
    EXPECT_EQ(invalid.close_code(), 1007);
}

// The port is taken before there are methods; clients that connect meanwhile are answered later.
TEST_F(Servers, ClientsMayConnectBeforeTheStart) {
    auto bound = Server::bind(*scheduler, options);
    ASSERT_TRUE(bound);
    server = *std::move(bound);
    options.port = server->port();
    EXPECT_FALSE(Server::bind(*scheduler, options));
    HttpClient early(server->port());
    server->start(registry);
    EXPECT_EQ(early.call(kHello).body, kHelloAnswer);
}

TEST_F(Servers, BusyPortSaysWhatToDo) {
    options.port = start();
    const auto second = Server::start(registry, *scheduler, options);
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().find("127.0.0.1:" + std::to_string(options.port)), std::string::npos) << second.error();
    EXPECT_NE(second.error().find("--rpc-port"), std::string::npos);
}

TEST_F(Servers, OptionsThatMakeNoSenseAreRefused) {
    options.rate_limit_whitelisted = {"10.0.0.0/40"};
    EXPECT_EQ(Server::start(registry, *scheduler, options).error(), "'10.0.0.0/40' is no IP address or network");
    options.rate_limit_whitelisted = {};
    options.rate_limit_per_minute = 0;
    EXPECT_FALSE(Server::start(registry, *scheduler, options));
}

TEST_F(Servers, CallsAreCounted) {
    WebSocketClient websocket(start());
    websocket.call(kHello);
    websocket.call(R"({"jsonrpc":"2.0","method":"size","id":1})");
    HttpClient http(server->port());
    http.call(kHello);
    http.call(R"({"jsonrpc":"2.0","method":"what","id":1})");
    const auto calls = server->stats().calls;
    ASSERT_EQ(calls.size(), 4u);
    EXPECT_EQ(calls[0].method, "hello");
    EXPECT_FALSE(calls[0].websocket);
    EXPECT_EQ(calls[1].method, "hello");
    EXPECT_TRUE(calls[1].websocket);
    EXPECT_EQ(calls[1].succeeded, 1u);
    EXPECT_EQ(calls[2].method, "size");
    EXPECT_EQ(calls[2].failed, 1u);
    EXPECT_EQ(calls[3].method, "unknown");
    uint64_t timed = 0;
    for (const uint64_t count : calls[0].by_time) timed += count;
    EXPECT_EQ(timed, 1u);
}

TEST_F(Servers, BothVersionsOfIpAreServed) {
    start();
    const auto addresses = server->addresses();
    EXPECT_EQ(addresses.at(0), "127.0.0.1:" + std::to_string(server->port()));
    if (addresses.size() > 1) EXPECT_EQ(addresses.at(1), "[::1]:" + std::to_string(server->port()));
}

}  // namespace
}  // namespace serinus::rpc
