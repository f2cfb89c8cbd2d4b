#include "erasure/locator.hpp"

#include <bit>

#include "base/assert.hpp"

namespace serinus::erasure {
namespace {

/// The Walsh-Hadamard transform of numbers modulo kGroupOrder.
void walsh(std::vector<uint32_t>& values) noexcept {
    for (size_t distance = 1; distance < values.size(); distance *= 2) {
        for (size_t start = 0; start < values.size(); start += 2 * distance) {
            for (size_t i = start; i < start + distance; ++i) {
                const uint32_t a = values[i];
                const uint32_t b = values[i + distance];
                values[i] = a + b >= kGroupOrder ? a + b - kGroupOrder : a + b;
                values[i + distance] = a >= b ? a - b : a + kGroupOrder - b;
            }
        }
    }
}

uint32_t multiply(uint32_t a, uint32_t b) noexcept { return static_cast<uint32_t>(uint64_t{a} * b % kGroupOrder); }

}  // namespace

/// The logarithm at the point i is the sum over all missing j of log(i + j), without j = i: a convolution, as addition
/// of points is XOR, so the transforms are multiplied.
std::vector<uint32_t> locator_logs(const std::vector<bool>& is_missing) {
    const size_t n = is_missing.size();
    SERINUS_ASSERT(std::has_single_bit(n) && n <= kFieldSize);
    const Field& field = Field::get();
    std::vector<uint32_t> missing(n);
    std::vector<uint32_t> logs(n);
    for (size_t i = 0; i < n; ++i) {
        missing[i] = is_missing[i] ? 1 : 0;
        logs[i] = i == 0 ? 0 : field.log(static_cast<uint16_t>(i));
    }
    walsh(missing);
    walsh(logs);
    // Two transforms multiply by n = 2^m; 2^m · 2^(16 - m) = 65536, which is 1.
    const auto inverse_of_n = static_cast<uint32_t>(kFieldSize / n);
    for (size_t i = 0; i < n; ++i) missing[i] = multiply(multiply(missing[i], logs[i]), inverse_of_n);
    walsh(missing);
    return missing;
}

}  // namespace serinus::erasure
