#include "http/url.hpp"

#include <algorithm>
#include <charconv>

namespace serinus::http {
namespace {

constexpr size_t kMaxUriSize = 65534;  // Observed: that of the crate http 1.5.0

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) noexcept {
    return text.size() >= lower.size() && std::equal(lower.begin(), lower.end(), text.begin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
           });
}

bool is_alphanumeric(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

bool is_token(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

bool is_header_value(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\t'; });
}

bool is_uri_text(std::string_view text) noexcept {
    return !text.empty() && text.size() <= kMaxUriSize && std::ranges::all_of(text, [](char c) {
        return c > 0x20 && c < 0x7f && std::string_view("<>\\^`").find(c) == std::string_view::npos;
    });
}

std::optional<Url> parse_url(std::string_view text) {
    Url url;
    if (starts_with_ignoring_case(text, "https://")) {
        url.is_secure = true;
        text.remove_prefix(8);
    } else if (starts_with_ignoring_case(text, "http://")) {
        text.remove_prefix(7);
    } else {
        return std::nullopt;
    }
    text = text.substr(0, text.find('#'));
    const size_t end = std::min(text.find_first_of("/?"), text.size());
    std::string_view authority = text.substr(0, end);
    url.target = text.substr(end);
    if (!url.target.starts_with('/')) url.target.insert(0, "/");

    if (const size_t at = authority.rfind('@'); at != authority.npos) authority.remove_prefix(at + 1);
    std::string_view host = authority;
    std::string_view port;
    const size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
    if (bracket == authority.npos) return std::nullopt;
    if (const size_t colon = authority.find(':', bracket); colon != authority.npos) {
        host = authority.substr(0, colon);
        port = authority.substr(colon + 1);
        uint16_t number = 0;
        const auto parsed = std::from_chars(port.data(), port.data() + port.size(), number);
        if (!port.empty() && (parsed.ec != std::errc() || parsed.ptr != port.data() + port.size())) {
            return std::nullopt;
        }
    }
    if (bracket != 0) {
        if (host.size() != bracket + 1) return std::nullopt;
        url.authority = host;
        host = host.substr(1, bracket - 1);
    } else {
        url.authority = host;
    }
    if (host.empty()) return std::nullopt;
    url.host = host;
    const std::string_view usual = url.is_secure ? "443" : "80";
    url.port = port.empty() ? usual : port;
    if (url.port != usual) url.authority += ":" + url.port;
    return url;
}

}  // namespace serinus::http
