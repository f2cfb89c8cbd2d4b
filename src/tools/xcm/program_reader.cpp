#include <algorithm>
#include <boost/json.hpp>

#include "base/hex.hpp"
#include "metadata/names.hpp"
#include "tools/compose/text_reader.hpp"
#include "tools/xcm/program_text.hpp"
#include "tools/xcm/shapes.hpp"

namespace serinus::xcm_text {
namespace {

namespace json = boost::json;
using Value = Result<json::value, std::string>;

constexpr uint32_t kOldest = 3, kNewest = 5;
constexpr size_t kMaxJunctions = 8;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_char(char c) { return is_digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class Reader {
  public:
    Reader(std::string_view text, uint32_t version, const Spelling& spelling)
        : text_(text), version_(version), spelling_(spelling) {}

    Value program() {
        TRY(header());
        TRY_ASSIGN(auto instructions, lines(kMaxDepth, false));
        return json::value(json::object{{"V" + std::to_string(version_), std::move(instructions)}});
    }

    Value location() {
        skip_space();
        if (peek() != '.') return wrong("a location begins with `.` for here, or with `..` for one level up");
        TRY_ASSIGN(auto out, path(kMaxDepth));
        skip_space();
        if (!at_end()) return wrong("nothing may follow the location");
        return json::value(json::object{{"V" + std::to_string(version_), std::move(out)}});
    }

  private:
    char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    bool at_end() const { return at_ >= text_.size(); }

    Err<std::string> wrong(const std::string& what) const {
        const auto before = text_.substr(0, std::min(at_, text_.size()));
        return Err("line " + std::to_string(1 + std::ranges::count(before, '\n')) + ": " + what);
    }

    void skip_comment() {
        if (peek() != '#') return;
        while (!at_end() && peek() != '\n') ++at_;
    }
    /// Within brackets a line goes on behind its end.
    void skip_space() {
        for (; !at_end(); ++at_) {
            skip_comment();
            const char c = peek();
            const bool is_space = c == ' ' || c == '\t' || c == '\r' || (c == '\n' && brackets_ > 0);
            if (!is_space) return;
        }
    }
    void skip_lines() {
        for (; !at_end(); ++at_) {
            skip_comment();
            const char c = peek();
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return;
        }
    }
    bool take(char c) {
        skip_space();
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    std::string_view word() {
        skip_space();
        const size_t start = at_;
        while (is_name_char(peek())) ++at_;
        return text_.substr(start, at_ - start);
    }
    /// A name with a colon behind it: that of a field.
    std::optional<std::string_view> field_name() {
        const size_t start = at_;
        const auto name = word();
        if (!name.empty() && !is_digit(name[0]) && take(':')) return name;
        at_ = start;
        return std::nullopt;
    }

    /// "version 5", if the text says it.
    Result<void, std::string> header() {
        skip_lines();
        const size_t start = at_;
        if (word() != "version") {
            at_ = start;
            return {};
        }
        const auto number = word();
        if (number.size() != 1 || number[0] < '0' + char{kOldest} || number[0] > '0' + char{kNewest})
            return wrong("versions 3, 4 and 5 are known");
        version_ = static_cast<uint32_t>(number[0] - '0');
        return end_of_line();
    }

    Result<void, std::string> end_of_line() {
        skip_space();
        if (at_end() || peek() == '\n' || peek() == '}') return {};
        return wrong("`" + std::string(text_.substr(at_, 1)) + "` is not expected here");
    }

    /// Instructions up to the end, or to the bracket that closes.
    Result<json::array, std::string> lines(uint32_t depth, bool is_inside) {
        json::array out;
        const uint32_t outside = std::exchange(brackets_, 0);
        for (;;) {
            skip_lines();
            if (at_end() || peek() == '}') break;
            const auto name = word();
            if (name.empty()) return wrong("an instruction begins with its name");
            TRY_ASSIGN(auto one, named(name, depth, true));
            TRY(end_of_line());
            out.push_back(std::move(one));
        }
        if (is_inside && at_end()) return wrong("a bracket `{` is not closed");
        if (!is_inside && !at_end()) return wrong("there is no bracket that `}` closes");
        brackets_ = outside;
        return out;
    }

    /// What stands behind a name: of an instruction up to the end of the line, of others in brackets.
    Value named(std::string_view name, uint32_t depth, bool is_instruction) {
        if (depth == 0) return wrong("nested too deep");
        if (is_instruction) {
            skip_space();
            if (at_end() || peek() == '\n' || peek() == '}') return json::value(json::string(name));
            instruction_ = name;
            TRY_ASSIGN(auto content, fields('\n', depth));
            return json::value(json::object{{name, std::move(content)}});
        }
        if (peek() != '(') return json::value(json::string(name));
        ++at_;
        ++brackets_;
        Value content = metadata::is_same_name(name, "AccountId32") ? account(depth) : fields(')', depth);
        if (!content) return content;
        --brackets_;
        return json::value(json::object{{name, *std::move(content)}});
    }

    /// Values with names, or one or several without, up to `closing`, which is stepped over if it is a bracket.
    Value fields(char closing, uint32_t depth) {
        json::object by_name;
        json::array values;
        bool is_named = false, is_first = true;
        const std::string_view instruction = instruction_;
        do {
            if (closing == '\n' && !is_first) skip_lines();
            if (const auto name = field_name()) {
                if (!is_first && !is_named)
                    return wrong("`" + std::string(*name) + ":` follows a value without a name");
                is_named = true;
                if (by_name.contains(*name)) return wrong("`" + std::string(*name) + "` stands there twice");
                const bool is_outside =
                    std::exchange(is_elsewhere_, is_elsewhere_ || runs_elsewhere(instruction, *name));
                TRY_ASSIGN(auto one, value(depth - 1));
                is_elsewhere_ = is_outside;
                by_name.emplace(*name, std::move(one));
            } else {
                if (is_named) return wrong("a name with a colon is missing");
                TRY_ASSIGN(auto one, value(depth - 1));
                values.push_back(std::move(one));
            }
            is_first = false;
        } while (take(','));
        if (closing != '\n' && !take(closing)) return wrong(std::string("expected `") + closing + "`");
        if (is_named) return json::value(std::move(by_name));
        return values.size() == 1 ? std::move(values[0]) : json::value(std::move(values));
    }

    /// Behind "AccountId32(".
    Value account(uint32_t depth) {
        if (const size_t start = at_; field_name()) {
            at_ = start;
            return fields(')', depth);
        }
        const size_t end = std::min(text_.find_first_of(",)\n", at_), text_.size());
        std::string_view text = text_.substr(at_, end - at_);
        while (text.ends_with(' ')) text.remove_suffix(1);
        while (text.starts_with(' ')) text.remove_prefix(1);
        const auto bytes = compose::read_account(text);
        if (!bytes) return wrong(bytes.error());
        at_ = end;
        json::object out{{"network", nullptr}, {"id", to_hex_prefixed(*bytes)}};
        if (take(',')) {
            const auto name = field_name();
            if (!name || *name != "network") return wrong("expected `network:`");
            TRY_ASSIGN(out["network"], value(depth - 1));
        }
        if (!take(')')) return wrong("expected `)`");
        return json::value(std::move(out));
    }

    Value value(uint32_t depth) {
        if (depth == 0) return wrong("nested too deep");
        skip_space();
        const char c = peek();
        if (c == '"') return quoted();
        if (c == '[') return list(depth);
        if (c == '{') return braces(depth);
        if (c == '.' && !is_digit(peek(1))) return path(depth);
        if (c == '/') return interior(depth);
        if (c == '-' || c == '.' || (is_digit(c) && !(c == '0' && peek(1) == 'x'))) return number(depth);
        const auto name = word();
        if (name.empty()) return wrong("a value is missing");
        if (name == "none") return json::value(nullptr);
        if (name == "true" || name == "false") return json::value(name == "true");
        TRY_ASSIGN(auto one, named(name, depth, false));
        if (!take_of()) return one;
        return asset("NonFungible", std::move(one), depth);
    }

    Value quoted() {
        const size_t start = at_++;
        while (!at_end() && peek() != '"' && peek() != '\n') at_ += peek() == '\\' ? 2 : 1;
        if (peek() != '"') return wrong("a quote is not closed");
        ++at_;
        boost::system::error_code error;
        auto out = json::parse(text_.substr(start, at_ - start), error);
        if (error) return wrong("a text has an escape that JSON does not know");
        return out;
    }

    Value list(uint32_t depth) {
        ++at_;
        ++brackets_;
        json::array out;
        if (!take(']')) {
            do {
                TRY_ASSIGN(auto one, value(depth - 1));
                out.push_back(std::move(one));
            } while (take(','));
            if (!take(']')) return wrong("expected `]`");
        }
        --brackets_;
        return json::value(std::move(out));
    }

    /// `{name: value}`, or a program.
    Value braces(uint32_t depth) {
        ++at_;
        ++brackets_;
        const size_t start = at_;
        const bool is_object = field_name().has_value();
        at_ = start;
        if (is_object) {
            TRY_ASSIGN(auto out, fields('}', depth));
            --brackets_;
            return out;
        }
        TRY_ASSIGN(auto out, lines(depth - 1, true));
        ++at_;
        --brackets_;
        return json::value(std::move(out));
    }

    bool take_of() {
        const size_t start = at_;
        if (word() == "of") return true;
        at_ = start;
        return false;
    }

    /// A number, or an asset that begins with one.
    Value number(uint32_t depth) {
        const size_t start = at_;
        if (peek() == '-') ++at_;
        while (is_digit(peek()) || peek() == '_' || peek() == '.') ++at_;
        std::string digits(text_.substr(start, at_ - start));
        if (take_of()) {
            std::erase(digits, '_');
            if (digits.empty() || !std::ranges::all_of(digits, is_digit))
                return wrong("an amount of an asset is a whole number of its smallest units");
            return asset("Fungible", json::value(json::string(digits)), depth);
        }
        const size_t end = at_;
        while (peek() == ' ') ++at_;
        while (static_cast<uint8_t>(peek()) >= 0x80 || is_name_char(peek())) ++at_;
        if (at_ > end && text_[at_ - 1] != ' ') {
            const auto amount = spelling_.units.parse_with_unit(text_.substr(start, at_ - start));
            if (!amount) return wrong(amount.error());
            if (is_elsewhere_) {
                return wrong(
                    "this part runs on another chain, for which the token is another place's: write the "
                    "amount in smallest units with its place, as `1000 of ..`");
            }
            json::object location{{"parents", spelling_.token_parents}, {"interior", "Here"}};
            const compose::Units smallest{.decimals = 0, .symbol = ""};
            std::string text = smallest.exact_amount(*amount);
            while (text.ends_with(' ')) text.pop_back();
            return made_asset("Fungible", json::value(json::string(text)), std::move(location));
        }
        at_ = end;
        if (digits.find('.') != digits.npos)
            return wrong("the unit is missing: " + digits + " " + spelling_.units.symbol);
        std::erase(digits, '_');
        return json::value(json::string(digits));
    }

    Value asset(std::string_view kind, json::value content, uint32_t depth) {
        skip_space();
        if (peek() != '.') return wrong("a location must follow `of`");
        TRY_ASSIGN(auto location, path(depth));
        return made_asset(kind, std::move(content), std::move(location));
    }
    Value made_asset(std::string_view kind, json::value content, json::value location) const {
        json::value id =
            version_ == 3 ? json::value(json::object{{"Concrete", std::move(location)}}) : std::move(location);
        return json::value(json::object{{"id", std::move(id)}, {"fun", json::object{{kind, std::move(content)}}}});
    }

    Value path(uint32_t depth) {
        uint64_t parents = 0;
        if (peek(1) != '.') {
            ++at_;
        } else {
            while (peek() == '.' && peek(1) == '.') {
                at_ += 2;
                if (++parents > 255) return wrong("at most 255 levels up");
                if (peek() != '/' || peek(1) != '.') break;
                ++at_;
            }
        }
        TRY_ASSIGN(auto inner, peek() == '/' ? interior(depth) : Value(json::value("Here")));
        return json::value(json::object{{"parents", parents}, {"interior", std::move(inner)}});
    }

    Value interior(uint32_t depth) {
        json::array junctions;
        while (peek() == '/') {
            ++at_;
            const size_t start = at_;
            while (is_name_char(peek())) ++at_;
            const auto name = text_.substr(start, at_ - start);
            if (name.empty()) {
                if (junctions.empty()) break;
                return wrong("a junction is missing behind `/`");
            }
            TRY_ASSIGN(auto one, named(name, depth - 1, false));
            junctions.push_back(std::move(one));
            if (junctions.size() > kMaxJunctions) return wrong("a location has at most eight junctions");
        }
        if (junctions.empty()) return json::value("Here");
        std::string name = "X" + std::to_string(junctions.size());
        // Version 3 has the only junction as it is.
        if (version_ == 3 && junctions.size() == 1) return json::value(json::object{{name, std::move(junctions[0])}});
        return json::value(json::object{{name, std::move(junctions)}});
    }

    std::string_view text_;
    size_t at_ = 0;
    uint32_t version_;
    uint32_t brackets_ = 0;
    std::string_view instruction_;  ///< the one whose fields are read
    bool is_elsewhere_ = false;     ///< in a program for another chain
    const Spelling& spelling_;
};

}  // namespace

Value read_program(std::string_view text, const Spelling& spelling) {
    if (text.size() > kMaxText) return Err("the program is longer than " + std::to_string(kMaxText >> 20) + " MiB");
    return Reader(text, kNewest, spelling).program();
}

Value read_location(std::string_view text, uint32_t version, const Spelling& spelling) {
    if (text.size() > kMaxText) return Err(std::string("the location is too long"));
    return Reader(text, version, spelling).location();
}

}  // namespace serinus::xcm_text
