#include "erasure/transform.hpp"

#include <algorithm>
#include <bit>

#include "base/assert.hpp"

namespace serinus::erasure {

std::vector<Factor> transform_factors(size_t point_count) {
    const Field& field = Field::get();
    std::vector<Factor> out(std::max<size_t>(1, point_count / 2));
    for (size_t i = 0; i < out.size(); ++i) out[i] = field.factor(static_cast<uint16_t>(2 * i));
    return out;
}

/// Null for 0.
const Factor* Transform::factor(size_t point, unsigned distance_log) const noexcept {
    const size_t element = point >> distance_log;
    return element == 0 ? nullptr : &factors_[element / 2];
}

void Transform::inverse(uint8_t* rows, size_t count, size_t first_point) const noexcept {
    for (unsigned log = 0; size_t{1} << log < count; ++log) {
        const size_t distance = size_t{1} << log;
        for (size_t start = 0; start < count; start += 2 * distance) {
            kernels_.inverse_step(at(rows, start), at(rows, start + distance), distance * row_size_,
                                  factor(first_point + start, log));
        }
    }
}

void Transform::forward(uint8_t* rows, size_t count, size_t first_point, size_t wanted) const noexcept {
    for (unsigned log = static_cast<unsigned>(std::countr_zero(count)); log-- > 0;) {
        const size_t distance = size_t{1} << log;
        // A row depends on rows of its own group alone.
        for (size_t start = 0; start < wanted; start += 2 * distance) {
            kernels_.forward_step(at(rows, start), at(rows, start + distance), distance * row_size_,
                                  factor(first_point + start, log));
        }
    }
}

void Transform::inverse_for_derivative(uint8_t* rows, size_t n, size_t k,
                                       const std::vector<bool>& is_used) const noexcept {
    SERINUS_ASSERT(is_used.size() == n / k);
    for (size_t block = 0; block < n / k; ++block) {
        if (is_used[block]) inverse(at(rows, block * k), k, block * k);
    }
    for (unsigned log = static_cast<unsigned>(std::countr_zero(k)); size_t{1} << log < n; ++log) {
        const size_t distance = size_t{1} << log;
        for (size_t start = 0; start < n; start += 2 * distance) {
            kernels_.inverse_step(at(rows, start), at(rows, start + distance), k * row_size_, factor(start, log));
        }
    }
}

/// The derivative of the basis polynomial i is the sum of those that lack one of the bits of i.
void Transform::derive(uint8_t* rows, size_t n, size_t k) const noexcept {
    for (size_t i = 1; i < k; ++i) {
        const size_t distance = size_t{1} << std::countr_zero(i);
        kernels_.add(at(rows, i - distance), at(rows, i), distance * row_size_);
    }
    for (size_t from = k; from < n; from *= 2) kernels_.add(rows, at(rows, from), k * row_size_);
}

}  // namespace serinus::erasure
