// Every rule that the code takes from the specification is shown by a test that carries the same reference.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "tests/house/source_tree.hpp"

namespace serinus::test {
namespace {

/// The references that follow "Spec:" in comments, separated by commas: anchors of the Polkadot specification
/// ("defn-node-header") or names of other ones ("RFC-9496", "ZIP-215"). All of them have a hyphen; prose is passed
/// over.
std::set<std::string> spec_references(const SourceFile& file) {
    std::set<std::string> found;
    std::istringstream lines(file.text);
    for (std::string line; std::getline(lines, line);) {
        const size_t comment = line.find("//");
        const size_t tag = comment == std::string::npos ? comment : line.find("Spec: ", comment);
        if (tag == std::string::npos) continue;
        std::istringstream references(line.substr(tag + 6, line.find('(', tag) - (tag + 6)));
        for (std::string reference; std::getline(references, reference, ',');) {
            const size_t begin = reference.find_first_not_of(' ');
            if (begin == std::string::npos) continue;
            std::string anchor = reference.substr(begin, reference.find_first_of(" ;:)", begin) - begin);
            while (anchor.ends_with('.')) anchor.pop_back();
            if (anchor.find('-') != std::string::npos) found.insert(anchor);
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

}  // namespace
}  // namespace serinus::test
