/// Fixed-point numbers in genesis configurations: a string with the number of units in decimal, as JSON has no numbers
/// of 128 bits that every reader keeps. Observed: sp-arithmetic 28, fixed_point.rs. It stands apart from config.hpp
/// because few configurations have one.
#pragma once

#include "runtime/arithmetic/fixed_point.hpp"
#include "runtime/sdk/genesis/config.hpp"

namespace serinus::sdk::genesis {

template <>
inline bool read(json::Reader& in, FixedU128& value) {
    std::string text;
    if (!in.text(text)) return false;
    const size_t sign = text.starts_with('+') ? 1 : 0;
    uint128_t units = 0;
    bool valid = text.size() > sign;
    for (size_t i = sign; valid && i < text.size(); ++i) {
        valid = text[i] >= '0' && text[i] <= '9' && !__builtin_mul_overflow(units, uint128_t{10}, &units) &&
                !__builtin_add_overflow(units, static_cast<uint128_t>(text[i] - '0'), &units);
    }
    if (!valid) return in.fail("invalid string input for fixed point number");
    value = FixedU128::from_inner(units);
    return true;
}

template <>
inline void write(json::Writer& out, const FixedU128& value) {
    std::string text;
    uint128_t units = value._0;
    do {
        text.insert(text.begin(), static_cast<char>('0' + static_cast<char>(units % 10)));
        units /= 10;
    } while (units != 0);
    out.text(text);
}

}  // namespace serinus::sdk::genesis
