#include "node/metrics_server.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/threaded_scheduler.hpp"

namespace serinus::node {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

std::string collect() { return "m 1\n"; }
std::string answer(std::string_view request) { return answer_to(request, collect); }

TEST(MetricsServer, AnswersScrapesAndNothingElse) {
    EXPECT_THAT(answer("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"),
                testing::AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("version=0.0.4"),
                               HasSubstr("Content-Length: 4\r\n"), EndsWith("\r\n\r\nm 1\n")));
    EXPECT_THAT(answer("GET /metrics?x=1 HTTP/1.0\r\n\r\n"), EndsWith("m 1\n"));
    EXPECT_THAT(answer("HEAD /metrics HTTP/1.1\r\n\r\n"), EndsWith("\r\n\r\n"));
    EXPECT_THAT(answer("GET / HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 404 "));
    EXPECT_THAT(answer("POST /metrics HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 405 "));
    EXPECT_THAT(answer("GET /metrics\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(answer("\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
}

TEST(MetricsServer, WaitsForTheHeadWithinABound) {
    EXPECT_EQ(answer("GET /metrics HTTP/1.1\r\nHost: x\r\n"), "");
    EXPECT_EQ(answer(""), "");
    EXPECT_THAT(answer(std::string(8192, 'a')), StartsWith("HTTP/1.1 400 "));
}

/// All that the server says to `request`, until it closes.
std::string talk(const std::string& address, std::string_view request) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(static_cast<uint16_t>(std::stoi(address.substr(address.find(':') + 1))));
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    EXPECT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
    // In pieces: the head need not come at once.
    for (size_t at = 0; at < request.size(); at += 7) {
        const std::string_view piece = request.substr(at, 7);
        EXPECT_GT(::send(fd, piece.data(), piece.size(), MSG_NOSIGNAL), 0);
    }
    std::string out;
    char chunk[1024];
    for (ssize_t got = 0; (got = ::recv(fd, chunk, sizeof chunk, 0)) > 0;) out.append(chunk, static_cast<size_t>(got));
    ::close(fd);
    return out;
}

TEST(MetricsServer, ServesManyOneAfterTheOther) {
    const auto scheduler = platform::make_threaded_scheduler();
    auto server = MetricsServer::start({.port = 0}, *scheduler, [] { return std::string(3'000'000, 'm'); });
    ASSERT_TRUE(server) << server.error();
    for (int i = 0; i < 40; ++i) {
        EXPECT_GT(talk((*server)->address(), "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").size(), 3'000'000u);
    }
}

TEST(MetricsServer, APortThatIsTakenIsNamed) {
    const auto scheduler = platform::make_threaded_scheduler();
    auto first = MetricsServer::start({.port = 0}, *scheduler, collect);
    ASSERT_TRUE(first) << first.error();
    const std::string& address = (*first)->address();
    const std::string port = address.substr(address.find(':') + 1);
    const auto second = MetricsServer::start({.port = static_cast<uint16_t>(std::stoi(port))}, *scheduler, collect);
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error(), HasSubstr("port " + port));
}

}  // namespace
}  // namespace serinus::node
