#include "fork/origin/endpoint.hpp"

#include <algorithm>

namespace serinus::fork {

std::optional<Endpoint> parse_endpoint(std::string_view text) {
    Endpoint out;
    const auto take_scheme = [&](std::string_view scheme) {
        if (!text.starts_with(scheme)) return false;
        text.remove_prefix(scheme.size());
        return true;
    };
    if (take_scheme("wss://") || take_scheme("https://")) {
        out.is_secure = true;
    } else if (!take_scheme("ws://") && !take_scheme("http://")) {
        return std::nullopt;
    }
    const size_t slash = std::min(text.find('/'), text.size());
    if (slash < text.size()) out.path = text.substr(slash);
    std::string_view authority = text.substr(0, slash);
    if (authority.starts_with('[')) {
        const size_t end = authority.find(']');
        if (end == authority.npos) return std::nullopt;
        out.host = authority.substr(1, end - 1);
        authority.remove_prefix(end + 1);
    } else {
        const size_t colon = std::min(authority.find(':'), authority.size());
        out.host = authority.substr(0, colon);
        authority.remove_prefix(colon);
    }
    out.port = out.is_secure ? "443" : "80";
    if (!authority.empty()) {
        if (authority.front() != ':') return std::nullopt;
        out.port = authority.substr(1);
    }
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool is_port = !out.port.empty() && out.port.size() <= 5 && std::ranges::all_of(out.port, is_digit) &&
                         std::stoul(out.port) <= 65535;
    const bool is_plain = std::ranges::none_of(out.host + out.path, [](char c) { return c <= ' ' || c == 0x7f; });
    if (out.host.empty() || !is_port || !is_plain) return std::nullopt;
    return out;
}

}  // namespace serinus::fork
