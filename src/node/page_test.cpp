#include "node/page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

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

/// The names in quotes behind `before` in a text: the paths a page or a script requests.
std::vector<std::string> named_in(std::string_view text, std::string_view before, char quote) {
    std::vector<std::string> out;
    for (size_t at = text.find(before); at != text.npos; at = text.find(before, at + 1)) {
        const size_t begin = at + before.size();
        out.emplace_back(text.substr(begin, text.find(quote, begin) - begin));
    }
    return out;
}

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
    if (!find_page("/app.js")) GTEST_SKIP() << "the program was built without the explorer";
    // From script to script, each once. They are minified.
    std::set<std::string> seen;
    std::vector<std::string> open = {"app.js"};
    while (!open.empty()) {
        const std::string name = open.back();
        open.pop_back();
        if (!seen.insert(name).second) continue;
        const auto file = find_page("/" + name);
        ASSERT_TRUE(file) << name;
        EXPECT_THAT(std::string(file->content_type), StartsWith("text/javascript"));
        for (const std::string_view before : {"from\"./", "import(\"./", "import\"./"}) {
            const auto asked = named_in(file->content, before, '"');
            expect_all(asked);
            open.insert(open.end(), asked.begin(), asked.end());
        }
    }
    EXPECT_GT(checked, 1u);
}

TEST(Page, TheLicensesOfItsLibrariesAreThere) {
    if (!find_page("/app.js")) GTEST_SKIP() << "the program was built without the explorer";
    const auto licenses = find_page("/licenses.txt");
    ASSERT_TRUE(licenses);
    EXPECT_EQ(licenses->content_type, "text/plain; charset=utf-8");
    EXPECT_THAT(std::string(licenses->content), HasSubstr("@polkadot-api/substrate-bindings"));
}

}  // namespace
}  // namespace serinus::node
