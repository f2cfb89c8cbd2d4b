#include "tests/support/json.hpp"

#include <boost/json.hpp>

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "tests/support/data.hpp"

namespace serinus::test {

struct Json::Document {
    boost::json::value root;
};

namespace {
const boost::json::value& value_at(const void* value) { return *static_cast<const boost::json::value*>(value); }
}  // namespace

Json::Json(std::shared_ptr<const Document> document, const void* value)
    : document_(std::move(document)), value_(value) {}

Json Json::parse(const std::string& text) {
    auto document = std::make_shared<Document>();
    boost::json::parse_options options;
    options.max_depth = 256;
    document->root = boost::json::parse(text, {}, options);
    const void* root = &document->root;
    return {std::move(document), root};
}

Json Json::read(const std::string& path) { return parse(read_file(path)); }

Json Json::operator[](const std::string& key) const {
    const auto* member = value_at(value_).as_object().if_contains(key);
    SERINUS_ASSERT(member != nullptr);
    return {document_, member};
}

bool Json::has(const std::string& key) const { return value_at(value_).as_object().contains(key); }

std::vector<Json> Json::items() const {
    std::vector<Json> out;
    for (const auto& item : value_at(value_).as_array()) out.push_back({document_, &item});
    return out;
}

std::vector<std::pair<std::string, Json>> Json::members() const {
    std::vector<std::pair<std::string, Json>> out;
    for (const auto& member : value_at(value_).as_object()) {
        out.emplace_back(std::string(member.key()), Json(document_, &member.value()));
    }
    return out;
}

std::string Json::text() const { return std::string(value_at(value_).as_string()); }
int64_t Json::integer() const { return value_at(value_).to_number<int64_t>(); }
uint64_t Json::unsigned_integer() const { return value_at(value_).to_number<uint64_t>(); }
bool Json::boolean() const { return value_at(value_).as_bool(); }
bool Json::is_null() const { return value_at(value_).is_null(); }
bool Json::is_text() const { return value_at(value_).is_string(); }
bool Json::is_array() const { return value_at(value_).is_array(); }

std::string Json::dump() const { return boost::json::serialize(value_at(value_)); }

Bytes Json::hex() const {
    auto bytes = from_hex(text());
    SERINUS_ASSERT(bytes.has_value());
    return *std::move(bytes);
}

}  // namespace serinus::test
