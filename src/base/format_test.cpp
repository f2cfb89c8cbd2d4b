#include "base/format.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace serinus {
namespace {

using namespace std::string_view_literals;

TEST(Format, PutsValuesIntoThePattern) {
    EXPECT_EQ(format_text("no values"), "no values");
    EXPECT_EQ(format_text("#{} ({})", 5u, "abc"), "#5 (abc)");
    EXPECT_EQ(format_text("{} {}", std::string("text"), "a view"sv), "text a view");
    EXPECT_EQ(format_text("{{{}}}", uint64_t{18446744073709551615u}), "{18446744073709551615}");
}

TEST(Format, RoundsAndPadsAsThePatternSays) {
    EXPECT_EQ(format_text("{:.1f} %", 12.345), "12.3 %");
    EXPECT_EQ(format_text("{:5.1f}|{:04}|{:#x}", 1.5, 42, 255u), "  1.5|0042|0xff");
    EXPECT_EQ(format_text("{:<{}}|", "ab", 4), "ab  |");
}

TEST(Format, CountsCharactersNotBytesWhenItPads) { EXPECT_EQ(format_text("{:<3}|", "é"), "é  |"); }

TEST(Format, ABraceInAValueIsText) { EXPECT_EQ(format_text("{}", "{}"), "{}"); }

TEST(Format, AppendsToTextThatIsThere) {
    std::string text = "a";
    append_text(text, ", {}", 7);
    EXPECT_EQ(text, "a, 7");
}

}  // namespace
}  // namespace serinus
