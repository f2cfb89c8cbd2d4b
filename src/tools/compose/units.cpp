#include "tools/compose/units.hpp"

#include <boost/json.hpp>

#include "base/format.hpp"

namespace serinus::compose {
namespace {

namespace json = boost::json;

char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_same_word(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower_case(x) == lower_case(y); });
}

std::string decimal_digits(uint128_t number) {
    std::string out;
    do {
        out.insert(out.begin(), static_cast<char>('0' + static_cast<int>(number % 10)));
        number /= 10;
    } while (number != 0);
    return out;
}

/// Digits, with a point or without, times ten to the power of `exponent`; nullopt: no number, not whole, or too large.
std::optional<uint128_t> scaled(std::string_view text, int exponent) {
    constexpr uint128_t kMost = ~uint128_t{0} / 10 - 1;
    uint128_t out = 0;
    bool has_point = false, has_digit = false;
    for (const char c : text) {
        if (c == '.' && !has_point) {
            has_point = true;
            continue;
        }
        if (c < '0' || c > '9' || out > kMost) return std::nullopt;
        if (has_point && --exponent < 0) {
            if (c != '0') return std::nullopt;
            ++exponent;
            continue;
        }
        out = out * 10 + static_cast<uint128_t>(c - '0');
        has_digit = true;
    }
    for (; exponent > 0; --exponent) {
        if (out > kMost) return std::nullopt;
        out *= 10;
    }
    return has_digit ? std::optional(out) : std::nullopt;
}

/// The power of ten of a prefix of a unit: "m" in mKSM.
std::optional<int> prefix_exponent(std::string_view prefix) {
    struct Known {
        std::string_view name;
        int exponent;
    };
    static constexpr Known kKnown[] = {{"", 0},   {"p", -12}, {"n", -9}, {"u", -6},
                                       {"µ", -6}, {"m", -3},  {"k", 3},  {"M", 6}};
    const auto* found = std::ranges::find(kKnown, prefix, &Known::name);
    return found == std::end(kKnown) ? std::nullopt : std::optional(found->exponent);
}

/// The first one of a list, or the value itself: properties have both forms.
const json::value* first_of(const json::object& fields, std::string_view name) {
    const auto* found = fields.if_contains(name);
    const auto* list = found == nullptr ? nullptr : found->if_array();
    return list == nullptr ? found : list->empty() ? nullptr : &list->front();
}

}  // namespace

std::string Units::amount(uint128_t planck) const {
    uint128_t one = 1;
    for (uint32_t i = 0; i < decimals; ++i) one *= 10;
    // Four digits behind the point.
    const auto part =
        static_cast<uint64_t>(one < 10'000 ? (planck % one) * 10'000 / one : (planck % one) / (one / 10'000));
    return format_text("{}.{:04} {}", decimal_digits(planck / one), part, symbol);
}

std::string Units::exact_amount(uint128_t planck) const {
    std::string digits = decimal_digits(planck);
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    std::string part = digits.substr(digits.size() - decimals);
    while (part.ends_with('0')) part.pop_back();
    digits.resize(digits.size() - decimals);
    return digits + (part.empty() ? "" : "." + part) + " " + symbol;
}

std::optional<uint128_t> Units::parse_amount(std::string_view text) const {
    if (text.ends_with(symbol)) text.remove_suffix(symbol.size());
    while (text.ends_with(' ')) text.remove_suffix(1);
    return scaled(text, static_cast<int>(decimals));
}

Result<uint128_t, std::string> Units::parse_with_unit(std::string_view text) const {
    const size_t end = std::min(text.find_first_not_of("0123456789._"), text.size());
    std::string number(text.substr(0, end));
    std::erase(number, '_');
    std::string_view unit = text.substr(end);
    while (unit.starts_with(' ')) unit.remove_prefix(1);
    const auto bad = [&](const std::string& why) { return Err("\"" + std::string(text) + "\" " + why); };
    const std::string example = "1.5" + symbol;
    if (number.empty()) return bad("is no amount; write " + example);
    if (unit.empty() && number.find('.') == number.npos && number.find_first_not_of('0') != number.npos) {
        return bad("has no unit; write " + number + symbol + " or " + number + "planck");
    }
    int exponent = static_cast<int>(decimals);
    if (is_same_word(unit, "planck") || is_same_word(unit, "plancks")) {
        exponent = 0;
    } else if (!unit.empty()) {
        const bool has_symbol =
            unit.size() >= symbol.size() && is_same_word(unit.substr(unit.size() - symbol.size()), symbol);
        const auto by = has_symbol ? prefix_exponent(unit.substr(0, unit.size() - symbol.size())) : std::nullopt;
        if (!by) {
            return bad("has a unit that this chain lacks; its units are " + symbol + ", m" + symbol + ", u" + symbol +
                       ", k" + symbol + " and planck");
        }
        exponent += *by;
    }
    // Behind the point there may be more zeros than decimals, but no other digit.
    if (exponent < 0)
        return bad("is less than a planck can say: " + symbol + " has " + std::to_string(decimals) + " decimals");
    const auto value = scaled(number, exponent);
    if (!value) {
        return bad("is no amount of " + symbol + ": it has more than " + std::to_string(decimals) +
                   " decimals, or is too large");
    }
    return *value;
}

void read_properties(std::string_view properties_json, Units& units) {
    constexpr int64_t kMaxDecimals = 30;
    boost::system::error_code failed;
    const json::value properties = json::parse(properties_json, failed);
    const auto* fields = failed ? nullptr : properties.if_object();
    if (fields == nullptr) return;
    if (const auto* symbol = first_of(*fields, "tokenSymbol"); symbol != nullptr && symbol->is_string()) {
        units.symbol = std::string(symbol->get_string());
    }
    const auto* decimals = first_of(*fields, "tokenDecimals");
    if (decimals != nullptr && decimals->is_int64() && decimals->get_int64() >= 0) {
        units.decimals = static_cast<uint32_t>(std::min(decimals->get_int64(), kMaxDecimals));
    }
    const auto* prefix = first_of(*fields, "ss58Format");
    if (prefix != nullptr && prefix->is_int64() && prefix->get_int64() >= 0 &&
        prefix->get_int64() <= crypto::ss58::kMaxPrefix) {
        units.prefix = static_cast<crypto::ss58::Prefix>(prefix->get_int64());
    }
}

}  // namespace serinus::compose
