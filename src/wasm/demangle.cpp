#include "wasm/demangle.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace serinus::wasm {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

/// "h" and 16 hexadecimal digits, which rustc appends to distinguish instances.
bool is_hash(std::string_view part) {
    return part.size() == 17 && part[0] == 'h' && std::all_of(part.begin() + 1, part.end(), is_hex);
}

/// The text between two '$'.
std::optional<std::string> unescape(std::string_view code) {
    if (code == "SP") return "@";
    if (code == "BP") return "*";
    if (code == "RF") return "&";
    if (code == "LT") return "<";
    if (code == "GT") return ">";
    if (code == "LP") return "(";
    if (code == "RP") return ")";
    if (code == "C") return ",";
    if (code.size() == 3 && code[0] == 'u' && is_hex(code[1]) && is_hex(code[2])) {
        const auto value = [](char c) { return is_digit(c) ? c - '0' : c - 'a' + 10; };
        const int character = value(code[1]) * 16 + value(code[2]);
        if (character >= 0x20 && character < 0x7f) return std::string(1, static_cast<char>(character));
    }
    return std::nullopt;
}

std::string readable(std::string_view part) {
    if (part.starts_with("_$")) part.remove_prefix(1);
    std::string out;
    while (!part.empty()) {
        const size_t end = part[0] == '$' ? part.find('$', 1) : std::string_view::npos;
        const auto text = end != std::string_view::npos ? unescape(part.substr(1, end - 1)) : std::nullopt;
        if (text) {
            out += *text;
            part.remove_prefix(end + 1);
        } else if (part.starts_with("..")) {
            out += "::";
            part.remove_prefix(2);
        } else {
            out += part[0];
            part.remove_prefix(1);
        }
    }
    return out;
}

}  // namespace

std::string demangle(std::string_view name) {
    std::string_view rest = name;
    if (!rest.starts_with("_ZN")) return std::string(name);
    rest.remove_prefix(3);
    std::vector<std::string_view> parts;
    while (!rest.empty() && is_digit(rest[0])) {
        size_t length = 0;
        while (!rest.empty() && is_digit(rest[0]) && length <= name.size()) {
            length = length * 10 + static_cast<size_t>(rest[0] - '0');
            rest.remove_prefix(1);
        }
        if (length > rest.size()) return std::string(name);
        parts.push_back(rest.substr(0, length));
        rest.remove_prefix(length);
    }
    if (parts.empty() || !rest.starts_with('E')) return std::string(name);
    if (parts.size() > 1 && is_hash(parts.back())) parts.pop_back();
    std::string out;
    for (const std::string_view part : parts) {
        if (!out.empty()) out += "::";
        out += readable(part);
    }
    return out;
}

}  // namespace serinus::wasm
