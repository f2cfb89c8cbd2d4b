#include "runtime/sdk/genesis/json.hpp"

#include <algorithm>

#include "codec/sequence.hpp"

namespace serinus::sdk::json {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, uint32_t code) {
    const auto tail = [&](uint32_t shift) { out += static_cast<char>(0x80 | (code >> shift & 0x3f)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xc0 | code >> 6);
        tail(0);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xe0 | code >> 12);
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xf0 | code >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

}  // namespace

std::string decimal(uint128_t value) {
    std::string out;
    do {
        out += static_cast<char>('0' + static_cast<int>(value % 10));
        value /= 10;
    } while (value != 0);
    std::reverse(out.begin(), out.end());
    return out;
}

bool Reader::fail(std::string what) { return fail_behind(std::move(what), at_ + 1); }

bool Reader::fail_behind(std::string what, size_t position) {
    if (failed()) return false;
    const std::string_view before = text_.substr(0, at_);
    const auto line = 1 + static_cast<uint64_t>(std::count(before.begin(), before.end(), '\n'));
    const size_t end = before.rfind('\n');
    const size_t begin = end == before.npos ? 0 : end + 1;  // of the line
    fault_ = std::move(what) + " at line " + decimal(line) + " column " + decimal(position - std::min(begin, position));
    return false;
}

void Reader::skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
        ++at_;
    }
}

/// The next character that is no space; 0 at the end and after a fault.
char Reader::peek() {
    if (failed()) return 0;
    skip_space();
    return at_ < text_.size() ? text_[at_] : '\0';
}

bool Reader::expect(std::string_view word) {
    if (peek() == 0 || text_.substr(at_, word.size()) != word) return fail("expected `" + std::string(word) + "`");
    at_ += word.size();
    return true;
}

bool Reader::boolean(bool& value) {
    value = peek() == 't';
    if (failed() || (peek() != 't' && peek() != 'f')) return fail("expected a boolean");
    return expect(value ? "true" : "false");
}

bool Reader::null() {
    if (peek() != 'n') return false;
    return expect("null");
}

bool Reader::number(uint128_t& value, uint128_t max) {
    if (!is_digit(peek())) return fail("expected a number without a sign");
    const bool leading_zero = text_[at_] == '0';
    value = 0;
    size_t count = 0;
    for (; at_ < text_.size() && is_digit(text_[at_]); ++at_, ++count) {
        const auto digit = static_cast<uint128_t>(text_[at_] - '0');
        if (digit > max || value > (max - digit) / 10) return fail("number out of range");
        value = value * 10 + digit;
    }
    if (leading_zero && count > 1) return fail("invalid number");
    if (at_ < text_.size() && (text_[at_] == '.' || text_[at_] == 'e' || text_[at_] == 'E')) {
        return fail("expected a whole number");
    }
    return true;
}

bool Reader::hex4(uint32_t& out) {
    out = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
        const char c = at_ < text_.size() ? text_[at_] : '\0';
        uint32_t digit;
        if (is_digit(c)) {
            digit = static_cast<uint32_t>(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            digit = static_cast<uint32_t>(c - 'a') + 10;
        } else if (c >= 'A' && c <= 'F') {
            digit = static_cast<uint32_t>(c - 'A') + 10;
        } else {
            return fail("invalid escape");
        }
        out = out << 4 | digit;
    }
    return true;
}

/// Behind a backslash.
bool Reader::escape(std::string& out) {
    const char c = at_ < text_.size() ? text_[at_++] : '\0';
    switch (c) {
        case '"':
        case '\\':
        case '/':
            out += c;
            return true;
        case 'b':
            out += '\b';
            return true;
        case 'f':
            out += '\f';
            return true;
        case 'n':
            out += '\n';
            return true;
        case 'r':
            out += '\r';
            return true;
        case 't':
            out += '\t';
            return true;
        case 'u':
            break;
        default:
            return fail("invalid escape");
    }
    uint32_t code;
    if (!hex4(code)) return false;
    if (code >= 0xdc00 && code < 0xe000) return fail("lone surrogate");
    if (code >= 0xd800 && code < 0xdc00) {
        uint32_t low;
        if (text_.substr(at_, 2) != "\\u") return fail("lone surrogate");
        at_ += 2;
        if (!hex4(low)) return false;
        if (low < 0xdc00 || low >= 0xe000) return fail("lone surrogate");
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    append_utf8(out, code);
    return true;
}

bool Reader::text(std::string& value) {
    if (peek() != '"') return fail("expected a string");
    ++at_;
    value.clear();
    for (;;) {
        if (at_ == text_.size()) return fail("the text ends inside a string");
        const char c = text_[at_];
        if (static_cast<uint8_t>(c) < 0x20) return fail("control character in a string");
        ++at_;
        if (c == '"') break;
        if (c != '\\') {
            value += c;
        } else if (!escape(value)) {
            return false;
        }
    }
    return scale::is_utf8(as_bytes(value)) || fail("a string is not UTF-8");
}

/// Where a value of another kind stands, that value must be a literal's if it begins as one.
bool Reader::fail_kind(const char* what) {
    for (const std::string_view word : {"true", "false", "null"}) {
        if (peek() != word[0]) continue;
        for (const char c : word) {
            if (at_ == text_.size() || text_[at_] != c) return fail("expected ident");
            ++at_;
        }
        return fail_behind(what);
    }
    return fail(what);
}

bool Reader::enter(char opening, const char* what) {
    if (peek() != opening) return fail_kind(what);
    if (depth_ == kMaxDepth) return fail("recursion limit exceeded");
    ++at_;
    is_first_[depth_++] = true;
    return true;
}

bool Reader::begin_array() { return enter('[', "expected an array"); }
bool Reader::begin_object() { return enter('{', "expected an object"); }

/// Whether there is another element before `closing`, which is stepped over.
bool Reader::next(char closing, bool& found) {
    found = false;
    const char c = peek();
    if (c == 0) return fail("the text ends too early");
    if (c == closing) {
        ++at_;
        --depth_;
        return true;
    }
    if (!is_first_[depth_ - 1]) {
        if (c != ',') return fail("expected a comma");
        ++at_;
        if (peek() == closing) return fail("trailing comma");
    }
    is_first_[depth_ - 1] = false;
    found = true;
    return true;
}

bool Reader::next_element() {
    bool found;
    return next(']', found) && found;
}

bool Reader::next_member(std::string& name) {
    bool found;
    if (!next('}', found) || !found || !text(name)) return false;
    name_end_ = at_;
    return expect(":");
}

bool Reader::digits() {
    const size_t start = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ > start || fail("invalid number");
}

bool Reader::skip_number() {
    if (text_[at_] == '-') ++at_;
    const bool zero = at_ < text_.size() && text_[at_] == '0';
    const size_t start = at_;
    if (!digits()) return false;
    if (zero && at_ - start > 1) return fail("invalid number");
    if (at_ < text_.size() && text_[at_] == '.') {
        ++at_;
        if (!digits()) return false;
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
        ++at_;
        if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
        return digits();
    }
    return true;
}

bool Reader::skip(std::string_view* span) {
    const char first = peek();
    const size_t start = at_;
    const uint32_t outside = depth_;
    std::string ignored;
    bool flag;
    // Nesting is kept in is_first_, not on the stack; `arrays` remembers the kinds.
    std::array<bool, kMaxDepth> arrays{};
    if (first == 0) return fail("expected a value");
    for (;;) {
        const char c = peek();
        bool good;
        if (c == '[' || c == '{') {
            good = c == '[' ? begin_array() : begin_object();
            if (good) arrays[depth_ - 1] = c == '[';
        } else if (c == '"') {
            good = text(ignored);
        } else if (c == 't' || c == 'f') {
            good = boolean(flag);
        } else if (c == 'n') {
            good = null();
        } else if (is_digit(c) || c == '-') {
            good = skip_number();
        } else {
            good = fail("expected a value");
        }
        if (!good) return false;
        // To the next value, out of everything that ends here.
        while (depth_ > outside) {
            if (arrays[depth_ - 1] ? next_element() : next_member(ignored)) break;
            if (failed()) return false;
        }
        if (depth_ == outside) break;
    }
    if (span) *span = text_.substr(start, at_ - start);
    return true;
}

bool Reader::finish() { return !failed() && (peek() == 0 && at_ == text_.size() ? true : fail("trailing characters")); }

std::string compact(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool in_string = false;
    bool is_escaped = false;
    for (const char c : text) {
        if (in_string) {
            in_string = c != '"' || is_escaped;
            is_escaped = c == '\\' && !is_escaped;
        } else if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            continue;
        } else {
            in_string = c == '"';
        }
        out += c;
    }
    return out;
}

void Writer::raw(std::string_view value) {
    if (needs_comma_) out_ += ',';
    out_ += value;
    needs_comma_ = true;
}

void Writer::number(uint128_t value) { raw(decimal(value)); }

void Writer::open(char c) {
    raw({&c, 1});
    needs_comma_ = false;
}

void Writer::close(char c) {
    out_ += c;
    needs_comma_ = true;
}

void Writer::quoted(std::string_view value) {
    constexpr const char* kHex = "0123456789abcdef";
    if (needs_comma_) out_ += ',';
    out_ += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            out_ += '\\';
            out_ += c;
        } else if (static_cast<uint8_t>(c) < 0x20) {
            out_ += "\\u00";
            out_ += kHex[c >> 4];
            out_ += kHex[c & 15];
        } else {
            out_ += c;
        }
    }
    out_ += '"';
}

void Writer::text(std::string_view value) {
    quoted(value);
    needs_comma_ = true;
}

void Writer::member(std::string_view name) {
    quoted(name);
    out_ += ':';
    needs_comma_ = false;
}

}  // namespace serinus::sdk::json
