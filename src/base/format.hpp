/// Text from a pattern and values, as std::format makes it: format_text("#{} ({:.1f} %)", number, 100 * share).
/// docs: https://fmt.dev/9.1.0/syntax.html
///
/// The pattern is checked against the types of the values when it is compiled. Only fmt's core stands here, which costs
/// 0.1 s of each source; the rest is compiled once, in format.cpp. Not for what is built for wasm32 too.
#pragma once

#include <fmt/core.h>

#include <string>

namespace serinus {

/// What format_text() calls, for values whose types are gone.
std::string format_values(fmt::string_view pattern, fmt::format_args values);

template <class... Values>
[[nodiscard]] std::string format_text(fmt::format_string<const Values&...> pattern, const Values&... values) {
    return format_values(pattern, fmt::make_format_args(values...));
}

/// Appends to `out` instead of making a text of its own.
template <class... Values>
void append_text(std::string& out, fmt::format_string<const Values&...> pattern, const Values&... values) {
    out += format_values(pattern, fmt::make_format_args(values...));
}

}  // namespace serinus
