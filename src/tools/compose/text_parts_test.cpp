#include "tools/compose/text_parts.hpp"

#include <gtest/gtest.h>

namespace serinus::compose {
namespace {

using Parts = std::vector<std::string>;

TEST(TextParts, ListsAreDividedOutsideOfBracketsAndQuotes) {
    EXPECT_EQ(*split_outside_brackets(" a, (b, c) ,\"d, e\"", ','), (Parts{"a", "(b, c)", "\"d, e\""}));
    EXPECT_EQ(*split_outside_brackets("", ','), Parts{});
    EXPECT_EQ(*split_outside_brackets("a,,b", ','), (Parts{"a", "", "b"}));
}

TEST(TextParts, WordsAreThoseOfAShell) {
    EXPECT_EQ(*split_words("system.remark 'hello there'  //Bob"), (Parts{"system.remark", "hello there", "//Bob"}));
    EXPECT_EQ(*split_words("a [b c] \"\" d=\"e f\""), (Parts{"a", "[b c]", "", "d=e f"}));
    EXPECT_EQ(*split_words("x {\"y\": \"z z\"}"), (Parts{"x", "{\"y\": \"z z\"}"}));
}

TEST(TextParts, WhatIsNotClosedIsAnError) {
    EXPECT_EQ(split_words("a 'b").error(), "in `a 'b` nothing closes the '");
    EXPECT_EQ(split_outside_brackets("(a", ',').error(), "in `(a` nothing closes the (");
    EXPECT_EQ(split_outside_brackets("a)", ',').error(), "in `a)` nothing opens the )");
}

TEST(TextParts, NamesStandBeforeBrackets) {
    EXPECT_EQ(split_name("Standard(a, b)").name, "Standard");
    EXPECT_EQ(split_name("Standard(a, b)").content, "a, b");
    EXPECT_EQ(split_name("Staked").content, std::nullopt);
}

TEST(TextParts, TheNearestNameIsSuggested) {
    EXPECT_EQ(suggestion("transfer_keepalive", {"transfer_all", "transfer_keep_alive"}),
              "; did you mean `transfer_keep_alive`?");
    EXPECT_EQ(suggestion("acount", {"Account"}), "; did you mean `Account`?");
    EXPECT_EQ(suggestion("xyz", {"transfer_all"}), "");
}

}  // namespace
}  // namespace serinus::compose
