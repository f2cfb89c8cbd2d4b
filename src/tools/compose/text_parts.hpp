/// Where words, lists and calls that people write can be divided.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace serinus::compose {

/// The parts between `separator`, as it stands outside of quotes and brackets, without spaces around them. Empty text:
/// no parts. The error is a sentence: a quote or a bracket is not closed.
Result<std::vector<std::string>, std::string> split_outside_brackets(std::string_view text, char separator);

/// Words as a shell divides them: quotes around a word, or a part of it, are left out, and brackets hold it together.
Result<std::vector<std::string>, std::string> split_words(std::string_view text);

/// "Standard(a, b)" is "Standard" and "a, b"; without brackets the second part is nullopt.
struct NamedText {
    std::string_view name;
    std::optional<std::string_view> content;
};
NamedText split_name(std::string_view text);

/// Without spaces at both ends.
std::string_view trimmed(std::string_view text);

/// "; did you mean `transfer_keep_alive`?" of the nearest one; empty: none is near.
std::string suggestion(std::string_view word, const std::vector<std::string>& names);

}  // namespace serinus::compose
