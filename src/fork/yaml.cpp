#include "fork/yaml.hpp"

#include <yaml.h>

#include <boost/json.hpp>

namespace serinus::fork {

namespace json = boost::json;

namespace {

std::string_view text_of(const yaml_char_t* bytes, size_t size) { return {reinterpret_cast<const char*>(bytes), size}; }

std::string at_line(const yaml_mark_t& mark, std::string_view what) {
    return "line " + std::to_string(mark.line + 1) + ": " + std::string(what);
}

/// A scalar without quotes. Source: YAML 1.2.2, 10.3.2 (core schema), without numbers of other bases and fractions
json::value plain(std::string_view text) {
    if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
    if (text == "true" || text == "True" || text == "TRUE") return true;
    if (text == "false" || text == "False" || text == "FALSE") return false;
    const bool may_be_number = (text[0] >= '0' && text[0] <= '9') || text[0] == '-';
    boost::system::error_code error;
    json::value number = may_be_number ? json::parse(text, error) : json::value();
    return may_be_number && !error && (number.is_int64() || number.is_uint64()) ? number : json::value(text);
}

class YamlReader {
  public:
    explicit YamlReader(std::string_view text) {
        SERINUS_ASSERT(yaml_parser_initialize(&parser_) != 0);
        yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    }
    ~YamlReader() {
        end_event();
        yaml_parser_delete(&parser_);
    }
    YamlReader(const YamlReader&) = delete;
    YamlReader& operator=(const YamlReader&) = delete;

    Result<json::value, std::string> document() {
        TRY(next());  // the start of the stream
        TRY(next());
        if (event_.type == YAML_STREAM_END_EVENT) return json::value(nullptr);
        TRY(next());
        TRY_ASSIGN(json::value out, value(0));
        TRY(next());  // the end of the document
        TRY(next());
        if (event_.type != YAML_STREAM_END_EVENT) return Err(wrong("a second document: one is read"));
        return out;
    }

  private:
    void end_event() {
        if (has_event_) yaml_event_delete(&event_);
        has_event_ = false;
    }

    std::string wrong(std::string_view what) const { return at_line(event_.start_mark, what); }

    Result<void, std::string> next() {
        end_event();
        if (yaml_parser_parse(&parser_, &event_) != 0) {
            has_event_ = true;
            return {};
        }
        const char* problem = parser_.problem == nullptr ? "it cannot be read" : parser_.problem;
        // Bytes that are no characters have a place, but no line.
        if (parser_.error == YAML_READER_ERROR) {
            return Err("byte " + std::to_string(parser_.problem_offset) + ": " + problem);
        }
        return Err(at_line(parser_.problem_mark, problem));
    }

    Result<void, std::string> check(const yaml_char_t* anchor, const yaml_char_t* tag) {
        if (anchor != nullptr) return Err(wrong("anchors (&) are not read here: write the value where it is needed"));
        if (tag != nullptr) return Err(wrong("tags (!) are not read here"));
        if (++values_ > kMaxYamlValues) return Err(wrong("too many values"));
        return {};
    }

    /// The value that begins with the event, which is not of its end.
    Result<json::value, std::string> value(size_t depth) {
        if (depth > kMaxYamlDepth) return Err(wrong("too many lists or maps in each other"));
        switch (event_.type) {
            case YAML_SCALAR_EVENT: {
                const auto& scalar = event_.data.scalar;
                // Quotes are a tag of their own kind, which libyaml does not show as one.
                TRY(check(scalar.anchor, scalar.tag));
                const std::string_view text = text_of(scalar.value, scalar.length);
                return scalar.style == YAML_PLAIN_SCALAR_STYLE ? plain(text) : json::value(text);
            }
            case YAML_SEQUENCE_START_EVENT:
                return list(depth);
            case YAML_MAPPING_START_EVENT:
                return map(depth);
            case YAML_ALIAS_EVENT:
                return Err(wrong("aliases (*) are not read here: write the value where it is needed"));
            default:
                return Err(wrong("a value is missing"));
        }
    }

    Result<json::value, std::string> list(size_t depth) {
        TRY(check(event_.data.sequence_start.anchor, event_.data.sequence_start.tag));
        json::array out;
        for (;;) {
            TRY(next());
            if (event_.type == YAML_SEQUENCE_END_EVENT) return json::value(std::move(out));
            TRY_ASSIGN(json::value one, value(depth + 1));
            out.push_back(std::move(one));
        }
    }

    Result<json::value, std::string> map(size_t depth) {
        TRY(check(event_.data.mapping_start.anchor, event_.data.mapping_start.tag));
        json::object out;
        for (;;) {
            TRY(next());
            if (event_.type == YAML_MAPPING_END_EVENT) return json::value(std::move(out));
            if (event_.type == YAML_ALIAS_EVENT) return value(depth + 1);
            if (event_.type != YAML_SCALAR_EVENT) return Err(wrong("a key is a word, not a list or a map"));
            TRY(check(event_.data.scalar.anchor, event_.data.scalar.tag));
            const std::string key(text_of(event_.data.scalar.value, event_.data.scalar.length));
            if (out.contains(key)) return Err(wrong("`" + key + "` stands twice"));
            TRY(next());
            TRY_ASSIGN(out[key], value(depth + 1));
        }
    }

    yaml_parser_t parser_;
    yaml_event_t event_;
    bool has_event_ = false;
    size_t values_ = 0;
};

}  // namespace

Result<json::value, std::string> read_yaml(std::string_view text) {
    if (text.size() > kMaxYamlBytes) return Err("it has more than " + std::to_string(kMaxYamlBytes >> 20) + " MiB");
    return YamlReader(text).document();
}

}  // namespace serinus::fork
