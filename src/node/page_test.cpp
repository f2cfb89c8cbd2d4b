#include "node/page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace serinus::node {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Page, TheRootIsTheIndex) {
    const auto root = find_page("/");
    ASSERT_TRUE(root);
    EXPECT_EQ(root->content_type, "text/html; charset=utf-8");
    EXPECT_THAT(std::string(root->content), HasSubstr("<html"));
    EXPECT_EQ(find_page("/index.html")->content, root->content);
    EXPECT_FALSE(find_page("/nothing.js"));
    EXPECT_FALSE(find_page(""));
    EXPECT_FALSE(find_page("/../app.js"));
}

/// The names in quotes behind `before` in a text: what a page or a script asks for.
std::vector<std::string> named_in(std::string_view text, std::string_view before, char quote) {
    std::vector<std::string> out;
    for (size_t at = text.find(before); at != text.npos; at = text.find(before, at + 1)) {
        const size_t begin = at + before.size();
        out.emplace_back(text.substr(begin, text.find(quote, begin) - begin));
    }
    return out;
}

// Who adds a file to the page must add it to the program.
TEST(Page, WhatItsFilesAskForIsThere) {
    size_t checked = 0;
    const auto expect_all = [&](std::vector<std::string> names) {
        for (std::string name : names) {
            if (name.starts_with("data:") || name.starts_with("http") || name.starts_with("#")) continue;
            if (name.starts_with("./")) name.erase(0, 2);
            EXPECT_TRUE(find_page("/" + name)) << name;
            ++checked;
        }
    };
    const std::string_view index = find_page("/")->content;
    expect_all(named_in(index, "src=\"", '"'));
    expect_all(named_in(index, "href=\"", '"'));
    for (const auto* script : {"/app.js", "/blake2b.js", "/metadata.js", "/rpc.js", "/scale.js", "/text.js"}) {
        const auto file = find_page(script);
        ASSERT_TRUE(file) << script;
        EXPECT_THAT(std::string(file->content_type), StartsWith("text/javascript"));
        expect_all(named_in(file->content, "from '", '\''));
    }
    EXPECT_GT(checked, 3u);
}

}  // namespace
}  // namespace serinus::node
