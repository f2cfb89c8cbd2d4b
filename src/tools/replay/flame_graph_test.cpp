#include "tools/replay/flame_graph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace serinus::fork {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(FlameGraph, AFrameIsAsWideAsItsShareOfTheSamples) {
    const std::vector<std::string> stacks = {
        "    at leaf (function 3)\n    at main (function 1)\n    at call\n",
        "    at leaf (function 3)\n    at main (function 1)\n    at call\n",
        "    at other (function 4)\n    at main (function 1)\n    at call\n",
        "    at ? (function 7)\n    at call\n",
    };
    const std::string picture = flame_graph(stacks, "Block <1>");
    EXPECT_THAT(picture, HasSubstr("Block &lt;1&gt; (4 samples)"));
    EXPECT_THAT(picture, HasSubstr("<title>call (100.00 %)</title><rect x=\"0.00\""));
    EXPECT_THAT(picture, HasSubstr("width=\"1200.00\""));
    EXPECT_THAT(picture, HasSubstr("<title>main (75.00 %)</title>"));
    EXPECT_THAT(picture, HasSubstr("<title>leaf (50.00 %)</title>"));
    EXPECT_THAT(picture, HasSubstr("<title>other (25.00 %)</title>"));
    EXPECT_THAT(picture, HasSubstr("<title>function 7 (25.00 %)</title>"));
}

TEST(FlameGraph, FramesThatNobodyCanSeeAreLeftOutAndNamesAreText) {
    std::vector<std::string> stacks(10'000, "    at a<b>&\"c\" (function 1)\n");
    stacks.emplace_back("    at rare (function 2)\n");
    const std::string picture = flame_graph(stacks, "x");
    EXPECT_THAT(picture, HasSubstr("a&lt;b&gt;&amp;&quot;c&quot;"));
    EXPECT_THAT(picture, Not(HasSubstr("rare")));
    EXPECT_THAT(flame_graph({}, "nothing"), HasSubstr("(0 samples)"));
}

}  // namespace
}  // namespace serinus::fork
