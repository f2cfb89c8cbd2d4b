#include "chain/spec/json_writer.hpp"

#include "base/assert.hpp"

namespace serinus::chain {
namespace {

constexpr char kDigits[] = "0123456789abcdef";
constexpr size_t kFlushBytes = size_t{64} * 1024;

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    out += "\\u00";
                    out += kDigits[c >> 4];
                    out += kDigits[c & 15];
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

void JsonWriter::flush_if_large() {
    if (buffer_.size() < kFlushBytes) return;
    accepted_ = accepted_ && sink_(buffer_);
    buffer_.clear();
}

bool JsonWriter::finish() {
    SERINUS_ASSERT(depth_ == 0);
    accepted_ = accepted_ && sink_(buffer_);
    buffer_.clear();
    return accepted_;
}

void JsonWriter::new_line() {
    buffer_ += '\n';
    buffer_.append(2 * depth_, ' ');
}

/// The comma and the line break that part a value, or its key, from what stands before it.
void JsonWriter::before_value() {
    flush_if_large();
    if (after_key_) {
        after_key_ = false;
        return;
    }
    if (!empty_) buffer_ += ',';
    if (depth_ > 0) new_line();
    empty_ = false;
}

void JsonWriter::open(char bracket) {
    before_value();
    buffer_ += bracket;
    ++depth_;
    empty_ = true;
}

void JsonWriter::close(char bracket) {
    SERINUS_ASSERT(depth_ > 0 && !after_key_);
    --depth_;
    if (!empty_) new_line();
    buffer_ += bracket;
    empty_ = false;
}

void JsonWriter::key(std::string_view name) {
    before_value();
    append_json_string(buffer_, name);
    buffer_ += ": ";
    after_key_ = true;
}

void JsonWriter::hex_text(BytesView bytes) {
    buffer_ += "\"0x";
    while (!bytes.empty()) {  // in pieces, so that a value of megabytes does not fill the buffer
        const BytesView piece = bytes.first(std::min(bytes.size(), kFlushBytes / 2));
        const size_t start = buffer_.size();
        buffer_.resize(start + 2 * piece.size());
        char* out = buffer_.data() + start;
        for (const uint8_t byte : piece) {
            *out++ = kDigits[byte >> 4];
            *out++ = kDigits[byte & 15];
        }
        bytes = bytes.subspan(piece.size());
        flush_if_large();
    }
    buffer_ += '"';
}

void JsonWriter::hex_key(BytesView name) {
    before_value();
    hex_text(name);
    buffer_ += ": ";
    after_key_ = true;
}

void JsonWriter::hex(BytesView bytes) {
    before_value();
    hex_text(bytes);
}

void JsonWriter::string(std::string_view text) {
    before_value();
    append_json_string(buffer_, text);
}

void JsonWriter::number(uint64_t value) {
    before_value();
    buffer_ += std::to_string(value);
}

void JsonWriter::boolean(bool value) {
    before_value();
    buffer_ += value ? "true" : "false";
}

void JsonWriter::null() {
    before_value();
    buffer_ += "null";
}

/// Lays the text out again: only what stands between strings matters.
void JsonWriter::json(const JsonText& value) {
    const std::string_view text = value.text;
    constexpr std::string_view kWhitespace = " \t\r\n";
    for (size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == ',' || kWhitespace.contains(c)) {
            ++i;
        } else if (c == '{' || c == '[') {
            open(c);
            ++i;
        } else if (c == '}' || c == ']') {
            close(c);
            ++i;
        } else {
            before_value();
            size_t end = i + 1;
            if (c == '"') {
                while (text[end] != '"') end += text[end] == '\\' ? 2 : 1;
                ++end;
            } else {
                end = std::min(text.find_first_of(",]} \t\r\n", i), text.size());
            }
            buffer_ += text.substr(i, end - i);
            i = std::min(text.find_first_not_of(kWhitespace, end), text.size());
            if (i < text.size() && text[i] == ':') {
                buffer_ += ": ";
                after_key_ = true;
                ++i;
            }
        }
    }
}

}  // namespace serinus::chain
