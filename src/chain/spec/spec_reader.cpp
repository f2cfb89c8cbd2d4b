#include <boost/json/basic_parser_impl.hpp>

#include "chain/spec/spec_builder.hpp"
#include "platform/files.hpp"

namespace serinus::chain {
namespace {

/// Puts the pieces of strings and numbers together and hands whole events on.
class Handler {
  public:
    static constexpr size_t max_object_size = SIZE_MAX;
    static constexpr size_t max_array_size = SIZE_MAX;
    static constexpr size_t max_key_size = SIZE_MAX;
    static constexpr size_t max_string_size = SIZE_MAX;

    using Code = boost::json::error_code;
    using View = boost::json::string_view;

    SpecBuilder& builder() noexcept { return builder_; }

    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code&) { return true; }
    bool on_object_begin(Code& code) { return check(builder_.on_begin(true), code); }
    bool on_object_end(size_t, Code& code) { return check(builder_.on_end(), code); }
    bool on_array_begin(Code& code) { return check(builder_.on_begin(false), code); }
    bool on_array_end(size_t, Code& code) { return check(builder_.on_end(), code); }
    bool on_key_part(View part, size_t, Code&) { return add(part); }
    bool on_key(View part, size_t, Code& code) { return whole(part, code, &SpecBuilder::on_key); }
    bool on_string_part(View part, size_t, Code&) { return add(part); }
    bool on_string(View part, size_t, Code& code) { return whole(part, code, &SpecBuilder::on_string); }
    bool on_number_part(View part, Code&) { return add(part); }
    bool on_int64(int64_t, View part, Code& code) { return whole(part, code, &SpecBuilder::on_number); }
    bool on_uint64(uint64_t, View part, Code& code) { return whole(part, code, &SpecBuilder::on_number); }
    bool on_double(double, View part, Code& code) { return whole(part, code, &SpecBuilder::on_number); }
    bool on_bool(bool value, Code& code) { return check(builder_.on_bool(value), code); }
    bool on_null(Code& code) { return check(builder_.on_null(), code); }
    bool on_comment_part(View, Code&) { return true; }
    bool on_comment(View, Code&) { return true; }

  private:
    bool add(View part) {
        parts_.append(part.data(), part.size());
        return true;
    }

    bool whole(View last, Code& code, bool (SpecBuilder::*event)(std::string_view)) {
        if (parts_.empty()) return check((builder_.*event)({last.data(), last.size()}), code);
        add(last);
        const bool good = (builder_.*event)(parts_);
        parts_.clear();
        return check(good, code);
    }

    static bool check(bool good, Code& code) {
        if (!good) code = boost::json::make_error_code(boost::json::error::exception);  // the builder says more
        return good;
    }

    SpecBuilder builder_;
    std::string parts_;
};

boost::json::parse_options spec_json_options() {
    boost::json::parse_options out;
    out.max_depth = kMaxSpecDepth;
    return out;
}

SpecError syntax_error(const boost::json::error_code& code, std::string path) {
    using boost::json::error;
    if (code == error::too_deep) {
        return {SpecFault::kTooLarge, std::move(path), "objects and arrays are nested more than 64 deep"};
    }
    if (code == error::incomplete) return {SpecFault::kSyntax, std::move(path), "the JSON text ends too early"};
    if (code == error::extra_data) return {SpecFault::kSyntax, "$", "something follows after the end of the JSON text"};
    return {SpecFault::kSyntax, std::move(path), "not JSON: " + code.message()};
}

}  // namespace

struct ChainSpecReader::Impl {
    boost::json::basic_parser<Handler> parser{spec_json_options()};
    std::optional<SpecError> error;
    uint64_t size = 0;        ///< of the text before the current piece
    uint64_t lines = 0;       ///< complete ones before it
    uint64_t line_start = 0;  ///< where the current line began

    void count_lines(std::string_view text) {
        for (size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1)) {
            ++lines;
            line_start = size + at + 1;
        }
    }

    bool parse(bool more, std::string_view piece) {
        boost::json::error_code code;
        const size_t read = parser.write_some(more, piece.data(), piece.size(), code);
        if (!code && read < piece.size()) code = boost::json::make_error_code(boost::json::error::extra_data);
        if (code) {
            const auto& refused = parser.handler().builder().error();
            error = refused ? *refused : syntax_error(code, parser.handler().builder().path());
            count_lines(piece.substr(0, read));
            error->line = lines + 1;
            error->column = size + read - line_start + 1;
            return false;
        }
        count_lines(piece);
        size += piece.size();
        return true;
    }
};

ChainSpecReader::ChainSpecReader() : impl_(std::make_unique<Impl>()) {}
ChainSpecReader::~ChainSpecReader() = default;

bool ChainSpecReader::feed(std::string_view piece) {
    if (impl_->error) return false;
    if (piece.empty()) return true;
    if (impl_->size + piece.size() > kMaxSpecBytes) {
        impl_->error = SpecError{SpecFault::kTooLarge, "$", "the JSON text is larger than 1 GiB"};
        return false;
    }
    return impl_->parse(true, piece);
}

Result<ChainSpec, SpecError> ChainSpecReader::finish() {
    if (!impl_->error && impl_->size == 0) impl_->error = SpecError{SpecFault::kSyntax, "$", "the JSON text is empty"};
    if (!impl_->error) impl_->parse(false, {});
    if (impl_->error) return Err(*impl_->error);
    return impl_->parser.handler().builder().finish();
}

Result<ChainSpec, SpecError> read_chain_spec(std::string_view json) {
    ChainSpecReader reader;
    reader.feed(json);
    return reader.finish();
}

Result<ChainSpec, SpecError> read_chain_spec_file(const std::string& path) {
    ChainSpecReader reader;
    const auto read = platform::read_file_in_pieces(path, [&](std::string_view piece) { return reader.feed(piece); });
    if (!read) {
        const SpecFault fault = read.error().not_found ? SpecFault::kNotFound : SpecFault::kUnreadable;
        return Err(SpecError{fault, "", read.error().message});
    }
    auto spec = reader.finish();
    if (spec) return spec;
    SpecError error = spec.error();
    error.file = path;
    return Err(std::move(error));
}

std::string SpecError::to_string() const {
    std::string out = (file.empty() ? "" : file + ": ") + (path.empty() ? "" : path + ": ") + reason;
    if (line != 0) out += " (line " + std::to_string(line) + ", column " + std::to_string(column) + ")";
    return out;
}

}  // namespace serinus::chain
