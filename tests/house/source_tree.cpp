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

namespace {

bool is_in_name(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Where the literal ends whose quote stands at `open`: behind its closing quote, or at the end of the text.
size_t end_of_literal(std::string_view text, size_t open) {
    const char quote = text[open];
    const bool is_raw = quote == '"' && open > 0 && text[open - 1] == 'R';
    if (is_raw) {
        const size_t bracket = text.find('(', open);
        const std::string close = ")" + std::string(text.substr(open + 1, bracket - open - 1)) + "\"";
        const size_t end = text.find(close, bracket);
        return end == text.npos ? text.size() : end + close.size();
    }
    for (size_t i = open + 1; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == quote) {
            return i + 1;
        }
    }
    return text.size();
}

}  // namespace

std::string code_of(std::string_view text) {
    std::string out;
    const auto skip = [&](size_t from, size_t to) {
        for (size_t i = from; i < to; ++i) {
            if (text[i] == '\n') out += '\n';
        }
        return to;
    };
    for (size_t i = 0; i < text.size();) {
        const std::string_view rest = text.substr(i);
        const bool separates_digits = text[i] == '\'' && i > 0 && is_in_name(text[i - 1]);
        if (rest.starts_with("//")) {
            i = std::min(text.find('\n', i), text.size());
        } else if (rest.starts_with("/*")) {
            i = skip(i, std::min(text.find("*/", i), text.size() - 2) + 2);
        } else if (text[i] == '"' || (text[i] == '\'' && !separates_digits)) {
            if (text[i] == '"' && out.ends_with('R')) out.pop_back();
            out += std::string(2, text[i]);
            i = skip(i, end_of_literal(text, i));
        } else {
            out += text[i++];
        }
    }
    return out;
}

std::vector<int> lines_naming(std::string_view code, std::string_view name) {
    std::vector<int> lines;
    int line = 1;
    size_t counted = 0;
    for (size_t at = code.find(name); at != code.npos; at = code.find(name, at + 1)) {
        const bool begins = at == 0 || !is_in_name(code[at - 1]) || !is_in_name(name.front());
        const bool ends = at + name.size() == code.size() || !is_in_name(code[at + name.size()]);
        if (!begins || !ends) continue;
        line += static_cast<int>(std::ranges::count(code.substr(counted, at - counted), '\n'));
        counted = at;
        if (lines.empty() || lines.back() != line) lines.push_back(line);
    }
    return lines;
}

std::string room_of(const std::string& path) { return room_of(path, "src/"); }

std::string room_of(const std::string& path, const std::string& house) {
    if (!path.starts_with(house)) return "";
    const size_t slash = path.find('/', house.size());
    return slash == std::string::npos ? "" : path.substr(house.size(), slash - house.size());
}

}  // namespace serinus::test
