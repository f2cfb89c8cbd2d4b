// Arithmetic of 128 bits, which clang calls by these names because Wasm has no instructions for it: the compiler's own
// library is not linked. Nothing here may use an operator that is itself one of these calls; shifts by 64 are none.
#include "runtime/arithmetic/words.hpp"

namespace {

using namespace serinus;
using sdk::words::Pair;

constexpr uint128_t magnitude(int128_t value) {
    const auto bits = static_cast<uint128_t>(value);
    return value < 0 ? 0 - bits : bits;
}
constexpr int128_t with_sign(bool negative, uint128_t magnitude) {
    return static_cast<int128_t>(negative ? 0 - magnitude : magnitude);
}

uint128_t multiply(uint128_t left, uint128_t right) {
    const Pair a = Pair::from(left);
    const Pair b = Pair::from(right);
    Pair product = sdk::words::multiply(a.low, b.low);
    product.high += a.low * b.high + a.high * b.low;
    return product.number();
}

struct Division {
    uint128_t quotient;
    uint128_t remainder;
};

Division divide(uint128_t dividend, uint128_t divisor) {
    const Pair a = Pair::from(dividend);
    const Pair b = Pair::from(divisor);
    if (a.high == 0 && b.high == 0) return {a.low / b.low, a.low % b.low};
    if ((b.high | b.low) == 0) __builtin_trap();  // as the instruction does for 64 bits
    const auto out = sdk::words::divide({a.low, a.high}, b);
    return {Pair{out.quotient[1], out.quotient[0]}.number(), out.remainder.number()};
}

}  // namespace

extern "C" {

uint128_t __multi3(uint128_t a, uint128_t b) { return multiply(a, b); }

/// For signed products that are checked: `overflow` says whether the true product is another.
int128_t __muloti4(int128_t a, int128_t b, int* overflow) {
    const bool negative = (a < 0) != (b < 0);
    const uint128_t x = magnitude(a);
    const uint128_t y = magnitude(b);
    const uint128_t limit = Pair{uint64_t{1} << 63, 0}.number() - (negative ? 0 : 1);
    *overflow = x != 0 && y > divide(limit, x).quotient ? 1 : 0;
    return with_sign(negative, multiply(x, y));
}

uint128_t __udivti3(uint128_t a, uint128_t b) { return divide(a, b).quotient; }
uint128_t __umodti3(uint128_t a, uint128_t b) { return divide(a, b).remainder; }
int128_t __divti3(int128_t a, int128_t b) {
    return with_sign((a < 0) != (b < 0), divide(magnitude(a), magnitude(b)).quotient);
}
int128_t __modti3(int128_t a, int128_t b) { return with_sign(a < 0, divide(magnitude(a), magnitude(b)).remainder); }

// By 0 to 127 bits.
uint128_t __ashlti3(uint128_t value, int bits) {
    const Pair a = Pair::from(value);
    if (bits == 0) return value;
    if (bits >= 64) return Pair{a.low << (bits - 64), 0}.number();
    return Pair{a.high << bits | a.low >> (64 - bits), a.low << bits}.number();
}
uint128_t __lshrti3(uint128_t value, int bits) {
    const Pair a = Pair::from(value);
    if (bits == 0) return value;
    if (bits >= 64) return Pair{0, a.high >> (bits - 64)}.number();
    return Pair{a.high >> bits, a.high << (64 - bits) | a.low >> bits}.number();
}
int128_t __ashrti3(int128_t value, int bits) {
    const Pair a = Pair::from(static_cast<uint128_t>(value));
    const auto top = static_cast<int64_t>(a.high);
    if (bits == 0) return value;
    const auto shifted = static_cast<uint64_t>(top >> (bits < 64 ? bits : bits - 64));
    if (bits >= 64) return static_cast<int128_t>(Pair{static_cast<uint64_t>(top >> 63), shifted}.number());
    return static_cast<int128_t>(Pair{shifted, a.high << (64 - bits) | a.low >> bits}.number());
}

}  // extern "C"
