/// The parts of a URL that an HTTP request needs, and which characters its pieces may have.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace serinus::http {

struct Url {
    bool is_secure = false;
    std::string host;       ///< without brackets
    std::string authority;  ///< as the Host header says it: the port only if it is not the scheme's own
    std::string port;
    std::string target;  ///< path and query, "/" at least
};

/// nullopt: not http or https, no host, or a port that is none.
std::optional<Url> parse_url(std::string_view text);

/// A token: a method, the name of a header. RFC-9110 section 5.6.2
bool is_token(std::string_view text) noexcept;
/// Visible ASCII, spaces and tabs. Observed: HeaderValue::from_str of the crate http 1.5.0
bool is_header_value(std::string_view text) noexcept;
/// What may stand in a URI at all; whether it leads anywhere shows when the request is sent.
bool is_uri_text(std::string_view text) noexcept;

}  // namespace serinus::http
