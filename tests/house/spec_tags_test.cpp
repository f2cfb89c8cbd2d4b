// Every rule that the code takes from the specification is shown by a test that carries the same reference.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "tests/house/source_tree.hpp"

namespace serinus::test {
namespace {

/// The anchors that follow "Spec:" in comments, separated by commas; prose after an anchor's first word is ignored.
std::set<std::string> spec_references(const SourceFile& file) {
    std::set<std::string> found;
    std::istringstream lines(file.text);
    for (std::string line; std::getline(lines, line);) {
        const size_t comment = line.find("//");
        const size_t tag = comment == std::string::npos ? comment : line.find("Spec: ", comment);
        if (tag == std::string::npos) continue;
        std::istringstream references(line.substr(tag + 6));
        for (std::string reference; std::getline(references, reference, ',');) {
            const size_t begin = reference.find_first_not_of(' ');
            if (begin == std::string::npos) continue;
            std::string anchor = reference.substr(begin, reference.find_first_of(" ;:(", begin) - begin);
            while (anchor.ends_with('.')) anchor.pop_back();
            const bool is_anchor = anchor.starts_with("defn-") || anchor.starts_with("algo-") ||
                                   anchor.starts_with("sect-") || anchor.starts_with("tabl-") ||
                                   anchor.starts_with("chap-") || anchor.starts_with("id-");
            if (is_anchor) found.insert(anchor);
        }
    }
    return found;
}

TEST(House, EverySpecReferenceInTheCodeHasATest) {
    std::map<std::string, std::string> in_code;  // anchor -> a file that names it
    std::set<std::string> in_tests;
    for (const auto* folder : {"src", "runtime", "tests"}) {
        for (const auto& file : sources_below(folder)) {
            for (const auto& anchor : spec_references(file)) {
                if (is_test(file.path)) {
                    in_tests.insert(anchor);
                } else {
                    in_code.emplace(anchor, file.path);
                }
            }
        }
    }
    EXPECT_FALSE(in_code.empty());
    for (const auto& [anchor, path] : in_code) {
        EXPECT_TRUE(in_tests.contains(anchor)) << path << " refers to " << anchor << ", which no test carries";
    }
}

TEST(House, SpecTagsNameAnAnchor) {
    for (const auto* folder : {"src", "runtime"}) {
        for (const auto& file : sources_below(folder)) {
            if (file.text.find("// Spec: ") == std::string::npos && file.text.find("/// Spec: ") == std::string::npos) {
                continue;
            }
            EXPECT_FALSE(spec_references(file).empty()) << file.path << ": a Spec: tag without an anchor";
        }
    }
}

}  // namespace
}  // namespace serinus::test
