/// The field of 2^16 elements that the code computes in.
/// Observed: reed-solomon-novelpoly 2.0.0, field f2e16; the generator polynomial and the basis are those of leopard.
#pragma once

#include <memory>

#include "base/bytes.hpp"

namespace serinus::erasure {

inline constexpr size_t kFieldSize = 65536;
/// The order of the multiplicative group: logarithms are numbers modulo this.
inline constexpr uint32_t kGroupOrder = 65535;

/// Multiplication by one element, as tables for each half byte of the other factor: bits 0-3 and 4-7 of its low byte,
/// then those of its high byte. The product is the sum of the four entries.
struct Factor {
    ByteArray<16> low[4];   ///< low bytes of the products
    ByteArray<16> high[4];  ///< high bytes
    /// The same as matrices of bits, from the low and the high byte of the other factor to the low byte of the product,
    /// then to its high byte; in the form of the instruction GF2P8AFFINEQB: byte 7 - i has the row of bit i.
    uint64_t matrices[4];

    /// The product, for one element.
    uint16_t multiply(uint16_t element) const noexcept;
};

/// Elements are numbers whose bits are coordinates in the Cantor basis: b(0) = 1, b(i)^2 + b(i) = b(i - 1). So addition
/// is XOR, and the element number i is the point at which chunk i is the value of the polynomial.
class Field {
  public:
    /// Tables of 256 KiB, made at the first call.
    static const Field& get();

    /// Of an element that is not 0; less than kGroupOrder.
    uint16_t log(uint16_t element) const noexcept { return log_[element]; }
    /// `exponent` at most kGroupOrder.
    uint16_t exp(uint32_t exponent) const noexcept { return exp_[exponent]; }
    uint16_t multiply(uint16_t a, uint16_t b) const noexcept;

    Factor factor(uint16_t element) const noexcept;
    /// Of the element with this logarithm, at most kGroupOrder.
    Factor factor_of_log(uint32_t logarithm) const noexcept { return factor(exp(logarithm)); }

    Field();

  private:
    std::unique_ptr<uint16_t[]> log_;
    std::unique_ptr<uint16_t[]> exp_;
};

}  // namespace serinus::erasure
