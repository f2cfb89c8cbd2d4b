#include "metadata/shower.hpp"

#include <boost/json.hpp>

#include "base/checked.hpp"
#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "metadata/primitive_kind.hpp"
#include "metadata/storage_hasher.hpp"

namespace serinus::metadata {
namespace {

namespace json = boost::json;

std::string decimal(uint128_t number) {
    std::string out;
    do {
        out.insert(out.begin(), static_cast<char>('0' + static_cast<int>(number % 10)));
        number /= 10;
    } while (number != 0);
    return out;
}

/// JavaScript reads numbers up to 2^53 exactly.
json::value number_value(uint128_t number) {
    constexpr uint128_t kExact = uint128_t{1} << 53;
    if (number <= kExact) return static_cast<uint64_t>(number);
    return json::string(decimal(number));
}

/// `bytes` in two's complement, little-endian.
json::value signed_value(uint128_t number, size_t bytes) {
    const uint128_t sign = uint128_t{1} << (bytes * 8 - 1);
    if ((number & sign) == 0) return number_value(number);
    const uint128_t magnitude = bytes == 16 ? ~number + 1 : (sign << 1) - number;
    const json::value shown = number_value(magnitude);
    if (shown.is_string()) return json::string("-" + std::string(shown.get_string()));
    return -static_cast<int64_t>(magnitude);
}

std::optional<uint128_t> take_number(scale::Decoder& in, size_t bytes) {
    const uint8_t* at = nullptr;
    if (!in.take(bytes, at)) return std::nullopt;
    uint128_t out = 0;
    for (size_t i = bytes; i-- > 0;) out = out << 8 | at[i];
    return out;
}

std::optional<json::value> show_primitive(uint8_t kind, scale::Decoder& in) {
    const auto number = [&](size_t bytes, bool is_signed) -> std::optional<json::value> {
        const auto value = take_number(in, bytes);
        if (!value) return std::nullopt;
        return is_signed ? signed_value(*value, bytes) : number_value(*value);
    };
    switch (kind) {
        case kBool: {
            const auto value = take_number(in, 1);
            if (!value || *value > 1) return std::nullopt;
            return json::value(*value == 1);
        }
        case kString: {
            const auto text = scale::decode_from<std::string_view>(in);
            if (!text) return std::nullopt;
            return json::value(json::string(*text));
        }
        case kU8:
            return number(1, false);
        case kU16:
            return number(2, false);
        case kU32:
        case kChar:
            return number(4, false);
        case kU64:
            return number(8, false);
        case kU128:
            return number(16, false);
        case kI8:
            return number(1, true);
        case kI16:
            return number(2, true);
        case kI32:
            return number(4, true);
        case kI64:
            return number(8, true);
        case kI128:
            return number(16, true);
        case kU256:
        case kI256: {
            const uint8_t* at = nullptr;
            if (!in.take(32, at)) return std::nullopt;
            return json::value(json::string(to_hex_prefixed(BytesView(at, 32))));
        }
        default:
            return std::nullopt;
    }
}

std::string_view last_of(const Texts& path) { return path.empty() ? std::string_view() : path.back(); }

std::string joined(const Texts& lines) {
    std::string out;
    for (const Text line : lines) {
        if (!out.empty() && !line.empty()) out += ' ';
        out += line.starts_with(' ') ? line.substr(1) : line;
    }
    return out;
}

}  // namespace

std::optional<json::value> Shower::show_next(uint32_t type, scale::Decoder& in) { return show_at(type, in, kMaxDepth); }

std::optional<json::value> Shower::show(uint32_t type, BytesView bytes) {
    scale::Decoder in(bytes);
    auto out = show_at(type, in, kMaxDepth);
    if (!out || in.remaining() != 0) return std::nullopt;
    return out;
}

auto Shower::show_at(uint32_t id, scale::Decoder& in, uint32_t depth) -> Shown {
    const Type* const type = metadata_->find_type(id);
    if (type == nullptr || depth == 0 || values_left_ == 0) return std::nullopt;
    --values_left_;
    if (const auto* composite = std::get_if<Composite>(&type->definition)) {
        if (last_of(type->path) == "AccountId32") {
            const uint8_t* at = nullptr;
            if (!in.take(32, at)) return std::nullopt;
            return json::value(json::string(crypto::ss58::encode(options_.address_prefix, BytesView(at, 32))));
        }
        return show_fields(composite->fields, in, depth);
    }
    if (const auto* cases = std::get_if<Cases>(&type->definition)) return show_case(*type, *cases, in, depth);
    if (const auto* sequence = std::get_if<Sequence>(&type->definition)) {
        uint32_t count = 0;
        if (!in.compact(count)) return std::nullopt;
        return show_items(sequence->type, count, in, depth);
    }
    if (const auto* array = std::get_if<Array>(&type->definition)) {
        return show_items(array->type, array->length, in, depth);
    }
    if (const auto* tuple = std::get_if<Tuple>(&type->definition)) {
        json::array out;
        for (const TypeId one : tuple->types) {
            auto shown = show_at(one, in, depth - 1);
            if (!shown) return std::nullopt;
            out.push_back(*std::move(shown));
        }
        return out.empty() ? json::value(nullptr) : json::value(std::move(out));
    }
    if (const auto* primitive = std::get_if<Primitive>(&type->definition)) return show_primitive(primitive->which, in);
    if (const auto* compact = std::get_if<CompactOf>(&type->definition)) return show_compact(compact->type, in);
    return show_bits(std::get<Bits>(type->definition), in);
}

auto Shower::show_fields(const std::vector<Field>& fields, scale::Decoder& in, uint32_t depth) -> Shown {
    if (fields.empty()) return json::value(nullptr);
    if (fields.size() == 1 && !fields[0].name) return show_at(fields[0].type, in, depth - 1);
    if (!fields[0].name) {
        json::array out;
        for (const Field& field : fields) {
            auto shown = show_at(field.type, in, depth - 1);
            if (!shown) return std::nullopt;
            out.push_back(*std::move(shown));
        }
        return json::value(std::move(out));
    }
    json::object out;
    for (const Field& field : fields) {
        auto shown = show_at(field.type, in, depth - 1);
        if (!shown) return std::nullopt;
        // A field that takes no bytes (PhantomData) says nothing.
        if (field.name->starts_with("_") && shown->is_null()) continue;
        out[field.name.value_or("")] = *std::move(shown);
    }
    return json::value(std::move(out));
}

auto Shower::show_case(const Type& type, const Cases& cases, scale::Decoder& in, uint32_t depth) -> Shown {
    uint8_t index = 0;
    if (!in.byte(index)) return std::nullopt;
    const auto found = std::ranges::find(cases.cases, index, &Case::index);
    if (found == cases.cases.end()) return std::nullopt;
    const std::string_view kind = last_of(type.path);
    if (kind == "Option") {
        return found->fields.empty() ? json::value(nullptr) : show_at(found->fields[0].type, in, depth - 1);
    }
    if (kind == "DispatchError" && found->name == "Module") {
        auto shown = show_module_error(in, depth);
        if (!shown) return std::nullopt;
        return json::value(json::object{{"Module", *std::move(shown)}});
    }
    if (found->fields.empty()) return json::value(json::string(found->name));
    auto fields = show_fields(found->fields, in, depth);
    if (!fields) return std::nullopt;
    json::object out;
    out[found->name] = *std::move(fields);
    return json::value(std::move(out));
}

/// The pallet's index and four bytes: the error's index, its fields, and zeros. Observed: ModuleError of
/// sp-runtime 49.0.0
auto Shower::show_module_error(scale::Decoder& in, uint32_t depth) -> Shown {
    const uint8_t* at = nullptr;
    if (!in.take(5, at)) return std::nullopt;
    const Pallet* const pallet = metadata_->find_pallet(at[0]);
    const Type* const errors = pallet == nullptr || !pallet->errors ? nullptr : metadata_->find_type(*pallet->errors);
    const auto* cases = errors == nullptr ? nullptr : std::get_if<Cases>(&errors->definition);
    if (cases != nullptr) {
        if (const auto found = std::ranges::find(cases->cases, at[1], &Case::index); found != cases->cases.end()) {
            json::object out{{"pallet", pallet->name}, {"error", found->name}, {"docs", joined(found->docs)}};
            scale::Decoder rest(BytesView(at + 2, 3));
            if (auto fields = show_fields(found->fields, rest, depth); fields && !fields->is_null())
                out["fields"] = *std::move(fields);
            return json::value(std::move(out));
        }
    }
    return json::value(json::object{{"pallet", at[0]}, {"error", to_hex_prefixed(BytesView(at + 1, 4))}, {"docs", ""}});
}

auto Shower::show_items(uint32_t item, uint64_t count, scale::Decoder& in, uint32_t depth) -> Shown {
    if (is_byte(item)) {
        const uint8_t* at = nullptr;
        if (!in.take(count, at)) return std::nullopt;
        return show_bytes(BytesView(at, count));
    }
    json::array out;
    for (uint64_t i = 0; i < count; ++i) {
        auto shown = show_at(item, in, depth - 1);
        if (!shown) return std::nullopt;
        out.push_back(*std::move(shown));
    }
    return json::value(std::move(out));
}

auto Shower::show_compact(uint32_t id, scale::Decoder& in) const -> Shown {
    const Type* const type = metadata_->find_bare_type(id);
    if (type == nullptr) return std::nullopt;
    if (const auto* tuple = std::get_if<Tuple>(&type->definition)) {
        return tuple->types.empty() ? Shown(json::value(nullptr)) : std::nullopt;
    }
    if (!std::holds_alternative<Primitive>(type->definition)) return std::nullopt;
    uint128_t value = 0;
    if (!in.compact(value)) return std::nullopt;
    return number_value(value);
}

auto Shower::show_bits(const Bits& bits, scale::Decoder& in) const -> Shown {
    const Type* const order = metadata_->find_type(bits.order);
    uint32_t count = 0;
    if (order == nullptr || !is_byte(bits.store) || !in.compact(count)) return std::nullopt;
    const uint8_t* at = nullptr;
    if (!in.take((size_t{count} + 7) / 8, at)) return std::nullopt;
    const bool lowest_first = last_of(order->path) == "Lsb0";
    std::string out;
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t shift = lowest_first ? i % 8 : 7 - i % 8;
        out += (at[i / 8] >> shift & 1) != 0 ? '1' : '0';
    }
    return json::value(json::string(out));
}

bool Shower::is_byte(uint32_t id) const noexcept {
    const Type* const type = metadata_->find_type(id);
    const auto* primitive = type == nullptr ? nullptr : std::get_if<Primitive>(&type->definition);
    return primitive != nullptr && primitive->which == kU8;
}

json::value Shower::show_bytes(BytesView bytes) const {
    if (bytes.size() <= options_.max_shown_bytes) return json::string(to_hex_prefixed(bytes));
    return json::object{{"bytes", bytes.size()}, {"blake2_256", to_hex_prefixed(hashing::blake2b_256(bytes).bytes)}};
}

auto Shower::show_key(BytesView key) -> ShownKey {
    ShownKey out;
    const auto item = metadata_->find_item(key);
    if (!item) {
        const bool is_text = std::ranges::all_of(key, [](uint8_t one) { return one >= ' ' && one <= '~'; });
        out.item = is_text ? std::string(as_text(key)) : to_hex_prefixed(key);
        return out;
    }
    out.pallet = item->pallet->name;
    out.item = item->entry->name;
    constexpr size_t kPrefixBytes = 32;
    BytesView rest = key.subspan(kPrefixBytes);
    const auto* map = std::get_if<MapEntry>(&item->entry->type);
    if (map == nullptr) return out;
    const Type* const key_type = metadata_->find_type(map->key);
    const auto* tuple = key_type == nullptr ? nullptr : std::get_if<Tuple>(&key_type->definition);
    const bool is_several = map->hashers.size() > 1 && tuple != nullptr && tuple->types.size() == map->hashers.size();
    for (size_t i = 0; i < map->hashers.size(); ++i) {
        const auto layout = layout_of_hasher(map->hashers[i]);
        if (!layout || layout->bytes > rest.size()) break;
        const BytesView hash = rest.first(layout->bytes);
        rest = rest.subspan(layout->bytes);
        if (!layout->is_followed_by_key) {
            out.keys.push_back(json::string(to_hex_prefixed(hash)));
            continue;
        }
        scale::Decoder in(rest);
        auto shown = show_at(is_several ? tuple->types[i].value : map->key.value, in, kMaxDepth);
        if (!shown) {
            out.keys.push_back(json::string(to_hex_prefixed(rest)));
            return out;
        }
        out.keys.push_back(*std::move(shown));
        rest = in.rest();
    }
    return out;
}

json::value Shower::show_value_of(BytesView key, BytesView value) {
    if (const auto item = metadata_->find_item(key)) {
        const auto* map = std::get_if<MapEntry>(&item->entry->type);
        const uint32_t type = map != nullptr ? map->value.value : std::get<PlainEntry>(item->entry->type).value.value;
        if (auto shown = show(type, value)) return *std::move(shown);
    }
    return show_bytes(value);
}

}  // namespace serinus::metadata
