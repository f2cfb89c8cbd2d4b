#include "rpc/short_request.hpp"

#include <algorithm>
#include <array>

namespace serinus::rpc {
namespace {

constexpr std::string_view kStart = "POST / HTTP/1.1\r\n";

/// The small letter of each character of a name, 0 of what a name cannot have. Spec: RFC 9110, section 5.6.2
constexpr auto kNameLetters = [] {
    std::array<char, 256> out{};
    const auto add = [&out](char c, char letter) { out[static_cast<uint8_t>(c)] = letter; };
    for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789")) add(c, c);
    for (char c = 'a'; c <= 'z'; ++c) {
        add(c, c);
        add(static_cast<char>(c - 'a' + 'A'), c);
    }
    return out;
}();

char small(char c) noexcept { return kNameLetters[static_cast<uint8_t>(c)]; }

bool is_name(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return small(c) != 0; });
}

/// `small_name` has small letters.
bool is_same(std::string_view text, std::string_view small_name) noexcept {
    return std::ranges::equal(text, small_name, {}, small);
}

/// Without the white space around it; nullopt if it has other characters than visible ones, spaces and tabs.
std::optional<std::string_view> value_of(std::string_view text) noexcept {
    const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
    bool is_plain = true;
    for (const char c : text) is_plain &= (c >= 0x20 && c <= 0x7e) || c == '\t';
    if (!is_plain) return std::nullopt;
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::optional<size_t> length_of(std::string_view digits) noexcept {
    constexpr size_t kMaxDigits = 4;
    if (digits.empty() || digits.size() > kMaxDigits) return std::nullopt;
    size_t out = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        out = out * 10 + static_cast<size_t>(c - '0');
    }
    return out;
}

class Fields {
  public:
    explicit Fields(ShortRequest& request) noexcept : request_(request) {}

    /// False: in doubt.
    bool take(std::string_view name, std::string_view value) noexcept {
        // By their lengths: most fields are none of these.
        switch (name.size()) {
            case 4:
                return !is_same(name, "host") || set(request_.host, value);
            case 6:
                return !is_same(name, "expect") && (!is_same(name, "origin") || set(request_.origin, value));
            case 7:
                return !is_same(name, "upgrade");
            case 9:
                return !is_same(name, "forwarded") && !is_same(name, "x-real-ip");
            case 10:
                return !is_same(name, "connection") || (value.size() == 10 && is_same(value, "keep-alive"));
            case 12:
                return !is_same(name, "content-type") || set(request_.content_type, value);
            case 14:
                return !is_same(name, "content-length") || set_length(value);
            case 15:
                return !is_same(name, "x-forwarded-for");
            case 16:
                return !is_same(name, "proxy-connection");
            case 17:
                return !is_same(name, "transfer-encoding");
            default:
                return true;
        }
    }
    std::optional<size_t> length() const noexcept { return length_; }

  private:
    static bool set(std::string_view& field, std::string_view value) noexcept {
        if (!field.empty() || value.empty()) return false;
        field = value;
        return true;
    }
    bool set_length(std::string_view value) noexcept {
        if (length_) return false;
        length_ = length_of(value);
        return length_.has_value();
    }

    ShortRequest& request_;
    std::optional<size_t> length_;
};

}  // namespace

std::optional<ShortRequest> ShortRequest::at_front_of(std::string_view bytes) noexcept {
    if (!bytes.starts_with(kStart)) return std::nullopt;
    ShortRequest out;
    Fields fields(out);
    size_t at = kStart.size();
    for (;;) {
        const size_t end = bytes.find('\r', at);
        if (end == bytes.npos || end + 1 >= bytes.size() || bytes[end + 1] != '\n') return std::nullopt;
        const auto line = bytes.substr(at, end - at);
        at = end + 2;
        if (line.empty()) break;
        const size_t colon = line.find(':');
        if (colon == line.npos || !is_name(line.substr(0, colon))) return std::nullopt;
        const auto value = value_of(line.substr(colon + 1));
        if (!value || !fields.take(line.substr(0, colon), *value)) return std::nullopt;
    }
    const auto length = fields.length();
    if (!length || *length > bytes.size() - at || at + *length > kMaxBytes) return std::nullopt;
    out.body = bytes.substr(at, *length);
    out.bytes = at + *length;
    return out;
}

}  // namespace serinus::rpc
