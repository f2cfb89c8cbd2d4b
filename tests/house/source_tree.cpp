#include "tests/house/source_tree.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "tests/support/data.hpp"

namespace serinus::test {
namespace fs = std::filesystem;

std::vector<SourceFile> sources_below(const std::string& folder) {
    const fs::path root = SERINUS_SOURCE_DIR;
    std::vector<SourceFile> files;
    if (!fs::exists(root / folder)) return files;
    for (auto entry = fs::recursive_directory_iterator(root / folder); entry != fs::recursive_directory_iterator();
         ++entry) {
        if (entry->is_directory() && entry->path().filename() == "node_modules") entry.disable_recursion_pending();
        const auto extension = entry->path().extension();
        const bool is_source = extension == ".cpp" || extension == ".hpp" || extension == ".ipp";
        if (!entry->is_regular_file() || !is_source) continue;
        files.push_back({fs::relative(entry->path(), root).generic_string(), read_file(entry->path().string())});
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

std::vector<Include> includes_of(const SourceFile& file) {
    std::vector<Include> includes;
    std::istringstream lines(file.text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const size_t hash = line.find_first_not_of(" \t");
        if (hash == std::string::npos || line[hash] != '#') continue;
        const size_t word = line.find_first_not_of(" \t", hash + 1);
        if (word == std::string::npos || line.compare(word, 7, "include") != 0) continue;
        const size_t open = line.find_first_of("<\"", word);
        const size_t close = open == std::string::npos ? open : line.find_first_of(">\"", open + 1);
        if (close != std::string::npos) includes.push_back({line.substr(open + 1, close - open - 1), number});
    }
    return includes;
}

std::string room_of(const std::string& path) { return room_of(path, "src/"); }

std::string room_of(const std::string& path, const std::string& house) {
    if (!path.starts_with(house)) return "";
    const size_t slash = path.find('/', house.size());
    return slash == std::string::npos ? "" : path.substr(house.size(), slash - house.size());
}

}  // namespace serinus::test
