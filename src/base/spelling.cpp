#include "base/spelling.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace serinus {
namespace {

/// The least cost of changing one word into the other: 2 for each character inserted, removed or replaced, 1 for two
/// neighbours exchanged, which is the most frequent mistake.
size_t typing_distance(std::string_view a, std::string_view b) {
    std::vector<size_t> before_last, last(b.size() + 1), row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j) row[j] = 2 * j;
    for (size_t i = 1; i <= a.size(); ++i) {
        before_last = std::exchange(last, row);
        row[0] = 2 * i;
        for (size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 2, row[j - 1] + 2, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 2)});
            const bool is_exchange = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (is_exchange) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
    }
    return row[b.size()];
}

}  // namespace

std::optional<size_t> spelling_distance(std::string_view word, std::string_view name) {
    constexpr size_t kLeastBeginning = 4;
    const bool is_beginning = word.size() >= kLeastBeginning && name.starts_with(word);
    const bool is_continued = name.size() >= kLeastBeginning && word.starts_with(std::string(name) + "-");
    if (is_beginning || is_continued) return 2;
    const size_t distance = typing_distance(word, name);
    const size_t most = std::max<size_t>(2, 2 * (word.size() / 4));  // a character in four
    return distance <= most ? std::optional(distance) : std::nullopt;
}

}  // namespace serinus
