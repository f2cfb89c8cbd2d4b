// A protocol is added in one place: a gossip, a request, a method and a figure by a folder and one line of a recipe.
#include "tests/services/echo.hpp"

#include <gmock/gmock.h>

#include "tests/services/node_fixture.hpp"

namespace serinus::node {
namespace {

using testing::HasSubstr;

void echo_node(services::NodeParts& node) {
    relay_node(node);
    services::add_echo(node);  // the line
}

class EchoOnNodes : public NodeFixture {};

TEST_F(EchoOnNodes, TwoNodesGreetAndAnswerEachOther) {
    auto first_options = options("first");
    first_options.recipe = echo_node;
    add_network(first_options, 1);
    const auto first = start(first_options);
    ASSERT_TRUE(first) << first.error();
    auto second_options = options("second");
    second_options.recipe = echo_node;
    second_options.authority = false;
    add_network(second_options, 2, {address_of(**first)});
    const auto second = start(second_options);
    ASSERT_TRUE(second) << second.error();

    for (const Node* node : {first->get(), second->get()}) {
        EXPECT_TRUE(wait_until([&] { return call(*node, "echo_received").find("[1,1]") != std::string::npos; }))
            << call(*node, "echo_received");
        EXPECT_THAT(scrape(*node), HasSubstr("\ntest_echo_answers_total{"));
    }
    // Twice a second the figures of the network are shown.
    EXPECT_TRUE(wait_until([&] { return scrape(**first).find("echo/request/1\"") != std::string::npos; }))
        << "requests are counted by protocol";
}

/// A peer of another recipe does not know the protocols: nothing else suffers from that.
TEST_F(EchoOnNodes, ANodeWithoutItIsAPeerAllTheSame) {
    auto first_options = options("first");
    first_options.recipe = echo_node;
    add_network(first_options, 1);
    const auto first = start(first_options);
    ASSERT_TRUE(first) << first.error();
    auto second_options = options("second");
    second_options.authority = false;
    add_network(second_options, 2, {address_of(**first)});
    const auto second = start(second_options);
    ASSERT_TRUE(second) << second.error();
    for (const Node* node : {first->get(), second->get()}) {
        const auto has_peer = [&] { return call(*node, "system_health").find(R"("peers":1)") != std::string::npos; };
        EXPECT_TRUE(wait_until(has_peer));
    }
    EXPECT_THAT(call(**first, "echo_received"), HasSubstr("[0,0]"));
    EXPECT_THAT(call(**second, "echo_received"), HasSubstr("Method not found"));
}

}  // namespace
}  // namespace serinus::node
