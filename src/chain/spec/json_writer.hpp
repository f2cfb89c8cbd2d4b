/// JSON as text goes out: streamed, in the layout that the official tools print (two spaces, one item a line).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace serinus::chain {

/// Takes the text in pieces; false stops the writer.
using TextSink = std::function<bool(std::string_view)>;

/// A JSON value that we keep but do not interpret, as compact canonical text: no white space, strings escaped as
/// append_json_string() does, numbers with the digits they came with, so that no integer loses precision.
struct JsonText {
    std::string text = "null";

    bool is_null() const noexcept { return text == "null"; }
    friend bool operator==(const JsonText&, const JsonText&) = default;
};

/// Appends `text` (UTF-8) as a JSON string: only the quotation mark, the backslash and control characters are escaped.
void append_json_string(std::string& out, std::string_view text);

/// Writes one JSON value. Calls must nest properly; every value inside an object follows a key.
class JsonWriter {
  public:
    explicit JsonWriter(TextSink sink) : sink_(std::move(sink)) {}

    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }
    void key(std::string_view name);
    void hex_key(BytesView name);

    void string(std::string_view text);
    void hex(BytesView bytes);  ///< "0x…"
    void number(uint64_t value);
    void boolean(bool value);
    void null();
    void json(const JsonText& value);

    /// Flushes. False if the sink refused some of the text.
    bool finish();

  private:
    void open(char bracket);
    void close(char bracket);
    void before_value();
    void new_line();
    void hex_text(BytesView bytes);
    void flush_if_large();

    TextSink sink_;
    std::string buffer_;
    size_t depth_ = 0;
    bool empty_ = true;  ///< nothing yet in the innermost object or array
    bool after_key_ = false;
    bool accepted_ = true;
};

}  // namespace serinus::chain
