#include "crypto/edwards25519/buckets.hpp"

#include "crypto/edwards25519/group.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

/// Scalars have 253 bits; signed digits may carry into one more.
constexpr unsigned kDigitBits = 254;

constexpr unsigned window_count(unsigned width) noexcept { return (kDigitBits + width - 1) / width; }

/// The width that costs least: each window adds every point to a bucket (7 multiplications), and then each of its
/// 2^(width - 1) buckets twice (9).
unsigned best_width(size_t terms) noexcept {
    const auto cost = [&](unsigned width) { return window_count(width) * (7 * terms + (size_t{18} << (width - 1))); };
    unsigned width = 4;
    while (width < 14 && cost(width + 1) < cost(width)) ++width;
    return width;
}

/// Appends the digits of `scalar` to the radix 2^width, lowest first, each in [-2^(width-1), 2^(width-1)).
void append_digits(std::vector<int16_t>& out, const Scalar& scalar, unsigned width) {
    const auto& limbs = scalar.limbs();
    const std::array<uint64_t, 5> padded{limbs[0], limbs[1], limbs[2], limbs[3], 0};
    int carry = 0;
    for (unsigned at = 0; at < kDigitBits; at += width) {
        uint64_t bits = padded[at / 64] >> at % 64;
        if (at % 64 + width > 64) bits |= padded[at / 64 + 1] << (64 - at % 64);
        int digit = static_cast<int>(bits & ((1u << width) - 1)) + carry;
        carry = (digit + (1 << (width - 1))) >> width;
        digit -= carry << width;
        out.push_back(static_cast<int16_t>(digit));
    }
}

/// All points with Z = 1. One inversion for those that have another Z (Montgomery's trick).
std::vector<AffineCached> to_affine(std::span<const Point> points) {
    std::vector<AffineCached> out(points.size());
    const auto is_affine = [](const Point& p) {
        return p.Z.limb[0] == 1 && (p.Z.limb[1] | p.Z.limb[2] | p.Z.limb[3]) == 0;
    };
    std::vector<FieldElement> products(points.size());  // of the Z before each point
    FieldElement product = kFieldOne;
    for (size_t i = 0; i < points.size(); ++i) {
        products[i] = product;
        if (!is_affine(points[i])) product = product * points[i].Z;
    }
    FieldElement inverse = invert(product);
    for (size_t i = points.size(); i-- > 0;) {
        const Point& p = points[i];
        if (is_affine(p)) {
            out[i] = AffineCached(p.X, p.Y);
            continue;
        }
        const FieldElement z_inverse = inverse * products[i];
        inverse = inverse * p.Z;
        out[i] = AffineCached(p.X * z_inverse, p.Y * z_inverse);
    }
    return out;
}

class Buckets {
  public:
    explicit Buckets(unsigned width) : sums_(size_t{1} << (width - 1)), used_(sums_.size()) {}

    void add_point(const AffineCached& point, int digit) noexcept {
        const size_t index = static_cast<size_t>(digit < 0 ? -digit : digit) - 1;
        const Point& sum = used_[index] ? sums_[index] : Point::identity();
        sums_[index] = add(sum, point, digit < 0).extended();
        used_[index] = true;
        highest_ = std::max(highest_, index + 1);
    }

    /// 1 * first + 2 * second + …, and leaves the buckets empty.
    Point take_sum() noexcept {
        Point running = Point::identity();
        Point total = Point::identity();
        while (highest_ > 0) {
            --highest_;
            if (used_[highest_]) running = running + sums_[highest_];
            used_[highest_] = false;
            total = total + running;
        }
        return total;
    }

  private:
    std::vector<Point> sums_;
    std::vector<uint8_t> used_;
    size_t highest_ = 0;  ///< one above the highest bucket in use
};

}  // namespace

Point bucket_sum(std::span<const Scalar> scalars, std::span<const Point> points) {
    const unsigned width = best_width(points.size());
    const size_t windows = window_count(width);
    std::vector<int16_t> digits;
    digits.reserve(windows * scalars.size());
    for (const Scalar& scalar : scalars) append_digits(digits, scalar, width);
    const std::vector<AffineCached> affine = to_affine(points);

    Buckets buckets(width);
    Point sum = Point::identity();
    for (size_t window = windows; window-- > 0;) {
        Projective p{sum.X, sum.Y, sum.Z};
        for (unsigned i = 1; i < width; ++i) p = doubled(p).projective();
        sum = doubled(p).extended();
        for (size_t i = 0; i < affine.size(); ++i) {
            const int digit = digits[i * windows + window];
            if (digit != 0) buckets.add_point(affine[i], digit);
        }
        sum = sum + buckets.take_sum();
    }
    return sum;
}

}  // namespace serinus::crypto::edwards25519
