#include "crypto/key_file.hpp"

#include "base/hex.hpp"

namespace serinus::crypto {
namespace {

/// Bytes that are wiped when they go; never grown beyond the capacity they are made with, so that no copy stays behind.
class Buffer {
  public:
    explicit Buffer(size_t capacity) { bytes_.reserve(capacity); }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    ~Buffer() { wipe(bytes_); }

    void push(uint8_t byte) {
        SERINUS_ASSERT(bytes_.size() < bytes_.capacity());
        bytes_.push_back(byte);
    }
    SecretText text() const { return SecretText(as_text(bytes_)); }

  private:
    Bytes bytes_;
};

/// JSON's short escapes and what they stand for.
constexpr std::pair<char, char> kEscapes[] = {
    {'"', '"'}, {'\\', '\\'}, {'b', '\b'}, {'f', '\f'}, {'n', '\n'}, {'r', '\r'}, {'t', '\t'},
};

void trim(std::string_view& text) {
    constexpr std::string_view kSpace = " \t\n\r";
    while (!text.empty() && kSpace.contains(text.front())) text.remove_prefix(1);
    while (!text.empty() && kSpace.contains(text.back())) text.remove_suffix(1);
}

std::optional<uint32_t> take_hex4(std::string_view& text) {
    if (text.size() < 4) return std::nullopt;
    uint32_t value = 0;
    for (size_t i = 0; i < 4; ++i) {
        const int digit = hex_digit(text[i]);
        if (digit < 0) return std::nullopt;
        value = value << 4 | static_cast<uint32_t>(digit);
    }
    text.remove_prefix(4);
    return value;
}

/// A code point behind "\u"; one above 0xffff is written as two halves. A half alone stands for nothing.
std::optional<uint32_t> take_code_point(std::string_view& text) {
    const auto first = take_hex4(text);
    if (!first || (*first & 0xf800) != 0xd800) return first;
    if (*first >= 0xdc00 || !text.starts_with("\\u")) return std::nullopt;
    text.remove_prefix(2);
    const auto second = take_hex4(text);
    if (!second || (*second & 0xfc00) != 0xdc00) return std::nullopt;
    return 0x10000 + ((*first & 0x3ff) << 10 | (*second & 0x3ff));
}

void push_utf8(Buffer& out, uint32_t point) {
    const auto push = [&out](uint32_t byte) { out.push(static_cast<uint8_t>(byte)); };
    const auto push_rest = [&](int count) {
        while (count-- > 0) push(0x80 | (point >> (6 * count) & 0x3f));
    };
    if (point < 0x80) {
        push(point);
    } else if (point < 0x800) {
        push(0xc0 | point >> 6);
        push_rest(1);
    } else if (point < 0x10000) {
        push(0xe0 | point >> 12);
        push_rest(2);
    } else {
        push(0xf0 | point >> 18);
        push_rest(3);
    }
}

bool take_escape(std::string_view& text, Buffer& out) {
    if (text.empty()) return false;
    const char kind = text.front();
    text.remove_prefix(1);
    if (kind == 'u') {
        const auto point = take_code_point(text);
        if (!point) return false;
        push_utf8(out, *point);
        return true;
    }
    if (kind == '/') {
        out.push('/');
        return true;
    }
    for (const auto& [letter, meaning] : kEscapes) {
        if (letter != kind) continue;
        out.push(static_cast<uint8_t>(meaning));
        return true;
    }
    return false;
}

void push_escaped(Buffer& out, char c) {
    constexpr std::string_view kHexDigits = "0123456789abcdef";
    for (const auto& [letter, meaning] : kEscapes) {
        if (meaning != c) continue;
        out.push('\\');
        out.push(static_cast<uint8_t>(letter));
        return;
    }
    const auto byte = static_cast<uint8_t>(c);
    if (byte >= 0x20) return out.push(byte);
    for (const char part : {'\\', 'u', '0', '0', kHexDigits[byte >> 4], kHexDigits[byte & 15]}) {
        out.push(static_cast<uint8_t>(part));
    }
}

}  // namespace

SecretText write_key_file(std::string_view uri) {
    constexpr size_t kLongestEscape = 6;
    Buffer out(uri.size() * kLongestEscape + 2);
    out.push('"');
    for (const char c : uri) push_escaped(out, c);
    out.push('"');
    return out.text();
}

std::optional<SecretText> parse_key_file(std::string_view content) {
    trim(content);
    if (content.size() < 2 || content.front() != '"' || content.back() != '"') return std::nullopt;
    content = content.substr(1, content.size() - 2);
    Buffer out(content.size());  // no escape is shorter than what it stands for
    while (!content.empty()) {
        const char c = content.front();
        content.remove_prefix(1);
        if (c == '"' || static_cast<uint8_t>(c) < 0x20) return std::nullopt;
        if (c != '\\') {
            out.push(static_cast<uint8_t>(c));
        } else if (!take_escape(content, out)) {
            return std::nullopt;
        }
    }
    return out.text();
}

}  // namespace serinus::crypto
