#include "erasure/kernels.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace serinus::erasure {

#if defined(__x86_64__)
namespace avx2 {
namespace {

/// 32 symbols: a group of a row.
struct Symbols {
    __m256i low;
    __m256i high;
};

/// The tables of a factor, each in both halves of a register, where a shuffle looks up.
struct Tables {
    __m256i low[4];
    __m256i high[4];
};

[[gnu::target("avx2"), gnu::always_inline]] inline __m256i load(const uint8_t* at) noexcept {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
}

[[gnu::target("avx2"), gnu::always_inline]] inline void store(uint8_t* at, __m256i value) noexcept {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(at), value);
}

[[gnu::target("avx2"), gnu::always_inline]] inline Symbols load_group(const uint8_t* at) noexcept {
    return {load(at), load(at + kGroupStripes)};
}

[[gnu::target("avx2"), gnu::always_inline]] inline void store_group(uint8_t* at, const Symbols& group) noexcept {
    store(at, group.low);
    store(at + kGroupStripes, group.high);
}

[[gnu::target("avx2"), gnu::always_inline]] inline void add_to(Symbols& to, const Symbols& from) noexcept {
    to.low = _mm256_xor_si256(to.low, from.low);
    to.high = _mm256_xor_si256(to.high, from.high);
}

[[gnu::target("avx2"), gnu::always_inline]] inline __m256i twice(const ByteArray<16>& table) noexcept {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data())));
}

[[gnu::target("avx2"), gnu::always_inline]] inline Tables tables_of(const Factor& factor) noexcept {
    return {{twice(factor.low[0]), twice(factor.low[1]), twice(factor.low[2]), twice(factor.low[3])},
            {twice(factor.high[0]), twice(factor.high[1]), twice(factor.high[2]), twice(factor.high[3])}};
}

[[gnu::target("avx2"), gnu::always_inline]] inline __m256i look_up(const __m256i* tables,
                                                                   const __m256i* parts) noexcept {
    const __m256i of_low =
        _mm256_xor_si256(_mm256_shuffle_epi8(tables[0], parts[0]), _mm256_shuffle_epi8(tables[1], parts[1]));
    const __m256i of_high =
        _mm256_xor_si256(_mm256_shuffle_epi8(tables[2], parts[2]), _mm256_shuffle_epi8(tables[3], parts[3]));
    return _mm256_xor_si256(of_low, of_high);
}

[[gnu::target("avx2"), gnu::always_inline]] inline Symbols product(const Symbols& group,
                                                                   const Tables& tables) noexcept {
    const __m256i mask = _mm256_set1_epi8(15);
    const __m256i parts[4] = {
        _mm256_and_si256(group.low, mask), _mm256_and_si256(_mm256_srli_epi64(group.low, 4), mask),
        _mm256_and_si256(group.high, mask), _mm256_and_si256(_mm256_srli_epi64(group.high, 4), mask)};
    return {look_up(tables.low, parts), look_up(tables.high, parts)};
}

[[gnu::target("avx2")]] void add(uint8_t* to, const uint8_t* from, size_t size) noexcept {
    for (size_t i = 0; i < size; i += kGroupSize) {
        Symbols sum = load_group(to + i);
        add_to(sum, load_group(from + i));
        store_group(to + i, sum);
    }
}

[[gnu::target("avx2")]] void inverse_step(uint8_t* low, uint8_t* high, size_t size, const Factor* factor) noexcept {
    if (!factor) return add(high, low, size);
    const Tables tables = tables_of(*factor);
    for (size_t i = 0; i < size; i += kGroupSize) {
        Symbols a = load_group(low + i);
        Symbols b = load_group(high + i);
        add_to(b, a);
        add_to(a, product(b, tables));
        store_group(low + i, a);
        store_group(high + i, b);
    }
}

[[gnu::target("avx2")]] void forward_step(uint8_t* low, uint8_t* high, size_t size, const Factor* factor) noexcept {
    if (!factor) return add(high, low, size);
    const Tables tables = tables_of(*factor);
    for (size_t i = 0; i < size; i += kGroupSize) {
        Symbols a = load_group(low + i);
        Symbols b = load_group(high + i);
        add_to(a, product(b, tables));
        add_to(b, a);
        store_group(low + i, a);
        store_group(high + i, b);
    }
}

[[gnu::target("avx2")]] void multiply(uint8_t* rows, size_t size, const Factor& factor) noexcept {
    const Tables tables = tables_of(factor);
    for (size_t i = 0; i < size; i += kGroupSize) store_group(rows + i, product(load_group(rows + i), tables));
}

[[gnu::target("avx2")]] void chunk_to_row(uint8_t* row, const uint8_t* chunk, size_t size) noexcept {
    // Of each 16 bytes: the low bytes of 8 symbols, then the high ones.
    const __m256i apart = _mm256_setr_epi8(1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 14,  //
                                           1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 14);
    for (size_t i = 0; i < size; i += kGroupSize) {
        // Quarters: low, high, low, high; then both low ones, both high ones.
        const __m256i a = _mm256_permute4x64_epi64(_mm256_shuffle_epi8(load(chunk + i), apart), 0b11'01'10'00);
        const __m256i b = _mm256_permute4x64_epi64(_mm256_shuffle_epi8(load(chunk + i + 32), apart), 0b11'01'10'00);
        store(row + i, _mm256_permute2x128_si256(a, b, 0x20));
        store(row + i + kGroupStripes, _mm256_permute2x128_si256(a, b, 0x31));
    }
}

[[gnu::target("avx2")]] void row_to_chunk(uint8_t* chunk, const uint8_t* row, size_t size) noexcept {
    for (size_t i = 0; i < size; i += kGroupSize) {
        const Symbols group = load_group(row + i);
        const __m256i a = _mm256_unpacklo_epi8(group.high, group.low);  // symbols 0-7 and 16-23
        const __m256i b = _mm256_unpackhi_epi8(group.high, group.low);  // symbols 8-15 and 24-31
        store(chunk + i, _mm256_permute2x128_si256(a, b, 0x20));
        store(chunk + i + 32, _mm256_permute2x128_si256(a, b, 0x31));
    }
}

/// Bytes of 8 symbols: what is transposed at a time, for the stripes of a group.
constexpr size_t kTileSize = 16;

/// In each half of the registers, 16 rows of 16 bytes become 16 columns: four perfect shuffles swap the upper and the
/// lower four bits of a byte's place.
[[gnu::target("avx2"), gnu::always_inline]] inline void transpose(__m256i (&tile)[16]) noexcept {
    for (size_t round = 0; round < 4; ++round) {
        __m256i next[16];
        for (size_t i = 0; i < 8; ++i) {
            next[2 * i] = _mm256_unpacklo_epi8(tile[i], tile[i + 8]);
            next[2 * i + 1] = _mm256_unpackhi_epi8(tile[i], tile[i + 8]);
        }
        for (size_t i = 0; i < 16; ++i) tile[i] = next[i];
    }
}

[[gnu::target("avx2")]] void stripes_to_rows(uint8_t* rows, const uint8_t* stripes, size_t row_count,
                                             size_t row_size) noexcept {
    const size_t stripe_size = 2 * row_count;
    if (stripe_size % kTileSize != 0) return portable_kernels().stripes_to_rows(rows, stripes, row_count, row_size);
    for (size_t group = 0; group < row_size; group += kGroupSize, stripes += kGroupStripes * stripe_size) {
        for (size_t column = 0; column < stripe_size; column += kTileSize) {
            __m256i tile[16];
            for (size_t i = 0; i < 16; ++i) {
                const uint8_t* from = stripes + i * stripe_size + column;
                tile[i] = _mm256_loadu2_m128i(reinterpret_cast<const __m128i*>(from + 16 * stripe_size),
                                              reinterpret_cast<const __m128i*>(from));
            }
            transpose(tile);
            for (size_t i = 0; i < 8; ++i) {
                uint8_t* to = rows + (column / 2 + i) * row_size + group;
                store(to, tile[2 * i + 1]);
                store(to + kGroupStripes, tile[2 * i]);
            }
        }
    }
}

[[gnu::target("avx2")]] void rows_to_stripes(uint8_t* stripes, const uint8_t* rows, size_t row_count,
                                             size_t row_size) noexcept {
    const size_t stripe_size = 2 * row_count;
    if (stripe_size % kTileSize != 0) return portable_kernels().rows_to_stripes(stripes, rows, row_count, row_size);
    for (size_t group = 0; group < row_size; group += kGroupSize, stripes += kGroupStripes * stripe_size) {
        for (size_t column = 0; column < stripe_size; column += kTileSize) {
            __m256i tile[16];
            for (size_t i = 0; i < 8; ++i) {
                const uint8_t* from = rows + (column / 2 + i) * row_size + group;
                tile[2 * i + 1] = load(from);
                tile[2 * i] = load(from + kGroupStripes);
            }
            transpose(tile);
            for (size_t i = 0; i < 16; ++i) {
                uint8_t* to = stripes + i * stripe_size + column;
                _mm256_storeu2_m128i(reinterpret_cast<__m128i*>(to + 16 * stripe_size), reinterpret_cast<__m128i*>(to),
                                     tile[i]);
            }
        }
    }
}

constexpr Kernels kKernels = {
    .name = "AVX2",
    .inverse_step = inverse_step,
    .forward_step = forward_step,
    .multiply = multiply,
    .add = add,
    .chunk_to_row = chunk_to_row,
    .row_to_chunk = row_to_chunk,
    .stripes_to_rows = stripes_to_rows,
    .rows_to_stripes = rows_to_stripes,
};

/// The matrices of a factor, each in all quarters of a register.
struct Matrices {
    __m256i of[4];
};

[[gnu::target("avx2,gfni"), gnu::always_inline]] inline Matrices matrices_of(const Factor& factor) noexcept {
    Matrices out;
    for (size_t i = 0; i < 4; ++i) out.of[i] = _mm256_set1_epi64x(static_cast<long long>(factor.matrices[i]));
    return out;
}

[[gnu::target("avx2,gfni"), gnu::always_inline]] inline Symbols product(const Symbols& group,
                                                                        const Matrices& matrices) noexcept {
    return {_mm256_xor_si256(_mm256_gf2p8affine_epi64_epi8(group.low, matrices.of[0], 0),
                             _mm256_gf2p8affine_epi64_epi8(group.high, matrices.of[1], 0)),
            _mm256_xor_si256(_mm256_gf2p8affine_epi64_epi8(group.low, matrices.of[2], 0),
                             _mm256_gf2p8affine_epi64_epi8(group.high, matrices.of[3], 0))};
}

[[gnu::target("avx2,gfni")]] void inverse_step_gfni(uint8_t* low, uint8_t* high, size_t size,
                                                    const Factor* factor) noexcept {
    if (!factor) return add(high, low, size);
    const Matrices matrices = matrices_of(*factor);
    for (size_t i = 0; i < size; i += kGroupSize) {
        Symbols a = load_group(low + i);
        Symbols b = load_group(high + i);
        add_to(b, a);
        add_to(a, product(b, matrices));
        store_group(low + i, a);
        store_group(high + i, b);
    }
}

[[gnu::target("avx2,gfni")]] void forward_step_gfni(uint8_t* low, uint8_t* high, size_t size,
                                                    const Factor* factor) noexcept {
    if (!factor) return add(high, low, size);
    const Matrices matrices = matrices_of(*factor);
    for (size_t i = 0; i < size; i += kGroupSize) {
        Symbols a = load_group(low + i);
        Symbols b = load_group(high + i);
        add_to(a, product(b, matrices));
        add_to(b, a);
        store_group(low + i, a);
        store_group(high + i, b);
    }
}

[[gnu::target("avx2,gfni")]] void multiply_gfni(uint8_t* rows, size_t size, const Factor& factor) noexcept {
    const Matrices matrices = matrices_of(factor);
    for (size_t i = 0; i < size; i += kGroupSize) store_group(rows + i, product(load_group(rows + i), matrices));
}

constexpr Kernels kGfniKernels = {
    .name = "AVX2 and GFNI",
    .inverse_step = inverse_step_gfni,
    .forward_step = forward_step_gfni,
    .multiply = multiply_gfni,
    .add = add,
    .chunk_to_row = chunk_to_row,
    .row_to_chunk = row_to_chunk,
    .stripes_to_rows = stripes_to_rows,
    .rows_to_stripes = rows_to_stripes,
};

}  // namespace
}  // namespace avx2

const Kernels* avx2_kernels() noexcept { return __builtin_cpu_supports("avx2") ? &avx2::kKernels : nullptr; }

const Kernels* gfni_kernels() noexcept {
    return avx2_kernels() && __builtin_cpu_supports("gfni") ? &avx2::kGfniKernels : nullptr;
}

#else

const Kernels* avx2_kernels() noexcept { return nullptr; }
const Kernels* gfni_kernels() noexcept { return nullptr; }

#endif

}  // namespace serinus::erasure
