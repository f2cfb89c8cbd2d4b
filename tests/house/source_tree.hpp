/// The sources of this repository as the house tests see them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace serinus::test {

struct SourceFile {
    std::string path;  ///< from the root of the repository, "src/trie/node.cpp"
    std::string text;
};

/// Every .hpp, .ipp and .cpp below `folder` (from the root of the repository), sorted by path.
std::vector<SourceFile> sources_below(const std::string& folder);

struct Include {
    std::string header;  ///< the text between the brackets or quotes
    int line;
};

std::vector<Include> includes_of(const SourceFile& file);

/// The text of a source without comments and without text between quotes; its lines keep their numbers.
std::string code_of(std::string_view text);
/// The lines, from 1, in which `name` stands as a whole name, be it qualified further or not.
std::vector<int> lines_naming(std::string_view code, std::string_view name);

/// "trie" for "src/trie/node.cpp"; empty for a file that is not in a room of the host.
std::string room_of(const std::string& path);
/// The same in another house: "sdk" for "runtime/sdk/call.hpp" in "runtime/".
std::string room_of(const std::string& path, const std::string& house);

/// "foo_test.cpp", headers that such files share ("foo_test_data.hpp"), and everything below tests/.
inline bool is_test(const std::string& path) {
    return path.find("_test", path.rfind('/')) != std::string::npos || path.starts_with("tests/");
}

}  // namespace serinus::test
