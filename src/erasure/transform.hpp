/// The additive Fourier transform in the basis of Lin, Chung and Han, on rows.
/// "Novel Polynomial Basis and Its Application to Reed-Solomon Erasure Codes", FOCS 2014, algorithms 1 and 2.
#pragma once

#include <vector>

#include "erasure/kernels.hpp"

namespace serinus::erasure {

/// Factors of all steps below `point_count`, a power of two. In the step of distance 2^m between rows, a group of rows
/// that begins with the point p has as its factor the element p >> m: in a Cantor basis the normalized subspace
/// polynomial of V(m) takes the basis element i to the element i - m. p is a multiple of 2^(m + 1), so only even
/// elements occur.
std::vector<Factor> transform_factors(size_t point_count);

class Transform {
  public:
    /// Rows of `row_size` bytes. `factors` must outlive this.
    Transform(const Kernels& kernels, const std::vector<Factor>& factors, size_t row_size) noexcept
        : kernels_(kernels), factors_(factors), row_size_(row_size) {}

    /// From the values of a polynomial at the points from `first_point` on to its coefficients. `count` is a power of
    /// two, `first_point` a multiple of it.
    void inverse(uint8_t* rows, size_t count, size_t first_point) const noexcept;

    /// From coefficients to values. Only the first `wanted` rows are valid afterwards.
    void forward(uint8_t* rows, size_t count, size_t first_point, size_t wanted) const noexcept;

    /// From the values at the points 0 to n - 1 to some coefficients: afterwards those below `k` are valid, and those
    /// of the k rows from each power of two times k on, which is what the derivative of the first k needs.
    /// `is_used[i]`: whether of the rows from i · k on one is not zero.
    void inverse_for_derivative(uint8_t* rows, size_t n, size_t k, const std::vector<bool>& is_used) const noexcept;

    /// The first k coefficients of the formal derivative, from what the function before leaves.
    void derive(uint8_t* rows, size_t n, size_t k) const noexcept;

  private:
    const Factor* factor(size_t point, unsigned distance_log) const noexcept;
    uint8_t* at(uint8_t* rows, size_t row) const noexcept { return rows + row * row_size_; }

    const Kernels& kernels_;
    const std::vector<Factor>& factors_;
    size_t row_size_;
};

}  // namespace serinus::erasure
