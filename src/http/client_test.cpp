// The HTTP client against servers on the loopback interface that say exactly what a test wants.
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <thread>

#include "http/client.hpp"
#include "platform/files.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace executor;
using Kind = HttpStatus::Kind;

uint64_t now_ms() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

/// Far enough away for a busy machine.
HttpDeadline soon() { return now_ms() + 30'000; }

template <class Stream>
std::string read_request(Stream& stream) {
    std::string text;
    boost::system::error_code error;
    size_t expected = std::string::npos;
    while (text.size() < expected) {
        char buffer[4096];
        const size_t count = stream.read_some(asio::buffer(buffer), error);
        if (error) break;
        text.append(buffer, count);
        const size_t head = text.find("\r\n\r\n");
        if (head == std::string::npos || expected != std::string::npos) continue;
        const size_t length = text.find("Content-Length: ");
        expected = head + 4 + (length < head ? std::stoul(text.substr(length + 16)) : 0);
    }
    return text;
}

/// Answers one connection after the other, on a thread of its own, and notes what it was asked.
class Server {
  public:
    using Answer = std::function<void(tcp::socket&)>;

    explicit Server(Answer answer) : answer_(std::move(answer)) {
        thread_ = std::thread([this] {
            for (;;) {
                boost::system::error_code error;
                tcp::socket socket(io_);
                acceptor_.accept(socket, error);
                if (error || stopping_) return;
                answer_(socket);
            }
        });
    }
    /// Reads the request, then writes `text` and closes.
    explicit Server(const std::string& text)
        : Server([this, text](tcp::socket& socket) {
              requests.push_back(read_request(socket));
              boost::system::error_code ignored;
              asio::write(socket, asio::buffer(text), ignored);
          }) {}

    ~Server() {
        stopping_ = true;
        boost::system::error_code ignored;
        tcp::socket(io_).connect(acceptor_.local_endpoint(), ignored);
        thread_.join();
    }

    uint16_t port() const { return acceptor_.local_endpoint().port(); }
    std::string url(const std::string& path = "/") const { return "http://127.0.0.1:" + std::to_string(port()) + path; }

    std::vector<std::string> requests;  ///< to be read when an answer has come

  private:
    asio::io_context io_;
    tcp::acceptor acceptor_{io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
    Answer answer_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

class OffchainHttpClient : public testing::Test {
  protected:
    HttpRequestId start(std::string_view method, const std::string& url) {
        const auto id = http->start(method, url);
        EXPECT_TRUE(id.has_value());
        return id.value_or(0);
    }
    HttpStatus wait(HttpRequestId id, HttpDeadline deadline = soon()) { return http->wait({&id, 1}, deadline, {})[0]; }
    /// All of the body, in pieces of `step`.
    Result<std::string, HttpError> read_all(HttpRequestId id, size_t step = 1000) {
        std::string out;
        Bytes buffer(step);
        for (;;) {
            TRY_ASSIGN(const uint32_t count, http->read_body(id, buffer, soon(), {}));
            if (count == 0) return out;
            out += as_text(BytesView(buffer).first(count));
        }
    }

    std::unique_ptr<platform::Scheduler> scheduler = platform::make_threaded_scheduler();
    std::unique_ptr<OffchainHttp> http = make_client(*scheduler);
};

HttpStatus finished(uint16_t code) { return {Kind::kFinished, code}; }

TEST_F(OffchainHttpClient, AsksAndReadsTheAnswer) {
    Server server("HTTP/1.1 200 OK\r\nContent-Length: 12\r\nX-Kind: Test\r\nx-kind: again\r\n\r\nHello World!");
    const auto id = start("GET", server.url("/path?query"));
    EXPECT_TRUE(http->add_header(id, "X-Mine", "one"));
    EXPECT_TRUE(http->add_header(id, "X-Mine", "two"));
    EXPECT_EQ(wait(id), finished(200));
    const auto headers = http->response_headers(id);
    ASSERT_EQ(headers.size(), 3u);
    EXPECT_EQ(as_text(headers[1].first), "x-kind");
    EXPECT_EQ(as_text(headers[1].second), "Test");
    EXPECT_EQ(as_text(headers[2].second), "again");
    EXPECT_EQ(read_all(id, 5).value_or(""), "Hello World!");
    Bytes buffer(10);
    EXPECT_EQ(http->read_body(id, buffer, soon(), {}).error(), HttpError::kInvalid) << "is forgotten";
    EXPECT_TRUE(http->response_headers(id).empty());

    ASSERT_EQ(server.requests.size(), 1u);
    const std::string& request = server.requests[0];
    EXPECT_TRUE(request.starts_with("GET /path?query HTTP/1.1\r\nHost: 127.0.0.1:")) << request;
    EXPECT_NE(request.find("X-Mine: one\r\nX-Mine: two\r\n"), std::string::npos) << request;
    EXPECT_EQ(request.find("Content-Length"), std::string::npos);
}

TEST_F(OffchainHttpClient, SendsABodyInPieces) {
    Server server("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
    const auto id = start("POST", server.url());
    EXPECT_TRUE(http->write_body(id, as_bytes("one, "), soon()).has_value());
    EXPECT_FALSE(http->add_header(id, "Late", "yes")) << "the body was begun";
    EXPECT_TRUE(http->write_body(id, as_bytes("two"), soon()).has_value());
    EXPECT_TRUE(http->write_body(id, {}, soon()).has_value());
    EXPECT_EQ(http->write_body(id, as_bytes("three"), soon()).error(), HttpError::kInvalid) << "the body has ended";
    EXPECT_EQ(wait(id), finished(201));
    EXPECT_EQ(read_all(id).value_or("?"), "");
    ASSERT_EQ(server.requests.size(), 1u);
    EXPECT_TRUE(server.requests[0].ends_with("Content-Length: 8\r\n\r\none, two")) << server.requests[0];
}

TEST_F(OffchainHttpClient, ReadsAChunkedBodyAndOneThatEndsWithTheConnection) {
    Server chunked("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n1\r\n!\r\n0\r\n\r\n");
    Server closing("HTTP/1.0 200 OK\r\n\r\nuntil the end");
    EXPECT_EQ(read_all(start("GET", chunked.url())).value_or(""), "Hello!");
    EXPECT_EQ(read_all(start("GET", closing.url())).value_or(""), "until the end");
}

TEST_F(OffchainHttpClient, PassesOverInterimAnswers) {
    Server server("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\nx");
    const auto id = start("GET", server.url());
    EXPECT_EQ(wait(id), finished(404));
    EXPECT_EQ(read_all(id).value_or(""), "x");
}

TEST_F(OffchainHttpClient, AnAnswerToHeadHasNoBody) {
    Server server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
    const auto id = start("HEAD", server.url());
    EXPECT_EQ(wait(id), finished(200));
    EXPECT_EQ(read_all(id).value_or("?"), "");
}

TEST_F(OffchainHttpClient, DoesNotFollowRedirections) {
    Server server("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(wait(start("GET", server.url())), finished(302));
}

// Spec: defn-http-status-code, defn-http-error
TEST_F(OffchainHttpClient, ADeadlineEndsTheWaitAndNotTheRequest) {
    std::promise<void> go;
    Server server([&](tcp::socket& socket) {
        read_request(socket);
        go.get_future().wait();
        asio::write(socket, asio::buffer(std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")));
    });
    const auto id = start("GET", server.url());
    EXPECT_EQ(wait(id, now_ms()).kind, Kind::kDeadlineReached);
    EXPECT_EQ(wait(id, 0).kind, Kind::kDeadlineReached);
    EXPECT_TRUE(http->response_headers(id).empty());
    Bytes buffer(10);
    EXPECT_EQ(http->read_body(id, buffer, now_ms() + 10, {}).error(), HttpError::kDeadlineReached);
    go.set_value();
    EXPECT_EQ(wait(id, std::nullopt), finished(200));
    EXPECT_EQ(read_all(id).value_or(""), "ok");
}

TEST_F(OffchainHttpClient, AStopEndsTheWaitAndNotTheRequest) {
    std::promise<void> go;
    Server server([&](tcp::socket& socket) {
        read_request(socket);
        go.get_future().wait();
        asio::write(socket, asio::buffer(std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")));
    });
    const auto lane = scheduler->make_lane({.name = "test"});
    const auto id = start("GET", server.url());
    Bytes buffer(10);
    for (const HttpDeadline deadline : {HttpDeadline(), HttpDeadline(UINT64_MAX), soon()}) {
        std::stop_source stop, second;
        lane->post_after(10, [&] { stop.request_stop(); });
        EXPECT_EQ(http->wait({&id, 1}, deadline, stop.get_token())[0].kind, Kind::kDeadlineReached);
        lane->post_after(10, [&] { second.request_stop(); });
        EXPECT_EQ(http->read_body(id, buffer, deadline, second.get_token()).error(), HttpError::kDeadlineReached);
    }
    go.set_value();
    EXPECT_EQ(wait(id, std::nullopt), finished(200));
    EXPECT_EQ(read_all(id).value_or(""), "ok");
}

TEST_F(OffchainHttpClient, WaitsForSeveralAndKnowsStrangers) {
    Server good("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    Server bad("no HTTP at all\r\n\r\n");
    const HttpRequestId ids[] = {start("GET", good.url()), start("GET", bad.url()), 60'000};
    const auto statuses = http->wait(ids, soon(), {});
    ASSERT_EQ(statuses.size(), 3u);
    EXPECT_EQ(statuses[0], finished(200));
    EXPECT_EQ(statuses[1].kind, Kind::kIoError);
    EXPECT_EQ(statuses[2].kind, Kind::kInvalid);
    EXPECT_EQ(wait(ids[0]), finished(200)) << "stays until its body is read";
    EXPECT_EQ(wait(ids[1]).kind, Kind::kInvalid) << "who failed is forgotten";
}

TEST_F(OffchainHttpClient, WhatLeadsNowhereFailsWhenItIsSent) {
    for (const auto* uri : {"/relative", "ftp://localhost/", "http://127.0.0.1:1/"}) {
        EXPECT_EQ(wait(start("GET", uri)).kind, Kind::kIoError) << uri;
    }
}

TEST_F(OffchainHttpClient, ATruncatedBodyIsAnError) {
    Server server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
    const auto id = start("GET", server.url());
    EXPECT_EQ(wait(id), finished(200));
    EXPECT_EQ(read_all(id).error(), HttpError::kIoError);
    EXPECT_EQ(wait(id).kind, Kind::kInvalid);
}

// Observed: the tests of sc-offchain 55.0.0, those of request_start and request_add_header.
TEST_F(OffchainHttpClient, CharactersThatMayNotBeThereAreRefused) {
    EXPECT_FALSE(http->start(std::string_view("\0", 1), "http://localhost/").has_value());
    EXPECT_FALSE(http->start("", "http://localhost/").has_value());
    EXPECT_FALSE(http->start("GET", std::string_view("http://\0localhost", 17)).has_value());
    const auto id = start("GET", "http://localhost/");
    EXPECT_FALSE(http->add_header(id, std::string_view("\0", 1), "bar"));
    EXPECT_FALSE(http->add_header(id, "Foo", std::string_view("\0", 1)));
    EXPECT_FALSE(http->add_header(id, "Foo", "bar\r\nEvil: yes"));
    EXPECT_TRUE(http->add_header(id, "Foo", "bar"));
    EXPECT_FALSE(http->add_header(static_cast<HttpRequestId>(id + 1), "Foo", "bar")) << "no such request";
}

TEST_F(OffchainHttpClient, HasBounds) {
    http = make_client(*scheduler, {.max_requests = 2, .max_request_body = 10, .max_response_headers = 1000});
    const auto first = start("POST", "http://localhost/");
    start("POST", "http://localhost/");
    EXPECT_FALSE(http->start("POST", "http://localhost/").has_value()) << "a third one";
    EXPECT_TRUE(http->write_body(first, Bytes(10, 'x'), soon()).has_value());
    EXPECT_EQ(http->write_body(first, Bytes(1, 'x'), soon()).error(), HttpError::kIoError);
    EXPECT_EQ(http->write_body(first, Bytes(1, 'x'), soon()).error(), HttpError::kInvalid) << "is forgotten";

    Server server("HTTP/1.1 200 OK\r\nX: " + std::string(2000, 'x') + "\r\n\r\n");
    EXPECT_EQ(wait(start("GET", server.url())).kind, Kind::kIoError);
}

// A body of many times the buffer arrives whole, though its reader is late.
TEST_F(OffchainHttpClient, ALongBodyWaitsForItsReader) {
    http = make_client(*scheduler, {.response_buffer = 64 << 10});
    std::string body(3 << 20, '\0');
    for (size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 7 >> 3);
    Server server("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    const auto id = start("GET", server.url());
    EXPECT_EQ(wait(id), finished(200));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_TRUE(read_all(id, 10'000) == body);
}

TEST_F(OffchainHttpClient, AReadWithoutRoomPassesOverTheBody) {
    Server server("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello");
    const auto id = start("GET", server.url());
    EXPECT_EQ(http->read_body(id, {}, soon(), {}).value_or(9), 0u);
    EXPECT_EQ(wait(id).kind, Kind::kInvalid);
}

TEST_F(OffchainHttpClient, ASilentServerIsGivenUp) {
    http = make_client(*scheduler, {.idle_timeout_ms = 50});
    std::promise<void> done;
    Server server([&](tcp::socket&) { done.get_future().wait(); });
    EXPECT_EQ(wait(start("GET", server.url())).kind, Kind::kIoError);
    done.set_value();
}

TEST_F(OffchainHttpClient, CanBeDroppedInTheMiddle) {
    std::promise<void> done;
    Server server([&](tcp::socket& socket) {
        read_request(socket);
        done.get_future().wait();
    });
    const auto id = start("GET", server.url());
    EXPECT_EQ(wait(id, now_ms() + 20).kind, Kind::kDeadlineReached);
    http.reset();
    done.set_value();
}

TEST_F(OffchainHttpClient, CanBeDroppedWithABodyUnread) {
    http = make_client(*scheduler, {.response_buffer = 64 << 10});
    Server server("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + std::string(1'000'000, 'x'));
    const auto id = start("GET", server.url());
    EXPECT_EQ(wait(id), finished(200));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    http.reset();
}

/// A certificate for localhost, signed by itself, made by the openssl program.
class OffchainHttps : public OffchainHttpClient {
  protected:
    void SetUp() override {
        char name[] = "/tmp/serinus-tls-XXXXXX";
        folder = ::mkdtemp(name);
        const std::string command =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
            " -addext subjectAltName=DNS:localhost -keyout " +
            folder + "/key.pem -out " + folder + "/cert.pem 2>/dev/null";
        if (std::system(command.c_str()) != 0) GTEST_SKIP() << "needs the openssl program";
        context.use_certificate_chain_file(folder + "/cert.pem");
        context.use_private_key_file(folder + "/key.pem", asio::ssl::context::pem);
    }
    void TearDown() override {
        ::unsetenv("SSL_CERT_FILE");
        ::unlink((folder + "/key.pem").c_str());
        ::unlink((folder + "/cert.pem").c_str());
        ::rmdir(folder.c_str());
    }

    void answer(tcp::socket& socket) {
        boost::system::error_code error;
        asio::ssl::stream<tcp::socket&> stream(socket, context);
        stream.handshake(asio::ssl::stream_base::server, error);
        if (error) return;
        read_request(stream);
        asio::write(stream, asio::buffer(std::string("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")), error);
        stream.shutdown(error);
    }

    std::string folder;
    asio::ssl::context context{asio::ssl::context::tls_server};
};

TEST_F(OffchainHttps, AServerWithATrustedCertificateIsBelieved) {
    ::setenv("SSL_CERT_FILE", (folder + "/cert.pem").c_str(), 1);
    Server server([&](tcp::socket& socket) { answer(socket); });
    const auto id = start("GET", "https://localhost:" + std::to_string(server.port()) + "/");
    EXPECT_EQ(wait(id), finished(200));
    EXPECT_EQ(read_all(id).value_or(""), "secret");
}

TEST_F(OffchainHttps, OneThatNobodyKnowsIsNot) {
    Server server([&](tcp::socket& socket) { answer(socket); });
    EXPECT_EQ(wait(start("GET", "https://localhost:" + std::to_string(server.port()) + "/")).kind, Kind::kIoError);
}

TEST_F(OffchainHttps, NorOneOfAnotherName) {
    ::setenv("SSL_CERT_FILE", (folder + "/cert.pem").c_str(), 1);
    Server server([&](tcp::socket& socket) { answer(socket); });
    EXPECT_EQ(wait(start("GET", "https://127.0.0.1:" + std::to_string(server.port()) + "/")).kind, Kind::kIoError);
}

}  // namespace
}  // namespace serinus::http
