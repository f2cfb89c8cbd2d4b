/// JSON for a runtime: a reader that is total, with bounded depth and faults that say where, and a writer. Neither
/// makes a tree: values go from the text into typed objects and back. RFC-8259
#pragma once

#include <array>
#include <string>

#include "base/bytes.hpp"
#include "base/checked.hpp"

namespace serinus::sdk::json {

/// Objects and arrays in each other. Observed: the limit of serde_json 1.0.105
inline constexpr uint32_t kMaxDepth = 128;

/// Reads one value from the front. Every function returns false after a fault, and does nothing from then on; the first
/// fault stays. Integers are not rounded: 128 bits are read as they stand.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    bool boolean(bool& value);
    /// A whole number without a sign, up to `max`.
    bool number(uint128_t& value, uint128_t max);
    /// A string, with escapes resolved; it is UTF-8.
    bool text(std::string& value);
    /// Steps over a `null`; false, without a fault, if something else stands there.
    bool null();
    /// Whether a string stands here.
    bool is_text() { return peek() == '"'; }

    bool is_array() { return peek() == '['; }

    /// After `begin_…`, every `next_…` that is true is followed by one value; false is the end, or a fault.
    bool begin_array();
    bool next_element();
    bool begin_object();
    bool next_member(std::string& name);

    /// Steps over a value of any kind, which must be well-formed. `span` gets its text.
    bool skip(std::string_view* span = nullptr);
    /// Nothing but space may be left.
    bool finish();

    bool failed() const { return !fault_.empty(); }
    /// Says that the value just read, or the one that stands here, is wrong.
    bool fail(std::string what);
    /// Says that the value which ends here, or at `position`, is wrong.
    bool fail_behind(std::string what) { return fail_behind(std::move(what), at_); }
    bool fail_behind(std::string what, size_t position);
    /// Where the name ended that next_member() read last.
    size_t name_end() const { return name_end_; }
    /// What is wrong and where: "… at line 2 column 5".
    const std::string& fault() const { return fault_; }
    size_t position() const { return at_; }

  private:
    void skip_space();
    char peek();
    bool expect(std::string_view word);
    bool next(char closing, bool& found);
    bool enter(char opening, const char* what);
    bool digits();
    bool skip_number();
    bool escape(std::string& out);
    bool hex4(uint32_t& out);
    bool fail_kind(const char* what);

    std::string_view text_;
    size_t at_ = 0;
    size_t name_end_ = 0;
    std::array<bool, kMaxDepth> is_first_{};
    uint32_t depth_ = 0;
    std::string fault_;
};

std::string decimal(uint128_t value);

/// The text without the space between its tokens; well-formed JSON keeps its meaning.
std::string compact(std::string_view text);

/// Writes compact JSON; the caller pairs what begins with what ends.
class Writer {
  public:
    void boolean(bool value) { raw(value ? "true" : "false"); }
    void number(uint128_t value);
    void text(std::string_view value);
    void null() { raw("null"); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }
    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    /// The name of the next member.
    void member(std::string_view name);

    std::string finish() && { return std::move(out_); }

  private:
    void raw(std::string_view value);
    void open(char c);
    void close(char c);
    void quoted(std::string_view value);

    std::string out_;
    bool needs_comma_ = false;
};

}  // namespace serinus::sdk::json
