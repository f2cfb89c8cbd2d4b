#include "coretime/fields.hpp"

#include <boost/json.hpp>

namespace serinus::coretime {

namespace json = boost::json;

const json::value* field(const json::value& value, std::string_view name) noexcept {
    const auto* object = value.if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
}

const json::value* field_at(const json::value& value, std::initializer_list<std::string_view> names) noexcept {
    const json::value* at = &value;
    for (const std::string_view name : names) {
        at = field(*at, name);
        if (at == nullptr) return nullptr;
    }
    return at;
}

std::optional<uint128_t> number_in(const json::value* value) noexcept {
    if (value == nullptr) return std::nullopt;
    if (const auto* number = value->if_int64())
        return *number < 0 ? std::nullopt : std::optional<uint128_t>(static_cast<uint64_t>(*number));
    if (const auto* number = value->if_uint64()) return *number;
    const auto* digits = value->if_string();
    constexpr size_t kMaxDigits = 39;  // of 2^128
    if (digits == nullptr || digits->empty() || digits->size() > kMaxDigits) return std::nullopt;
    uint128_t out = 0;
    for (const char digit : *digits) {
        if (digit < '0' || digit > '9') return std::nullopt;
        out = out * 10 + static_cast<uint128_t>(digit - '0');
    }
    return out;
}

std::optional<uint32_t> u32_in(const json::value* value) noexcept {
    const auto number = number_in(value);
    return number && *number <= UINT32_MAX ? std::optional(static_cast<uint32_t>(*number)) : std::nullopt;
}

const json::array& items_of(const json::value* value) noexcept {
    static const json::array kNone;
    const auto* array = value == nullptr ? nullptr : value->if_array();
    return array == nullptr ? kNone : *array;
}

}  // namespace serinus::coretime
