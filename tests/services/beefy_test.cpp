#include <gmock/gmock.h>

#include "base/hex.hpp"
#include "services/beefy/beefy.hpp"
#include "tests/services/node_fixture.hpp"

namespace serinus::node {
namespace {

using testing::HasSubstr;
using testing::Not;

class BeefyOnANode : public NodeFixture {
  protected:
    static std::string head(const Node& node) { return call(node, "beefy_getFinalizedHead"); }
};

TEST_F(BeefyOnANode, FinalBlocksAreProvenAndStayProven) {
    std::string proven;
    {
        const auto node = start(options());
        ASSERT_TRUE(node) << node.error();
        EXPECT_THAT(head(**node), HasSubstr("BEEFY RPC endpoint not ready"));
        (void)call(**node, "engine_createBlock", "true,true");
        EXPECT_TRUE(wait_until([&] { return (proven = head(**node)).find("0x") != proven.npos; }));
        const auto block = (*node)->client().find_hash(1).value();
        ASSERT_TRUE(block);
        EXPECT_THAT(proven, HasSubstr(to_hex_prefixed(block->bytes)));
        EXPECT_THAT(scrape(**node), HasSubstr("\nsubstrate_beefy_best_block{chain=\"kusama_dev\",node=\"node\"} 1\n"));
        const auto all = (*node)->client().find_justifications(*block).value();
        ASSERT_TRUE(all);
        EXPECT_TRUE(std::ranges::any_of(*all, [](const auto& one) { return one.engine == primitives::kBeefyEngine; }));
    }
    const auto again = start(options());
    ASSERT_TRUE(again) << again.error();
    EXPECT_TRUE(wait_until([&] { return head(**again) == proven; }));
}

TEST_F(BeefyOnANode, CanBeSwitchedOff) {
    auto without = options();
    without.disabled_services = {"beefy"};
    const auto node = start(without);
    ASSERT_TRUE(node) << node.error();
    ASSERT_NE((*node)->find_service<services::Beefy>(), nullptr);
    EXPECT_EQ((*node)->find_service<services::Beefy>()->gadget(), nullptr);
    EXPECT_THAT(head(**node), HasSubstr("BEEFY RPC endpoint not ready"));
    EXPECT_THAT(scrape(**node), Not(HasSubstr("substrate_beefy_")));
}

}  // namespace
}  // namespace serinus::node
