#include "tools/compose/text_reader.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "crypto/key_pair.hpp"
#include "crypto/public_uri.hpp"
#include "metadata/names.hpp"
#include "metadata/primitive_kind.hpp"
#include "metadata/value_encoder.hpp"
#include "tools/compose/text_parts.hpp"

namespace serinus::compose {

namespace json = boost::json;

using metadata::Array;
using metadata::Bits;
using metadata::Case;
using metadata::Cases;
using metadata::CompactOf;
using metadata::Composite;
using metadata::Field;
using metadata::Primitive;
using metadata::Sequence;
using metadata::Tuple;
using metadata::Type;
using metadata::TypeId;

namespace {

/// Ours: of values and calls in each other.
constexpr uint32_t kMaxNesting = 64;

std::string_view name_of(const Type& type) { return type.path.empty() ? std::string_view() : type.path.back(); }

/// What a share is a part of; nullopt: the type is no share. Observed: per_things of sp-arithmetic 29.0.0
std::optional<uint64_t> whole_of(const Type& type) {
    const std::string_view name = name_of(type);
    if (name == "Percent") return 100;
    if (name == "PerU16") return 65'535;
    if (name == "Permill") return 1'000'000;
    if (name == "Perbill") return 1'000'000'000;
    if (name == "Perquintill") return 1'000'000'000'000'000'000;
    return std::nullopt;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789_") == text.npos && text.front() != '_';
}

std::string without_underscores(std::string_view text) {
    std::string out(text);
    if (is_number(text)) std::erase(out, '_');
    return out;
}

/// Whether the name that the runtime's source has for an integer is that of an amount of the token.
bool is_amount_name(std::string_view type_name) {
    return type_name.find("Balance") != type_name.npos || type_name.find("CurrencyOf") != type_name.npos;
}

/// "10%" of a whole of so many parts, in parts.
Result<json::value, std::string> parts_of(std::string_view text, uint64_t whole) {
    Units percent{.decimals = 0, .symbol = "%"};
    std::string_view number = text.substr(0, text.size() - 1);
    for (uint64_t rest = whole / 100; rest > 1; rest /= 10) ++percent.decimals;
    if (whole % 100 != 0) {  // PerU16
        const auto value = percent.parse_amount(number);
        if (value && number.find('.') == number.npos && *value <= 100) {
            return json::value(static_cast<uint64_t>(*value) * whole / 100);
        }
    } else if (const auto value = percent.parse_amount(number); value && *value <= whole) {
        return json::value(static_cast<uint64_t>(*value));
    }
    return Err("\"" + std::string(text) + "\" is no share from 0% to 100% that the type can say");
}

/// "aye", "nay", or one of these with a conviction: "aye 3x", "nay Locked1x", "aye None". The bit of an aye, and the
/// conviction. Pallet: conviction_voting
std::optional<uint8_t> vote_of(std::string_view text) {
    constexpr uint8_t kAye = 0x80, kMostConviction = 6;
    const std::string_view side = text.substr(0, text.find(' '));
    std::string_view conviction = trimmed(text.substr(side.size()));
    const bool is_aye = metadata::is_same_name(side, "aye");
    if (!is_aye && !metadata::is_same_name(side, "nay")) return std::nullopt;
    uint8_t locks = 0;
    if (!conviction.empty() && !metadata::is_same_name(conviction, "none") && conviction != "0.1x") {
        if (metadata::is_same_name(conviction.substr(0, 6), "locked")) conviction.remove_prefix(6);
        if (conviction.size() != 2 || conviction[1] != 'x' || conviction[0] < '1') return std::nullopt;
        locks = static_cast<uint8_t>(conviction[0] - '0');
        if (locks > kMostConviction) return std::nullopt;
    }
    return static_cast<uint8_t>((is_aye ? kAye : 0) | locks);
}

std::optional<json::value> parsed_json(std::string_view text) {
    if (!text.starts_with('{') && !text.starts_with('[') && !text.starts_with('"')) return std::nullopt;
    boost::system::error_code failed;
    json::value out = json::parse(text, failed);
    return failed ? std::nullopt : std::optional(std::move(out));
}

constexpr size_t kAccountBytes = 32;

/// What stands between brackets, if they are around all of the text.
std::string_view without_brackets(std::string_view text, char open, char close) {
    text = trimmed(text);
    if (!text.starts_with(open) || !text.ends_with(close) || text.size() < 2) return text;
    return text.substr(1, text.size() - 2);
}

json::array texts_of(const std::vector<std::string>& parts) {
    json::array out;
    for (const std::string& part : parts) out.push_back(json::string(part));
    return out;
}

}  // namespace

Result<Bytes, std::string> read_account(std::string_view text) {
    if (text.starts_with("0x")) {
        auto bytes = from_hex_prefixed(text);
        if (!bytes || bytes->size() != kAccountBytes) {
            return Err("\"" + std::string(text) + "\" is no account: 32 bytes in hex have 64 digits");
        }
        return *std::move(bytes);
    }
    if (text.starts_with('/')) {
        const auto key = crypto::key_from_uri(crypto::Scheme::kSr25519, text, std::nullopt);
        if (!key) return Err("\"" + std::string(text) + "\" is no path of a development key, such as //Alice");
        return key->pair.public_key();
    }
    const auto address = crypto::ss58::decode(text);
    if (!address || address->account.size() != kAccountBytes) {
        const std::string reason = address ? "it is an index" : crypto::ss58::to_string(address.error());
        return Err("\"" + std::string(text) + "\" is no account (" + reason +
                   "): write an address, 0x and 64 digits, or the path of a development key such as //Alice");
    }
    return address->account;
}

Result<Bytes, std::string> TextReader::read_value(uint32_t type, std::string_view type_name, std::string_view text) {
    TRY_ASSIGN(const Json value, normal({type, type_name, kMaxNesting}, json::string(text)));
    return metadata::ValueEncoder(*metadata_).encode(type, value);
}

bool TextReader::is_call_type(uint32_t type) const {
    const auto call = metadata_->call_type();
    return call && *call == type;
}

auto TextReader::normal(const Meant& of, const Json& value) -> Normal {
    const Type* const type = metadata_->find_type(of.type);
    if (type == nullptr) return Err(std::string("the metadata does not describe its type"));
    if (of.depth == 0) return Err(std::string("it is nested too deep"));
    if (const auto* text = value.if_string()) return of_text(*type, of, trimmed(*text));
    if (const auto* cases = std::get_if<Cases>(&type->definition)) return of_cases(*type, *cases, of, value);
    if (const auto* composite = std::get_if<Composite>(&type->definition)) {
        return of_fields(composite->fields, of, value);
    }
    if (const auto* sequence = std::get_if<Sequence>(&type->definition)) return of_list(sequence->type, of, value);
    if (const auto* array = std::get_if<Array>(&type->definition)) return of_list(array->type, of, value);
    if (const auto* tuple = std::get_if<Tuple>(&type->definition)) return of_tuple(tuple->types, of, value);
    if (const auto* compact = std::get_if<CompactOf>(&type->definition)) return of_compact(compact->type, of, value);
    return value;
}

auto TextReader::of_text(const Type& type, const Meant& of, std::string_view text) -> Normal {
    const auto as_text = [&] { return Json(json::string(text)); };
    if (is_call_type(of.type)) {
        if (auto parsed = parsed_json(text); parsed && parsed->is_object()) return normal(of, *parsed);
        TRY_ASSIGN(auto words, split_words(text));
        TRY_ASSIGN(const Bytes call, read_call(std::move(words)));
        return Json(json::string(to_hex_prefixed(call)));
    }
    if (name_of(type) == "AccountId32") {
        TRY_ASSIGN(const Bytes account, read_account(text));
        return Json(json::string(to_hex_prefixed(account)));
    }
    const auto whole = whole_of(type);
    if (whole && text.ends_with('%')) return parts_of(text, *whole);
    if (name_of(type) == "Vote") {
        if (const auto vote = vote_of(text)) return Json(*vote);
        if (!is_number(text) && !text.starts_with("0x")) {
            return Err("\"" + std::string(text) +
                       "\" is no vote: write aye or nay, with a conviction as in \"aye 3x\"");
        }
    }
    if (const auto* cases = std::get_if<Cases>(&type.definition)) return of_case_text(type, *cases, of, text);
    if (const auto* primitive = std::get_if<Primitive>(&type.definition)) {
        return of_primitive(primitive->which, of, text);
    }
    if (const auto* compact = std::get_if<CompactOf>(&type.definition)) {
        return of_compact(compact->type, of, as_text());
    }
    const auto* sequence = std::get_if<Sequence>(&type.definition);
    const auto* array = std::get_if<Array>(&type.definition);
    if (sequence != nullptr || array != nullptr) {
        const uint32_t item = sequence != nullptr ? sequence->type : array->type;
        const Type* const of_item = metadata_->find_type(item);
        const auto* kind = of_item == nullptr ? nullptr : std::get_if<Primitive>(&of_item->definition);
        if (kind != nullptr && kind->which == metadata::kU8) {
            // Locations of XCM have accounts as bytes.
            if (array != nullptr && array->length == kAccountBytes && text.size() != kAccountBytes) {
                if (const auto account = read_account(text)) return Json(json::string(to_hex_prefixed(*account)));
            }
            const auto parsed = text.starts_with('[') ? parsed_json(text) : std::nullopt;
            return parsed && parsed->is_array() ? Normal(*parsed) : of_bytes(text);
        }
        return of_list(item, of, as_text());
    }
    if (const auto* tuple = std::get_if<Tuple>(&type.definition)) return of_tuple(tuple->types, of, as_text());
    if (const auto* composite = std::get_if<Composite>(&type.definition)) {
        return of_fields(composite->fields, of, as_text());
    }
    return as_text();
}

auto TextReader::of_case_text(const Type& type, const Cases& cases, const Meant& of, std::string_view text) -> Normal {
    if (name_of(type) == "Option") {
        if (text.empty() || metadata::is_same_name(text, "none") || text == "null") return Json(nullptr);
        const auto named = split_name(text);
        const bool is_some = named.content && metadata::is_same_name(named.name, "Some");
        const auto some = std::ranges::find_if(cases.cases, [](const Case& one) { return !one.fields.empty(); });
        if (some == cases.cases.end()) return Err(std::string("the metadata describes an Option without a value"));
        const std::string_view inner = is_some ? *named.content : text;
        return normal({some->fields[0].type, of.type_name, of.depth - 1}, json::string(inner));
    }
    if (auto parsed = parsed_json(text)) return normal(of, *parsed);
    const auto named = split_name(text);
    const auto is_meant = [&](const Case& one) { return metadata::is_same_name(one.name, named.name); };
    const auto found = std::ranges::find_if(cases.cases, is_meant);
    if (found != cases.cases.end()) {
        if (!named.content) return Json(json::string(text));
        auto fields = of_case_content(found->fields, of, *named.content);
        if (!fields) return Err(std::string(found->name) + ": " + fields.error());
        return Json(json::object{{found->name, *std::move(fields)}});
    }
    if (name_of(type) == "MultiAddress") {
        TRY_ASSIGN(const Bytes account, read_account(text));
        return Json(json::object{{"Id", to_hex_prefixed(account)}});
    }
    if (text.starts_with("0x") || is_number(text)) return Json(json::string(without_underscores(text)));
    std::vector<std::string> names;
    std::string all;
    for (const Case& one : cases.cases) {
        names.emplace_back(one.name);
        if (names.size() <= 12) all += (all.empty() ? "" : ", ") + std::string(one.name);
    }
    return Err("\"" + std::string(text) + "\" is no " + std::string(name_of(type)) + suggestion(named.name, names) +
               (all.empty() ? "" : " There are " + all + (names.size() > 12 ? ", …" : "")));
}

/// The fields that stand in brackets behind the name of a case.
auto TextReader::of_case_content(const std::vector<Field>& fields, const Meant& of, std::string_view content)
    -> Normal {
    if (fields.size() != 1) {
        TRY_ASSIGN(const auto parts, split_outside_brackets(content, ','));
        return of_fields(fields, {of.type, of.type_name, of.depth - 1}, texts_of(parts));
    }
    auto only =
        normal({fields[0].type, fields[0].type_name.value_or(of.type_name), of.depth - 1}, json::string(content));
    if (!only || !fields[0].name) return only;
    return Json(json::array{*std::move(only)});
}

auto TextReader::of_cases(const Type& type, const Cases& cases, const Meant& of, const Json& value) -> Normal {
    if (name_of(type) == "Option") {
        if (value.is_null()) return value;
        const auto some = std::ranges::find_if(cases.cases, [](const Case& one) { return !one.fields.empty(); });
        if (some == cases.cases.end()) return value;
        return normal({some->fields[0].type, of.type_name, of.depth - 1}, value);
    }
    const auto* object = value.if_object();
    if (object == nullptr || object->size() != 1) return value;
    const std::string_view name = object->begin()->key();
    const auto is_meant = [&](const Case& one) { return metadata::is_same_name(one.name, name); };
    const auto found = std::ranges::find_if(cases.cases, is_meant);
    if (found == cases.cases.end()) return value;
    auto fields = of_fields(found->fields, {of.type, of.type_name, of.depth - 1}, object->begin()->value());
    if (!fields) return Err(std::string(found->name) + ": " + fields.error());
    return Json(json::object{{found->name, *std::move(fields)}});
}

auto TextReader::of_fields(const std::vector<Field>& fields, const Meant& of, const Json& value) -> Normal {
    if (fields.empty()) return Json(nullptr);
    const auto meant = [&](const Field& field) {
        return Meant{field.type, field.type_name.value_or(of.type_name), of.depth - 1};
    };
    const auto* text = value.if_string();
    if (fields.size() == 1 && !fields[0].name) {
        // BoundedVec and the like hold what they are called.
        Meant inner = meant(fields[0]);
        if (is_amount_name(of.type_name)) inner.type_name = of.type_name;
        return normal(inner, value);
    }
    if (text != nullptr) {
        if (const auto parsed = parsed_json(*text)) return of_fields(fields, of, *parsed);
        if (text->starts_with("0x")) return value;
        TRY_ASSIGN(const auto parts, split_outside_brackets(without_brackets(*text, '(', ')'), ','));
        return of_fields(fields, of, texts_of(parts));
    }
    if (const auto* list = value.if_array()) {
        if (list->size() != fields.size()) {
            return Err("it has " + std::to_string(fields.size()) + " fields, not " + std::to_string(list->size()));
        }
        json::array out;
        for (size_t i = 0; i < fields.size(); ++i) {
            auto one = normal(meant(fields[i]), (*list)[i]);
            if (!one)
                return Err("field " + std::string(fields[i].name.value_or(std::to_string(i))) + ": " + one.error());
            out.push_back(*std::move(one));
        }
        return Json(std::move(out));
    }
    const auto* object = value.if_object();
    if (object == nullptr) return value;
    json::object out;
    for (const auto& [name, one] : *object) {
        const std::string_view as_written = name;
        const auto field = std::ranges::find_if(fields, [&](const Field& candidate) {
            return metadata::is_same_name(candidate.name.value_or(""), as_written);
        });
        if (field == fields.end()) return Err("there is no field `" + std::string(as_written) + "`");
        auto made = normal(meant(*field), one);
        if (!made) return Err(std::string(as_written) + ": " + made.error());
        out[*field->name] = *std::move(made);
    }
    for (const Field& field : fields) {
        if (!out.contains(*field.name)) return Err("the field `" + std::string(*field.name) + "` is missing");
    }
    return Json(std::move(out));
}

auto TextReader::of_list(uint32_t item, const Meant& of, const Json& value) -> Normal {
    if (const auto* text = value.if_string()) {
        if (const auto parsed = parsed_json(*text); parsed && parsed->is_array()) return of_list(item, of, *parsed);
        if (text->starts_with("0x") && from_hex_prefixed(*text) && !read_account(*text)) return value;
        TRY_ASSIGN(const auto parts, split_outside_brackets(without_brackets(*text, '[', ']'), ','));
        return of_list(item, of, texts_of(parts));
    }
    const auto* list = value.if_array();
    if (list == nullptr) return value;
    json::array out;
    for (size_t i = 0; i < list->size(); ++i) {
        auto one = normal({item, of.type_name, of.depth - 1}, (*list)[i]);
        if (!one) return Err("item " + std::to_string(i) + ": " + one.error());
        out.push_back(*std::move(one));
    }
    return Json(std::move(out));
}

auto TextReader::of_tuple(const std::vector<TypeId>& types, const Meant& of, const Json& value) -> Normal {
    if (types.empty()) return Json(nullptr);
    if (const auto* text = value.if_string()) {
        if (const auto parsed = parsed_json(*text)) return of_tuple(types, of, *parsed);
        if (text->starts_with("0x")) return value;
        TRY_ASSIGN(const auto parts, split_outside_brackets(without_brackets(*text, '(', ')'), ','));
        return of_tuple(types, of, texts_of(parts));
    }
    const auto* list = value.if_array();
    if (list == nullptr || list->size() != types.size()) {
        return Err("it takes " + std::to_string(types.size()) + " values in brackets");
    }
    json::array out;
    for (size_t i = 0; i < types.size(); ++i) {
        auto one = normal({types[i], of.type_name, of.depth - 1}, (*list)[i]);
        if (!one) return Err("item " + std::to_string(i) + ": " + one.error());
        out.push_back(*std::move(one));
    }
    return Json(std::move(out));
}

auto TextReader::of_bytes(std::string_view text) -> Normal {
    if (!text.starts_with('@')) return Json(json::string(text));
    TRY_ASSIGN(const Bytes content, read_file_(std::string(text.substr(1))));
    return Json(json::string(to_hex_prefixed(content)));
}

auto TextReader::of_primitive(uint8_t kind, const Meant& of, std::string_view text) const -> Normal {
    if (kind == metadata::kBool) {
        if (text == "true" || text == "yes") return Json(true);
        if (text == "false" || text == "no") return Json(false);
        return Err("\"" + std::string(text) + "\" is neither true nor false");
    }
    const bool may_be_amount = kind == metadata::kU128 || kind == metadata::kU64;
    if (!may_be_amount || text.starts_with("0x")) return Json(json::string(without_underscores(text)));
    if (is_number(text) && !is_amount_name(of.type_name)) return Json(json::string(without_underscores(text)));
    TRY_ASSIGN(const uint128_t planck, units_.parse_with_unit(text));
    std::string digits = Units{.decimals = 0, .symbol = ""}.exact_amount(planck);
    return Json(json::string(trimmed(digits)));
}

auto TextReader::of_compact(uint32_t inner, const Meant& of, const Json& value) -> Normal {
    const auto* text = value.if_string();
    const Type* const named = metadata_->find_type(inner);
    const auto whole = named == nullptr ? std::nullopt : whole_of(*named);
    if (text != nullptr && whole && text->ends_with('%')) return parts_of(*text, *whole);
    const Type* const bare = metadata_->find_bare_type(inner);
    const auto* primitive = bare == nullptr ? nullptr : std::get_if<Primitive>(&bare->definition);
    return text == nullptr || primitive == nullptr ? Normal(value) : of_primitive(primitive->which, of, *text);
}

}  // namespace serinus::compose
