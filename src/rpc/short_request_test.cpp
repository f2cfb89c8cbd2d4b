#include "rpc/short_request.hpp"

#include <gtest/gtest.h>

#include <boost/beast/http.hpp>
#include <string>
#include <vector>

#include "tests/support/random.hpp"

namespace serinus::rpc {
namespace {

namespace http = boost::beast::http;

constexpr std::string_view kBody = R"({"jsonrpc":"2.0","method":"hello","id":1})";

std::string post(const std::vector<std::string>& fields, std::string_view body = kBody) {
    std::string out = "POST / HTTP/1.1\r\n";
    for (const auto& field : fields) out += field + "\r\n";
    out += "\r\n";
    return out += body;
}

const std::string kLength = "Content-Length: " + std::to_string(kBody.size());

TEST(ShortRequest, IsSeenAsItsFieldsSay) {
    const std::string text = post({"content-type: application/json", kLength, "HOST:\t127.0.0.1:9944 ",
                                   "Connection: Keep-Alive", "Origin: https://polkadot.js.org", "Accept: */*"});
    const std::string with_more = text + "POST / HT";
    const auto request = ShortRequest::at_front_of(with_more);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->content_type, "application/json");
    EXPECT_EQ(request->host, "127.0.0.1:9944");
    EXPECT_EQ(request->origin, "https://polkadot.js.org");
    EXPECT_EQ(request->body, kBody);
    EXPECT_EQ(request->bytes, text.size()) << "the next one stays";
}

TEST(ShortRequest, IsTakenWhenAllOfItIsThere) {
    const std::string text = post({kLength});
    for (size_t size = 0; size < text.size(); ++size) {
        EXPECT_FALSE(ShortRequest::at_front_of(std::string_view(text).substr(0, size))) << size;
    }
    EXPECT_TRUE(ShortRequest::at_front_of(text));
}

// RFC 9112. All of these mean something else than that a body of this length is to be answered and the connection kept,
// or nothing at all.
TEST(ShortRequest, LeavesWhatIsRareOrWrongToTheParser) {
    for (const std::vector<std::string>& fields : std::vector<std::vector<std::string>>{
             {},
             {"Transfer-Encoding: chunked"},
             {kLength, "Transfer-Encoding: chunked"},
             {kLength, kLength},
             {kLength + ", " + std::to_string(kBody.size())},
             {"Content-Length: +1"},
             {"Content-Length:"},
             {"Content-Length: 18446744073709551617"},
             {kLength, "Connection: close"},
             {kLength, "Connection: keep-alive, Upgrade"},
             {kLength, "Proxy-Connection: close"},
             {kLength, "Upgrade: websocket"},
             {kLength, "Expect: 100-continue"},
             {kLength, "Forwarded: for=192.0.2.1"},
             {kLength, "X-Forwarded-For: 192.0.2.1"},
             {kLength, "X-Real-IP: 192.0.2.1"},
             {kLength, "Host: localhost:9944", "Host: example.org"},
             {kLength, "Host:"},
             {kLength, "Origin: http://localhost", "Origin: http://example.org"},
             {kLength, "Content-Type: application/json", "Content-Type: text/plain"},
             {kLength, "No colon"},
             {kLength, "Space : before the colon"},
             {kLength, ": no name"},
             {kLength, "A: folded", " line"},
             {kLength, "A: b\nTransfer-Encoding: chunked"},
             {kLength, std::string("A: \0", 4)},
             {kLength, "A: \x80"},
         }) {
        EXPECT_FALSE(ShortRequest::at_front_of(post(fields))) << post(fields);
    }
    for (const std::string_view start :
         {"GET / HTTP/1.1", "POST / HTTP/1.0", "POST /health HTTP/1.1", "POST  / HTTP/1.1"}) {
        const std::string text = post({kLength});
        EXPECT_FALSE(ShortRequest::at_front_of(std::string(start) + text.substr(text.find('\r')))) << start;
    }
    const std::string long_body(ShortRequest::kMaxBytes, 'a');
    EXPECT_FALSE(ShortRequest::at_front_of(post({"Content-Length: " + std::to_string(long_body.size())}, long_body)));
}

/// What Boost.Beast makes of a text; nullopt: an error, or it wants more.
struct Parsed {
    http::request_parser<http::string_body> parser;
    size_t bytes = 0;

    explicit Parsed(std::string_view text) {
        parser.eager(true);
        boost::system::error_code error;
        bytes = parser.put(boost::asio::buffer(text.data(), text.size()), error);
        is_whole = !error && parser.is_done();
    }
    bool is_whole = false;
    std::string field(std::string_view name) const {
        const auto value = parser.get()[{name.data(), name.size()}];
        return {value.data(), value.size()};
    }
};

void expect_the_same(const std::string& text) {
    const auto request = ShortRequest::at_front_of(text);
    if (!request) return;
    const Parsed parsed(text);
    ASSERT_TRUE(parsed.is_whole) << text;
    EXPECT_EQ(parsed.bytes, request->bytes) << text;
    EXPECT_EQ(parsed.parser.get().body(), request->body) << text;
    EXPECT_TRUE(parsed.parser.get().keep_alive()) << text;
    EXPECT_FALSE(parsed.parser.get().chunked() || parsed.parser.upgrade()) << text;
    EXPECT_EQ(parsed.field("Content-Type"), request->content_type) << text;
    EXPECT_EQ(parsed.field("Host"), request->host) << text;
    EXPECT_EQ(parsed.field("Origin"), request->origin) << text;
    for (const auto* name : {"Expect", "Forwarded", "X-Forwarded-For", "X-Real-IP"}) {
        EXPECT_EQ(parsed.field(name), "") << text;
    }
}

// Of a request with some characters changed both say the same, or it is left to the parser.
TEST(ShortRequest, MeansWhatItMeansToTheParser) {
    constexpr std::string_view kReplacements = "\r\n :,;\t0159azAZ-_\"{\x7f\xff";
    auto random = test::seeded_random();
    const std::string text = post({"Content-Type: application/json; charset=utf-8", kLength, "Host: localhost:9944",
                                   "Connection: keep-alive", "Origin: http://localhost",
                                   "Accept-Encoding: gzip, deflate", "Expectation: x", "X-Real-Ip2: y"}) +
                             post({kLength});
    size_t taken = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string changed = text;
        for (uint64_t edits = random() % 4; edits > 0; --edits) {
            const size_t at = random() % changed.size();
            const char c = kReplacements[random() % kReplacements.size()];
            switch (random() % 3) {
                case 0:
                    changed[at] = c;
                    break;
                case 1:
                    changed.insert(at, 1, c);
                    break;
                default:
                    changed.erase(at, 1 + random() % 4);
            }
        }
        expect_the_same(changed);
        if (HasFatalFailure()) return;
        taken += ShortRequest::at_front_of(changed).has_value() ? 1 : 0;
    }
    EXPECT_GT(taken, 5'000u) << "the unchanged ones at least";
}

}  // namespace
}  // namespace serinus::rpc
