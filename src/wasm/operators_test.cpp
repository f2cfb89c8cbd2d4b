/// Every numeric operator on edge values, against definitions written another way: integers in 128 bits, conversions
/// through the 64 bits of a long double, single floats through doubles.

#include <bit>
#include <cmath>
#include <variant>

#include "base/checked.hpp"
#include "tests/support/engines.hpp"
#include "tests/support/random.hpp"
#include "wasm/logical_stack.hpp"
#include "wasm/opcodes.hpp"

namespace serinus::wasm {
namespace {

using test::EngineTest;
using Outcome = std::variant<Raw, TrapCode>;

constexpr ValueType kI32 = ValueType::kI32;
constexpr ValueType kF32 = ValueType::kF32;
constexpr ValueType kF64 = ValueType::kF64;

int bits_of(ValueType type) { return type == kI32 || type == kF32 ? 32 : 64; }
bool is_float(ValueType type) { return type == kF32 || type == kF64; }

/// A slot as a number of that many bits.
uint128_t unsigned_of(Raw raw, int bits) { return bits == 64 ? raw : raw & ((Raw{1} << bits) - 1); }
int128_t signed_of(Raw raw, int bits) {
    const uint128_t value = unsigned_of(raw, bits);
    return value >> (bits - 1) ? static_cast<int128_t>(value) - (int128_t{1} << bits) : static_cast<int128_t>(value);
}
Raw wrapped(int128_t value, int bits) { return static_cast<Raw>(unsigned_of(static_cast<Raw>(value), bits)); }

double number(Raw raw, ValueType type) {
    return type == kF32 ? double{std::bit_cast<float>(static_cast<uint32_t>(raw))} : std::bit_cast<double>(raw);
}
Raw rounded(double value, ValueType type) {
    if (std::isnan(value)) return type == kF32 ? kCanonicalNan32 : kCanonicalNan64;
    return type == kF32 ? std::bit_cast<uint32_t>(static_cast<float>(value)) : std::bit_cast<Raw>(value);
}

Outcome integer_operator(std::string_view name, Raw a, Raw b, int bits) {
    const uint128_t ua = unsigned_of(a, bits), ub = unsigned_of(b, bits);
    const int128_t sa = signed_of(a, bits), sb = signed_of(b, bits);
    const int shift = static_cast<int>(ub % static_cast<unsigned>(bits));
    const uint128_t power = uint128_t{1} << shift;
    const auto is = [&](bool condition) { return Raw{condition}; };
    const auto bit = [&](int index) { return static_cast<int>(ua >> index & 1); };
    if (name == "eqz") return is(ua == 0);
    if (name == "eq") return is(ua == ub);
    if (name == "ne") return is(ua != ub);
    if (name == "lt_s") return is(sa < sb);
    if (name == "lt_u") return is(ua < ub);
    if (name == "gt_s") return is(sa > sb);
    if (name == "gt_u") return is(ua > ub);
    if (name == "le_s") return is(sa <= sb);
    if (name == "le_u") return is(ua <= ub);
    if (name == "ge_s") return is(sa >= sb);
    if (name == "ge_u") return is(ua >= ub);
    if (name == "add") return wrapped(sa + sb, bits);
    if (name == "sub") return wrapped(sa - sb, bits);
    if (name == "mul") return static_cast<Raw>(unsigned_of(static_cast<Raw>(ua * ub), bits));
    if (name.starts_with("div") || name.starts_with("rem")) {
        if (ub == 0) return TrapCode::kDivisionByZero;
        if (name == "div_u") return static_cast<Raw>(ua / ub);
        if (name == "rem_u") return static_cast<Raw>(ua % ub);
        if (name == "rem_s") return wrapped(sa % sb, bits);
        if (sa / sb == int128_t{1} << (bits - 1)) return TrapCode::kIntegerOverflow;
        return wrapped(sa / sb, bits);
    }
    if (name == "shl") return wrapped(static_cast<int128_t>(ua * power), bits);
    if (name == "shr_u") return static_cast<Raw>(ua / power);
    if (name == "shr_s")
        return wrapped(
            (sa - ((sa % static_cast<int128_t>(power) + static_cast<int128_t>(power)) % static_cast<int128_t>(power))) /
                static_cast<int128_t>(power),
            bits);
    if (name == "extend8_s") return wrapped(signed_of(a, 8), bits);
    if (name == "extend16_s") return wrapped(signed_of(a, 16), bits);
    if (name == "extend32_s") return wrapped(signed_of(a, 32), bits);

    uint128_t result = 0;
    int leading = bits, trailing = bits, ones = 0;
    for (int i = 0; i < bits; ++i) {
        if (bit(i)) {
            leading = bits - 1 - i;
            if (trailing == bits) trailing = i;
            ++ones;
        }
        const int other = static_cast<int>(ub >> i & 1);
        const bool set = name == "and"    ? bit(i) && other
                         : name == "or"   ? bit(i) || other
                         : name == "xor"  ? bit(i) != other
                         : name == "rotl" ? bit((i + bits - shift) % bits)
                                          : bit((i + shift) % bits);
        result |= uint128_t{set} << i;
    }
    if (name == "clz") return Raw(leading);
    if (name == "ctz") return Raw(trailing);
    if (name == "popcnt") return Raw(ones);
    return static_cast<Raw>(result);
}

double even_neighbour(double value) {
    const double below = std::floor(value);
    const double rest = value - below;
    if (rest == 0 || std::isinf(value)) return value;
    const bool up = rest > 0.5 || (rest == 0.5 && std::fmod(below, 2) != 0);
    return std::copysign(up ? below + 1 : below, value);
}

Outcome float_operator(std::string_view name, Raw a, Raw b, ValueType type) {
    const Raw sign = Raw{1} << (bits_of(type) - 1);
    const double x = number(a, type), y = number(b, type);
    const bool any_nan = std::isnan(x) || std::isnan(y);
    if (name == "abs") return a & ~sign;
    if (name == "neg") return a & sign ? a & ~sign : a | sign;
    if (name == "copysign") return (a & ~sign) | (b & sign);
    if (name == "eq") return Raw{!any_nan && x == y};
    if (name == "ne") return Raw{any_nan || x != y};
    if (name == "lt") return Raw{!any_nan && x < y};
    if (name == "gt") return Raw{!any_nan && y < x};
    if (name == "le") return Raw{!any_nan && !(y < x)};
    if (name == "ge") return Raw{!any_nan && !(x < y)};
    const auto result = [&](double value) { return rounded(value, type); };
    if (name == "ceil") return result(std::isnan(x) ? x : std::copysign(-std::floor(-x), x));
    if (name == "floor") return result(std::isnan(x) ? x : std::copysign(std::floor(x), x));
    if (name == "trunc") return result(std::isnan(x) ? x : std::copysign(std::floor(std::fabs(x)), x));
    if (name == "nearest") return result(std::isnan(x) ? x : even_neighbour(x));
    if (name == "sqrt") return result(std::sqrt(x));
    if (name == "add") return result(x + y);
    if (name == "sub") return result(x - y);
    if (name == "mul") return result(x * y);
    if (name == "div") return result(x / y);
    if (any_nan) return result(NAN);
    const bool first_is_less = x < y || (x == y && std::signbit(x));
    return (name == "min") == first_is_less ? a : b;
}

Outcome conversion(std::string_view name, Raw a, ValueType from, ValueType to) {
    const bool is_unsigned = name.ends_with("_u");
    const int from_bits = bits_of(from), to_bits = bits_of(to);
    if (name.starts_with("wrap")) return wrapped(signed_of(a, 64), 32);
    if (name.starts_with("reinterpret")) return a;
    if (name.starts_with("extend")) return is_unsigned ? a : wrapped(signed_of(a, from_bits), to_bits);
    if (name.starts_with("demote") || name.starts_with("promote")) return rounded(number(a, from), to);
    if (name.starts_with("convert")) {
        const long double exact = is_unsigned
                                      ? static_cast<long double>(static_cast<uint64_t>(unsigned_of(a, from_bits)))
                                      : static_cast<long double>(static_cast<int64_t>(signed_of(a, from_bits)));
        return to == kF32 ? Raw{std::bit_cast<uint32_t>(static_cast<float>(exact))}
                          : std::bit_cast<Raw>(static_cast<double>(exact));
    }
    const double value = number(a, from);
    if (std::isnan(value)) return TrapCode::kInvalidConversion;
    const long double whole = std::trunc(static_cast<long double>(value));
    const long double top = std::ldexp(1.0L, is_unsigned ? to_bits : to_bits - 1);
    if (whole >= top || whole < (is_unsigned ? 0 : -top)) return TrapCode::kIntegerOverflow;
    return is_unsigned ? static_cast<Raw>(whole) : wrapped(static_cast<int64_t>(whole), to_bits);
}

Outcome expected(const OpInfo& info, Raw a, Raw b) {
    const ValueType type = info.params[0];
    std::string_view name = info.name.substr(info.name.find('.') + 1);
    const bool converts = info.has_result && info.name.find('_', 4) != std::string_view::npos &&
                          (name.ends_with("32") || name.ends_with("64") || name.find("32_") != name.npos ||
                           name.find("64_") != name.npos) &&
                          !name.starts_with("extend32_s");
    if (converts) return conversion(name, a, type, info.result);
    return is_float(type) ? float_operator(name, a, b, type) : integer_operator(name, a, b, bits_of(type));
}

std::vector<Raw> edge_values(ValueType type, std::mt19937_64& random) {
    std::vector<Raw> values;
    const int bits = bits_of(type);
    if (!is_float(type)) {
        for (const int shift : {0, 1, 7, 8, 15, 16, 31, 32, 33, 63}) {
            if (shift >= bits) continue;
            const Raw power = Raw{1} << shift;
            for (const Raw value : {power - 1, power, power + 1, ~power, Raw{0} - power}) {
                values.push_back(wrapped(static_cast<int128_t>(value), bits));
            }
        }
        for (int i = 0; i < 3; ++i) values.push_back(wrapped(static_cast<int128_t>(random()), bits));
        return values;
    }
    std::vector<double> numbers = {0,      0.5,    1,     1.5,  2.5,   3.5,     0.49999999999999994,
                                   1e-300, 5e-324, 1e-40, 1e30, 1e300, INFINITY};
    for (const int exponent : {7, 8, 15, 16, 22, 23, 24, 31, 32, 51, 52, 53, 62, 63, 64}) {
        const double power = std::ldexp(1, exponent);
        for (const double near : {power, power - 1, power + 1, power - 0.5, power + 0.5, std::nextafter(power, 0.0),
                                  std::nextafter(power, 1e300), double{std::nextafter(static_cast<float>(power), 0.0f)},
                                  double{std::nextafter(static_cast<float>(power), 1e30f)}}) {
            numbers.push_back(near);
        }
    }
    for (const double value : numbers) {
        values.push_back(rounded(value, type));
        values.push_back(rounded(-value, type));
    }
    const std::vector<Raw> others =
        type == kF32 ? std::vector<Raw>{0x7fc0'0000, 0xffc0'0000, 0x7f80'0001, 0xffff'ffff, 0x7fa5'5555,
                                        1,           0x8000'0001, 0x007f'ffff, 0x0080'0000, 0x7f7f'ffff}
                     : std::vector<Raw>{kCanonicalNan64,
                                        0xfff8'0000'0000'0000,
                                        0x7ff0'0000'0000'0001,
                                        ~Raw{0},
                                        1,
                                        0x000f'ffff'ffff'ffff,
                                        0x7fef'ffff'ffff'ffff,
                                        0x47ef'ffff'efff'ffff,
                                        0x47ef'ffff'f000'0000,
                                        0x3690'0000'0000'0000,
                                        0x3690'0000'0000'0001};
    values.insert(values.end(), others.begin(), others.end());
    for (int i = 0; i < 8; ++i) values.push_back(wrapped(static_cast<int128_t>(random()), bits));
    return values;
}

bool is_numeric(const OpInfo& info) {
    return info.fixed_types && info.immediate == Immediate::kNone && info.has_result;
}

/// One function for each numeric operator, exported under its name; operands are locals, or constants for `constants`.
std::string module_of_all() {
    std::string text = "(module";
    for (const OpInfo& info : kOps) {
        if (!is_numeric(info)) continue;
        const std::string name(info.name);
        constexpr auto kName = [](ValueType type) {
            return type == kI32 ? "i32" : type == ValueType::kI64 ? "i64" : type == kF32 ? "f32" : "f64";
        };
        text += "\n(func (export \"" + name + "\")";
        for (size_t i = 0; i < info.param_count; ++i) text += std::string(" (param ") + kName(info.params[i]) + ')';
        text += std::string(" (result ") + kName(info.result) + ") (" + name;
        for (size_t i = 0; i < info.param_count; ++i) text += " (local.get " + std::to_string(i) + ')';
        text += "))";
    }
    return text + ')';
}

class Operators : public EngineTest {};
INSTANTIATE_TEST_SUITE_P(All, Operators, testing::ValuesIn(test::kEngineKinds),
                         [](const auto& info) { return info.param.name; });

TEST_P(Operators, AgreeWithTheirDefinitions) {
    auto on = instance(module_of_all());
    std::mt19937_64 random = test::seeded_random();
    size_t operators = 0;
    for (const OpInfo& info : kOps) {
        if (!is_numeric(info)) continue;
        ++operators;
        const std::vector<Raw> first = edge_values(info.params[0], random);
        const std::vector<Raw> second =
            info.param_count == 2 ? edge_values(info.params[1], random) : std::vector<Raw>{0};
        size_t wrong = 0;
        for (const Raw a : first) {
            for (const Raw b : second) {
                const Outcome want = expected(info, a, b);
                const auto got = call(*on, info.name, info.param_count == 2 ? std::vector{a, b} : std::vector{a});
                const Outcome have = got ? Outcome(got->value_or(0)) : Outcome(got.error().code);
                if (want == have || ++wrong > 3) continue;
                const auto show = [](const Outcome& outcome) {
                    return outcome.index() == 0 ? std::to_string(std::get<0>(outcome))
                                                : to_string(std::get<1>(outcome));
                };
                ADD_FAILURE() << info.name << '(' << a << ", " << b << ") is " << show(have) << ", not " << show(want);
            }
        }
    }
    EXPECT_EQ(operators, 128u);
}

}  // namespace
}  // namespace serinus::wasm
