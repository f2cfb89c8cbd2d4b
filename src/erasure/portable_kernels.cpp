#include "erasure/kernels.hpp"

namespace serinus::erasure {
namespace portable {
namespace {

constexpr size_t kHalf = kGroupStripes;

/// The sum of the products' low or high bytes for the symbol at `at` of a group.
[[gnu::always_inline]] inline uint8_t product(const ByteArray<16>* tables, uint8_t low, uint8_t high) noexcept {
    return tables[0][low & 15] ^ tables[1][low >> 4] ^ tables[2][high & 15] ^ tables[3][high >> 4];
}

void add(uint8_t* to, const uint8_t* from, size_t size) noexcept {
    for (size_t i = 0; i < size; ++i) to[i] ^= from[i];
}

void add_product(uint8_t* to, const uint8_t* from, size_t size, const Factor& factor) noexcept {
    for (size_t group = 0; group < size; group += kGroupSize) {
        for (size_t i = group; i < group + kHalf; ++i) {
            const uint8_t low = from[i];
            const uint8_t high = from[i + kHalf];
            to[i] ^= product(factor.low, low, high);
            to[i + kHalf] ^= product(factor.high, low, high);
        }
    }
}

void inverse_step(uint8_t* low, uint8_t* high, size_t size, const Factor* factor) noexcept {
    add(high, low, size);
    if (factor) add_product(low, high, size, *factor);
}

void forward_step(uint8_t* low, uint8_t* high, size_t size, const Factor* factor) noexcept {
    if (factor) add_product(low, high, size, *factor);
    add(high, low, size);
}

void multiply(uint8_t* rows, size_t size, const Factor& factor) noexcept {
    for (size_t group = 0; group < size; group += kGroupSize) {
        for (size_t i = group; i < group + kHalf; ++i) {
            const uint8_t low = rows[i];
            const uint8_t high = rows[i + kHalf];
            rows[i] = product(factor.low, low, high);
            rows[i + kHalf] = product(factor.high, low, high);
        }
    }
}

void chunk_to_row(uint8_t* row, const uint8_t* chunk, size_t size) noexcept {
    for (size_t group = 0; group < size; group += kGroupSize) {
        for (size_t i = 0; i < kHalf; ++i) {
            row[group + kHalf + i] = chunk[group + 2 * i];
            row[group + i] = chunk[group + 2 * i + 1];
        }
    }
}

void row_to_chunk(uint8_t* chunk, const uint8_t* row, size_t size) noexcept {
    for (size_t group = 0; group < size; group += kGroupSize) {
        for (size_t i = 0; i < kHalf; ++i) {
            chunk[group + 2 * i] = row[group + kHalf + i];
            chunk[group + 2 * i + 1] = row[group + i];
        }
    }
}

void stripes_to_rows(uint8_t* rows, const uint8_t* stripes, size_t row_count, size_t row_size) noexcept {
    for (size_t group = 0; group < row_size; group += kGroupSize) {
        for (size_t i = 0; i < kGroupStripes; ++i, stripes += 2 * row_count) {
            for (size_t row = 0; row < row_count; ++row) {
                uint8_t* to = rows + row * row_size + group + i;
                to[kHalf] = stripes[2 * row];
                to[0] = stripes[2 * row + 1];
            }
        }
    }
}

void rows_to_stripes(uint8_t* stripes, const uint8_t* rows, size_t row_count, size_t row_size) noexcept {
    for (size_t group = 0; group < row_size; group += kGroupSize) {
        for (size_t i = 0; i < kGroupStripes; ++i, stripes += 2 * row_count) {
            for (size_t row = 0; row < row_count; ++row) {
                const uint8_t* from = rows + row * row_size + group + i;
                stripes[2 * row] = from[kHalf];
                stripes[2 * row + 1] = from[0];
            }
        }
    }
}

}  // namespace
}  // namespace portable

const Kernels& portable_kernels() noexcept {
    static constexpr Kernels kKernels = {
        .name = "portable",
        .inverse_step = portable::inverse_step,
        .forward_step = portable::forward_step,
        .multiply = portable::multiply,
        .add = portable::add,
        .chunk_to_row = portable::chunk_to_row,
        .row_to_chunk = portable::row_to_chunk,
        .stripes_to_rows = portable::stripes_to_rows,
        .rows_to_stripes = portable::rows_to_stripes,
    };
    return kKernels;
}

const Kernels& best_kernels() noexcept {
    static const Kernels* const best = gfni_kernels()   ? gfni_kernels()
                                       : avx2_kernels() ? avx2_kernels()
                                                        : &portable_kernels();
    return *best;
}

}  // namespace serinus::erasure
