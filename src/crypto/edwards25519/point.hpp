/// Points of the twisted Edwards curve -x^2 + y^2 = 1 + d x^2 y^2 over GF(2^255 - 19). Variable time.
#pragma once

#include "crypto/edwards25519/field.hpp"

namespace serinus::crypto::edwards25519 {

using CompressedPoint = ByteArray<32>;

/// Extended coordinates: x = X/Z, y = Y/Z, x*y = T/Z. The coordinates are internal to this folder.
struct Point {
    FieldElement X, Y, Z, T;

    static const Point& identity() noexcept;
    /// The base point B of Ed25519, of order L.
    static const Point& base() noexcept;

    Point operator+(const Point& other) const noexcept;
    Point operator-(const Point& other) const noexcept;
    Point operator-() const noexcept;
    Point doubled() const noexcept;
    /// Eight times the point: what remains has no small-order part.
    Point times_cofactor() const noexcept;

    /// Equality on the curve (not of ristretto255 cosets).
    bool operator==(const Point& other) const noexcept;
    bool is_identity() const noexcept;
    /// Whether the order divides the cofactor 8.
    bool is_small_order() const noexcept;

    /// The encoding of RFC 8032: y, and the low bit of x as the highest bit. Canonical.
    CompressedPoint compress() const noexcept;
};

/// Decodes by the lenient rule: y may be 2^255-19 or above, and x = 0 may carry the sign bit; nullopt when no x fits.
/// Spec: ZIP-215
std::optional<Point> decompress(const CompressedPoint& bytes) noexcept;

/// Both or none; takes about 1.6 times as long as one.
std::optional<std::array<Point, 2>> decompress_pair(const CompressedPoint& a, const CompressedPoint& b) noexcept;

}  // namespace serinus::crypto::edwards25519
