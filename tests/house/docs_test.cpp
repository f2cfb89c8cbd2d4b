// Quotations in the documentation equal the sources.
#include <gtest/gtest.h>

#include <sstream>

#include "tests/house/source_tree.hpp"
#include "tests/support/data.hpp"

namespace serinus::test {
namespace {

struct Quotation {
    std::string file;  ///< from the root of the repository
    std::string text;
    int line;  ///< of the document
};

/// The fenced blocks that name a file behind their language: ```cpp runtime/runtimes/example/locker.hpp. The words
/// behind sh say how commands are executed (tools/commands).
std::vector<Quotation> quotations_in(const std::string& document) {
    std::vector<Quotation> found;
    std::istringstream lines(document);
    bool inside = false, quoting = false;
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.starts_with("```")) {
            const size_t space = line.find(' ');
            quoting = !inside && space != std::string::npos && !line.starts_with("```sh ");
            if (quoting) found.push_back({line.substr(space + 1), "", number});
            inside = !inside;
        } else if (quoting) {
            found.back().text += line + "\n";
        }
    }
    return found;
}

TEST(House, QuotationsInTheDocumentationAreVerbatim) {
    const std::string root = std::string(SERINUS_SOURCE_DIR) + "/";
    const auto quotations = quotations_in(read_file(root + "docs/runtime.md"));
    EXPECT_GE(quotations.size(), 5u);
    for (const auto& quotation : quotations) {
        EXPECT_NE(read_file(root + quotation.file).find(quotation.text), std::string::npos)
            << "docs/runtime.md:" << quotation.line << ": " << quotation.file << " has no such lines";
    }
}

// CI executes blocks tagged sh (tools/commands); blocks that are only shown say so.
TEST(House, BlocksOfCommandsSayHowTheyAreMeant) {
    const std::string root = std::string(SERINUS_SOURCE_DIR) + "/";
    size_t executed = 0;
    for (const char* document : {"README.md", "docs/runtime.md", "docs/validator.md"}) {
        std::istringstream lines(read_file(root + document));
        bool inside = false;
        int number = 0;
        for (std::string line; std::getline(lines, line);) {
            ++number;
            if (!line.starts_with("```")) continue;
            inside = !inside;
            if (!inside) continue;
            const std::string tag = line.substr(3);
            EXPECT_FALSE(tag.empty() || tag.starts_with("console") || tag.starts_with("bash"))
                << document << ":" << number << ": say sh, which is executed, or text";
            if (tag == "sh" || tag.starts_with("sh ")) ++executed;
        }
    }
    EXPECT_GE(executed, 9u);
}

TEST(House, QuotationsAreFoundByTheirFiles) {
    const auto found =
        quotations_in("a\n```\nb\n```\n```cpp x/y.hpp\n  c\n\nd\n```\ne\n```cpp\nf\n```\n```sh node\ng\n```\n");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].file, "x/y.hpp");
    EXPECT_EQ(found[0].text, "  c\n\nd\n");
    EXPECT_EQ(found[0].line, 5);
}

}  // namespace
}  // namespace serinus::test
