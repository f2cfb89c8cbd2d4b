/// What is computed with whole rows: portable code, and vector code with the same results.
///
/// A row holds the symbols of one chunk for some stripes, a multiple of kGroupStripes: for each group of that many
/// stripes the low bytes of its symbols, then the high bytes. Rows stand one behind the other.
#pragma once

#include "erasure/field.hpp"

namespace serinus::erasure {

inline constexpr size_t kGroupStripes = 32;
inline constexpr size_t kGroupSize = 2 * kGroupStripes;  ///< bytes of a group in a row, and in a chunk

/// Sizes are bytes, and multiples of kGroupSize. Nothing has to be aligned.
struct Kernels {
    const char* name;

    /// A step of the inverse transform: high += low, then low += high · factor. A null factor is 0.
    void (*inverse_step)(uint8_t* low, uint8_t* high, size_t size, const Factor* factor) noexcept;
    /// A step of the transform: low += high · factor, then high += low. A null factor is 0.
    void (*forward_step)(uint8_t* low, uint8_t* high, size_t size, const Factor* factor) noexcept;
    void (*multiply)(uint8_t* rows, size_t size, const Factor& factor) noexcept;
    /// to += from
    void (*add)(uint8_t* to, const uint8_t* from, size_t size) noexcept;

    /// A part of a chunk, where symbols are big-endian, to a row, and back.
    void (*chunk_to_row)(uint8_t* row, const uint8_t* chunk, size_t size) noexcept;
    void (*row_to_chunk)(uint8_t* chunk, const uint8_t* row, size_t size) noexcept;

    /// Stripes of `row_count` big-endian symbols, as they follow each other in a payload, to as many rows of `row_size`
    /// bytes, and back. There are row_size / 2 stripes.
    void (*stripes_to_rows)(uint8_t* rows, const uint8_t* stripes, size_t row_count, size_t row_size) noexcept;
    void (*rows_to_stripes)(uint8_t* stripes, const uint8_t* rows, size_t row_count, size_t row_size) noexcept;
};

const Kernels& portable_kernels() noexcept;
/// Null where the processor has no AVX2.
const Kernels* avx2_kernels() noexcept;
/// Null where the processor has not also GFNI, which multiplies bytes by matrices of bits.
const Kernels* gfni_kernels() noexcept;
/// The fastest of this machine.
const Kernels& best_kernels() noexcept;

}  // namespace serinus::erasure
