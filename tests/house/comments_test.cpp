// The sentences of comments have subjects, and what was seen in other programs names their release.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

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

/// Rooms whose comments also say what "what" is.
constexpr std::array<std::string_view, 5> kRoomsOfNouns = {"src/executor/", "src/libp2p/", "src/network/", "src/node/",
                                                           "src/trie/"};

bool lacks_noun(std::string_view comment) {
    for (const std::string_view word : {"/ What ", "< What ", ". What ", "/ Whatever ", ". Whatever "}) {
        if (comment.find(word) != comment.npos) return true;
    }
    return false;
}

// ---- What was observed

constexpr std::array<const char*, 5> kObservingFolders = {"bench", "fuzz", "runtime", "src", "tests"};
constexpr std::string_view kObserved = "Observed:";

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

std::string_view without_punctuation(std::string_view word) {
    constexpr std::string_view kPunctuation = ".,;:()`\"'";
    const size_t begin = word.find_first_not_of(kPunctuation);
    if (begin == word.npos) return {};
    return word.substr(begin, word.find_last_not_of(kPunctuation) + 1 - begin);
}

/// "1.25.1", "v0.9.38", "0.16", "stable2407", "polkadot-stable2407".
bool is_release(std::string_view word) {
    constexpr std::string_view kPolkadot = "polkadot-", kStable = "stable";
    if (word.starts_with(kPolkadot)) word.remove_prefix(kPolkadot.size());
    if (word.starts_with(kStable)) return word.size() == kStable.size() + 4 && is_digit(word.back());
    if (word.starts_with('v')) word.remove_prefix(1);
    if (word.empty() || !is_digit(word.front()) || !is_digit(word.back())) return false;
    return word.contains('.') && std::ranges::all_of(word, [](char c) { return is_digit(c) || c == '.'; });
}

/// Whether a whole number behind `word` is a version: the major one of a crate, or the version of a chain's runtime.
bool has_whole_versions(std::string_view word) {
    if (word.empty() || std::isalnum(static_cast<unsigned char>(word.back())) == 0) return false;
    return word.find_first_of("-_") != word.npos || word == "Kusama" || word == "Westend";
}

bool names_release(std::string_view observation) {
    std::istringstream words{std::string(observation)};
    std::string before;
    for (std::string word; words >> word; before = word) {
        const std::string_view bare = without_punctuation(word);
        if (is_release(bare)) return true;
        if (!bare.empty() && std::ranges::all_of(bare, is_digit) && has_whole_versions(before)) return true;
    }
    return false;
}

struct Observation {
    int line = 0;
    std::string text;  ///< what follows the tag, up to the next one, an empty line or the end of the comment
};

std::vector<Observation> observations_of(const std::string& source) {
    std::vector<Observation> out;
    std::istringstream lines(source);
    int number = 0;
    bool is_open = false, is_behind_code = false;  // the last observation can go on; it began behind code
    for (std::string text; std::getline(lines, text);) {
        ++number;
        const std::string_view line = text;
        const size_t comment = line.find("//");
        if (comment == line.npos) {
            is_open = false;
            continue;
        }
        const bool has_code = line.substr(0, comment).find_first_not_of(' ') != line.npos;
        const bool is_trailing = line.substr(comment).starts_with("///<");
        const size_t begin = line.find_first_not_of("/< ", comment);
        if (has_code || begin == line.npos || (is_behind_code && !is_trailing)) is_open = false;
        std::string_view rest = begin == line.npos ? std::string_view() : line.substr(begin);
        for (;;) {
            const size_t tag = rest.find(kObserved);
            if (is_open) out.back().text.append(" ").append(rest.substr(0, tag));
            if (tag == rest.npos) break;
            out.push_back({number, {}});
            is_open = true;
            is_behind_code = has_code;
            rest.remove_prefix(tag + kObserved.size());
        }
    }
    return out;
}

TEST(House, ObservationsNameTheReleaseThatWasLookedAt) {
    size_t observations = 0;
    for (const auto* folder : kObservingFolders) {
        for (const auto& file : sources_below(folder)) {
            if (file.path == "tests/house/comments_test.cpp") continue;
            for (const auto& [line, text] : observations_of(file.text)) {
                ++observations;
                EXPECT_TRUE(names_release(text)) << file.path << ":" << line << ": Observed:" << text;
            }
        }
    }
    EXPECT_GT(observations, 800u) << "the search itself is broken";
}

TEST(House, ObservationsWithoutReleasesAreFound) {
    EXPECT_TRUE(names_release("polkadot 1.25.1: a sentence."));
    EXPECT_TRUE(names_release("the same rule in polkadot v0.9.38."));
    EXPECT_TRUE(names_release("polkadot-stable2407, sync.rs"));
    EXPECT_TRUE(names_release("pallet-utility 42, for later chains"));
    EXPECT_TRUE(names_release("Kusama 1020 has it."));
    EXPECT_FALSE(names_release("the reference's rule."));
    EXPECT_FALSE(names_release("sc-network, 30 s"));
    EXPECT_FALSE(names_release("since 2021 there are several."));

    const auto seen = observations_of(
        "/// Spec: a. Observed: one\n/// more 1.2\n///\n/// 2.0\n"
        "int a;  ///< Observed: two\n        ///< and three\nint b;  // 3.0\n"
        "// Observed: x. Observed: y\n");
    ASSERT_EQ(seen.size(), 4u);
    EXPECT_EQ(seen[0].line, 1);
    EXPECT_TRUE(names_release(seen[0].text));
    EXPECT_FALSE(seen[0].text.contains("2.0"));
    EXPECT_EQ(seen[1].line, 5);
    EXPECT_TRUE(seen[1].text.contains("and three"));
    EXPECT_FALSE(seen[1].text.contains("3.0"));
    EXPECT_FALSE(seen[2].text.contains("y"));
    EXPECT_TRUE(seen[3].text.contains("y"));
}

// ---- Subjects

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
                const std::string_view text = std::string_view(line).substr(comment);
                EXPECT_FALSE(lacks_subject(text)) << file.path << ":" << number << ": " << text;
                const bool needs_nouns = std::ranges::any_of(
                    kRoomsOfNouns, [&](std::string_view room) { return file.path.starts_with(room); });
                EXPECT_FALSE(needs_nouns && lacks_noun(text)) << file.path << ":" << number << ": " << text;
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
    EXPECT_TRUE(lacks_noun("/// What is late goes."));
    EXPECT_TRUE(lacks_noun("// Once. Whatever comes then is dropped."));
    EXPECT_FALSE(lacks_noun("// A message that is late goes."));
}

}  // namespace
}  // namespace serinus::test
