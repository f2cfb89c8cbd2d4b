// The sentences of comments have subjects.
#include <gtest/gtest.h>

#include <array>
#include <sstream>

#include "tests/house/source_tree.hpp"

namespace serinus::test {
namespace {

/// The rooms whose comments are held to this.
constexpr std::array<const char*, 5> kFolders = {"src/executor", "src/network", "src/node", "src/trie", "tests"};

/// Whether a comment says "who" where a noun belongs: at the beginning of a sentence, or behind "by".
bool lacks_subject(std::string_view comment) {
    for (const std::string_view word : {"/ Who ", "< who ", ". Who ", ": who ", "by who ", "Whoever ", "whoever "}) {
        if (comment.find(word) != comment.npos) return true;
    }
    return false;
}

TEST(House, SentencesOfCommentsHaveSubjects) {
    size_t comments = 0;
    for (const auto* folder : kFolders) {
        for (const auto& file : sources_below(folder)) {
            if (file.path == "tests/house/comments_test.cpp") continue;
            std::istringstream lines(file.text);
            int number = 0;
            for (std::string line; std::getline(lines, line);) {
                ++number;
                const size_t comment = line.find("//");
                if (comment == line.npos) continue;
                ++comments;
                EXPECT_FALSE(lacks_subject(std::string_view(line).substr(comment)))
                    << file.path << ":" << number << ": " << line.substr(comment);
            }
        }
    }
    EXPECT_GT(comments, 4'000u) << "the search itself is broken";
}

TEST(House, CommentsWithoutSubjectsAreFound) {
    EXPECT_TRUE(lacks_subject("/// Who asks waits."));
    EXPECT_TRUE(lacks_subject("///< who lost the place"));
    EXPECT_TRUE(lacks_subject("// opened by who asks."));
    EXPECT_FALSE(lacks_subject("// A validator who is absent pays."));
}

}  // namespace
}  // namespace serinus::test
