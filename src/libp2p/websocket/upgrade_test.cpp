#include "libp2p/websocket/upgrade.hpp"

#include <gtest/gtest.h>

namespace serinus::network::websocket {
namespace {

// The key and the answer of RFC 6455, 1.3.
constexpr std::string_view kKey = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view kAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

UpgradeNonce nonce_of_the_specification() {
    UpgradeNonce out;
    std::ranges::copy(as_bytes("the sample nonce"), out.begin());
    return out;
}

/// The request of the specification with one text in place of another.
std::string request_with(std::string_view old, std::string_view text) {
    std::string out =
        "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: " +
        std::string(kKey) +
        "\r\nOrigin: http://example.com\r\nSec-WebSocket-Protocol: chat, superchat\r\nSec-WebSocket-Version: "
        "13\r\n\r\n";
    if (!old.empty()) out.replace(out.find(old), old.size(), text);
    return out;
}

std::string answer_with(std::string_view old, std::string_view text) {
    std::string out =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
        std::string(kAccept) + "\r\n\r\n";
    if (!old.empty()) out.replace(out.find(old), old.size(), text);
    return out;
}

TEST(WebSocketUpgrade, TheExampleOfTheSpecificationIsAnswered) {
    EXPECT_EQ(accept_value_of(kKey), kAccept);
    const auto answer = answer_upgrade(request_with("", ""));
    ASSERT_TRUE(answer);
    EXPECT_EQ(*answer, answer_with("", ""));
    EXPECT_TRUE(check_upgrade_answer(*answer, nonce_of_the_specification()));
}

TEST(WebSocketUpgrade, OurRequestIsTakenByOurAnswer) {
    const std::string request = upgrade_request("example.com:30334", "/path?a=b", nonce_of_the_specification());
    EXPECT_TRUE(request.starts_with("GET /path?a=b HTTP/1.1\r\nHost: example.com:30334\r\n"));
    EXPECT_NE(request.find(kKey), request.npos);
    ASSERT_TRUE(answer_upgrade(request));
    EXPECT_TRUE(check_upgrade_answer(*answer_upgrade(request), nonce_of_the_specification()));
}

TEST(WebSocketUpgrade, NamesOfFieldsAndTokensAreTakenInAnyCaseAndInLists) {
    EXPECT_TRUE(answer_upgrade(request_with("Upgrade: websocket", "UPGRADE:\t h2c , WebSocket ")));
    EXPECT_TRUE(answer_upgrade(request_with("Connection: Upgrade", "connection: keep-alive, upgrade")));
}

TEST(WebSocketUpgrade, OtherRequestsAreRefusedWithAReason) {
    const auto error_with = [](std::string_view old, std::string_view text) {
        const auto answer = answer_upgrade(request_with(old, text));
        return answer ? std::nullopt : std::optional(answer.error());
    };
    EXPECT_EQ(error_with("Upgrade: websocket\r\n", ""), UpgradeError::kNoUpgrade);
    EXPECT_EQ(error_with("Connection: Upgrade", "Connection: close"), UpgradeError::kNoUpgrade);
    EXPECT_EQ(error_with("Version: 13", "Version: 8"), UpgradeError::kBadVersion);
    EXPECT_EQ(error_with("Version: 13", "Version: 13\r\nSec-WebSocket-Version: 8"), UpgradeError::kBadVersion);
    EXPECT_EQ(error_with("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZ=="), UpgradeError::kBadKey);
    EXPECT_EQ(error_with("dGhlIHNhbXBsZSBub25jZQ==", "dGhl*HNhbXBsZSBub25jZQ=="), UpgradeError::kBadKey);
    for (const auto& [old, text] : std::initializer_list<std::pair<const char*, const char*>>{
             {"GET ", "POST "},
             {"HTTP/1.1", "HTTP/1.0"},
             {"/chat", "/a b"},
             {"/chat", ""},
             {"Host: server.example.com\r\n", ""},
             {"Host:", "Host :"},
             {"Host:", " Host:"},
             {"Host: ", "Host: \x01"},
             {"\r\n\r\n", "\r\n\r\nmore\r\n\r\n"},
             {"\r\n\r\n", "\r\n"},
             {"\r\n", "\n"},
         }) {
        EXPECT_EQ(error_with(old, text), UpgradeError::kMalformed) << old << " became " << text;
    }
    std::string many = request_with("", "");
    for (size_t i = 0; i < kMaxHeaderFields; ++i) many.insert(many.find("Host"), "A: b\r\n");
    EXPECT_EQ(answer_upgrade(many).error(), UpgradeError::kMalformed);
    EXPECT_TRUE(refusal_of(UpgradeError::kNoUpgrade).starts_with("HTTP/1.1 426 "));
    EXPECT_TRUE(refusal_of(UpgradeError::kBadKey).starts_with("HTTP/1.1 400 "));
}

TEST(WebSocketUpgrade, OtherAnswersAreRefused) {
    const auto error_with = [](std::string_view old, std::string_view text) {
        const auto checked = check_upgrade_answer(answer_with(old, text), nonce_of_the_specification());
        return checked ? std::nullopt : std::optional(checked.error());
    };
    EXPECT_EQ(error_with("101 Switching Protocols", "101"), std::nullopt);
    EXPECT_EQ(error_with("101 Switching", "200 OK Switching"), UpgradeError::kNoUpgrade);
    EXPECT_EQ(error_with("101 Switching", "1010 Switching"), UpgradeError::kNoUpgrade);
    EXPECT_EQ(error_with("Upgrade: websocket\r\n", ""), UpgradeError::kNoUpgrade);
    EXPECT_EQ(error_with("HTTP/1.1", "HTTP/1.0"), UpgradeError::kMalformed);
    EXPECT_EQ(error_with("s3pP", "S3pP"), UpgradeError::kBadKey);
    EXPECT_EQ(error_with("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"),
              UpgradeError::kNotAskedFor);
    EXPECT_EQ(error_with("\r\n\r\n", "\r\nSec-WebSocket-Protocol: chat\r\n\r\n"), UpgradeError::kNotAskedFor);
}

}  // namespace
}  // namespace serinus::network::websocket
