#include "metadata/names.hpp"

namespace serinus::metadata {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_separator(char c) { return c == '_' || c == '-' || c == ' ' || c == '.'; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

bool is_same_name(std::string_view a, std::string_view b) noexcept {
    for (;;) {
        while (a.starts_with('_')) a.remove_prefix(1);
        while (b.starts_with('_')) b.remove_prefix(1);
        if (a.empty() || b.empty()) return a.empty() && b.empty();
        if (lower(a.front()) != lower(b.front())) return false;
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
}

std::string camel_case(std::string_view name) {
    std::string out;
    bool begins_word = false;
    for (size_t i = 0; i < name.size(); ++i) {
        if (is_separator(name[i])) {
            begins_word = !out.empty();
            continue;
        }
        // Of several capitals in a row only the last one begins a word, and none of them at the end.
        const bool follows_capital = i > 0 && is_upper(name[i - 1]);
        const bool before_small = i + 1 < name.size() && !is_upper(name[i + 1]) && !is_separator(name[i + 1]);
        if (out.empty() || (is_upper(name[i]) && follows_capital && !before_small)) {
            out += lower(name[i]);
        } else {
            out += begins_word ? upper(name[i]) : name[i];
        }
        begins_word = false;
    }
    return out;
}

}  // namespace serinus::metadata
