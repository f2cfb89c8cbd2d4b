#include "metadata/value_encoder.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "crypto/ss58.hpp"
#include "metadata/names.hpp"
#include "metadata/primitive_kind.hpp"
#include "metadata/shower.hpp"

namespace serinus::metadata {

namespace json = boost::json;

namespace {

auto wrong(std::string what) { return Err(std::move(what)); }

std::string shown(const json::value& value) {
    constexpr size_t kMaxShown = 60;
    std::string out = json::serialize(value);
    if (out.size() > kMaxShown) out = out.substr(0, kMaxShown) + "…";
    return out;
}

std::optional<Bytes> hex_of(const json::value* value) {
    const auto* text = value == nullptr ? nullptr : value->if_string();
    if (text == nullptr || !text->starts_with("0x")) return std::nullopt;
    auto bytes = from_hex_prefixed(*text);
    return bytes ? std::optional(*std::move(bytes)) : std::nullopt;
}

struct Integer {
    bool is_negative = false;
    uint128_t magnitude = 0;
};

std::optional<uint128_t> magnitude_of(std::string_view digits, unsigned base) {
    if (digits.empty()) return std::nullopt;
    uint128_t out = 0;
    for (const char c : digits) {
        const char low = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
        const unsigned digit = low >= '0' && low <= '9'   ? static_cast<unsigned>(low - '0')
                               : low >= 'a' && low <= 'f' ? static_cast<unsigned>(low - 'a' + 10)
                                                          : base;
        if (digit >= base || out > (~uint128_t{0} - digit) / base) return std::nullopt;
        out = out * base + digit;
    }
    return out;
}

std::optional<Integer> integer_of(const json::value& value) {
    if (const auto* number = value.if_int64()) {
        const bool is_negative = *number < 0;
        const uint64_t magnitude = is_negative ? ~static_cast<uint64_t>(*number) + 1 : static_cast<uint64_t>(*number);
        return Integer{is_negative, magnitude};
    }
    if (const auto* number = value.if_uint64()) return Integer{false, *number};
    if (const auto* number = value.if_double()) {
        constexpr double kExact = 9007199254740992.0;
        if (!(*number >= 0 && *number <= kExact) || *number != static_cast<double>(static_cast<uint64_t>(*number))) {
            return std::nullopt;
        }
        return Integer{false, static_cast<uint64_t>(*number)};
    }
    const auto* text = value.if_string();
    if (text == nullptr) return std::nullopt;
    std::string_view digits = *text;
    Integer out;
    if (digits.starts_with('-')) {
        out.is_negative = true;
        digits.remove_prefix(1);
    }
    const auto magnitude = digits.starts_with("0x") ? magnitude_of(digits.substr(2), 16) : magnitude_of(digits, 10);
    if (!magnitude) return std::nullopt;
    out.magnitude = *magnitude;
    return out;
}

struct IntegerLayout {
    const char* name;
    size_t bytes;
    bool is_signed;
};
std::optional<IntegerLayout> layout_of(uint8_t kind) {
    switch (kind) {
        case kU8:
            return IntegerLayout{"u8", 1, false};
        case kU16:
            return IntegerLayout{"u16", 2, false};
        case kChar:
        case kU32:
            return IntegerLayout{"u32", 4, false};
        case kU64:
            return IntegerLayout{"u64", 8, false};
        case kU128:
            return IntegerLayout{"u128", 16, false};
        case kI8:
            return IntegerLayout{"i8", 1, true};
        case kI16:
            return IntegerLayout{"i16", 2, true};
        case kI32:
            return IntegerLayout{"i32", 4, true};
        case kI64:
            return IntegerLayout{"i64", 8, true};
        case kI128:
            return IntegerLayout{"i128", 16, true};
        default:
            return std::nullopt;
    }
}

/// Little-endian, in two's complement.
std::optional<Bytes> fixed_bytes(const Integer& integer, const IntegerLayout& layout) {
    const size_t bits = layout.bytes * 8;
    const uint128_t max = bits == 128 ? ~uint128_t{0} : (uint128_t{1} << bits) - 1;
    const uint128_t sign = uint128_t{1} << (bits - 1);
    if (!layout.is_signed && (integer.is_negative ? integer.magnitude != 0 : integer.magnitude > max)) {
        return std::nullopt;
    }
    if (layout.is_signed && (integer.is_negative ? integer.magnitude > sign : integer.magnitude >= sign)) {
        return std::nullopt;
    }
    uint128_t value = integer.is_negative ? ~integer.magnitude + 1 : integer.magnitude;
    Bytes out;
    for (size_t i = 0; i < layout.bytes; ++i, value >>= 8) out.push_back(static_cast<uint8_t>(value));
    return out;
}

std::string_view last_name(const Texts& path) { return path.empty() ? std::string_view() : path.back(); }

Bytes length_prefix(uint64_t length) { return scale::encode(scale::Compact<uint64_t>(length)); }

/// For people: `free`, `reserved`
std::string names_of(const std::vector<Field>& fields) {
    std::string out;
    for (const Field& field : fields) out += (out.empty() ? "`" : ", `") + std::string(field.name.value_or("")) + "`";
    return out;
}

}  // namespace

Result<Bytes, std::string> ValueEncoder::encode(uint32_t type, const json::value& value) {
    out_.clear();
    steps_left_ = kMaxSteps;
    TRY(put(type, &value, kMaxDepth));
    return std::move(out_);
}

Result<Bytes, std::string> ValueEncoder::default_of(uint32_t type) {
    out_.clear();
    steps_left_ = kMaxSteps;
    TRY(put(type, nullptr, kMaxDepth));
    return std::move(out_);
}

auto ValueEncoder::put_bytes(BytesView bytes) -> Done {
    if (bytes.size() > kMaxBytes - std::min(kMaxBytes, out_.size())) return wrong("the value is too large");
    append(out_, bytes);
    return {};
}

/// Whether the value is a hex text of the whole encoding.
bool ValueEncoder::is_encoded(const Type& type, const Json* value) const {
    const auto bytes = hex_of(value);
    return bytes && Shower(*metadata_).show(type.id.value, *bytes).has_value();
}

auto ValueEncoder::put(uint32_t id, const Json* value, uint32_t depth) -> Done {
    const Type* const type = metadata_->find_type(id);
    if (type == nullptr) return wrong("the metadata does not describe its type");
    if (depth == 0) return wrong("it is nested too deep");
    if (steps_left_ == 0) return wrong("its type has too many parts");
    --steps_left_;
    if (const auto* composite = std::get_if<Composite>(&type->definition)) {
        if (last_name(type->path) == "AccountId32") return put_account(value);
        const bool is_wrapper = composite->fields.size() == 1 && !composite->fields[0].name;
        if (!is_wrapper && is_encoded(*type, value)) return put_bytes(*hex_of(value));
        const auto* object = value == nullptr ? nullptr : value->if_object();
        if (is_wrapper && last_name(type->path) == "BTreeMap" && object != nullptr) {
            json::array pairs;
            for (const auto& [key, one] : *object) pairs.push_back(json::array{json::string(key), one});
            const Json list(std::move(pairs));
            return put_fields(composite->fields, &list, depth);
        }
        return put_fields(composite->fields, value, depth);
    }
    if (const auto* cases = std::get_if<Cases>(&type->definition)) return put_case(*type, *cases, value, depth);
    if (const auto* sequence = std::get_if<Sequence>(&type->definition)) {
        return put_items(sequence->type, std::nullopt, value, depth);
    }
    if (const auto* array = std::get_if<Array>(&type->definition)) {
        return put_items(array->type, array->length, value, depth);
    }
    if (const auto* tuple = std::get_if<Tuple>(&type->definition)) {
        if (!tuple->types.empty() && is_encoded(*type, value)) return put_bytes(*hex_of(value));
        return put_tuple(tuple->types, value, depth);
    }
    if (const auto* primitive = std::get_if<Primitive>(&type->definition))
        return put_primitive(primitive->which, value);
    if (const auto* compact = std::get_if<CompactOf>(&type->definition)) return put_compact(compact->type, value);
    return put_bits(std::get<Bits>(type->definition), value);
}

auto ValueEncoder::put_account(const Json* value) -> Done {
    constexpr size_t kAccountBytes = 32;
    if (value == nullptr) return put_bytes(Bytes(kAccountBytes));
    if (const auto bytes = hex_of(value)) {
        if (bytes->size() != kAccountBytes) return wrong("an account has 32 bytes");
        return put_bytes(*bytes);
    }
    const auto* text = value->if_string();
    const auto address = text == nullptr
                             ? Result<crypto::ss58::Address, crypto::ss58::Error>(Err(crypto::ss58::Error::kBadBase58))
                             : crypto::ss58::decode(*text);
    if (!address || address->account.size() != kAccountBytes) return wrong(shown(*value) + " is no account");
    return put_bytes(address->account);
}

auto ValueEncoder::put_fields(const std::vector<Field>& fields, const Json* value, uint32_t depth) -> Done {
    if (fields.empty()) return {};
    if (fields.size() == 1 && !fields[0].name) return put(fields[0].type, value, depth - 1);
    const auto* object = value == nullptr ? nullptr : value->if_object();
    if (object != nullptr && fields[0].name) return put_object(fields, *object, depth);
    const auto* list = value == nullptr ? nullptr : value->if_array();
    if (value != nullptr && list == nullptr) return wrong(shown(*value) + " has no fields");
    if (list != nullptr && list->size() != fields.size()) {
        return wrong("it has " + std::to_string(fields.size()) + " fields, not " + std::to_string(list->size()));
    }
    for (size_t i = 0; i < fields.size(); ++i) {
        auto done = put(fields[i].type, list == nullptr ? nullptr : &(*list)[i], depth - 1);
        if (!done) return wrong("field " + std::to_string(i) + ": " + done.error());
    }
    return {};
}

auto ValueEncoder::put_object(const std::vector<Field>& fields, const json::object& object, uint32_t depth) -> Done {
    for (const auto& [name, one] : object) {
        const auto is_meant = [&name](const Field& field) { return is_same_name(field.name.value_or(""), name); };
        if (std::ranges::none_of(fields, is_meant))
            return wrong("there is no field `" + std::string(name) + "`, but " + names_of(fields));
    }
    for (const Field& field : fields) {
        const auto found = std::ranges::find_if(
            object, [&field](const auto& one) { return is_same_name(field.name.value_or(""), one.key()); });
        auto done = put(field.type, found == object.end() ? nullptr : &found->value(), depth - 1);
        if (!done) return wrong(std::string(field.name.value_or("")) + ": " + done.error());
    }
    return {};
}

auto ValueEncoder::put_case(const Type& type, const Cases& cases, const Json* value, uint32_t depth) -> Done {
    const bool is_option = last_name(type.path) == "Option";
    if (is_option && (value == nullptr || value->is_null())) return put_bytes(Bytes{0});
    if (is_option) {
        const auto some = std::ranges::find_if(cases.cases, [](const Case& one) { return !one.fields.empty(); });
        if (some == cases.cases.end()) return wrong("the metadata describes an Option without a value");
        TRY(put_bytes(Bytes{some->index}));
        return put(some->fields[0].type, value, depth - 1);
    }
    if (cases.cases.empty()) return wrong("its type has no values");
    const Case* found = nullptr;
    const Json* fields = nullptr;
    const auto by_name = [&cases](std::string_view name) -> const Case* {
        const auto it =
            std::ranges::find_if(cases.cases, [&](const Case& one) { return is_same_name(one.name, name); });
        return it == cases.cases.end() ? nullptr : &*it;
    };
    if (value == nullptr) {
        found = &*std::ranges::min_element(cases.cases, {}, &Case::index);
    } else if (const auto* name = value->if_string()) {
        found = by_name(*name);
        if (found == nullptr && is_encoded(type, value)) return put_bytes(*hex_of(value));
    } else if (const auto* object = value->if_object(); object != nullptr && object->size() == 1) {
        found = by_name(object->begin()->key());
        fields = &object->begin()->value();
    } else if (const auto number = integer_of(*value); number && !number->is_negative) {
        const auto it =
            std::ranges::find_if(cases.cases, [&](const Case& one) { return one.index == number->magnitude; });
        if (it != cases.cases.end()) found = &*it;
    }
    if (found == nullptr) return wrong(shown(*value) + " is no case of " + std::string(last_name(type.path)));
    TRY(put_bytes(Bytes{found->index}));
    auto done = put_fields(found->fields, fields, depth);
    if (!done) return wrong(std::string(found->name) + ": " + done.error());
    return {};
}

auto ValueEncoder::put_items(uint32_t item, std::optional<uint32_t> length, const Json* value, uint32_t depth) -> Done {
    const Type* const type = metadata_->find_type(item);
    const auto* primitive = type == nullptr ? nullptr : std::get_if<Primitive>(&type->definition);
    const bool is_bytes = primitive != nullptr && primitive->which == kU8;
    if (value == nullptr) {
        if (!length) return put_bytes(length_prefix(0));
        if (is_bytes) return *length > kMaxBytes ? Done(wrong("the value is too large")) : put_bytes(Bytes(*length));
        for (uint32_t i = 0; i < *length; ++i) TRY(put(item, nullptr, depth - 1));
        return {};
    }
    const auto* text = value->if_string();
    if (is_bytes && text != nullptr) {
        const auto hex = hex_of(value);
        if (!hex && text->starts_with("0x")) return wrong(shown(*value) + " is no hex text");
        const BytesView bytes = hex ? BytesView(*hex) : as_bytes(std::string_view(*text));
        if (length && bytes.size() != *length) return wrong("it has " + std::to_string(*length) + " bytes");
        if (!length) TRY(put_bytes(length_prefix(bytes.size())));
        return put_bytes(bytes);
    }
    if (const auto hex = hex_of(value)) {
        // Already encoded: sequences of something that is encoded as other things are.
        const size_t before = out_.size();
        scale::Decoder in(*hex);
        uint32_t count = length.value_or(0);
        Shower shower(*metadata_);
        bool good = length || in.compact(count);
        for (uint32_t i = 0; good && i < count; ++i) good = shower.show_next(item, in).has_value();
        if (good && in.remaining() == 0) return put_bytes(*hex);
        out_.resize(before);
    }
    const auto* list = value->if_array();
    if (list == nullptr) return wrong(shown(*value) + " is no list");
    if (length && list->size() != *length) return wrong("the list must have " + std::to_string(*length) + " items");
    if (!length) TRY(put_bytes(length_prefix(list->size())));
    for (size_t i = 0; i < list->size(); ++i) {
        auto done = put(item, &(*list)[i], depth - 1);
        if (!done) return wrong("item " + std::to_string(i) + ": " + done.error());
    }
    return {};
}

auto ValueEncoder::put_tuple(const std::vector<TypeId>& types, const Json* value, uint32_t depth) -> Done {
    if (types.empty()) return {};
    const auto* list = value == nullptr ? nullptr : value->if_array();
    if (value != nullptr && (list == nullptr || list->size() != types.size())) {
        return wrong(shown(*value) + " is no list of " + std::to_string(types.size()) + " items");
    }
    for (size_t i = 0; i < types.size(); ++i) {
        auto done = put(types[i], list == nullptr ? nullptr : &(*list)[i], depth - 1);
        if (!done) return wrong("item " + std::to_string(i) + ": " + done.error());
    }
    return {};
}

auto ValueEncoder::put_compact(uint32_t id, const Json* value) -> Done {
    const Type* const type = metadata_->find_bare_type(id);
    if (type == nullptr) return wrong("the metadata does not describe its type");
    if (std::holds_alternative<Tuple>(type->definition)) return {};
    const auto* primitive = std::get_if<Primitive>(&type->definition);
    const auto layout = primitive == nullptr ? std::nullopt : layout_of(primitive->which);
    if (!layout) return wrong("the metadata describes a compact value that is no integer");
    const auto integer = value == nullptr ? std::optional(Integer{}) : integer_of(*value);
    if (!integer || !fixed_bytes(*integer, *layout)) return wrong(shown(*value) + " is no " + layout->name);
    return put_bytes(scale::encode(scale::Compact<uint128_t>(integer->magnitude)));
}

auto ValueEncoder::put_primitive(uint8_t kind, const Json* value) -> Done {
    if (kind == kBool) {
        if (value != nullptr && !value->is_bool()) return wrong(shown(*value) + " is neither true nor false");
        return put_bytes(Bytes{value != nullptr && value->get_bool() ? uint8_t{1} : uint8_t{0}});
    }
    if (kind == kString) {
        if (value != nullptr && !value->is_string()) return wrong(shown(*value) + " is no text");
        const std::string_view text = value == nullptr ? std::string_view() : std::string_view(value->get_string());
        TRY(put_bytes(length_prefix(text.size())));
        return put_bytes(as_bytes(text));
    }
    if (kind == kU256 || kind == kI256) {
        constexpr size_t kWideBytes = 32;
        if (const auto hex = hex_of(value); hex && hex->size() == kWideBytes) return put_bytes(*hex);
        const auto integer = value == nullptr ? std::optional(Integer{}) : integer_of(*value);
        if (!integer || integer->is_negative) return wrong(shown(*value) + " is neither 32 bytes in hex nor a number");
        Bytes out = *fixed_bytes(*integer, {"u128", 16, false});
        out.resize(kWideBytes);
        return put_bytes(out);
    }
    const auto layout = layout_of(kind);
    if (!layout) return wrong("the metadata describes an unknown primitive type");
    const auto integer = value == nullptr ? std::optional(Integer{}) : integer_of(*value);
    const auto bytes = integer ? fixed_bytes(*integer, *layout) : std::nullopt;
    if (!bytes) return wrong(shown(*value) + " is no " + layout->name);
    return put_bytes(*bytes);
}

auto ValueEncoder::put_bits(const Bits& bits, const Json* value) -> Done {
    const auto* text = value == nullptr ? nullptr : value->if_string();
    if (value != nullptr && text == nullptr) return wrong(shown(*value) + " is no text of 0 and 1");
    std::string_view digits = text == nullptr ? std::string_view() : std::string_view(*text);
    if (digits.starts_with("0b")) digits.remove_prefix(2);
    if (!std::ranges::all_of(digits, [](char c) { return c == '0' || c == '1'; })) {
        return wrong(shown(*value) + " is no text of 0 and 1");
    }
    const Type* const order = metadata_->find_type(bits.order);
    const Type* const store = metadata_->find_type(bits.store);
    const auto* primitive = store == nullptr ? nullptr : std::get_if<Primitive>(&store->definition);
    if (order == nullptr || primitive == nullptr || primitive->which != kU8) {
        return wrong("sequences of bits of this kind are not supported");
    }
    const bool lowest_first = last_name(order->path) == "Lsb0";
    Bytes packed((digits.size() + 7) / 8);
    for (size_t i = 0; i < digits.size(); ++i) {
        const size_t shift = lowest_first ? i % 8 : 7 - i % 8;
        if (digits[i] == '1') packed[i / 8] = static_cast<uint8_t>(packed[i / 8] | 1u << shift);
    }
    TRY(put_bytes(length_prefix(digits.size())));
    return put_bytes(packed);
}

}  // namespace serinus::metadata
