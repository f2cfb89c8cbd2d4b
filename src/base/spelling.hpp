/// Suggestions for words that the user misspelled.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace serinus {

/// How far `name` is from what the user typed; nullopt: too far to be suggested. A name that begins with the word (from
/// four characters on) is near, and so is one to which the word adds a part: "sealing-mode" for "sealing".
std::optional<size_t> spelling_distance(std::string_view word, std::string_view name);

}  // namespace serinus
