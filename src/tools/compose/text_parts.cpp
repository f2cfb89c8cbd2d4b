#include "tools/compose/text_parts.hpp"

#include "base/spelling.hpp"

namespace serinus::compose {
namespace {

/// What is open where a character stands.
class Nesting {
  public:
    /// False: the character closes what is not open.
    bool pass(char c) {
        if (!open_.empty() && (open_.back() == '"' || open_.back() == '\'')) {
            if (c == open_.back()) open_.pop_back();
            return true;
        }
        if (c == '"' || c == '\'' || c == '(' || c == '[' || c == '{') {
            open_ += c;
            return true;
        }
        const char opener = c == ')' ? '(' : c == ']' ? '[' : c == '}' ? '{' : '\0';
        if (opener == '\0') return true;
        if (open_.empty() || open_.back() != opener) return false;
        open_.pop_back();
        return true;
    }
    bool is_outside() const noexcept { return open_.empty(); }
    Result<void, std::string> finish(std::string_view text) const {
        if (open_.empty()) return {};
        return Err("in `" + std::string(text) + "` nothing closes the " + open_.back());
    }

  private:
    std::string open_;
};

/// Without case and underscores, by which names do not differ.
std::string folded(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c != '_') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\n\r";
    const size_t begin = text.find_first_not_of(kSpace);
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

Result<std::vector<std::string>, std::string> split_outside_brackets(std::string_view text, char separator) {
    std::vector<std::string> out;
    text = trimmed(text);
    if (text.empty()) return out;
    Nesting nesting;
    size_t begin = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == separator && nesting.is_outside()) {
            out.emplace_back(trimmed(text.substr(begin, i - begin)));
            begin = i + 1;
        } else if (!nesting.pass(text[i])) {
            return Err("in `" + std::string(text) + "` nothing opens the " + text[i]);
        }
    }
    TRY(nesting.finish(text));
    out.emplace_back(trimmed(text.substr(begin)));
    return out;
}

Result<std::vector<std::string>, std::string> split_words(std::string_view text) {
    std::vector<std::string> out;
    std::string word;
    bool has_word = false;
    Nesting nesting;
    for (const char c : text) {
        const bool is_space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        const bool was_outside = nesting.is_outside();
        if (is_space && was_outside) {
            if (has_word) out.push_back(std::exchange(word, {}));
            has_word = false;
            continue;
        }
        if (!nesting.pass(c)) return Err("in `" + std::string(text) + "` nothing opens the " + c);
        has_word = true;
        const bool is_outer_quote = (c == '"' || c == '\'') && (was_outside || nesting.is_outside());
        if (!is_outer_quote) word += c;
    }
    TRY(nesting.finish(text));
    if (has_word) out.push_back(std::move(word));
    return out;
}

NamedText split_name(std::string_view text) {
    text = trimmed(text);
    const size_t bracket = text.find('(');
    if (bracket == text.npos || !text.ends_with(')')) return {text, std::nullopt};
    return {trimmed(text.substr(0, bracket)), text.substr(bracket + 1, text.size() - bracket - 2)};
}

std::string suggestion(std::string_view word, const std::vector<std::string>& names) {
    const std::string* nearest = nullptr;
    size_t least = 0;
    for (const std::string& name : names) {
        const auto distance = spelling_distance(folded(word), folded(name));
        if (!distance || (nearest != nullptr && *distance >= least)) continue;
        nearest = &name;
        least = *distance;
    }
    return nearest == nullptr ? std::string() : "; did you mean `" + *nearest + "`?";
}

}  // namespace serinus::compose
