#include "fork/origin/rpc_client.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace serinus::fork {
namespace {

namespace json = boost::json;

/// A node by its answers: for each message it gets, what it sends then.
struct ScriptedNode {
    std::vector<std::string> sent;
    std::deque<std::string> answers;  ///< "" ends the connection
    int connections = 0;

    RpcClient client() {
        return RpcClient("node", [this]() -> Result<std::unique_ptr<Connection>, std::string> {
            ++connections;
            return std::unique_ptr<Connection>(std::make_unique<Wire>(*this));
        });
    }

    struct Wire final : Connection {
        explicit Wire(ScriptedNode& of) : node(of) {}
        Result<void, std::string> send(const std::string& message) override {
            node.sent.push_back(message);
            return {};
        }
        Result<std::string, std::string> receive(bool) override {
            if (node.answers.empty()) return Err(std::string("no answer: timeout"));
            std::string out = std::move(node.answers.front());
            node.answers.pop_front();
            if (out.empty()) return Err(std::string("no answer: End of file"));
            return out;
        }
        ScriptedNode& node;
    };
};

TEST(RpcClient, AnswersBelongToCallsByTheirIds) {
    ScriptedNode node{
        .sent = {},
        .answers = {R"({"jsonrpc":"2.0","id":7,"result":"another"})", R"({"jsonrpc":"2.0","id":1,"result":"mine"})"}};
    auto client = node.client();
    const auto answer = client.call("system_chain");
    ASSERT_TRUE(answer);
    EXPECT_EQ(*answer, "mine");
    EXPECT_EQ(node.sent[0], R"({"jsonrpc":"2.0","id":1,"method":"system_chain","params":[]})");
}

TEST(RpcClient, NotificationsWaitForWhoeverAsksForThem) {
    ScriptedNode node{.sent = {},
                      .answers = {R"({"jsonrpc":"2.0","id":1,"result":"sub"})",
                                  R"({"jsonrpc":"2.0","method":"x","params":{"subscription":"sub","result":"ready"}})",
                                  R"({"jsonrpc":"2.0","id":2,"result":5})",
                                  R"({"jsonrpc":"2.0","method":"x","params":{"subscription":"old","result":"no"}})",
                                  R"({"jsonrpc":"2.0","method":"x","params":{"subscription":"sub","result":"done"}})"}};
    auto client = node.client();
    const auto subscription = client.call("author_submitAndWatchExtrinsic");
    ASSERT_TRUE(subscription);
    EXPECT_EQ(*client.call("system_health"), 5);
    EXPECT_EQ(*client.next_event(*subscription), "ready");
    EXPECT_EQ(*client.next_event(*subscription), "done");
    EXPECT_FALSE(client.next_event(*subscription));
}

TEST(RpcClient, ARefusalHasItsCodeAndItsData) {
    ScriptedNode node{
        .sent = {},
        .answers = {
            R"({"jsonrpc":"2.0","id":1,"error":{"code":1010,"message":"Invalid Transaction","data":"outdated"}})",
            R"({"jsonrpc":"2.0","id":2,"error":{"code":-32601,"message":"Method not found"}})"}};
    auto client = node.client();
    const auto refused = client.call("author_submitExtrinsic");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, 1010);
    EXPECT_EQ(refused.error().reason, "Invalid Transaction: outdated");
    EXPECT_EQ(client.call("nothing").error().kind, RpcError::Kind::kMethodNotFound);
    EXPECT_EQ(node.connections, 1) << "a refusal is an answer";
}

TEST(RpcClient, ALostConnectionIsMadeAgainForWhatOnlyReads) {
    ScriptedNode node{.sent = {}, .answers = {"", R"({"jsonrpc":"2.0","id":2,"result":"again"})"}};
    auto client = node.client();
    EXPECT_EQ(*client.call("system_chain"), "again");
    EXPECT_EQ(node.connections, 2);
}

// A transaction whose connection was lost may have arrived.
TEST(RpcClient, WhatMayNotBeDoneTwiceIsNotSentAgain) {
    ScriptedNode node{.sent = {}, .answers = {"", R"({"jsonrpc":"2.0","id":2,"result":"again"})"}};
    auto client = node.client();
    const auto answer = client.call_once("author_submitExtrinsic");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, RpcError::Kind::kConnection);
    EXPECT_EQ(node.sent.size(), 1u);
}

TEST(RpcClient, NonsenseEndsTheConnection) {
    for (const char* text : {"nonsense", "[]", "7", "{\"jsonrpc\":"}) {
        ScriptedNode node{.sent = {}, .answers = {text, text}};
        auto client = node.client();
        EXPECT_FALSE(client.call("system_chain")) << text;
    }
    std::string many = R"({"jsonrpc":"2.0","id":1,"result":[0)";
    for (ptrdiff_t i = 0; i < RpcClient::kMaxValues; ++i) many += ",0";
    ScriptedNode large{.sent = {}, .answers = {many + "]}"}};
    const auto refused = large.client().call_once("system_chain");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "node: it sends a message of too many values");
    ScriptedNode flood{.sent = {}, .answers = {}};
    for (size_t i = 0; i < 2 * RpcClient::kMaxStrays; ++i) flood.answers.push_back(R"({"id":99,"result":0})");
    auto client = flood.client();
    EXPECT_FALSE(client.call_once("system_chain"));
}

TEST(RpcClient, WhatIsNoAddressIsAnErrorThatSaysWhatIs) {
    const auto opened = RpcClient::open("nonsense", {});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error(), "\"nonsense\" is no address of a node: write ws://HOST:PORT or wss://HOST");
}

}  // namespace
}  // namespace serinus::fork
